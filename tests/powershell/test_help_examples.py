"""The examples in the help of the photo cmdlets, tried on people in files, with the names that are there."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.powershell.conftest import MODULE, Start
from tests.unit.photo_farm import Farm

CMDLETS = (
    "Get-UpsPhotoPlan",
    "Export-UpsPhoto",
    "Get-UpsPhoto",
    "Get-UpsPhotoHistory",
    "Restore-UpsPhoto",
    "Clear-UpsPhotoHistory",
)
"""In the order of a story: there are runs to be undone."""
HERE = {
    "ldaps://dc1.contoso.com/DC=contoso,DC=com": "ldif:people.ldif",
    "-Site mysite.contoso.com": "-Photos folder:pictures",
    "sqlite:photos.db": "sqlite:state.db",
    "CONTOSO\\alice": "CORP\\ann",
    "CONTOSO\\bob": "CORP\\bob",
    "-Run 7": "-Run 1",
}
"""What the examples name, and what there is here."""


def examples(cmdlet: str) -> list[str]:
    text = (MODULE / "Public" / f"{cmdlet}.ps1").read_text(encoding="ascii")
    found = re.findall(r"^    \.EXAMPLE\n(.*?)\n\n", text, re.MULTILINE | re.DOTALL)
    for name, there in HERE.items():
        found = [code.replace(name, there) for code in found]
    return [textwrap.dedent(code) for code in found]


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    farm = Farm(tmp_path_factory.mktemp("Beispiele"))
    farm.put("ann", b"\xff\xd8 ann's old picture")
    farm.export()
    report, codes = farm.root / "report.json", farm.root / "examples.json"
    codes.write_text(json.dumps([code for cmdlet in CMDLETS for code in examples(cmdlet)]), encoding="utf-8")
    process = start(Path(__file__).with_name("help_examples.ps1"), *map(str, (MODULE, farm.root, codes, report)))
    out, err = process.communicate(timeout=300)
    assert report.exists(), out + err
    tried: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["examples"]
    return tried


def test_every_example_runs(told: list[dict[str, Any]]) -> None:
    assert [example for example in told if example["trouble"]] == []
    assert all(len(examples(cmdlet)) >= 2 for cmdlet in CMDLETS)


def test_they_show_what_they_say(told: list[dict[str, Any]]) -> None:
    silent = [example["code"] for example in told if not example["written"]]
    assert all(code.startswith("$") or "'Failed'" in code for code in silent), silent

"""``-WhatIf`` changes nothing, byte for byte: every cmdlet that knows it, found by the module's own words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pyupsync.adapters.trust.folder import FolderTrustStore
from pyupsync.cli import main
from tests.lab.mint import mint
from tests.powershell.conftest import MODULE, Start
from tests.unit.photo_farm import Farm
from tests.unit.test_cli_access import STAFF, account, domain, held

ALWAYS = {"start": -3650, "end": 36500}
SITE = r"HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Internet Settings\ZoneMap\Domains\corp.test\there"
PUTS_BACK = {"Test-UpsPhotoSync"}
"""Cmdlets that undo themselves what they do."""
CMDLETS = sorted(
    path.stem
    for path in (MODULE / "Public").glob("*.ps1")
    if "[CmdletBinding(" in (text := path.read_text("ascii"))
    and "SupportsShouldProcess" in text.partition("[CmdletBinding(")[2].partition(")]")[0]
)


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A farm of every kind in one folder, of which each cmdlet gets a copy."""
    folder = tmp_path_factory.mktemp("Alles auf einmal") / "farm"
    folder.mkdir()
    farm = Farm(folder)
    farm.put("ann", b"\xff\xd8 ann's old picture")
    farm.export()
    farm.blank = {"bob"}
    farm.job()
    farm.put("eve", b"\xff\xd8 theirs")
    root = mint("O=Lab/CN=Root", **ALWAYS)
    (folder / "chain.pem").write_text(mint("O=Lab/CN=Issuing", root, **ALWAYS).pem + root.pem)
    FolderTrustStore(str(folder / "store")).add("other", mint("O=Lab/CN=Other", **ALWAYS).der)
    FolderTrustStore(str(folder / "backup")).add("saved", mint("O=Lab/CN=Saved", **ALWAYS).der)
    registry = f'Windows Registry Editor Version 5.00\r\n\r\n[{SITE}]\r\n"http"=dword:00000001\r\n\r\n'
    (folder / "zones.reg").write_text(registry, "utf-16", newline="")
    corp = domain() + account("alice", "S-1-5-21-7-7-7-1200", **held())
    for name in ("corp.ldif", "granted.ldif"):
        (folder / name).write_text(corp)
    grant = ["--account", "CORP\\svc", "--ou", STAFF, "--undo-file", str(folder / "undo.jsonl")]
    assert main(["access", "grant", "--directory", f"ldif:{folder / 'granted.ldif'}", *grant]) == 0
    service = {"version": 1, "connections": [{"name": "CORP", "kind": "ActiveDirectory"}]}
    for name, running in (("service.json", False), ("running.json", True)):
        (folder / name).write_text(json.dumps({**service, "synchronization": {"running": running}}))
    job = 'profiles = "csv:people.csv"\ndirectory = "ldif:people.ldif"\nphotos = "folder:pictures"\n'
    (folder / "nightly.toml").write_text(f"[photos]\n{job}")
    report = folder.parent / "report.json"
    process = start(Path(__file__).with_name("what_if.ps1"), *map(str, (MODULE, folder, report)))
    out, err = process.communicate(timeout=400)
    assert report.exists(), out + err
    return {**json.loads(report.read_text(encoding="utf-8")), "out": out}


def test_every_cmdlet_that_knows_it_has_a_case(told: dict[str, Any]) -> None:
    assert told["known"] == CMDLETS
    assert set(CMDLETS) <= set(told["cases"]), "add the new one to what_if.ps1"


@pytest.mark.parametrize("name", CMDLETS)
def test_nothing_is_changed(told: dict[str, Any], name: str) -> None:
    case = told["cases"][name]
    assert case["failures"] == []
    assert case["what_if"] == []
    said = told["out"].partition(f"case {name}\n")[2].partition("case ")[0]
    assert "What if: Performing the operation" in said


@pytest.mark.parametrize("name", sorted(set(CMDLETS) - PUTS_BACK))
def test_the_same_without_it_changes_something(told: dict[str, Any], name: str) -> None:
    """Else the case would show nothing."""
    assert told["cases"][name]["real"]

"""Every cmdlet as PowerShell people expect it, by what it says of itself: a new one is held to the same."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.powershell.conftest import MODULE, Start

CMDLETS = sorted(path.stem for path in (MODULE / "Public").glob("*.ps1"))
READING = {"Get", "Test"}
REMOVING = {"Clear", "Remove", "Revoke"}
ASKING = {"Get-UpsPhoto", "Test-UpsPhotoSync"}
"""Readers that write where they are told to: files of pictures, a test user's picture."""
ADDRESSES = {"Profiles", "Directory", "Photos", "State", "Store", "Farm", "Registry"}
NUMBERS = {"System.Int32", "System.Int64", "System.Double"}
FREE = {"System.Management.Automation.SwitchParameter", "System.Management.Automation.PSCredential", "System.DateTime"}


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    report = tmp_path_factory.mktemp("told") / "report.json"
    process = start(Path(__file__).with_name("cmdlets.ps1"), str(MODULE), str(report))
    out, err = process.communicate(timeout=300)
    assert report.exists(), out + err
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    assert sorted(found["cmdlets"]) == CMDLETS
    return found


@pytest.fixture(params=CMDLETS)
def cmdlet(request: pytest.FixtureRequest, told: dict[str, Any]) -> dict[str, Any]:
    return {"name": request.param, "verb": request.param.split("-")[0], **told["cmdlets"][request.param]}


def test_its_noun_is_one_thing_and_ours(cmdlet: dict[str, Any]) -> None:
    noun = cmdlet["name"].split("-")[1]
    assert noun.startswith("Ups")
    assert not noun.endswith("s") or noun.endswith(("Access", "Ups"))


def test_what_changes_something_asks_and_what_removes_something_always_does(cmdlet: dict[str, Any]) -> None:
    asks = cmdlet["verb"] not in READING or cmdlet["name"] in ASKING
    assert cmdlet["changes"] is asks
    assert (cmdlet["impact"] == "High") == (cmdlet["verb"] in REMOVING)


def test_every_parameter_is_typed_and_checked(cmdlet: dict[str, Any]) -> None:
    for parameter in cmdlet["parameters"]:
        name, kind = parameter["name"], parameter["type"].partition("`")[0].removesuffix("[]")
        assert kind != "System.Object", name
        assert kind in FREE or parameter["checks"] or "Certificate" in kind, name
        if kind in NUMBERS:
            assert "ValidateRangeAttribute" in parameter["checks"], name
        if name in ADDRESSES:
            assert "ValidateScriptAttribute" in parameter["checks"], name


def test_its_parameter_sets_have_a_default(cmdlet: dict[str, Any]) -> None:
    assert len(cmdlet["sets"]) == 1 or cmdlet["default"] in cmdlet["sets"]


def test_what_it_writes_is_named(cmdlet: dict[str, Any]) -> None:
    assert all(
        name.startswith("PyUpSync.") or name in {"bool", "byte[]", "System.Boolean", "System.Byte[]"}
        for name in cmdlet["outputs"]
    )
    assert any(name.startswith("PyUpSync.") for name in cmdlet["outputs"])


def test_what_takes_things_by_the_pipeline_says_so(cmdlet: dict[str, Any]) -> None:
    text = (MODULE / "Public" / f"{cmdlet['name']}.ps1").read_text(encoding="ascii")
    inputs = re.search(r"\.INPUTS\n(.*?)\n    \.", text, re.DOTALL).group(1)
    takes = any(one["by_value"] or one["by_name"] for one in cmdlet["parameters"])
    assert takes == (not inputs.strip().startswith("None"))
    texts = [one for one in cmdlet["parameters"] if one["type"].startswith("System.String")]
    assert not any(one["by_value"] and not one["by_name"] for one in texts), "by property name as well"


def test_its_examples_can_be_typed(cmdlet: dict[str, Any]) -> None:
    assert len(cmdlet["examples"]) >= 2
    assert cmdlet["trouble"] == []


def test_about_names_every_cmdlet(told: dict[str, Any]) -> None:
    assert [name for name in CMDLETS if not re.search(rf"\b{name}\b", told["about"])] == []


def test_what_is_no_address_is_refused_with_a_sentence_before_python_starts(told: dict[str, Any]) -> None:
    for trouble, cmdlet, form in (
        (told["no_address"], "Get-UpsPhoto", "ldif:FILE"),
        (told["bare"], "Get-UpsPhotoPlan", "csv:FILE"),
    ):
        assert trouble["id"] == f"ParameterArgumentValidationError,{cmdlet}"
        assert "is no address: it begins with none of" in trouble["message"]
        assert form in trouble["message"]
    assert told["started"] == 0

"""DSC v3: manifests and messages by the public schemas, each resource through its operations."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from pyupsync.cli import main
from pyupsync.cli.dsc import manifests
from pyupsync.config.dsc import EXIST, IN_DESIRED_STATE, OPERATIONS, RESOURCES
from tests.lab import mint
from tests.unit.deploy_farm import FileFarm

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "tests" / "schemas" / "dsc"
LEVELS = {"error", "warn", "info", "debug", "trace"}
"""What DSC reads: https://github.com/PowerShell/DSC, lib/dsc-lib/src/dscresources/command_resource.rs."""


def public(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))


def canonical() -> Registry[Any]:
    """The properties that all resources share, by the address that manifests refer to them by."""
    of_all = public("manifest")["$defs"]
    named = {key.rpartition("/")[2]: value for key, value in of_all.items()}
    pairs = [(EXIST["$ref"], named["exist.json"]), (IN_DESIRED_STATE["$ref"], named["inDesiredState.json"])]
    return Registry().with_resources([(address, DRAFT202012.create_resource(schema)) for address, schema in pairs])


CANONICAL = canonical()


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileFarm:
    monkeypatch.chdir(tmp_path)
    return FileFarm(tmp_path)


class Dsc:
    """Calls a resource as DSC does, and holds what comes to the public schemas."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch = monkeypatch
        self._capsys = capsys
        self.traces: list[dict[str, str]] = []

    def call(self, resource: str, operation: str, instance: object, code: int = 0) -> list[dict[str, Any]]:
        self._patch.setattr(sys, "stdin", io.StringIO(instance if isinstance(instance, str) else json.dumps(instance)))
        self._capsys.readouterr()
        assert main(["dsc", resource, operation]) == code, self._capsys.readouterr()
        told = self._capsys.readouterr()
        self.traces = [json.loads(line) for line in told.err.splitlines()]
        assert all(len(one) == 1 and set(one) <= LEVELS for one in self.traces)
        assert code == 0 or "error" in self.traces[-1]
        answers = [json.loads(line) for line in told.out.splitlines()]
        for answer in answers:
            jsonschema.validate(answer, public(operation))
            validator = jsonschema.Draft202012Validator(RESOURCES[resource].schema(), registry=CANONICAL)
            validator.validate(answer)
        assert code or operation == "export" or len(answers) == 1
        return answers

    def one(self, resource: str, operation: str, instance: object) -> dict[str, Any]:
        (answer,) = self.call(resource, operation, instance)
        return answer

    def said(self, level: str) -> str:
        return " ".join(one[level] for one in self.traces if level in one)


@pytest.fixture
def dsc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Dsc:
    return Dsc(monkeypatch, capsys)


# --- manifests


@pytest.mark.parametrize("name", RESOURCES)
def test_a_manifest_is_true_to_the_public_schema(name: str) -> None:
    manifest = RESOURCES[name].manifest("0.1.0")
    jsonschema.validate(manifest, public("manifest"))
    jsonschema.Draft202012Validator.check_schema(manifest["schema"]["embedded"])
    assert set(OPERATIONS) <= set(manifest)
    assert manifest["type"] == f"PyUpSync/{name}"


def test_a_manifest_that_is_wrong_would_be_found_out() -> None:
    manifest = RESOURCES["TrustedRoot"].manifest("0.1.0")
    for spoilt in (
        {**manifest, "type": "No Slash"},
        {**manifest, "version": "one"},
        {**manifest, "$schema": "https://x"},
    ):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(spoilt, public("manifest"))
    del manifest["get"]["input"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(manifest, public("manifest"))


def test_the_module_has_them() -> None:
    folder = ROOT / "powershell" / "PyUpSync" / "DSC"
    held = {path.name: path.read_text(encoding="ascii") for path in folder.glob("*.dsc.resource.json")}
    assert held == dict(manifests(RESOURCES)), "run: pyupsync dsc manifests powershell/PyUpSync/DSC"


@pytest.mark.parametrize("name", RESOURCES)
def test_no_property_takes_a_secret_in_clear(name: str) -> None:
    properties = RESOURCES[name].schema()["properties"]
    assert not [one for one in properties if one.lower().endswith("password")]


# --- one resource after another


def states(dsc: Dsc, resource: str, instance: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Test, what-if and test again, which changes nothing; then set, and again, which changes nothing either."""
    before = dsc.one(resource, "test", instance)
    predicted = dsc.one(resource, "whatIf", instance)
    assert dsc.one(resource, "test", instance) == before
    after = dsc.one(resource, "set", instance)
    assert dsc.one(resource, "set", instance) == after
    assert dsc.one(resource, "get", instance) == after
    done = dsc.one(resource, "test", instance)
    assert done == {**after, "_inDesiredState": True}
    return before, predicted, after


def test_trusted_root(farm: FileFarm, dsc: Dsc) -> None:
    other = mint.mint("CN=Other")
    two = farm.root / "two.pem"
    wanted = mint.mint("CN=Wanted")
    two.write_text(other.pem + wanted.pem)
    thumbprint = _thumbprint(wanted.der)
    instance = {"store": "folder:store", "thumbprint": thumbprint.lower(), "path": "two.pem"}
    before, predicted, after = states(dsc, "TrustedRoot", instance)
    assert (before["_exist"], before["_inDesiredState"]) == (False, False)
    assert predicted["_exist"] is True
    assert (after["_exist"], after["subject"]) == (True, "CN=Wanted")
    listed = dsc.call("TrustedRoot", "export", {"store": "folder:store"})
    assert [one["thumbprint"] for one in listed] == [thumbprint], "of two certificates in the file one was meant"
    before, predicted, after = states(dsc, "TrustedRoot", {**instance, "_exist": False})
    assert (before["_exist"], before["_inDesiredState"], predicted["_exist"], after["_exist"]) == (
        True,
        False,
        False,
        False,
    )
    assert dsc.call("TrustedRoot", "export", {"store": "folder:store"}) == []


def test_trusted_root_without_its_certificate(farm: FileFarm, dsc: Dsc) -> None:
    nowhere = {"store": "folder:store", "thumbprint": "00" * 20}
    assert dsc.one("TrustedRoot", "test", nowhere)["_inDesiredState"] is False
    dsc.call("TrustedRoot", "set", nowhere, code=1)
    assert "not at hand" in dsc.said("error")
    dsc.call("TrustedRoot", "set", {**nowhere, "path": "certificates"}, code=1)
    assert "holds no certificate with the thumbprint" in dsc.said("error")
    assert dsc.call("TrustedRoot", "export", {"store": "folder:store"}) == [], "what was not meant is not trusted"


def test_intranet_site(farm: FileFarm, dsc: Dsc) -> None:
    instance = {"registry": "reg:service.reg", "url": "https://mysite.corp.test", "undoFile": "undo"}
    before, predicted, after = states(dsc, "IntranetSite", instance)
    assert (before["_exist"], predicted["_exist"], after["_exist"], after["zone"]) == (False, True, True, 1)
    (listed,) = dsc.call("IntranetSite", "export", {"registry": "reg:service.reg"})
    assert listed["url"] == instance["url"]
    before, predicted, after = states(dsc, "IntranetSite", {**instance, "_exist": False})
    assert (before["_exist"], predicted["_exist"], after["_exist"]) == (True, False, False)


def test_picture_mapping(farm: FileFarm, dsc: Dsc) -> None:
    instance = {"farm": "farm:farm.json", "connection": "corp"}
    before, predicted, after = states(dsc, "PictureMapping", instance)
    assert (before["exported"], predicted["exported"], after["exported"]) == (False, True, True)
    assert dsc.call("PictureMapping", "export", {"farm": "farm:farm.json"}) == [after]
    dsc.call("PictureMapping", "set", {**instance, "_exist": False}, code=2)
    dsc.call("PictureMapping", "set", {**instance, "connection": "none"}, code=1)
    assert "There is no connection none" in dsc.said("error")


def test_photo_export(farm: FileFarm, dsc: Dsc) -> None:
    instance = {"profiles": "csv:people.csv", "photos": "folder:pictures", "directory": "ldif:people.ldif"}
    instance["output"] = "changes.ldif"
    before, predicted, after = states(dsc, "PhotoExport", instance)
    assert (before["pending"], predicted["pending"], after["pending"], after["unchanged"]) == (3, 0, 0, 3)
    assert dsc.call("PhotoExport", "export", instance) == [after]
    (farm.root / "pictures" / "ann.jpg").write_text("<html>")
    assert dsc.one("PhotoExport", "test", instance)["_inDesiredState"] is False
    dsc.call("PhotoExport", "set", instance, code=1)
    assert "CORP\\ann" in dsc.said("error")


@pytest.mark.parametrize(
    ("instance", "words"),
    [
        ("", "no JSON"),
        ("[]", "no object"),
        ("[" * 50_000, "no JSON"),
        ({"store": "folder:s"}, "'thumbprint' is missing"),
        ({"store": "folder:s", "thumbprint": "00", "pathh": "x"}, "Did you mean 'path'?"),
        ({"store": "folder:s", "thumbprint": "00" * 20, "path": 1}, "'path' must be a text"),
        ({"store": 1, "thumbprint": "00" * 20}, "'store' is 1"),
        ({"store": "folder:s", "thumbprint": "zz"}, "must be 40 hexadecimal digits"),
        ({"store": "folder:s", "thumbprint": "00" * 20, "_exist": "no"}, "'_exist' must be true or false"),
    ],
)
def test_what_cannot_be_used(dsc: Dsc, instance: object, words: str, farm: FileFarm) -> None:
    dsc.call("TrustedRoot", "test", instance, code=2)
    assert words in dsc.said("error")


@pytest.mark.parametrize(
    ("words", "said"),
    [(["Nothing", "get"], "no resource Nothing"), (["TrustedRoot"], "No operation"), (["TrustedRoot", "nop"], "nop")],
)
def test_a_command_that_cannot_be_used_is_traced_too(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["dsc", *words]) == 2
    assert said in json.loads(capsys.readouterr().err)["error"]


def test_a_secret_in_clear_is_no_property(dsc: Dsc, farm: FileFarm) -> None:
    instance: dict[str, Any] = {
        "directory": "ldaps://dc/DC=x",
        "account": "a",
        "ou": "OU=x",
        "auth": "simple",
        "user": "u",
    }
    dsc.call("DirectoryAccess", "get", {**instance, "password": "hunter2"}, code=2)
    assert "hunter2" not in json.dumps(dsc.traces)
    dsc.call("DirectoryAccess", "get", {**instance, "passwordEnv": "NO_SUCH_VARIABLE"}, code=2)
    assert "NO_SUCH_VARIABLE" in dsc.said("error")
    tables = {"profiles": "csv:p", "directory": [{"address": "ldaps://x/DC=x", "password": "hunter2"}]}
    dsc.call("PhotoExport", "get", tables, code=2)
    assert "hunter2" not in json.dumps(dsc.traces)


def test_as_a_process_with_nothing_beside_the_answer(farm: FileFarm) -> None:
    """As DSC runs it: what the manifest says, with the instance on standard input."""
    manifest = RESOURCES["PictureMapping"].manifest("0.1.0")
    command: Iterable[str] = [sys.executable, "-m", manifest["get"]["executable"], *manifest["get"]["args"]]
    done = subprocess.run(
        [*command],
        input=json.dumps({"farm": "farm:farm.json", "connection": "corp"}),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout)["exported"] is False
    assert done.stderr == ""


def _thumbprint(der: bytes) -> str:
    import hashlib

    return hashlib.sha1(der, usedforsecurity=False).hexdigest().upper()

"""The module's files as plain text: what can be held without a PowerShell."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from pyupsync import errors
from tests.powershell.conftest import MODULE, ROOT

SCRIPTS = sorted(MODULE.rglob("*.ps1"))
PUBLIC = sorted((MODULE / "Public").glob("*.ps1"))
MANIFEST = (MODULE / "PyUpSync.psd1").read_text(encoding="ascii")
# Those of the approved verbs (Get-Verb) that are in use; a new one is looked up and added.
VERBS = {
    "Assert",
    "Complete",
    "ConvertTo",
    "Disable",
    "Enable",
    "Export",
    "Find",
    "Get",
    "Initialize",
    "Invoke",
    "Open",
    "Register",
    "Clear",
}
VERBS |= {
    "Add",
    "Grant",
    "Resolve",
    "Revoke",
    "Write",
    "Backup",
    "Expand",
    "Import",
    "Remove",
    "Restore",
    "Save",
    "Test",
}
VERBS |= {"Set", "Start", "Stop"}
MEANT = {"Connection", "Action", "Farm", "Client"}


def names(path: Path) -> str:
    return path.name


def listed(key: str) -> list[str]:
    found = re.search(rf"^\s*{key}\s*=\s*@\(([^)]*)\)", MANIFEST, re.MULTILINE)
    assert found, key
    return re.findall(r"'([^']+)'", found.group(1))


def test_the_manifest_lists_the_public_files_and_no_others() -> None:
    assert listed("FunctionsToExport") == sorted(path.stem for path in PUBLIC)
    assert listed("CmdletsToExport") == listed("VariablesToExport") == listed("AliasesToExport") == []
    exported = re.findall(r"'(\w+-\w+)'", (MODULE / "PyUpSync.psm1").read_text(encoding="ascii"))
    assert sorted(exported) == listed("FunctionsToExport")


def value_of(key: str) -> str:
    found = re.search(rf"^\s*{key}\s*=\s*'((?:[^']|'')+)'$", MANIFEST, re.MULTILINE)
    assert found, key
    return found.group(1).replace("''", "'")


def test_the_manifest_has_the_package_s_version_licence_and_page() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    name, version, licence = (
        re.search(rf'^{key} = "(.+)"', project, re.MULTILINE).group(1) for key in ("name", "version", "license")
    )
    assert value_of("ModuleVersion") == version
    assert value_of("LicenseUri") == f"https://spdx.org/licenses/{licence}.html"
    assert value_of("ProjectUri") == f"https://pypi.org/project/{name}/"


def test_the_manifest_has_what_the_gallery_asks_for() -> None:
    """Its page shows them, and its search knows an edition and a system by their tags."""
    assert listed("CompatiblePSEditions") == ["Desktop", "Core"]
    assert value_of("PowerShellVersion") == "5.1"
    assert value_of("DotNetFrameworkVersion") == "4.7.2"
    assert all(value_of(key) for key in ("Author", "Description", "GUID", "RootModule", "ReleaseNotes"))
    tags = listed("Tags")
    assert {"PSEdition_Desktop", "PSEdition_Core", "Windows", "Linux"} <= set(tags)
    assert not any(re.search(r"[\s,;]", tag) for tag in tags), "a space would make two tags of one"


@pytest.mark.parametrize("path", sorted(item for item in MODULE.rglob("*.*") if item.suffix != ".pyc"), ids=names)
def test_files_are_ascii_and_tidy(path: Path) -> None:
    text = path.read_bytes().decode("ascii")
    assert not re.search(r"[ \t]+$", text, re.MULTILINE), "spaces at a line's end"
    assert text.endswith("\n")
    assert "\t" not in text


@pytest.mark.parametrize("path", SCRIPTS, ids=names)
def test_a_file_is_one_function_of_its_name(path: Path) -> None:
    text = path.read_text(encoding="ascii")
    assert re.findall(r"^function ([\w-]+)", text, re.MULTILINE) == [path.stem]
    assert path.stem.split("-")[0] in VERBS
    assert "[CmdletBinding(" in text
    assert "[OutputType(" in text
    assert not re.search(r"`\s*$", text, re.MULTILINE), "a backtick at a line's end"
    assert len(_code(text)) <= 120


def _code(text: str) -> list[str]:
    """The lines that do something: a cmdlet with many parameters has much help, which is no reason to leave any out."""
    bare = re.sub(r"<#.*?#>", "", text, flags=re.DOTALL)
    return [line for line in bare.splitlines() if line.strip()]


def test_the_loader_is_small() -> None:
    assert len((MODULE / "PyUpSync.psm1").read_text(encoding="ascii").splitlines()) <= 40


@pytest.mark.parametrize("path", PUBLIC, ids=names)
def test_help_is_complete(path: Path) -> None:
    text = path.read_text(encoding="ascii")
    parts = re.findall(r"^    \.([A-Z]+) ?(\S*)\n(.*?)(?=^    \.[A-Z]|^    #>)", text, re.MULTILINE | re.DOTALL)
    kinds = [kind for kind, _, _ in parts]
    assert {"SYNOPSIS", "DESCRIPTION", "INPUTS", "OUTPUTS", "NOTES", "LINK"} <= set(kinds)
    assert kinds.count("EXAMPLE") >= 2
    assert all(path.stem in body for kind, _, body in parts if kind == "EXAMPLE")
    described = {name: body for kind, name, body in parts if kind == "PARAMETER"}
    declared = re.findall(r"^        \[[\w.\[\]]+\] \$(\w+),?$", text, re.MULTILINE)
    assert list(described) == declared
    assert all(len(body.strip()) > 25 for body in described.values())
    for type_name in re.findall(r"'(PyUpSync\.\w+)'", re.search(r"\[OutputType\((.*)\)\]", text).group(1)):
        assert any(kind == "OUTPUTS" and type_name in body for kind, _, body in parts)


def described(name: str) -> list[tuple[str, str]]:
    text = (MODULE / "Public" / f"{name}.ps1").read_text(encoding="ascii")
    return re.findall(r"\.PARAMETER (\w+)\n(.*?)(?=\n    \.)", text, re.DOTALL)


def test_what_plan_and_export_share_is_the_same() -> None:
    """The two have the same parameters in the same words, but for those of a run that nobody watches."""
    shared = described("Get-UpsPhotoPlan")
    assert described("Export-UpsPhoto")[: len(shared)] == shared
    own = [name for name, _ in described("Export-UpsPhoto")[len(shared) :]]
    assert own == ["LockFile", "LockTimeoutSec", "Log", "LogLevel", "Metrics"]


TRUST = ("-UpsTrustedRoot", "Store", "Force", "RestartIis", "WarnDays", "TimeoutSec")
ZONES = ("-UpsIntranetSite", "Farm", "Account", "Registry", "Directory", "CAFile", "RegFile", "UndoFile", "TimeoutSec")
LOGIN = ("Authentication", "Credential", "UserName", "Keytab")


@pytest.mark.parametrize(
    ("noun", "parameter"),
    [(noun, parameter) for noun, *parameters in (TRUST, ZONES) for parameter in parameters]
    + [("-Ups(IntranetSite|Photo|PhotoPlan)", parameter) for parameter in LOGIN],
)
def test_the_cmdlets_of_an_area_say_the_same_of_the_same(noun: str, parameter: str) -> None:
    cmdlets = [path.stem for path in PUBLIC if re.search(f"{noun}$", path.stem)]
    said = [words for cmdlet in cmdlets for name, words in described(cmdlet) if name == parameter]
    assert len(said) >= 2
    assert len(set(said)) == 1


def table_of(name: str) -> dict[str, str]:
    """A hashtable in a private function, a line each."""
    text = (MODULE / "Private" / f"{name}.ps1").read_text(encoding="ascii")
    return dict(re.findall(r"^        (\w+) += '((?:[^']|'')+)'$", text, re.MULTILINE))


def test_every_code_has_a_category() -> None:
    table = table_of("ConvertTo-UpsErrorRecord")
    kinds = (item for item in vars(errors).values() if isinstance(item, type) and issubclass(item, errors.UpSyncError))
    codes = {kind.code for kind in kinds}
    assert codes | {"PythonNotFound", "PythonUnusable"} | failures_of_plans() | failures_of_mappings() == set(table)


def test_every_category_has_something_to_do_about_it() -> None:
    advice = table_of("Get-UpsAdvice")
    assert advice.keys() == set(table_of("ConvertTo-UpsErrorRecord").values())
    assert all(sentence.endswith(".") for sentence in advice.values())


def failures_of_plans() -> set[str]:
    """The codes that a trust plan gives what it leaves undone as failed."""
    folder = ROOT / "pyupsync" / "trust"
    sources = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.py")}
    faults = re.search(r"_FAULTS = \{(.+?)\}", sources["plan.py"]).group(1)
    codes = set(re.findall(r': "(\w+)"', faults)) | {"Contradiction", "NameTaken", "LocalAuthorityProtected"}
    assert all(f'"{code}"' in "".join(sources.values()) for code in codes)
    return codes


def failures_of_mappings() -> set[str]:
    """The codes that a plan of the picture's mapping, and waiting for a synchronization, give what failed."""
    folder = ROOT / "pyupsync" / "profiles"
    text = "".join((folder / name).read_text(encoding="utf-8") for name in ("plan.py", "waiting.py"))
    codes = set(re.findall(r'"failed", "(\w+)"|return "(\w+)", f?"|return "(\w+)", reason', text))
    return {code for found in codes for code in found if code}


def test_tables_have_three_to_five_columns_and_begin_with_what_is_meant() -> None:
    views = ET.parse(MODULE / "PyUpSync.Format.ps1xml").getroot().findall(".//View")
    shown = {name.text for view in views for name in view.findall("./ViewSelectedBy/TypeName")}
    written = {name for path in PUBLIC for name in re.findall(r"PyUpSync\.[A-Z]\w+", path.read_text(encoding="ascii"))}
    assert shown == written
    for view in views:
        columns = [item.text for item in view.findall(".//TableColumnItem/PropertyName")]
        assert 3 <= len(columns) <= 5
        assert columns[0] in {"Subject", "State", "Account", "Name", "Check", "Url", "Site", "Run"} | MEANT


def test_python_is_called_in_one_place() -> None:
    users = [path.stem for path in SCRIPTS if "[Python.Runtime.Py]::" in path.read_text(encoding="ascii")]
    assert users == ["Invoke-UpsPython"]
    starters = [path.stem for path in SCRIPTS if "[Python.Runtime.PythonEngine]" in path.read_text(encoding="ascii")]
    assert starters == ["Disable-UpsShutdown", "Open-UpsEngine"]
    assert not any("::Shutdown" in path.read_text(encoding="ascii") for path in SCRIPTS)


def test_what_differs_between_editions_and_systems_is_in_one_file() -> None:
    asks = re.compile(r"PSEdition|PSVersion|\$Is(Windows|Linux|MacOS|CoreCLR)|OSVersion|SeparatorChar|-as \[type\]")
    assert [path.stem for path in SCRIPTS if asks.search(path.read_text(encoding="ascii"))] == ["Get-UpsEdition"]


def test_no_function_takes_a_password_as_text() -> None:
    """A parameter's value may be logged by Windows; a PSCredential shows nothing there."""
    secret = re.compile(r"\[string\] \$\w*(password|secret)", re.IGNORECASE)
    assert not any(secret.search(path.read_text(encoding="ascii")) for path in SCRIPTS)

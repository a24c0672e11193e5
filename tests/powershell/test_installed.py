"""From the wheel to an export in PowerShell, where the checkout is out of reach.

The environment holds the wheel, installed by pip, and of this Python's packages those that the wheel's metadata asks
for and nothing else: linked, since building them anew takes minutes. That proves the wheel's contents, its metadata and
the installation; that an index has those packages is pip's affair.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.powershell.conftest import MODULE, ROOT, Farm

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Modules go to the user's own documents there.")


@dataclass(frozen=True)
class Clean:
    """An environment of its own, and the home of the user who made it."""

    prefix: Path
    home: Path
    pwsh: str

    @property
    def modules(self) -> Path:
        return self.home / "data" / "powershell" / "Modules" / "PyUpSync"

    @property
    def site(self) -> Path:
        return next(self.prefix.rglob("site-packages"))

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PY")}
        path = os.pathsep.join((str(Path(self.pwsh).parent), os.environ["PATH"]))
        own = {"HOME": str(self.home), "XDG_DATA_HOME": str(self.home / "data"), "PATH": path}
        return subprocess.run(
            [str(word) for word in command],
            cwd=self.home,
            env={**kept, **own},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    def pyupsync(self, *words: str) -> tuple[int, str]:
        done = self.run(self.prefix / "bin" / "pyupsync", *words)
        return done.returncode, done.stdout + done.stderr

    def script(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self.run(self.pwsh, "-NoProfile", "-NonInteractive", "-File", *words)


def needed(requirement: Requirement, found: set[str]) -> Iterator[str]:
    """The names of a distribution and of all it asks for here, each once."""
    name = re.sub(r"[-_.]+", "-", requirement.name).lower()
    if name in found:
        return
    found.add(name)
    yield name
    for text in metadata.requires(name) or ():
        part = Requirement(text)
        extras = requirement.extras or {""}
        if part.marker is None or any(part.marker.evaluate({"extra": extra}) for extra in extras):
            yield from needed(part, found)


def link(name: str, site: Path) -> None:
    """Give an environment a distribution of this Python's, in whole."""
    distribution = metadata.distribution(name)
    tops = {file.parts[0] for file in distribution.files or () if file.parts[0] not in {"..", "__pycache__"}}
    for top in tops:
        source = Path(str(distribution.locate_file(top)))
        (site / top).symlink_to(source, target_is_directory=source.is_dir())


@pytest.fixture(scope="module")
def clean(wheel: Path, pwsh: str, tmp_path_factory: pytest.TempPathFactory) -> Clean:
    folder = tmp_path_factory.mktemp("clean")
    made = Clean(folder / "environment", folder / "home", str(Path(shutil.which(pwsh) or pwsh).resolve()))
    made.home.mkdir()
    python = made.prefix / "bin" / "python"
    for command in (
        [sys.executable, "-m", "venv", "--without-pip", str(made.prefix)],
        [sys.executable, "-m", "pip", "--python", str(python), "install", "-q", "--no-deps", "--no-index", str(wheel)],
    ):
        subprocess.run(command, check=True, timeout=300, capture_output=True)
    for name in needed(Requirement("pyupsync[powershell]"), set()):
        if name != "pyupsync":
            link(name, made.site)
    return made


@pytest.fixture(scope="module")
def installed(clean: Clean) -> Clean:
    code, said = clean.pyupsync("module", "install", "--scope", "CurrentUser", "--for", "PowerShell")
    assert code == 0, said
    return clean


def test_the_checkout_is_out_of_reach(clean: Clean) -> None:
    done = clean.run(clean.prefix / "bin" / "python", "-c", "import pyupsync, sys; print(pyupsync.__file__, sys.path)")
    assert str(clean.prefix) in done.stdout, done.stderr
    assert str(ROOT) not in done.stdout


def test_the_doctor_finds_nothing_wrong(installed: Clean) -> None:
    code, said = installed.pyupsync("module", "doctor")
    assert code == 0, said


def export(clean: Clean, farm: Farm, tmp_path: Path) -> dict[str, Any]:
    """What a script tells that is not in the checkout either."""
    script = shutil.copy(Path(__file__).with_name("installed.ps1"), tmp_path)
    (farm.folder / "people.changes.ldif").unlink(missing_ok=True)
    farm.write({"ágnes": "/1.jpg", "bob": "/2.jpg", "carol": ""})
    done = clean.script(script, farm.folder, tmp_path / "report.json")
    assert (tmp_path / "report.json").exists(), done.stdout + done.stderr
    told: dict[str, Any] = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    statuses = {item["Account"]: item["Status"] for item in told["outcomes"]}
    assert statuses == {"CORP\\ágnes": "Applied", "CORP\\bob": "Applied", "CORP\\carol": "Skipped"}
    return told


def test_a_script_that_names_the_module_exports_photos(installed: Clean, farm: Farm, tmp_path: Path) -> None:
    told = export(installed, farm, tmp_path)
    assert (farm.folder / "people.changes.ldif").read_text(encoding="utf-8").count("thumbnailPhoto::") == 2
    assert told["module"] == str(installed.modules / metadata.version("pyupsync"))
    assert told["version"] == metadata.version("pyupsync")
    assert told["warned"] == []
    assert told["commands"] == sorted(path.stem for path in (MODULE / "Public").glob("*.ps1"))
    assert all(synopsis.endswith(".") for synopsis in told["synopses"]), "the help came along"


def test_it_hosts_the_environment_with_its_packages_and_no_others(installed: Clean, farm: Farm, tmp_path: Path) -> None:
    prefix, executable, package, *path = export(installed, farm, tmp_path)["hosted"]
    assert prefix == str(installed.prefix)
    assert Path(executable) == installed.prefix / "bin" / "python"
    assert Path(package).is_relative_to(installed.site)
    assert [entry for entry in path if Path(entry).name in {"site-packages", "dist-packages"}] == [str(installed.site)]
    assert not any(Path(entry).is_relative_to(ROOT) for entry in path if entry)


def test_another_version_of_the_package_is_noticed(installed: Clean, farm: Farm, tmp_path: Path) -> None:
    """pip has put another one there since, and the module is that of before."""
    [ours] = installed.site.glob("pyupsync-*.dist-info")
    other = ours.rename(ours.with_name("pyupsync-99.0.dist-info"))
    try:
        [warning] = export(installed, farm, tmp_path)["warned"]
    finally:
        other.rename(ours)
    assert "pyupsync module install" in warning


@pytest.mark.parametrize("text", ['{"python": "/no/such/python"}', "[]", '{"library": 3}', "no JSON", ""])
def test_a_binding_that_leads_nowhere_is_one_error_that_says_what_to_do(
    installed: Clean, tmp_path: Path, text: str
) -> None:
    binding = installed.modules / metadata.version("pyupsync") / "python.json"
    whole = binding.read_text(encoding="utf-8")
    binding.write_text(text, encoding="utf-8")
    script = tmp_path / "script.ps1"
    told = "$_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction"
    script.write_text(f"try {{ Get-UpsTrustedRoot -Store folder:x }} catch {{ {told} }}")
    try:
        done = installed.script(script)
    finally:
        binding.write_text(whole, encoding="utf-8", newline="\n")
    code, advice = done.stdout.splitlines()
    assert code == "PythonNotFound,Get-UpsTrustedRoot", done.stderr
    assert "pyupsync module install" in advice


def test_what_is_uninstalled_is_found_no_longer(clean: Clean, farm: Farm, tmp_path: Path) -> None:
    clean.pyupsync("module", "install")
    code, said = clean.pyupsync("module", "uninstall")
    assert code == 0, said
    done = clean.run(
        clean.pwsh, "-NoProfile", "-NonInteractive", "-Command", "Import-Module PyUpSync -ErrorAction Stop"
    )
    assert done.returncode == 1
    assert "PyUpSync" in done.stderr
    assert not clean.modules.exists()

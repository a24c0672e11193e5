"""SharePoint's object model by pythonnet on Mono, in processes of their own: what the farm refuses and breaks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pyupsync.errors import ProfileError
from tests.standins.object_model import ROOT, ChildObjectModel, environment, write_profiles

Row = tuple[str, str, str]
ALICE: Row = ("CORP\\älice", "https://mysite/ä_MThumb.jpg?t=1", "Älice 山田")


def opened(object_model: Path, folder: Path, *rows: Row, site: str = "") -> ChildObjectModel:
    return ChildObjectModel(environment(object_model, write_profiles(folder / "people", rows)), site)


@pytest.mark.parametrize("site", ["", "https://mysite.contoso.com"])
def test_a_broken_profile_costs_only_itself(object_model: Path, tmp_path: Path, site: str) -> None:
    """Of the farm's default service application, and of the one that a site has; private properties too."""
    source = opened(object_model, tmp_path, ALICE, ("fault", "", ""), ("CORP\\b", "", ""), site=site)
    found = list(source.read())
    assert [(one.account, one.picture_url, one.name) for one in found] == [ALICE, ("", "", ""), ("CORP\\b", "", "")]
    assert found[1].origin == "the farm, profile 2: Object reference not set to an instance of an object"
    source.close()


def test_who_has_no_right_is_told_which_it_takes(object_model: Path, tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="unauthorized operation") as caught:
        opened(object_model, tmp_path, ("denied", "", ""))
    assert "SharePoint_Shell_Access" in caught.value.advice


def test_a_site_that_the_farm_does_not_have(object_model: Path, tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match=r"https://other\.invalid could not be found"):
        opened(object_model, tmp_path, ALICE, site="https://other.invalid")


def test_a_farm_that_breaks_off_is_an_error_and_no_end(object_model: Path, tmp_path: Path) -> None:
    reading = opened(object_model, tmp_path, ALICE, ("break", "", "")).read()
    assert next(reading).account == ALICE[0]
    with pytest.raises(ProfileError, match="The database is not available"):
        next(reading)


def test_where_there_is_no_sharepoint_it_is_said(object_model: Path, tmp_path: Path) -> None:
    """By the command line: one sentence, exit code 1; Mono is there, its assemblies are not."""
    (tmp_path / "people.ldif").write_text("dn: DC=corp\nobjectClass: domainDNS\n", encoding="utf-8")
    command = [sys.executable, "-W", "ignore", "-m", "pyupsync", "photos", "plan", "--profiles", "om:"]
    command += ["--directory", f"ldif:{tmp_path / 'people.ldif'}", "--photos", f"folder:{tmp_path}"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert "There is no SharePoint here" in done.stderr
    assert "soap:" in done.stderr
    assert "Traceback" not in done.stderr

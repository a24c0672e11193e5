"""The export from SharePoint's services behind the lab's Kerberos, as from the file with the same profiles."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator

import pytest

from tests.integration.faces import command_line, run_command
from tests.integration.test_export_faces import check_directory, expected_code
from tests.lab import Lab, people
from tests.lab.website import SERVICES_PORT
from tests.standins.profile_services import Farm, ProfileOnFarm, serving


@pytest.fixture
def farm(lab: Lab) -> Iterator[Farm]:
    """The lab's profiles as a farm has them, behind the lab's web server."""
    with lab.profiles.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    profiles = tuple(
        ProfileOnFarm(3 * number + 1, row["AccountName"], row["PictureURL"], row["PreferredName"])
        for number, row in enumerate(rows)
    )
    farm = Farm("SE", profiles)
    with serving(farm, lab.addresses.web, SERVICES_PORT):
        yield farm


def address(lab: Lab, scheme: str) -> str:
    if scheme == "soap":
        return f"soap:https://{lab.web_host}"
    with lab.profiles.open(encoding="utf-8", newline="") as file:
        accounts = [row["AccountName"] for row in csv.DictReader(file)]
    listed = lab.root / "Büro accounts.txt"
    listed.write_text("\n".join(accounts), encoding="utf-8")
    return f"rest:https://{lab.web_host}?accounts={listed}"


@pytest.mark.parametrize("scheme", ["soap", "rest"])
def test_everybody_is_exported(lab: Lab, farm: Farm, fresh_photos: dict[str, bytes], scheme: str) -> None:
    """The summary is the file's, the directory holds the same pictures, and every request carried a ticket."""
    before = lab.dump()
    start = len(lab.site.requests())
    done = run_command(lab, "--profiles", address(lab, scheme))
    with_profile = [one for one in people.PEOPLE if one.has_profile]
    counts = [expected_code(one)[0] for one in with_profile]
    assert done.stdout.splitlines()[-1].startswith(f"{counts.count('applied')} applied"), done.stdout + done.stderr
    assert done.returncode == 1
    check_directory(lab, before, with_profile)
    asked = [one for one in lab.site.requests()[start:] if one.path.startswith("/_")]
    assert sum(one.status == 200 for one in asked) >= len(with_profile)
    assert {one.user for one in asked if one.status == 200} == {lab.principal}
    assert {one.authorization for one in asked if one.status == 200} == {"Negotiate"}


@pytest.mark.parametrize("scheme", ["soap", "rest"])
def test_no_ticket_goes_to_a_site_that_is_not_named(lab: Lab, farm: Farm, scheme: str) -> None:
    command = command_line(lab, "--profiles", address(lab, scheme), action="plan")
    site = command.index("--site")
    del command[site : site + 2]
    start = len(lab.site.requests())
    done = subprocess.run(command, env=lab.env(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 1
    assert f"Name it: --site {lab.web_host}" in done.stderr
    assert {(one.status, one.authorization) for one in lab.site.requests()[start:]} == {(401, "")}
    assert farm.asked == []


def test_a_service_that_is_down_is_said(lab: Lab) -> None:
    done = run_command(lab, "--profiles", f"soap:https://{lab.web_host}", action="plan")
    assert done.returncode == 1
    assert "503" in done.stderr
    assert "Traceback" not in done.stderr

"""The export from SharePoint's services behind the lab's Kerberos, as from the file with the same profiles."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator

import pytest

from tests.integration.faces import command_line, run_command
from tests.integration.test_export_faces import check_directory, expected_code, expected_photo
from tests.lab import Lab, people
from tests.lab.website import SERVICES_PORT
from tests.standins.profile_services import Farm, Library, ProfileOnFarm, serving


@pytest.fixture
def farm(lab: Lab) -> Iterator[Farm]:
    """The lab's profiles as a farm has them, behind the lab's web server."""
    with lab.profiles.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    profiles = tuple(
        ProfileOnFarm(3 * number + 1, row["AccountName"], row["PictureURL"], row["PreferredName"])
        for number, row in enumerate(rows)
    )
    farm = Farm("SE", profiles, host=lab.web_host)
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


def test_the_picture_library_of_the_site(lab: Lab, farm: Farm, fresh_photos: dict[str, bytes]) -> None:
    """Everybody whose file is named by domain and account, from the names that the site lists."""
    ordinary = [one for one in people.PEOPLE if one.case == "ordinary"]
    folder = lab.htdocs / "photos" / "Büro"
    folder.mkdir(exist_ok=True)
    names = [f"CORP_{one.file('L')}" for one in ordinary]
    for one, name in zip(ordinary, names, strict=True):
        (folder / name).write_bytes((lab.htdocs / "photos" / one.file("L")).read_bytes())
    farm.libraries = (Library("Fotos", tuple(f"photos/Büro/{name}" for name in (*names, "team.jpg"))),)
    done = run_command(lab, "--profiles", f"library:https://{lab.web_host}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith(f"{len(ordinary)} applied")
    written = lab.photos()
    assert all(written[one.dn] == expected_photo(lab, one) for one in ordinary)


def test_an_untrusted_chain_is_said_before_any_ticket_is_sent(lab: Lab, farm: Farm) -> None:
    start = len(lab.site.requests())
    settings = ("--profiles", f"soap:https://{lab.incomplete_host}", "--site", lab.incomplete_host)
    done = run_command(lab, *settings, "--ca-file", str(lab.root_ca), action="plan")
    assert done.returncode == 1
    assert "not trusted" in done.stderr
    assert lab.site.requests()[start:] == []

"""The main job on the lab: the same export from Python, from the command line and from PowerShell."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from pyupsync.photos.image import RULES, conform
from tests.integration.faces import FACES, Row, run_command
from tests.lab import Lab, directory, people

# What must become of each special person; everybody else is applied.
FAILED = {
    "protected": "DirectoryAccessDenied",
    "outside": "DirectoryAccessDenied",
    "ambiguous": "PersonAmbiguous",
    "no_account": "PersonNotFound",
    "missing": "PhotoNotFound",
    "login_page": "ImageNotAPicture",
    "error_page": "PhotoFetchFailed",
    "redirect": "PhotoAccessDenied",
    "truncated": "ImageTruncated",
    "bomb": "ImageTooLarge",
    "empty": "ImageNotAPicture",
}
SKIPPED = {"blank": "NoPicture", "other_domain": "OtherDomain"}
SAID = {
    "protected": "AdminSDHolder",
    "outside": "thumbnailPhoto",
    "ambiguous": "OU=Büro Köln",
    "login_page": "HTML",
    "redirect": "--site",
    "other_domain": "FABRIKAM",
}


def expected_code(one: people.LabPerson) -> tuple[str, str]:
    if one.case in FAILED:
        return "failed", FAILED[one.case]
    if one.case in SKIPPED:
        return "skipped", SKIPPED[one.case]
    return "applied", "Applied"


def expected_photo(lab: Lab, one: people.LabPerson) -> bytes:
    """What a person's picture must have become, from the file that the site serves."""
    served = lab.htdocs / "photos" / one.file("L" if one.has_large else "M")
    return conform(served.read_bytes(), RULES["gal"]).data


@pytest.mark.parametrize("face", list(FACES))
def test_every_face_exports_the_same(lab: Lab, pwsh: str, face: str, fresh_photos: dict[str, bytes]) -> None:
    """Everybody's outcome is right, everybody's bytes are right, and nothing else in the directory changed."""
    before = lab.dump()
    rows = FACES[face](lab, pwsh)
    sids = directory.sids(lab.directory)
    with_profile = [one for one in people.PEOPLE if one.has_profile]
    assert len(with_profile) >= 60
    got = {one.case + one.sam: rows[one.account(sids)] for one in with_profile}
    assert {name: (row.status, row.code) for name, row in got.items()} == {
        one.case + one.sam: expected_code(one) for one in with_profile
    }
    assert len(rows) == len(with_profile)
    check_sentences(with_profile, got)
    check_directory(lab, before, with_profile)


def check_sentences(with_profile: list[people.LabPerson], got: dict[str, Row]) -> None:
    for one in with_profile:
        row = got[one.case + one.sam]
        assert row.reason.endswith("."), row
        assert SAID.get(one.case, "") in f"{row.reason} {row.advice}", row
        if row.status == "failed":
            assert row.advice, f"{one.case} has no advice: {row.reason}"


def check_directory(lab: Lab, before: dict[str, dict[str, list[bytes]]], with_profile: list[people.LabPerson]) -> None:
    applied = {one.dn: expected_photo(lab, one) for one in with_profile if expected_code(one)[0] == "applied"}
    for photo in applied.values():
        with Image.open(BytesIO(photo)) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) <= 96
    photos = {**{dn: values["thumbnailPhoto"][0] for dn, values in before.items() if "thumbnailPhoto" in values}}
    assert lab.photos() == photos | applied
    after = lab.dump()
    assert set(after) == set(before)
    noted = {"thumbnailPhoto", "whenChanged", "uSNChanged", "replPropertyMetaData"}
    for dn, values in after.items():
        allowed = noted if dn in applied else set()
        changed = {name for name in {**values, **before[dn]} if values.get(name) != before[dn].get(name)}
        assert changed <= allowed, f"{dn}: {changed}"


def test_the_second_run_changes_nothing(lab: Lab, fresh_photos: dict[str, bytes]) -> None:
    """A plan says 1 while somebody fails; a second export writes to nobody."""
    planned = run_command(lab, action="plan")
    assert planned.returncode == 1
    assert "to change" in planned.stdout.splitlines()[-1]
    assert lab.photos() == fresh_photos, "a plan writes nothing"
    what_if = run_command(lab, "--what-if")
    assert what_if.stdout.splitlines()[-1].startswith("0 applied")
    assert lab.photos() == fresh_photos
    first = run_command(lab)
    dump = lab.dump()
    second = run_command(lab)
    assert not first.stdout.splitlines()[-1].startswith("0 applied")
    assert second.stdout.splitlines()[-1].startswith("0 applied")
    assert lab.dump() == dump


def test_a_plan_without_failures_exits_with_3_and_then_0(lab: Lab, fresh_photos: dict[str, bytes]) -> None:
    one = people.person("umlaut")
    profiles = lab.root / "one.csv"
    profiles.write_text(f"AccountName,PictureURL\n{one.account({})},{one.picture_url()}\n", encoding="utf-8")
    settings = ("--profiles", f"csv:{profiles}")
    assert run_command(lab, *settings, action="plan").returncode == 3
    assert run_command(lab, *settings).returncode == 0
    assert run_command(lab, *settings, action="plan").returncode == 0

"""The embedded farm, run once as it is: real workflows and adapters, a real https site on loopback."""

from __future__ import annotations

import base64
import csv
import io
import re
import secrets
import shlex
import stat
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from PIL import Image
from rich.console import Console

from pyupsync import cli
from pyupsync.errors import UsageError
from pyupsync.model import Outcome
from pyupsync.tryout import check, farm
from pyupsync.tryout.faces import draw_face, jpeg
from pyupsync.tryout.people import PEOPLE
from pyupsync.tryout.run import tryout
from pyupsync.tryout.site import PhotoSite, Served


@dataclass(frozen=True)
class Ran:
    folder: Path
    code: int
    said: str
    password: str
    seconds: float
    left_in_temp: list[str]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One tryout in a folder with a space and an umlaut, its password overheard."""
    folder, temp = tmp_path_factory.mktemp("höhe null") / "farm", tmp_path_factory.mktemp("temp")
    passwords: list[str] = []
    real = secrets.token_urlsafe

    def overhear(size: int | None = None) -> str:
        passwords.append(real(size))
        return passwords[-1]

    console = Console(file=io.StringIO(), width=100, color_system=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_urlsafe", overhear)
        patch.setattr(tempfile, "tempdir", str(temp))
        began = time.monotonic()
        code = tryout(str(folder), console)
    assert isinstance(console.file, io.StringIO)
    left = [path.name for path in temp.rglob("*")]
    return Ran(folder, code, console.file.getvalue(), passwords[0], time.monotonic() - began, left)


def written(path: Path) -> dict[str, bytes]:
    """DN -> thumbnailPhoto in a change file."""
    text = path.read_text(encoding="utf-8").replace("\n ", "")
    photos = {}
    for record in text.split("\n\n"):
        dn = re.search(r"^dn(::?) (.*)$", record, re.MULTILINE)
        photo = re.search(r"^thumbnailPhoto:: (.*)$", record, re.MULTILINE)
        if dn and photo:
            name = base64.b64decode(dn[2]).decode() if dn[1] == "::" else dn[2]
            photos[name] = base64.b64decode(photo[1])
    return photos


def test_it_ends_well_and_soon(ran: Ran) -> None:
    assert ran.code == 0, ran.said
    assert ran.seconds < 30
    assert len(PEOPLE) == 25
    assert len({person.sam for person in PEOPLE}) == len({person.name for person in PEOPLE}) == 25


def test_the_change_file_holds_conforming_pictures_for_whom_it_must(ran: Ran) -> None:
    photos = written(ran.folder / farm.CHANGES)
    expected = {person.dn for person in PEOPLE if check.expected_code(person, again=False) == "Applied"}
    assert set(photos) == expected
    assert len(photos) == 19
    for data in photos.values():
        assert len(data) <= 10 * 1024
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            assert image.format == "JPEG"
            assert image.size == (96, 96)
            assert not image.getexif()


@pytest.mark.parametrize("upload", ["turned", "large", "png", "thumbnail"])
def test_the_picture_written_shows_the_person_upright(ran: Ran, upload: str) -> None:
    """However it was uploaded, what arrives looks like the face that was drawn."""
    person = next(person for person in PEOPLE if person.upload == upload)
    drawn = draw_face(person.look, person.sam, 96).tobytes()
    with Image.open(io.BytesIO(written(ran.folder / farm.CHANGES)[person.dn])) as image:
        arrived = image.tobytes()
        sideways = image.transpose(Image.Transpose.ROTATE_90).tobytes()
    assert _difference(drawn, arrived) < 6 < _difference(drawn, sideways)


def _difference(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


@pytest.mark.parametrize(
    ("upload", "code", "reason"),
    [
        ("login page", "ImageNotAPicture", "Sign In"),
        ("truncated", "ImageTruncated", "ends too early"),
        ("missing", "PhotoNotFound", "404"),
    ],
)
def test_the_broken_ones_are_told_with_reason_and_advice(ran: Ran, upload: str, code: str, reason: str) -> None:
    person = next(person for person in PEOPLE if person.upload == upload)
    lines = ran.said.partition("Broken pictures")[2].splitlines()
    start = lines.index(f"{person.name} ({person.account}): {upload} [{code}]")
    assert reason in lines[start + 1]
    assert len(lines[start + 2].strip()) > 10


def test_the_second_export_changes_nothing(ran: Ran) -> None:
    again = ran.said.partition("Export again")[2]
    assert "0 applied, 20 unchanged, 1 skipped, 4 failed" in again
    assert (ran.folder / farm.CHANGES).read_text(encoding="utf-8").count("changetype: modify") == 19


def test_the_page_shows_everybody_and_loads_nothing(ran: Ran) -> None:
    page = (ran.folder / farm.PAGE).read_text(encoding="utf-8")
    assert all(person.name in page for person in PEOPLE)
    assert page.count("<article") == 25
    assert not re.findall(r"(?:src|href)=\"(?!data:image/|#)", page)
    for data in written(ran.folder / farm.CHANGES).values():
        assert base64.b64encode(data).decode() in page


def test_no_secret_and_no_key_is_left(ran: Ran) -> None:
    pair = base64.b64encode(f"svc_ups:{ran.password}".encode())
    files = [path for path in ran.folder.rglob("*") if path.is_file()]
    assert len(files) > 25
    for path in files:
        data = path.read_bytes()
        assert ran.password.encode() not in data
        assert pair not in data
        assert b"PRIVATE KEY" not in data
    assert ran.password not in ran.said
    assert ran.left_in_temp == []


def test_the_printed_commands_work_when_the_site_is_gone(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan finds nothing to change; into a fresh change file all the same pictures would go."""
    commands = [shlex.split(line) for line in ran.said.splitlines() if line.startswith("  pyupsync ")]
    assert len(commands) == 2
    results = []
    for command in commands:
        assert cli.main(command[1:]) == 1  # the broken ones are broken in the folder too
        results.append(capsys.readouterr().out.splitlines()[-1])
    assert results == [
        "0 to change, 20 unchanged, 1 skipped, 4 failed",
        "0 applied, 1 unchanged, 20 skipped, 4 failed",
    ]


def test_the_profiles_use_every_form_of_account(ran: Ran) -> None:
    with (ran.folder / farm.PROFILES).open(encoding="utf-8-sig", newline="") as file:
        accounts = [row["AccountName"] for row in csv.DictReader(file)]
    for form in (r"CONTOSO\\\w+", r"i:0#\.w\|contoso\\\w+", r"\w+@contoso\.example"):
        assert sum(bool(re.fullmatch(form, account)) for account in accounts) > 3


def test_an_earlier_tryout_is_replaced_by_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Through the command line, over what an earlier run left; a file of somebody else stays."""
    farm.prepare(tmp_path / "farm")
    (tmp_path / "farm" / farm.CHANGES).write_text("no LDIF\n", encoding="utf-8")
    (tmp_path / "farm" / "mine.txt").write_text("keep", encoding="utf-8")
    assert cli.main(["tryout", str(tmp_path / "farm")]) == 0
    assert "19 applied" in capsys.readouterr().out
    assert (tmp_path / "farm" / "mine.txt").read_text(encoding="utf-8") == "keep"


def test_names_that_a_console_cannot_show_do_not_stop_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Windows console's code page has no Greek and no Korean."""
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", stdout)
    assert tryout(str(tmp_path / "farm")) == 0
    stdout.flush()
    assert "Søren Ålgård" in stdout.buffer.getvalue().decode("cp1252")  # type: ignore[attr-defined]


def test_somebody_elses_folder_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lettre à garder.txt").write_text("keep", encoding="utf-8")
    assert cli.main(["tryout", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["lettre à garder.txt"]


def test_a_file_in_the_folders_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(UsageError):
            tryout(str(place), Console(file=io.StringIO()))


def test_a_surprise_is_said_in_a_sentence() -> None:
    """The check sees a changed second export, a wrong reason and somebody left out."""
    codes = {person.account: check.expected_code(person, again=True) for person in PEOPLE}
    outcomes = [Outcome("photos", "Set", "CN=x", "failed", code, "So.", subject=who) for who, code in codes.items()]
    assert list(check.surprises(outcomes, again=True)) == []
    assert len(list(check.surprises(outcomes, again=False))) == 19
    assert list(check.surprises(outcomes[1:], again=True)) == [
        f"{PEOPLE[0].account} has no outcome; UpToDate was expected."
    ]


def test_the_site_serves_nobody_without_the_password() -> None:
    with PhotoSite({"zoë.jpg": Served(b"picture")}) as site, requests.Session() as session:
        session.trust_env, session.verify = False, site.ca_file

        def status(name: str, auth: tuple[bytes, bytes] | None) -> int:
            return session.get(site.url(name), auth=auth, timeout=10).status_code

        assert status("zoë.jpg", None) == 401
        assert status("zoë.jpg", (b"svc_ups", b"guess")) == 401
        assert status("zoë.jpg", (b"svc_ups", site.password.encode())) == 200
        assert status("nobody.jpg", (b"svc_ups", site.password.encode())) == 404
        folder = Path(site.ca_file).parent
        assert [path.name for path in folder.iterdir()] == ["root.pem"]
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not folder.exists()


def test_the_site_is_trusted_by_its_own_root_only() -> None:
    with PhotoSite({}) as site, requests.Session() as session:
        session.trust_env = False
        with pytest.raises(requests.exceptions.SSLError):
            session.get(site.url("zoë.jpg"), timeout=10)


def test_a_face_is_the_same_every_time_and_each_is_its_own() -> None:
    pictures = [jpeg(draw_face(person.look, person.sam, 48)) for person in PEOPLE]
    assert pictures[:3] == [jpeg(draw_face(person.look, person.sam, 48)) for person in PEOPLE[:3]]
    assert len(set(pictures)) == 25

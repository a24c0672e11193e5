"""The embedded farm, run once as it is: real workflows and adapters, a real https site on loopback."""

from __future__ import annotations

import base64
import csv
import html
import io
import re
import secrets
import shlex
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from PIL import Image
from rich.console import Console

from pyupsync import cli
from pyupsync.config import PhotoJob, TrustJob, ZoneJob
from pyupsync.errors import UsageError
from pyupsync.model import EventStream, Finding, Outcome, Record
from pyupsync.tryout import authority, check, farm, run
from pyupsync.tryout.authority import ROOT, SERVER, SUBORDINATE, Chain, make_chain, names_in
from pyupsync.tryout.faces import draw_face, jpeg
from pyupsync.tryout.intranet import ELSEWHERE, MAPPED, SCRIPTED, SITES
from pyupsync.tryout.people import PEOPLE
from pyupsync.tryout.run import tryout
from pyupsync.tryout.site import PhotoSite, Served
from pyupsync.workflows import check_zones, import_trust, list_trust, verify_trust


@dataclass(frozen=True)
class Ran:
    folder: Path
    code: int
    said: str
    password: str
    seconds: float
    left_in_temp: list[str]
    jobs: list[PhotoJob]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """One tryout in a folder with a space and an umlaut, its password overheard."""
    folder, temp = tmp_path_factory.mktemp("höhe null") / "farm", tmp_path_factory.mktemp("temp")
    passwords: list[str] = []
    jobs: list[PhotoJob] = []
    real, export = secrets.token_urlsafe, run.photo_export_events

    def overhear(size: int | None = None) -> str:
        passwords.append(real(size))
        return passwords[-1]

    def overhear_job(job: PhotoJob) -> EventStream:
        jobs.append(job)
        return export(job)

    console = Console(file=io.StringIO(), width=100, color_system=None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_urlsafe", overhear)
        patch.setattr(tempfile, "tempdir", str(temp))
        patch.setattr(run, "photo_export_events", overhear_job)
        began = time.monotonic()
        code = tryout(str(folder), console)
    assert isinstance(console.file, io.StringIO)
    left = [path.name for path in temp.rglob("*")]
    return Ran(folder, code, console.file.getvalue(), passwords[0], time.monotonic() - began, left, jobs)


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
    assert f"Only {farm.BUNDLE}: the trust store" in page
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


def printed_commands(ran: Ran) -> list[list[str]]:
    return [shlex.split(line) for line in ran.said.splitlines() if line.startswith("  pyupsync ")]


def test_the_printed_commands_work_when_the_site_is_gone(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    """The plan finds nothing to change; into a fresh change file all the same pictures would go."""
    commands = printed_commands(ran)
    assert [command[1] for command in commands] == ["zones", "zones", "photos", "photos", "trust"]
    results = []
    for command in commands[2:4]:
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


def test_the_site_serves_nobody_without_the_password(tmp_path: Path) -> None:
    with PhotoSite({"zoë.jpg": Served(b"picture")}) as site, requests.Session() as session:
        session.trust_env, session.verify = False, bundle(tmp_path, site.chain.root, site.chain.subordinate)

        def status(name: str, auth: tuple[bytes, bytes] | None) -> int:
            return session.get(site.url(name), auth=auth, timeout=10).status_code

        assert status("zoë.jpg", None) == 401
        assert status("zoë.jpg", (b"svc_ups", b"guess")) == 401
        assert status("zoë.jpg", (b"svc_ups", site.password.encode())) == 200
        assert status("nobody.jpg", (b"svc_ups", site.password.encode())) == 404


def test_the_site_is_trusted_by_its_root_and_subordinate_only(tmp_path: Path) -> None:
    """It sends its own certificate alone: neither the system's authorities nor its root's by itself will do."""
    with PhotoSite({}) as site, requests.Session() as session:
        session.trust_env = False
        for verify in (True, bundle(tmp_path, site.chain.root)):
            with pytest.raises(requests.exceptions.SSLError):
                session.get(site.url("zoë.jpg"), timeout=10, verify=verify)


def bundle(folder: Path, *certificates: x509.Certificate) -> str:
    path = folder / "authorities.pem"
    path.write_bytes(b"".join(item.public_bytes(Encoding.PEM) for item in certificates))
    return str(path)


def test_a_face_is_the_same_every_time_and_each_is_its_own() -> None:
    pictures = [jpeg(draw_face(person.look, person.sam, 48)) for person in PEOPLE]
    assert pictures[:3] == [jpeg(draw_face(person.look, person.sam, 48)) for person in PEOPLE[:3]]
    assert len(set(pictures)) == 25


# --- the trust store


def records(folder: Path) -> dict[object, Record]:
    """Name -> authority of the tryout's store."""
    events = list_trust(TrustJob(store=f"folder:{folder / farm.STORE}"))
    return {event.facts["name"]: event for event in events if isinstance(event, Record)}


def test_the_chain_is_a_p7b_in_no_order() -> None:
    """Neither from the leaf up nor from the root down, whatever the keys' random numbers are."""
    ordered = [SERVER, SUBORDINATE, ROOT]
    for _ in range(20):
        names = names_in(make_chain().p7b())
        assert sorted(names) == sorted(ordered)
        assert names not in (ordered, ordered[::-1])


def test_the_chain_written_is_the_sites(ran: Ran) -> None:
    certificates = pkcs7.load_der_pkcs7_certificates((ran.folder / farm.CHAIN).read_bytes())
    by_subject = {item.subject.rfc4514_string(): item for item in certificates}
    root, subordinate, leaf = (by_subject[f"CN={name}"] for name in (ROOT, SUBORDINATE, SERVER))
    leaf.verify_directly_issued_by(subordinate)
    subordinate.verify_directly_issued_by(root)


def test_verifying_fails_before_and_passes_after_the_import(ran: Ran) -> None:
    told = ran.said.partition("Trust: ")[2].partition("Zones: ")[0]
    before, _, after = told.partition("Import the chain")
    assert "authorities in it: 0" in before
    lines = before.partition("Verify\n")[2].strip().splitlines()
    assert re.fullmatch(rf"error +localhost: CN={SERVER} \([0-9A-F]{{40}}\)", lines[0])
    assert "is not in the trust store" in lines[1]
    assert lines[2].startswith("  In SharePoint's event 8311: PartialChain: ")
    for name in (ROOT, SUBORDINATE):
        assert f"Import CN={name} from {ran.folder / farm.CHAIN}." in lines[3]
    assert f"ok         CN={SERVER} < CN={SUBORDINATE} < CN={ROOT}" in after.partition("Verify again\n")[2]
    assert "error" not in after


def test_the_import_adds_two_leaves_the_leaf_out_and_is_idle_again(ran: Ran) -> None:
    told = ran.said.partition("Import the chain\n")[2].partition("Verify again")[0]
    assert re.search(rf"^skipped +CN={SERVER}  .+ It was left out\.$", told, re.MULTILINE)
    for name in (ROOT, SUBORDINATE):
        assert re.search(rf"^applied +CN={name}  ", told, re.MULTILINE)
    assert "\n2 applied, 0 unchanged, 1 skipped, 0 failed\n" in told
    assert "Import again: 0 applied, 2 unchanged, 1 skipped, 0 failed" in told


def test_the_store_holds_the_two_and_the_export_trusts_just_them(ran: Ran) -> None:
    held = records(ran.folder)
    assert {name: record.facts["role"] for name, record in held.items()} == {ROOT: "root", SUBORDINATE: "subordinate"}
    trusted = str(ran.folder / farm.STORE / "ca-bundle.pem")
    assert [job.ca_file for job in ran.jobs] == [trusted, trusted]
    in_bundle = x509.load_pem_x509_certificates(Path(trusted).read_bytes())
    assert {item.subject.rfc4514_string() for item in in_bundle} == {f"CN={ROOT}", f"CN={SUBORDINATE}"}
    assert len(in_bundle) == 2


def test_the_printed_trust_command_lists_the_two(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(printed_commands(ran)[4][1:]) == 0
    captured = capsys.readouterr()
    assert [line.split("  ")[0] for line in captured.out.splitlines()] == [ROOT, SUBORDINATE]
    assert captured.err == ""


def test_a_store_with_the_root_alone_does_not_trust_the_site(tmp_path: Path) -> None:
    """The site sends its own certificate only, so that the store has to hold its subordinate too."""
    with PhotoSite({}) as site:
        job = TrustJob(store=f"folder:{tmp_path / 'höhe'}", from_url=f"https://{site.host}")

        def verified(*certificates: x509.Certificate) -> list[str]:
            given = replace(job, from_url="", paths=(bundle(tmp_path, *certificates),))
            assert "failed" not in [event.status for event in import_trust(given) if isinstance(event, Outcome)]
            return [event.check for event in verify_trust(job) if isinstance(event, Finding)]

        assert verified(site.chain.root) == ["IssuerMissing"]
        assert verified(site.chain.root, site.chain.subordinate) == ["chain"]


def test_running_again_starts_without_trust_and_keeps_what_somebody_added(
    ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier tryout's authorities go, somebody else's stays."""
    folder = tmp_path / "farm"
    shutil.copytree(ran.folder, folder)
    old = {record.facts["thumbprint"] for record in records(folder).values()}
    with monkeypatch.context() as patch:
        patch.setattr(authority, "ROOT", "Prüfstelle Ærø")
        mine = bundle(tmp_path, make_chain().root)
    list(import_trust(TrustJob(store=f"folder:{folder / farm.STORE}", paths=(mine,))))
    assert tryout(str(folder), Console(file=io.StringIO(), width=100)) == 0
    held = records(folder)
    assert set(held) == {ROOT, SUBORDINATE, "Prüfstelle Ærø"}
    assert not old & {record.facts["thumbprint"] for record in held.values()}


def test_a_chain_with_a_gap_ends_the_tryout_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the subordinate in the file the import mends nothing: no export is tried, the exit code is 1."""

    def gap(chain: Chain) -> bytes:
        return pkcs7.serialize_certificates([chain.leaf, chain.root], Encoding.DER)

    monkeypatch.setattr(Chain, "p7b", gap)
    console = Console(file=io.StringIO(), width=100, color_system=None)
    assert tryout(str(tmp_path / "farm"), console) == 1
    assert isinstance(console.file, io.StringIO)
    said = console.file.getvalue()
    wrong = said.partition("This did not come out as it must\n")[2]
    assert f"CN={SUBORDINATE} has no outcome; Applied was expected." in wrong
    assert "Verifying the site found IssuerMissing: " in wrong
    assert "The chain's file holds" in wrong
    assert "19 to change" not in said


def test_a_chain_in_order_is_noticed() -> None:
    ordered = [SERVER, SUBORDINATE, ROOT]
    assert list(check.chain_surprises([ROOT, SERVER, SUBORDINATE])) == []
    assert len(list(check.chain_surprises(ordered))) == len(list(check.chain_surprises(ordered[::-1]))) == 1


# --- the Intranet zone


def zones_of(told: str) -> dict[str, tuple[str, str]]:
    """Address -> (status, all the rest of its line)."""
    lines = re.findall(r"^(ok|warning|error) +(https?://\S+)  +(.+)$", told, re.MULTILINE)
    return {site: (status, rest) for status, site, rest in lines}


def told_of_zones(ran: Ran) -> tuple[str, str, str]:
    told = ran.said.partition("Zones: ")[2].partition("Plan: ")[0]
    before, _, rest = told.partition("Add them\n")
    return before, *rest.partition("Test them again\n")[::2]


def test_the_zones_are_told_before_and_after(ran: Ran) -> None:
    before, added, after = told_of_zones(ran)
    first, last = zones_of(before), zones_of(after)
    assert set(first) == set(last) == set(SITES)
    assert {site for site, (status, _) in first.items() if status == "ok"} == {MAPPED}
    assert {site for site, (status, _) in last.items() if status == "ok"} == set(SITES) - {ELSEWHERE}
    assert "Internet " in first[SCRIPTED][1], "an entry below Domains alone does nothing under Enhanced Security"
    assert last[SCRIPTED][1].startswith("Internet -> Local intranet")
    assert "EscDomains\\contoso.example\\mysite\\https" in last[SCRIPTED][1]
    assert last[ELSEWHERE][1].startswith("Trusted sites ")
    assert "9 applied, 3 unchanged, 0 skipped, 2 failed" in added
    assert "Add again: 0 applied, 12 unchanged, 0 skipped, 2 failed" in added


def test_another_zone_is_left_and_told(ran: Ran) -> None:
    added = told_of_zones(ran)[1]
    text = (ran.folder / farm.REGISTRY).read_bytes().decode("utf-16")
    assert text.count('"https"=dword:00000002') == 2
    assert f"EscDomains\\contoso.example\\extranet\\https maps {ELSEWHERE} to the Trusted sites zone already." in added
    assert "Ask who wants it there" in added


def test_the_undo_file_is_named_and_undoes(ran: Ran, tmp_path: Path) -> None:
    """What it deletes and takes away is what was added: read after the account's registry it leaves the old one."""
    undo = ran.folder / farm.UNDO
    assert f"What was there before is in {undo}; importing it undoes this run." in told_of_zones(ran)[1]
    head = "Windows Registry Editor Version 5.00\r\n\r\n"
    both = (ran.folder / farm.REGISTRY).read_bytes().decode("utf-16") + undo.read_bytes().decode("utf-16")[len(head) :]
    undone = tmp_path / "rückgängig.reg"
    undone.write_bytes(both.encode("utf-16"))
    job = ZoneJob(registry=f"reg:{undone}", farm=f"farm:{ran.folder / farm.ADDRESSES}")
    now = {event.subject: event.status for event in check_zones(job) if isinstance(event, Finding)}
    assert {site for site, status in now.items() if status == "ok"} == {MAPPED}


def test_the_printed_zones_commands_say_the_same(ran: Ran, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is left to add, and the address that is in another zone still is."""
    test, add = printed_commands(ran)[:2]
    before = (ran.folder / farm.REGISTRY).read_bytes()
    assert cli.main(add[1:]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "0 applied, 12 unchanged, 0 skipped, 2 failed"
    assert (ran.folder / farm.REGISTRY).read_bytes() == before
    assert cli.main(test[1:]) == 3
    assert capsys.readouterr().out.splitlines()[-1] == "1 fault"


def test_the_page_shows_the_zones(ran: Ran) -> None:
    page = html.unescape((ran.folder / farm.PAGE).read_text(encoding="utf-8"))
    section = page.partition('<section id="zones">')[2]
    rows = re.findall(r'<tr style="--tone:var\(--(\w+)\)"><th scope="row">(.+?)</th>(.+?)</tr>', section)
    assert [site for _, site, _ in rows] == list(SITES)
    assert [status for status, *_ in rows] == [*["applied"] * 4, "unchanged", "applied", "failed"]
    cells = [[re.sub("<.+?>", "", cell) for cell in re.findall("<td.*?>(.*?)</td>", rest)] for *_, rest in rows]
    assert cells[0][:3] == ["Default", "Internet", "Local intranet"]
    assert cells[-1][:3] == ["Extranet", "Trusted sites", "Trusted sites"]
    assert '<a href="#zones"><b>6 of 7</b>' in page
    for command in printed_commands(ran)[:2]:
        assert shlex.join(command[1:]) in section
    assert farm.UNDO in section


def test_a_surprise_in_the_zones_is_said() -> None:
    found = [Finding("intranetZone", "ok" if site == MAPPED else "error", site, "", "So.") for site in SITES]
    assert list(check.zone_surprises(found, again=False)) == []
    assert len(list(check.zone_surprises(found, again=True))) == 5
    assert list(check.zone_surprises(found[1:], again=False)) == [f"{SITES[0]} was not tested."]
    assert len(list(check.add_surprises([], again=True))) == len(SITES)

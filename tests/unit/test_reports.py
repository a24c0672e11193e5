"""The reports of a run: what is in them, that they are whole or not there, and that no run is lost for one."""

from __future__ import annotations

import csv
import json
import os
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pyupsync.cli import main
from pyupsync.config import PhotoJob, photo_job
from pyupsync.config.reports import REPORTS
from pyupsync.errors import DirectoryDenied, DirectoryUnavailable, ProfileError, UsageError
from pyupsync.model import Change, Event, EventStream, Message, Outcome, Progress, Status
from pyupsync.report import Mode, event_to_dict
from pyupsync.reporting import KINDS, AboutRun, Reports
from pyupsync.reporting.causes import PEOPLE, Causes
from pyupsync.reporting.csv_report import COLUMNS, safe_cell
from pyupsync.workflows import export_photos, photo_export_events, plan_photos
from tests.unit.test_cli_photos import farm, job_of  # noqa: F401 - a fixture
from tests.unit.test_page import Page, data_uri

OLD = b"\xff\xd8\xff\xe0before"
NEW = b"\xff\xd8\xff\xe0after"
FACTS = {"sha256": "00", "bytes": 2048}


def change(who: str = "anna", before: bool = True) -> Change:
    facts = FACTS if before else None
    return Change(f"photos/{who}", "photos", "Set thumbnailPhoto", f"CN={who}", facts, FACTS, f"CORP\\{who}", NEW)


def outcome(status: Status, who: str, code: str = "Code", advice: str = "", reason: str = "So it was.") -> Outcome:
    return Outcome("photos", "Keep", f"CN={who}", status, code, reason, advice, subject=f"CORP\\{who}")


def run(mode: Mode = "apply", *, what_if: bool = False) -> AboutRun:
    return AboutRun("photos.test", "Profile pictures: test", mode, what_if, {"Profiles": "csv:p.csv"}, "1.2")


def stream(*events: Event | Exception) -> EventStream:
    for event in events:
        if isinstance(event, Exception):
            raise event
        yield event


def told(path: Path, *events: Event | Exception, mode: Mode = "apply", what_if: bool = False) -> list[Event]:
    """Run the events through a report, and return what comes out."""
    with Reports([str(path)], run(mode, what_if=what_if)) as reports:
        seen = list(reports.passing(stream(*events), lambda dn: OLD))
        return [*seen, *reports.finish()]


def page(path: Path) -> Page:
    return Page(path.read_text(encoding="utf-8"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_kinds_that_are_taken_are_those_that_are_written() -> None:
    assert set(REPORTS) == set(KINDS)


def test_a_page_shows_what_changed_before_and_after(tmp_path: Path) -> None:
    path = tmp_path / "run.html"
    told(path, change(), outcome("applied", "anna"), change("bodo", before=False), outcome("applied", "bodo"))
    shown = page(path)
    assert shown.images() == [
        ("CORP\\anna: before", data_uri("image/jpeg", OLD)),
        ("CORP\\anna: after", data_uri("image/jpeg", NEW)),
        ("CORP\\bodo: after", data_uri("image/jpeg", NEW)),
    ]
    assert "Changed (2)" in shown.text


def test_a_page_of_a_plan_shows_what_would_change(tmp_path: Path) -> None:
    for path, mode, what_if, after in (
        (tmp_path / "plan.html", "plan", False, []),
        (tmp_path / "what-if.html", "apply", True, [outcome("skipped", "anna", "WhatIf")]),
    ):
        told(path, change(), *after, mode=mode, what_if=what_if)  # type: ignore[arg-type]
        assert "Would change (1)" in page(path).text
        assert "nothing was changed" in page(path).text
        assert len(page(path).images()) == 2


def test_a_change_that_was_refused_is_among_the_failures_alone(tmp_path: Path) -> None:
    path = tmp_path / "run.html"
    told(path, change(), outcome("failed", "anna", "DirectoryAccessDenied", "Run: dsacls"))
    shown = page(path)
    assert shown.images() == []
    assert "Changed (0)" in shown.text
    assert "Failed (1)" in shown.text


def test_failures_are_grouped_by_cause_with_the_advice_once(tmp_path: Path) -> None:
    path = tmp_path / "run.html"
    many = [outcome("failed", f"p{n}", "PhotoNotFound", "Upload one.") for n in range(500)]
    told(path, *many, outcome("failed", "anna", "PersonNotFound", "Look."), outcome("failed", "bodo", "PersonNotFound"))
    text = page(path).text
    assert text.count("Upload one.") == 1
    assert "The source says that there is no such picture" in text
    assert f"The first {PEOPLE} of 500 are shown" in text
    assert text.count("PersonNotFound") == 2
    assert text.index("PhotoNotFound") < text.index("PersonNotFound")


def test_causes_stay_few_when_everybody_has_advice_of_their_own() -> None:
    causes = Causes()
    for n in range(1000):
        causes.add(outcome("failed", f"p{n}", "PersonNotFound", f"Look for {n}."))
    assert len(causes.most_first()) == 51
    assert sum(cause.count for cause in causes.most_first()) == 1000


def test_who_was_left_alone_is_counted_by_reason(tmp_path: Path) -> None:
    path = tmp_path / "run.html"
    quiet = [outcome("unchanged", f"u{n}", "UpToDate") for n in range(1200)]
    told(path, *quiet, outcome("skipped", "anna", "NoPicture"))
    text = page(path).text
    assert "Left alone (1,201)" in text
    assert "1,200" in text
    assert "CORP\\u7" not in text


def test_a_page_without_anybody_says_so(tmp_path: Path) -> None:
    told(tmp_path / "run.html")
    assert "Changed (0)" in page(tmp_path / "run.html").text


def test_the_contact_sheet_is_bounded_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "run.html"
    told(path, *(change(f"p{n}") for n in range(700)), mode="plan")
    assert len(page(path).images()) == 1000
    assert "The first 500 of 700 are shown" in page(path).text


def test_a_picture_that_cannot_be_read_is_not_shown_and_stops_nothing(tmp_path: Path) -> None:
    def unreadable(dn: str) -> bytes:
        raise DirectoryUnavailable(f"{dn} is away.")

    with Reports([str(tmp_path / "run.html")], run("plan")) as reports:
        assert len(list(reports.passing(stream(change()), unreadable))) == 1
        assert list(reports.finish()) == []
    assert "not shown" in page(tmp_path / "run.html").text


def test_no_picture_of_the_directory_is_read_where_none_is_shown(tmp_path: Path) -> None:
    """Neither for CSV and JSON, nor for what has none, nor for what stays as it is."""
    asked: list[str] = []
    events = (change(before=False), outcome("applied", "anna"), outcome("unchanged", "bodo"))
    for name, more in (("a.csv", [change()]), ("a.json", [change()]), ("a.html", [])):
        with Reports([str(tmp_path / name)], run()) as reports:
            list(reports.passing(stream(*events, *more), lambda dn: asked.append(dn) or OLD))
    assert asked == []


def test_a_page_escapes_what_it_is_given(tmp_path: Path) -> None:
    evil = "\"'><script>alert(1)</script>"
    facts = AboutRun("photos.test", evil, "apply", where={evil: evil})
    with Reports([str(tmp_path / "run.html")], facts) as reports:
        hostile = [outcome(status, evil, evil, evil, evil) for status in ("failed", "skipped", "unchanged")]
        events = stream(*hostile, change(evil), outcome("applied", evil), Message("warning", evil))
        list(reports.passing(events, lambda dn: OLD))
        list(reports.finish())
    assert "<script" not in (tmp_path / "run.html").read_text(encoding="utf-8")
    page(tmp_path / "run.html")


def test_json_holds_the_objects_of_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    events = [change(), outcome("applied", "anna"), Progress("Pictures", 1), outcome("failed", "bodo")]
    told(path, *events)
    document = json.loads(path.read_text(encoding="ascii"))
    assert list(document) == ["pyupsync", "run", "events", "summary", "end"]
    assert document["pyupsync"] == {"format": 1, "version": "1.2"}
    assert document["run"]["job"] == "photos.test"
    assert document["run"]["where"] == {"Profiles": "csv:p.csv"}
    expected = [event_to_dict(event) for event in events if not isinstance(event, Progress)]
    assert document["events"] == json.loads(json.dumps(expected))
    assert document["summary"]["applied"] == document["summary"]["failed"] == document["summary"]["exit_code"] == 1
    assert document["end"]["how"] == "complete"
    assert document["end"]["error"] is None


def test_csv_has_a_line_an_outcome_and_a_mark_for_excel(tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    told(path, change(), outcome("applied", "anna"), outcome("skipped", 'zoë;\n"x', "NoPicture"))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert tuple(rows(path)[0]) == COLUMNS
    assert [(row["Account"], row["Status"]) for row in rows(path)] == [
        ("CORP\\anna", "applied"),
        ('CORP\\zoë;\n"x', "skipped"),
    ]


def test_csv_of_a_plan_has_the_changes(tmp_path: Path) -> None:
    told(tmp_path / "run.csv", change(), outcome("unchanged", "bodo"), mode="plan")
    first, second = rows(tmp_path / "run.csv")
    assert (first["Status"], first["Reason"]) == ("planned", "Set thumbnailPhoto: 2048 bytes -> 2048 bytes")
    assert (first["BeforeBytes"], first["AfterSha256"], second["Status"]) == ("2048", "00", "unchanged")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n@x", "\uff1d1"])
def test_a_cell_is_no_formula(text: str, tmp_path: Path) -> None:
    assert safe_cell(text) == f"'{text}"
    told(tmp_path / "run.csv", Outcome("photos", text, text, "failed", text, text, text, subject=text))
    assert {row[:1] for row in rows(tmp_path / "run.csv")[0].values()} <= {"'", "f", ""}


@pytest.mark.parametrize("text", ["", "CORP\\anna", "a=b", "CN=a-b", "'quoted"])
def test_a_plain_cell_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize("suffix", REPORTS)
def test_a_name_that_is_no_unicode_text_is_written_too(tmp_path: Path, suffix: str) -> None:
    told(tmp_path / f"run{suffix}", outcome("failed", "half\ud83d"), change("half\ud83d"))
    assert (tmp_path / f"run{suffix}").stat().st_size


@pytest.mark.parametrize("suffix", REPORTS)
def test_a_run_that_breaks_off_has_a_report_that_says_so(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"run{suffix}"
    with pytest.raises(ProfileError):
        told(path, outcome("unchanged", "anna"), ProfileError("The list has ended in line 7."))
    text = path.read_text(encoding="utf-8")
    assert suffix == ".csv" or "The list has ended in line 7." in text
    if suffix == ".json":
        assert json.loads(text)["end"]["how"] == "failed"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", REPORTS)
def test_a_run_that_is_stopped_has_a_report_that_says_so(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"run{suffix}"

    def stopped() -> None:
        with Reports([str(path)], run()) as reports:
            two = stream(outcome("unchanged", "anna"), outcome("unchanged", "bodo"))
            next(reports.passing(two, lambda dn: OLD))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped()
    text = path.read_text(encoding="utf-8")
    if suffix == ".html":
        assert "was stopped before everybody was seen" in text
    elif suffix == ".json":
        assert json.loads(text)["end"]["how"] == "stopped"
        assert json.loads(text)["summary"]["exit_code"] == 130
    else:
        assert len(rows(path)) == 1


def test_a_run_asked_for_wrongly_leaves_the_earlier_report(tmp_path: Path) -> None:
    path = tmp_path / "run.html"
    told(path, outcome("unchanged", "anna"))
    before = path.read_bytes()
    with pytest.raises(UsageError):
        told(path, UsageError("No such base."))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("suffix", REPORTS)
def test_a_report_takes_the_place_of_an_earlier_one(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"run{suffix}"
    told(path, outcome("unchanged", "anna"))
    told(path, outcome("unchanged", "bodo", "Other"))
    assert "Other" in path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["people.csv", "people.html", "people.json", "folder.csv", "no/folder/run.csv"])
def test_what_is_no_report_is_not_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder.csv").mkdir()
    path = tmp_path / name
    if name.startswith("people"):
        path.write_text("AccountName,PictureURL\n", encoding="utf-8")
    good = tmp_path / "good.csv"
    with pytest.raises(UsageError) as raised:
        Reports([str(good), str(path)], run())
    assert str(path) in raised.value.message
    assert not good.exists()
    assert not list(tmp_path.rglob("*.part"))


def test_an_empty_file_may_become_a_report(tmp_path: Path) -> None:
    (tmp_path / "run.csv").touch()
    told(tmp_path / "run.csv", outcome("unchanged", "anna"))
    assert len(rows(tmp_path / "run.csv")) == 1


def test_a_report_that_cannot_be_put_in_its_place_is_told_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "run.csv"
    with Reports([str(path)], run()) as reports:
        list(reports.passing(stream(outcome("unchanged", "anna")), lambda dn: OLD))
        path.mkdir()
        (message,) = reports.finish()
    assert message.level == "error"
    part = next(tmp_path.glob("*.part"))
    assert str(part) in message.text
    assert len(rows(part)) == 1


def test_a_disk_that_is_full_ends_the_report_and_not_the_run(tmp_path: Path) -> None:
    """The other reports of the run go on."""
    paths = [tmp_path / "run.json", tmp_path / "run.csv"]
    long = outcome("unchanged", "anna", reason="So it was. " * 2000)
    with Reports(list(map(str, paths)), run()) as reports, Path("/dev/full").open("w", encoding="ascii") as full:
        os.dup2(full.fileno(), reports._open[0].out.file.fileno())
        passed = list(reports.passing(stream(long, long), lambda dn: OLD))
        assert list(reports.finish()) == []
    assert [type(event) for event in passed] == [Message, Outcome, Outcome]
    assert "No space left on device" in passed[0].text  # type: ignore[union-attr]
    assert len(rows(paths[1])) == 2


def test_what_is_sent_back_reaches_the_run(tmp_path: Path) -> None:
    replies: list[bool | None] = []

    def asking() -> EventStream:
        replies.append((yield change()))
        replies.append((yield outcome("skipped", "anna")))

    with Reports([str(tmp_path / "run.html")], run()) as reports:
        passing = reports.passing(asking(), lambda dn: OLD)
        next(passing)
        assert isinstance(passing.send(False), Outcome)
        with pytest.raises(StopIteration):
            next(passing)
    assert replies == [False, None]


@pytest.mark.parametrize("suffix", REPORTS)
def test_memory_stays_flat(tmp_path: Path, suffix: str) -> None:
    """Five times the people take hardly more of it."""
    code = [DirectoryDenied.code, "PhotoNotFound", "PersonNotFound"]

    def people(number: int) -> Iterator[Event]:
        for n in range(number):
            yield Change(f"photos/{n}", "photos", "Set", f"CN={n}", FACTS, FACTS, f"CORP\\{n}", NEW * 400)
            yield outcome(("applied", "failed", "unchanged")[n % 3], str(n), code[n % 3], f"Advice {n}")  # type: ignore[arg-type]

    def peak(number: int) -> int:
        tracemalloc.start()
        with Reports([str(tmp_path / f"{number}{suffix}")], run()) as reports:
            for _ in reports.passing(people(number), lambda dn: OLD * 400):  # type: ignore[arg-type]
                pass
            list(reports.finish())
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    small, large = peak(1_000), peak(5_000)
    assert large < small + 300_000


def test_the_command_line_writes_all_that_are_named(
    farm: list[str],  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    files = [tmp_path / f"run{suffix}" for suffix in REPORTS]
    options = [part for path in files for part in ("--report", str(path))]
    assert main(["photos", "plan", *farm, *options]) == 3
    assert rows(files[0])[1]["Status"] == "planned"
    assert main(["photos", "export", *farm, *options]) == 0
    assert [row["Status"] for row in rows(files[0])] == ["skipped", "applied"]
    assert "Changed (1)" in page(files[1]).text
    assert [item["type"] for item in json.loads(files[2].read_text())["events"]] == ["outcome", "change", "outcome"]
    assert capsys.readouterr().err == ""
    assert not list(tmp_path.glob("*.part"))


def test_a_broken_report_is_told_in_the_exit_code(
    farm: list[str],  # noqa: F811
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pyupsync.reporting.part.PartFile.settle", _refusing)
    assert main(["photos", "export", *farm, "--report", str(tmp_path / "run.csv")]) == 1
    said = capsys.readouterr()
    assert "1 applied" in said.out
    assert f"The report {tmp_path / 'run.csv'} was not written: Permission denied" in said.err


def test_a_broken_report_is_logged_for_python(
    farm: list[str],  # noqa: F811
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pyupsync.reporting.part.PartFile.settle", _refusing)
    job = replace(job_of(farm), report=(str(tmp_path / "run.csv"),))
    assert len(plan_photos(job).changes) == 1
    assert [item.status for item in export_photos(job)] == ["skipped", "applied"]
    assert [record.message.split(":")[0] for record in caplog.records] == [
        f"The report {tmp_path / 'run.csv'} was not written"
    ] * 2


def test_a_configuration_file_names_reports(
    farm: list[str],  # noqa: F811
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("job.toml").write_text('[photos]\nreport = ["a.csv", "b.json"]\n', encoding="utf-8")
    assert main(["photos", "plan", *farm, "--config", "job.toml"]) == 3
    assert {path.name for path in tmp_path.iterdir()} >= {"a.csv", "b.json"}
    assert main(["photos", "plan", *farm, "--config", "job.toml", "--report", "c.html"]) == 3
    assert Path("c.html").exists()


def _refusing(_part: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize(
    ("files", "why"), [(["run.pdf"], "run.pdf"), (["run"], "run"), (["a.csv", "./a.csv"], "named twice")]
)
def test_reports_that_cannot_be_are_refused(files: list[str], why: str) -> None:
    with pytest.raises(UsageError, match=why):
        PhotoJob(profiles="csv:p", directory="ldif:d", report=tuple(files))


def test_one_report_may_be_given_as_text() -> None:
    settings = {"profiles": "csv:p", "directory": "ldif:d"}
    assert photo_job({**settings, "report": "run.csv"}).report == ("run.csv",)
    assert photo_job({**settings, "report": ["run.csv", "b.html"]}).report == ("run.csv", "b.html")


def test_a_report_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    job = PhotoJob(profiles="csv:missing", directory="ldif:missing", report=(str(tmp_path / "no" / "run.csv"),))
    with pytest.raises(UsageError, match=r"The report .* cannot be written"):
        next(photo_export_events(job))


def test_no_password_of_an_address_gets_into_a_report(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    job = PhotoJob(profiles="csv:missing", directory="ldaps://svc:hush@dc1.corp.example", report=(str(path),))
    with pytest.raises(Exception, match="missing"):
        list(export_photos(job))
    assert not path.exists() or "hush" not in path.read_text()

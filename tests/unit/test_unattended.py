"""An export that nobody watches: one at a time, logged, counted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from pyupsync import PhotoJob
from pyupsync.adapters.file_lock import FileLock
from pyupsync.cli import main
from pyupsync.config import Unattended, photo_job
from pyupsync.errors import RunInProgress, StateInUse, UsageError
from pyupsync.model import Outcome
from pyupsync.workflows import photo_export_events
from tests.unit.photo_farm import NAMES, Farm

PREFIX = "pyupsync_photo_export_"


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Farm:
    """A farm with a configuration file; the current folder is its own."""
    made = Farm(tmp_path)
    made.job()
    monkeypatch.chdir(tmp_path)
    settings = ["profiles = 'csv:people.csv'", "photos = 'folder:pictures'", "directory = 'ldif:people.ldif'"]
    settings += ["lock = 'run.lock'", "log = 'run.jsonl'", "metrics = 'nightly.prom'"]
    Path("photos.toml").write_text("\n".join(["[photos]", *settings]), encoding="utf-8")
    return made


def export(*more: str) -> int:
    return main(["photos", "export", "--config", "photos.toml", *more])


def logged(path: str = "run.jsonl") -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(path).read_text(encoding="ascii").splitlines()]


def metrics(path: str = "nightly.prom") -> dict[str, float]:
    families = list(text_string_to_metric_families(Path(path).read_text(encoding="utf-8")))
    assert all(family.documentation and family.type in {"gauge", "counter"} for family in families)
    return {
        " ".join(
            [sample.name.removeprefix(PREFIX), *(v for k, v in sample.labels.items() if k != "name")]
        ): sample.value
        for family in families
        for sample in family.samples
        if sample.labels["name"] == Path(path).stem
    }


def test_a_run_is_logged_from_its_begin_to_its_end(farm: Farm, capsys: pytest.CaptureFixture[str]) -> None:
    (farm.pictures / "bob.jpg").write_text("<html>a login page")
    assert export() == 1
    first, *outcomes, last = logged()
    assert (first["event"], first["level"], last["event"]) == ("runBegun", "info", "runEnded")
    assert {one["run"] for one in logged()} == {first["run"]}
    assert all(str(one["time"]).endswith("Z") and one["job"] == "photos.export" for one in logged())
    assert {one["subject"]: one["code"] for one in outcomes} == {
        f"CORP\\{name}": "ImageNotAPicture" if name == "bob" else "Applied" for name in NAMES
    }
    assert [one["level"] for one in outcomes if one["status"] == "failed"] == ["error"]
    assert (last["exit_code"], last["level"]) == (1, "error")
    assert "5 applied" in str(last["text"])


def test_people_who_stay_as_they_are_are_logged_when_asked_for(farm: Farm) -> None:
    assert export("--log", "first.jsonl") == 0
    assert export() == 0
    assert [one["event"] for one in logged()] == ["runBegun", "runEnded"]
    assert export("--log", "all.jsonl", "--log-level", "debug") == 0
    assert [one["code"] for one in logged("all.jsonl")[1:-1]] == ["UpToDate"] * 6
    assert export("--log", "errors.jsonl", "--log-level", "error") == 0
    assert not Path("errors.jsonl").read_text()


def test_metrics_are_what_prometheus_reads_and_counters_go_on(farm: Farm) -> None:
    assert export() == 0
    one = metrics()
    assert (one["last_run_outcomes applied"], one["outcomes_total applied"], one["runs_total complete"]) == (6, 6, 1)
    assert one["last_run_exit_code"] == 0
    assert one["last_success_timestamp_seconds"] == one["last_run_timestamp_seconds"] > 1.7e9
    (farm.pictures / "ann.jpg").write_text("<html>")
    assert export() == 1
    two = metrics()
    assert (two["last_run_outcomes applied"], two["last_run_outcomes failed"]) == (0, 1)
    assert (two["outcomes_total applied"], two["outcomes_total unchanged"], two["runs_total complete"]) == (6, 5, 2)
    assert two["last_success_timestamp_seconds"] == one["last_success_timestamp_seconds"]
    assert two["last_complete_timestamp_seconds"] > one["last_complete_timestamp_seconds"]
    assert (two["last_run_exit_code"], two["last_run_duration_seconds"] > 0) == (1, True)
    assert Path("nightly.prom").stat().st_mode & 0o777 == 0o644


def test_a_run_that_breaks_off_is_told_too(farm: Farm) -> None:
    Path("people.csv").unlink()
    assert export() == 1
    assert metrics()["runs_total failed"] == 1
    assert metrics()["last_run_exit_code"] == 1
    assert (logged()[-1]["level"], logged()[-1]["code"]) == ("error", "ProfileUnreadable")


def test_a_run_that_is_stopped_is_told_too(farm: Farm) -> None:
    job = photo_job(
        {
            "profiles": "csv:people.csv",
            "photos": "folder:pictures",
            "directory": "ldif:people.ldif",
            "log": ["run.jsonl"],
            "metrics": "nightly.prom",
        }
    )
    events = photo_export_events(job)
    assert isinstance(next(event for event in events if isinstance(event, Outcome)), Outcome)
    events.close()
    assert (logged()[-1]["code"], logged()[-1]["exit_code"]) == ("RunStopped", 130)
    assert metrics()["runs_total stopped"] == 1


def test_what_if_is_logged_and_neither_locks_nor_counts(farm: Farm) -> None:
    with FileLock(Path("run.lock"), 0):
        assert export("--what-if") == 0
    assert "nothing is changed" in str(logged()[0]["text"])
    assert not Path("nightly.prom").exists()


def test_a_second_run_is_refused_and_changes_nothing_of_the_first_one_s(
    farm: Farm, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export("--report", "run.html") == 0
    before = {
        path.name: path.read_bytes() for path in farm.root.iterdir() if path.suffix in {".prom", ".html", ".ldif"}
    }
    with FileLock(Path("run.lock"), 0, note="process 4711 on elsewhere", keep=False):
        assert export("--report", "run.html") == RunInProgress.exit_code == 75
    assert "process 4711 on elsewhere" in capsys.readouterr().err
    assert (logged()[-1]["code"], logged()[-1]["level"]) == ("RunInProgress", "warning")
    after = {path.name: path.read_bytes() for path in farm.root.iterdir() if path.suffix in {".prom", ".html", ".ldif"}}
    assert before == after


def test_a_second_run_waits(farm: Farm, capsys: pytest.CaptureFixture[str]) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import sys; from pathlib import Path; from pyupsync.adapters.file_lock import FileLock\n"
                "with FileLock(Path('run.lock'), 5, keep=False): print(flush=True); sys.stdin.read()"
            ),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with holder:
        assert holder.stdout
        assert holder.stdin
        holder.stdout.readline()
        job = photo_job(
            {
                "profiles": "csv:people.csv",
                "photos": "folder:pictures",
                "directory": "ldif:people.ldif",
                "lock": "run.lock",
                "lock_wait": 60,
            }
        )
        events = photo_export_events(job)
        assert "waited for" in str(next(events))
        assert "Waiting" in str(next(events))
        holder.stdin.close()
        assert sum(isinstance(event, Outcome) and event.status == "applied" for event in events) == 6


def test_the_state_is_waited_for_as_well(farm: Farm) -> None:
    with farm.state():
        assert export("--state", "sqlite:state.db") == StateInUse.exit_code == 75
        assert export("--state", "sqlite:state.db", "--lock-wait", "0.3") == 75
    assert export("--state", "sqlite:state.db", "--lock-wait", "0.3") == 0


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"log_level": "debug"}, "nothing is"),
        ({"log_level": "loud", "log": ("a",)}, "must be one of"),
        ({"log": ("a", "./a")}, "twice"),
        ({"log": ("journal:", "journal:")}, "twice"),
        ({"metrics": "nightly.txt"}, "does not end in .prom"),
        ({"lock_wait": -1}, "from 0 to"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        Unattended(**settings)


def test_waiting_for_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="lock-wait"):
        PhotoJob(profiles="csv:a", directory="ldif:b", unattended=Unattended(lock_wait=5))


def test_a_plan_has_none_of_the_options(farm: Farm) -> None:
    assert main(["photos", "plan", "--config", "photos.toml", "--log", "x"]) == 2
    assert main(["photos", "plan", "--config", "photos.toml"]) == 3
    assert not Path("run.jsonl").exists()


def test_places_that_cannot_be_written_to_are_told_before_anything_else(farm: Farm) -> None:
    assert export("--log", "missing/run.jsonl") == 2
    assert export("--metrics", "missing/run.prom") == 2
    assert export("--lock", "missing/run.lock") == 2
    Path("other.prom").write_text("node_load1 3\n")
    assert export("--metrics", "other.prom") == 2
    assert Path("other.prom").read_text() == "node_load1 3\n"
    assert not Path("people.changes.ldif").exists()


def test_a_log_that_breaks_in_mid_run_ends_neither_the_run_nor_the_other_log(
    farm: Farm, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export("--log", "/dev/full", "--log", "run.jsonl") == 1
    assert "The log /dev/full was not written on" in capsys.readouterr().err
    assert "6 applied" in str(logged()[-1]["text"])
    assert logged()[-1]["exit_code"] == 1


def test_no_password_in_an_address_reaches_the_log(farm: Farm) -> None:
    assert export("--profiles", "csv:https://me:hidden@host/x") in {1, 2}
    assert "hidden" not in Path("run.jsonl").read_text()

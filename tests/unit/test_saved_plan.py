"""Saved plans: what they hold, when they are refused, and going on after a part of one was made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pyupsync.adapters.directory.ldif import open_ldif
from pyupsync.adapters.trust.folder import FolderTrustStore
from pyupsync.cli import main
from pyupsync.config.desired import read_desired
from pyupsync.deployment.saved import SavedPlan, as_text, from_text
from pyupsync.errors import PlanOutdated, PlanUnreadable
from pyupsync.model import Change, Outcome
from pyupsync.workflows import apply_deployment, apply_saved_plan, plan_deployment, read_saved_plan
from tests.lab import mint
from tests.unit.deploy_farm import FileFarm
from tests.unit.photo_farm import jpeg


@pytest.fixture
def farm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FileFarm:
    monkeypatch.chdir(tmp_path)
    farm = FileFarm(tmp_path)
    assert main(["deploy", "plan", "pyupsync.toml", "--out", "plan.json"]) == 3
    return farm


def told(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = main(["deploy", *args, "--json"])
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def outdated(lines: list[dict[str, Any]]) -> dict[str, str]:
    return {line["subject"]: line["reason"] for line in lines if line.get("code") == "PlanOutdated"}


def state(farm: FileFarm) -> list[str]:
    return sorted(change.id for change in plan_deployment(farm.desired()) if isinstance(change, Change))


def test_what_was_planned_is_applied_and_nothing_is_left(farm: FileFarm) -> None:
    assert main(["deploy", "apply", "plan.json"]) == 0
    assert state(farm) == []


def test_it_holds_neither_pictures_nor_secrets(farm: FileFarm, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (farm.root / "plan.json").read_text(encoding="utf-8")
    pictures = [path.read_bytes() for path in (farm.root / "pictures").iterdir()]
    assert len(text) < 10_000
    assert "payload" not in text
    assert all(data.hex() not in text for data in pictures)
    document = json.loads(text)
    assert [change["area"] for change in document["changes"]].count("photos") == 3
    assert all("sha256" in change["after"] for change in document["changes"] if change["area"] == "photos")


@pytest.mark.parametrize("part", [1, 2, 4, 5])
def test_a_plan_that_was_applied_in_part_goes_on(farm: FileFarm, part: int) -> None:
    stream = apply_deployment(farm.desired())
    made = 0
    for event in stream:
        made += isinstance(event, Outcome)
        if made == part:
            break
    stream.close()
    assert 0 < len(state(farm)) < 7
    assert main(["deploy", "apply", "plan.json"]) == 0
    assert state(farm) == []
    assert main(["deploy", "apply", "plan.json"]) == 0, "all of it is made already"


def test_another_picture_since_is_told_and_nothing_is_changed(
    farm: FileFarm, capsys: pytest.CaptureFixture[str]
) -> None:
    farm.photos.upload("bob", 200)
    before = state(farm)
    code, lines = told(capsys, "apply", "plan.json")
    assert code == 1
    assert list(outdated(lines)) == ["CORP\\bob"]
    assert "What is there after it was sha256" in outdated(lines)["CORP\\bob"]
    assert state(farm) == before


def test_a_picture_that_somebody_wrote_since(farm: FileFarm, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(open_ldif("people.ldif", "changes.ldif", writing=True)) as directory:
        directory.write_photo("CN=ann,DC=corp,DC=test", jpeg(7))
    code, lines = told(capsys, "apply", "plan.json")
    assert (code, list(outdated(lines))) == (1, ["CORP\\ann"])
    assert "nothing in the plan, and is sha256" in outdated(lines)["CORP\\ann"]


def test_a_person_who_is_gone_and_one_who_is_new(farm: FileFarm, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["CORP\\ann,ann.jpg", "CORP\\bob,bob.jpg", "CORP\\dör,dör.jpg"]
    (farm.root / "people.csv").write_text("\n".join(["AccountName,PictureURL", *rows]), encoding="utf-8")
    code, lines = told(capsys, "apply", "plan.json")
    assert code == 1
    assert set(outdated(lines)) == {"CORP\\çem", "CORP\\dör"}
    assert "is needed now" in outdated(lines)["CORP\\dör"]


def test_an_area_that_cannot_be_read_any_more(farm: FileFarm, capsys: pytest.CaptureFixture[str]) -> None:
    (farm.root / "farm.json").write_text("none")
    code, lines = told(capsys, "apply", "plan.json")
    assert code == 1
    (reason,) = [line["reason"] for line in lines if line.get("code") == "PlanOutdated"]
    assert "Now it is:" in reason
    assert "farm.json" in reason


def test_a_configuration_that_has_changed(farm: FileFarm, capsys: pytest.CaptureFixture[str]) -> None:
    path = farm.root / "pyupsync.toml"
    path.write_text(path.read_text() + "workers = 2\n")
    assert main(["deploy", "apply", "plan.json"]) == 1
    assert "has changed since the plan plan.json was made" in capsys.readouterr().err
    with pytest.raises(PlanOutdated):
        read_saved_plan("plan.json")


def test_what_is_needed_only_while_it_is_applied_is_left_alone(farm: FileFarm) -> None:
    saved, desired = read_saved_plan("plan.json")
    (farm.root / "certificates" / "more.cer").write_bytes(mint.mint("CN=More").der)
    fewer = SavedPlan(saved.configuration, saved.digest, ("trust",), saved.changes[:1])
    told = [one for one in apply_saved_plan(fewer, desired) if isinstance(one, Outcome)]
    assert {one.code for one in told} == {"PlanOutdated"}, "refused before anything begins"
    assert not FolderTrustStore("store").list()


def test_a_picture_that_was_cleared_by_it_is_as_planned(farm: FileFarm, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["deploy", "apply", "plan.json"]) == 0
    path = farm.root / "pyupsync.toml"
    path.write_text(path.read_text() + 'clear-missing = true\nmax-clear = "100%"\n')
    rows = ["CORP\\ann,", "CORP\\bob,bob.jpg", "CORP\\çem,"]
    (farm.root / "people.csv").write_text("\n".join(["AccountName,PictureURL", *rows]), encoding="utf-8")
    assert main(["deploy", "plan", "pyupsync.toml", "--out", "clear.json"]) == 3
    assert len(state(farm)) == 2
    stream = apply_deployment(farm.desired(), ["photos"])
    next(event for event in stream if isinstance(event, Outcome) and event.status == "applied")
    stream.close()
    assert len(state(farm)) == 1
    for _ in range(2):
        code, lines = told(capsys, "apply", "clear.json")
        assert code == 0, lines
        assert state(farm) == []


def test_the_same_world_gives_the_same_text(farm: FileFarm) -> None:
    texts = set()
    for number in range(5):
        assert main(["deploy", "plan", "pyupsync.toml", "--out", f"plan{number}.json"]) == 3
        texts.add((farm.root / f"plan{number}.json").read_text(encoding="utf-8"))
    assert len(texts) == 1


def test_only_the_planned_areas(farm: FileFarm) -> None:
    assert main(["deploy", "plan", "pyupsync.toml", "--only", "trust", "--out", "trust.json"]) == 3
    assert main(["deploy", "apply", "trust.json"]) == 0
    assert {one.partition("/")[0] for one in state(farm)} == {"zones", "profiles", "photos"}
    assert main(["deploy", "apply", "trust.json", "--only", "trust"]) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON"),
        ("[]", "no plan of pyupsync"),
        ("[" * 50_000, "no JSON"),
        ('{"format": "pyupsync-plan", "version": 1, "changes": ["x"], "areas": [], "sha256": ""}', "of another kind"),
        ('{"format": "pyupsync-plan", "version": 2}', "of version 2"),
        ('{"format": "pyupsync-plan", "version": 1}', "something is missing"),
        ('{"format": "pyupsync-plan", "version": 1, "changes": [{}], "areas": [], "sha256": ""}', "is missing"),
        ('{"format": "pyupsync-plan", "version": 1, "changes": 1, "areas": [], "sha256": ""}', "of another kind"),
    ],
)
def test_what_is_no_plan(farm: FileFarm, text: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    (farm.root / "other.json").write_text(text)
    assert main(["deploy", "apply", "other.json"]) == 2
    assert words in capsys.readouterr().err
    with pytest.raises(PlanUnreadable):
        from_text(text, "other.json")


def test_a_plan_takes_the_place_of_a_plan_and_of_nothing_else(farm: FileFarm) -> None:
    assert main(["deploy", "plan", "pyupsync.toml", "--out", "people.csv"]) == 2
    assert (farm.root / "people.csv").read_text(encoding="utf-8").startswith("AccountName")
    assert main(["deploy", "plan", "pyupsync.toml", "--out", "nowhere/plan.json"]) == 2
    assert main(["deploy", "plan", "pyupsync.toml", "--out", "plan.json"]) == 3
    assert not list(farm.root.glob("*.part"))


def test_there_and_back() -> None:
    change = Change("zones/k", "zones", "Map", "k", None, {"name": "https", "data": 1, "list": ("a", "b")}, "ü")
    plan = SavedPlan("c.toml", "00", ("zones",), (change,))
    again = from_text(as_text(plan), "p")
    assert as_text(again) == as_text(plan)
    assert again.changes[0].subject == "ü"


def test_two_at_once_one_is_refused_or_waits(farm: FileFarm) -> None:
    """Another process has the lock: refused at once, with who it is; waited for where that is asked for."""
    code = (
        "import sys,time\nfrom contextlib import ExitStack\nfrom pyupsync.wiring import take_run_lock\n"
        "with ExitStack() as s:\n take_run_lock(sys.argv[1], s)\n print('held', flush=True)\n sys.stdin.readline()\n"
    )
    lock = f"{(farm.root / 'pyupsync.toml').resolve()}.lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", code, lock], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout
        assert holder.stdin
        assert holder.stdout.readline() == "held\n"
        before = state(farm)
        assert main(["deploy", "apply", "pyupsync.toml"]) == 75
        assert state(farm) == before
        assert main(["deploy", "apply", "pyupsync.toml", "--what-if"]) == 0, "changes nothing, so it waits for nobody"
        waiting = subprocess.Popen(
            [sys.executable, "-m", "pyupsync", "deploy", "apply", "pyupsync.toml", "--lock-wait", "60"],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        while not (waiting.stderr and "It is waited for" in waiting.stderr.readline()):
            time.sleep(0.01)
        holder.stdin.write("\n")
        holder.stdin.flush()
        assert waiting.communicate(timeout=60)[0].splitlines()[-1] == "7 applied, 0 unchanged, 0 skipped, 0 failed"
    assert state(farm) == []
    assert not Path(lock).exists()
    assert read_desired("pyupsync.toml").areas == ("trust", "zones", "profiles", "photos")

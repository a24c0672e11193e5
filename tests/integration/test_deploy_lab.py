"""A whole farm from nothing by one apply: verified, broken, planned, mended; killed; two at once."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pyupsync.photos.image import RULES, conform
from tests.integration.deployed import BUILDER, EXPORTER, OU, PASSWORD, REG, VARIABLE, LabFarm, lab_farm
from tests.integration.exported import small
from tests.killing import Nursery
from tests.lab import Lab
from tests.lab.ldif import modify_record
from tests.lab.names import DNS_DOMAIN, NETBIOS

pytestmark = pytest.mark.lab
KILLS = 30
_IMPORTS = """
from pyupsync.cli import main
import pyupsync.workflows.trust, pyupsync.workflows.zones, pyupsync.workflows.profiles, pyupsync.workflows.access
import pyupsync.workflows.photos, pyupsync.workflows.deployment_runs, pyupsync.cli.deploy, PIL.JpegImagePlugin
def apply(config):
    sys.stdout = sys.stderr = open(os.devnull, "w")
    main(["deploy", "apply", config])
"""


@pytest.fixture
def farm(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LabFarm]:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with lab_farm(lab, tmp_path, 8) as farm:
        yield farm


def expected(farm: LabFarm) -> dict[str, bytes]:
    return {farm.dn(name): conform(farm.picture(name).read_bytes(), RULES["gal"]).data for name in farm.names}


def pending(farm: LabFarm) -> set[tuple[str, str]]:
    return {(change.area, who(change.subject or change.target)) for change in farm.pending()}


def who(subject: str) -> str:
    """Whom something is about; a certificate by its common name."""
    return subject.partition(",")[0] if subject.startswith("CN=") else subject


def test_built_from_nothing_verified_broken_and_mended(farm: LabFarm) -> None:
    code, lines = farm.run("apply")
    failed = [line for line in lines if line.get("status") == "failed"]
    assert (code, failed) == (0, [])
    order = list(dict.fromkeys(line["area"] for line in lines if line["type"] == "outcome"))
    assert order == ["trust", "zones", "profiles", "access", "photos"]
    assert farm.photos() == expected(farm)
    assert farm.entries() == 1
    assert farm.pending() == []
    assert PASSWORD not in json.dumps(lines)

    code, lines = farm.run("verify")
    wrong = [line for line in lines if line.get("status") in {"error", "fail", "failed"}]
    assert (code, wrong) == (0, [])
    verdict = next(line["facts"] for line in lines if line.get("kind") == "verdict")
    assert not verdict["cause"], verdict

    drifts = broken(farm)
    assert len(drifts) == 10
    assert pending(farm) == drifts
    code, lines = farm.run("verify")
    told = {(line["facts"]["area"], who(line["subject"])) for line in lines if line.get("check") == "drift"}
    assert (code, told) == (3, drifts)

    saved = farm.folder / "plan.json"
    assert farm.run("plan", "--out", str(saved))[0] == 3
    assert PASSWORD not in saved.read_text(encoding="utf-8")
    code, lines = farm.run("apply", configuration=str(saved))
    assert code == 0, [line for line in lines if line.get("status") == "failed"]
    assert lines[-1]["applied"] == 11, "the site in the zone is in two trees"
    assert farm.run("plan")[0] == 0
    assert farm.photos() == expected(farm)
    assert farm.entries() == 1


def broken(farm: LabFarm) -> set[tuple[str, str]]:
    """Ten things are not as they should be any more; returns whom each is about, by area."""
    store = farm.folder / "store"
    for path in store.glob("*"):
        path.unlink()  # two authorities
    farm.folder.joinpath("account.reg").write_bytes(REG.encode("utf-16"))
    farm.write_farm([{"name": "corp"}, {"name": "emea"}])
    farm.revoke()
    names = farm.names
    replaced = conform(small(7), RULES["gal"]).data
    records = [("thumbnailPhoto", names[0], []), ("thumbnailPhoto", names[1], [replaced])]
    farm.lab.directory.modify("".join(modify_record(farm.dn(who), name, values) for name, who, values in records))
    farm.picture(names[2]).write_bytes(small(8))
    farm.lab.directory.modify(modify_record(farm.dn(names[3]), "thumbnailPhoto", [small(9)]))
    certificates = {"CN=Lab Root CA", "CN=Lab Subordinate CA"}
    photos = {("photos", f"CORP\\{name}") for name in names[:4]}
    return {
        *(("trust", subject) for subject in certificates),
        ("zones", f"https://{farm.lab.web_host}"),
        ("profiles", "corp"),
        ("profiles", "emea"),
        ("access", "CORP\\svc_none"),
        *photos,
    }


def test_killed_at_random_moments_and_run_again_to_the_same_end(farm: LabFarm) -> None:
    assert farm.run("apply")[0] == 0
    wanted = farm.built()
    lives = random.Random(5)
    killed = 0
    with closing(Nursery(_IMPORTS, "apply(sys.argv[1])", farm.config, env=farm.env())) as nursery:
        farm.forget()
        longest = 2.0
        while killed < KILLS:
            seconds = lives.uniform(0.02, longest)
            code = nursery.live(seconds)
            assert code in {0, -signal.SIGKILL}
            killed += code == -signal.SIGKILL
            if code == 0:  # it takes less than that
                longest = seconds
            code, lines = farm.run("apply")
            assert code == 0, [line for line in lines if line.get("status") == "failed"]
            assert farm.built() == wanted
            farm.forget()
        assert farm.run("apply")[0] == 0
        assert farm.pending() == []


@pytest.mark.parametrize("wait", [(), ("--lock-wait", "120")])
def test_two_at_once_one_refuses_or_waits_and_nothing_is_doubled(farm: LabFarm, wait: tuple[str, ...]) -> None:
    before = sum(number * people for number, people in farm.versions().items())
    runs = [
        subprocess.Popen(
            farm.command("apply", *wait),
            cwd=farm.folder,
            env=farm.env(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    told = [run.communicate(timeout=300) for run in runs]
    codes = sorted(run.returncode for run in runs)
    assert codes == [0, 0] or (codes == [0, 75] and not wait), told
    after = sum(number * people for number, people in farm.versions().items())
    assert after - before == farm.size, "each picture was written once"
    built = farm.built()
    assert built["entries"] == 1
    assert len(built["trusted"]) == 2  # type: ignore[arg-type]
    assert farm.photos() == expected(farm)
    assert farm.pending() == []


def test_a_right_that_is_missing_fails_and_what_was_made_stays(farm: LabFarm) -> None:
    """Without the area that grants, everybody's picture fails with its advice; with it the same file goes on."""
    code, lines = farm.run("apply", "--only", "trust", "--only", "photos")
    assert code == 1
    codes = {line["code"] for line in lines if line["type"] == "outcome" and line["area"] == "photos"}
    assert codes == {"DirectoryAccessDenied"}
    assert farm.photos() == {}
    assert farm.run("apply")[0] == 0
    assert farm.photos() == expected(farm)
    assert f"access/{OU.lower()}" not in {change.id for change in farm.pending()}


def test_a_right_as_a_dsc_resource(farm: LabFarm) -> None:
    """Tested, set, tested and exported as DSC calls it; the password is named, never said."""
    instance = {
        "directory": farm.lab.directory_address,
        "caFile": str(farm.lab.ca_bundle),
        "auth": "simple",
        "user": f"{BUILDER}@{DNS_DOMAIN}",
        "passwordEnv": VARIABLE,
        "account": f"{NETBIOS}\\{EXPORTER}",
        "ou": OU,
        "undoFile": str(farm.folder / "undo"),
    }

    def call(operation: str) -> list[dict[str, object]]:
        done = subprocess.run(
            [sys.executable, "-m", "pyupsync", "dsc", "DirectoryAccess", operation],
            input=json.dumps(instance),
            env=farm.env(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert PASSWORD not in done.stdout + done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    (before,) = call("test")
    assert (before["granted"], before["_inDesiredState"], farm.entries()) == (False, False, 0)
    (predicted,) = call("whatIf")
    assert (predicted["granted"], farm.entries()) == (True, 0)
    (after,) = call("set")
    assert (after["granted"], farm.entries()) == (True, 1)
    assert call("set") == [after]
    assert farm.entries() == 1
    assert [one["right"] for one in call("export")] == ["write-photo"]

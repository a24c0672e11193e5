"""The Ansible example, played by a real ansible-core against this machine: green, and changed=0 the second time."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.lab import Lab
from tests.lab.mint import mint
from tests.unit.deploy_farm import FileFarm
from tests.unit.photo_farm import Farm

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "automation" / "ansible"
BIN = Path(sys.executable).parent
pytestmark = pytest.mark.skipif(os.name == "nt", reason="ansible-core does not run on Windows")


@dataclass
class Recap:
    """What ``PLAY RECAP`` says of localhost."""

    code: int
    changed: int
    failed: int
    said: str


@dataclass
class Play:
    """The example, in a folder of its own."""

    folder: Path

    def run(self, variables: dict[str, object], *options: str) -> Recap:
        started: dict[str, object] = {"ansible_python_interpreter": sys.executable}
        started |= {"pyupsync_command": [sys.executable, "-m", "pyupsync"], "pyupsync_folder": str(self.folder)}
        (self.folder / "these.json").write_text(json.dumps(started | variables), encoding="utf-8")
        command = [
            BIN / "ansible-playbook",
            "-i",
            "localhost,",
            "-c",
            "local",
            "site.yml",
            "-e",
            "@these.json",
            *options,
        ]
        env = os.environ | {"ANSIBLE_HOME": str(self.folder / ".ansible"), "LC_ALL": "C.UTF-8", "ANSIBLE_NOCOLOR": "1"}
        done = subprocess.run(
            command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=300, check=False
        )
        numbers = dict(re.findall(r"(\w+)=(\d+)", done.stdout.rpartition("PLAY RECAP")[2]))
        said = done.stdout + done.stderr
        return Recap(done.returncode, int(numbers.get("changed", -1)), int(numbers.get("failed", -1)), said)


@pytest.fixture
def play(tmp_path: Path) -> Play:
    folder = tmp_path / "play book"
    shutil.copytree(EXAMPLE, folder)
    return Play(folder)


@pytest.fixture
def farm(play: Play) -> Farm:
    """The embedded farm: certificates for a folder store, a .reg file, people in LDIF and their pictures."""
    (play.folder / "chain").mkdir()
    (play.folder / "chain" / "root.cer").write_bytes(mint("O=Lab/CN=Wurzel Köln", start=-10, end=3650).der)
    (play.folder / "trusted").mkdir()
    (play.folder / "service-account.reg").write_text("Windows Registry Editor Version 5.00\n\n", encoding="utf-16")
    made = Farm(play.folder)
    made.job()
    lines = ["profiles = 'csv:people.csv'", "photos = 'folder:pictures'", "directory = 'ldif:people.ldif'"]
    (play.folder / "photos.toml").write_text("\n".join(["[photos]", *lines, "lock = 'run.lock'"]), encoding="utf-8")
    return made


ALL = {
    "pyupsync_trust": {"store": "folder:trusted", "paths": ["chain"]},
    "pyupsync_zones": {
        "registry": "reg:service-account.reg",
        "urls": ["https://mysite.contoso.com", "http://mysite"],
        "undo_file": "zones-undo.reg",
    },
    "pyupsync_photos": {"configuration": "photos.toml"},
    "pyupsync_schedule": {"configuration": "photos.toml", "every": "1h", "account": "svc_ups", "root": "root"},
}


def files(folder: Path) -> dict[str, bytes]:
    """Every file that pyupsync may have changed."""
    kept = (path for path in folder.rglob("*") if path.is_file() and ".ansible" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept if path.name != "these.json"}


def test_the_embedded_farm_is_brought_there_once(play: Play, farm: Farm) -> None:
    before = files(play.folder)
    checked = play.run(ALL, "--check")
    assert (checked.code, checked.changed, checked.failed) == (0, 4, 0), checked.said
    assert files(play.folder) == before
    first = play.run(ALL)
    assert (first.code, first.changed, first.failed) == (0, 4, 0), first.said
    assert len(list((play.folder / "trusted").glob("*.cer"))) == 1
    assert farm.photo("ann")
    assert (play.folder / "root/etc/systemd/system/pyupsync-photos.timer").exists()
    after = files(play.folder)
    for options in ((), ("--check",)):
        again = play.run(ALL, *options)
        assert (again.code, again.changed, again.failed) == (0, 0, 0), again.said
    assert files(play.folder) == after


def test_a_whole_desired_state_is_brought_there_once(play: Play) -> None:
    FileFarm(play.folder)
    whole = {"pyupsync_deploy": {"configuration": "pyupsync.toml"}}
    part = {"pyupsync_deploy": {"configuration": "pyupsync.toml", "only": ["trust", "profiles"]}}
    before = files(play.folder)
    checked = play.run(whole, "--check")
    assert (checked.code, checked.changed, checked.failed) == (0, 1, 0), checked.said
    assert files(play.folder) == before
    assert play.run(part).changed == 1
    assert not (play.folder / "changes.ldif").exists()
    assert [play.run(whole, *words).changed for words in ((), (), ("--check",))] == [1, 0, 0]


def test_a_failed_picture_fails_the_play_unless_it_may(play: Play, farm: Farm) -> None:
    (farm.pictures / "bob.jpg").write_text("<html>")
    photos = {"pyupsync_photos": {"configuration": "photos.toml"}}
    strict = play.run(photos)
    assert (strict.code, strict.failed) == (2, 1)
    assert "ImageNotAPicture" in strict.said
    lenient = {"pyupsync_photos": {"configuration": "photos.toml", "people_may_fail": True}}
    farm.upload("ann", 77)
    assert (play.run(lenient).changed, play.run(lenient).changed) == (1, 0)
    broken = play.run({"pyupsync_photos": {"configuration": "missing.toml", "people_may_fail": True}})
    assert (broken.code, broken.failed) == (2, 1)


def test_variables_are_checked_before_anything_runs(play: Play, farm: Farm) -> None:
    told = play.run(
        {"pyupsync_zones": {"registry": "reg:service-account.reg"}, "pyupsync_photos": ALL["pyupsync_photos"]}
    )
    assert told.failed == 1
    assert "urls" in told.said
    assert farm.photo("ann") is None


def test_the_lab_is_brought_there_once(lab: Lab, fresh_photos: dict[str, bytes], play: Play) -> None:
    lines = [
        f"profiles = 'csv:{lab.profiles}'",
        f"directory = '{lab.directory_address}'",
        f"sites = ['{lab.web_host}']",
        f"ca-file = '{lab.ca_bundle}'",
        "auth = 'kerberos'",
        f"user = '{lab.principal}'",
        f"keytab = '{lab.keytab()}'",
    ]
    (play.folder / "photos.toml").write_text("\n".join(["[photos]", *lines]), encoding="utf-8")
    photos = {"pyupsync_photos": {"configuration": "photos.toml", "people_may_fail": True}}
    before = lab.photos()
    checked = play.run(photos, "--check")
    assert (checked.code, checked.failed) == (0, 0), checked.said
    assert lab.photos() == before
    first, second = play.run(photos), play.run(photos)
    assert (first.code, first.changed) == (0, 1), first.said
    assert (second.code, second.changed) == (0, 0), second.said
    assert len(lab.photos()) > len(before)


def test_the_example_s_own_variables_are_those_of_the_role(play: Play, farm: Farm) -> None:
    told = play.run({}, "-e", "@vars.yml")
    assert (told.code, told.changed) == (0, 3), told.said


def test_ansible_lint_has_nothing_to_say(play: Play) -> None:
    env = os.environ | {
        "ANSIBLE_HOME": str(play.folder / ".ansible"),
        "LC_ALL": "C.UTF-8",
        "PATH": f"{BIN}:{os.environ['PATH']}",
    }
    command = [
        BIN / "ansible-lint",
        "--offline",
        "--profile",
        "production",
        "--skip-list",
        "meta-no-info",
        "-q",
        "site.yml",
        "roles",
    ]
    done = subprocess.run(command, cwd=play.folder, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

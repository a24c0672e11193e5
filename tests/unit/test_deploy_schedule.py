"""An export that the system starts by itself: units, tasks, and how they are put there."""

from __future__ import annotations

import configparser
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from pyupsync.cli import main
from pyupsync.config import schedule_job
from pyupsync.deployment import schedule_task
from pyupsync.deployment.schedule import Schedule
from pyupsync.deployment.schedule_task import needs_password, same_task
from pyupsync.deployment.schedule_units import units
from pyupsync.errors import UsageError
from tests.conftest import need_tool

DAILY = Schedule(name="pyupsync-photos", command=(sys.executable, "-m", "pyupsync"), folder="/etc/pyupsync")
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("task.xsd")))
NAME = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


@pytest.fixture
def configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is exported every night; the current folder is its own."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "photos.toml"
    lines = ["profiles = 'csv:people.csv'", "directory = 'ldaps://dc1.corp.test/DC=corp,DC=test'", "site = []"]
    lines += ["sites = ['mysite.corp.test']", "auth = 'kerberos'", "user = 'svc@CORP.TEST'", "keytab = 'svc.keytab'"]
    lines += ["state = 'sqlite:/var/lib/pyupsync-photos/photos.db'", "log = 'journal:'"]
    path.write_text(
        "\n".join(["[photos]", *(line for line in lines if not line.startswith("site ="))]), encoding="utf-8"
    )
    return path


def task_xml(told: Schedule) -> str:
    return schedule_task.task_xml(told, subprocess.list2cmdline(told.command[1:]))


def schedule(*words: str) -> int:
    return main(["deploy", "schedule", *words])


def service(text: str) -> configparser.SectionProxy:
    parsed = configparser.RawConfigParser(strict=False, interpolation=None)
    parsed.optionxform = str  # type: ignore[assignment]
    parsed.read_string(text)
    return parsed["Service"]


@pytest.mark.parametrize(
    "schedule",
    [
        DAILY,
        replace(DAILY, minutes=15, account="svc_ups", writes=("/srv/my pictures", "/var/lib/pyupsync-photos")),
        replace(DAILY, minutes=360, secrets={"keytab": "/etc/100% key", "site-password-file": "/etc/pw"}),
        replace(DAILY, minutes=1440, command=(sys.executable, "-m", "it's", 'a "word"', "$HOME %h", "")),
    ],
    ids=["daily", "quarters", "secrets", "words"],
)
def test_systemd_takes_the_units_as_they_are(schedule: Schedule, tmp_path: Path) -> None:
    schedule = replace(schedule, folder=str(tmp_path))
    written = [tmp_path / name for name in units(schedule)]
    for path, text in zip(written, units(schedule).values(), strict=True):
        path.write_text(text, encoding="utf-8")
    command = [need_tool("systemd-analyze"), "verify", "--man=no", *map(str, written)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_systemd_finds_little_to_be_exposed(tmp_path: Path) -> None:
    path = tmp_path / "pyupsync-photos.service"
    path.write_text(units(DAILY)[path.name], encoding="utf-8")
    command = [need_tool("systemd-analyze"), "security", "--offline=true", "--threshold=25", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout[-200:]  # 2.5 of 10


@pytest.mark.parametrize(
    ("minutes", "calendar"),
    [(0, "*-*-* 02:00:00"), (15, "*-*-* *:00/15:00"), (60, "*-*-* 00/1:00:00"), (1440, "*-*-* 00:00:00")],
)
def test_a_calendar_is_systemd_s(minutes: int, calendar: str) -> None:
    timer = units(replace(DAILY, minutes=minutes))["pyupsync-photos.timer"]
    assert f"OnCalendar={calendar}\n" in timer
    assert "Persistent=true\n" in timer
    command = [need_tool("systemd-analyze"), "calendar", "--iterations=2", calendar]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_secrets_are_handed_over_and_stand_in_no_unit_or_command() -> None:
    told = service(units(replace(DAILY, secrets={"keytab": "/etc/svc.keytab"}))["pyupsync-photos.service"])
    assert told["LoadCredential"] == "keytab:/etc/svc.keytab"
    assert told["ExecStart"].endswith("--keytab ${CREDENTIALS_DIRECTORY}/keytab")
    assert (told["DynamicUser"], told["ProtectSystem"]) == ("yes", "strict")


def test_what_is_used_is_not_hidden() -> None:
    home = service(units(replace(DAILY, reads=("/home/me/venv",)))["pyupsync-photos.service"])
    assert (home["ProtectHome"], home["PrivateTmp"]) == ("read-only", "yes")
    away = service(units(replace(DAILY, command=("/usr/bin/python3",), account="svc"))["pyupsync-photos.service"])
    assert (away["ProtectHome"], away["User"]) == ("yes", "svc")


def test_a_user_of_systemd_s_own_making_writes_to_its_own_folders_only() -> None:
    assert units(replace(DAILY, writes=("/var/lib/pyupsync-photos", "/var/log/pyupsync-photos/a")))
    with pytest.raises(UsageError, match="/srv/x"):
        units(replace(DAILY, writes=("/srv/x",)))
    assert (
        "ReadWritePaths=-/srv/x\n" in units(replace(DAILY, writes=("/srv/x",), account="a"))["pyupsync-photos.service"]
    )


@pytest.mark.parametrize("minutes", [0, 5, 45 // 3, 60, 240, 1440])
@pytest.mark.parametrize(
    "account", ["", "SYSTEM", "NT AUTHORITY\\NETWORK SERVICE", "CORP\\svc_ups$", "CORP\\çem & <co>"]
)
def test_a_task_is_valid_by_the_published_schema(minutes: int, account: str) -> None:
    told = replace(
        DAILY, minutes=minutes, account=account, folder="C:\\Programme & mehr", command=("C:\\py thon.exe", "a b")
    )
    task = etree.fromstring(task_xml(told))
    SCHEMA.assertValid(task)
    assert task.findtext(".//t:MultipleInstancesPolicy", namespaces=NAME) == "IgnoreNew"
    assert task.findtext(".//t:Arguments", namespaces=NAME) == '"a b"'
    logon = task.findtext(".//t:LogonType", namespaces=NAME)
    assert (logon == "Password") == account.startswith("CORP")
    assert task.get("version") == "1.2"


def test_the_schema_can_be_broken() -> None:
    text = task_xml(DAILY)
    for right, wrong in (("IgnoreNew", "Ignore"), (">true<", ">yes<"), ("PT12H", "12H"), ('Context="A', 'Context="B')):
        assert not SCHEMA.validate(etree.fromstring(text.replace(right, wrong)))


def test_a_task_is_the_same_with_what_windows_adds() -> None:
    mine = task_xml(replace(DAILY, account="CORP\\svc$"))
    shown = mine.replace("<RegistrationInfo>", "<RegistrationInfo><URI>\\x</URI>")
    shown = shown.replace("<UserId>CORP\\svc$<", "<UserId>S-1-5-21-1-2-3-1105<")
    assert same_task(mine, shown)
    assert not same_task(mine, shown.replace("02:00:00", "03:00:00"))
    assert not same_task(task_xml(replace(DAILY, account="CORP\\other$")), shown)
    assert not same_task(mine, "no XML")


def test_who_needs_a_password() -> None:
    assert [needs_password(name) for name in ("", "SYSTEM", "CORP\\svc$", "NT AUTHORITY\\SYSTEM")] == [False] * 4
    assert needs_password("CORP\\alice")


def test_units_are_installed_once(configuration: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = str(tmp_path / "root")
    install = ["--install", "--for", "systemd", "--root", root, "--every", "1h", "photos.toml"]
    assert schedule(*install, "--what-if") == 0
    assert "3 skipped" in capsys.readouterr().out
    assert not Path(root, "etc").exists()
    assert schedule(*install, "--json") == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["status"] for one in told if one["type"] == "outcome"] == ["applied"] * 3
    assert [one["before"] for one in told if one["type"] == "change"] == [None, None, {"enabled": False}]
    assert Path(root, "etc/systemd/system/timers.target.wants/pyupsync-photos.timer").is_symlink()
    assert schedule(*install) == 0
    assert "0 applied, 3 unchanged" in capsys.readouterr().out
    assert schedule("--install", "--for", "systemd", "--root", root, "--at", "04:30", "photos.toml") == 0
    assert "1 applied, 2 unchanged" in capsys.readouterr().out


def test_folders_above_are_named_as_they_are(
    configuration: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    below = configuration.parent / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace("/var/lib/pyupsync-photos/photos.db", "below/../state/photos.db"))
    words = ["--for", "systemd", "--account", "svc_ups", "../photos.toml"]
    assert schedule("--print", *words) == 0
    shown = capsys.readouterr().out
    assert f"{configuration.parent.resolve()}/state" in shown
    assert ".." not in shown, "systemd ignores a place that is not normalized"
    assert schedule("--install", "--root", "../root", *words) == 0
    assert (configuration.parent / "root/etc/systemd/system/timers.target.wants").is_dir()


def test_tasks_are_installed_once(configuration: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install = [
        "--install",
        "--for",
        "windows",
        "--root",
        str(tmp_path / "root"),
        "--account",
        "CORP\\svc_ups$",
        "photos.toml",
    ]
    assert schedule(*install) == 0
    assert schedule(*install) == 0
    assert "0 applied, 1 unchanged" in capsys.readouterr().out
    data = (tmp_path / "root" / "pyupsync-photos.xml").read_bytes()
    SCHEMA.assertValid(etree.fromstring(data))
    assert data.startswith(b"\xff\xfe")


def test_what_somebody_else_defined_is_left_alone(configuration: Path, tmp_path: Path) -> None:
    path = tmp_path / "root" / "etc/systemd/system/pyupsync-photos.timer"
    path.parent.mkdir(parents=True)
    path.write_text("[Timer]\nOnCalendar=daily\n")
    assert schedule("--install", "--for", "systemd", "--root", str(tmp_path / "root"), "photos.toml") == 1
    assert path.read_text() == "[Timer]\nOnCalendar=daily\n"
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_definitions_are_shown(configuration: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert schedule("--print", "--for", "systemd", "photos.toml") == 0
    said = capsys.readouterr().out
    assert "# /etc/systemd/system/pyupsync-photos.timer\n" in said
    assert f"LoadCredential=keytab:{configuration.parent / 'svc.keytab'}\n" in said
    assert "StandardOutput=null\n" in said
    assert schedule("--print", "--for", "windows", "photos.toml") == 0
    SCHEMA.assertValid(etree.fromstring(capsys.readouterr().out))
    assert schedule("--print", "--json", "--for", "windows", "photos.toml") == 0
    assert json.loads(capsys.readouterr().out.splitlines()[0])["facts"]["place"] == "\\pyupsync-photos"


def test_a_configuration_that_would_ask_somebody_is_refused(
    configuration: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        configuration.read_text().replace("auth = 'kerberos'", "auth = 'simple'").replace("keytab = 'svc.keytab'\n", "")
    )
    configuration.write_text(text)
    assert schedule("--print", "--for", "systemd", "photos.toml") == 2
    assert "nobody is there to be asked" in capsys.readouterr().err
    with configuration.open("a") as file:
        file.write("\npassword-file = 'pw'\n")
    assert schedule("--print", "--for", "systemd", "photos.toml") == 0
    assert "--password-file ${CREDENTIALS_DIRECTORY}/password-file" in capsys.readouterr().out


def test_windows_is_not_given_a_password(configuration: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert schedule("--install", "--for", "windows", "--account", "CORP\\alice", "photos.toml") == 2
    assert "schtasks /Create /XML FILE" in capsys.readouterr().err


@pytest.mark.parametrize(
    "settings",
    [
        {"every": "7m"},
        {"every": "90m"},
        {"every": "1w"},
        {"every": "1m"},
        {"every": "2d"},
        {"at": "25:00"},
        {"at": "2:00"},
        {"every": "1h", "at": "02:00"},
        {"system": "cron"},
        {"name": "a/b"},
        {"account": "a\nUser=root"},
    ],
    ids=str,
)
def test_settings_that_no_scheduler_could_keep_are_refused(settings: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        schedule_job({"configuration": "photos.toml", **settings})

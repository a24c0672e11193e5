"""Settings of an export that the system starts by itself."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyupsync.config.photos import PhotoJob, photo_job
from pyupsync.config.settings import Part, complete, one_of
from pyupsync.config.toml import read_toml
from pyupsync.errors import UsageError

SYSTEMS = ("systemd", "windows")
_DAY = 24 * 60
_EVERY = re.compile(r"(\d{1,4})([mhd])", re.ASCII)
_AT = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}", re.ASCII)
_ACCOUNT = re.compile(r"[\w][\w .@\\-]{0,120}\$?")
_SECRETS = ("keytab", "password_file", "site_keytab", "site_password_file")
_PROMPTED = {"simple", "ntlm", "basic"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleJob:
    """When an export is to run, as whom, and what starts it.

    Attributes:
        configuration: The TOML file whose ``[photos]`` table is exported.
        system: ``systemd`` or ``windows`` (its Task Scheduler).
        every: ``15m``, ``1h``, ``1d``: what divides an hour or a day; empty for ``at``.
        at: The time of day, ``HH:MM``, in the machine's own time; ``02:00`` when neither is given.
        account: Whom it runs as; empty for a user of systemd's own making, and on Windows for NETWORK SERVICE.
        name: Of the units, and of the task.
        root: Where a system's definitions are put instead of into this system.
    """

    configuration: str
    system: str = "windows" if os.name == "nt" else "systemd"
    every: str = ""
    at: str = ""
    account: str = ""
    name: str = "pyupsync-photos"
    root: str = ""

    def __post_init__(self) -> None:
        """Refuse what no scheduler could keep."""
        one_of(self.system, SYSTEMS, "for")
        if self.every and self.at:
            raise UsageError("Both every and at were given.", advice="Give one of them.")
        if self.at and not _AT.fullmatch(self.at):
            raise UsageError(f"at is {self.at!r}; it must be a time of day such as 02:00.", target=self.at)
        _ = self.minutes
        if not _NAME.fullmatch(self.name):
            raise UsageError(f"name is {self.name!r}; it must be letters, digits, - and _.", target=self.name)
        if self.account and not _ACCOUNT.fullmatch(self.account):
            raise UsageError(f"account is {self.account!r}, which is no account's name.", target=self.account)

    @property
    def minutes(self) -> int:
        """Minutes from one run to the next; 0 for once a day at a time.

        Raises:
            UsageError: No whole number of such times is in an hour or a day.
        """
        if not self.every:
            return 0
        found = _EVERY.fullmatch(self.every)
        minutes = int(found[1]) * {"m": 1, "h": 60, "d": _DAY}[found[2]] if found else 0
        if minutes < 5 or _DAY % minutes or (60 % minutes and minutes % 60):
            said = f"every is {self.every!r}; it must divide an hour or a day, and be 5m at least: 15m, 1h, 6h, 1d."
            raise UsageError(said, target=self.every)
        return minutes

    @property
    def time_of_day(self) -> str:
        """When the day's run is: ``HH:MM``."""
        return self.at or "02:00"

    def export(self) -> tuple[PhotoJob, dict[str, str]]:
        """What is exported, and the files its secrets are in, by setting.

        Raises:
            UsageError: The configuration cannot be used, or would ask for a password.
        """
        table = {key.replace("-", "_"): value for key, value in read_toml(self.configuration).items()}
        secrets = {name: str(table.pop(name)) for name in _SECRETS if table.get(name)}
        for prefix in ("", "site_"):
            if table.get(f"{prefix}auth") in _PROMPTED and f"{prefix}password_file" not in secrets:
                name = f"{prefix.replace('_', '-')}password-file"
                said = f"The configuration {self.configuration} has no {name}, and nobody is there to be asked."
                raise UsageError(said, target=self.configuration)
        if isinstance(table.get("directory"), list):
            table["directory"] = [_without_files(one) for one in table["directory"]]
        kept = {name: path for name, path in secrets.items() if name.endswith("keytab")}
        return photo_job(table | kept), secrets

    @property
    def folder(self) -> str:
        """Where relative paths of the configuration start."""
        return str(normal(Path(self.configuration)).parent)


def normal(path: Path) -> Path:
    """The absolute path; without `..`, which systemd ignores the places of: systemd.exec(5), "not normalized"."""
    return path.resolve() if ".." in path.parts else path.absolute()


def _without_files(one: object) -> object:
    return (
        {key: value for key, value in one.items() if key.replace("-", "_") != "password_file"}
        if isinstance(one, dict)
        else one
    )


def schedule_job(settings: Mapping[str, Any]) -> ScheduleJob:
    """Make a job from plain settings.

    Raises:
        UsageError: An unknown setting, a value that cannot be used, or no configuration.
    """
    return ScheduleJob(**complete(settings, (Part("", ScheduleJob),), "configuration")[""])

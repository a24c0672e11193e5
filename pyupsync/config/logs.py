"""Settings of the jobs on web servers' logs."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from pyupsync.config.settings import Part, by_part
from pyupsync.errors import UsageError

_WINDOW = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class LogJob:
    """What is asked of which logs.

    Attributes:
        paths: Logs of IIS in the W3C format, folders of them, archives; patterns where there is no file of that name.
        since: Only requests from this time on: ``2025-03-03``, ``2025-03-03T08:00``, UTC as logs are where it names no
            other zone (``+01:00``).
        until: Only requests up to this time; a date is all of that day.
        client: Only requests from these addresses; what a load balancer passed on counts where it is logged.
        account: Only these people's pictures, as their files are named: ``DOMAIN\\user``, ``user``, ``user@domain``.
        server_address: Further addresses of the server itself, which the loopback check is told by.
        pattern: Requests of these paths (``*``, ``?``) instead of pictures; ``*`` is all.
        window: Seconds that a logon may take from one request to the next, from 1 to 3,600.
    """

    paths: tuple[str, ...]
    since: str = ""
    until: str = ""
    client: tuple[str, ...] = ()
    account: tuple[str, ...] = ()
    server_address: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    window: int = _WINDOW

    def __post_init__(self) -> None:
        """Refuse what could be no question."""
        for name in ("paths", "client", "account", "server_address", "pattern"):
            if isinstance(getattr(self, name), str):  # each of its letters would be one
                raise UsageError(f"The setting {name!r} is {getattr(self, name)!r}; it must be a list.", target=name)
        if not self.paths or not all(self.paths):
            raise UsageError("No log was named.", target="paths", advice="Name a log, or a folder of logs.")
        for name, addresses in (("client", self.client), ("server_address", self.server_address)):
            for one in addresses:
                _check_address(name, one)
        if not 1 <= self.window <= 3600:
            raise UsageError(f"window is {self.window} seconds; it must be from 1 to 3600.", target="window")
        begins, ends = self.begins, self.ends
        if begins and ends and begins > ends:
            raise UsageError(f"The time since {self.since} is after the time until {self.until}.", target="since")

    @property
    def begins(self) -> datetime | None:
        """The moment that ``since`` means."""
        return _moment("since", self.since)

    @property
    def ends(self) -> datetime | None:
        """The moment that ``until`` means."""
        return _moment("until", self.until, whole_day=True)


def _check_address(name: str, text: str) -> None:
    try:
        ipaddress.ip_address(text)
    except ValueError as error:
        said = f"The {name.replace('_', ' ')} {text!r} is no IP address."
        raise UsageError(said, target=text, advice="Logs have addresses, not names: 10.0.0.7.") from error


def _moment(name: str, text: str, *, whole_day: bool = False) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.strip().removesuffix("Z"))
    except ValueError as error:
        advice = "Write a date or a date and time: 2025-03-03, 2025-03-03T08:00, 2025-03-03T09:00+01:00."
        raise UsageError(f"{name} is {text!r}, which is no time.", target=name, advice=advice) from error
    if whole_day and len(text.strip()) == len("2025-03-03"):
        moment += timedelta(days=1, seconds=-1)
    return moment.astimezone(timezone.utc) if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def log_job(settings: Mapping[str, Any]) -> LogJob:
    """Make a job on logs from plain settings; what is None or missing stays as it is by default.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or no log.
    """
    return LogJob(**{"paths": (), **by_part(settings, (Part("", LogJob),))[""]})

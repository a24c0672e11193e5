"""Settings of looking at the pictures that the directory has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pyupsync.config.checks import check_ca_file, check_timeout
from pyupsync.config.directories import DirectorySettings, every_directory, split_directories
from pyupsync.config.login import DirectoryAuth, Login
from pyupsync.config.settings import Part, by_part, one_of
from pyupsync.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class LookJob:
    """Whose pictures are looked at, and where.

    Attributes:
        person: Accounts in any form that a profile may have.
        directory: As ``PhotoJob.directory``.
        directories: As ``PhotoJob.directories``.
        data: Whether the pictures themselves are told too, in Base64.
        login: How to log on to the directory.
        ca_file: PEM file of the authorities trusted for TLS, instead of the system's.
        timeout: Seconds without an answer after which a connection is given up.
    """

    person: tuple[str, ...] = ()
    directory: str = ""
    directories: tuple[DirectorySettings, ...] = ()
    data: bool = False
    login: Login = field(default_factory=Login)
    ca_file: str = ""
    timeout: float = 30.0

    def __post_init__(self) -> None:
        """Refuse settings that cannot be used."""
        if not self.person:
            raise UsageError("Nobody was named.", target="person", advice="Name accounts: DOMAIN\\user, user@domain.")
        _ = self.every_directory
        one_of(self.login.auth, get_args(DirectoryAuth), "auth")
        check_timeout(self.timeout)
        check_ca_file(self.ca_file)

    @property
    def every_directory(self) -> tuple[DirectorySettings, ...]:
        """All directories, each with what it is told or else with the job's login and CA file."""
        return every_directory(self.directory, self.login, self.ca_file, "", self.directories)


def look_job(settings: Mapping[str, Any]) -> LookJob:
    """Make a job from plain settings; ``auth``, ``user``, ``password``, ``keytab`` describe the directory's login.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or a missing one.
    """
    plain, further = split_directories(settings)
    filled = by_part(plain, (Part("", LookJob), Part("login", Login)))
    return LookJob(**filled[""], directories=further, login=Login(**filled["login"]))

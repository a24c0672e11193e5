"""Settings of the job on a synchronization engine's metaverse."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pyupsync.config.checks import check_ca_file, check_timeout
from pyupsync.config.directories import DirectorySettings
from pyupsync.config.login import DirectoryAuth, Login, read_secret
from pyupsync.config.settings import Part, by_part, one_of
from pyupsync.errors import UsageError

VARIABLE = "PYUPSYNC_CONNECTION"
"""The environment variable that may hold the connection string of the database."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetaverseJob:
    """What looking at a metaverse is told.

    Attributes:
        sources: ``csexport:FILE``, ``mv:FILE``, ``runs:FILE``, ``sql:PROVIDER``; what they hold is put together.
        connection: The connection string for ``sql:``; it may hold a password and is never shown.
        directory: Address of the directory that tells whose picture is there really; empty for none.
        login: How to log on to it.
        ca_file: PEM file of the authorities trusted for TLS, instead of the system's.
        timeout: Seconds without an answer after which the directory is given up.
    """

    sources: tuple[str, ...]
    connection: str = field(default="", repr=False)
    directory: str = ""
    login: Login = field(default_factory=Login)
    ca_file: str = ""
    timeout: float = 30.0

    def __post_init__(self) -> None:
        """Refuse settings that cannot be used."""
        if not self.sources:
            raise UsageError(
                "No source was named.", target="sources", advice="Name csexport:FILE, mv:FILE or runs:FILE."
            )
        one_of(self.login.auth, get_args(DirectoryAuth), "auth")
        check_timeout(self.timeout)
        check_ca_file(self.ca_file)

    @property
    def directory_settings(self) -> DirectorySettings | None:
        """The directory with its login, None for none."""
        if not self.directory:
            return None
        is_file = self.directory.lower().startswith("ldif:") and not self.login.given
        return DirectorySettings(address=self.directory, login=None if is_file else self.login, ca_file=self.ca_file)


def metaverse_job(settings: Mapping[str, Any]) -> MetaverseJob:
    """Make the job from plain settings; ``connection_file`` names a file with the connection string.

    Without one, the environment's ``PYUPSYNC_CONNECTION`` is taken.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or no source.
        CredentialError: The file cannot be used.
    """
    plain = {key.replace("-", "_"): value for key, value in settings.items()}
    path = plain.pop("connection_file", None)
    filled = by_part(plain, (Part("", MetaverseJob), Part("login", Login)))
    given = {"sources": (), **filled[""]}
    if path:
        given["connection"] = read_secret(path, "connection string")
    elif not given.get("connection"):
        given["connection"] = os.environ.get(VARIABLE, "")
    return MetaverseJob(**given, login=Login(**filled["login"]))

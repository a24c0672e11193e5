"""Settings of a job on rights in the directory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pyupsync.config.checks import check_ca_file, check_timeout, same_file
from pyupsync.config.directories import DirectorySettings
from pyupsync.config.login import DirectoryAuth, Login
from pyupsync.config.settings import Part, complete, one_of
from pyupsync.errors import UsageError

RIGHTS = ("write-photo", "write-all", "create-child", "replicate")
"""What may be asked for: to write thumbnailPhoto; the three that SharePoint's own synchronization with export takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessJob:
    """Everything a job on rights in the directory is told.

    Attributes:
        directory: ``ldaps://HOST[:PORT]/BASE``, ``ldap+starttls://…`` or ``ldif:FILE``.
        login: How to log on to it.
        accounts: Whose rights: ``DOMAIN\\user``, ``user@domain``, a DN or a SID. Empty: who logs on, where rights are
            only looked at.
        ous: DNs of the containers whose people are meant; empty for the base in the directory's address.
        rights: Which rights (``RIGHTS``); empty for writing thumbnailPhoto. Looking tells all of them, and those that
            were not asked for are no fault when they are missing.
        ca_file: PEM file of the authorities trusted for TLS; empty for the system's.
        output: For ``ldif:`` the file that changes go to; empty for ``FILE`` with the suffix ``.changes.ldif``.
        undo_file: What was granted and what was there before: granting writes it (a folder, or empty for the current
            one, means a new file named by date and time), undoing reads it.
        timeout: Seconds without an answer after which the directory is given up.
    """

    directory: str
    login: Login = field(default_factory=Login)
    accounts: tuple[str, ...] = ()
    ous: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    ca_file: str = ""
    output: str = ""
    undo_file: str = ""
    timeout: float = 30.0

    def __post_init__(self) -> None:
        """Refuse settings that cannot be used."""
        one_of(self.login.auth, get_args(DirectoryAuth), "auth")
        for right in self.rights:
            one_of(right, RIGHTS, "right")
        check_timeout(self.timeout)
        check_ca_file(self.ca_file)
        self._refuse_blanks()
        if self.output and not self.settings.is_file:
            raise UsageError(
                f"The setting 'output' is for a file, and {self.directory} is none: it is changed itself.",
                target="output",
                advice="Leave it out.",
            )
        path = self.directory.partition(":")[2]
        if self.undo_file and self.settings.is_file and same_file(self.undo_file, path):
            raise UsageError(
                f"The undo file {self.undo_file} is the directory itself, which would be overwritten.",
                target=self.undo_file,
                advice="Name another file.",
            )

    def _refuse_blanks(self) -> None:
        """Refuse empty names: a script's unset variable must not mean whoever logs on, or the whole domain."""
        for name, values in (("accounts", self.accounts), ("ous", self.ous)):
            if not all(value.strip() for value in values):
                raise UsageError(f"One of the {name} is empty.", target=name, advice="Name it, or leave it out.")

    @property
    def settings(self) -> DirectorySettings:
        """The directory with its login."""
        is_file = self.directory.lower().startswith("ldif:")
        login = self.login if self.login.given or not is_file else None  # one for a file is refused there
        return DirectorySettings(address=self.directory, login=login, ca_file=self.ca_file, output=self.output)


PARTS = (Part("", AccessJob), Part("login", Login))


def access_job(settings: Mapping[str, Any], *, unused: tuple[str, ...] = ()) -> AccessJob:
    """Make a job on rights from plain settings, as the command line or the PowerShell module gives them.

    ``auth``, ``user``, ``password``, ``keytab`` describe the login. Dashes and underscores are the same.

    Args:
        settings: By their names.
        unused: Those that the job that is to run has no use for.

    Raises:
        UsageError: An unknown setting, one without a use, a value of the wrong kind, or no directory.
    """
    filled = complete(settings, PARTS, "directory", unused)
    return AccessJob(**filled[""], login=Login(**filled["login"]))

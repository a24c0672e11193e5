"""Settings of a job on an account's zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from pyupsync.config.checks import check_ca_file, check_timeout, same_file
from pyupsync.config.login import DirectoryAuth, Login
from pyupsync.config.settings import Part, complete, one_of
from pyupsync.errors import UsageError

SERVICE = "service"
"""The word that stands for the account of the farm's User Profile service. An account of that name has its domain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneJob:
    """Everything a job on an account's zones is told.

    One record serves all of them, so that the same zones can be tested, changed and tested again; each takes of it what
    it uses.

    Attributes:
        registry: Address of the registry: ``reg:FILE``, ``hive:FILE`` or ``winreg:``.
        urls: The sites.
        farm: Address of the farm whose own addresses are sites as well: ``sharepoint:`` or ``farm:FILE``.
        account: Whose zones: a SID, ``DOMAIN\\user``, ``user@domain``, ``.\\user``, or ``service`` for the account of
            the farm's User Profile service. Empty for the user of the file or whom this runs under; for ``winreg:``
            with a farm it is the service's account.
        directory: Where a name's SID is looked up outside of Windows: ``ldaps://…``.
        login: How to log on to that directory.
        ca_file: PEM file of the authorities trusted for it.
        force: Change what is in another zone as well. Only adding, and a plan of it, uses it.
        reg_file: Write what would be changed to this file, for ``reg import`` or Group Policy preferences. Adding,
            removing and plans use it.
        undo_file: Where what was there before is kept; a folder, or empty for the current one, for a new file in it
            named by date and time. Adding and removing use it.
        timeout: Seconds without an answer after which the directory is given up.
    """

    registry: str
    urls: tuple[str, ...] = ()
    farm: str = ""
    account: str = ""
    directory: str = ""
    login: Login = field(default_factory=Login)
    ca_file: str = ""
    force: bool = False
    reg_file: str = ""
    undo_file: str = ""
    timeout: float = 30.0

    @property
    def of_service(self) -> bool:
        """Whether it is about the account of the farm's User Profile service."""
        if not self.account:
            return bool(self.farm) and self.registry.lower().startswith("winreg:")
        return self.account.strip().lower() == SERVICE

    def __post_init__(self) -> None:
        """Refuse settings that no adapter could use."""
        one_of(self.login.auth, get_args(DirectoryAuth), "auth")
        check_timeout(self.timeout)
        check_ca_file(self.ca_file)
        if isinstance(self.urls, str):  # each of its letters would be a site
            raise UsageError(f"The setting 'urls' is {self.urls!r}; it must be a list.", target="urls")
        if self.of_service and not self.farm:
            raise UsageError(
                f"The account {self.account!r} is the one that the farm's User Profile service runs under, "
                "and no farm was named.",
                target=self.account,
                advice="Name the farm (sharepoint: or farm:FILE); or the account, with its domain.",
            )
        self._refuse_unused()
        self._refuse_overwriting()

    def _refuse_unused(self) -> None:
        if self.directory and not (self.account or self.of_service):
            raise UsageError(
                "A directory was named, and no account that is to be looked up in it.",
                target=self.directory,
                advice="Name the account too, or leave the directory out.",
            )
        if not self.directory and (self.login.given or self.ca_file):
            raise UsageError(
                "A logon or a CA file was given, and no directory that it is for.",
                advice="Name the directory (ldaps://HOST/BASE); or leave them out.",
            )

    def _refuse_overwriting(self) -> None:
        """A file that is written must not be one that is read, nor both files that are written one."""
        read = [path for _, _, path in (at.partition(":") for at in (self.registry, self.farm)) if path]
        taken = {"reg_file": [*read, self.undo_file], "undo_file": read}
        for name, written in (("reg_file", self.reg_file), ("undo_file", self.undo_file)):
            for path in taken[name]:
                if written and path and same_file(written, path):
                    raise UsageError(
                        f"The {name} {written} is the file {path}, which would be overwritten.",
                        target=written,
                        advice="Name another file.",
                    )


PARTS = (Part("", ZoneJob), Part("login", Login))


def zone_job(settings: Mapping[str, Any], *, unused: tuple[str, ...] = ()) -> ZoneJob:
    """Make a job on zones from plain settings, as the command line or the PowerShell module gives them.

    ``auth``, ``user``, ``password``, ``keytab`` describe the directory's login. Dashes and underscores are the same.
    None and missing are the same.

    Args:
        settings: By their names.
        unused: Those that the job that is to run has no use for.

    Raises:
        UsageError: An unknown setting, one without a use, a value of the wrong kind, or no registry.
    """
    filled = complete(settings, PARTS, "registry", unused)
    return ZoneJob(**filled[""], login=Login(**filled["login"]))

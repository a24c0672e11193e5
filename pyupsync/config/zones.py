"""Settings of a job on an account's zones."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyupsync.config.login import Login


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneJob:
    """Everything a job on an account's zones is told.

    Attributes:
        registry: Address of the registry: ``reg:FILE``, ``hive:FILE`` or ``winreg:``.
        urls: The sites.
        account: Whose zones: a SID, ``DOMAIN\\user``, ``user@domain`` or ``.\\user``; empty for the user of the file,
            or whom this runs under.
        directory: Where a name's SID is looked up outside of Windows: ``ldaps://…``.
        login: How to log on to that directory.
        ca_file: PEM file of the authorities trusted for it.
        force: Change what is in another zone as well.
        reg_file: Write what would be changed to this file, for ``reg import`` or Group Policy preferences.
        undo_file: Where what was there before is kept; empty for a new file named by date and time.
        timeout: Seconds without an answer after which the directory is given up.
    """

    registry: str
    urls: tuple[str, ...] = ()
    account: str = ""
    directory: str = ""
    login: Login = field(default_factory=Login)
    ca_file: str = ""
    force: bool = False
    reg_file: str = ""
    undo_file: str = ""
    timeout: float = 30.0

"""The registry that zones are kept in, and whose zones they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack

from pyupsync.config import ZoneJob
from pyupsync.errors import ServiceAccountError
from pyupsync.model import RegistrySetting
from pyupsync.ports import Registry
from pyupsync.wiring.address import split_address


def open_registry(job: ZoneJob, stack: ExitStack) -> tuple[Registry, str]:
    """Open ``winreg:``, ``reg:FILE`` or ``hive:FILE``; ``stack`` closes it, which saves what was changed.

    Returns:
        The registry, and the key that the account's settings are below.

    Raises:
        UsageError: An address in no known form.
        ServiceAccountError: The account is not known, or has no profile.
        RegistryError: The registry cannot be opened.
    """
    scheme, rest = split_address(job.registry, "registry", ("winreg", "reg", "hive"), may_be_bare=("winreg",))
    sid = find_sid(job)
    registry: Registry
    if scheme == "winreg":
        from pyupsync.adapters.registry.winreg_live import LiveRegistry

        registry = LiveRegistry(sid)
    elif scheme == "reg":
        from pyupsync.adapters.registry.reg_file import RegFileRegistry

        registry = RegFileRegistry(rest)
    else:
        from pyupsync.adapters.registry.hive import HiveRegistry

        registry = HiveRegistry(rest)
    stack.callback(registry.close)
    if scheme == "reg" and not sid:
        _refuse_others(registry, rest)
    return registry, f"HKEY_USERS\\{sid}" if sid else "HKEY_CURRENT_USER"


def _refuse_others(registry: Registry, file: str) -> None:
    """A file that knows other accounts alone has no user of its own: what it was given, the wrong one would import."""
    names = registry.keys("HKEY_USERS") or ()
    others = [name for name in names if name.upper().startswith("S-1-") and not name.lower().endswith("_classes")]
    if others and not registry.keys("HKEY_CURRENT_USER"):
        raise ServiceAccountError(
            f"The registry file {file} holds settings of the account {' and '.join(others)}, and no account was named.",
            target=file,
            advice=f"Name the account that is meant: {others[0]}.",
        )


def find_sid(job: ZoneJob) -> str:
    """The SID of the job's account; empty where the job names none.

    A SID and a system account are what they are; another name is asked of the job's directory, or of Windows.
    """
    if not job.account:
        return ""
    from pyupsync.adapters.accounts.names import read_name

    name = read_name(job.account)
    if name.kind == "sid":
        return name.value
    if not job.directory:
        from pyupsync.adapters.accounts.windows import WindowsAccounts

        return WindowsAccounts().sid(job.account)
    from pyupsync.adapters.accounts.directory import DirectoryAccounts
    from pyupsync.adapters.directory.ldap import open_ldap
    from pyupsync.adapters.directory.ldap_entries import ACCOUNTS

    split_address(job.directory, "directory", ("ldaps", "ldap+starttls"))
    directory = open_ldap(job.directory, login=job.login, ca_file=job.ca_file, timeout=job.timeout, classes=ACCOUNTS)
    accounts = DirectoryAccounts(directory)
    try:
        return accounts.sid(job.account)
    finally:
        accounts.close()


def open_reg_writer(path: str, *, new: bool = False) -> Callable[[Iterable[RegistrySetting], Sequence[str]], str]:
    """What writes a ``.reg`` file of settings and of keys to take away, and returns its path."""
    from pyupsync.adapters.registry.reg_write import write_reg

    return lambda settings, gone_keys: write_reg(path, settings, gone_keys, new=new)

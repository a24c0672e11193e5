"""Kerberos credentials from a login, made without touching the environment of the process.

Needs the extra ``kerberos`` (MIT or Heimdal through python-gssapi); on Windows the identity of the process is used.
"""

from __future__ import annotations

import hashlib
import importlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, TypeAlias

from pyupsync.config import Login
from pyupsync.errors import CredentialError

Credential: TypeAlias = Any
"""A credential of python-gssapi, which tells no types here."""


@dataclass(frozen=True, slots=True)
class KerberosTrouble:
    """What went wrong in Kerberos, in our words.

    Attributes:
        kind: ``credential`` when our keytab or ticket is at fault, ``logon`` when the server side refused,
            ``unreachable`` when no KDC answered.
        message: What happened, the end of a sentence.
        advice: What to do.
    """

    kind: Literal["credential", "logon", "unreachable"]
    message: str
    advice: str


_TICKET = "Run kinit, or give a keytab with --keytab."
_ACCOUNT = "Check the user (user@REALM) and that its account is enabled."
_CONF = "Check the realm in krb5.conf and that port 88 of its domain controllers is open."
_BASE = -1765328384
"""ERROR_TABLE_BASE_krb5: MIT's krb5_err.et numbers its messages from here."""

# https://github.com/krb5/krb5/blob/master/src/lib/krb5/error_tables/krb5_err.et
_TROUBLES: dict[int, KerberosTrouble] = {
    6: KerberosTrouble("logon", "the domain knows no such user", _ACCOUNT),
    7: KerberosTrouble(
        "logon",
        "the Kerberos database has no service of that name",
        "Address the server by the full host name its SPN is registered for (setspn -Q), not by IP or alias.",
    ),
    14: KerberosTrouble("logon", "the domain supports none of the keys' encryption types", "Export the keytab anew."),
    18: KerberosTrouble("logon", "the account is disabled, locked out or expired", "Enable or unlock the account."),
    23: KerberosTrouble("logon", "the password has expired", "Change the password of the account."),
    24: KerberosTrouble("logon", "the password or the keytab's key is wrong", "Give the right one, or export it anew."),
    32: KerberosTrouble("credential", "the Kerberos ticket has expired", _TICKET),
    37: KerberosTrouble("logon", "this clock and the server's differ too much", "Set both by the same time source."),
    147: KerberosTrouble("logon", "this clock and the KDC's differ too much", "Set both by the same time source."),
    141: KerberosTrouble("credential", "the ticket cache holds no such ticket", _TICKET),
    154: KerberosTrouble("unreachable", "no KDC is known for the realm", _CONF),
    156: KerberosTrouble("unreachable", "no KDC of the realm answered", _CONF),
    181: KerberosTrouble("credential", "the keytab has no key for this user", "See what it holds: klist -k FILE."),
    195: KerberosTrouble("credential", "there is no Kerberos ticket cache", _TICKET),
}
_NOTHING_CACHED = {141, 195}
_EXPIRED_CREDENTIALS = 11 << 16
"""GSS_S_CREDENTIALS_EXPIRED (RFC 2744), which comes without a number of Kerberos."""


def gss_credentials(login: Login, *, renewal: bool = False) -> Credential | None:
    """GSSAPI credentials for a login, None for the ticket cache of the identity this runs under.

    A keytab's tickets live in a memory cache of this process and are renewed from it as they expire.

    Args:
        login: Who.
        renewal: Tickets that were got before are not used again.

    Raises:
        CredentialError: No Kerberos library, no such keytab, or settings that do not go together.
        GSSError: The KDC refused the password (``explain`` has the words).
    """
    if not _of_its_own(login):
        return None
    gssapi = _gssapi()
    name = gssapi.Name(principal(login.user), gssapi.NameType.kerberos_principal) if login.user else None
    if login.keytab:
        store = {"client_keytab": f"FILE:{_keytab(login)}", "ccache": _memory_cache(login, renewal=renewal)}
        return gssapi.Credentials(name=name, usage="initiate", store=store)
    if login.password:
        mechs = [gssapi.MechType.kerberos]
        return gssapi.raw.acquire_cred_with_password(name, login.password.encode(), mechs=mechs, usage="initiate").creds
    return gssapi.Credentials(name=name, usage="initiate")


def copied_credentials() -> Credential | None:
    """The tickets of the identity this runs under, in memory; None where they cannot be had so.

    From a cache in a file, which is read anew for every one, tickets for a service take three times as long.
    """
    cache = {"ccache": f"MEMORY:pyupsync-{secrets.token_hex(8)}"}
    try:
        gssapi = _gssapi()
        gssapi.Credentials(usage="initiate").store(store=cache, usage="initiate")
        return gssapi.Credentials(usage="initiate", store=cache)
    except (CredentialError, NotImplementedError):
        return None
    except Exception as error:
        if getattr(error, "min_code", None) is None:
            raise
        return None


def _of_its_own(login: Login) -> bool:
    """Whether the login has an identity of its own; refuses settings that would be passed over."""
    if login.auth == "current" and (login.user or login.keytab or login.password):
        raise CredentialError(
            "The logon 'current' is the identity this runs under; it takes no user, keytab or password.",
            target=login.user or login.keytab,
            advice="Say --auth kerberos to log on as somebody else.",
        )
    if login.password and not login.user:
        raise CredentialError("A Kerberos password needs its user.", advice="Give the user as user@REALM.")
    if login.password and login.keytab:
        raise CredentialError("There is both a password and a keytab.", target=login.keytab, advice="Give one of them.")
    return login.auth == "kerberos" and bool(login.user or login.keytab)


def principal(user: str) -> str:
    """The Kerberos principal of a user; realms of Active Directory are upper case.

    Raises:
        CredentialError: It is written as ``DOMAIN\\user`` or as a DN.
    """
    if "\\" in user or "=" in user:
        raise CredentialError(
            f"Kerberos cannot log on as {user!r}.", target=user, advice="Give the user as user@REALM."
        )
    name, at, realm = user.rpartition("@")
    return f"{name}@{realm.upper()}" if at else user


def explain(error: BaseException, login: Login) -> KerberosTrouble | None:
    """What a GSSAPI error means for this login; None when it is no such error."""
    minor, major = getattr(error, "min_code", None), getattr(error, "maj_code", 0)
    if minor is None:
        return None
    number = minor - (1 << 32) - _BASE if minor >= 1 << 31 else minor - _BASE
    if major == _EXPIRED_CREDENTIALS:
        number = 32
    elif login.keytab and number in _NOTHING_CACHED:
        number = 181
    return _TROUBLES.get(number) or KerberosTrouble("logon", f"Kerberos says: {error}", _ACCOUNT)


def _gssapi() -> ModuleType:
    try:
        importlib.import_module("gssapi.raw")
        return importlib.import_module("gssapi")
    except (ImportError, OSError) as error:  # OSError: the wheel is there, the system's Kerberos library is not
        raise CredentialError(
            "Kerberos with a user of its own needs python-gssapi, which is not installed.",
            advice="Run: pip install 'pyupsync[kerberos]'; on Windows leave user and keytab out "
            "and run under the account itself.",
        ) from error


def _keytab(login: Login) -> Path:
    path = Path(login.keytab).absolute()
    try:
        with path.open("rb") as file:
            magic = file.read(2)
    except OSError as error:
        raise CredentialError(f"The keytab {path} cannot be read: {error.strerror}.", target=str(path)) from error
    # https://web.mit.edu/kerberos/krb5-latest/doc/formats/keytab_file_format.html
    if magic not in {b"\x05\x01", b"\x05\x02"}:
        raise CredentialError(f"The file {path} is no keytab.", target=str(path), advice="Export it anew.")
    return path


def _memory_cache(login: Login, *, renewal: bool) -> str:
    whose = hashlib.sha256(f"{login.keytab}\0{login.user}".encode()).hexdigest()[:16]
    return f"MEMORY:pyupsync-{whose}" + (f"-{secrets.token_hex(4)}" if renewal else "")

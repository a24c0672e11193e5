"""What the native errors of ldap3, ssl, the sockets and Kerberos mean: one table, one sentence each."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from typing import TypeAlias

from ldap3.core.exceptions import (
    LDAPException,
    LDAPOperationResult,
    LDAPPackageUnavailableError,
    LDAPResponseTimeoutError,
)

from pyupsync.adapters.kerberos import explain
from pyupsync.config import Login
from pyupsync.errors import (
    CredentialError,
    DirectoryDenied,
    DirectoryError,
    DirectoryLogonFailed,
    DirectoryRejected,
    DirectoryTooWeak,
    DirectoryUnavailable,
    DirectoryUntrusted,
    PersonNotFound,
    UpSyncError,
)

Row: TypeAlias = tuple[type[DirectoryError], str, str]

NATIVE_SLIPS = (OSError, ValueError, TypeError, AttributeError)
"""What comes through ldap3 as it is: MD4 missing from OpenSSL as ValueError, a cut answer as TypeError."""
NATIVE = (LDAPException, *NATIVE_SLIPS)
"""All that ldap3 raises."""

_STRONGER = (
    "Samba says so to Kerberos over TLS unless smb.conf has 'ldap server require strong auth = allow_sasl_over_tls'; "
    "set that, or log on with --auth simple. A domain controller that asks for channel binding takes --auth kerberos."
)
_RESULTS: dict[int, Row] = {
    3: (DirectoryError, "took too long over a search", "Give a narrower base in the directory's address."),
    4: (DirectoryError, "found more than it will return", "Give a narrower base in the directory's address."),
    7: (DirectoryLogonFailed, "does not offer this kind of logon", "Try another --auth."),
    8: (DirectoryTooWeak, "wants a stronger logon", _STRONGER),
    10: (DirectoryError, "refers to another domain", "Name a domain controller of that domain in the address."),
    11: (DirectoryError, "reached an administrative limit", "Give a narrower base in the directory's address."),
    13: (DirectoryTooWeak, "wants an encrypted connection", "Use ldaps://HOST/BASE."),
    19: (DirectoryRejected, "refused the value", "thumbnailPhoto holds one picture of 1 to 102,400 bytes."),
    21: (DirectoryRejected, "refused the value", "thumbnailPhoto holds one picture of 1 to 102,400 bytes."),
    32: (PersonNotFound, "has no such entry", "It may have been moved or deleted since it was found; run again."),
    34: (DirectoryError, "cannot read this name", "Check the base in the directory's address."),
    50: (DirectoryDenied, "gives the account that logged on no right to do this", ""),
    51: (DirectoryUnavailable, "is too busy", "Try again later, or name another domain controller."),
    52: (DirectoryUnavailable, "is not available", "Try again later, or name another domain controller."),
    53: (
        DirectoryError,
        "is unwilling to do this",
        "See the message; a read-only domain controller says so to every write.",
    ),
}
# https://learn.microsoft.com/windows/win32/debug/system-error-codes--1300-1699-, in hexadecimal after "data"
_LOGONS: dict[str, tuple[str, str]] = {
    "525": ("there is no such user", "Check the user's name."),
    "52e": ("the user name or the password is wrong", "Check both; a user is written user@domain or DOMAIN\\user."),
    "52f": ("the account has restrictions that forbid this logon", "Check its logon hours, workstations and password."),
    "530": ("the account may not log on at this hour", "Widen its logon hours."),
    "531": ("the account may not log on from this machine", "Add this machine to the account's workstations."),
    "532": ("the password has expired", "Change the password of the account."),
    "533": ("the account is disabled", "Enable it."),
    "701": ("the account has expired", "Prolong it."),
    "773": ("the password must be changed first", "Change the password of the account."),
    "775": ("the account is locked out", "Unlock it, and find out who locks it."),
    "80090346": (
        "the domain controller asks for channel binding, and got a wrong one or none",
        "Use --auth kerberos or simple, and no proxy that ends TLS between here and there.",
    ),
}
_UNTRUSTED = "Give the authority's root certificate with --ca-file, and the host name that the certificate names."


def translate(error: BaseException, server: str, login: Login, target: str = "") -> UpSyncError:
    """The leaf of our tree that a native error is.

    Args:
        error: As it was caught; what caused it is looked at too.
        server: The directory, for the sentence: ``ldaps://dc1.corp.example``.
        login: How we logged on.
        target: The DN that was asked about, empty for none.
    """
    chain = list(_chain(error))
    for native in chain:
        if trouble := explain(native, login):
            kinds = {"credential": CredentialError, "unreachable": DirectoryUnavailable, "logon": DirectoryLogonFailed}
            sentence = f"The Kerberos logon to {server} failed: {trouble.message}."
            return kinds[trouble.kind](sentence, target=login.user or server, advice=trouble.advice)
    for native in chain:
        if isinstance(native, LDAPOperationResult):
            return result_error(native.result, native.message or "", server, login, target)
    return _of_connection(chain, server)


def result_error(code: int, message: str, server: str, login: Login, target: str = "") -> DirectoryError:
    """The error that an LDAP result code is."""
    said = re.sub(r"\s+", " ", message.replace("\0", "")).strip()
    if code == 49:
        return _logon_error(said, server, login)
    about = f" ({target})" if target else ""
    leaf, what, advice = _RESULTS.get(code, (DirectoryError, "answered with an error", ""))
    tail = f": {said.rstrip('.!')}" if said else ""
    return leaf(f"{server} {what}{about}; LDAP result {code}{tail}.", target=target or server, advice=advice)


def _logon_error(said: str, server: str, login: Login) -> DirectoryLogonFailed:
    found = re.search(r"\bdata ([0-9a-f]+)|\b(80090346)\b", said, re.IGNORECASE)
    code = next((part.lower() for part in found.groups() if part), "") if found else ""
    code = "80090346" if "80090346" in said else code
    what, advice = _LOGONS.get(code, (f"LDAP result 49: {said}" if said else "LDAP result 49", "Check the login."))
    who = f" of {login.user}" if login.user else ""
    return DirectoryLogonFailed(f"{server} refused the logon{who}: {what}.", target=login.user or server, advice=advice)


def _of_connection(chain: list[BaseException], server: str) -> UpSyncError:
    for native in chain:
        if isinstance(native, ssl.SSLCertVerificationError):
            reason = re.sub(r".*certificate verify failed: | \(_ssl\.c.*", "", str(native)).replace("\\", "")
            return DirectoryUntrusted(
                f"The certificate of {server} is not trusted: {reason.rstrip('.')}.", target=server, advice=_UNTRUSTED
            )
    for native in chain:
        if row := _network(native, server):
            return DirectoryUnavailable(row[0], target=server, advice=row[1])
        if isinstance(native, LDAPPackageUnavailableError):
            return CredentialError(
                f"This kind of logon needs a package: {native}.", advice="Run: pip install 'pyupsync[kerberos]'."
            )
        if "md4" in str(native).lower():
            return CredentialError(
                "NTLM needs MD4, which this Python's OpenSSL does not offer.",
                advice="Run: pip install pycryptodome, or use --auth kerberos.",
            )
    return DirectoryUnavailable(
        f"The connection to {server} failed: {chain[0]}.", target=server, advice="See that it is up, and run again."
    )


def _network(native: BaseException, server: str) -> tuple[str, str] | None:
    if isinstance(native, socket.gaierror):
        return f"The host of {server} is not known.", "Check its name and DNS."
    if isinstance(native, ConnectionRefusedError):
        return f"{server} refuses connections.", "Check the port, and that the domain controller is up."
    if isinstance(native, (TimeoutError, LDAPResponseTimeoutError)):
        return f"{server} did not answer in time.", "Check the firewall, or give a longer --timeout."
    if isinstance(native, ConnectionError):
        return f"The connection to {server} was lost.", "See that it is up and the port speaks TLS, and run again."
    if isinstance(native, ssl.SSLError):
        return f"{server} did not agree on TLS: {native}.", "See that the port speaks TLS."
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        native = waiting.pop(0)
        if id(native) in seen:
            continue
        seen.add(id(native))
        yield native
        waiting += [link for link in (native.__cause__, native.__context__) if link]
        # ldap3 keeps the failures of a host's several addresses as (error, address) in the second argument.
        history = native.args[1] if len(native.args) > 1 and isinstance(native.args[1], list) else []
        waiting += [item[0] for item in history if isinstance(item, tuple) and isinstance(item[0], BaseException)]

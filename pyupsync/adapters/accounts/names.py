r"""What the name of a service account means: ``DOMAIN\user``, ``user@domain``, ``.\user``, a SID, a system account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pyupsync.errors import ServiceAccountError

_SID = re.compile(r"S-1(-\d{1,10})+", re.IGNORECASE)
_UNFIT = set('"/[]:;|=+*?<>')
"""No logon name has them, and claims (i:0#.w|domain\\user) do."""
_FORMS = r"Write DOMAIN\user, user@domain, .\user (an account of this computer) or its SID, S-1-5-…"
# https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
_SYSTEM = {
    "SYSTEM": "S-1-5-18",
    "LOCALSYSTEM": "S-1-5-18",
    "LOCAL SERVICE": "S-1-5-19",
    "LOCALSERVICE": "S-1-5-19",
    "NETWORK SERVICE": "S-1-5-20",
    "NETWORKSERVICE": "S-1-5-20",
}


@dataclass(frozen=True, slots=True)
class AccountName:
    """An account as it was named.

    Attributes:
        kind: How.
        value: The SID, the user principal name or the logon name.
        domain: For ``sam``, in front of the backslash; empty when there was none.
    """

    kind: Literal["sid", "upn", "sam", "local"]
    value: str
    domain: str = ""


def read_name(text: str) -> AccountName:
    r"""Read a name; system accounts (``NT AUTHORITY\NETWORK SERVICE``, ``LocalSystem``) are read as their SIDs.

    Raises:
        ServiceAccountError: It is in none of the known forms.
    """
    name = text.strip()
    if not name or not name.isprintable() or set(name) & _UNFIT:
        raise _unreadable(text)
    if _SID.fullmatch(name):
        return AccountName("sid", name.upper())
    domain, backslash, user = name.rpartition("\\")
    if domain.upper() in {"", "NT AUTHORITY", "."} and user.upper() in _SYSTEM:
        return AccountName("sid", _SYSTEM[user.upper()])
    if backslash:
        if not domain or not user or "\\" in domain:
            raise _unreadable(text)
        return AccountName("local", user) if domain == "." else AccountName("sam", user, domain)
    local, at, suffix = name.rpartition("@")
    if at and not (local and suffix):
        raise _unreadable(text)
    return AccountName("upn" if at else "sam", name)


def _unreadable(text: str) -> ServiceAccountError:
    return ServiceAccountError(f"The account {text!r} is in none of the known forms.", target=text, advice=_FORMS)

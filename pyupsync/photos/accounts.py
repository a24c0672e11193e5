"""What an account name in a SharePoint profile means: the many forms read into one key."""

from __future__ import annotations

import re

from pyupsync.errors import AccountError
from pyupsync.model import AccountKey

# <i|c>:0<claim type><value type><issuer kind>|[<issuer>|]<value>, as in [MS-SPSTWS] and
# https://social.technet.microsoft.com/wiki/contents/articles/13921.sharepoint-20102013-claims-encoding.aspx
_CLAIM = re.compile(r"(?P<identity>[ic]):0..(?P<issuer>[a-z])\|(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_WITHOUT_ISSUER = "ws"
"""Windows and the farm's own token service put no issuer's name before the value."""
# [MS-DTYP] 2.4.2.1: an authority below 2^48, then 1 to 15 sub-authorities below 2^32 each.
_SID = re.compile(r"S-1-(?P<authority>\d{1,15})(?P<parts>(-\d{1,10}){1,15})", re.IGNORECASE | re.ASCII)
_LIKE_SID = re.compile(r"S-1-[\d-]*", re.IGNORECASE)
LONGEST = 1024
"""Bytes in UTF-8: rangeUpper of userPrincipalName ([MS-ADA3] 2.349). A longer name is nobody's, and would only make a
search so large that the server refuses it with everybody else's in it."""
_SHOWN = 80
"""Characters of an account that are quoted at most."""
_FORMS = r"Known are DOMAIN\user, user@domain, S-1-5-…, user, and the claims of them (i:0#.w|domain\user)."


def parse_account(text: str) -> AccountKey:
    r"""Read an account as SharePoint writes it: ``DOMAIN\user``, a UPN, a SID, a plain name, or a claim of one.

    Raises:
        AccountError: It is in none of these forms, or a claim that names no person.
    """
    account = text.strip()
    claim = _CLAIM.fullmatch(account)
    key = _of_claim(claim, text) if claim else _of_name(account)
    if key is None:
        raise AccountError(f"The account {_quoted(text)} is in none of the known forms.", target=text, advice=_FORMS)
    return key


def _quoted(text: str) -> str:
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}… ({len(text):,} characters)"


def _of_claim(claim: re.Match[str], text: str) -> AccountKey | None:
    if claim["identity"].lower() == "c":
        raise AccountError(
            f"The account {_quoted(text)} is a claim of a group or a role, not of a person.",
            target=text,
            advice="Leave it out of the profiles.",
        )
    if claim["issuer"].lower() in _WITHOUT_ISSUER:
        return _of_name(claim["rest"])
    provider, _, value = claim["rest"].rpartition("|")
    key = _of_name(value)
    if key and key.kind == "sam" and not key.domain:
        raise AccountError(
            f"The account {_quoted(text)} is known to the provider {_quoted(provider)} only; "
            f"{_quoted(value)} is no user principal name.",
            target=text,
            advice="Give the profile's account as DOMAIN\\user or user@domain.",
        )
    return key


def _of_name(name: str) -> AccountKey | None:
    name = name.strip()
    if not name.isprintable() or len(name.encode()) > LONGEST:  # half a surrogate pair is not printable
        return None
    if _LIKE_SID.fullmatch(name):
        return AccountKey("sid", name.upper()) if _is_sid(name) else None
    domain, backslash, user = name.partition("\\")
    if backslash:
        return AccountKey("sam", user, domain) if domain and user else None
    local, at, suffix = name.rpartition("@")
    if at:
        return AccountKey("upn", name) if local and suffix else None
    return AccountKey("sam", name) if name and not set(name) & set("|/:") else None


def _is_sid(name: str) -> bool:
    sid = _SID.fullmatch(name)
    if sid is None:
        return False
    return int(sid["authority"]) < 1 << 48 and all(int(part) < 1 << 32 for part in sid["parts"][1:].split("-"))

"""Asking a site whether a picture has changed: what to send, and what to keep for the next time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from pyupsync.adapters.http_head import date
from pyupsync.model import Validators

# RFC 9110, 8.8.3. Anything else is not sent back: '*' would match whatever is there.
_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_SETTLED = timedelta(seconds=60)
"""Between Last-Modified and Date before the former can tell two changes apart.

RFC 9110, 8.8.2.2, asks for one second, or more where two clocks may be at work; RFC 7232 had a minute.
"""


def conditions(known: Validators | None, url: str) -> dict[str, str]:
    """The headers that make a GET of ``url`` conditional; none when what is known is of another address.

    Both go along where both are known (RFC 9111, 4.3.1); the server heeds the entity tag first (RFC 9110, 13.2.2).
    """
    if known is None or known.url != url:
        return {}
    named = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in named.items() if value}


def validators(headers: Mapping[str, str], url: str) -> Validators:
    """What an answer from ``url`` can be asked by later; an entity tag of no valid form is passed over."""
    etag = headers.get("etag", "").strip()
    last_modified = headers.get("last-modified", "")
    return Validators(
        url,
        etag if _ETAG.fullmatch(etag) else "",
        last_modified if _is_settled(last_modified, headers.get("date", "")) else "",
    )


def _is_settled(last_modified: str, sent: str) -> bool:
    changed, answered = date(last_modified), date(sent)
    return changed is not None and answered is not None and answered - changed >= _SETTLED

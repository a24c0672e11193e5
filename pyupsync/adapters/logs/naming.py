"""Names of IIS's logs: which files of a folder are looked at, and which are known to be of no use.

https://learn.microsoft.com/windows/win32/api/http/ne-http-http_logging_type: ``ex`` and a date is W3C, ``in`` IIS and
``nc`` NCSA, ``extend``, ``inetsv`` and ``ncsa`` with a number where logs are cut by their size; IIS puts ``u_`` before
them where they are UTF-8. ``.ibl`` is the binary log of a whole server.
"""

from __future__ import annotations

import re

_W3C = re.compile(r"(?:u_)?ex(?:tend)?\d[\w.-]*\.log(?:\.\w+)?", re.IGNORECASE)
_PACKED = re.compile(r"(?:u_)?ex(?:tend)?\d[\w.-]*\.(?:gz|bz2|xz|zip|7z|rar|zst|cab|tgz)", re.IGNORECASE)
_ZIP = re.compile(r".+\.zip", re.IGNORECASE)
_OTHERS = (
    (re.compile(r"(?:u_)?in(?:etsv)?\d\w*\.log(?:\.\w+)?", re.IGNORECASE), "the IIS format"),
    (re.compile(r"(?:u_)?nc(?:sa)?\d\w*\.log(?:\.\w+)?", re.IGNORECASE), "the NCSA format"),
    (re.compile(r".+\.ibl(?:\.\w+)?", re.IGNORECASE), "the binary format of central logging"),
)
_DIGITS = re.compile(r"(\d+)")


def is_log(name: str) -> bool:
    """Whether a file of a folder is, by its name, a W3C log or an archive that may hold some."""
    return bool(_W3C.fullmatch(name) or _PACKED.fullmatch(name) or _ZIP.fullmatch(name))


def is_member(name: str) -> bool:
    """Whether a file of an archive is a log."""
    own = name.rpartition("/")[2]
    return bool(_W3C.fullmatch(own)) or (own.lower().endswith(".log") and not other_format(own))


def other_format(name: str) -> str:
    """The format that a file's name says it has and that is not read; empty for any other."""
    return next((kind for pattern, kind in _OTHERS if pattern.fullmatch(name)), "")


def in_order(name: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts numbers in names as numbers: ``extend2.log`` before ``extend10.log``."""
    parts = _DIGITS.split(name.lower())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts if part)

"""What a logged request says: when, of whose picture, by whom."""

from __future__ import annotations

import fnmatch
import ipaddress
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from urllib.parse import unquote

from pyupsync.model import Facts, LoggedRequest

_PICTURE = re.compile(r"([^/]*)_([LMS])Thumb\.jpg", re.IGNORECASE)
"""``DOMAIN_user_LThumb.jpg`` (Microsoft, spsocial, 2011-01-07); the folders' names are in the farm's language."""
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])")
_WITH_PORT = re.compile(r"(\d{1,3}(?:\.\d{1,3}){3}|\[[^\]]*\]):\d{1,5}")
"""An address as proxies pass it on: IIS's own (ARR) puts the port behind it, another one with each connection."""
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_SIGNED = 1 << 32


def path_of(stem: str) -> str:
    """A ``cs-uri-stem`` as people read it: IIS writes a space as ``+``, others write ``%20``."""
    spaced = stem.replace("+", " ")
    return unquote(spaced) if "%" in spaced else spaced


def picture_of(path: str) -> tuple[str, str] | None:
    """Whose picture, as its file is named (``contoso_alice``), and its size (L, M, S); None for another file."""
    found = _PICTURE.fullmatch(path, path.rfind("/") + 1)
    return (found[1], found[2].upper()) if found else None


@lru_cache(maxsize=64)
def _day(text: str) -> int | None:
    try:
        return (date.fromisoformat(text) - _EPOCH.date()).days * 86400
    except ValueError:
        return None


@lru_cache(maxsize=16)  # requests of one second follow each other
def moment(day: str, time: str) -> int | None:
    """Seconds since 1970, UTC; None where it is no time."""
    begun, clock = _day(day), _CLOCK.match(time)
    if begun is None or clock is None:
        return None
    return begun + int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])


def told(seconds: int) -> str:
    """A moment as text: ``2025-03-03T08:00:01Z``."""
    return f"{_EPOCH + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%SZ}"


def code_of(text: str) -> int | None:
    """A win32 status as an unsigned number, since some versions of IIS write it signed; None where there is none."""
    sign, digits = text[:1] == "-", text.removeprefix("-")
    if not digits.isdecimal() or len(digits) > 10:
        return None
    number = int(digits)
    return _SIGNED - number if sign and 0 < number < _SIGNED else number


def client_of(request: LoggedRequest) -> str:
    """Who asked: the address that a load balancer passed on, where it is logged, else the connection's."""
    if request.forwarded == "-":
        return request.c_ip
    first = request.forwarded.replace("+", " ").split(",")[0].strip()
    ported = _WITH_PORT.fullmatch(first)
    return (ported[1].strip("[]") if ported else first) or request.c_ip


@lru_cache(maxsize=4096)
def address(text: str) -> str:
    """An IP address in one form: no zone, no brackets, IPv4 as IPv4; other text as it is."""
    bare = text.strip("[]").partition("%")[0]
    try:
        number = ipaddress.ip_address(bare)
    except ValueError:
        return text
    mapped = number.ipv4_mapped if isinstance(number, ipaddress.IPv6Address) else None
    return str(mapped or number)


def is_loopback(text: str) -> bool:
    """Whether an address is 127.0.0.0/8 or ::1."""
    try:
        return ipaddress.ip_address(address(text)).is_loopback
    except ValueError:
        return False


def account_test(accounts: Sequence[str]) -> Callable[[str], bool]:
    r"""Tells whether a picture's file is one of the accounts': ``DOMAIN\user``, ``user``, ``user@domain``, a claim."""
    whole, users = set(), set()
    for account in accounts:
        name = account.rpartition("|")[2].strip().lower()
        domain, backslash, user = name.partition("\\")
        if backslash:
            whole.add(f"{domain}_{user}")
        else:
            users.add(name.partition("@")[0])

    def test(file: str) -> bool:
        low = file.lower()
        return low in whole or low in users or low.partition("_")[2] in users

    return test


def path_test(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path is like one of the patterns (``*``, ``?``), in any case."""
    tests = [re.compile(fnmatch.translate(pattern), re.IGNORECASE).match for pattern in patterns]
    return lambda path: any(test(path) for test in tests)


def plain(text: str) -> str:
    """A field as people read it."""
    return "" if text == "-" else text.replace("+", " ")


def request_facts(request: LoggedRequest, at: int | None, file: str) -> Facts:
    """A request in plain values, for a listing."""
    path = path_of(request.cs_uri_stem)
    picture = picture_of(path)
    taken = request.time_taken
    return {
        "time": told(at) if at is not None else "",
        "client": client_of(request),
        "method": request.cs_method,
        "path": path,
        "status": _number(request.sc_status),
        "substatus": _number(request.sc_substatus),
        "win32": code_of(request.sc_win32_status),
        "user": plain(request.cs_username),
        "account": picture[0] if picture else "",
        "size": picture[1] if picture else "",
        "host": plain(request.cs_host),
        "port": _number(request.s_port),
        "server": plain(request.s_ip),
        "site": plain(request.s_sitename),
        "agent": plain(request.cs_user_agent),
        "query": "" if request.cs_uri_query == "-" else request.cs_uri_query,
        "milliseconds": _number(taken),
        "file": file,
    }


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None

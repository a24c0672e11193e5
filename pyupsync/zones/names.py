"""Host names and addresses as the zone map takes them."""

from __future__ import annotations

import ipaddress
import re

import idna

_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
_PART = re.compile(r"(\d{1,3})(?:-(\d{1,3}))?")
# Second levels that count as a part of the top level under a country's domain (Uri_PROPERTY_DOMAIN of IUri).
_SECOND_LEVELS = frozenset({"com", "edu", "gov", "int", "mil", "net", "org"})
# RFC 920, RFC 1591, RFC 3071 and the first round of ICANN: nobody's host has one of these for its whole name.
_GENERIC_TOP_LEVELS = _SECOND_LEVELS | {"arpa", "biz", "info", "name", "pro", "aero", "coop", "museum"}


def ascii_host(text: str) -> str:
    """A host name in lower-case ASCII, international labels as punycode (UTS 46), one trailing dot dropped.

    Raises:
        ValueError: It is no host name; the message says why.
    """
    host = text.lower()
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise ValueError(f"it is no international domain name ({error})") from error
    host = host.removesuffix(".")
    if not host:
        raise ValueError("there is no host name in it")
    if len(host) > 253:
        raise ValueError("a host name has at most 253 characters")
    for label in host.split("."):
        if not _LABEL.fullmatch(label):
            raise ValueError(f"{label!r} is no part of a host name")
    return host


def is_ipv4(host: str) -> bool:
    """Whether it is an IPv4 address in four decimal parts."""
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def looks_numeric(host: str) -> bool:
    """Whether clients read it as a number, in part or whole (``3232235777``, ``0x7f.1``), so that it names no host."""
    last = host.rpartition(".")[2]
    return last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last) is not None


def is_range(host: str) -> bool:
    """Whether it is a range of addresses, as a key below ``Ranges`` may hold: ``10.0.0.1-20``."""
    parts = [_PART.fullmatch(part) for part in host.split(".")]
    return len(parts) == 4 and all(parts) and any(part and part[2] for part in parts)


def is_top_level(host: str) -> bool:
    """Whether it is a bare top-level domain: a country's two letters, or one of the generic ones."""
    return re.fullmatch(r"[a-z]{2}", host) is not None or host in _GENERIC_TOP_LEVELS


def split(host: str) -> tuple[str, str]:
    """The domain key and the subkey of a host.

    The domain key is the last two labels, or three when the last two have two characters each; a single label is one
    by itself. (Inferred from KB 182569, "Troubleshoot Internet Explorer Zonemapping
    failures" and SetZoneMapping, ms537143.)
    """
    labels = host.split(".")
    count = 3 if [len(label) for label in labels[-2:]] == [2, 2] else 2
    return ".".join(labels[-count:]), ".".join(labels[:-count])


def covers_hosts_below(domain_key: str) -> bool:
    """Whether an entry on this domain key holds for every host below it too: the implicit ``*.domain``.

    It does on a domain of its own (``example.com``, ``example.co.uk``), not on a single label, on what counts as
    a top level (``co.uk``), or on a host deeper down (``www.example.com``).
    """
    labels = domain_key.lower().split(".")
    if len(labels) == 2:
        return len(labels[0]) > 2 and labels[0] not in _SECOND_LEVELS
    if len(labels) == 3:
        return len(labels[2]) <= 2 and (len(labels[1]) <= 2 or labels[1] in _SECOND_LEVELS)
    return False


def address_in(address: str, pattern: str) -> bool:
    """Whether an IPv4 address is in a range of the zone map: ``10.0.0.1``, ``10.0.0.1-20``, ``10.0-9.*.*``."""
    numbers, parts = address.split("."), pattern.strip().split(".")
    return len(parts) == 4 and all(_number_in(int(number), part) for number, part in zip(numbers, parts, strict=True))


def _number_in(number: int, part: str) -> bool:
    found = _PART.fullmatch(part)
    if found is None:
        return part == "*"
    return int(found[1]) <= number <= int(found[2] or found[1])

"""Whether a host name leads to this very machine."""

from __future__ import annotations

import socket
from typing import Any


def answers_here(host: str) -> bool:
    """Whether one of the addresses of ``host`` is this machine's: only such an address can be bound to."""
    try:
        found = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(_is_own(family, address) for family, _, _, _, address in found)


def _is_own(family: int, address: tuple[Any, ...]) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as mark:
            mark.bind(address)  # port 0: whichever is free
    except OSError:
        return False
    return True

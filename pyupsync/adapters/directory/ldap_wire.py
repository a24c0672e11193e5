"""The modify operation of LDAP as bytes (RFC 4511, 4.6): many may be under way on one connection at once.

ldap3 waits for each answer before it sends the next request, and spends more on spelling out a picture than the server
does on storing it. So writes are spelled here and sent on the connection that ldap3 has opened, secured and bound.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence

from pyupsync.adapters.directory.ldap_ber import (
    ENUMERATED,
    NO_LDAP,
    OCTETS,
    SEQUENCE,
    SET,
    Answer,
    Messages,
    element,
    request,
    result_of,
)

__all__ = ["Answer", "Answers", "replace_request"]

_MODIFY_REQUEST = b"\x66"  # [APPLICATION 6]
_MODIFY_RESPONSE = 0x67  # [APPLICATION 7]
_REPLACE = ENUMERATED + b"\x01\x02"
_LONGEST = 1 << 20
"""Bytes; an answer to a modify request has a few hundred."""


def replace_request(number: int, dn: str, attribute: str, values: Sequence[bytes]) -> bytes:
    """The message that replaces all values of one attribute; no values remove it.

    Args:
        number: The message's, from 1 to 2,147,483,647; the answer bears it.
        dn: The entry.
        attribute: Its name.
        values: What it holds afterwards.
    """
    new = element(SET, b"".join(element(OCTETS, value) for value in values))
    modification = element(SEQUENCE, element(OCTETS, attribute.encode()) + new)
    changes = element(SEQUENCE, element(SEQUENCE, _REPLACE + modification))
    entry = element(OCTETS, dn.encode(errors="surrogateescape"))
    return request(number, element(_MODIFY_REQUEST, entry + changes))


class Answers:
    """Reads the answers to modify requests from a connection.

    Args:
        source: The connection's socket, with the time-out that each wait may take.
    """

    def __init__(self, source: socket.socket) -> None:
        self._messages = Messages(source, _LONGEST)

    def next(self) -> Answer:
        """Wait for the next answer, whichever request it is for.

        Raises:
            OSError: The connection broke, nothing came in time, the server takes its leave, or what it says is no LDAP.
        """
        message = self._messages.next(_MODIFY_RESPONSE)
        try:
            return result_of(message)
        except (IndexError, ValueError) as error:
            raise ConnectionAbortedError(NO_LDAP) from error

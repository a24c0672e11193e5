"""One bound connection with requests under way on it."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Generic, TypeVar

from ldap3 import Connection

from pyupsync.adapters.directory.ldap_entries import PHOTO
from pyupsync.adapters.directory.ldap_login import log_off
from pyupsync.adapters.directory.ldap_wire import Answer, Answers, replace_request

R = TypeVar("R")


class LdapLink(Generic[R]):
    """Sends pictures and takes in answers on a connection that ldap3 has bound, and does nothing else with.

    Args:
        connection: The connection.
        timeout: Seconds to wait for each answer.
    """

    def __init__(self, connection: Connection, timeout: float) -> None:
        self.unanswered: dict[int, R] = {}
        self.connection = connection
        self._socket: socket.socket = connection.socket
        self._socket.settimeout(timeout)
        self._answers = Answers(self._socket)

    def send(self, request: R, dn: str, photo: bytes | None) -> None:
        """Send the replacing of a picture; None removes it.

        Raises:
            OSError: The connection is lost; ``request`` is among the unanswered.
        """
        number: int = self.connection.server.next_message_id()
        self.unanswered[number] = request
        self._socket.sendall(replace_request(number, dn, PHOTO, [] if photo is None else [photo]))

    def receive(self) -> tuple[R | None, Answer]:
        """Wait for an answer; the request it is for, None when it is for none.

        Raises:
            OSError: The connection is lost.
        """
        answer = self._answers.next()
        return self.unanswered.pop(answer.number, None), answer

    def close(self) -> None:
        """Log off, where the connection still stands."""
        log_off(self.connection)

    def cut(self) -> None:
        """Break the connection off, whoever waits on it."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

"""systemd's journal, spoken to in its own protocol: https://systemd.io/JOURNAL_NATIVE_PROTOCOL/."""

from __future__ import annotations

import socket
import struct

from pyupsync.adapters.unattended.json_lines import plain
from pyupsync.errors import UsageError
from pyupsync.model import LogEntry

SOCKET = "/run/systemd/journal/socket"
_PRIORITIES = {"debug": 7, "info": 6, "warning": 4, "error": 3}
"""RFC 5424, 6.2.1."""
_PATIENCE = 10.0
"""Seconds that a journal with a full queue is waited for."""


class JournalLog:
    """Sends each entry as one datagram, with the fields of ours as ``PYUPSYNC_CODE``, ``PYUPSYNC_SUBJECT`` and so on.

    Args:
        path: The journal's socket.

    Raises:
        UsageError: There is no journal here.
    """

    place = "journal:"

    def __init__(self, path: str = SOCKET) -> None:
        try:
            self._socket = _connected(path)
        except OSError as error:
            raise UsageError(
                f"systemd's journal cannot be written to: {error.strerror}.",
                target=path,
                advice="Use --log FILE where there is no systemd (--log eventlog: on Windows).",
            ) from error

    def write(self, entry: LogEntry) -> None:
        """Send an entry."""
        self._socket.send(datagram(entry))

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def _connected(path: str) -> socket.socket:
    opened = socket.socket(getattr(socket, "AF_UNIX", -1), socket.SOCK_DGRAM)
    try:
        opened.settimeout(_PATIENCE)
        opened.connect(path)
    except OSError:
        opened.close()
        raise
    return opened


def datagram(entry: LogEntry) -> bytes:
    """An entry as the journal takes it."""
    own = {f"PYUPSYNC_{name.upper()}": str(value) for name, value in plain(entry).items() if name != "text"}
    priority = str(_PRIORITIES[entry.level])
    who = f"{entry.subject}: " if entry.subject else ""
    said = " ".join(filter(None, (f"{who}{entry.text}", entry.advice)))
    values = {"MESSAGE": said, "PRIORITY": priority, "SYSLOG_IDENTIFIER": "pyupsync"}
    return b"".join(_field(name, value) for name, value in (values | own).items())


def _field(name: str, value: str) -> bytes:
    data = value.encode("utf-8", "backslashreplace")
    if b"\n" not in data:
        return f"{name}=".encode() + data + b"\n"
    return f"{name}\n".encode() + struct.pack("<Q", len(data)) + data + b"\n"

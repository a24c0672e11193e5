"""What a web server's log says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from pyupsync.errors import UpSyncError


class LoggedRequest(NamedTuple):
    """One line of a log: its fields as they stand there, ``-`` where there is none.

    A tuple, since a log has many: the fields are those of W3C logs, ``s_ip`` is ``s-ip`` there
    (https://learn.microsoft.com/windows/win32/http/w3c-logging).

    Attributes:
        date: Of ``date`` or, where that is not logged, of the ``#Date`` above.
        time: ``13:04:59``, in UTC as the date.
        forwarded: ``X-Forwarded-For``, by which a load balancer tells the client; a field that is added by hand.
        line: The line as a whole.
    """

    date: str
    time: str
    s_sitename: str
    s_computername: str
    s_ip: str
    cs_method: str
    cs_uri_stem: str
    cs_uri_query: str
    s_port: str
    cs_username: str
    c_ip: str
    cs_user_agent: str
    cs_host: str
    sc_status: str
    sc_substatus: str
    sc_win32_status: str
    time_taken: str
    forwarded: str
    line: str


@dataclass(frozen=True, slots=True)
class LoggedLines:
    """Lines that follow each other, though others may lie between, and are read when they are asked for.

    Attributes:
        lines: Without their line ends.
        read: Reads one; None where it is torn.
        usual: Whether one is surely whole and answered by 200 or 304. It costs much less than reading it.
    """

    lines: list[bytes]
    read: Callable[[bytes], LoggedRequest | None]
    usual: Callable[[bytes], bool]

    def requests(self) -> Iterator[LoggedRequest]:
        """Every line that can be read."""
        return filter(None, map(self.read, self.lines))


@dataclass(frozen=True, slots=True)
class LogOpened:
    """A log that is read from here on.

    Attributes:
        place: Whose log it is: the folder, which is one site's of one server. A place's logs come in the order of time.
        path: The file; of an archive with the name in it.
        last: Whether it is the place's last one.
    """

    place: str
    path: str
    last: bool


@dataclass(frozen=True, slots=True)
class LogRead:
    """How far the logs are read: bytes of the files, packed ones as they are."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class LogClosed:
    """A log that was read to its end.

    Attributes:
        path: The file.
        size: Bytes of it, unpacked.
        until: Date and time of its last line, empty where it has none.
        torn: Lines that were looked at and have not the fields that ``#Fields`` names.
        undecodable: Lines that were looked at and are no UTF-8; they are read all the same.
        missing: Fields that matter and are not logged.
        ended: Why it ends before its end, empty where it does not.
    """

    path: str
    size: int
    until: str
    torn: int
    undecodable: int
    missing: tuple[str, ...] = ()
    ended: str = ""


@dataclass(frozen=True, slots=True)
class LogRefused:
    """A file, or several of one kind, that is not read.

    Attributes:
        error: Why.
        named: Whether it was asked for by name, and not found in a folder.
    """

    error: UpSyncError
    named: bool


LogItem: TypeAlias = LoggedLines | LogOpened | LogRead | LogClosed | LogRefused

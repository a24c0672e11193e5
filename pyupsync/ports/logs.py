"""A web server's log of requests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from pyupsync.model import LogItem


class RequestLog(Protocol):
    """What web servers have logged, of one site or several."""

    def read(self) -> Iterator[LogItem]:
        """Yield what is refused, then each log's requests between its LogOpened and its LogClosed.

        A place's logs come one after the other, and each log's requests as they stand there. LogRead comes between
        them, at least every few million bytes. What a LogClosed counts is counted of lines that were read.
        """
        ...

"""The connections that threads share: the one used last is taken first, so that few stay open."""

from __future__ import annotations

import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata

from pyupsync.adapters.http_client import Connection
from pyupsync.adapters.photos.urls import Place


def common_headers(accept: str) -> dict[str, str]:
    """What every request says; ``accept`` is what the Accept header does."""
    return {"User-Agent": f"pyupsync/{metadata.version('pyupsync')}", "Accept": accept, "Accept-Encoding": "identity"}


class Connections:
    """Connections to any place, kept for the next request there.

    Args:
        tls: Whom to trust.
        timeout: Seconds the other side may be silent.
        proxy: A place to go through, None for none; the environment's are never used.
    """

    def __init__(self, tls: ssl.SSLContext, timeout: float, proxy: Place | None = None) -> None:
        self._tls, self._timeout, self._proxy = tls, timeout, proxy
        self._lock = threading.Lock()
        self._idle: dict[Place, list[Connection]] = defaultdict(list)
        self._closed = False

    @contextmanager
    def taken(self, here: Place) -> Iterator[Connection]:
        """A connection to ``here`` for one thread, open or not; the answer got by it is closed before it goes back."""
        with self._lock:
            idle = self._idle[here]
            connection = idle.pop() if idle else Connection(here, self._tls, self._timeout, self._proxy)
        try:
            yield connection
        finally:
            with self._lock:
                keep = connection.kept and not self._closed
                if keep:
                    self._idle[here].append(connection)
            if not keep:
                connection.close()

    def close(self) -> None:
        """Close those that nobody uses; the others are closed as they come back."""
        with self._lock:
            self._closed = True
            idle = [connection for connections in self._idle.values() for connection in connections]
            self._idle.clear()
        for connection in idle:
            connection.close()

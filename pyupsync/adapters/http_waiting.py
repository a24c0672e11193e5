"""Waiting in short turns: one end for a whole exchange, however it drips, and an end at once when it is stopped.

Whatever the time goes into (a name, a connection, a handshake, a header line, the size of a chunk) is waited for
here, so nothing that a server does can outlast the exchange.
"""

from __future__ import annotations

import errno
import os
import queue
import selectors
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

T = TypeVar("T")
Found: TypeAlias = "list[tuple[Any, Any, int, str, Any]]"
TURN = 0.2
"""Seconds after which a waiting thread looks whether it is to go on."""
_UNDER_WAY = {0, errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EALREADY}
_own = threading.local()


class TooSlow(OSError):
    """The exchange has had all the time that it may take."""


class Stopped(OSError):
    """Whoever asked does not want the answer any more."""


@dataclass(slots=True)
class Exchange:
    """What one thread may wait for: until ``deadline`` (of ``time.monotonic``), unless ``stopped``."""

    deadline: float
    stopped: threading.Event
    _outer: Exchange | None = None

    def __enter__(self) -> None:
        self._outer, _own.exchange = _current(), self

    def __exit__(self, *_: object) -> None:
        _own.exchange = self._outer

    def left(self) -> float:
        """Seconds that may still be waited.

        Raises:
            TooSlow, Stopped: None.
        """
        if self.stopped.is_set():
            raise Stopped("the run was stopped")
        seconds = self.deadline - time.monotonic()
        if seconds <= 0:
            raise TooSlow("the answer comes too slowly")
        return seconds


def exchange(seconds: float, stopped: threading.Event | None = None) -> Exchange:
    """Bound all waiting of this thread within the block; inside another exchange it can only get shorter."""
    outer = _current()
    deadline = time.monotonic() + seconds
    if outer:
        return Exchange(min(deadline, outer.deadline), outer.stopped)
    return Exchange(deadline, stopped or threading.Event())


def wait_for(ready: Callable[[float], bool]) -> None:
    """Call ``ready`` with a turn's seconds until it answers True; what that takes is no part of the exchange's time.

    Raises:
        Stopped: It is not to be waited any longer.
    """
    current, begun = _current(), time.monotonic()
    while not ready(TURN):
        if current and current.stopped.is_set():
            raise Stopped("the run was stopped")
    if current:
        current.deadline += time.monotonic() - begun


def pause(seconds: float) -> None:
    """Let so many seconds pass, which are no part of the exchange's time.

    Raises:
        Stopped: It is not to be waited any longer.
    """
    ends = time.monotonic() + seconds

    def over(turn: float) -> bool:
        left = ends - time.monotonic()
        if left > 0:
            time.sleep(min(turn, left))
        return left <= turn

    wait_for(over)


def _current() -> Exchange | None:
    return getattr(_own, "exchange", None)


def connect(host: str, port: int, timeout: float, options: list[tuple[Any, ...]]) -> socket.socket:
    """A connected socket; ``timeout`` is in seconds, for the name and then for each of its addresses.

    Raises:
        OSError: There is no such name, nobody answers, ``TooSlow`` or ``Stopped``.
    """
    failure: OSError | None = None
    for family, kind, protocol, _, address in _resolved(host, port, timeout):
        waiting = WaitingSocket(family, kind, protocol)
        try:
            for option in options:
                waiting.setsockopt(*option)
            _connect(waiting, address, timeout)
        except OSError as error:
            waiting.close()
            failure = error
            if isinstance(error, TooSlow | Stopped):
                break
        else:
            waiting.settimeout(timeout)
            return waiting
    raise failure or OSError(f"the name {host} has no address")


def _resolved(host: str, port: int, timeout: float) -> Found:
    """The addresses of a name. No system lets a look-up be broken off, so it has a thread that may be left behind."""
    answers: queue.SimpleQueue[Found | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="pyupsync-name", daemon=True).start()
    answer = _in_turns(timeout, lambda turn: answers.get(timeout=turn), queue.Empty)
    if isinstance(answer, Exception):
        raise answer
    return answer


def _connect(waiting: socket.socket, address: object, timeout: float) -> None:
    waiting.setblocking(False)  # noqa: FBT003 - the library's own
    code = waiting.connect_ex(address)  # type: ignore[arg-type]
    if code not in _UNDER_WAY:
        raise OSError(code, os.strerror(code))
    with selectors.DefaultSelector() as selector:
        selector.register(waiting, selectors.EVENT_WRITE)

        def ready(turn: float) -> None:
            if not selector.select(turn):
                raise TimeoutError("timed out")

        _in_turns(timeout, ready, TimeoutError)
    code = waiting.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _in_turns(seconds: float, wait: Callable[[float], T], unready: type[Exception]) -> T:
    """Call ``wait`` with a turn's seconds until it does not raise ``unready``, for so many seconds at most."""
    current = _current()
    ends = time.monotonic() + seconds
    while True:
        left = min(current.left() if current else seconds, ends - time.monotonic())
        try:
            return wait(max(min(TURN, left), 0.001))
        except unready as error:
            # One with a number is the system's own verdict on the connection (ETIMEDOUT), no turn that ended.
            if getattr(error, "errno", None):
                raise
            if time.monotonic() >= ends:
                raise TimeoutError("timed out") from error


class WaitingSocket(socket.socket):
    """A socket that reads and sends in turns, within the thread's exchange.

    The system's has a turn for its time-out all the while: to set it around every wait would take as long as to read
    the head of an answer.
    """

    _seconds: float | None = None

    def settimeout(self, value: float | None) -> None:
        """Let the other side be silent for so many seconds."""
        self._seconds = value
        super().settimeout(min(value, TURN) if value else value)

    def gettimeout(self) -> float | None:
        """What was set."""
        return self._seconds

    def recv(self, *args: Any) -> bytes:  # noqa: ANN401 - as it is there
        """Read what has come."""
        return self._in_turns(super().recv, *args)

    def recv_into(self, *args: Any) -> int:  # noqa: ANN401 - as it is there
        """Read what has come."""
        return self._in_turns(super().recv_into, *args)

    def send(self, *args: Any) -> int:  # noqa: ANN401 - as it is there
        """Send as much as there is room for."""
        return self._in_turns(super().send, *args)

    def sendall(self, data: Any, flags: int = 0) -> None:  # noqa: ANN401 - as it is there
        """Send all of it."""
        with memoryview(data) as view, view.cast("B") as left:
            place = 0
            while place < len(left):
                place += self.send(left[place:], flags)

    def _in_turns(self, act: Callable[..., T], *args: Any) -> T:  # noqa: ANN401 - the socket's own
        return _in_turns(self._seconds, lambda _: act(*args), TimeoutError) if self._seconds else act(*args)


class WaitingTlsSocket(WaitingSocket, ssl.SSLSocket):
    """The same with TLS, which shakes hands so too."""

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is there
        """Shake hands."""
        self._in_turns(super().do_handshake, block)

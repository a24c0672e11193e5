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
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one thread may wait for: until ``deadline`` (of ``time.monotonic``), unless ``stopped``."""

    deadline: float
    stopped: threading.Event

    def turn(self, ends: float) -> float:
        """Seconds to wait now, of a wait that ends at ``ends``; never 0.

        Raises:
            TooSlow, Stopped: It is not to be waited any longer.
        """
        if self.stopped.is_set():
            raise Stopped("the run was stopped")
        now = time.monotonic()
        if now >= self.deadline:
            raise TooSlow("the answer comes too slowly")
        return max(min(TURN, ends - now, self.deadline - now), 0.001)


@contextmanager
def exchange(seconds: float, stopped: threading.Event | None = None) -> Iterator[None]:
    """Bound all waiting of this thread within the block; inside another exchange it can only get shorter."""
    outer = _current()
    deadline = time.monotonic() + seconds
    if outer:
        deadline, stopped = min(deadline, outer.deadline), outer.stopped
    _own.exchange = Exchange(deadline, stopped or threading.Event())
    try:
        yield
    finally:
        _own.exchange = outer


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
        _own.exchange = replace(current, deadline=current.deadline + time.monotonic() - begun)


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
    current = _current() or Exchange(float("inf"), threading.Event())
    ends = time.monotonic() + seconds
    while True:
        turn = current.turn(ends)
        try:
            return wait(turn)
        except unready as error:
            # One with a number is the system's own verdict on the connection (ETIMEDOUT), no turn that ended.
            if getattr(error, "errno", None):
                raise
            if time.monotonic() >= ends:
                raise TimeoutError("timed out") from error


def _with_timeout(waiting: socket.socket, act: Callable[[], T]) -> T:
    """Do what blocks on a socket for its timeout, in turns."""
    seconds = waiting.gettimeout()
    if not seconds:
        return act()

    def wait(turn: float) -> T:
        waiting.settimeout(turn)
        return act()

    try:
        return _in_turns(seconds, wait, TimeoutError)
    finally:
        with suppress(OSError):  # it was closed
            waiting.settimeout(seconds)


class WaitingSocket(socket.socket):
    """A socket that is read in turns."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:  # noqa: ANN401 - as it is there
        """Read, within the thread's exchange."""
        return _with_timeout(self, lambda: socket.socket.recv_into(self, *args, **kwargs))


class WaitingTlsSocket(ssl.SSLSocket):
    """A socket with TLS that shakes hands and is read in turns."""

    def recv_into(self, *args: Any, **kwargs: Any) -> int:  # noqa: ANN401 - as it is there
        """Read, within the thread's exchange."""
        return _with_timeout(self, lambda: ssl.SSLSocket.recv_into(self, *args, **kwargs))

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 - as it is there
        """Shake hands, within the thread's exchange."""
        _with_timeout(self, lambda: ssl.SSLSocket.do_handshake(self, block))

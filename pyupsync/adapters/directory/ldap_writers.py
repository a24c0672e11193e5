"""Writes under way together: many modifies unanswered on a connection, every answer its own person's."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field

from pyupsync.adapters.directory.ldap_controllers import DomainControllers
from pyupsync.adapters.directory.ldap_entries import dn_key
from pyupsync.adapters.directory.ldap_link import LdapLink
from pyupsync.adapters.directory.ldap_silence import Silence
from pyupsync.adapters.directory.ldap_wire import Answer
from pyupsync.errors import DirectoryUnavailable, UpSyncError

CONNECTIONS = 1
"""A domain controller makes one change after the other; with two, its processes wait for each other."""
WINDOW = 16
"""Unanswered requests on one connection: they keep the server busy while answers travel."""
CLOSING = 1.0
"""Seconds that what was sent is waited for when the directory is closed."""


@dataclass(eq=False, slots=True)
class SentWrite:
    """A ``PendingWrite``: its future holds the server's answer, or the error that kept it.

    Attributes:
        dn: The entry.
        photo: What it is to hold.
        verdict: Raises what an answer means, unless it is success; called by whoever asks for the result.
        future: The answer.
        lost: Whether a connection was lost before the answer, so that it was sent once more.
    """

    dn: str
    photo: bytes | None
    verdict: Callable[[Answer, str], None]
    future: Future[Answer] = field(default_factory=Future)
    lost: bool = False

    def wait(self, seconds: float) -> bool:
        """Whether it is settled, after at most so many seconds."""
        return self.future.done() or bool(seconds and wait([self.future], seconds).done)

    def result(self) -> None:
        """Wait for the answer, and raise what it means."""
        self.verdict(self.future.result(), self.dn)

    def cancel(self) -> bool:
        """Take it back where it has not been sent."""
        return self.future.cancel()


class PhotoWriters:
    """Sends pictures over connections of its own, which are opened as they are needed.

    Args:
        controllers: Where connections come from.
        failure: The error that a broken connection is for an entry.
        verdict: As ``SentWrite.verdict``.
        silence: What is known of the server's silence.
        timeout: Seconds to wait for each answer.
    """

    def __init__(
        self,
        controllers: DomainControllers,
        failure: Callable[[Exception, str], UpSyncError],
        verdict: Callable[[Answer, str], None],
        silence: Silence,
        timeout: float,
    ) -> None:
        self.failure = failure
        self.closed = False
        self._given_up = False
        self._controllers = controllers
        self._verdict = verdict
        self._silence = silence
        self._timeout = timeout
        self._waiting: deque[SentWrite] = deque()
        self._pending: dict[str, Future[Answer]] = {}
        self._more = threading.Condition()
        self._threads: list[_Writer] = []
        self._idle = 0

    def send(self, dn: str, photo: bytes | None) -> SentWrite:
        """Hand a write over."""
        key = dn_key(dn)
        if former := self._pending.get(key):
            wait([former])  # two requests for one entry might be answered in either order
        write = SentWrite(dn, photo, self._verdict)
        self._pending[key] = write.future
        write.future.add_done_callback(lambda _: self._pending.pop(key, None))
        with self._more:
            self._waiting.append(write)
            if len(self._waiting) > self._idle and len(self._threads) < CONNECTIONS:
                self._threads.append(_Writer(self))
                self._threads[-1].start()
            self._more.notify()
        return write

    def next(self, *, patient: bool) -> SentWrite | None:
        """The next write that was not taken back, marked as sent.

        Args:
            patient: Wait for one; None then says that no more will come.
        """
        with self._more:
            while True:
                while self._waiting:
                    write = self._waiting.popleft()
                    if write.future.set_running_or_notify_cancel():
                        return write
                if self.closed or not patient:
                    return None
                self._idle += 1
                self._more.wait()
                self._idle -= 1

    def open(self) -> LdapLink[SentWrite]:
        """A new connection.

        Raises:
            UpSyncError: There is none to be had.
        """
        try:
            link = self._connect()
        except DirectoryUnavailable:  # one that is cut in its handshake says little of the next
            link = self._connect()
        if self._given_up:  # nothing must be written behind the back of whoever did not wait any longer
            link.close()
            raise DirectoryUnavailable(
                f"{self._controllers.server} did not let us log on before the run ended.",
                target=self._controllers.server,
                advice="Run again.",
            )
        return link

    def _connect(self) -> LdapLink[SentWrite]:
        self._silence.check()
        with self._silence.watching():
            return LdapLink(self._controllers.connect(), self._timeout)

    def current(self, link: LdapLink[SentWrite]) -> bool:
        """Whether it leads to the domain controller in use: all writes go to one while it lives."""
        return self._controllers.uses(link.connection)

    def close(self) -> None:
        """Take back what was not sent, wait a little for what was, and close the connections."""
        with self._more:
            self.closed = True
            for write in self._waiting:
                write.future.cancel()
            self._more.notify_all()
        end = time.monotonic() + CLOSING
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        self._given_up = True
        for thread in self._threads:
            thread.cut()
        self._threads.clear()


class _Writer(threading.Thread):
    """The thread of one connection: sends while few requests are unanswered, else reads answers.

    What is unanswered when the connection is lost is sent once more on a new one: to replace a value twice comes to the
    same as once.
    """

    def __init__(self, writers: PhotoWriters) -> None:
        super().__init__(name="pyupsync-write", daemon=True)
        self._writers = writers
        self._link: LdapLink[SentWrite] | None = None
        self._again: deque[SentWrite] = deque()

    def run(self) -> None:
        """Work until there is nothing to do and no more will come."""
        while True:
            write = self._next()
            if write is None and not self._unanswered:
                break
            try:
                self._step(write)
            except UpSyncError as error:
                self._fail([write, *self._again] if write else self._again, error)
                self._again.clear()
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody must wait for an answer for ever
                self._lose(write, error)
        if self._link is not None:
            self._link.close()

    def cut(self) -> None:
        """End a wait for a server that does not answer."""
        if self._link is not None and self.is_alive():
            self._link.cut()

    @property
    def _unanswered(self) -> int:
        return len(self._link.unanswered) if self._link else 0

    def _next(self) -> SentWrite | None:
        if self._unanswered >= WINDOW:
            return None
        return self._again.popleft() if self._again else self._writers.next(patient=not self._unanswered)

    def _step(self, write: SentWrite | None) -> None:
        if self._link and not self._link.unanswered and not self._writers.current(self._link):
            self._link.close()
            self._link = None
        if self._link is None:
            self._link = self._writers.open()
        if write is not None:
            self._link.send(write, write.dn, write.photo)
            return
        answered, answer = self._link.receive()
        if answered is not None:
            answered.future.set_result(answer)

    def _lose(self, write: SentWrite | None, error: Exception) -> None:
        link, self._link = self._link, None
        lost = list(link.unanswered.values()) if link else []
        if link:
            link.cut()
            link.close()
        if write is not None and write not in lost:
            lost.append(write)
        for one in lost:
            if one.lost or self._writers.closed:
                self._fail([one], self._writers.failure(error, one.dn))
            else:
                one.lost = True
                self._again.append(one)

    def _fail(self, writes: list[SentWrite] | deque[SentWrite], error: UpSyncError) -> None:
        for one in writes:
            one.future.set_exception(error)

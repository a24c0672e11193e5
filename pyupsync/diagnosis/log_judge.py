"""From a log's requests to findings: a stream in, a stream out, and no more kept than handshakes under way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyupsync.diagnosis.log_answers import ANSWERS
from pyupsync.diagnosis.log_asking import Asking
from pyupsync.diagnosis.log_codes import CLIENT_GONE
from pyupsync.diagnosis.log_handshakes import Client, Handshake, Handshakes
from pyupsync.diagnosis.log_reading import Reading
from pyupsync.diagnosis.log_requests import moment, request_facts
from pyupsync.diagnosis.log_tally import Tally
from pyupsync.model import Event, LogClosed, LoggedLines, LoggedRequest, LogItem, LogOpened, Record

_USUAL = frozenset({"200", "304"})


@dataclass(slots=True)
class LogJudge:
    """Groups the requests of logs and says what was never granted.

    Attributes:
        asking: Which requests are meant.
        reading: What was read.
    """

    asking: Asking
    reading: Reading = field(default_factory=Reading)
    _tally: Tally = field(init=False)
    _handshakes: Handshakes = field(init=False)
    _granted: dict[Client, int] = field(default_factory=dict)
    _now: int = 0
    _last: bool = False

    def __post_init__(self) -> None:
        self._tally = Tally(self.asking.own)
        self._handshakes = Handshakes(self.asking.window)

    def judge(self, items: Iterable[LogItem]) -> Iterator[Event]:
        """Yield what is told while reading, then the findings and a Record of what was read."""
        for item in items:
            if isinstance(item, LoggedLines):
                self._take(item)
                continue
            if isinstance(item, LogOpened):
                self._last = item.last
            elif isinstance(item, LogClosed) and self._last:
                self._end_place(moment(*item.until.split(" ")) if item.until else None)
            yield from self.reading.tell(item)
        yield from self._tally.findings(self._granted)
        yield from self.reading.summary()

    def _take(self, some: LoggedLines) -> None:
        """Take requests in their order. While nobody logs on, what is granted is only counted: that is nearly all."""
        wants, read, usual, under_way = self.asking.wants, some.read, some.usual, self._handshakes.under_way
        timed = self.asking.since is not None or self.asking.until is not None
        every = self.asking.plain and not timed
        for line in some.lines:
            if every and not under_way and usual(line):
                self.reading.requests += 1
                continue
            request = read(line)
            if request and wants(request) and (not timed or self._in_time(request)):
                self.reading.requests += 1
                self._judge(request)

    def _judge(self, request: LoggedRequest) -> None:
        if request.sc_status == "401":
            self._refused(request)
            return
        done = self._handshakes.grant(request)
        if done:
            self._completed(done, request)
        if request.sc_status not in _USUAL:
            self._answered(request)

    def _in_time(self, request: LoggedRequest) -> bool:
        """Whether it was in the time asked for; what may end a handshake of that time counts as well."""
        at = self._moment(request)
        return self.asking.is_now(at) or (request.sc_status != "401" and self.asking.may_end(at))

    def _moment(self, request: LoggedRequest) -> int:
        at = moment(request.date, request.time)
        return self._now if at is None else at

    def _refused(self, request: LoggedRequest) -> None:
        self.reading.refused += 1
        if request.cs_method == "OPTIONS":  # browsers ask so beforehand, and never with credentials (Fetch, CORS)
            return
        at = self._moment(request)
        if at != self._now:
            self._now = at
            for over in self._handshakes.over(at):
                self._tally.add(over)
        self._handshakes.refuse(request, at)

    def _completed(self, done: Handshake, request: LoggedRequest) -> None:
        """A handshake was under way for what was granted: it ends so, unless it was over long before."""
        if abs(self._moment(request) - done.last) > self.asking.window:
            self._tally.add(done)
            return
        self.reading.completed += 1
        if done.telling and done.code != CLIENT_GONE:
            self._tally.add(done, recovered=True)

    def _answered(self, request: LoggedRequest) -> None:
        at = self._moment(request)
        reason = ANSWERS.get(request.sc_status) or ANSWERS.get(request.sc_status[:1])
        if reason and self.asking.is_now(at):
            self._tally.add_answer(reason, request, at)

    def _end_place(self, until: int | None) -> None:
        """The end of one place's logs: what may still go on in tomorrow's log is not judged."""
        if until is not None:
            for over in self._handshakes.over(max(until, self._now)):
                self._tally.add(over)
        self.reading.under_way += len(self._handshakes.under_way) + self._handshakes.forgotten
        self._granted.update(self._handshakes.granted)
        self._handshakes = Handshakes(self.asking.window)
        self._now = 0


def list_requests(items: Iterable[LogItem], asking: Asking, reading: Reading) -> Iterator[Event]:
    """Yield a Record for every request that is meant, as they come, and what is told while reading."""
    file = ""
    for item in items:
        if isinstance(item, LoggedLines):
            for request in item.requests():
                at = moment(request.date, request.time)
                if asking.wants(request) and (at is None or asking.is_now(at)):
                    reading.requests += 1
                    yield Record("photoRequest", request_facts(request, at, file))
            continue
        if isinstance(item, LogOpened):
            file = item.path
        yield from reading.tell(item)

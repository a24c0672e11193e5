"""From a log's requests to findings: a stream in, a stream out, and no more kept than handshakes under way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyupsync.diagnosis.log_answers import ANSWERS
from pyupsync.diagnosis.log_asking import Asking
from pyupsync.diagnosis.log_handshakes import Client, Handshakes
from pyupsync.diagnosis.log_reading import Reading
from pyupsync.diagnosis.log_requests import moment, request_facts
from pyupsync.diagnosis.log_tally import Tally
from pyupsync.model import Event, LogClosed, LoggedRequest, LogItem, LogOpened, Record


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
        wants = self.asking.wants
        for item in items:
            if type(item) is LoggedRequest:
                if wants(item):
                    self._take(item)
                continue
            if isinstance(item, LogOpened):
                self._last = item.last
            elif isinstance(item, LogClosed) and self._last:
                self._end_place(moment(*item.until.split(" ")) if item.until else None)
            yield from self.reading.tell(item)
        yield from self._tally.findings(self._granted)
        yield from self.reading.summary()

    def _take(self, request: LoggedRequest) -> None:
        at = moment(request.date, request.time)
        if at is None:
            at = self._now
        elif at != self._now:
            self._now = at
            for over in self._handshakes.over(at):
                self._tally.add(over)
        status = request.sc_status
        if not self.asking.is_now(at) and (status == "401" or not self.asking.may_end(at)):
            return
        self.reading.requests += 1
        recovered = self._handshakes.add(request, at)
        if recovered:
            self._tally.add(recovered, recovered=True)
        if status != "200" and status != "304":  # noqa: PLR1714 - it is asked of every picture
            self._answered(request, at)

    def _answered(self, request: LoggedRequest, at: int) -> None:
        if request.sc_status == "401":
            self.reading.refused += 1
        elif self.asking.is_now(at):
            reason = ANSWERS.get(request.sc_status) or ANSWERS.get(request.sc_status[:1])
            if reason:
                self._tally.add_answer(reason, request, at)

    def _end_place(self, until: int | None) -> None:
        """The end of one place's logs: what may still go on in tomorrow's log is not judged."""
        if until is not None:
            for over in self._handshakes.over(max(until, self._now)):
                self._tally.add(over)
        self.reading.completed += self._handshakes.completed
        self.reading.under_way += self._handshakes.under_way + self._handshakes.forgotten
        self._granted.update(self._handshakes.granted)
        self._handshakes = Handshakes(self.asking.window)
        self._now = 0


def list_requests(items: Iterable[LogItem], asking: Asking, reading: Reading) -> Iterator[Event]:
    """Yield a Record for every request that is meant, as they come, and what is told while reading."""
    file = ""
    for item in items:
        if isinstance(item, LoggedRequest):
            at = moment(item.date, item.time)
            if asking.wants(item) and (at is None or asking.is_now(at)):
                reading.requests += 1
                yield Record("photoRequest", request_facts(item, at, file))
            continue
        if isinstance(item, LogOpened):
            file = item.path
        yield from reading.tell(item)

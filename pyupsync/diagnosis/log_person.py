"""What logs say of one person's pictures: the check of that person takes it from here."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyupsync.diagnosis.log_asking import Asking
from pyupsync.diagnosis.log_judge import LogJudge
from pyupsync.diagnosis.log_requests import client_of, moment, told
from pyupsync.model import Finding, LoggedLines, LoggedRequest, LogItem, Message, Outcome

LAST = 5
_GRANTED = ("200", "206", "304")


@dataclass(frozen=True, slots=True)
class PersonRequests:
    """Requests for the pictures of one person.

    Attributes:
        account: Whose.
        requests: How many there were.
        granted: How many of them had the picture.
        last_granted: When the last of these was, empty for never.
        refusals: The lines of the last ones that were refused (401), the newest last.
        refused_by: From which addresses those came.
        granted_to: When each address last had one.
        findings: What is wrong, most often first; of status error where it decides.
        unread: What could not be read.
    """

    account: str
    requests: int = 0
    granted: int = 0
    last_granted: str = ""
    refusals: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
    granted_to: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    unread: tuple[str, ...] = field(default=())

    @property
    def decisive(self) -> Finding | None:
        """What is wrong most often, and still was when that client last asked; None for nothing."""
        return next((one for one in self.findings if one.status == "error" and not self.mended(one)), None)

    def mended(self, finding: Finding) -> bool:
        """Whether the client that was refused has had the picture since."""
        facts = finding.facts or {}
        return self.granted_to.get(str(facts.get("client")), "") > str(facts.get("last"))

    @property
    def cause(self) -> str:
        """The cause of what decides; empty where nothing does."""
        return str((self.decisive.facts or {}).get("cause", "")) if self.decisive else ""


def person_requests(items: Iterable[LogItem], asking: Asking, account: str) -> PersonRequests:
    """Sum up the requests of one person.

    Args:
        items: What a ``RequestLog`` reads.
        asking: Whose ``account`` test is for that person.
        account: As it is told.
    """
    refused: deque[LoggedRequest] = deque(maxlen=LAST)
    granted: list[str] = []
    granted_to: dict[str, str] = {}
    judge = LogJudge(asking)

    def seen() -> Iterator[LogItem]:
        for item in items:
            for request in item.requests() if isinstance(item, LoggedLines) else ():
                if not asking.wants(request) or not _is_now(request, asking):
                    continue
                if request.sc_status == "401":
                    refused.append(request)
                elif request.sc_status in _GRANTED:
                    granted[:] = [str(int(granted[0]) + 1) if granted else "1", _when(request)]
                    granted_to[client_of(request)] = granted[1]
            yield item

    events = list(judge.judge(seen()))
    return PersonRequests(
        account,
        judge.reading.requests,
        int(granted[0]) if granted else 0,
        granted[1] if granted else "",
        tuple(one.line for one in refused),
        tuple(dict.fromkeys(client_of(one) for one in refused)),
        granted_to,
        tuple(event for event in events if isinstance(event, Finding)),
        tuple(_said(event) for event in events if isinstance(event, Outcome | Message)),
    )


def _said(event: Outcome | Message) -> str:
    return event.reason if isinstance(event, Outcome) else event.text


def _is_now(request: LoggedRequest, asking: Asking) -> bool:
    at = moment(request.date, request.time)
    return at is None or asking.is_now(at)


def _when(request: LoggedRequest) -> str:
    at = moment(request.date, request.time)
    return told(at) if at is not None else ""

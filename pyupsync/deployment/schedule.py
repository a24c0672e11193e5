"""An export that the system starts by itself: what is to be defined, and what has to change for it; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyupsync.errors import ScheduleNameTaken
from pyupsync.model import Change, Facts, Outcome

AREA = "schedule"
DEFINE = "Define"
ENABLE = "Enable"
MARK = "Written by pyupsync deploy schedule"
"""What a definition of ours says of itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When to run what, as whom.

    Attributes:
        name: Of the definitions.
        command: The program and its words.
        folder: Where it is started.
        minutes: From one run to the next; 0 for once a day.
        at: The time of the day's run, ``HH:MM``, where ``minutes`` is 0.
        account: Whom it runs as; empty for the system's own choice.
        writes: Folders that it writes to.
        reads: Files and folders that must not be hidden from it.
        secrets: Files with secrets, by the option that takes one (``keytab``, ``password-file``).
        journal: It writes to systemd's journal itself.
    """

    name: str
    command: Sequence[str]
    folder: str
    minutes: int = 0
    at: str = "02:00"
    account: str = ""
    writes: Sequence[str] = ()
    reads: Sequence[str] = ()
    secrets: Mapping[str, str] = field(default_factory=dict)
    journal: bool = False

    @property
    def spread(self) -> int:
        """Minutes within which a run may begin late, so that not everybody's begin at once."""
        return min(self.minutes // 10, 30) if self.minutes else 10


def plan_schedule(
    wanted: Mapping[str, str],
    there: Mapping[str, str | None],
    same: Callable[[str, str], bool],
    to_enable: tuple[str, bool] | None,
) -> Iterator[Change | Outcome]:
    """Compare definitions with those that are there.

    Args:
        wanted: Each definition's text by its place.
        there: The same as they are; None for none.
        same: Whether a wanted text and one that is there mean the same.
        to_enable: What is to be started by the system, and whether it is; None where a definition is enough.
    """
    foreign = [place for place, text in there.items() if text is not None and MARK not in text]
    for place in foreign:
        error = ScheduleNameTaken(
            f"{place} is there already and was not written by pyupsync; it is left as it is.",
            target=place,
            advice="Choose another --name.",
        )
        yield Outcome.of_error(error, area=AREA, action=DEFINE, target=place)
    if foreign:
        return
    for place, text in wanted.items():
        now = there.get(place)
        change = Change(f"{AREA}/{place}", AREA, DEFINE, place, _facts(now), _facts(text), payload=text.encode())
        if now is not None and same(text, now):
            yield Outcome.of_change(change, "unchanged", "UpToDate", "It is defined so already.")
        else:
            yield change
    if to_enable:
        name, enabled = to_enable
        change = Change(f"{AREA}/{name}/enabled", AREA, ENABLE, name, {"enabled": enabled}, {"enabled": True})
        yield Outcome.of_change(change, "unchanged", "UpToDate", "It is enabled already.") if enabled else change


def _facts(text: str | None) -> Facts | None:
    return None if text is None else {"bytes": len(text.encode()), "definition": text}

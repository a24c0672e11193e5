"""What every measure shares: timing, the table it prints, and the ratio to its goal.

Machines differ and are shared: seconds are for orientation, the ratio of two things measured in one run is the result.
What else a machine does only ever adds to a time: each thing is measured in turn, several times over, and the fastest
round of each counts.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours beside theirs.

    Attributes:
        title: What was measured.
        count: How many things each of the times is for.
        ours: Name and seconds of ours.
        theirs: Name and seconds of each thing it is measured against.
        floor: Seconds that ours is divided by (``time``), or that are divided by ours (``rate``).
        kind: ``time`` where the goal is at most so many times the floor, ``rate`` where it is at least so many.
        goal: That number.
        notes: Further rows, printed as they are.
    """

    title: str
    count: int
    ours: tuple[str, float]
    theirs: Sequence[tuple[str, float]]
    floor: float
    goal: float
    kind: Literal["time", "rate"] = "time"
    notes: Sequence[str] = field(default=())

    @property
    def ratio(self) -> float:
        """As ``kind`` says."""
        return self.ours[1] / self.floor if self.kind == "time" else self.floor / self.ours[1]

    def show(self) -> None:
        """Print it as a small table."""
        print(f"\n{self.title}: {self.count:,}, fastest of {ROUNDS} rounds")
        for name, seconds in (self.ours, *self.theirs):
            print(f"  {name:<34}{seconds:8.2f} s  {self.count / seconds:8.0f} a second")
        for note in self.notes:
            print(f"  {note}")
        sign, reached = ("<=", self.ratio <= self.goal) if self.kind == "time" else (">=", self.ratio >= self.goal)
        what = "time" if self.kind == "time" else "rate"
        print(f"  ratio of {what}s {self.ratio:.2f} (goal {sign} {self.goal}: {'reached' if reached else 'missed'})")


def timed(action: Callable[[], object]) -> float:
    """Seconds that ``action`` takes."""
    begun = time.monotonic()
    action()
    return time.monotonic() - begun


def processor_time() -> float:
    """Seconds that this process and those it waited for have had a processor."""
    return sum(os.times()[:4])


@dataclass(slots=True)
class Times:
    """Seconds by name, a list of rounds each, and how many of them were spent on a processor."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    spent: dict[str, list[float]] = field(default_factory=dict)

    def take(self, name: str, action: Callable[[], object]) -> None:
        """Time one round of ``name``."""
        before = processor_time()
        self.seconds.setdefault(name, []).append(timed(action))
        self.spent.setdefault(name, []).append(processor_time() - before)

    def notes(self) -> list[str]:
        """The least processor time of each, servers' not counted: it does not depend on what else a machine does."""
        return [f"processor time of {name}: {min(spent):.2f} s" for name, spent in self.spent.items()]

    def best(self, name: str) -> tuple[str, float]:
        """The name and the seconds of its fastest round."""
        return name, min(self.seconds[name])

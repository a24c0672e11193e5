"""Waiting for a synchronization's end: what a look at it comes to; pure, the clock is whoever waits.

A synchronization is a timer job: it runs some time after it was asked for, so one that does not run yet has not ended.
"""

from __future__ import annotations

from dataclasses import dataclass

from pyupsync.model import Change, Outcome, SyncStatus

GRACE = 12
"""Looks at one that has not been seen running before it is taken for one that has come and gone between two looks."""


@dataclass(slots=True)
class Watch:
    """The looks at one synchronization.

    Attributes:
        change: The start of it.
        timeout: Seconds to wait at most.
        seen: Whether it was seen running.
        looks: Looks so far.
    """

    change: Change
    timeout: float
    seen: bool = False
    looks: int = 0

    def look(self, status: SyncStatus, elapsed: float) -> Outcome | None:
        """What became of it by what is seen after so many seconds; None while it goes on."""
        self.looks += 1
        self.seen = self.seen or status.running
        seconds = f"{elapsed:.0f} seconds"
        if status.running or not (self.seen or self.looks >= GRACE):
            if elapsed < self.timeout:
                return None
            how = "has not ended after" if self.seen else "was asked for, and was not seen running in"
            reason = f"It {how} {seconds}{', and goes on' if self.seen else ''}."
            return self._outcome("failed", "SynchronizationUnfinished", reason, "Look at it again later, or stop it.")
        if not self.seen:
            reason = f"It was asked for, and was not seen running in {seconds}: it may have ended between two looks."
            return self._outcome("applied", "NotSeenRunning", reason, "See that the timer service runs (SPTimerV4).")
        if status.state in {"Error", "Canceled"}:
            reason = f"It ended after {seconds} as {status.state}."
            return self._outcome(
                "failed", "SynchronizationFailed", reason, "Look at it with pyupsync profiles metaverse."
            )
        return self._outcome("applied", "Ended", f"It ended after {seconds}.")

    def _outcome(self, status: str, code: str, reason: str, advice: str = "") -> Outcome:
        return Outcome.of_change(self.change, status, code, reason, advice)  # type: ignore[arg-type]

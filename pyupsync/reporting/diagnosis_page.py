"""A diagnosis as a page that needs nothing else: the cause, the picture as each station has it, the whole way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyupsync.model import Check, CheckStatus
from pyupsync.page import Count, beginning, ending
from pyupsync.page.way import COUNTED, TONES, Shown, cause_card, check_table, picture_strip
from pyupsync.reporting.part import PartFile

__all__ = ["DiagnosisPage", "Shown"]


class DiagnosisPage:
    """A page on its way; its place is checked when this is made, before anything is looked at.

    Args:
        path: Its place.

    Raises:
        UsageError: It cannot be written to, or holds something that is no page of ours.
    """

    def __init__(self, path: str) -> None:
        self._out = PartFile(path, errors="xmlcharrefreplace")

    def write(
        self,
        title: str,
        verdict: Mapping[str, str],
        checks: Sequence[Check],
        pictures: Sequence[Shown] = (),
        facts: Mapping[str, str] | None = None,
    ) -> None:
        """Write it and put it in its place.

        Args:
            title: What it is about.
            verdict: ``sentence``, ``cause``, ``check``, ``advice``.
            checks: Every station.
            pictures: The picture as each has it.
            facts: When and where it was looked.

        Raises:
            OSError: It cannot be written.
        """
        self._out.file.writelines(_page(title, verdict, checks, pictures, facts or {}))
        self._out.settle()

    def discard(self) -> None:
        """Leave nothing of a page that was not written; calling it after ``write`` does no harm."""
        self._out.discard()


def _page(
    title: str,
    verdict: Mapping[str, str],
    checks: Sequence[Check],
    pictures: Sequence[Shown],
    facts: Mapping[str, str],
) -> Iterator[str]:
    sums = {status: sum(check.status == status for check in checks) for status in COUNTED}
    counts = [Count("way", str(number), COUNTED[status], TONES[status]) for status, number in sums.items() if number]
    yield from beginning(title, "", counts, facts)
    told = (verdict["check"], verdict["cause"])
    worst: CheckStatus = "pass"
    for check in checks:
        worst = check.status if (check.check, check.cause) == told else worst
    yield from cause_card(verdict["sentence"], verdict["cause"], verdict["check"], verdict["advice"], worst)
    if pictures:
        yield from picture_strip(title, pictures)
    yield from check_table(checks)
    yield from ending()

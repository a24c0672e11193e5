"""The Intranet zone's part: the account's zone of every address of the farm, before and after they are added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyupsync.config import ZoneJob
from pyupsync.model import Facts, Finding, Message, Outcome, Status
from pyupsync.page import PageTable, TableRow
from pyupsync.report import Summary
from pyupsync.tryout import farm
from pyupsync.tryout.check import add_surprises, zone_surprises
from pyupsync.tryout.intranet import ACCOUNT, SITES, write_farm
from pyupsync.tryout.tally import tally
from pyupsync.tryout.tell import STYLES, Teller, command_line
from pyupsync.workflows import add_zones, check_zones

_PATH = re.compile(r"HKEY_CURRENT_USER\\.*\\ZoneMap\\")
"""What stands before every key of the account's zone map."""
_SENT = {True: "credentials are sent", False: "no credentials", None: "not known what is sent"}


@dataclass(frozen=True, slots=True)
class ZonesRan:
    """What became of the zones.

    Attributes:
        before: A finding for each address, before anything was added.
        after: The same afterwards.
        commands: What does the same from the command line.
        surprises: A sentence for whatever did not come out as it must.
    """

    before: Sequence[Finding]
    after: Sequence[Finding]
    commands: tuple[str, ...]
    surprises: tuple[str, ...]

    @property
    def table(self) -> PageTable:
        """The addresses with their zones before and after, for the page."""
        pairs = list(zip(self.before, self.after, strict=True))
        good = sum(after.status == "ok" for after in self.after)
        return PageTable(
            name="zones",
            title=f"The Intranet zone of {ACCOUNT}",
            columns=("Address", "SharePoint's zone", "Before", "After", "What decides now"),
            rows=[_row(before, after) for before, after in pairs],
            count=(f"{good} of {len(pairs)}", "addresses in the Intranet zone"),
            lead="The account that fetches pictures sends its credentials only to sites of its Local intranet zone, on "
            f"its own computer ({farm.REGISTRY}). What was there before is in {farm.UNDO}.",
            commands=self.commands,
        )


class ZonesStory(Teller):
    """Tells of the zones."""

    def commands(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of the two commands that do what is done here: test and add."""
        where = ("--farm", f"farm:{self._path(farm.ADDRESSES)}", "--registry", f"reg:{self._path(farm.REGISTRY)}")
        return ("zones", "test", *where), ("zones", "add", *where, "--undo-file", self._path(farm.UNDO))

    def given(self) -> None:
        """The farm's addresses and the account's registry."""
        self._heading(f"Zones: does {ACCOUNT} send its credentials to every address of the farm?")
        self._line(f"Addresses  {self._path(farm.ADDRESSES)}: {len(SITES)} alternate access mappings")
        self._line(f"Registry   {self._path(farm.REGISTRY)}: the account's own, of a server with Enhanced Security on")

    def before(self, findings: Sequence[Finding]) -> None:
        """The zones as they are found."""
        self._heading("Test the addresses")
        self._command(*self.commands()[0])
        for finding in findings:
            self._site(finding, str(_facts(finding)["zoneName"]))

    def adding(self) -> None:
        """They are about to be added."""
        self._heading("Add them")
        self._command(*self.commands()[1])

    def outcome(self, outcome: Outcome) -> None:
        """One line for one registry value, as it happens."""
        detail = _PATH.sub("", outcome.reason) if outcome.status == "failed" else _short(outcome.target)
        self._line(f"{outcome.status:<9}  {outcome.subject}  {detail}", STYLES[outcome.status])
        if outcome.advice:
            self._line(f"  {outcome.advice}", "cyan")

    def added(self, first: Summary, messages: Sequence[Message], again: Summary) -> None:
        """Both runs summed up."""
        self._line(first.sentence, "bold")
        for message in messages:
            self._line(message.text)
        self._line(f"Add again: {again.sentence}")

    def after(self, before: Sequence[Finding], after: Sequence[Finding]) -> None:
        """The zones as they are now, read back."""
        self._heading("Test them again")
        for old, new in zip(before, after, strict=True):
            was, now = (str(_facts(finding)["zoneName"]) for finding in (old, new))
            self._site(new, f"{was} -> {now}" if was != now else now)

    def _site(self, finding: Finding, zone: str) -> None:
        facts = _facts(finding)
        words = f"{finding.status:<9}  {finding.subject:<32}  {zone:<26}  {_sent(facts)}: {_decides(facts)}"
        self._line(words, "green" if finding.status == "ok" else "bold red")


def add_the_sites(folder: Path, story: ZonesStory) -> ZonesRan:
    """Write the farm's addresses and the account's registry; bring the addresses into its Local intranet zone."""
    write_farm(folder)
    story.given()
    job = ZoneJob(
        registry=f"reg:{folder / farm.REGISTRY}",
        farm=f"farm:{folder / farm.ADDRESSES}",
        undo_file=str(folder / farm.UNDO),
    )
    before = tally(check_zones(job)).findings
    story.before(before)
    story.adding()
    first, again = tally(add_zones(job), story.outcome), tally(add_zones(job))
    story.added(first.summary, first.messages, again.summary)
    after = tally(check_zones(job)).findings
    story.after(before, after)
    surprises = (
        *zone_surprises(before, again=False),
        *add_surprises(first.outcomes, again=False),
        *add_surprises(again.outcomes, again=True),
        *zone_surprises(after, again=True),
    )
    return ZonesRan(before, after, tuple(command_line(*words) for words in story.commands()), surprises)


def _row(before: Finding, after: Finding) -> TableRow:
    old, new = _facts(before), _facts(after)
    status: Status = "failed" if after.status != "ok" else "unchanged" if before.status == "ok" else "applied"
    cells = (after.subject, str(new["farmZone"]), str(old["zoneName"]), str(new["zoneName"]), _decides(new))
    return TableRow(cells, status, marked=3)


def _facts(finding: Finding) -> Facts:
    return finding.facts or {}


def _sent(facts: Facts) -> str:
    sends = facts["sendsCredentials"]
    return _SENT[sends if isinstance(sends, bool) else None]


def _decides(facts: Facts) -> str:
    return _short(str(facts["decides"]))


def _short(path: str) -> str:
    """A registry path from below the zone map on; a rule as it is."""
    return _PATH.sub("", path)

"""What the tryout says while it runs; every number comes from the runs themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import set_cell_size

from pyupsync.model import Facts, Outcome
from pyupsync.report import Summary
from pyupsync.tryout import farm
from pyupsync.tryout.check import BROKEN
from pyupsync.tryout.people import DOMAIN, PEOPLE, Upload
from pyupsync.tryout.site import PhotoSite, Served
from pyupsync.tryout.tell import STYLES, Teller

_PEOPLE = {person.account: person for person in PEOPLE}


class Story(Teller):
    """Tells of the farm, the exports and what is left to try."""

    def made(self, site: PhotoSite, files: Mapping[str, Served], photos: Mapping[str, bytes]) -> None:
        """What the farm is."""
        gone = sum(person.upload == "account gone" for person in PEOPLE)
        self._heading(f"A farm of {len(PEOPLE)} people who do not exist, on this machine alone")
        self._line(f"Profiles   {self._path(farm.PROFILES)}: {len(PEOPLE)} accounts of {DOMAIN}")
        self._line(f"Pictures   https://{site.host}: {len(files)} files, for {site.user} with a password made for this")
        self._line("           run, behind a certificate whose authorities nobody trusts yet")
        held = f"{len(PEOPLE) - gone} people, {len(photos)} with a photo already"
        self._line(f"Directory  {self._path(farm.DIRECTORY)}: {held}")

    def planned(self, summary: Summary) -> None:
        """The plan in a sentence."""
        self._heading("Plan: what an export would change")
        self._line(summary.sentence)
        self._heading("Export")

    def outcome(self, outcome: Outcome) -> None:
        """One line for one person, as it happens."""
        name = set_cell_size(_PEOPLE[outcome.subject].name, 20)
        account = set_cell_size(outcome.subject, 25)
        self._line(f"{outcome.status:<9}  {name}  {account}  {_detail(outcome)}", STYLES[outcome.status])

    def exported(self, summary: Summary) -> None:
        """The first export summed up."""
        self._line(summary.sentence, "bold")

    def exported_again(self, summary: Summary) -> None:
        """The second export summed up."""
        self._heading("Export again")
        idle = "Nothing to do: what can be exported is in the directory."
        self._line("Something was changed." if summary.changes else idle)
        self._line(summary.sentence, "bold")

    def broken(self, outcomes: Iterable[Outcome]) -> None:
        """The broken pictures with their reasons and what to do; then who else failed."""
        failed = [outcome for outcome in outcomes if outcome.status == "failed"]
        broken = [outcome for outcome in failed if _upload(outcome) in BROKEN]
        self._heading("Broken pictures: why, and what to do")
        for outcome in sorted(broken, key=lambda item: BROKEN.index(_upload(item))):
            self._failure(outcome)
        self._heading("Also failed")
        for outcome in failed:
            if outcome not in broken:
                self._failure(outcome)

    def finished(self, seconds: float) -> None:
        """Where everything lies, and what to try next."""
        self._heading(f"Done in {seconds:.1f} seconds")
        self._line(f"Page       {self._path(farm.PAGE)}: every picture before and after; open it in a browser")
        self._line(f"Changes    {self._path(farm.CHANGES)}: as ldapmodify and ldifde take them")
        self._heading("Try it by hand (the same pictures, from the folder)")
        where = [
            *("--profiles", f"csv:{self._folder / farm.PROFILES}"),
            *("--photos", f"folder:{self._folder / farm.PICTURES}"),
            *("--directory", f"ldif:{self._folder / farm.DIRECTORY}"),
        ]
        self._command("photos", "plan", *where)
        self._command("photos", "export", "--what-if", "--output", str(self._folder / farm.FRESH), *where)
        self._heading("And the trust store")
        self._command("trust", "list", "--store", f"folder:{self._folder / farm.STORE}")

    def verdict(self, wrong: Sequence[str]) -> int:
        """Say what did not come out as it must; return the exit code."""
        if wrong:
            self._heading("This did not come out as it must")
        for sentence in wrong:
            self._line(sentence, "bold red")
        return 1 if wrong else 0

    def _failure(self, outcome: Outcome) -> None:
        who = f"{_PEOPLE[outcome.subject].name} ({outcome.subject})"
        self._line(f"{who}: {_upload(outcome)} [{outcome.code}]", "bold red")
        self._line(f"  {outcome.reason}")
        self._line(f"  {outcome.advice}", "cyan")


def _upload(outcome: Outcome) -> Upload:
    return _PEOPLE[outcome.subject].upload


def _detail(outcome: Outcome) -> str:
    if outcome.status == "applied":
        return f"{_size(outcome.before)} -> {_size(outcome.after)}"
    return outcome.code if outcome.status == "failed" else outcome.reason


def _size(facts: Facts | None) -> str:
    if not facts:
        return "nothing"
    pixels = f", {facts['width']}x{facts['height']}" if facts.get("width") else ""
    return f"{facts['bytes']} bytes{pixels}"

"""The trust store's part: verifying the site fails, its chain is imported, and verifying it passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pyupsync.config import TrustJob
from pyupsync.model import Finding, Outcome, Record
from pyupsync.report import Summary
from pyupsync.tryout import farm
from pyupsync.tryout.authority import ROOT, SERVER, SUBORDINATE, names_in
from pyupsync.tryout.check import chain_surprises, import_surprises, verify_surprises
from pyupsync.tryout.site import PhotoSite
from pyupsync.tryout.tally import tally
from pyupsync.tryout.tell import STYLES, Teller
from pyupsync.workflows import import_trust, list_trust, remove_trust, verify_trust

_ROLES = {ROOT: "root", SUBORDINATE: "subordinate", SERVER: "the site's own"}
_EVENT = "In SharePoint's event 8311:"


class TrustStory(Teller):
    """Tells of the trust store."""

    def given(self, held: Sequence[Record], names: Sequence[str]) -> None:
        """What the store holds, and the chain's file."""
        self._heading("Trust: does the site validate against this store alone, as SharePoint asks?")
        roles = ", ".join(_ROLES.get(name, name) for name in names)
        self._line(f"Store      {self._path(farm.STORE)}: authorities in it: {len(held)}")
        self._line(f"Chain      {self._path(farm.CHAIN)}: {len(names)} certificates, in this order: {roles}")
        self._line("           (the site itself sends its own certificate alone, as many do)")

    def distrusted(self, findings: Sequence[Finding]) -> None:
        """Why the site is not trusted, in plain words and in the event's, and what would mend it."""
        self._heading("Verify")
        for finding in findings:
            self._line(f"{finding.status:<9}  {finding.subject}", "bold red")
            plain, mark, event = finding.actual.partition(_EVENT)
            for text in filter(None, (plain.strip(), mark + event)):
                self._line(f"  {text}")
            self._line(f"  {finding.advice}", "cyan")

    def importing(self) -> None:
        """The import is about to begin."""
        self._heading("Import the chain")

    def outcome(self, outcome: Outcome) -> None:
        """One line for one certificate, as it happens."""
        self._line(f"{outcome.status:<9}  {outcome.subject}  {outcome.reason}", STYLES[outcome.status])

    def imported(self, first: Summary, again: Summary) -> None:
        """Both imports summed up."""
        self._line(first.sentence, "bold")
        self._line(f"Import again: {again.sentence}")

    def trusted(self, findings: Sequence[Finding]) -> None:
        """The chain that is valid now."""
        self._heading("Verify again")
        for finding in findings:
            self._line(f"{finding.status:<9}  {finding.actual}", "green" if finding.status == "ok" else "bold red")
        self._line(f"The export trusts {self._path(farm.BUNDLE)}: what this store holds, nothing of the system's.")


def trust_the_site(folder: Path, site: PhotoSite, story: TrustStory) -> list[str]:
    """Write the site's chain to a file, and bring the store from not trusting the site to trusting it.

    Returns:
        A sentence for whatever did not come out as it must.
    """
    chain, job = folder / farm.CHAIN, TrustJob(store=f"folder:{folder / farm.STORE}")
    chain.write_bytes(site.chain.p7b())
    names = names_in(chain.read_bytes())
    _forget(job)
    story.given(tally(list_trust(job)).records, names)
    offered = replace(job, paths=(str(chain),))
    verifying = replace(job, from_url=f"https://{site.host}")
    before = tally(verify_trust(replace(verifying, paths=offered.paths)))
    story.distrusted(before.findings)
    story.importing()
    first, again = tally(import_trust(offered), story.outcome), tally(import_trust(offered))
    story.imported(first.summary, again.summary)
    after = tally(verify_trust(verifying))
    story.trusted(after.findings)
    return [
        *chain_surprises(names),
        *verify_surprises(before.findings, trusted=False),
        *import_surprises(first.outcomes, again=False),
        *import_surprises(again.outcomes, again=True),
        *verify_surprises(after.findings, trusted=True),
    ]


def _forget(job: TrustJob) -> None:
    """Take an earlier tryout's authorities out of the store; what somebody else has put there stays."""
    ours = {f"CN={ROOT}", f"CN={SUBORDINATE}"}
    facts = [record.facts for record in tally(list_trust(job)).records]
    absent = tuple(str(item["thumbprint"]) for item in facts if item.get("subject") in ours)
    if absent:
        tally(remove_trust(replace(job, absent=absent)))

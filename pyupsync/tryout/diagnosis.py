"""The diagnosis' part: why somebody whose picture did not come through has none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyupsync.config import DiagnosisJob, PhotoJob
from pyupsync.model import Check, CheckStatus, Status
from pyupsync.tryout import farm
from pyupsync.tryout.check import BROKEN, expected_code
from pyupsync.tryout.people import PEOPLE
from pyupsync.tryout.tell import STYLES, Teller
from pyupsync.workflows import Diagnosis, diagnose_person

_STYLES: Mapping[CheckStatus, Status] = {
    "pass": "applied",
    "fail": "failed",
    "warning": "skipped",
    "unknown": "unchanged",
}
WHO = next(person for person in PEOPLE if person.upload in BROKEN and person.held == "nothing")
"""Who has no picture at all, and one in SharePoint that is none."""


class DiagnosisStory(Teller):
    """Tells of the diagnosis."""

    def tell(self, found: Diagnosis) -> None:
        """The cause, then every station that was looked at."""
        self._heading(f"Why has {WHO.name} no picture?")
        self._line(found.sentence, "bold red")
        seen = [check for check in found.checks if check.status != "unknown"]
        for check in seen:
            self._station(check)
        self._line(f"{len(found.checks) - len(seen)} stations are not known here: most were not named.")

    def _station(self, check: Check) -> None:
        words = f"{check.status:<9}  {check.check:<15}  {check.actual}"
        self._line(words, STYLES[_STYLES[check.status]])
        if check.advice:
            self._line(f"  {check.advice}", "cyan")


def diagnose_somebody(folder: Path, job: PhotoJob, story: DiagnosisStory) -> list[str]:
    """Diagnose that one; return a sentence when what is found is not what is the matter."""
    asked = DiagnosisJob(
        person=WHO.account,
        profiles=job.profiles,
        directory=job.directory,
        sites=job.sites,
        site_login=job.site_login,
        store=f"folder:{folder / farm.STORE}",
        ca_file=job.ca_file,
    )
    found = diagnose_person(asked)
    story.tell(found)
    expected = expected_code(WHO, again=True)
    causes = {check.cause for check in found.checks if check.status in {"fail", "warning"}}
    return [] if causes == {expected} else [f"{WHO.account} was diagnosed as {causes}; {expected} was expected."]

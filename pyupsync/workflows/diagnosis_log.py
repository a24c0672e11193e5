"""What a diagnosis reads of web servers' logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from posixpath import basename
from urllib.parse import unquote, urlsplit

from pyupsync.config import DiagnosisJob, LogJob
from pyupsync.diagnosis.log_person import PersonRequests
from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.model import Finding, Outcome
from pyupsync.workflows.diagnosis_waiting import not_named
from pyupsync.workflows.logs import diagnose_log, requests_of_person

_OPTION = "--log PATH, of IIS on the servers that the My Site host is on"


@dataclass
class LogReaders:
    """Reads the logs of a job with each question.

    Attributes:
        job: Where to look.
    """

    job: DiagnosisJob

    def of_person(self, account: str, url: str) -> Seen[PersonRequests]:
        """What the logs say of one person's pictures.

        Args:
            account: Whose.
            url: The PictureURL, whose file names the person; empty for none.
        """
        if not self.job.log:
            return not_named("The IIS log", _OPTION)
        file, mark, _ = basename(unquote(urlsplit(url).path)).lower().rpartition("_mthumb")
        return requests_of_person(LogJob(paths=self.job.log), file if mark else account)

    def findings(self) -> Seen[Sequence[Finding]]:
        """What was refused for good, of everybody's pictures."""
        if not self.job.log:
            return not_named("The IIS log", _OPTION)
        told = [*diagnose_log(LogJob(paths=self.job.log))]
        found = [one for one in told if isinstance(one, Finding)]
        unread = [one for one in told if isinstance(one, Outcome)]
        if unread and all(one.status == "ok" for one in found):  # what was not read may hold what is wrong
            return Unseen(unread[0].reason, unread[0].advice)
        return found

"""Certificates that SharePoint refused by its own logs (event 8311), beside what a site shows today."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pyupsync.diagnosis.events_names import common_name
from pyupsync.diagnosis.seen import Station
from pyupsync.model import Check, Finding

UNTESTED = frozenset({"RevocationUnknown", "CertificateUnusable"})
"""What SharePoint may find, and verifying a chain here does not."""


@dataclass(frozen=True, slots=True)
class Refusals:
    """What logs say of certificates.

    Attributes:
        findings: One for each certificate that was refused; of status info where it is trusted by now.
        unread: Why a file was not read.
        shown: The thumbprints that the site shows today; empty where it was not looked at.
    """

    findings: Sequence[Finding] = ()
    unread: Sequence[str] = ()
    shown: Collection[str] = ()

    @property
    def wrong(self) -> Finding | None:
        """The first that is not trusted by now."""
        return next((one for one in self.findings if one.status == "error"), None)

    @property
    def untested(self) -> Finding | None:
        """One of a certificate that is shown today, for a reason that is not looked at otherwise."""
        return next((one for one in self.findings if _fact(one, "cause") in UNTESTED and self._is_shown(one)), None)

    def _is_shown(self, finding: Finding) -> bool:
        return _fact(finding, "thumbprint") in self.shown

    @property
    def lines(self) -> list[str]:
        """The same for the evidence of a check."""
        return [*(f"Event 8311, {one.subject}: {one.actual}" for one in self.findings), *self.unread]

    def of(self, host: str, shown: Collection[str]) -> Refusals:
        """What is said of one site: of a certificate that it shows, or of one that is named as it is."""
        mine = [one for one in self.findings if _fact(one, "thumbprint") in shown or _is_for(one, host)]
        return Refusals(mine, self.unread, shown)


def judge_others(refused: Refusals, sites: Sequence[Refusals]) -> list[Check]:
    """A warning for each certificate that SharePoint refused, and that is of no site of the farm."""
    told = {_fact(one, "thumbprint") for site in sites for one in site.findings}
    others = [one for one in refused.findings if one.status == "error" and _fact(one, "thumbprint") not in told]
    return [Station("trust", one.subject, one.expected).warned(cause_of(one), one.actual, one.advice) for one in others]


def cause_of(finding: Finding) -> str:
    """Its stable code."""
    return _fact(finding, "cause")


def _fact(finding: Finding, name: str) -> str:
    return str((finding.facts or {}).get(name, ""))


def _is_for(finding: Finding, host: str) -> bool:
    name, asked = common_name(finding.subject).lower(), host.lower()
    return name == asked or (name.startswith("*.") and name[2:] == asked.partition(".")[2])

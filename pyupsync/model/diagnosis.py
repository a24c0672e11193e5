"""What a check of a picture's way says, and what some of them rest on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

CheckStatus = Literal["pass", "fail", "warning", "unknown"]
"""``unknown``: it could not be looked at; ``Check.actual`` says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """One station of a picture's way, judged.

    A check may rest on many findings; it says what they come to. A ``Finding`` is one of those.

    Attributes:
        check: A stable word for the station: ``trust``, ``zone``, ``automaticLogon``, ``directoryWrite``.
        status: What it came to.
        subject: What was looked at: an address, an account, a domain controller.
        expected: What should be.
        actual: What is; of an unknown one, why it could not be looked at.
        evidence: What that rests on, a line each: a log's line, a certificate's thumbprint, a registry value.
        advice: The exact command that mends it; empty when there is nothing to mend.
        cause: A stable code of what is wrong, empty when nothing is: ``IssuerMissing``, ``ZoneMissing``.
    """

    check: str
    status: CheckStatus
    subject: str
    expected: str
    actual: str
    evidence: tuple[str, ...] = ()
    advice: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class SpnHolder:
    """An account that has one of the service principal names asked for.

    Attributes:
        dn: The account's entry.
        account: Its sAMAccountName.
        names: Which of the names asked for it has, as they are written there.
        computer: Whether it is a computer.
    """

    dn: str
    account: str
    names: tuple[str, ...]
    computer: bool = False


@dataclass(frozen=True, slots=True)
class PhotoWrite:
    """The last write to a thumbnailPhoto, as the replication metadata of its entry has it.

    Attributes:
        version: How often it was written; removing it counts.
        when: When it was written last, in UTC.
        where: The domain controller it was written at, or the invocationId of its copy of the directory.
    """

    version: int
    when: datetime
    where: str


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """What a site answers to somebody who sends no credentials.

    Attributes:
        status: HTTP's.
        offers: The ways to log on that it offers: ``Negotiate``, ``NTLM``, ``Basic``.
        date: Its clock by the Date header; None where it has none.
        asked: This machine's clock when the answer came.
        leads_to: Where a redirect leads; empty for none.
    """

    status: int
    offers: tuple[str, ...]
    date: datetime | None
    asked: datetime
    leads_to: str = ""

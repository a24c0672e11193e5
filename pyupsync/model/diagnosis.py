"""What a check of a picture's way says."""

from __future__ import annotations

from dataclasses import dataclass
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

"""What event logs say of certificates that SharePoint refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """An event as its log has it, not understood yet.

    Attributes:
        text: The message as it was rendered; empty where the log has only the values it is made of.
        origin: Where it stands: ``events.xml, event 3``.
        time: When, as the log writes it.
        values: The values of the message, where the log keeps them apart.
    """

    text: str
    origin: str
    time: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificateEvent:
    """SharePoint's event 8311: a certificate that it refused.

    Attributes:
        subject: Subject as .NET writes it, ``CN=…, O=…, C=…``; empty where the certificate has none.
        issuer: Issuer, written the same way.
        thumbprint: SHA-1 in upper-case hex; empty where the message does not give it.
        errors: Why, in the log's words and language.
        origin: Where it stands.
        moment: When; with a time zone where the log gives it, else in the server's own time. None when unreadable.
    """

    subject: str
    issuer: str
    thumbprint: str
    errors: tuple[str, ...]
    origin: str
    moment: datetime | None = None

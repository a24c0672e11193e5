"""Settings of a job on the trust store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyupsync.config.checks import check_timeout
from pyupsync.config.settings import Part, complete
from pyupsync.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustJob:
    """Everything a job on the trust store is told.

    Attributes:
        store: Address of the trust store: ``folder:PATH`` or ``sharepoint:``.
        paths: Files and folders with certificates.
        certificates: Certificates themselves, each DER in Base-64: those a host holds as objects.
        from_url: An https address whose presented chain is read as well; empty for none.
        fetch_issuers: Get missing issuers from where the certificates say they are (AIA, over the network).
        absent: Names or thumbprints that must not be trusted.
        force: Trust leaves, expired and weak certificates too.
        restart_iis: Restart IIS on every server of the farm when something changed.
        warn_days: Days before the end of a certificate's validity from which it is warned about.
        timeout: Seconds without an answer after which a connection is given up.
    """

    store: str
    paths: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    from_url: str = ""
    fetch_issuers: bool = False
    absent: tuple[str, ...] = ()
    force: bool = False
    restart_iis: bool = False
    warn_days: int = 60
    timeout: float = 30.0

    def __post_init__(self) -> None:
        """Refuse settings that no adapter could use."""
        if not 0 <= self.warn_days <= 3650:
            raise UsageError(f"warn-days is {self.warn_days}; it must be from 0 to 3650.")
        check_timeout(self.timeout)


def trust_job(settings: Mapping[str, Any]) -> TrustJob:
    """Make a job on the trust store from plain settings; dashes and underscores, None and missing are the same.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or no store.
    """
    return TrustJob(**complete(settings, (Part("", TrustJob),), "store")[""])

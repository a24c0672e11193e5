"""A SharePoint farm's own addresses, and the accounts it works under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

UrlZone = Literal["", "Default", "Intranet", "Internet", "Custom", "Extranet"]
"""SharePoint's zones (SPUrlZone), which are not those of Internet Explorer; empty when it is not known."""

UrlOrigin = Literal["alternate access mapping", "web application", "My Site host", "host-named site collection"]

AccountRole = Literal["User Profile Synchronization service", "User Profile service application", "farm"]


@dataclass(frozen=True, slots=True)
class FarmUrl:
    """One address that a farm answers to.

    Attributes:
        url: Scheme, host and, where it is not the scheme's own, port; of a My Site host its path too. No slash ends it.
        zone: SharePoint's zone of it.
        web_application: The display name of the web application, or of the external resource that is mapped.
        origin: What says so.
    """

    url: str
    zone: UrlZone
    web_application: str
    origin: UrlOrigin


@dataclass(frozen=True, slots=True)
class ServiceAccount:
    """An account that User Profile services run under.

    Attributes:
        name: As the farm has it: ``DOMAIN\\user``.
        role: What runs under it.
    """

    name: str
    role: AccountRole

"""Internet Explorer's zones, and the registry they are kept in."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class ZonesError(UpSyncError):
    """The zone map, or the registry it is kept in."""

    code = "ZonesFailed"


class SiteError(ZonesError):
    """A URL has no place in the zone map."""

    code = "SiteRefused"


class SiteTooWide(SiteError):
    """A wildcard, or a bare top-level domain, which would map more than one host."""

    code = "SiteTooWide"


class SiteUnsupported(SiteError):
    """A URL of a kind that the zone map cannot hold: an IPv6 address, another scheme."""

    code = "SiteUnsupported"


class ZoneConflict(ZonesError):
    """The site is in another zone already, by somebody else's will."""

    code = "ZoneConflict"


class ZonePolicyInForce(ZonesError):
    """A policy makes the entry void."""

    code = "ZonePolicyInForce"


class RegistryError(ZonesError):
    """The registry, or a file that holds a part of it, failed."""

    code = "RegistryFailed"


class RegistryUnreadable(RegistryError):
    """What should hold a registry cannot be read as one."""

    code = "RegistryUnreadable"


class RegistryDenied(RegistryError):
    """The account this runs under may not read or write there."""

    code = "RegistryAccessDenied"


class HiveDirty(RegistryError):
    """A hive was not closed: what its logs hold is not in it yet."""

    code = "HiveDirty"


class ServiceAccountError(ZonesError):
    """The account whose zones are meant is not known, or cannot be reached."""

    code = "ServiceAccountUnknown"


class ServiceProfileMissing(ServiceAccountError):
    """The account has no user profile yet, so it has no zones of its own."""

    code = "ServiceProfileMissing"

"""The records that every area speaks in. They hold data and decide nothing."""

from __future__ import annotations

from pyupsync.model.events import (
    Change,
    Event,
    EventStream,
    Facts,
    Finding,
    FindingStatus,
    Level,
    Message,
    Outcome,
    Plan,
    Progress,
    Record,
    Scalar,
    Status,
)
from pyupsync.model.farm import AccountRole, FarmUrl, ServiceAccount, UrlOrigin, UrlZone
from pyupsync.model.photos import (
    AccountKey,
    Domain,
    FetchedPhoto,
    Person,
    Photo,
    PhotoFacts,
    Profile,
    Sighting,
    Validators,
)
from pyupsync.model.registry import RegistryKind, RegistrySetting, RegistryValue
from pyupsync.model.state import Entry, EntryStatus, Intent, Known, RunFacts, Settled
from pyupsync.model.trust import CertificateInput, TrustedRoot, armoured

__all__ = [
    "AccountKey",
    "AccountRole",
    "CertificateInput",
    "Change",
    "Domain",
    "Entry",
    "EntryStatus",
    "Event",
    "EventStream",
    "Facts",
    "FarmUrl",
    "FetchedPhoto",
    "Finding",
    "FindingStatus",
    "Intent",
    "Known",
    "Level",
    "Message",
    "Outcome",
    "Person",
    "Photo",
    "PhotoFacts",
    "Plan",
    "Profile",
    "Progress",
    "Record",
    "RegistryKind",
    "RegistrySetting",
    "RegistryValue",
    "RunFacts",
    "Scalar",
    "ServiceAccount",
    "Settled",
    "Sighting",
    "Status",
    "TrustedRoot",
    "UrlOrigin",
    "UrlZone",
    "Validators",
    "armoured",
]

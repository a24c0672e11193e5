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
from pyupsync.model.photos import AccountKey, Domain, FetchedPhoto, Person, Photo, PhotoFacts, Profile, Validators
from pyupsync.model.registry import RegistryKind, RegistrySetting, RegistryValue
from pyupsync.model.trust import CertificateInput, TrustedRoot, armoured

__all__ = [
    "AccountKey",
    "AccountRole",
    "CertificateInput",
    "Change",
    "Domain",
    "Event",
    "EventStream",
    "Facts",
    "FarmUrl",
    "FetchedPhoto",
    "Finding",
    "FindingStatus",
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
    "Scalar",
    "ServiceAccount",
    "Status",
    "TrustedRoot",
    "UrlOrigin",
    "UrlZone",
    "Validators",
    "armoured",
]

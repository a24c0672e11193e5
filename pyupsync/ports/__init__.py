"""What the areas ask of the outside world. Implementations do not inherit from these; a contract test holds them."""

from __future__ import annotations

from pyupsync.later import later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyupsync.ports.access import AccessDirectory, AccessProbe
    from pyupsync.ports.diagnosis import DirectoryProbe, ProfileLookup, SiteProbe
    from pyupsync.ports.events import EventSource
    from pyupsync.ports.logs import RequestLog
    from pyupsync.ports.metaverse import Metaverse
    from pyupsync.ports.module import ModuleFolder, ModuleHost
    from pyupsync.ports.photos import PendingWrite, PersonDirectory, PersonWatch, PhotoSource, ProfileSource
    from pyupsync.ports.schedule import Scheduler
    from pyupsync.ports.state import PhotoMemory, PhotoState, RunHistory, RunJournal
    from pyupsync.ports.synchronization import ProfileService, Synchronization
    from pyupsync.ports.trust import CertificateFolder, CertificateSource, Farm, SiteCertificates, TrustStore
    from pyupsync.ports.unattended import MetricsFile, RunLog
    from pyupsync.ports.zones import FarmSites, Registry
else:
    __getattr__ = later(
        __name__,
        {
            "access": ("AccessDirectory", "AccessProbe"),
            "diagnosis": ("DirectoryProbe", "ProfileLookup", "SiteProbe"),
            "events": ("EventSource",),
            "logs": ("RequestLog",),
            "metaverse": ("Metaverse",),
            "module": ("ModuleFolder", "ModuleHost"),
            "photos": ("PendingWrite", "PersonDirectory", "PersonWatch", "PhotoSource", "ProfileSource"),
            "schedule": ("Scheduler",),
            "state": ("PhotoMemory", "PhotoState", "RunHistory", "RunJournal"),
            "synchronization": ("ProfileService", "Synchronization"),
            "trust": ("CertificateFolder", "CertificateSource", "Farm", "SiteCertificates", "TrustStore"),
            "unattended": ("MetricsFile", "RunLog"),
            "zones": ("FarmSites", "Registry"),
        },
    )

__all__ = [
    "AccessDirectory",
    "AccessProbe",
    "CertificateFolder",
    "CertificateSource",
    "DirectoryProbe",
    "EventSource",
    "Farm",
    "FarmSites",
    "Metaverse",
    "MetricsFile",
    "ModuleFolder",
    "ModuleHost",
    "PendingWrite",
    "PersonDirectory",
    "PersonWatch",
    "PhotoMemory",
    "PhotoSource",
    "PhotoState",
    "ProfileLookup",
    "ProfileService",
    "ProfileSource",
    "Registry",
    "RequestLog",
    "RunHistory",
    "RunJournal",
    "RunLog",
    "Scheduler",
    "SiteCertificates",
    "SiteProbe",
    "Synchronization",
    "TrustStore",
]

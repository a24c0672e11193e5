"""Settings of the jobs, from arguments, from a TOML file and from the environment; checked here, once."""

from __future__ import annotations

from pyupsync.later import later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyupsync.config.access import AccessJob, access_job
    from pyupsync.config.desired import Desired, read_desired
    from pyupsync.config.diagnosing import DiagnosisJob, diagnosis_job
    from pyupsync.config.directories import DirectorySettings, shown_together
    from pyupsync.config.events import EventJob, event_job
    from pyupsync.config.keeping import Keeping
    from pyupsync.config.login import DirectoryAuth, Login, SiteAuth, read_secret
    from pyupsync.config.logs import LogJob, log_job
    from pyupsync.config.looking import LookJob, look_job
    from pyupsync.config.manners import Manners
    from pyupsync.config.metaverse import MetaverseJob, metaverse_job
    from pyupsync.config.module import ModuleJob, module_job
    from pyupsync.config.photos import ImageProfile, PhotoJob, photo_job
    from pyupsync.config.restoring import HistoryJob, RestoreJob, history_job, purge_job, restore_job
    from pyupsync.config.schedule import ScheduleJob, schedule_job
    from pyupsync.config.synchronization import (
        MappingJob,
        SynchronizationJob,
        mapping_job,
        synchronization_job,
    )
    from pyupsync.config.toml import read_toml
    from pyupsync.config.trust import TrustJob, trust_job
    from pyupsync.config.unattended import Unattended
    from pyupsync.config.zones import ZoneJob, zone_job
else:
    __getattr__ = later(
        __name__,
        {
            "access": ("AccessJob", "access_job"),
            "desired": ("Desired", "read_desired"),
            "diagnosing": ("DiagnosisJob", "diagnosis_job"),
            "directories": ("DirectorySettings", "shown_together"),
            "events": ("EventJob", "event_job"),
            "keeping": ("Keeping",),
            "login": ("DirectoryAuth", "Login", "SiteAuth", "read_secret"),
            "logs": ("LogJob", "log_job"),
            "looking": ("LookJob", "look_job"),
            "manners": ("Manners",),
            "metaverse": ("MetaverseJob", "metaverse_job"),
            "module": ("ModuleJob", "module_job"),
            "photos": ("ImageProfile", "PhotoJob", "photo_job"),
            "restoring": ("HistoryJob", "RestoreJob", "history_job", "purge_job", "restore_job"),
            "schedule": ("ScheduleJob", "schedule_job"),
            "toml": ("read_toml",),
            "synchronization": ("MappingJob", "SynchronizationJob", "mapping_job", "synchronization_job"),
            "trust": ("TrustJob", "trust_job"),
            "unattended": ("Unattended",),
            "zones": ("ZoneJob", "zone_job"),
        },
    )

__all__ = [
    "AccessJob",
    "Desired",
    "DiagnosisJob",
    "DirectoryAuth",
    "DirectorySettings",
    "EventJob",
    "HistoryJob",
    "ImageProfile",
    "Keeping",
    "LogJob",
    "Login",
    "LookJob",
    "Manners",
    "MappingJob",
    "MetaverseJob",
    "ModuleJob",
    "PhotoJob",
    "RestoreJob",
    "ScheduleJob",
    "SiteAuth",
    "SynchronizationJob",
    "TrustJob",
    "Unattended",
    "ZoneJob",
    "access_job",
    "diagnosis_job",
    "event_job",
    "history_job",
    "log_job",
    "look_job",
    "mapping_job",
    "metaverse_job",
    "module_job",
    "photo_job",
    "purge_job",
    "read_desired",
    "read_secret",
    "read_toml",
    "restore_job",
    "schedule_job",
    "shown_together",
    "synchronization_job",
    "trust_job",
    "zone_job",
]

"""Settings of the jobs, from arguments, from a TOML file and from the environment; checked here, once."""

from __future__ import annotations

from pyupsync.config.diagnosing import DiagnosisJob, diagnosis_job
from pyupsync.config.directories import DirectorySettings, shown_together
from pyupsync.config.events import EventJob, event_job
from pyupsync.config.keeping import Keeping
from pyupsync.config.login import DirectoryAuth, Login, SiteAuth, read_secret
from pyupsync.config.looking import LookJob, look_job
from pyupsync.config.manners import Manners
from pyupsync.config.module import ModuleJob, module_job
from pyupsync.config.photos import ImageProfile, PhotoJob, photo_job
from pyupsync.config.restoring import HistoryJob, RestoreJob, history_job, purge_job, restore_job
from pyupsync.config.settings import read_toml
from pyupsync.config.trust import TrustJob, trust_job
from pyupsync.config.zones import ZoneJob, zone_job

__all__ = [
    "DiagnosisJob",
    "DirectoryAuth",
    "DirectorySettings",
    "EventJob",
    "HistoryJob",
    "ImageProfile",
    "Keeping",
    "Login",
    "LookJob",
    "Manners",
    "ModuleJob",
    "PhotoJob",
    "RestoreJob",
    "SiteAuth",
    "TrustJob",
    "ZoneJob",
    "diagnosis_job",
    "event_job",
    "history_job",
    "look_job",
    "module_job",
    "photo_job",
    "purge_job",
    "read_secret",
    "read_toml",
    "restore_job",
    "shown_together",
    "trust_job",
    "zone_job",
]

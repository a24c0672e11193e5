"""Gets SharePoint profile pictures into Active Directory's thumbnailPhoto, and says why one is missing.

>>> from pyupsync import PhotoJob, export_photos
>>> job = PhotoJob(profiles="csv:people.csv", photos="folder:pictures", directory="ldif:people.ldif")
>>> for outcome in export_photos(job):                                            # doctest: +SKIP
...     print(outcome.subject, outcome.status, outcome.reason)
"""

from __future__ import annotations

from pyupsync.config import HistoryJob, Keeping, Login, PhotoJob, RestoreJob, TrustJob, ZoneJob
from pyupsync.errors import UpSyncError
from pyupsync.model import Change, Finding, Outcome, Plan, Record
from pyupsync.workflows import (
    add_zones,
    backup_trust,
    check_zones,
    expand_chain,
    export_photos,
    import_trust,
    list_farm_accounts,
    list_farm_urls,
    list_photo_history,
    list_trust,
    list_zones,
    plan_photos,
    plan_trust,
    plan_zones,
    remove_trust,
    remove_zones,
    restore_photos,
    restore_trust,
    save_farm,
    verify_trust,
)

__all__ = [
    "Change",
    "Finding",
    "HistoryJob",
    "Keeping",
    "Login",
    "Outcome",
    "PhotoJob",
    "Plan",
    "Record",
    "RestoreJob",
    "TrustJob",
    "UpSyncError",
    "ZoneJob",
    "add_zones",
    "backup_trust",
    "check_zones",
    "expand_chain",
    "export_photos",
    "import_trust",
    "list_farm_accounts",
    "list_farm_urls",
    "list_photo_history",
    "list_trust",
    "list_zones",
    "plan_photos",
    "plan_trust",
    "plan_zones",
    "remove_trust",
    "remove_zones",
    "restore_photos",
    "restore_trust",
    "save_farm",
    "verify_trust",
]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("pyupsync")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

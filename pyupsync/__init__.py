"""Gets SharePoint profile pictures into Active Directory's thumbnailPhoto, and says why one is missing.

>>> from pyupsync import PhotoJob, export_photos
>>> job = PhotoJob(profiles="csv:people.csv", photos="folder:pictures", directory="ldif:people.ldif")
>>> for outcome in export_photos(job):                                            # doctest: +SKIP
...     print(outcome.subject, outcome.status, outcome.reason)
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False  # as typing's, which takes longer to import than all of this
if TYPE_CHECKING:
    from pyupsync.config import (
        AccessJob,
        Desired,
        DiagnosisJob,
        DirectorySettings,
        EventJob,
        HistoryJob,
        Keeping,
        Login,
        LogJob,
        LookJob,
        MappingJob,
        MetaverseJob,
        PhotoJob,
        RestoreJob,
        ScheduleJob,
        SynchronizationJob,
        TrustJob,
        Unattended,
        ZoneJob,
        read_desired,
    )
    from pyupsync.errors import UpSyncError
    from pyupsync.model import Change, Check, Finding, Outcome, Plan, Record
    from pyupsync.workflows import (
        Diagnosis,
        add_zones,
        apply,
        backup_trust,
        check_access,
        check_metaverse,
        check_picture_mapping,
        check_zones,
        diagnose_events,
        diagnose_farm,
        diagnose_log,
        diagnose_person,
        expand_chain,
        export_photos,
        grant_access,
        import_trust,
        install_schedule,
        list_farm_accounts,
        list_farm_urls,
        list_photo_history,
        list_photo_requests,
        list_photos,
        list_sync_connections,
        list_trust,
        list_zones,
        plan,
        plan_access,
        plan_photos,
        plan_picture_mapping,
        plan_trust,
        plan_zones,
        remove_trust,
        remove_zones,
        restore_photos,
        restore_trust,
        save_farm,
        save_sync_connections,
        set_picture_mapping,
        start_synchronization,
        stop_synchronization,
        synchronization_status,
        undo_access,
        verify,
        verify_trust,
    )

__all__ = [
    "AccessJob",
    "Change",
    "Check",
    "Desired",
    "Diagnosis",
    "DiagnosisJob",
    "DirectorySettings",
    "EventJob",
    "Finding",
    "HistoryJob",
    "Keeping",
    "LogJob",
    "Login",
    "LookJob",
    "MappingJob",
    "MetaverseJob",
    "Outcome",
    "PhotoJob",
    "Plan",
    "Record",
    "RestoreJob",
    "ScheduleJob",
    "SynchronizationJob",
    "TrustJob",
    "Unattended",
    "UpSyncError",
    "ZoneJob",
    "add_zones",
    "apply",
    "backup_trust",
    "check_access",
    "check_metaverse",
    "check_picture_mapping",
    "check_zones",
    "diagnose_events",
    "diagnose_farm",
    "diagnose_log",
    "diagnose_person",
    "expand_chain",
    "export_photos",
    "grant_access",
    "import_trust",
    "install_schedule",
    "list_farm_accounts",
    "list_farm_urls",
    "list_photo_history",
    "list_photo_requests",
    "list_photos",
    "list_sync_connections",
    "list_trust",
    "list_zones",
    "plan",
    "plan_access",
    "plan_photos",
    "plan_picture_mapping",
    "plan_trust",
    "plan_zones",
    "read_desired",
    "remove_trust",
    "remove_zones",
    "restore_photos",
    "restore_trust",
    "save_farm",
    "save_sync_connections",
    "set_picture_mapping",
    "start_synchronization",
    "stop_synchronization",
    "synchronization_status",
    "undo_access",
    "verify",
    "verify_trust",
]

_ROOMS = ("errors", "model", "config", "workflows")


def __getattr__(name: str) -> object:
    """Import what is asked for with the first use of it: most uses need a small part of everything."""
    if name in __all__:
        from importlib import import_module

        for room in _ROOMS:
            module = import_module(f"pyupsync.{room}")
            if name in module.__all__:
                globals()[name] = getattr(module, name)
                return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

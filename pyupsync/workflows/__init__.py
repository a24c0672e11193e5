"""The jobs, a dozen lines each: open, plan, apply, tell."""

from __future__ import annotations

from pyupsync.later import later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyupsync.workflows.access import check_access, grant_access, plan_access, undo_access
    from pyupsync.workflows.deployment import apply_deployment, plan_deployment, verify_deployment
    from pyupsync.workflows.deployment_api import apply, plan, verify
    from pyupsync.workflows.deployment_saved import apply_saved_plan, read_saved_plan, save_plan
    from pyupsync.workflows.deployment_schedule import install_schedule, show_schedule
    from pyupsync.workflows.diagnose import (
        Diagnosis,
        diagnose_farm,
        diagnose_farm_events,
        diagnose_person,
        diagnose_person_events,
    )
    from pyupsync.workflows.events import diagnose_events
    from pyupsync.workflows.farm import list_farm_accounts, list_farm_urls, save_farm
    from pyupsync.workflows.logs import diagnose_log, list_photo_requests, requests_of_person
    from pyupsync.workflows.metaverse import check_metaverse
    from pyupsync.workflows.module import check_module, install_module, list_modules, uninstall_module
    from pyupsync.workflows.photo_history import (
        list_photo_history,
        photo_history_events,
        photo_restore_events,
        purge_photo_events,
        restore_photos,
    )
    from pyupsync.workflows.photo_look import list_photos, photo_look_events
    from pyupsync.workflows.photos import export_photos, photo_export_events, photo_plan_events, plan_photos
    from pyupsync.workflows.profiles import (
        check_picture_mapping,
        list_sync_connections,
        plan_picture_mapping,
        save_sync_connections,
        set_picture_mapping,
    )
    from pyupsync.workflows.synchronization import (
        start_synchronization,
        stop_synchronization,
        synchronization_status,
    )
    from pyupsync.workflows.trust import (
        backup_trust,
        expand_chain,
        import_trust,
        list_trust,
        plan_trust,
        remove_trust,
        restore_trust,
        verify_trust,
    )
    from pyupsync.workflows.zones import add_zones, check_zones, list_zones, plan_zones, remove_zones

__all__ = [
    "Diagnosis",
    "add_zones",
    "apply",
    "apply_deployment",
    "apply_saved_plan",
    "backup_trust",
    "check_access",
    "check_metaverse",
    "check_module",
    "check_picture_mapping",
    "check_zones",
    "diagnose_events",
    "diagnose_farm",
    "diagnose_farm_events",
    "diagnose_log",
    "diagnose_person",
    "diagnose_person_events",
    "expand_chain",
    "export_photos",
    "grant_access",
    "import_trust",
    "install_module",
    "install_schedule",
    "list_farm_accounts",
    "list_farm_urls",
    "list_modules",
    "list_photo_history",
    "list_photo_requests",
    "list_photos",
    "list_sync_connections",
    "list_trust",
    "list_zones",
    "photo_export_events",
    "photo_history_events",
    "photo_look_events",
    "photo_plan_events",
    "photo_restore_events",
    "plan",
    "plan_access",
    "plan_deployment",
    "plan_photos",
    "plan_picture_mapping",
    "plan_trust",
    "plan_zones",
    "purge_photo_events",
    "read_saved_plan",
    "remove_trust",
    "remove_zones",
    "requests_of_person",
    "restore_photos",
    "restore_trust",
    "save_farm",
    "save_plan",
    "save_sync_connections",
    "set_picture_mapping",
    "show_schedule",
    "start_synchronization",
    "stop_synchronization",
    "synchronization_status",
    "undo_access",
    "uninstall_module",
    "verify",
    "verify_deployment",
    "verify_trust",
]

_HOMES = {
    "access": ("check_access", "grant_access", "plan_access", "undo_access"),
    "deployment": ("apply_deployment", "plan_deployment", "verify_deployment"),
    "deployment_api": ("apply", "plan", "verify"),
    "deployment_saved": ("apply_saved_plan", "read_saved_plan", "save_plan"),
    "deployment_schedule": ("install_schedule", "show_schedule"),
    "diagnose": (
        "Diagnosis",
        "diagnose_farm",
        "diagnose_farm_events",
        "diagnose_person",
        "diagnose_person_events",
    ),
    "events": ("diagnose_events",),
    "farm": ("list_farm_accounts", "list_farm_urls", "save_farm"),
    "logs": ("diagnose_log", "list_photo_requests", "requests_of_person"),
    "metaverse": ("check_metaverse",),
    "module": ("check_module", "install_module", "list_modules", "uninstall_module"),
    "photo_history": (
        "list_photo_history",
        "photo_history_events",
        "photo_restore_events",
        "purge_photo_events",
        "restore_photos",
    ),
    "photo_look": ("list_photos", "photo_look_events"),
    "photos": ("export_photos", "photo_export_events", "photo_plan_events", "plan_photos"),
    "profiles": (
        "check_picture_mapping",
        "list_sync_connections",
        "plan_picture_mapping",
        "save_sync_connections",
        "set_picture_mapping",
    ),
    "synchronization": ("start_synchronization", "stop_synchronization", "synchronization_status"),
    "trust": (
        "backup_trust",
        "expand_chain",
        "import_trust",
        "list_trust",
        "plan_trust",
        "remove_trust",
        "restore_trust",
        "verify_trust",
    ),
    "zones": ("add_zones", "check_zones", "list_zones", "plan_zones", "remove_zones"),
}

if not TYPE_CHECKING:
    __getattr__ = later(__name__, _HOMES)

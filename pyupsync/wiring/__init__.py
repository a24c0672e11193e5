"""The one place that turns addresses into adapters; one module an area."""

from __future__ import annotations

from pyupsync.later import later

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyupsync.wiring.address import split_address
    from pyupsync.wiring.events import list_event_files, open_events
    from pyupsync.wiring.farm import open_farm, save_farm_file
    from pyupsync.wiring.logs import open_logs
    from pyupsync.wiring.metaverse import open_metaverse
    from pyupsync.wiring.photos import (
        MAX_PHOTO_BYTES,
        PhotoAdapters,
        open_directories,
        open_directory,
        open_photo_adapters,
        open_photos,
        open_profiles,
    )
    from pyupsync.wiring.state import has_state, open_state
    from pyupsync.wiring.synchronization import SyncService, open_profile_service, save_profile_service
    from pyupsync.wiring.trust import (
        TrustAdapters,
        open_certificates,
        open_folder_store,
        open_issuers,
        open_output_folder,
        open_site_chain,
        open_trust,
    )
    from pyupsync.wiring.unattended import open_metrics, open_run_log, take_run_lock
    from pyupsync.wiring.zones import find_sid, open_reg_writer, open_registry
else:
    __getattr__ = later(
        __name__,
        {
            "address": ("split_address",),
            "events": ("list_event_files", "open_events"),
            "farm": ("open_farm", "save_farm_file"),
            "logs": ("open_logs",),
            "metaverse": ("open_metaverse",),
            "photos": (
                "MAX_PHOTO_BYTES",
                "PhotoAdapters",
                "open_directories",
                "open_directory",
                "open_photo_adapters",
                "open_photos",
                "open_profiles",
            ),
            "state": ("has_state", "open_state"),
            "synchronization": ("SyncService", "open_profile_service", "save_profile_service"),
            "trust": (
                "TrustAdapters",
                "open_certificates",
                "open_folder_store",
                "open_issuers",
                "open_output_folder",
                "open_site_chain",
                "open_trust",
            ),
            "unattended": ("open_metrics", "open_run_log", "take_run_lock"),
            "zones": ("find_sid", "open_reg_writer", "open_registry"),
        },
    )

__all__ = [
    "MAX_PHOTO_BYTES",
    "PhotoAdapters",
    "SyncService",
    "TrustAdapters",
    "find_sid",
    "has_state",
    "list_event_files",
    "open_certificates",
    "open_directories",
    "open_directory",
    "open_events",
    "open_farm",
    "open_folder_store",
    "open_issuers",
    "open_logs",
    "open_metaverse",
    "open_metrics",
    "open_output_folder",
    "open_photo_adapters",
    "open_photos",
    "open_profile_service",
    "open_profiles",
    "open_reg_writer",
    "open_registry",
    "open_run_log",
    "open_site_chain",
    "open_state",
    "open_trust",
    "save_farm_file",
    "save_profile_service",
    "split_address",
    "take_run_lock",
]

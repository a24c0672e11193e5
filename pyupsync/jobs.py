"""Every job by the name that a host asks for it by, from plain settings to its events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias, TypeVar

from pyupsync.config import history_job, photo_job, restore_job, trust_job, zone_job
from pyupsync.errors import UsageError
from pyupsync.model import EventStream
from pyupsync.workflows import (
    add_zones,
    backup_trust,
    check_zones,
    expand_chain,
    import_trust,
    list_farm_accounts,
    list_farm_urls,
    list_trust,
    list_zones,
    photo_export_events,
    photo_history_events,
    photo_plan_events,
    photo_restore_events,
    plan_zones,
    remove_trust,
    remove_zones,
    restore_trust,
    verify_trust,
)

Settings = TypeVar("Settings")
Job: TypeAlias = Callable[[Mapping[str, Any], bool], EventStream]


def _farm(work: Callable[[str], EventStream]) -> Job:
    def start(settings: Mapping[str, Any], _what_if: bool) -> EventStream:  # noqa: FBT001 - one signature for all jobs
        farm = settings.get("farm")
        if set(settings) != {"farm"} or not isinstance(farm, str) or not farm:
            raise UsageError("A farm is asked with the setting 'farm', its address, and no others.", target="farm")
        return work(farm)

    return start


def _reading(job_of: Callable[[Mapping[str, Any]], Settings], work: Callable[[Settings], EventStream]) -> Job:
    return lambda settings, _what_if: work(job_of(settings))


def _changing(job_of: Callable[[Mapping[str, Any]], object], work: Callable[..., EventStream]) -> Job:
    return lambda settings, what_if: work(job_of(settings), what_if=what_if)


def _trust_folder(work: Callable[..., EventStream]) -> Job:
    def start(settings: Mapping[str, Any], what_if: bool) -> EventStream:  # noqa: FBT001
        folder, rest = _folder_of(settings)
        return work(trust_job(rest), folder, what_if=what_if)

    return start


def _expand(settings: Mapping[str, Any], what_if: bool) -> EventStream:  # noqa: FBT001
    folder, rest = _folder_of(settings)
    if set(rest) != {"paths"}:
        raise UsageError("Expanding takes the settings 'paths' and 'folder', and no others.")
    job = trust_job({**rest, "store": f"folder:{folder}"})  # checks the paths; the folder gets single files, no store
    return expand_chain(job.paths, folder, what_if=what_if)


def _folder_of(settings: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    rest = dict(settings)
    folder = rest.pop("folder", None)
    if not isinstance(folder, str) or not folder:
        raise UsageError("The setting 'folder' is missing.", target="folder")
    return folder, rest


JOBS: Mapping[str, Job] = {
    "farm.accounts": _farm(list_farm_accounts),
    "farm.urls": _farm(list_farm_urls),
    "photos.export": _changing(photo_job, photo_export_events),
    "photos.history": _reading(history_job, photo_history_events),
    "photos.plan": _reading(photo_job, photo_plan_events),
    "photos.restore": _changing(restore_job, photo_restore_events),
    "trust.backup": _trust_folder(backup_trust),
    "trust.expand": _expand,
    "trust.import": _changing(trust_job, import_trust),
    "trust.list": _reading(trust_job, list_trust),
    "trust.remove": _changing(trust_job, remove_trust),
    "trust.restore": _trust_folder(restore_trust),
    "trust.verify": _reading(trust_job, verify_trust),
    "zones.add": _changing(zone_job, add_zones),
    "zones.list": _reading(partial(zone_job, unused=("force", "reg_file", "undo_file")), list_zones),
    "zones.plan": _reading(partial(zone_job, unused=("undo_file",)), plan_zones),
    "zones.remove": _changing(partial(zone_job, unused=("force",)), remove_zones),
    "zones.test": _reading(partial(zone_job, unused=("force", "reg_file", "undo_file")), check_zones),
}
"""What can be asked for."""

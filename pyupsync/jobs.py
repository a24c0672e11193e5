"""Every job by the name that a host asks for it by, from plain settings to its events.

A job's settings and its work are named here in functions of their own, so that they are imported when they are asked
for and not before.
"""
# ruff: noqa: PLW0108 - see above

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from pyupsync import config, workflows
from pyupsync.errors import UsageError
from pyupsync.model import EventStream

Settings = TypeVar("Settings")
Job: TypeAlias = Callable[[Mapping[str, Any], bool], EventStream]


def _farm(work: Callable[[], Callable[[str], EventStream]]) -> Job:
    def start(settings: Mapping[str, Any], _what_if: bool) -> EventStream:  # noqa: FBT001 - one signature for all jobs
        farm = settings.get("farm")
        if set(settings) != {"farm"} or not isinstance(farm, str) or not farm:
            raise UsageError("A farm is asked with the setting 'farm', its address, and no others.", target="farm")
        return work()(farm)

    return start


def _reading(
    job_of: Callable[[Mapping[str, Any]], Settings], work: Callable[[], Callable[[Settings], EventStream]]
) -> Job:
    return lambda settings, _what_if: work()(job_of(settings))


def _changing(job_of: Callable[[Mapping[str, Any]], object], work: Callable[[], Callable[..., EventStream]]) -> Job:
    return lambda settings, what_if: work()(job_of(settings), what_if=what_if)


def _trust_folder(work: Callable[[], Callable[..., EventStream]]) -> Job:
    def start(settings: Mapping[str, Any], what_if: bool) -> EventStream:  # noqa: FBT001
        folder, rest = _folder_of(settings)
        return work()(config.trust_job(rest), folder, what_if=what_if)

    return start


def _expand(settings: Mapping[str, Any], what_if: bool) -> EventStream:  # noqa: FBT001
    folder, rest = _folder_of(settings)
    if set(rest) != {"paths"}:
        raise UsageError("Expanding takes the settings 'paths' and 'folder', and no others.")
    # The job checks the paths; the folder gets single files and is no store.
    job = config.trust_job({**rest, "store": f"folder:{folder}"})
    return workflows.expand_chain(job.paths, folder, what_if=what_if)


def _folder_of(settings: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    rest = dict(settings)
    folder = rest.pop("folder", None)
    if not isinstance(folder, str) or not folder:
        raise UsageError("The setting 'folder' is missing.", target="folder")
    return folder, rest


JOBS: Mapping[str, Job] = {
    "access.grant": _changing(lambda given: config.access_job(given), lambda: workflows.grant_access),
    "access.plan": _reading(
        lambda given: config.access_job(given, unused=("undo_file",)), lambda: workflows.plan_access
    ),
    "access.test": _reading(
        lambda given: config.access_job(given, unused=("output", "undo_file")), lambda: workflows.check_access
    ),
    "access.undo": _changing(
        lambda given: config.access_job(given, unused=("accounts", "ous", "rights")), lambda: workflows.undo_access
    ),
    "deploy.schedule": _changing(lambda given: config.schedule_job(given), lambda: workflows.install_schedule),
    "diagnose.farm": _changing(lambda given: config.diagnosis_job(given), lambda: workflows.diagnose_farm_events),
    "diagnose.log": _reading(lambda given: config.log_job(given), lambda: workflows.diagnose_log),
    "diagnose.person": _reading(lambda given: config.diagnosis_job(given), lambda: workflows.diagnose_person_events),
    "diagnose.events": _reading(lambda given: config.event_job(given), lambda: workflows.diagnose_events),
    "diagnose.requests": _reading(lambda given: config.log_job(given), lambda: workflows.list_photo_requests),
    "farm.accounts": _farm(lambda: workflows.list_farm_accounts),
    "farm.urls": _farm(lambda: workflows.list_farm_urls),
    "photos.export": _changing(lambda given: config.photo_job(given), lambda: workflows.photo_export_events),
    "photos.get": _reading(lambda given: config.look_job(given), lambda: workflows.photo_look_events),
    "photos.history": _reading(lambda given: config.history_job(given), lambda: workflows.photo_history_events),
    "photos.plan": _reading(lambda given: config.photo_job(given), lambda: workflows.photo_plan_events),
    "photos.purge": _changing(lambda given: config.purge_job(given), lambda: workflows.purge_photo_events),
    "photos.restore": _changing(lambda given: config.restore_job(given), lambda: workflows.photo_restore_events),
    "profiles.connections": _farm(lambda: workflows.list_sync_connections),
    "profiles.mapping": _reading(
        lambda given: config.mapping_job(given, unused=("force",)), lambda: workflows.check_picture_mapping
    ),
    "profiles.plan": _reading(lambda given: config.mapping_job(given), lambda: workflows.plan_picture_mapping),
    "profiles.set": _changing(lambda given: config.mapping_job(given), lambda: workflows.set_picture_mapping),
    "profiles.start": _changing(
        lambda given: config.synchronization_job(given), lambda: workflows.start_synchronization
    ),
    "profiles.status": _farm(lambda: workflows.synchronization_status),
    "profiles.stop": _changing(
        lambda given: config.synchronization_job(given, unused=("full", "wait", "timeout", "interval")).farm,
        lambda: workflows.stop_synchronization,
    ),
    "profiles.metaverse": _reading(lambda given: config.metaverse_job(given), lambda: workflows.check_metaverse),
    "trust.backup": _trust_folder(lambda: workflows.backup_trust),
    "trust.expand": _expand,
    "trust.import": _changing(lambda given: config.trust_job(given), lambda: workflows.import_trust),
    "trust.list": _reading(lambda given: config.trust_job(given), lambda: workflows.list_trust),
    "trust.remove": _changing(lambda given: config.trust_job(given), lambda: workflows.remove_trust),
    "trust.restore": _trust_folder(lambda: workflows.restore_trust),
    "trust.verify": _reading(lambda given: config.trust_job(given), lambda: workflows.verify_trust),
    "zones.add": _changing(lambda given: config.zone_job(given), lambda: workflows.add_zones),
    "zones.list": _reading(
        lambda given: config.zone_job(given, unused=("force", "reg_file", "undo_file")), lambda: workflows.list_zones
    ),
    "zones.plan": _reading(lambda given: config.zone_job(given, unused=("undo_file",)), lambda: workflows.plan_zones),
    "zones.remove": _changing(lambda given: config.zone_job(given, unused=("force",)), lambda: workflows.remove_zones),
    "zones.test": _reading(
        lambda given: config.zone_job(given, unused=("force", "reg_file", "undo_file")), lambda: workflows.check_zones
    ),
}
"""What can be asked for."""

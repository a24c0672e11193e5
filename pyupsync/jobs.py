"""Every job by the name that a host asks for it by, from plain settings to its events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from pyupsync.config import TrustJob, photo_job, trust_job
from pyupsync.errors import UsageError
from pyupsync.model import EventStream
from pyupsync.workflows import (
    backup_trust,
    expand_chain,
    import_trust,
    list_farm_accounts,
    list_farm_urls,
    list_trust,
    photo_export_events,
    photo_plan_events,
    remove_trust,
    restore_trust,
    verify_trust,
)

Job: TypeAlias = Callable[[Mapping[str, Any], bool], EventStream]


def _plan(settings: Mapping[str, Any], _what_if: bool) -> EventStream:  # noqa: FBT001 - one signature for all jobs
    return photo_plan_events(photo_job(settings))


def _export(settings: Mapping[str, Any], what_if: bool) -> EventStream:  # noqa: FBT001
    return photo_export_events(photo_job(settings), what_if=what_if)


def _farm(work: Callable[[str], EventStream]) -> Job:
    def start(settings: Mapping[str, Any], _what_if: bool) -> EventStream:  # noqa: FBT001
        farm = settings.get("farm")
        if set(settings) != {"farm"} or not isinstance(farm, str) or not farm:
            raise UsageError("A farm is asked with the setting 'farm', its address, and no others.", target="farm")
        return work(farm)

    return start


def _trust_reading(work: Callable[[TrustJob], EventStream]) -> Job:
    return lambda settings, _what_if: work(trust_job(settings))


def _trust_changing(work: Callable[..., EventStream]) -> Job:
    return lambda settings, what_if: work(trust_job(settings), what_if=what_if)


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
    "photos.export": _export,
    "photos.plan": _plan,
    "trust.backup": _trust_folder(backup_trust),
    "trust.expand": _expand,
    "trust.import": _trust_changing(import_trust),
    "trust.list": _trust_reading(list_trust),
    "trust.remove": _trust_changing(remove_trust),
    "trust.restore": _trust_folder(restore_trust),
    "trust.verify": _trust_reading(verify_trust),
}
"""What can be asked for."""

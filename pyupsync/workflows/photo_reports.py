"""The reports of a photo run: what they say of the run itself."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

from pyupsync.config import PhotoJob, RestoreJob, shown_together
from pyupsync.reporting import AboutRun, Reports
from pyupsync.workflows.photo_runs import without_userinfo


def photo_reports(job: PhotoJob, action: str, *, what_if: bool = False) -> Reports:
    """Begin the reports that a job asks for, before anything else of it is opened.

    Raises:
        UsageError: One of them cannot be written.
    """
    return Reports(job.report, about_photos(job, action, what_if=what_if))


def about_photos(job: PhotoJob, action: str, *, what_if: bool = False) -> AboutRun:
    """What is told of a plan or an export that begins now."""
    where = {
        "Profiles": job.profiles,
        "Pictures": job.photos if not job.sites else f"{job.photos} ({', '.join(job.sites)})",
        "Directory": shown_together(job.every_directory),
        "Made to fit": job.image,
        "Changes": job.output,
        "State": job.keeping.state,
    }
    return _about(action, where, what_if=what_if)


def restore_reports(job: RestoreJob, *, what_if: bool) -> Reports:
    """As ``photo_reports``, for putting back what a run replaced."""
    where = {
        "Run": str(job.run or "the last that changed anything"),
        "Person": job.person,
        "Directory": shown_together(job.every_directory),
        "Changes": job.output,
        "State": job.state,
    }
    return Reports(job.report, _about("restore", where, what_if=what_if))


def _about(action: str, where: Mapping[str, str], *, what_if: bool) -> AboutRun:
    return AboutRun(
        f"photos.{action}",
        f"Profile pictures: {action}",
        "plan" if action == "plan" else "apply",
        what_if,
        {name: without_userinfo(value) for name, value in where.items() if value},
        version("pyupsync"),
    )

"""The reports of a photo run: what they say of the run itself."""

from __future__ import annotations

from importlib.metadata import version

from pyupsync.config import PhotoJob, shown_together
from pyupsync.reporting import AboutRun, Reports
from pyupsync.workflows.photo_runs import without_userinfo


def photo_reports(job: PhotoJob, action: str, *, what_if: bool = False) -> Reports:
    """Begin the reports that a job asks for, before anything else of it is opened.

    Raises:
        UsageError: One of them cannot be written.
    """
    where = {
        "Profiles": job.profiles,
        "Pictures": job.photos if not job.sites else f"{job.photos} ({', '.join(job.sites)})",
        "Directory": shown_together(job.every_directory),
        "Made to fit": job.image,
    }
    where |= {name: value for name, value in (("Changes", job.output), ("State", job.keeping.state)) if value}
    run = AboutRun(
        f"photos.{action}",
        f"Profile pictures: {action}",
        "plan" if action == "plan" else "apply",
        what_if,
        {name: without_userinfo(value) for name, value in where.items()},
        version("pyupsync"),
    )
    return Reports(job.report, run)

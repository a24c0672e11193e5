"""The reports of a photo run: what they say of the run itself."""

from __future__ import annotations

import re
from importlib.metadata import version

from pyupsync.config import PhotoJob
from pyupsync.reporting import AboutRun, Reports

_USERINFO = re.compile(r"(?<=://)[^/@\s]*@")


def photo_reports(job: PhotoJob, action: str, *, what_if: bool = False) -> Reports:
    """Begin the reports that a job asks for, before anything else of it is opened.

    Raises:
        UsageError: One of them cannot be written.
    """
    where = {
        "Profiles": job.profiles,
        "Pictures": job.photos if not job.sites else f"{job.photos} ({', '.join(job.sites)})",
        "Directory": job.directory,
        "Made to fit": job.image,
    }
    if job.output:
        where["Changes kept in"] = job.output
    run = AboutRun(
        f"photos.{action}",
        f"Profile pictures: {action}",
        "plan" if action == "plan" else "apply",
        what_if,
        # Nobody should put a password into an address; somebody will.
        {name: _USERINFO.sub("", value) for name, value in where.items()},
        version("pyupsync"),
    )
    return Reports(job.report, run)

"""Gets SharePoint profile pictures into Active Directory's thumbnailPhoto, and says why one is missing.

>>> from pyupsync import PhotoJob, export_photos
>>> job = PhotoJob(profiles="csv:people.csv", photos="folder:pictures", directory="ldif:people.ldif")
>>> for outcome in export_photos(job):                                            # doctest: +SKIP
...     print(outcome.subject, outcome.status, outcome.reason)
"""

from __future__ import annotations

from pyupsync.config import Login, PhotoJob
from pyupsync.errors import UpSyncError
from pyupsync.model import Change, Outcome, Plan
from pyupsync.workflows import export_photos, plan_photos

__all__ = [
    "Change",
    "Login",
    "Outcome",
    "PhotoJob",
    "Plan",
    "UpSyncError",
    "export_photos",
    "plan_photos",
]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("pyupsync")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

"""What the object model ends in, as errors with advice. Types first: messages are in the farm's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pyupsync.adapters.powershell.talk import PowerShellError
from pyupsync.adapters.trust.sharepoint_errors import sharepoint_errors
from pyupsync.errors import (
    AlreadyMapped,
    ConnectionMissing,
    ExportUnsupported,
    ProfileServiceDenied,
    ProfileServiceMissing,
    SynchronizationError,
    SynchronizationRunning,
)

RIGHTS = (
    "The account must be a farm administrator with SharePoint_Shell_Access and have Full Control on the "
    "User Profile service application (docs/profiles.md)."
)
# Each with the signs that it is known by, in lower case, what is said and what is advised.
_CASES: tuple[tuple[type[SynchronizationError], tuple[str, ...], str, str], ...] = (
    (
        ConnectionMissing,
        ("pyupsync:nosuchconnection",),
        "There is no connection {target}.",
        "List them: pyupsync profiles connections",
    ),
    (
        ExportUnsupported,
        ("pyupsync:noexportonadimport",),
        "{target} is one of Active Directory Import, which exports nothing.",
        "Use pyupsync photos export (docs/export.md).",
    ),
    (AlreadyMapped, ("pyupsync:alreadymapped",), "It is mapped so already; another run may have done it.", ""),
    (
        SynchronizationRunning,
        ("pyupsync:synchronizationrunning",),
        "A synchronization is running already.",
        "Wait for its end, or stop it.",
    ),
    # https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee584014(v=office.15)
    (
        ProfileServiceMissing,
        ("userprofileapplicationnotavailableexception",),
        "There is no User Profile service application in the farm's default group, or it does not run.",
        "Start it in Central Administration (Manage service applications), or see to this account's rights on it.",
    ),
    (
        ProfileServiceDenied,
        ("unauthorizedaccessexception", "securityexception"),
        "{target} does not let this account in.",
        RIGHTS,
    ),
)


def refusal(clues: str, target: str) -> SynchronizationError | None:
    """The error that an exception's id, type and message are signs of; None when of none."""
    lower = clues.lower()
    for kind, signs, message, advice in _CASES:
        if any(sign in lower for sign in signs):
            said = message.format(target=target)
            return kind(said[0].upper() + said[1:], target=target, advice=advice)
    return None


@contextmanager
def service_errors(target: str) -> Iterator[None]:
    """Turn what the snippets end in into errors of the tree.

    Args:
        target: What was being worked on: a connection, the service application.

    Raises:
        SynchronizationError: Or one of its leaves.
    """
    with sharepoint_errors(target, SynchronizationError):
        try:
            yield
        except PowerShellError as error:
            if found := refusal(f"{error.error_id}\n{error.kind}\n{error.message}", target):
                raise found from error
            raise

"""What the object model ends in, as errors with advice. Types first: messages are in the farm's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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


def no_such_connection(name: str) -> ConnectionMissing:
    """There is no connection of that name."""
    advice = "List them: pyupsync profiles connections --farm ADDRESS"
    return ConnectionMissing(f"There is no connection {name}.", target=name, advice=advice)


def import_only(name: str) -> ExportUnsupported:
    """The connection is one of Active Directory Import."""
    words = f"{name} is one of Active Directory Import, which exports nothing."
    return ExportUnsupported(words, target=name, advice="Use pyupsync photos export (docs/export.md).")


def mapped_already(name: str) -> AlreadyMapped:
    """The connection has the very mapping by now."""
    return AlreadyMapped(f"It is mapped so by {name} already; another run may have done it.", target=name)


def runs_already(target: str) -> SynchronizationRunning:
    """A synchronization is running."""
    advice = "Wait for its end, or stop it: pyupsync profiles sync stop --farm ADDRESS"
    return SynchronizationRunning("A synchronization is running already.", target=target, advice=advice)


def _missing(target: str) -> ProfileServiceMissing:
    words = "There is no User Profile service application in the farm's default group, or it does not run."
    advice = "Start it in Central Administration (Manage service applications), or see to this account's rights on it."
    return ProfileServiceMissing(words, target=target, advice=advice)


def _denied(target: str) -> ProfileServiceDenied:
    return ProfileServiceDenied(
        f"{target[0].upper()}{target[1:]} does not let this account in.", target=target, advice=RIGHTS
    )


# The signs that each is known by, in lower case. UserProfileApplicationNotAvailableException:
# https://learn.microsoft.com/previous-versions/office/sharepoint-server/ee584014(v=office.15)
_CASES: tuple[tuple[tuple[str, ...], Callable[[str], SynchronizationError]], ...] = (
    (("pyupsync:nosuchconnection",), no_such_connection),
    (("pyupsync:noexportonadimport",), import_only),
    (("pyupsync:alreadymapped",), mapped_already),
    (("pyupsync:synchronizationrunning",), runs_already),
    (("userprofileapplicationnotavailableexception",), _missing),
    (("unauthorizedaccessexception", "securityexception"), _denied),
)


def refusal(clues: str, target: str) -> SynchronizationError | None:
    """The error that an exception's id, type and message are signs of; None when of none."""
    lower = clues.lower()
    return next((made(target) for signs, made in _CASES if any(sign in lower for sign in signs)), None)


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

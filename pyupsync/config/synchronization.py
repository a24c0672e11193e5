"""Settings of the jobs on a User Profile service application: its connections, its mapping, its synchronization."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyupsync.config.settings import Part, complete
from pyupsync.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingJob:
    """Everything a job on the picture's mapping is told.

    Attributes:
        farm: Address of the farm: ``om:``, ``sharepoint:`` or ``farm:FILE``.
        connections: The connections that are meant; every one to Active Directory when empty.
        force: Remove what is in the export's way. Only setting the mapping, and a plan of it, uses it.
    """

    farm: str
    connections: tuple[str, ...] = ()
    force: bool = False

    def __post_init__(self) -> None:
        """Refuse a text where there must be a list: each of its letters would be a connection."""
        if isinstance(self.connections, str):
            raise UsageError(
                f"The setting 'connections' is {self.connections!r}; it must be a list.", target="connections"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SynchronizationJob:
    """Everything a job that starts a synchronization is told.

    Attributes:
        farm: Address of the farm, as for `MappingJob`.
        full: Synchronize everything; otherwise what has changed.
        wait: Wait until it has ended.
        timeout: Seconds to wait at most.
        interval: Seconds between two looks at how it stands.
    """

    farm: str
    full: bool = False
    wait: bool = False
    timeout: float = 14400.0
    interval: float = 5.0

    def __post_init__(self) -> None:
        """Refuse times that nobody could wait."""
        if not 0 < self.timeout <= 604800:
            raise UsageError(f"timeout is {self.timeout} seconds; it must be above 0 and at most 604800 (a week).")
        if not 0.01 <= self.interval <= 3600:
            raise UsageError(f"interval is {self.interval} seconds; it must be from 0.01 to 3600.")


def mapping_job(settings: Mapping[str, Any], *, unused: tuple[str, ...] = ()) -> MappingJob:
    """Make a job on the picture's mapping from plain settings; dashes and underscores, None and missing are the same.

    Args:
        settings: By their names.
        unused: Those that the job that is to run has no use for.

    Raises:
        UsageError: An unknown setting, one without a use, a value of the wrong kind, or no farm.
    """
    return MappingJob(**_filled(settings, MappingJob, unused))


def synchronization_job(settings: Mapping[str, Any], *, unused: tuple[str, ...] = ()) -> SynchronizationJob:
    """Make a job that starts a synchronization from plain settings, as `mapping_job` does.

    Raises:
        UsageError: As there; also times to wait without waiting.
    """
    given = _filled(settings, SynchronizationJob, unused)
    idle = next((name for name in ("timeout", "interval") if name in given and not given.get("wait")), None)
    if idle:
        raise UsageError(
            f"The setting {idle!r} is for waiting, and nobody waits.", target=idle, advice="Wait, or leave it out."
        )
    return SynchronizationJob(**given)


def _filled(settings: Mapping[str, Any], record: type, unused: tuple[str, ...]) -> dict[str, Any]:
    return complete(settings, (Part("", record),), "farm", unused)[""]

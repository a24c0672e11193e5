"""What is kept between the runs of the photo jobs."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError


class StateError(UpSyncError):
    """The state file failed."""

    code = "StateFailed"


class StateUnreadable(StateError):
    """What should hold the state is damaged, another program's file, or of a newer version."""

    code = "StateUnreadable"


class RunInProgress(StateError):
    """Another run is at work, where only one may be; trying again later will do."""

    code = "RunInProgress"
    exit_code = 75  # EX_TEMPFAIL of sysexits.h


class StateInUse(RunInProgress):
    """Another run is writing to the state file."""

    code = "StateInUse"


class ForeignPhoto(StateError):
    """Somebody else changed the picture since a run published it."""

    code = "ForeignPhoto"


class PreviousNotKept(StateError):
    """The picture that a run replaced is no longer kept."""

    code = "PreviousNotKept"


class ClearLimitExceeded(StateError):
    """More pictures would be cleared than a run may clear."""

    code = "ClearLimitExceeded"

"""Bringing a farm into its desired state."""

from __future__ import annotations

from pyupsync.errors.base import UpSyncError
from pyupsync.errors.usage import UsageError


class DeploymentError(UpSyncError):
    """A farm's desired state cannot be brought about."""

    code = "DeploymentFailed"


class PlanUnreadable(UsageError):
    """A saved plan cannot be read as one, or is of another version."""

    code = "PlanUnreadable"


class PlanOutdated(DeploymentError):
    """The world has moved since the plan was saved."""

    code = "PlanOutdated"

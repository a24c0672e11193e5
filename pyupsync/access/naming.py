"""What people call a SID."""

from __future__ import annotations

from collections.abc import Mapping

from pyupsync.access.rights import WELL_KNOWN


def shown(sid: str, names: Mapping[str, str]) -> str:
    """The name of an account or group, else its SID."""
    return names.get(sid) or WELL_KNOWN.get(sid) or sid

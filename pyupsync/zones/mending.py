"""What brings a site into the Local intranet zone, or keeps it from it: the command, or what policy must say."""

from __future__ import annotations

from typing import Literal

from pyupsync.errors import SiteTooWide, ZoneConflict
from pyupsync.zones.plan import plan_sites
from pyupsync.zones.resolve import Resolution
from pyupsync.zones.snapshot import ZoneSnapshot

Mend = Literal["", "add", "force", "entry", "policy", "logon", "check"]
"""What is to be done: nothing, add it, add it by force, change another entry that force leaves as it is, change a policy,
change the logon setting, look on Windows."""

_LOOK = "Check the zone on the server itself, in a new process of the account."


def mending(resolution: Resolution, snapshot: ZoneSnapshot, options: str = "") -> tuple[Mend, str]:
    """What mends a site, and the same in words: a command of this program where there is one.

    Args:
        resolution: The site's zone.
        snapshot: What it was resolved in.
        options: Those of the command line that name the registry and the account.
    """
    if resolution.in_intranet and resolution.sends_credentials:
        return ("check", _LOOK) if resolution.confidence == "unknown" else ("", "")
    if resolution.in_intranet:
        setting = resolution.logon or "the zone's logon setting"
        words = f'Set {setting} (User Authentication, Logon) to "Automatic logon only in Intranet zone" (0x20000).'
        return "logon", words
    plan = plan_sites([resolution.place], snapshot)
    failed = next((item for item in plan.outcomes if item.status == "failed"), None)
    if failed is None:
        return ("add", _command("add", resolution.place.site, options)) if plan.changes else ("check", _LOOK)
    words = f"{failed.reason} {failed.advice}"
    if failed.code not in {ZoneConflict.code, SiteTooWide.code}:
        return "policy", words
    if any(item.status == "failed" for item in plan_sites([resolution.place], snapshot, force=True).outcomes):
        return "entry", words
    return "force", f"{words} Forced it is: {_command('add', resolution.place.site, '--force', options)}"


def _command(*words: str) -> str:
    return f"pyupsync zones {' '.join(words)}".rstrip()

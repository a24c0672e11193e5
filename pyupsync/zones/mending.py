"""What brings a site into the Local intranet zone, or keeps it from it: the command, or what policy must say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pyupsync.errors import SiteTooWide, ZoneConflict
from pyupsync.zones.plan import plan_sites
from pyupsync.zones.resolve import Resolution
from pyupsync.zones.snapshot import ZoneSnapshot

Kind = Literal["", "add", "force", "entry", "policy", "logon", "check"]
"""What is to be done: nothing, add it, add it by force, change another entry that force leaves as it is, change a
policy, change the logon setting, look on Windows."""

_LOOK = "Check the zone on the server itself, in a new process of the account."


@dataclass(frozen=True, slots=True)
class Mend:
    """What mends a site.

    Attributes:
        kind: What is to be done.
        words: What to know or to do; what stands before the command where there is one.
        command: Of this program; empty where none helps.
    """

    kind: Kind = ""
    words: str = ""
    command: str = ""

    @property
    def advice(self) -> str:
        """Both in one."""
        return f"{self.words} {self.command}".strip()


def mending(resolution: Resolution, snapshot: ZoneSnapshot, options: str = "") -> Mend:
    """What mends a site: a command of this program where there is one.

    Args:
        resolution: The site's zone.
        snapshot: What it was resolved in.
        options: Those of the command line that name the registry and the account.
    """
    if resolution.in_intranet and resolution.sends_credentials:
        return Mend("check", _LOOK) if resolution.confidence == "unknown" else Mend()
    if resolution.in_intranet:
        setting = resolution.logon or "the zone's logon setting"
        words = f'Set {setting} (User Authentication, Logon) to "Automatic logon only in Intranet zone" (0x20000).'
        return Mend("logon", words)
    place = resolution.place
    plan = plan_sites([place], snapshot)
    failed = next((item for item in plan.outcomes if item.status == "failed"), None)
    if failed is None:
        return Mend("add", command=_command("add", place.site, options)) if plan.changes else Mend("check", _LOOK)
    words = f"{failed.reason} {failed.advice}"
    if failed.code not in {ZoneConflict.code, SiteTooWide.code}:
        return Mend("policy", words)
    if any(item.status == "failed" for item in plan_sites([place], snapshot, force=True).outcomes):
        return Mend("entry", words)
    return Mend("force", f"{words} Forced it is:", _command("add", place.site, "--force", options))


def _command(*words: str) -> str:
    return f"pyupsync zones {' '.join(words)}".rstrip()

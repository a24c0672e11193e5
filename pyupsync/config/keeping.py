"""What a photo job keeps between runs, and what it may do with what it knows."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from pyupsync.errors import UsageError

_LIMIT = re.compile(r"(\d{1,9})(\s*%)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Part of a photo job.

    Attributes:
        state: ``sqlite:FILE``, where runs keep what they know and did; empty to keep nothing.
        overwrite_foreign: Write over pictures that somebody else put there since a run published one.
        clear_missing: Clear the picture of people whose profile no longer has one.
        max_clear: How many a run may clear: a number, or a percentage of the profiles read.
        keep_mb: How much of the pictures that runs replaced is kept, in MB (1,000,000 bytes); the oldest go first.
        keep_days: How long they are kept, in days.
    """

    state: str = ""
    overwrite_foreign: bool = False
    clear_missing: bool = False
    max_clear: str = "10%"
    keep_mb: int = 1000
    keep_days: int = 365

    def __post_init__(self) -> None:
        """Refuse what cannot be used, and what would do nothing."""
        if not _LIMIT.fullmatch(self.max_clear.strip()):
            said = f"max-clear is {self.max_clear!r}; it must be a number or a percentage, such as 25 or 5%."
            raise UsageError(said, target=self.max_clear)
        if self.keep_mb < 0 or not 0 <= self.keep_days <= 36500:
            raise UsageError("keep-mb must be 0 or more, keep-days from 0 to 36500.")
        given = {field.name for field in fields(self) if getattr(self, field.name) != field.default}
        if not self.state and given:
            name = min(given).replace("_", "-")
            raise UsageError(f"{name} acts on what runs keep, and none is kept.", advice="Give --state sqlite:FILE.")
        if "max_clear" in given and not self.clear_missing:
            raise UsageError("max-clear bounds clear-missing, which was not given.", advice="Give --clear-missing too.")

    def may_clear(self, profiles: int) -> int:
        """How many of so many profiles' pictures a run may clear; a percentage above 0 allows one at least."""
        found = _LIMIT.fullmatch(self.max_clear.strip())
        number, percent = (int(found[1]), found[2]) if found else (0, None)
        if percent is None:
            return number
        return max(profiles * number // 100, 1) if number else 0

"""What several jobs refuse in the same words."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from pyupsync.errors import UsageError


def check_timeout(seconds: float) -> None:
    """Refuse a timeout that no connection could be given."""
    if not 0 < seconds <= 3600:
        raise UsageError(f"timeout is {seconds} seconds; it must be above 0 and at most 3600.")


def check_ca_file(path: str) -> None:
    """Refuse a file of authorities that is not there; empty is the system's."""
    if path and not Path(path).is_file():
        raise UsageError(f"The CA file {path} does not exist.", target=path)


def same_file(one: str, other: str) -> bool:
    """Whether two paths are one file, which need not be there yet."""
    if Path(one).resolve() == Path(other).resolve():
        return True
    with suppress(OSError):
        return Path(one).samefile(other)  # a hard link, or another case
    return False

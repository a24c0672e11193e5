"""Which files a path names: itself, a folder's logs, or what a pattern means that no shell has expanded."""

from __future__ import annotations

from glob import has_magic
from pathlib import Path

from pyupsync.errors import EventsError

SUFFIXES = frozenset({".csv", ".log", ".txt", ".xml"})


def event_files(path: str) -> list[str]:
    """The files, by name; of a folder those that may be logs (not of the folders in it).

    Raises:
        EventsError: A folder that cannot be listed or has none, a pattern that nothing matches.
    """
    place = Path(path)
    try:
        if place.is_dir():
            found = [str(one) for one in place.iterdir() if one.suffix.lower() in SUFFIXES and one.is_file()]
        elif has_magic(path) and not place.exists():
            start = Path(place.anchor)  # the current folder for a pattern that has none
            found = [str(one) for one in start.glob(str(place.relative_to(start))) if one.is_file()]
        else:
            return [path]  # whether it is there, its reader says
    except (OSError, ValueError) as error:
        raise EventsError(f"{path} cannot be listed: {error}.", target=path) from error
    if not found:
        said = f"{path} holds no file named {', '.join(sorted(SUFFIXES))}." if place.is_dir() else f"{path} is no file."
        raise EventsError(said, target=path, advice="Name the logs themselves.")
    return sorted(found)

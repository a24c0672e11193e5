"""Pictures from a folder, found by the name that PictureURL ends in."""

from __future__ import annotations

import mimetypes
import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pyupsync.adapters.photos.urls import candidates
from pyupsync.errors import FetchError, ImageTooLarge, PhotoDenied, PhotoMissing, UsageError
from pyupsync.model import FetchedPhoto, Validators

MAX_BYTES = 15 * 1024 * 1024


class FolderPhotos:
    """A photo source that reads files below one folder, and no other file.

    Args:
        path: The folder.
        max_bytes: Bytes of one picture read at most.

    Raises:
        UsageError: There is no such folder.
    """

    def __init__(self, path: str, max_bytes: int = MAX_BYTES) -> None:
        self._root = Path(path).resolve()
        self._max_bytes = max_bytes
        if not self._root.is_dir():
            raise UsageError(f"There is no folder {path} to take pictures from.", target=path)

    def fetch(self, url: str, known: Validators | None = None) -> FetchedPhoto:
        """Read the large thumbnail's file where there is one, else the one PictureURL names.

        A web address is taken for its last segment, anything else for a path below the folder. Case counts only
        where two files differ in nothing else. A file whose size and times of change are those that are ``known`` is
        not read.
        """
        for candidate in candidates(url):
            for path in self._places(_relative(candidate)):
                found = self._read(path, known)
                if found is not None:
                    return found
        raise PhotoMissing(
            f"The folder {self._root} has no picture for {url}.",
            target=url,
            advice="Put it there, or correct the profile.",
        )

    def waits(self) -> str:
        """Nothing: a folder is never too busy."""
        return ""

    def close(self) -> None:
        """Nothing is kept open."""

    def _places(self, relative: str) -> Iterator[Path]:
        """Where the file may be; nothing outside of the folder, wherever links and dots lead."""
        if not relative or "\0" in relative:
            return
        exact = self._root / relative
        yield exact
        found = self._by_folded_name.get(relative.casefold())
        if found is not None and found != exact:
            yield found

    @cached_property
    def _by_folded_name(self) -> dict[str, Path]:
        """Every file below the folder by its path in lower case; listed when a name is first missed."""
        files = sorted(path for path in self._root.rglob("*") if path.is_file())
        return {path.relative_to(self._root).as_posix().casefold(): path for path in files}

    def _read(self, path: Path, known: Validators | None) -> FetchedPhoto | None:
        try:
            real = path.resolve(strict=True)
            if not real.is_relative_to(self._root) or not real.is_file():
                return None
            with real.open("rb") as file:
                validators = _validators(path, os.fstat(file.fileno()))
                unchanged = validators == known
                data = b"" if unchanged else file.read(self._max_bytes + 1)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except PermissionError as error:
            raise PhotoDenied(
                f"The file {path} may not be read.", target=str(path), advice="Check its rights."
            ) from error
        except (OSError, RuntimeError) as error:  # too long a name, a circle of links, a failing disk
            raise FetchError(f"The file {path} cannot be read: {error}.", target=str(path)) from error
        if len(data) > self._max_bytes:
            said = f"The file {path} has more than the {self._max_bytes:,} bytes that are read."
            raise ImageTooLarge(said, target=str(path), advice="Give a smaller picture.")
        kind = mimetypes.guess_type(path.name)[0] or ""
        return FetchedPhoto(data, str(path), kind, validators, not_modified=unchanged)


def _validators(path: Path, stat: os.stat_result) -> Validators:
    # The inode's own time tells a file that was put in place by what keeps times (rsync -t).
    return Validators(str(path), f'"{stat.st_mtime_ns:x}-{stat.st_ctime_ns:x}-{stat.st_size:x}"')


def _relative(url: str) -> str:
    parts = urlsplit(url)
    if len(parts.scheme) > 1:  # one letter is a drive
        return PurePosixPath(unquote(parts.path)).name
    return url.replace("\\", "/").lstrip("/")

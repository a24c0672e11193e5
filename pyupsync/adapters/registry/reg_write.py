"""``.reg`` files written anew: what a run changes, and what undoes it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Literal

from pyupsync.adapters.durable import settle
from pyupsync.adapters.registry.reg_export import Setting, export_text
from pyupsync.errors import RegistryError


def write_reg(path: str, settings: Iterable[Setting], gone_keys: Sequence[str] = (), *, new: bool = False) -> str:
    """Write a ``.reg`` file, whole and on disk when this returns.

    Args:
        path: Where to; with ``new`` a folder, or empty for the current one, means ``zones-undo-DATE-TIME.reg`` in it.
        settings: What an import sets, or deletes where the value is None.
        gone_keys: Keys that an import takes away.
        new: A file that is there already is not replaced.

    Returns:
        The path.

    Raises:
        RegistryError: It cannot be written, or is there already.
    """
    target = Path(path)
    if new and target.is_dir():
        target /= f"zones-undo-{datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.reg"
    data = export_text(settings, gone_keys)
    try:
        if new:
            _put(target, data, "xb")
        else:
            _replace(target.resolve(), data)  # a link to it stays a link
    except FileExistsError as error:
        words = f"{target} is there already; it may hold what an earlier run replaced."
        raise RegistryError(words, target=str(target), advice="Name another file.") from error
    except OSError as error:
        raise RegistryError(
            f"{target} cannot be written: {error.strerror}.",
            target=str(target),
            advice="Name a file in a folder that may be written to.",
        ) from error
    return str(target)


def _replace(target: Path, data: bytes) -> None:
    if target.exists() and not target.is_file():  # a folder, or a device, which a rename would take away
        raise OSError(errno.EINVAL, "it is no file")
    part = target.with_name(f"{target.name}.part")
    _put(part, data, "wb")
    part.replace(target)
    settle(target.parent)


def _put(path: Path, data: bytes, mode: Literal["wb", "xb"]) -> None:
    """Write all of it to the disk; what could not be written whole is not left there."""
    with path.open(mode) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                path.unlink()
            raise
    settle(path.parent)

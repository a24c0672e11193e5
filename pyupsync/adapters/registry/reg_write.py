"""``.reg`` files written anew: what a run changes, and what undoes it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

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
    part = target.with_name(f"{target.name}.part")
    try:
        with (target if new else part).open("xb" if new else "wb") as file:
            file.write(export_text(settings, gone_keys))
            file.flush()
            os.fsync(file.fileno())
        if not new:
            part.replace(target)
    except FileExistsError as error:
        words = f"{target} is there already; it may hold what an earlier run replaced."
        raise RegistryError(words, target=str(target), advice="Name another file.") from error
    except OSError as error:
        raise RegistryError(f"{target} cannot be written: {error.strerror}.", target=str(target)) from error
    return str(target)

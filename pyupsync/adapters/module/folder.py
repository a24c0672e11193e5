"""The module's own folder below a folder of modules: one folder a version, as PowerShell has them.

A version is made beside its place under a name that PowerShell does not take for a version, and moved there when it is
whole. What a process that was ended has left under such names goes with the next change.
"""

from __future__ import annotations

import errno
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pyupsync.adapters.file_lock import FileLock
from pyupsync.adapters.module.files import (
    BINDING,
    GUID,
    MANIFEST,
    NAME,
    digest,
    module_files,
    packaged_files,
    read_manifest,
)
from pyupsync.errors import ModuleError, ModuleFolderDenied
from pyupsync.model import InstalledModule, PackagedModule

_UNFINISHED = ".pyupsync-"
_LOCK = ".lock"
_WAIT = 30.0
_VERSION = re.compile(r"\d+(\.\d+){1,3}")
_MOUNT_POINT = 0xA0000003
"""IO_REPARSE_TAG_MOUNT_POINT, a junction's; folders in OneDrive have reparse tags of their own."""
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


class InstalledModules:
    """The module's folder below ``modules``, an entry of PSModulePath; it need not exist.

    Args:
        modules: The folder of modules.
    """

    def __init__(self, modules: str) -> None:
        self._folder = Path(modules) / NAME

    @property
    def path(self) -> str:
        """Where it is, or would be."""
        return str(self._folder)

    def installed(self) -> Sequence[InstalledModule]:
        """Each version, and what is in their way."""
        with self._told("read"):
            if _is_link(self._folder):
                return (InstalledModule(self.path, foreign="is a link to somewhere else"),)
            if self._folder.exists() and not self._folder.is_dir():
                return (InstalledModule(self.path, foreign="is no folder"),)
            return tuple(self._found())

    def _found(self) -> Iterator[InstalledModule]:
        if (self._folder / MANIFEST).is_file():
            yield InstalledModule(self.path, foreign="is a module without a folder for its version")
        versions = self._folder.iterdir() if self._folder.is_dir() else ()
        for path in sorted(item for item in versions if _VERSION.fullmatch(item.name)):
            yield _version(path)

    def put(self, module: PackagedModule) -> None:
        """Install a version, in place of the same one."""
        with self._told("written"), self._alone():
            made = self._make(module)
            place = self._folder / module.version
            before = self._set_aside(place) if place.exists() else None
            try:
                made.rename(place)
            except OSError:
                if before is not None:
                    before.rename(place)
                raise
            self._sweep()

    def remove(self, version: str) -> None:
        """Remove a version, and the folder with the last one."""
        with self._told("removed"):
            with self._alone():
                self._set_aside(self._folder / version)
                self._sweep()
            with suppress(OSError):
                self._folder.rmdir()  # only an empty one goes

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While no other process changes anything here: to it our unfinished work is what a killed one left."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._folder / _LOCK, _WAIT, keep=False):
            self._sweep()
            yield

    def _make(self, module: PackagedModule) -> Path:
        made = self._unfinished()
        made.chmod(0o755)  # what is installed for all users is read by all
        for name, content in packaged_files().items():
            target = made / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        (made / BINDING).write_text(module.binding, encoding="utf-8", newline="\n")
        return made

    def _unfinished(self) -> Path:
        return Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._folder))

    def _set_aside(self, path: Path) -> Path:
        aside = self._unfinished() / path.name
        path.rename(aside)
        return aside

    def _sweep(self) -> None:
        for path in self._folder.glob(f"{_UNFINISHED}*"):
            shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def _told(self, done: str) -> Iterator[None]:
        try:
            yield
        except TimeoutError as error:
            words = f"Another process has been changing {self._folder} for {_WAIT:g} seconds."
            raise ModuleError(words, target=self.path, advice="Wait for it and run this again.") from error
        except OSError as error:
            words = f"The PowerShell module cannot be {done} in {self._folder}: {error.strerror or error}."
            if error.errno in _DENIED:
                advice = "Run this as an administrator, or with --scope CurrentUser; close what uses the module."
                raise ModuleFolderDenied(words, target=self.path, advice=advice) from error
            raise ModuleError(words, target=self.path, advice="Mend that and run it again.") from error


def _version(path: Path) -> InstalledModule:
    manifest = path / MANIFEST
    if _is_link(path):
        return InstalledModule(str(path), foreign="is a link to somewhere else")
    if not manifest.is_file():
        return InstalledModule(str(path), foreign=f"has no {MANIFEST}")
    guid, version = read_manifest(manifest)
    if guid != GUID:
        return InstalledModule(str(path), foreign="is another module of that name")
    binding = path / BINDING
    text = binding.read_text(encoding="utf-8", errors="replace") if binding.is_file() else ""
    return InstalledModule(str(path), version if version == path.name else path.name, digest(module_files(path)), text)


def _is_link(path: Path) -> bool:
    """Whether it is a symbolic link or a junction: what it leads to is somebody's own."""
    if not path.exists() or path.is_symlink():
        return path.is_symlink()
    return getattr(path.lstat(), "st_reparse_tag", 0) == _MOUNT_POINT

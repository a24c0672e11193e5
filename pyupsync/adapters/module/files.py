"""The module's files: those this package carries, and what they come to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from pyupsync.errors import ModuleError

NAME = "PyUpSync"
MANIFEST = f"{NAME}.psd1"
BINDING = "python.json"
GUID = "f2ef3341-7009-4355-9262-29fb3ddf3f3b"
"""What the module is known by, whatever its version."""


def packaged_folder() -> Path:
    """The module as the wheel carries it, or as it is in a checkout.

    Raises:
        ModuleError: This package came without it.
    """
    package = Path(__file__).resolve().parents[2]
    for folder in (package / "powershell" / NAME, package.parent / "powershell" / NAME):
        if (folder / MANIFEST).is_file():
            return folder
    raise ModuleError(
        "This installation of pyupsync carries no PowerShell module.",
        target=str(package),
        advice="Install it again from its wheel: pip install --force-reinstall --no-deps pyupsync",
    )


def module_files(folder: Path) -> Iterator[Path]:
    """The files that belong to the module: not its binding, and nothing that Python left beside them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != BINDING and "__pycache__" not in path.parts:
            yield path


def digest(folder: Path) -> str:
    """SHA-256 over names and contents."""
    total = hashlib.sha256()
    for path in module_files(folder):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return total.hexdigest()


def read_manifest(path: Path) -> tuple[str, str]:
    """The GUID, in lower case, and the version that a manifest states; empty where it states none."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return _stated("GUID", text).lower(), _stated("ModuleVersion", text)


def _stated(key: str, manifest: str) -> str:
    found = re.search(rf"^\s*['\"]?{key}['\"]?\s*=\s*['\"]([^'\"]+)['\"]", manifest, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else ""

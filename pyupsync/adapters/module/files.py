"""The module's files: those this package carries, and what they come to."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from pyupsync.errors import ModuleError

NAME = "PyUpSync"
MANIFEST = f"{NAME}.psd1"
LOADER = f"{NAME}.psm1"
BINDING = "python.json"
GUID = "f2ef3341-7009-4355-9262-29fb3ddf3f3b"
"""What the module is known by, whatever its version."""
_FUNCTIONS = re.compile(rb"^# <functions>.*?^# </functions>\r?\n", re.MULTILINE | re.DOTALL)
"""In the loader: what opens the files of the functions."""


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


def packaged_files() -> Mapping[str, bytes]:
    """The module's files as they are installed, by name: the functions, a file each here, are all in the loader.

    Raises:
        ModuleError: This package came without it.
    """
    files = module_files(packaged_folder())
    functions = [name for name in files if name.endswith(".ps1")]
    together = b"\n".join(files.pop(name) for name in functions)
    files[LOADER] = _FUNCTIONS.sub(lambda _: together, files[LOADER], count=1)
    return files


def module_files(folder: Path) -> dict[str, bytes]:
    """The files that belong to the module, by name: not its binding, and nothing that Python left beside them."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found if path.name != BINDING}


def digest(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents."""
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


def read_manifest(path: Path) -> tuple[str, str]:
    """The GUID, in lower case, and the version that a manifest states; empty where it states none."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return _stated("GUID", text).lower(), _stated("ModuleVersion", text)


def _stated(key: str, manifest: str) -> str:
    found = re.search(rf"^\s*['\"]?{key}['\"]?\s*=\s*['\"]([^'\"]+)['\"]", manifest, re.MULTILINE | re.IGNORECASE)
    return found.group(1) if found else ""

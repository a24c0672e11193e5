"""This Python, the module that its package carries, and the PowerShells beside it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from pyupsync.adapters.module.engines import ask_engine, find_engines
from pyupsync.adapters.module.files import MANIFEST, digest, packaged_files, packaged_folder, read_manifest
from pyupsync.errors import ModuleError
from pyupsync.model import EngineFacts, PackagedModule, PythonFacts

TIMEOUT = 60.0
"""Seconds this Python has to describe itself."""


class ThisHost:
    """This Python and this machine."""

    def python(self) -> PythonFacts:
        """This Python, as its module will see it."""
        told = self._described
        names = ("executable", "implementation", "bits", "library", "runtime", "pythonnet", "pythons")
        return PythonFacts(
            version=tuple(told["version"]), package=told["pyupsync"], **{name: told[name] for name in names}
        )

    def packaged(self) -> PackagedModule:
        """The module that this package carries."""
        folder = packaged_folder()
        _, version = read_manifest(folder / MANIFEST)
        binding = {"python": self._described["executable"], **self._described}
        return PackagedModule(version, digest(packaged_files()), json.dumps(binding, indent=1) + "\n")

    def engines(self) -> Sequence[EngineFacts]:
        """Every PowerShell that is found."""
        return tuple(ask_engine(edition, program) for edition, program in find_engines())

    @cached_property
    def _described(self) -> dict[str, Any]:
        """What the module's own script says in a fresh Python: what this process was started with changes nothing."""
        script = packaged_folder() / "Private" / "python_host.py"
        try:
            # S603: this very Python and a file of this package; -E as the module asks it, heedless of PYTHONHOME.
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-E", "-B", str(script)], capture_output=True, timeout=TIMEOUT, check=False
            )
            told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        except (OSError, subprocess.TimeoutExpired, IndexError, ValueError) as error:
            raise ModuleError(
                f"{sys.executable} could not be asked about itself: {error}.",
                target=sys.executable,
                advice="Run this with the python program that PowerShell is to host: python -m pyupsync module install",
            ) from error
        return told

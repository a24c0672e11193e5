"""SharePoint's object model as assemblies made on the spot, and who reads profiles through them in a child process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pyupsync.errors import ProfileError
from pyupsync.model import Profile

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
PEOPLE_FILE = "PYUPSYNC_STANDIN_PROFILES"
"""The environment variable that names the file of the people whom the assemblies know."""
SERVICE_FILE = "PYUPSYNC_STANDIN_SERVICE"
"""The environment variable that names the file of the service application's state."""
_SHAREPOINT, _PROFILES = "Microsoft.SharePoint", "Microsoft.Office.Server.UserProfiles"


def build(folder: Path, compiler: str) -> Path:
    """Compile the assemblies into ``folder`` with Mono's compiler, for .NET Framework 4."""
    for name, references in ((_SHAREPOINT, ()), (_PROFILES, (_SHAREPOINT,))):
        sources = sorted(map(str, HERE.glob(f"{name}.*cs")))
        command = [compiler, "-target:library", "-sdk:4.5", f"-out:{folder / name}.dll", *sources]
        command += [f"-r:{folder / one}.dll" for one in references]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


def environment(assemblies: Path, profiles: Path | None = None, service: Path | None = None) -> dict[str, str]:
    """What a process is given so that it finds the assemblies, this checkout, the people and the service."""
    files = {PEOPLE_FILE: profiles, SERVICE_FILE: service}
    return {
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(assemblies))),
        **{name: str(path) for name, path in files.items() if path},
    }


def write_profiles(path: Path, rows: Iterable[tuple[str, str, str]]) -> Path:
    """Write the people that the assemblies know: account, picture and name of each."""
    lines = ("\t".join(b64encode(text.encode()).decode() for text in row) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    return path


class ChildObjectModel:
    """The source of profiles, asked in a process of its own: .NET is loaded into no test run.

    Raises:
        ProfileError: The source says so.
    """

    def __init__(self, given: Mapping[str, str], site: str = "") -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, str(HERE / "reader.py"), site]
        self._child = subprocess.Popen(command, env={**os.environ, **given}, stdin=pipe, stdout=pipe, text=True)
        self._next()

    def count(self) -> int | None:
        self._ask("count")
        return self._next()["count"]  # type: ignore[no-any-return]

    def read(self) -> Iterator[Profile]:
        self._ask("read")
        while (line := self._next()) and self._child.poll() is None:
            yield Profile(**line)

    def close(self) -> None:
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe:
                pipe.close()

    def _ask(self, what: str) -> None:
        assert self._child.stdin
        self._child.stdin.write(f"{what}\n")
        self._child.stdin.flush()

    def _next(self) -> dict[str, Any]:
        assert self._child.stdout
        if self._child.poll() is not None and self._child.stdout.closed:
            return {}
        line: dict[str, Any] = json.loads(self._child.stdout.readline())
        if "error" in line:
            self.close()
            raise ProfileError(line["error"], advice=line["advice"])
        return line

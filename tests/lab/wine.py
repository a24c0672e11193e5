"""Wine as a second opinion on zones: a registry of its own, and urlmon's MapUrlToZone asked through a small program.

The prefix and the program live in a temporary folder; nothing of the machine's is touched and no display is used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from pyupsync.model import RegistryValue
from tests.lab.processes import LabError, run

COMPILER = "x86_64-w64-mingw32-gcc"
SOURCES = Path(__file__).parent / "zone"
HEADER = "Windows Registry Editor Version 5.00"
TOOLS = {"wine": "wine", "wineserver": "wine", COMPILER: "gcc-mingw-w64-x86-64"}
Keys = Mapping[str, Sequence[RegistryValue]]


def missing_wine() -> str:
    """Why Wine cannot run here, in one sentence; empty when it can."""
    if not sys.platform.startswith("linux"):
        return "Wine is used on Linux only."
    packages = sorted({package for tool, package in TOOLS.items() if not _found(tool)})
    if packages:
        return f"these Debian packages are missing: {' '.join(packages)}; `python3 dev.py test` installs them as root."
    return ""


def _found(tool: str) -> str | None:
    # Debian keeps wineserver beside Wine's own programs.
    return shutil.which(tool, path=f"{os.environ.get('PATH', os.defpath)}:/usr/lib/wine")


@dataclass(frozen=True)
class Hives:
    """Keys that stand for HKEY_CURRENT_USER and HKEY_LOCAL_MACHINE (``HKCU\\Lab\\7\\user``); ``-`` for the real one."""

    user: str = "-"
    machine: str = "-"


class Wine:
    """A running Wine with its own registry.

    Attributes:
        folder: Where the prefix and built programs are; a place for files to exchange too.
        env: The environment its programs need.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        hidden = {"DISPLAY", "WAYLAND_DISPLAY"}
        self.env = {name: value for name, value in os.environ.items() if name not in hidden} | {
            "HOME": str(folder),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEARCH": "win64",
            "WINEDLLOVERRIDES": "mscoree,mshtml=",  # or it asks to download them
            "WINEDEBUG": "-all",
        }
        self._oracle: Path | None = None

    def start(self) -> None:
        """Make the prefix; its server stays until it is stopped, or every program would boot a Windows anew."""
        self._server("-p")
        self.run("wineboot", "-i", timeout=180)

    def stop(self) -> None:
        """End every process of this prefix."""
        self._server("-k")

    def _server(self, option: str) -> None:
        words = [_found("wineserver") or "wineserver", option]
        # Without a server there is nothing to wait for or to end, which it calls a failure.
        subprocess.run(words, env=self.env, capture_output=True, timeout=180, check=False)

    def run(self, *command: str | Path, stdin: str | bytes = b"", timeout: float = 120) -> bytes:
        """Run a Windows program to its end and return its standard output.

        Raises:
            LabError: It failed.
        """
        # Into files, since the first program starts Windows' services, which would hold a pipe open long after it.
        with TemporaryFile() as given, TemporaryFile() as said, TemporaryFile() as complained:
            given.write(stdin.encode() if isinstance(stdin, str) else stdin)
            given.seek(0)
            words = ["wine", *(str(word) for word in command)]
            streams = {"stdin": given, "stdout": said, "stderr": complained}
            done = subprocess.run(words, env=self.env, timeout=timeout, check=False, **streams)
            output, complaint = (file.seek(0) or file.read() for file in (said, complained))
        if done.returncode:
            tail = (output + complaint).decode(errors="replace").strip()[-2000:]
            raise LabError(f"{' '.join(words[:3])} ended with {done.returncode}: {tail}")
        return output

    def build(self, source: Path, *libraries: str) -> Path:
        """Build a Windows program of one C file; warnings are errors."""
        program = self.folder / f"{source.stem}.exe"
        options = ("-O2", "-Wall", "-Wextra", "-Werror", "-s")
        run(COMPILER, *options, "-o", program, source, *(f"-l{name}" for name in libraries))
        return program

    def import_keys(self, keys: Keys) -> None:
        """Import keys with their values by ``reg import``, and see by ``reg export`` that they are there.

        Everything below the first two parts of a path (``HKEY_CURRENT_USER\\Lab``) is exported to see it.

        Raises:
            LabError: What was imported is not there; ``reg import`` itself says nothing then.
        """
        self.import_file(reg_text(keys))
        tops = {"\\".join(path.split("\\")[:2]) for path in keys}
        exported = _sections("\n".join(self.export(top) for top in sorted(tops)))
        wanted = _sections(reg_text(keys))
        missing = [path for path, lines in wanted.items() if not lines <= exported.get(path, {"not there"})]
        if missing:
            raise LabError(f"Wine's registry did not take {len(missing)} keys: {missing[0]} among them.")

    def import_file(self, text: str) -> None:
        """Import the text of a .reg file as regedit writes one: UTF-16 with a byte order mark, CRLF."""
        path = self.folder / "import.reg"
        path.write_bytes(text.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-16"))
        self.run("reg", "import", self._dos(path))

    def export(self, key: str) -> str:
        """The text of what is below a key now, as ``reg export`` writes it."""
        path = self.folder / "export.reg"
        self.run("reg", "export", key, self._dos(path), "/y")
        return path.read_text(encoding="utf-16").replace("\r\n", "\n")

    def _dos(self, path: Path) -> str:
        return "Z:" + str(path).replace("/", "\\")

    def zones_of(self, questions: Sequence[tuple[Hives, str]]) -> list[int]:
        """The zone of each URL, judged with the registry keys beside it, in one run.

        Raises:
            LabError: MapUrlToZone failed for one, or said no zone.
        """
        if self._oracle is None:
            self._oracle = self.build(SOURCES / "oracle.c", "urlmon", "ole32", "uuid")
        lines: list[str] = []
        used = None
        for hives, url in questions:
            if hives != used:
                lines.append(f"use\t{hives.user}\t{hives.machine}")
                used = hives
            lines.append(f"url\t{url}")
        said = self.run(self._oracle, stdin="".join(f"{line}\n" for line in lines), timeout=300).decode().split()
        results = list(zip(said[::2], said[1::2], strict=True))
        if len(results) != len(questions):
            raise LabError(f"{len(questions)} URLs were asked, {len(results)} answered.")
        for (result, zone), (_, url) in zip(results, questions, strict=True):
            if result != "00000000" or zone == "-1":
                raise LabError(f"MapUrlToZone of {url} ended with {result} and zone {zone}.")
        return [int(zone) for _, zone in results]

    def zones(self, *urls: str, hives: Hives | None = None) -> list[int]:
        """The zones of URLs, all judged alike."""
        return self.zones_of([(hives or Hives(), url) for url in urls])


def reg_text(keys: Keys) -> str:
    """Keys and values as the text of a .reg file."""
    lines = [HEADER, ""]
    for path, values in keys.items():
        shown = [f"{_quoted(value.name) if value.name else '@'}={_data(value)}" for value in values]
        lines += [f"[{path}]", *shown, ""]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _data(value: RegistryValue) -> str:
    if value.kind == "REG_DWORD" and isinstance(value.data, int):
        return f"dword:{value.data:08x}"
    if value.kind == "REG_SZ" and isinstance(value.data, str):
        return _quoted(value.data)
    if value.kind == "REG_BINARY" and isinstance(value.data, bytes):
        return f"hex:{value.data.hex(',')}"
    raise ValueError(f"{value.kind} is not written here")


def _sections(text: str) -> dict[str, set[str]]:
    """The lines of every key by its path, in lower case."""
    found: dict[str, set[str]] = {}
    here: set[str] = set()
    for line in text.lower().splitlines():
        if line.startswith("["):
            here = found.setdefault(line.strip("[]"), set())
        elif "=" in line:
            here.add(line.strip())
    return found


@contextmanager
def running_wine() -> Iterator[Wine]:
    """A Wine in a temporary folder, which goes with it."""
    with TemporaryDirectory(prefix="pyupsync-wine-", ignore_cleanup_errors=True) as name:
        wine = Wine(Path(name))
        try:
            wine.start()
            yield wine
        finally:
            wine.stop()

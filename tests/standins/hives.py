"""Hive files for tests, made from nothing, as https://github.com/msuhanov/regf describes them."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from pyupsync.adapters.registry import hive_talk
from pyupsync.adapters.registry.hive_header import checksum

_BINS = 4096
_TIME = 133_000_000_000_000_000
"""100 ns since 1601: in 2022."""
_NONE = 0xFFFFFFFF


def missing_hive_tools() -> str:
    """Why hives cannot be tested here, empty when they can."""
    asked = "import hivex, pyregf"
    try:
        done = subprocess.run(["/usr/bin/python3", "-Ic", asked], capture_output=True, check=False)
        subprocess.run(["reglookup"], capture_output=True, check=False)
    except OSError:
        done = None
    if done is None or done.returncode:
        return "hives need these Debian packages: python3-hivex python3-libregf reglookup."
    return ""


def empty_hive(name: str = "NTUSER.DAT") -> bytes:
    """A hive of version 1.5 with nothing but its root key."""
    root = b"CMI-CreateHive{00000000-0000-0000-0000-000000000000}"
    key_length = len(_cell(bytes(76) + root))
    security = 32 + key_length
    flags = 0x2C  # the hive's root, not to be deleted, its name in one byte a character
    numbers = (0, _NONE, 0, 0, _NONE, _NONE, 0, _NONE, security, _NONE, 0, 0, 0, 0, 0)
    key = b"nk" + struct.pack("<HQ", flags, _TIME) + struct.pack("<15I", *numbers) + struct.pack("<HH", len(root), 0)
    rights = _rights()
    guard = b"sk" + struct.pack("<HIIII", 0, security, security, 1, len(rights)) + rights
    cells = _cell(key[:76] + root) + _cell(guard)
    free = _BINS - 32 - len(cells)
    bins = b"hbin" + struct.pack("<IIQQI", 0, _BINS, 0, _TIME, 0) + cells + struct.pack("<i", free) + bytes(free - 4)
    return _header(name) + bins


def sealed(data: bytes) -> bytes:
    """The same with the header's checksum set right."""
    whole = bytearray(data)
    struct.pack_into("<I", whole, 508, checksum(bytes(whole)))
    return bytes(whole)


class KeptWorker:
    """A hive's worker that outlives who started it, and serves the next one: a thousand hives in a few seconds.

    It stands for ``hive_talk._started``. A worker that dies or is killed while it is asked is replaced.
    """

    def __init__(self) -> None:
        self._start = hive_talk._started
        self.real: subprocess.Popen[str] | None = None

    def __call__(self) -> Any:
        if self.real is None or self.real.poll() is not None:
            self.real = self._start()
        real, given_back = self.real, []

        def kill() -> None:
            if not given_back:
                real.kill()

        return SimpleNamespace(
            stdin=SimpleNamespace(
                write=real.stdin.write, flush=real.stdin.flush, close=lambda: given_back.append(True)
            ),
            stdout=SimpleNamespace(fileno=real.stdout.fileno, readline=real.stdout.readline, close=lambda: None),
            kill=kill,
            wait=lambda: None,
        )

    def close(self) -> None:
        """End it."""
        if self.real is not None:
            self.real.kill()
            self.real.communicate()


def sequences(path: Path) -> tuple[int, int]:
    """The two sequence numbers of a hive."""
    first, second = struct.unpack_from("<II", path.read_bytes(), 4)
    return first, second


def _header(name: str) -> bytes:
    header = bytearray(4096)
    struct.pack_into("<4sIIQIIIIIII", header, 0, b"regf", 1, 1, _TIME, 1, 5, 0, 1, 32, _BINS, 1)
    encoded = name.encode("utf-16-le")[-62:]
    header[48 : 48 + len(encoded)] = encoded
    return sealed(bytes(header))


def _cell(content: bytes) -> bytes:
    size = (4 + len(content) + 7) & ~7
    return struct.pack("<i", -size) + content.ljust(size - 4, b"\0")


def _rights() -> bytes:
    """Full control for SYSTEM and Administrators, inherited; a self-relative security descriptor."""
    system, administrators = _sid(18), _sid(32, 544)
    entries = b"".join(struct.pack("<BBHI", 0, 3, 8 + len(sid), 0xF003F) + sid for sid in (system, administrators))
    access = struct.pack("<BBHHH", 2, 0, 8 + len(entries), 2, 0) + entries
    group = 20 + len(administrators)
    head = struct.pack("<BBHIIII", 1, 0, 0x8004, 20, group, 0, group + len(system))
    return head + administrators + system + access


def _sid(*parts: int) -> bytes:
    return struct.pack(">BBHI", 1, len(parts), 0, 5) + struct.pack(f"<{len(parts)}I", *parts)

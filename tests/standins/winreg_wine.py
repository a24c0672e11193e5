"""A stand-in for CPython's ``winreg`` whose every call is advapi32's own, in Wine.

It keeps to https://docs.python.org/3/library/winreg.html for the functions that it has. ``installed`` puts it in the
place of ``winreg``, and of the calls that pyupsync makes through ctypes, so that the rest runs unchanged on Linux.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pyupsync.adapters.registry import windows
from tests.lab.wine import Wine

SOURCE = Path(__file__).with_suffix(".c")
_TEXTS = {1, 2}
_WORDS = {2: FileNotFoundError, 3: FileNotFoundError, 5: PermissionError}


class Calls:
    """The program that makes the calls."""

    def __init__(self, wine: Wine) -> None:
        program = wine.build(SOURCE, "advapi32")
        words = ["wine", str(program)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(words, env=wine.env, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)

    def __call__(self, *words: object) -> list[str]:
        """Make a call; what it returned.

        Raises:
            OSError: With Windows' number, as ``winreg`` raises it.
        """
        line = " ".join(_word(word) for word in words)
        self._process.stdin.write(f"{line}\n".encode())
        self._process.stdin.flush()
        number, *rest = self._process.stdout.readline().decode().split()
        if int(number):
            error = _WORDS.get(int(number), OSError)(22, f"Windows says {number}")
            error.winerror = int(number)
            raise error
        return rest

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()


def _word(word: object) -> str:
    if isinstance(word, int):
        return f"{word:x}"
    if isinstance(word, bytes):
        return word.hex() or "-"
    return str(word)


def _text(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _unhex(digits: str) -> bytes:
    return b"" if digits == "-" else bytes.fromhex(digits)


def _read(digits: str) -> str:
    return _unhex(digits).decode("utf-16-le", "surrogatepass")


class Handle:
    """``PyHKEY``: closed when it is left."""

    def __init__(self, calls: Calls, number: int) -> None:
        self._calls, self.handle = calls, number

    def Close(self) -> None:  # noqa: N802 - winreg's name
        if self.handle:
            self._calls("close", self.handle)
        self.handle = 0

    def __enter__(self):
        return self

    def __exit__(self, *_: object) -> None:
        self.Close()

    def __int__(self) -> int:
        return self.handle


class Winreg(types.ModuleType):
    """The module."""

    # As the headers have them, which extend the sign.
    HKEY_CURRENT_USER = 0xFFFFFFFF80000001
    HKEY_LOCAL_MACHINE = 0xFFFFFFFF80000002
    HKEY_USERS = 0xFFFFFFFF80000003
    KEY_READ = 0x20019
    KEY_SET_VALUE = 0x2
    KEY_WOW64_64KEY = 0x100
    error = OSError

    def __init__(self, calls: Calls) -> None:
        super().__init__("winreg")
        self.calls = calls
        self.open: list[Handle] = []

    def OpenKeyEx(self, key, sub_key, reserved=0, access=KEY_READ):  # noqa: N802
        return self._opened("open", key, sub_key, access)

    def CreateKeyEx(self, key, sub_key, reserved=0, access=0x20006):  # noqa: N802
        return self._opened("create", key, sub_key, access)

    def _opened(self, how, key, sub_key, access):
        handle = Handle(self.calls, int(self.calls(how, int(key), _text(sub_key), access)[0], 16))
        self.open.append(handle)
        return handle

    def EnumKey(self, key, index):  # noqa: N802
        return _read(self.calls("keys", int(key), index)[0])

    def EnumValue(self, key, index):  # noqa: N802
        name, number, data = self.calls("values", int(key), index)
        return _read(name), _decoded(int(number, 16), _unhex(data)), int(number, 16)

    def QueryValueEx(self, key, value_name):  # noqa: N802
        number, data = self.calls("get", int(key), _text(value_name))
        return _decoded(int(number, 16), _unhex(data)), int(number, 16)

    def SetValueEx(self, key, value_name, reserved, type, value):  # noqa: A002, N802
        self.calls("set", int(key), _text(value_name), type, _encoded(type, value))

    def DeleteValue(self, key, value):  # noqa: N802
        self.calls("delete_value", int(key), _text(value))

    def DeleteKeyEx(self, key, sub_key, access=0x100, reserved=0):  # noqa: N802
        self.calls("delete_key", int(key), _text(sub_key), access)

    def ExpandEnvironmentStrings(self, text):  # noqa: N802
        return _read(self.calls("expand", _text(text))[0])


def _encoded(number: int, value: object) -> bytes:
    """As ``Py2Reg`` in CPython's PC/winreg.c."""
    if number in {4, 11}:
        return struct.pack("<I" if number == 4 else "<Q", value or 0)
    if number in _TEXTS:
        return _text(f"{value or ''}\0")
    if number == 7:
        return _text("".join(f"{part}\0" for part in value or ()) + "\0")
    if value is not None and not isinstance(value, bytes):
        raise TypeError(f"Objects of type '{type(value).__name__}' can not be used as binary registry values")
    return value or b""


def _decoded(number: int, data: bytes) -> object:
    """As ``Reg2Py`` in CPython's PC/winreg.c."""
    if number in {4, 11}:
        size = 4 if number == 4 else 8
        return int.from_bytes(data[:size], "little")
    if number in _TEXTS:
        return data.decode("utf-16-le", "surrogatepass").partition("\0")[0]
    if number == 7:
        text = data.decode("utf-16-le", "surrogatepass").removesuffix("\0")
        return text.removesuffix("\0").split("\0") if text else []
    return data or None


@contextmanager
def installed(wine: Wine) -> Iterator[Winreg]:
    """In the place of the real things for a while."""
    calls = Calls(wine)
    module = Winreg(calls)
    before = {name: getattr(windows, name) for name in ("load_hive", "unload_hive", "lookup_account")}
    windows.load_hive = lambda name, path: calls("load", _text(name), _text(path))
    windows.unload_hive = lambda name: calls("unload", _text(name))
    windows.lookup_account = lambda name: _unhex(calls("account", _text(name))[0])
    sys.modules["winreg"] = module
    try:
        yield module
    finally:
        del sys.modules["winreg"]
        for name, function in before.items():
            setattr(windows, name, function)
        calls.close()

"""A registry in a ``.reg`` file."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pyupsync.adapters.registry.reg_lines import Broken
from pyupsync.adapters.registry.reg_text import RegText
from pyupsync.adapters.registry.saving import read_file, replacing
from pyupsync.adapters.registry.typed import UTF16, checked, same
from pyupsync.errors import RegistryError, RegistryUnreadable
from pyupsync.model import RegistryValue

_ANSI = "cp1252"
"""Registry Editor uses the system's code page, which a file does not name; bytes are kept whatever they mean."""
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, UTF16), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class _Coding:
    """How a file's bytes are text: the byte order mark, the encoding, and what keeps unfit bytes."""

    mark: bytes
    encoding: str
    errors: str = "strict"

    def decode(self, data: bytes) -> str:
        return data[len(self.mark) :].decode(self.encoding, self.errors)

    def encode(self, text: str) -> bytes:
        return self.mark + text.encode(self.encoding, self.errors)


class RegFileRegistry:
    """The ``Registry`` that importing a file into an empty one would make; saved by ``close`` if it was changed.

    Args:
        path: The file: UTF-16LE or UTF-8 with or without byte order mark, or REGEDIT4 in the code page.

    Raises:
        RegistryUnreadable: There is no such file, or a line of it is broken; the message names the line.
        RegistryDenied: No right to read it.
    """

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._failure: RegistryError | None = None
        self._before = read_file(self._path, "registry file")
        self._coding = _coding_of(self._before)
        try:
            text = self._coding.decode(self._before)
            self._text = RegText(text, _ANSI if text.lstrip().startswith("REGEDIT4") else UTF16)
        except (Broken, UnicodeDecodeError) as error:
            raise self._broken(error) from error

    def keys(self, path: str) -> Sequence[str] | None:
        """The names of the subkeys; None when there is no such key."""
        return self._text.keys(path)

    def values(self, path: str) -> Sequence[RegistryValue]:
        """The values of a key; none when there is no such key."""
        return self._text.values(path)

    def write(self, path: str, value: RegistryValue) -> None:
        """Set one value; where it is set already its spelling stays."""
        if any(same(value, old) for old in self._text.values(path)):
            return
        shown = path + value.name + (value.data if isinstance(value.data, str) else "")
        try:
            shown.encode(self._coding.encoding, self._coding.errors)
            self._text.write(path, checked(value))
        except UnicodeEncodeError as error:
            raise RegistryError(
                f"{self._path} is in {self._coding.encoding}, which has no {error.object[error.start]!r}.",
                target=str(self._path),
                advice="Export it as Windows Registry Editor Version 5.00.",
            ) from error

    def delete_value(self, path: str, name: str) -> None:
        """Delete one value; nothing happens when it is not there."""
        self._text.delete_value(path, name)

    def delete_key(self, path: str) -> None:
        """Delete a key that holds neither subkeys nor values; nothing happens otherwise."""
        self._text.delete_key(path)

    def save(self) -> None:
        """Save the file if its bytes are others now."""
        if self._failure:
            raise self._failure
        after = self._coding.encode(str(self._text))
        if after == self._before:
            return
        try:
            with replacing(self._path) as part:
                part.path.write_bytes(after)
                part.put(self._before)
        except RegistryError as error:
            self._failure = error
            raise
        self._before = after

    def close(self) -> None:
        """Save the file unless that failed before; calling it twice does no harm."""
        if not self._failure:
            self.save()

    def _broken(self, error: Broken | UnicodeDecodeError) -> RegistryUnreadable:
        why = str(error)
        if isinstance(error, UnicodeDecodeError):
            good = error.object[: error.start].decode(self._coding.encoding, "replace")
            why = f"line {good.count(chr(10)) + 1}: it is no {self._coding.encoding}"
        return RegistryUnreadable(
            f"The registry file {self._path} is broken: {why}.",
            target=str(self._path),
            advice="Export it anew, or mend that line.",
        )


def _coding_of(data: bytes) -> _Coding:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _Coding(mark, encoding, "strict" if encoding == "utf-8" else "surrogatepass")
    if data[1:2] == b"\0":
        return _Coding(b"", UTF16, "surrogatepass")
    try:
        data.decode()
    except UnicodeDecodeError:
        return _Coding(b"", _ANSI, "surrogateescape")
    if data.lstrip().startswith(b"REGEDIT4"):
        return _Coding(b"", _ANSI, "surrogateescape")
    return _Coding(b"", "utf-8")

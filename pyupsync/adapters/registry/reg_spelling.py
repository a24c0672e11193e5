"""How values are written in a ``.reg`` file: as Registry Editor exports them."""

from __future__ import annotations

from pyupsync.adapters.registry.typed import NUMBERS, UTF16, pack
from pyupsync.model import RegistryValue

_WIDTH = 80


def spell_name(name: str) -> str:
    """A value's name and the equals sign; ``@=`` for the default value."""
    return f"{_quoted(name)}=" if name else "@="


def spell_data(value: RegistryValue, head: str, end: str, encoding: str = UTF16) -> str:
    """A value's data.

    Args:
        value: The value.
        head: What stands on the line before it, which counts for the width.
        end: The end of a line, where hexadecimal data goes on.
        encoding: Of the text inside hexadecimal data.

    Raises:
        UnicodeEncodeError: A REGEDIT4 file's code page has no such character.
    """
    if value.kind == "REG_DWORD" and isinstance(value.data, int):
        return f"dword:{value.data:08x}"
    # Readers differ in what a line's end or a NUL inside quotes means.
    if value.kind == "REG_SZ" and isinstance(value.data, str) and not set(value.data) & set("\r\n\0"):
        return _quoted(value.data)
    kind = "hex:" if value.kind == "REG_BINARY" else f"hex({NUMBERS[value.kind]:x}):"
    return _folded(head, kind, pack(value, encoding), end)


def spell_value(value: RegistryValue, end: str, encoding: str = UTF16) -> str:
    """A value's whole line, without its end."""
    head = spell_name(value.name)
    return head + spell_data(value, head, end, encoding)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _folded(head: str, kind: str, data: bytes, end: str) -> str:
    lines, width = [kind], len(head) + len(kind)
    for at, byte in enumerate(data):
        token = f"{byte:02x}" + ("," if at < len(data) - 1 else "")
        if width + len(token) >= _WIDTH - 1:
            lines.append("  ")
            width = 2
        lines[-1] += token
        width += len(token)
    return f"\\{end}".join(lines)

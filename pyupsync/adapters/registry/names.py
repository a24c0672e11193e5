"""Names and paths of registry keys, as every kind of registry compares them."""

from __future__ import annotations

from pyupsync.errors import RegistryError

ROOTS = {
    "HKEY_CLASSES_ROOT",
    "HKEY_CURRENT_CONFIG",
    "HKEY_CURRENT_USER",
    "HKEY_DYN_DATA",
    "HKEY_LOCAL_MACHINE",
    "HKEY_PERFORMANCE_DATA",
    "HKEY_USERS",
}
_LONGEST = 255
"""Characters of a key's name. https://learn.microsoft.com/windows/win32/sysinfo/registry-element-size-limits"""


def fold(name: str) -> str:
    """What makes two names one: Windows compares them in upper case, one character for one."""
    if name.isascii():
        return name.upper()
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in name)


def split(path: str) -> tuple[str, ...]:
    r"""The parts of ``HKEY_CURRENT_USER\Software\…``.

    Raises:
        RegistryError: A part is empty or longer than a key's name can be.
    """
    parts = tuple(path.split("\\"))
    if not all(0 < len(part) <= _LONGEST for part in parts) or parts[0].upper() not in ROOTS:
        raise RegistryError(
            f"{path!r} is no path of a registry key.",
            target=path,
            advice="It begins with HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE or HKEY_USERS and has no empty part.",
        )
    return parts


def below(path: str) -> tuple[str, tuple[str, ...]]:
    r"""What a path means inside a user's own hive: the folded root, and the parts below it.

    ``HKEY_USERS\<SID>`` counts as a root of its own, spelled ``HKEY_USERS\<SID>``.

    Raises:
        RegistryError: It is no path of a registry key.
    """
    parts = split(path)
    if fold(parts[0]) == "HKEY_USERS" and len(parts) > 1:
        return f"HKEY_USERS\\{fold(parts[1])}", parts[2:]
    return fold(parts[0]), parts[1:]

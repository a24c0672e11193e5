"""The few calls of advapi32 that the standard library's ``winreg`` has not, through ctypes."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_TOKEN_ADJUST_PRIVILEGES = 0x20
_TOKEN_QUERY = 0x8
_ENABLED = 0x2
_NOT_ALL_ASSIGNED = 1300
_PRIVILEGES = ("SeBackupPrivilege", "SeRestorePrivilege")


class _Luid(ctypes.Structure):
    _fields_ = (("low", ctypes.c_uint32), ("high", ctypes.c_int32))


class _Privilege(ctypes.Structure):
    # TOKEN_PRIVILEGES with room for one
    _fields_ = (("count", ctypes.c_uint32), ("luid", _Luid), ("attributes", ctypes.c_uint32))


if sys.platform == "win32":
    import winreg

    def load_hive(name: str, path: str) -> None:
        r"""Load a hive file as ``HKEY_USERS\name``.

        Raises:
            OSError: Windows refused; ``winerror`` says why.
        """
        with _privileges():
            _checked(_advapi32().RegLoadKeyW(ctypes.c_void_p(winreg.HKEY_USERS), name, path))

    def unload_hive(name: str) -> None:
        r"""Unload ``HKEY_USERS\name``, which saves it; no key of it may be open.

        Raises:
            OSError: Windows refused; ``winerror`` says why.
        """
        with _privileges():
            _checked(_advapi32().RegUnLoadKeyW(ctypes.c_void_p(winreg.HKEY_USERS), name))

    def lookup_account(name: str) -> bytes:
        r"""The binary SID of ``DOMAIN\user``, ``user@domain`` or a name of this computer.

        Raises:
            OSError: There is no such account, or no domain controller answers; ``winerror`` says which.
        """
        lookup = _advapi32().LookupAccountNameW
        sid, domain = ctypes.create_string_buffer(68), ctypes.create_unicode_buffer(256)
        sid_size, domain_size, use = ctypes.c_uint32(len(sid)), ctypes.c_uint32(len(domain)), ctypes.c_int()
        sizes = (ctypes.byref(sid_size), domain, ctypes.byref(domain_size), ctypes.byref(use))
        if not lookup(None, name, sid, *sizes):
            raise ctypes.WinError(ctypes.get_last_error())
        # SECURITY_MAX_SID_SIZE bytes; the count of its parts is its second byte.
        return sid.raw[: 8 + 4 * sid.raw[1]]

    def _advapi32() -> ctypes.WinDLL:
        return ctypes.WinDLL("advapi32", use_last_error=True)

    def _checked(result: int) -> None:
        if result:
            raise ctypes.WinError(result)

    @contextmanager
    def _privileges() -> Iterator[None]:
        """With the privileges that loading and unloading need; they are given back."""
        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.GetCurrentProcess.restype = ctypes.c_void_p
        token = ctypes.c_void_p()
        process = ctypes.c_void_p(kernel32.GetCurrentProcess())
        rights = _TOKEN_ADJUST_PRIVILEGES | _TOKEN_QUERY
        if not _advapi32().OpenProcessToken(process, rights, ctypes.byref(token)):
            raise ctypes.WinError(ctypes.get_last_error())
        held: list[_Privilege] = []
        try:
            held.extend(_enabled(token, name) for name in _PRIVILEGES)
            yield
        finally:
            for before in held:
                _advapi32().AdjustTokenPrivileges(token, False, ctypes.byref(before), 0, None, None)  # noqa: FBT003
            kernel32.CloseHandle(token)

    def _enabled(token: ctypes.c_void_p, name: str) -> _Privilege:
        """Enable one; what it was like before."""
        wanted, before, size = _Privilege(1, _Luid(), _ENABLED), _Privilege(), ctypes.c_uint32()
        advapi32 = _advapi32()
        if not advapi32.LookupPrivilegeValueW(None, name, ctypes.byref(wanted, _Privilege.luid.offset)):
            raise ctypes.WinError(ctypes.get_last_error())
        answer = (ctypes.byref(before), ctypes.byref(size))
        done = advapi32.AdjustTokenPrivileges(token, False, ctypes.byref(wanted), ctypes.sizeof(before), *answer)  # noqa: FBT003
        # It succeeds as well where the account has no such privilege at all.
        if not done or ctypes.get_last_error() == _NOT_ALL_ASSIGNED:
            raise ctypes.WinError(ctypes.get_last_error())
        return before
else:

    def load_hive(name: str, path: str) -> None:
        """There is no live registry here."""
        raise OSError(f"{name} cannot be loaded from {path}: this is not Windows")

    def unload_hive(name: str) -> None:
        """There is no live registry here."""
        raise OSError(f"{name} cannot be unloaded: this is not Windows")

    def lookup_account(name: str) -> bytes:
        """There are no Windows accounts here."""
        raise OSError(f"{name} cannot be looked up: this is not Windows")

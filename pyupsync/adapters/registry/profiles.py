r"""An account's settings: ``HKEY_USERS\<SID>`` while its profile is loaded, else its NTUSER.DAT, loaded for us.

The profile's folder stands in ProfileList:
https://learn.microsoft.com/windows-server/storage/folder-redirection/deploy-roaming-user-profiles
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from pyupsync.adapters.registry import windows
from pyupsync.adapters.registry.windows_errors import ACCESS_DENIED, MISSING, number_of, translate
from pyupsync.errors import RegistryError, ServiceProfileMissing

PROFILES = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion\ProfileList"
_MOUNT = "pyupsync-{sid}"


class Profile:
    r"""An account's settings in the live registry; loads them where needed, and ``close`` unloads what it loaded.

    Args:
        winreg: The standard library's module.
        sid: The account, ``S-1-5-…``.

    Attributes:
        name: The key below ``HKEY_USERS`` that the settings are under.

    Raises:
        ServiceProfileMissing: The account has no profile on this computer.
        RegistryDenied: Loading needs an elevated process.
        RegistryError: It cannot be loaded.
    """

    def __init__(self, winreg: Any, sid: str) -> None:  # noqa: ANN401 - a module
        self._winreg = winreg
        self._sid = sid
        self._loaded = False
        self.name = sid
        if not self._there(sid):
            self._load(_MOUNT.format(sid=sid), self._file())

    def close(self) -> None:
        """Unload what was loaded, which saves it; calling it twice does no harm. Its keys must be closed before.

        Raises:
            RegistryError: Windows keeps it loaded.
        """
        if not self._loaded:
            return
        try:
            windows.unload_hive(self.name)
        except OSError as error:
            what = f"The profile of {self._sid} was loaded as HKEY_USERS\\{self.name} and cannot be unloaded"
            failure = translate(error, what, self._sid)
            advice = f'Run, elevated: reg unload "HKU\\{self.name}"'
            raise type(failure)(failure.message, target=self._sid, advice=advice) from error
        self._loaded = False

    def _there(self, name: str) -> bool:
        try:
            self._winreg.OpenKeyEx(self._winreg.HKEY_USERS, name, 0, self._winreg.KEY_READ).Close()
        except OSError as error:
            if number_of(error) not in MISSING:
                raise translate(error, f"HKEY_USERS\\{name} cannot be opened", name) from error
            return False
        return True

    def _load(self, name: str, path: str) -> None:
        if self._there(name):
            self._take_over(name)
        try:
            windows.load_hive(name, path)
        except OSError as error:
            with suppress(OSError):
                windows.unload_hive(name)  # Wine leaves an empty key of one that it could not read
            if number_of(error) in MISSING:
                raise self._missing(f"its file {path} is not there") from error
            raise translate(error, f"The profile {path} of {self._sid} cannot be loaded", path) from error
        self.name, self._loaded = name, True

    def _take_over(self, name: str) -> None:
        """A run that was killed leaves its hive loaded, with no key of it open; a living one keeps keys open."""
        try:
            windows.unload_hive(name)
        except OSError as error:
            if number_of(error) == ACCESS_DENIED:
                words = f"Another process is changing the profile of {self._sid} (HKEY_USERS\\{name})."
                raise RegistryError(words, target=self._sid, advice="Run it again when that has ended.") from error
            raise translate(error, f"HKEY_USERS\\{name} cannot be unloaded", name) from error

    def _file(self) -> str:
        winreg = self._winreg
        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKeyEx(winreg.HKEY_LOCAL_MACHINE, f"{PROFILES}\\{self._sid}", 0, access) as key:
                folder, _ = winreg.QueryValueEx(key, "ProfileImagePath")
        except OSError as error:
            if number_of(error) in MISSING:
                raise self._missing("ProfileList does not name it") from error
            raise translate(error, f"The profile of {self._sid} cannot be looked up", self._sid) from error
        return f"{winreg.ExpandEnvironmentStrings(str(folder))}\\NTUSER.DAT"

    def _missing(self, why: str) -> ServiceProfileMissing:
        return ServiceProfileMissing(
            f"The account {self._sid} has no profile on this computer: {why}.",
            target=self._sid,
            advice="Make one by running a program as that account once: "
            "runas /profile /user:DOMAIN\\ACCOUNT cmd.exe, or start a Windows service under it.",
        )

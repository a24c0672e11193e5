"""What a registry says of an account's zones, read once.

Sources: KB 182569 "Internet Explorer security zones registry entries for advanced users"; the Site to Zone Assignment
List is IZ_Zonemaps of inetres.admx.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pyupsync.model import RegistryValue
from pyupsync.ports import Registry

MACHINE_ROOT = "HKEY_LOCAL_MACHINE"
SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
POLICIES = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
# The component that IE's Enhanced Security Configuration is, for administrators and for users.
_ESC_COMPONENTS = (
    r"Software\Microsoft\Active Setup\Installed Components\{A509B1A7-37EF-4b3f-8CFC-4F3A74704073}",
    r"Software\Microsoft\Active Setup\Installed Components\{A509B1A8-37EF-4b3f-8CFC-4F3A74704073}",
)
_ZONES = ("0", "1", "2", "3", "4")
LOGON = "1A00"


@dataclass(frozen=True, slots=True)
class Key:
    """A registry key with all below it. Names are found in any case.

    Attributes:
        path: In full, from the root key.
        there: False when the registry has no such key.
        values: In the registry's order.
        subkeys: In the registry's order.
    """

    path: str
    there: bool = False
    values: tuple[RegistryValue, ...] = ()
    subkeys: tuple[Key, ...] = ()

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("\\")[2]

    def sub(self, path: str) -> Key:
        """A key below it; one that is not there when there is none."""
        here = self
        for name in path.split("\\"):
            found = (key for key in here.subkeys if key.name.lower() == name.lower())
            here = next(found, Key(f"{here.path}\\{name}"))
        return here

    def value(self, name: str) -> RegistryValue | None:
        """The value of that name."""
        return next((value for value in self.values if value.name.lower() == name.lower()), None)

    def dword(self, name: str) -> int | None:
        """The number in a value of that name; None when there is none, or one that is no REG_DWORD."""
        value = self.value(name)
        return value.data if value and value.kind == "REG_DWORD" and isinstance(value.data, int) else None


@dataclass(frozen=True, slots=True)
class Side:
    """One half of the settings, the account's or the machine's.

    Attributes:
        settings: Internet Settings itself, with its values but without the keys below.
        zone_map: ``Internet Settings\\ZoneMap``.
        zones: ``Internet Settings\\Zones`` with the keys 0 to 4.
        policy: The policies' Internet Settings, with all below.
    """

    settings: Key
    zone_map: Key
    zones: Key
    policy: Key

    @property
    def list_in_force(self) -> bool:
        """Whether a Site to Zone Assignment List is set here by policy."""
        enabled = self.policy.dword("ListBox_Support_ZoneMapKey")
        return enabled == 1 or (enabled is None and bool(self.list_lines))

    @property
    def list_lines(self) -> tuple[RegistryValue, ...]:
        """The lines of the Site to Zone Assignment List: names are sites, data are zones."""
        return self.policy.sub("ZoneMapKey").values


@dataclass(frozen=True, slots=True)
class ZoneSnapshot:
    """The zones of one account on one machine, as they were when they were read.

    Attributes:
        user_root: The account's hive: ``HKEY_CURRENT_USER`` or ``HKEY_USERS\\<SID>``.
        user: What the account's hive says.
        machine: What the machine's says.
        esc_installed: Whether a component of IE's Enhanced Security Configuration is installed.
    """

    user_root: str
    user: Side
    machine: Side
    esc_installed: bool

    @property
    def machine_only(self) -> bool:
        """Whether the policy "Security Zones: Use only machine settings" makes the account's zones void."""
        return self.machine.policy.dword("Security_HKLM_only") == 1

    @property
    def esc(self) -> Literal["on", "off", "unknown"]:
        """Whether Enhanced Security Configuration is on for the account.

        Its own ``IEHarden`` decides. Without one it is off, unless the machine has it on or the component
        installed, which may still harden the account at its next logon.
        """
        own = self.user.zone_map.dword("IEHarden")
        if own is not None:
            return "on" if own else "off"
        hardened = self.machine.zone_map.dword("IEHarden")
        return "unknown" if hardened or (hardened is None and self.esc_installed) else "off"


def read_snapshot(registry: Registry, user_root: str) -> ZoneSnapshot:
    """Read the zones of the account whose hive is ``user_root``.

    Args:
        registry: Where to read.
        user_root: ``HKEY_CURRENT_USER`` or ``HKEY_USERS\\<SID>``.

    Raises:
        RegistryError: Or one of its leaves.
    """
    installed = [registry.values(f"{MACHINE_ROOT}\\{component}") for component in _ESC_COMPONENTS]
    return ZoneSnapshot(
        user_root,
        _side(registry, user_root),
        _side(registry, MACHINE_ROOT),
        any(Key("", values=tuple(values)).dword("IsInstalled") for values in installed),
    )


def _side(registry: Registry, root: str) -> Side:
    settings = f"{root}\\{SETTINGS}"
    zones = f"{settings}\\Zones"
    return Side(
        Key(settings, registry.keys(settings) is not None, tuple(registry.values(settings))),
        _read(registry, f"{settings}\\ZoneMap"),
        Key(zones, subkeys=tuple(_logon(registry, f"{zones}\\{zone}") for zone in _ZONES)),
        _read(registry, f"{root}\\{POLICIES}"),
    )


def _logon(registry: Registry, path: str) -> Key:
    values = tuple(value for value in registry.values(path) if value.name.lower() == LOGON.lower())
    return Key(path, bool(values), values)


def _read(registry: Registry, path: str) -> Key:
    names = registry.keys(path)
    if names is None:
        return Key(path)
    below = tuple(_read(registry, f"{path}\\{name}") for name in names)
    return Key(path, there=True, values=tuple(registry.values(path)), subkeys=below)

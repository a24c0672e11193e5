"""Settings of a job on the PowerShell module's installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyupsync.config.settings import Part, by_part, one_of

SCOPES = ("CurrentUser", "AllUsers")
EDITIONS = ("WindowsPowerShell", "PowerShell", "both")


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleJob:
    """Which installations of the PowerShell module are meant.

    Attributes:
        scope: ``CurrentUser`` or ``AllUsers``, as Install-Module has them.
        edition: ``WindowsPowerShell`` (5.1), ``PowerShell`` (7) or ``both``: all that this system has folders for.
    """

    scope: str = "CurrentUser"
    edition: str = "both"

    def __post_init__(self) -> None:
        """Refuse other words."""
        one_of(self.scope, SCOPES, "scope")
        one_of(self.edition, EDITIONS, "edition")


def module_job(settings: Mapping[str, Any]) -> ModuleJob:
    """Make a job on the module's installation from plain settings; what is None or missing stays as it is by default.

    Raises:
        UsageError: An unknown setting, or a value that is none of its choices.
    """
    return ModuleJob(**by_part(settings, (Part("", ModuleJob),))[""])

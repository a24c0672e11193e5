"""The resources for Microsoft DSC v3: what an instance of each may say, and the job that it means.

https://github.com/PowerShell/DSC, schemas/v3.1: the manifest, and what each operation reads and writes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyupsync.config.access import AccessJob
from pyupsync.config.desired import TABLES
from pyupsync.config.desired_schema import DIALECT, setting_schemas
from pyupsync.config.photos import PhotoJob
from pyupsync.config.references import referred
from pyupsync.config.settings import unknown
from pyupsync.config.synchronization import MappingJob
from pyupsync.config.trust import TrustJob
from pyupsync.config.zones import ZoneJob
from pyupsync.errors import UsageError

OPERATIONS = ("get", "set", "test", "whatIf", "export")
MANIFEST = "https://aka.ms/dsc/schemas/v3/bundled/resource/manifest.json"
EXIST = {"$ref": "https://aka.ms/dsc/schemas/v3/resource/properties/exist.json"}
IN_DESIRED_STATE = {"$ref": "https://aka.ms/dsc/schemas/v3/resource/properties/inDesiredState.json"}
EXIT_CODES = {
    "0": "Done, or nothing to do",
    "1": "Something failed; standard error says what",
    "2": "The instance cannot be used",
    "75": "Another run is at work",
}
AnyJob = TrustJob | ZoneJob | MappingJob | AccessJob | PhotoJob
_THUMBPRINT = re.compile("[0-9A-Fa-f]{40}")
_TEXT = {"type": "string"}
_ADDRESSES = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource of ``PyUpSync/``.

    Attributes:
        name: What comes after the slash.
        description: For people.
        table: The table of the desired state whose settings it has.
        own: Settings of a table that are a list there and one value here: what it is called here, and there.
        left_out: Settings of the table that it has not.
        needed: What names an instance.
        shown: Properties that are only read, by their schemas.
        exists: Whether an instance may be declared absent.
    """

    name: str
    description: str
    table: str
    own: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    shown: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    exists: bool = False

    @property
    def type(self) -> str:
        """Its name for DSC."""
        return f"PyUpSync/{self.name}"

    def properties(self) -> dict[str, dict[str, Any]]:
        """What an instance may say, by property."""
        gone = {*self.left_out, *self.own.values()}
        settings = setting_schemas(TABLES[self.table])
        taken = {_camel(name): schema for name, schema in settings.items() if name not in gone}
        if "directory" in taken:  # one of several with a logon of its own belongs into a file
            taken["directory"] = {"description": taken["directory"]["description"], **_ADDRESSES}
        for name, there in self.own.items():
            one = settings[there]["items"] if there in settings else _TEXT
            taken[name] = {"description": f"As one of {there} in pyupsync.toml.", **one}
        taken |= {name: {**schema, "readOnly": True} for name, schema in self.shown.items()}
        return dict(sorted(taken.items()))

    def schema(self) -> dict[str, Any]:
        """The schema of an instance."""
        extra = {"_inDesiredState": IN_DESIRED_STATE, **({"_exist": EXIST} if self.exists else {})}
        return {
            "$schema": DIALECT,
            "title": self.type,
            "description": self.description,
            "type": "object",
            "properties": {**self.properties(), **extra},
            "required": list(self.needed),
            "additionalProperties": False,
        }

    def manifest(self, version: str) -> dict[str, Any]:
        """The manifest that tells DSC of it."""

        def command(operation: str, **more: object) -> dict[str, object]:
            return {"executable": "pyupsync", "args": ["dsc", self.name, operation], "input": "stdin", **more}

        changing = {"implementsPretest": True, "handlesExist": self.exists, "return": "state"}
        return {
            "$schema": MANIFEST,
            "type": self.type,
            "version": version,
            "description": self.description,
            "tags": ["SharePoint", "ActiveDirectory", "thumbnailPhoto"],
            "get": command("get"),
            "set": command("set", **changing),
            "whatIf": command("whatIf", **changing),
            "test": command("test", **{"return": "state"}),
            "export": command("export"),
            "exitCodes": EXIT_CODES,
            "schema": {"embedded": self.schema()},
        }

    def taken(self, instance: Mapping[str, Any], *, whole: bool = True) -> dict[str, Any]:
        """What an instance says, without what is only read.

        Args:
            instance: As it came.
            whole: Whether it must name one, as for anything but an export.

        Raises:
            UsageError: An unknown property, or a missing one.
        """
        known = self.properties()
        for name in instance:
            if name not in known and not name.startswith("_"):
                raise unknown(name, known)
        if not isinstance(instance.get("_exist", True), bool):
            raise UsageError("The property '_exist' must be true or false.", target="_exist")
        if instance.get("_exist") is False and not self.exists:
            advice = "Take a right back with pyupsync access undo." if self.table == "access" else ""
            raise UsageError(f"{self.type} takes nothing away.", target=self.name, advice=advice)
        missing = next((name for name in self.needed if whole and not instance.get(name)), None)
        if missing:
            raise UsageError(f"The property {missing!r} is missing.", target=missing)
        taken = {name: value for name, value in instance.items() if name in known and name not in self.shown}
        if "thumbprint" in taken and not _THUMBPRINT.fullmatch(re.sub("[ :]", "", str(taken["thumbprint"]))):
            raise UsageError("The property 'thumbprint' must be 40 hexadecimal digits (SHA-1).", target="thumbprint")
        return taken

    def settings(self, taken: Mapping[str, Any]) -> dict[str, Any]:
        """The settings of the job, secrets in the place of what names them.

        Raises:
            UsageError: More than one thing names a secret.
            CredentialError: What names it cannot be used.
        """
        settings: dict[str, Any] = {}
        for name, value in taken.items():
            there = self.own.get(name)
            if isinstance(value, list) and not all(isinstance(item, str) for item in value):
                raise UsageError(f"The property {name!r} must be a list of texts.", target=name)
            if there and not isinstance(value, str):
                raise UsageError(f"The property {name!r} must be a text.", target=name)
            settings[there or _snake(name)] = [value] if there else value
        for prefix in TABLES[self.table].prefixes:
            secret = referred(settings, prefix)
            settings = {name: value for name, value in settings.items() if not _names_secret(name, prefix)}
            if secret:
                settings[f"{prefix}password"] = secret
        return settings


def _names_secret(name: str, prefix: str) -> bool:
    return name.startswith(f"{prefix}password_")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", lambda found: f"_{found[1].lower()}", name)


RESOURCES: Mapping[str, Resource] = {
    one.name: one
    for one in (
        Resource(
            "TrustedRoot",
            "A certificate that the SharePoint farm trusts as a root authority.",
            "trust",
            {"path": "paths", "certificate": "certificates", "thumbprint": "absent"},
            ("from_url", "fetch_issuers", "warn_days"),
            ("store", "thumbprint"),
            {"name": _TEXT, "subject": _TEXT, "notAfter": _TEXT},
            exists=True,
        ),
        Resource(
            "IntranetSite",
            "A site in an account's Local intranet zone, where its client logs on by itself.",
            "zones",
            {"url": "urls"},
            ("farm", "reg_file"),
            ("registry", "url"),
            {"zone": {"type": "integer"}, "zoneName": _TEXT},
            exists=True,
        ),
        Resource(
            "PictureMapping",
            "A connection of the User Profile service that exports PictureURL to thumbnailPhoto.",
            "profiles",
            {"connection": "connections"},
            (),
            ("farm", "connection"),
            {"exported": {"type": "boolean"}, "kind": _TEXT},
        ),
        Resource(
            "DirectoryAccess",
            "A right of an account on the people below an OU: by default the one to write thumbnailPhoto.",
            "access",
            {"account": "accounts", "ou": "ous", "right": "rights"},
            (),
            ("directory", "account"),
            {"granted": {"type": "boolean"}},
        ),
        Resource(
            "PhotoExport",
            "Everybody's picture from SharePoint's profiles in thumbnailPhoto.",
            "photos",
            {},
            ("report", "log", "log_level", "metrics", "lock", "lock_wait"),
            ("profiles", "directory"),
            {name: {"type": "integer"} for name in ("pending", "unchanged", "skipped", "failed")},
        ),
    )
}
"""What there is, by name."""

"""The JSON Schema of the desired state's file, from the records that its tables fill."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any, get_args

from pyupsync.config.access import RIGHTS
from pyupsync.config.desired import TABLES, Table
from pyupsync.config.login import DirectoryAuth, SiteAuth
from pyupsync.config.photos import ImageProfile
from pyupsync.config.references import REFERENCES

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: dict[type, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    tuple: {"type": "array", "items": {"type": "string"}},
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "auth": get_args(DirectoryAuth),
    "site_auth": get_args(SiteAuth),
    "image": get_args(ImageProfile),
}
_TABLES = {
    "trust": "Which authorities the farm trusts.",
    "zones": "Which sites are in an account's Local intranet zone.",
    "profiles": "What exports the picture: the User Profile service's own mapping.",
    "access": "Who may write the picture in the directory.",
    "photos": "Whose picture comes from where into which directory.",
    "diagnosis": "What a verification looks at beside what the other tables name.",
}
_REFERENCES = {
    "password_file": "File whose first line is the password; only its owner may read it.",
    "password_env": "Variable of the environment that holds the password.",
    "password_credential": "Target of a generic credential in Windows' Credential Manager.",
}
_ENTRY = re.compile(r"^    (\w+(?:, \w+)*): (.*)$")


def desired_schema() -> dict[str, Any]:
    """What a file may say: JSON Schema, draft 2020-12, of what TOML reads it as."""
    areas = [name for name in TABLES if name != "diagnosis"]
    return {
        "$schema": DIALECT,
        "title": "pyupsync.toml",
        "description": "The desired state of a farm, for pyupsync deploy. Names may have dashes or underscores.",
        "type": "object",
        "properties": {name: _table(table, _TABLES[name]) for name, table in TABLES.items()},
        "additionalProperties": False,
        "anyOf": [{"required": [name]} for name in areas],
    }


def _table(table: Table, description: str) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    for name, setting in setting_schemas(table).items():
        dashed = name.replace("_", "-")
        properties[dashed] = setting
        if dashed != name:
            properties[name] = {**setting, "description": f"As {dashed}."}
    schema = {"description": description, "type": "object", "properties": properties, "additionalProperties": False}
    if table.needed:
        schema["required"] = list(table.needed)
    return schema


def setting_schemas(table: Table) -> dict[str, dict[str, Any]]:
    """The schema of each setting of a table, described."""
    told = dict(_descriptions(table))
    return {
        name: {"description": told[name].replace("``", "`"), **_kind(name, kinds, table)}
        for name, kinds in sorted(table.settings().items())
    }


def _kind(name: str, kinds: tuple[type, ...], table: Table) -> dict[str, Any]:
    plain = _TYPES[kinds[-1]]
    if name == "directory" and "site_" in table.prefixes:
        return {"anyOf": [plain, {"type": "array", "items": {"anyOf": [plain, _directory()]}}]}
    if name == "rights":
        return {"type": "array", "items": {"enum": list(RIGHTS)}}
    if name in _CHOICES:
        return {"enum": list(_CHOICES[name])}
    if name in {"report", "log"}:
        return {"anyOf": [_TYPES[str], plain]}
    if name == "max_clear":
        return {"type": ["string", "integer"]}
    return plain


def _directory() -> dict[str, Any]:
    """The table of one directory of several."""
    texts = ("address", "user", "keytab", "ca_file", "output", *REFERENCES)
    properties: dict[str, Any] = {"auth": {"enum": list(_CHOICES["auth"])}}
    for name in texts:
        properties[name] = properties[name.replace("_", "-")] = _TYPES[str]
    return {"type": "object", "properties": properties, "required": ["address"], "additionalProperties": False}


def _descriptions(table: Table) -> Iterator[tuple[str, str]]:
    """Each setting with what its record says of it; the first that has it counts, so those come last."""
    for prefix in table.prefixes:
        yield from ((prefix + name, told) for name, told in _REFERENCES.items())
    for part in reversed(table.parts):
        told = _attributes(part.record)
        for setting, (field, _) in part.settings().items():
            yield setting, told[field]


def _attributes(record: type) -> dict[str, str]:
    """The attributes that a record's docstring describes."""
    _, _, section = (inspect.getdoc(record) or "").partition("Attributes:\n")
    told: dict[str, str] = {}
    names: list[str] = []
    for line in section.splitlines():
        if entry := _ENTRY.match(line):
            names = entry[1].split(", ")
            told |= dict.fromkeys(names, entry[2])
        else:
            told |= {name: f"{told[name]} {line.strip()}".rstrip() for name in names}
    return told

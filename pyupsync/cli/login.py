"""The options for logging on, the same for every area, and where a password comes from."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Mapping
from typing import Any

from pyupsync.config.references import REFERENCES, referred
from pyupsync.errors import UsageError

NEEDS_PASSWORD = {"simple", "ntlm", "basic"}
LOGIN = {"auth", "user", "keytab", *REFERENCES}
"""The settings of a logon to the directory."""


def add_login(command: argparse.ArgumentParser, whom: str, choices: tuple[str, ...], prefix: str = "") -> None:
    """Add ``--auth`` and its companions, each with ``prefix`` before its name."""
    group = command.add_argument_group(f"logging on to {whom}")
    group.add_argument(f"--{prefix}auth", choices=choices, help="current (default): the identity this runs under")
    group.add_argument(f"--{prefix}user", metavar="NAME")
    group.add_argument(f"--{prefix}keytab", metavar="FILE", help="Kerberos keytab of that user")
    group.add_argument(
        f"--{prefix}password-file", metavar="FILE", help=f"or the environment's {_variable(prefix)}, or a prompt"
    )


def add_password(settings: dict[str, Any], prefix: str = "") -> None:
    """Put the password into ``settings``, instead of the name of its file: from there, the environment or a prompt.

    Raises:
        UsageError: The way of logging on takes a user or a password, and there is none.
        CredentialError: The file cannot be used.
    """
    name = prefix.replace("-", "_")
    secret = referred(settings, name) or os.environ.get(_variable(prefix), "")
    for reference in REFERENCES:
        settings.pop(f"{name}{reference}", None)
    auth = settings.get(f"{name}auth")
    if auth in NEEDS_PASSWORD:
        user = settings.get(f"{name}user")
        if not user:
            raise UsageError(f"{auth} takes a user, and none was given.", advice=f"Give --{prefix}user NAME.")
        secret = secret or _prompt(str(user), prefix)
    if secret:
        settings[f"{name}password"] = secret


def add_directory_passwords(settings: dict[str, Any]) -> None:
    """Put each password into the table of its directory, instead of the name of its file.

    Raises:
        UsageError: The way of logging on takes a password, and no file was named.
        CredentialError: The file cannot be used.
    """
    given = settings.get("directory")
    if isinstance(given, list):
        settings["directory"] = [_with_password(item) if isinstance(item, dict) else item for item in given]


def _with_password(table: dict[str, Any]) -> dict[str, Any]:
    settings = {key.replace("-", "_"): value for key, value in table.items()}
    secret = referred(settings)
    settings = {key: value for key, value in settings.items() if key not in REFERENCES}
    if secret:
        settings["password"] = secret
    elif settings.get("auth") in NEEDS_PASSWORD:
        address = settings.get("address")
        said = f"{settings['auth']} takes a password, and the table of the directory {address} names none."
        raise UsageError(said, target=str(address), advice="Put it into a file and name that with password-file.")
    return settings


def refuse_passwords(settings: Mapping[str, Any], path: str) -> None:
    """Refuse a configuration that holds a password itself.

    Raises:
        UsageError: It does.
    """
    tables = [settings, *(settings["directory"] if isinstance(settings.get("directory"), list) else ())]
    if any(key.replace("-", "_").endswith("password") for table in tables if isinstance(table, dict) for key in table):
        raise UsageError(
            f"The configuration {path} holds a password.",
            target=path,
            advice="Put it into a file of its own and name that with password-file.",
        )


def _variable(prefix: str) -> str:
    return f"PYUPSYNC_{prefix.upper().replace('-', '_')}PASSWORD"


def _prompt(user: str, prefix: str) -> str:
    if not sys.stdin.isatty():
        advice = f"Give --{prefix}password-file FILE or set {_variable(prefix)}."
        raise UsageError(f"No password for {user} was given.", advice=advice)
    return getpass.getpass(f"Password for {user}: ")

"""Secrets by reference: a file that only its owner reads, an environment variable, Windows' Credential Manager."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

from pyupsync.config.login import read_secret
from pyupsync.errors import CredentialError, UsageError

REFERENCES = ("password_file", "password_env", "password_credential")
"""What may name a secret: a file, a variable, a generic credential of Windows."""


def referred(settings: Mapping[str, Any], prefix: str = "") -> str:
    """The secret that settings name; empty where they name none.

    Args:
        settings: Of one logon, with underscores in their names.
        prefix: What stands before each name: ``site_`` for the photo site's.

    Raises:
        UsageError: They name more than one, or no text.
        CredentialError: What they name cannot be used.
    """
    given = {name: settings[prefix + name] for name in REFERENCES if settings.get(prefix + name) is not None}
    if len(given) > 1:
        names = " and ".join(f"{prefix}{name}".replace("_", "-") for name in given)
        raise UsageError(
            f"{names} are given for one logon.", target=prefix + list(given)[-1], advice="Give one of them."
        )
    for name, value in given.items():
        if not isinstance(value, str) or not value:
            raise UsageError(f"The setting {prefix + name!r} must be a text.", target=prefix + name)
        return _READERS[name](value, str(settings.get(f"{prefix}user") or ""))
    return ""


def _from_file(path: str, _user: str) -> str:
    return read_secret(path)


def _from_environment(name: str, _user: str) -> str:
    secret = os.environ.get(name, "")
    if not secret:
        raise CredentialError(
            f"The environment has no variable {name}.", target=name, advice="Set it for the account that this runs as."
        )
    return secret


def _from_credential_manager(target: str, user: str) -> str:
    """The password of a generic credential, by keyring's backend for Windows.

    https://github.com/jaraco/keyring, keyring/backends/Windows.py: it looks for ``USER@TARGET``, then for ``TARGET``
    whosever that is, so the name is compared here.
    """
    if sys.platform != "win32":
        raise CredentialError(
            f"The credential {target} is one of Windows' Credential Manager, and this is no Windows.",
            target=target,
            advice="Name a file (password-file) or a variable (password-env), or use a keytab.",
        )
    try:
        from keyring.backends.Windows import WinVaultKeyring  # noqa: PLC0415 - an extra of its own
    except ImportError as error:
        said, advice = "Windows' Credential Manager is read by keyring.", "Run: pip install pyupsync[credentials]"
        raise CredentialError(said, target=target, advice=advice) from error
    found = WinVaultKeyring().get_credential(target, user or None)
    if found is None or not found.password:
        advice = f"Run, as the account that this runs as: cmdkey /generic:{target} /user:{user or 'NAME'} /pass"
        raise CredentialError(f"Credential Manager has no credential {target}.", target=target, advice=advice)
    if user and found.username.lower() != user.lower():
        said = f"The credential {target} is {found.username}'s, and the logon is {user}'s."
        raise CredentialError(said, target=target, advice="Name that one's credential, or the other user.")
    return str(found.password)


_READERS = {
    "password_file": _from_file,
    "password_env": _from_environment,
    "password_credential": _from_credential_manager,
}

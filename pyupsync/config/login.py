"""Who logs on, and with what; passwords from files."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from pyupsync.errors import CredentialError

DirectoryAuth = Literal["current", "kerberos", "ntlm", "simple"]
SiteAuth = Literal["current", "kerberos", "basic", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Who logs on, and with what. ``repr`` shows no secret.

    Attributes:
        auth: ``current`` is the identity this runs under (Kerberos with its ticket cache); ``kerberos`` takes
            ``keytab`` or ``password`` for ``user``, else the ticket cache; ``ntlm``, ``simple`` and ``basic`` take
            ``user`` and ``password`` and go over TLS only; ``none`` sends nothing.
        user: ``user@REALM``, ``DOMAIN\\user`` or a DN.
        password: The secret itself.
        keytab: Path of a Kerberos keytab for ``user``.
    """

    auth: str = "current"
    user: str = ""
    password: str = field(default="", repr=False)
    keytab: str = ""

    @property
    def given(self) -> bool:
        """Whether it says who logs on, and how. A password alone may only stand in the environment, for another job."""
        return self.auth != "none" and replace(self, password="") != Login()


def read_secret(path: str, what: str = "password") -> str:
    """Read a password, or what else is secret, from the first line of a file that only its owner can read.

    Raises:
        CredentialError: No such file, an empty one, or one that others may read.
    """
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            mode = os.fstat(file.fileno()).st_mode
            secret = file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CredentialError(f"The {what} file {path} cannot be read: {error}.", target=path) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO) and not _kept_by_systemd(path):
        raise CredentialError(
            f"The {what} file {path} can be read by others.", target=path, advice=f"Run: chmod 600 {path}"
        )
    if not secret:
        raise CredentialError(f"The {what} file {path} is empty.", target=path)
    return secret


def _kept_by_systemd(path: str) -> bool:
    """Whether it is a credential of this service: an access list, which a mode hides, lets the service alone in."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY", "")  # systemd.exec(5), LoadCredential=
    return bool(folder) and Path(path).absolute().parent == Path(folder)

"""Settings of a job, from arguments, from a TOML file and from the environment; checked here, once."""

from __future__ import annotations

import difflib
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from pyupsync.errors import CredentialError, UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DirectoryAuth = Literal["current", "kerberos", "ntlm", "simple"]
SiteAuth = Literal["current", "kerberos", "basic", "none"]
ImageProfile = Literal["gal", "lync", "large"]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoJob:
    """Everything a photo plan or export is told.

    Attributes:
        profiles: Address of the profiles: ``csv:FILE`` or ``jsonl:FILE``.
        directory: Address of the directory: ``ldaps://HOST[:PORT]/BASE``, ``ldap+starttls://…`` or ``ldif:FILE``.
        photos: ``http``, or ``folder:PATH``.
        sites: Hosts (``mysite.contoso.com``) that credentials may be sent to; no other host ever gets any.
        image: Rules the pictures are made to: ``gal``, ``lync`` or ``large``.
        login: How to log on to the directory.
        site_login: How to log on to the photo site.
        ca_file: PEM file of the authorities trusted for TLS, instead of the system's.
        output: For ``ldif:`` the file the changes go to; empty for ``FILE`` with the suffix ``.changes.ldif``.
        workers: Pictures fetched at once.
        timeout: Seconds without an answer after which a connection is given up.
    """

    profiles: str
    directory: str
    photos: str = "http"
    sites: tuple[str, ...] = ()
    image: str = "gal"
    login: Login = Login()
    site_login: Login = Login()
    ca_file: str = ""
    output: str = ""
    workers: int = 8
    timeout: float = 30.0

    def __post_init__(self) -> None:
        """Refuse settings that no adapter could use."""
        _one_of(self.image, get_args(ImageProfile), "image")
        _one_of(self.login.auth, get_args(DirectoryAuth), "auth")
        _one_of(self.site_login.auth, get_args(SiteAuth), "site-auth")
        if not 1 <= self.workers <= 64:
            raise UsageError(f"workers is {self.workers}; it must be from 1 to 64.")
        if not 0 < self.timeout <= 3600:
            raise UsageError(f"timeout is {self.timeout} seconds; it must be above 0 and at most 3600.")
        if self.ca_file and not Path(self.ca_file).is_file():
            raise UsageError(f"The CA file {self.ca_file} does not exist.", target=self.ca_file)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustJob:
    """Everything a job on the trust store is told.

    Attributes:
        store: Address of the trust store: ``folder:PATH`` or ``sharepoint:``.
        paths: Files and folders with certificates.
        certificates: Certificates themselves, each DER in Base-64: those a host holds as objects.
        from_url: An https address whose presented chain is read as well; empty for none.
        fetch_issuers: Get missing issuers from where the certificates say they are (AIA, over the network).
        absent: Names or thumbprints that must not be trusted.
        force: Trust leaves, expired and weak certificates too.
        restart_iis: Restart IIS on every server of the farm when something changed.
        warn_days: Days before the end of a certificate's validity from which it is warned about.
        timeout: Seconds without an answer after which a connection is given up.
    """

    store: str
    paths: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    from_url: str = ""
    fetch_issuers: bool = False
    absent: tuple[str, ...] = ()
    force: bool = False
    restart_iis: bool = False
    warn_days: int = 60
    timeout: float = 30.0

    def __post_init__(self) -> None:
        """Refuse settings that no adapter could use."""
        if not 0 <= self.warn_days <= 3650:
            raise UsageError(f"warn-days is {self.warn_days}; it must be from 0 to 3650.")
        if not 0 < self.timeout <= 3600:
            raise UsageError(f"timeout is {self.timeout} seconds; it must be above 0 and at most 3600.")


def _one_of(value: str, allowed: tuple[str, ...], name: str) -> None:
    if value not in allowed:
        raise UsageError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.", target=value)


def photo_job(settings: Mapping[str, Any]) -> PhotoJob:
    """Make a job from plain settings, as a TOML table or the PowerShell module gives them.

    ``auth``, ``user``, ``password``, ``keytab`` describe the directory's login; the same with ``site-`` before them
    the photo site's. Dashes and underscores are the same. None and missing are the same.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or a missing one.
    """
    given = {key.replace("-", "_"): value for key, value in settings.items() if value is not None}
    plain: dict[str, Any] = {}
    login: dict[str, Any] = {}
    site: dict[str, Any] = {}
    login_names = {item.name for item in fields(Login)}
    job_types = {"sites": (list, tuple), "workers": (int,), "timeout": (int, float)}
    for key, value in given.items():
        if key in login_names:
            login[key] = _typed(key, value, (str,))
        elif key.removeprefix("site_") in login_names:
            site[key.removeprefix("site_")] = _typed(key, value, (str,))
        elif key in {item.name for item in fields(PhotoJob)} - {"login", "site_login"}:
            plain[key] = _typed(key, value, job_types.get(key, (str,)))
        else:
            raise _unknown(key, {item.name for item in fields(PhotoJob)} | login_names)
    for needed in ("profiles", "directory"):
        if not plain.get(needed):
            raise UsageError(f"The setting {needed!r} is missing.", target=needed)
    if "sites" in plain:
        plain["sites"] = tuple(str(host) for host in plain["sites"])
    directory_login = Login(**login)
    return PhotoJob(**plain, login=directory_login, site_login=_site_login(directory_login, site))


def _site_login(directory: Login, site: Mapping[str, Any]) -> Login:
    """The photo site's login: as given, else the same Kerberos identity as for the directory."""
    if not site and directory.auth in get_args(SiteAuth):
        return directory
    return Login(**site)


def trust_job(settings: Mapping[str, Any]) -> TrustJob:
    """Make a job on the trust store from plain settings; dashes and underscores, None and missing are the same.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or no store.
    """
    lists = ("paths", "certificates", "absent")
    kinds: dict[str, tuple[type, ...]] = {
        **dict.fromkeys(("store", "from_url"), (str,)),
        **dict.fromkeys(lists, (list, tuple)),
        **dict.fromkeys(("fetch_issuers", "force", "restart_iis"), (bool,)),
        "warn_days": (int,),
        "timeout": (int, float),
    }
    given: dict[str, Any] = {}
    for key, value in settings.items():
        name = key.replace("-", "_")
        if name not in kinds:
            raise _unknown(key, kinds)
        if value is not None:
            given[name] = _typed(name, value, kinds[name])
    if not given.get("store"):
        raise UsageError("The setting 'store' is missing.", target="store")
    return TrustJob(**given | {name: tuple(map(str, given[name])) for name in lists if name in given})


def _unknown(key: str, known: Iterable[str]) -> UsageError:
    near = difflib.get_close_matches(key, known, n=1)
    return UsageError(
        f"There is no setting named {key!r}.", target=key, advice=f"Did you mean {near[0]!r}?" if near else ""
    )


_KINDS = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", tuple: "a list"}


def _typed(key: str, value: object, kinds: tuple[type, ...]) -> object:
    if not isinstance(value, kinds) or isinstance(value, bool) != (kinds == (bool,)):
        shown = "no text" if key.endswith("password") else repr(value)
        raise UsageError(f"The setting {key!r} is {shown}; it must be {_KINDS[kinds[-1]]}.", target=key)
    return value


def read_toml(path: str) -> dict[str, Any]:
    """Read the ``[photos]`` table of a configuration file.

    Raises:
        UsageError: No such file, no TOML, or no such table.
    """
    try:
        with Path(path).open("rb") as file:
            table = tomllib.load(file).get("photos")
    except OSError as error:
        raise UsageError(f"The configuration {path} cannot be read: {error.strerror}.", target=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The configuration {path} is not valid TOML: {error}.", target=path) from error
    if not isinstance(table, dict):
        raise UsageError(f"The configuration {path} has no [photos] table.", target=path)
    return table


def read_secret(path: str) -> str:
    """Read a password from the first line of a file that only its owner can read.

    Raises:
        CredentialError: No such file, an empty one, or one that others may read.
    """
    try:
        with Path(path).open(encoding="utf-8-sig") as file:
            mode = os.fstat(file.fileno()).st_mode
            secret = file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CredentialError(f"The password file {path} cannot be read: {error}.", target=path) from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise CredentialError(
            f"The password file {path} can be read by others.", target=path, advice=f"Run: chmod 600 {path}"
        )
    if not secret:
        raise CredentialError(f"The password file {path} is empty.", target=path)
    return secret


def with_password(login: Login, password: str) -> Login:
    """The same login with a password."""
    return replace(login, password=password)

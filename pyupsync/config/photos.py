"""Settings of a photo job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pyupsync.config.checks import check_ca_file, check_timeout
from pyupsync.config.directories import DirectorySettings, every_directory, split_directories
from pyupsync.config.keeping import Keeping
from pyupsync.config.login import DirectoryAuth, Login, SiteAuth
from pyupsync.config.manners import Manners
from pyupsync.config.reports import check_reports, with_reports
from pyupsync.config.settings import Part, complete, one_of
from pyupsync.config.unattended import Unattended, with_logs
from pyupsync.errors import UsageError

ImageProfile = Literal["gal", "lync", "large"]
_ON_SITES = ("soap:", "rest:", "library:http")
"""What addresses of profiles that are read from a site begin with; it is logged on to as the photo site is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoJob:
    """Everything a photo plan or export is told.

    Attributes:
        profiles: Address of the profiles: ``csv:FILE``, ``jsonl:FILE``, ``om:``, ``soap:https://HOST``,
            ``rest:https://HOST?accounts=FILE``, ``library:https://HOST`` or ``library:FOLDER`` (docs/sources.md).
        directory: Address of the directory: ``ldaps://HOST[:PORT]/BASE``, ``ldap+starttls://…`` or ``ldif:FILE``;
            several hosts with commas between them, or none where DNS is to name them (docs/directory.md).
        directories: Those of further domains, each with a login of its own where it needs one; people are looked for in
            that of their domain. ``directory`` may be empty then.
        photos: ``http``, or ``folder:PATH``.
        sites: Where credentials may be sent to; no other place ever gets any. ``HOST`` takes a Kerberos ticket on
            every port and a password on 443 only, ``HOST:PORT`` both on that port; ``https://HOST[:PORT]`` and
            ``http://HOST[:PORT]`` are that scheme and that port (443, 80) alone. A password goes over https only.
        image: Rules the pictures are made to: ``gal``, ``lync`` or ``large``.
        login: How to log on to the directory.
        site_login: How to log on to the photo site.
        ca_file: PEM file of the authorities trusted for TLS, instead of the system's.
        output: For ``ldif:`` the file the changes go to; empty for ``FILE`` with the suffix ``.changes.ldif``.
        workers: Pictures fetched at once.
        timeout: Seconds without an answer after which a connection is given up.
        report: Files that the run is told in, each replacing an earlier report there: ``.html``, ``.csv``, ``.json``.
        manners: How the photo site is treated.
        keeping: What is kept between runs, and what may be done with what is known.
        unattended: One export at a time, its logs and its metrics.
    """

    profiles: str
    directory: str = ""
    directories: tuple[DirectorySettings, ...] = ()
    photos: str = "http"
    sites: tuple[str, ...] = ()
    image: str = "gal"
    login: Login = field(default_factory=Login)
    site_login: Login = field(default_factory=Login)
    ca_file: str = ""
    output: str = ""
    workers: int = 8
    timeout: float = 30.0
    report: tuple[str, ...] = ()
    manners: Manners = field(default_factory=Manners)
    keeping: Keeping = field(default_factory=Keeping)
    unattended: Unattended = field(default_factory=Unattended)

    def __post_init__(self) -> None:
        """Refuse settings that no adapter could use."""
        one_of(self.image, get_args(ImageProfile), "image")
        one_of(self.login.auth, get_args(DirectoryAuth), "auth")
        one_of(self.site_login.auth, get_args(SiteAuth), "site-auth")
        if not 1 <= self.workers <= 64:
            raise UsageError(f"workers is {self.workers}; it must be from 1 to 64.")
        check_timeout(self.timeout)
        check_ca_file(self.ca_file)
        check_reports(self.report)
        if self.photos != "http" and self.manners != Manners():
            said = "A rate, a bound of connections or retries, or a proxy was given; they are for pictures from a site."
            raise UsageError(said, target=self.photos, advice="Leave them out, or say --photos http.")
        if self.unattended.lock_wait and not (self.unattended.lock or self.keeping.state):
            said = "lock-wait says how long another run is waited for, and nothing keeps two runs from being at work."
            raise UsageError(said, advice="Give --lock FILE or --state sqlite:FILE.")
        self._refuse_unused_logins()

    @property
    def every_directory(self) -> tuple[DirectorySettings, ...]:
        """All directories, each with what it is told or else with the job's login and CA file."""
        return every_directory(self.directory, self.login, self.ca_file, self.output, self.directories)

    def _refuse_unused_logins(self) -> None:
        asked = bool(self.sites) and (self.photos == "http" or self.profiles.lower().startswith(_ON_SITES))
        directories = (self.login, *(one.login for one in self.every_directory))
        if not asked and self.site_login.given and self.site_login not in directories:
            raise UsageError(
                "A logon to the photo site was given, and there is no site that it may be sent to.",
                advice="Name the site: --site HOST (-Site HOST); or leave the options that begin with --site- out.",
            )
        shared = asked and self.site_login == self.login
        used = any(one.login is self.login for one in self.every_directory)
        if self.login.given and not used and not shared:
            several = "none of the directories takes it: each is a file, or has one of its own"
            why = several if self.directories else f"{self.directory} is a file that takes none"
            raise UsageError(
                f"A logon to the directory was given, and {why}.",
                target=self.directory,
                advice="Leave --auth, --user, --keytab and the password out.",
            )


PARTS = (
    Part("", PhotoJob),
    Part("login", Login),
    Part("site_login", Login, "site_"),
    Part("manners", Manners),
    Part("keeping", Keeping),
    Part("unattended", Unattended),
)


def photo_job(settings: Mapping[str, Any]) -> PhotoJob:
    """Make a job from plain settings, as a TOML table or the PowerShell module gives them.

    ``auth``, ``user``, ``password``, ``keytab`` describe the directory's login; the same with ``site-`` before them
    the photo site's. Dashes and underscores are the same. None and missing are the same.

    Raises:
        UsageError: An unknown setting, a value of the wrong kind, or a missing one.
    """
    settings, further = split_directories(with_logs(with_reports(settings)))
    settings = {key: _as_limit(value) if key.endswith("clear") else value for key, value in settings.items()}
    filled = complete(settings, PARTS, "profiles")
    plain = filled[""]
    login = Login(**filled["login"])
    first = login if login.given or not further or plain.get("directory") else further[0].login or login
    return PhotoJob(
        **plain,
        directories=further,
        login=login,
        site_login=site_login_of(first, filled["site_login"]),
        manners=Manners(**filled["manners"]),
        keeping=Keeping(**filled["keeping"]),
        unattended=Unattended(**filled["unattended"]),
    )


def _as_limit(value: object) -> object:
    """A limit as text, where TOML has a number."""
    return str(value) if type(value) is int else value


def site_login_of(directory: Login, site: Mapping[str, Any]) -> Login:
    """The photo site's login: as given, else the same Kerberos identity as for the directory."""
    if not site and directory.auth in get_args(SiteAuth):
        return directory
    return Login(**site)

"""Settings of the checks of a farm and of one person's picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from pyupsync.config.checks import check_ca_file, check_timeout
from pyupsync.config.directories import DirectorySettings, every_directory, split_directories
from pyupsync.config.login import DirectoryAuth, Login, SiteAuth
from pyupsync.config.manners import Manners
from pyupsync.config.metaverse import MetaverseJob, metaverse_job
from pyupsync.config.photos import ImageProfile, site_login_of
from pyupsync.config.references import REFERENCES
from pyupsync.config.settings import Part, by_part, one_of
from pyupsync.config.trust import TrustJob
from pyupsync.config.zones import ZoneJob
from pyupsync.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisJob:
    """Where the checks may look. Nothing is needed: what is not named is told as unknown, with what would tell it.

    Attributes:
        person: Whose picture it is about, in any form that a profile may have; empty for the whole farm.
        profiles: As ``PhotoJob.profiles``.
        directory: As ``PhotoJob.directory``.
        directories: As ``PhotoJob.directories``.
        photos: As ``PhotoJob.photos``.
        sites: As ``PhotoJob.sites``.
        urls: Addresses of the farm's sites, beside those that ``farm`` tells.
        image: As ``PhotoJob.image``.
        store: Address of the farm's trust store: ``folder:PATH`` or ``sharepoint:``.
        registry: Address of the registry with the service account's zones, and with the loopback check of its server.
        account: As ``ZoneJob.account``.
        farm: Address of the farm itself: ``sharepoint:`` or ``farm:FILE``.
        log: Files and folders of IIS logs.
        events: Files and folders with event 8311, as ``EventJob.paths``.
        metaverse: As ``MetaverseJob.sources``: ``csexport:FILE``, ``mv:FILE``, ``runs:FILE``, ``sql:PROVIDER``.
        state: What exports kept: ``sqlite:FILE``.
        site_account: The account that the My Site host's application pool runs as.
        served_here: Hosts that the registry's own server answers to itself: the loopback check is about them.
        probe_user: A test user whose thumbnailPhoto is written and put back; empty to write nothing.
        html: File that the checks are told in as a page; empty for none.
        login: How to log on to the directory.
        site_login: How to log on to the sites: as the service account, where its view is wanted.
        ca_file: PEM file of the authorities trusted for this machine's own TLS, instead of the system's.
        timeout: Seconds without an answer after which a connection is given up.
        workers: Requests to a site at once.
        proxy: As ``Manners.proxy``, for the sites.
    """

    person: str = ""
    profiles: str = ""
    directory: str = ""
    directories: tuple[DirectorySettings, ...] = ()
    photos: str = "http"
    sites: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    image: str = "gal"
    store: str = ""
    registry: str = ""
    account: str = ""
    farm: str = ""
    log: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    metaverse: tuple[str, ...] = ()
    state: str = ""
    site_account: str = ""
    served_here: tuple[str, ...] = ()
    probe_user: str = ""
    html: str = ""
    login: Login = field(default_factory=Login)
    site_login: Login = field(default_factory=Login)
    ca_file: str = ""
    timeout: float = 30.0
    proxy: str = ""

    def __post_init__(self) -> None:
        """Refuse settings that no adapter could use."""
        one_of(self.image, get_args(ImageProfile), "image")
        one_of(self.login.auth, get_args(DirectoryAuth), "auth")
        one_of(self.site_login.auth, get_args(SiteAuth), "site-auth")
        check_timeout(self.timeout)
        check_ca_file(self.ca_file)
        _ = self.manners
        if self.probe_user and not self.every_directory:
            raise UsageError("A test user was named, and no directory.", advice="Give --directory ldaps://HOST/BASE.")

    @property
    def manners(self) -> Manners:
        """How the sites are treated: a connection that breaks is tried once more, and no longer."""
        return Manners(retries=1, proxy=self.proxy)

    @property
    def workers(self) -> int:
        """One thing is asked after the other."""
        return 1

    @property
    def every_directory(self) -> tuple[DirectorySettings, ...]:
        """All directories, each with what it is told or else with the job's login and CA file; none where none is."""
        if not self.directory and not self.directories:
            return ()
        return every_directory(self.directory, self.login, self.ca_file, "", self.directories)

    @property
    def trust(self) -> TrustJob:
        """The same as a job on the trust store."""
        return TrustJob(store=self.store, timeout=self.timeout)

    @property
    def engine(self) -> MetaverseJob:
        """The same as a job on the metaverse; a database's connection string is the environment's."""
        return metaverse_job({"sources": self.metaverse, "timeout": self.timeout})

    def zones(self, account: str = "") -> ZoneJob:
        """The same as a job on the zones of ``account``; a name that is no SID is looked up in the first directory."""
        job = ZoneJob(registry=self.registry, farm=self.farm, account=account or self.account, timeout=self.timeout)
        server = next((one for one in self.every_directory if not one.is_file), None)
        if server is None or not job.account or job.of_service:
            return job
        login = server.login or Login()
        return replace(job, directory=server.address, login=login, ca_file=server.ca_file)


PARTS = (
    Part("", DiagnosisJob),
    Part("login", Login),
    Part("site_login", Login, "site_"),
)
SETTINGS = frozenset(
    {name for part in PARTS for name in part.settings()}
    | {prefix + name for prefix in ("", "site_") for name in REFERENCES}
)
"""What of a photo job's configuration file is for a diagnosis too."""


def diagnosis_job(settings: Mapping[str, Any]) -> DiagnosisJob:
    """Make a job from plain settings; their names are those of a photo job, a zone job and a trust job.

    Raises:
        UsageError: An unknown setting, or a value of the wrong kind.
    """
    several = {"log", "events", "metaverse"}
    listed = {name: [value] if isinstance(value, str) else value for name, value in settings.items() if name in several}
    plain, further = split_directories({**settings, **listed})
    filled = by_part(plain, PARTS)
    login = Login(**filled["login"])
    first = login if login.given or not further or filled[""].get("directory") else further[0].login or login
    return DiagnosisJob(
        **filled[""],
        directories=further,
        login=login,
        site_login=site_login_of(first, filled["site_login"]),
    )

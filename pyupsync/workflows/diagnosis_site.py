"""What a diagnosis reads of the farm, of the service account's registry, and of the sites with the pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import cached_property
from urllib.parse import urlsplit

from pyupsync.config import DiagnosisJob
from pyupsync.diagnosis.picture import MadePhotos
from pyupsync.diagnosis.profile import PictureHost
from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.diagnosis.site import LSA, Loopback, ZoneSeen
from pyupsync.model import FarmUrl, FetchedPhoto, Finding, ServiceAccount, SiteAnswer, TrustedRoot
from pyupsync.photos.image import RULES, conform
from pyupsync.ports import Registry
from pyupsync.profiles.findings import judge_mapping
from pyupsync.profiles.snapshot import read_snapshot as read_service
from pyupsync.trust.reading import read_certificates
from pyupsync.trust.verify import verify_site
from pyupsync.wiring import open_farm, open_photos, open_registry, open_site_chain, open_trust
from pyupsync.wiring.diagnosis import host_named, is_here, open_site_probe
from pyupsync.wiring.synchronization import open_profile_service
from pyupsync.wiring.trust import open_folder_store
from pyupsync.workflows.diagnosis_waiting import attempt, not_named
from pyupsync.workflows.zones import options_of
from pyupsync.zones.declared import service_account
from pyupsync.zones.findings import check_site
from pyupsync.zones.resolve import resolve_place
from pyupsync.zones.sites import place_of
from pyupsync.zones.snapshot import ZoneSnapshot, read_snapshot


@dataclass
class SiteReaders:
    """Opens what a job names, each with the first question to it.

    Attributes:
        job: Where to look.
        stack: Closes what was opened.
    """

    job: DiagnosisJob
    stack: ExitStack
    shown: dict[str, frozenset[str]] = field(default_factory=dict)
    """The thumbprints that each site showed, by its host."""

    @cached_property
    def farm(self) -> Seen[tuple[Sequence[FarmUrl], Sequence[ServiceAccount]]]:
        """The farm's own addresses and accounts."""
        if not self.job.farm:
            return not_named("The farm", "--farm sharepoint: or farm:FILE")

        def ask() -> tuple[Sequence[FarmUrl], Sequence[ServiceAccount]]:
            with ExitStack() as stack:
                farm = open_farm(self.job.farm, stack)
                return farm.urls(), farm.accounts()

        return attempt(ask)

    @cached_property
    def mapping(self) -> Seen[Sequence[Finding]]:
        """What the User Profile service maps, judged; on the farm's own server its cmdlets are asked."""
        if not self.job.farm:
            return not_named("The farm", "--farm sharepoint: or farm:FILE")

        def ask() -> Seen[Sequence[Finding]]:
            with ExitStack() as stack:
                service = open_profile_service(self.job.farm, stack)
                snapshot = read_service(service, service)
            if not snapshot.connections and self.job.farm.lower().startswith("farm:"):
                advice = (
                    "Make it anew on a server of the farm: pyupsync profiles connections --farm sharepoint: --save FILE"
                )
                return Unseen("The farm's file tells no connections.", advice)
            return judge_mapping(snapshot, farm=self.job.farm)

        return attempt(ask)

    @cached_property
    def account(self) -> Seen[str]:
        """Whose zones are meant, by name; empty for the registry's own user."""
        if not self.job.registry:
            return not_named("The registry of the service account", "--registry winreg:, reg:FILE or hive:FILE")
        if not self.job.zones().of_service:
            return self.job.account
        if isinstance(self.farm, Unseen):
            return self.farm
        _, accounts = self.farm
        return attempt(lambda: service_account(self.job.farm, accounts).name)

    @cached_property
    def _registry(self) -> Seen[tuple[Registry, str]]:
        account = self.account
        if isinstance(account, Unseen):
            return account
        return attempt(lambda: open_registry(self.job.zones(account), self.stack))

    @cached_property
    def _zones(self) -> Seen[ZoneSnapshot]:
        opened = self._registry
        return opened if isinstance(opened, Unseen) else attempt(lambda: read_snapshot(*opened))

    def zone(self, url: str) -> Seen[ZoneSeen]:
        """The zone of a site for the service account."""
        zones, account = self._zones, self.account
        if isinstance(zones, Unseen):
            return zones
        assert not isinstance(account, Unseen)  # noqa: S101 - it was read for the zones
        return attempt(lambda: self._zone(url, zones, account))

    def _zone(self, url: str, zones: ZoneSnapshot, account: str) -> ZoneSeen:
        place = place_of(url)
        finding = check_site(resolve_place(zones, place), zones, options_of(self.job.zones(account)))
        scheme, _, rest = url.partition("://")
        other = resolve_place(zones, place_of(f"{'http' if scheme == 'https' else 'https'}://{rest}"))
        listed = zones.machine.list_in_force or zones.user.list_in_force
        return ZoneSeen(finding, other.in_intranet, zones.machine_only, listed, account)

    def loopback(self, host: str) -> Seen[Loopback]:
        """What the registry says of names for its own server, where ``host`` is one of that server."""
        if not self.job.registry:
            return not_named("The registry of the asking server", "--registry winreg: or reg:FILE")
        if host.lower() not in {name.lower() for name in self.job.served_here}:
            if self.job.registry.lower().startswith("winreg:"):
                return attempt(self._own_names) if is_here(host) else Loopback((), (), here=False)
            why = f"Whether {host} is on the server that asks for pictures was not told."
            return Unseen(why, f"Where it is, give --served-here {host}")
        return attempt(self._own_names)

    def _own_names(self) -> Seen[Loopback]:
        opened = self._registry
        return opened if isinstance(opened, Unseen) else _loopback(opened[0])

    # --- the trust store

    @cached_property
    def store(self) -> Seen[Sequence[TrustedRoot]]:
        """The trusted root authorities; read by whoever asks first, in that thread."""
        if not self.job.store:
            return not_named("The farm's trust store", "--store sharepoint: or folder:PATH")
        return attempt(self._store)

    def _store(self) -> Sequence[TrustedRoot]:
        scheme, _, folder = self.job.store.partition(":")
        if scheme.lower() == "folder":  # one that is not there is a wrong path, and no farm that trusts nobody
            return [*open_folder_store(folder, must_exist=True).list()]
        return [*open_trust(self.job.trust, self.stack).store.list()]

    def trust(self, url: str) -> Seen[Sequence[Finding]]:
        """What verifying an https site's chain against the farm's trust store finds."""
        if not url.lower().startswith("https:") or isinstance(self.store, Unseen):
            return self.store if isinstance(self.store, Unseen) else ()
        site = open_site_chain(url, self.job.timeout)
        presented = read_certificates(site.read())
        if presented.errors and not presented.certificates:
            raise presented.errors[0]
        self.shown[urlsplit(url).hostname or ""] = frozenset(item.thumbprint for item in presented.certificates)
        now = datetime.now(timezone.utc)
        return verify_site(site.host, presented.certificates, self.store, now=now).findings()

    # --- the sites

    def host(self, url: str) -> Seen[PictureHost]:
        """Where a PictureURL leads, and whether that is a site of the farm."""

        def ask() -> PictureHost:
            host, named = host_named(url, self.job.sites)
            return PictureHost(host, named if self.job.sites else None, self._of_farm(url))

        return attempt(ask)

    def _of_farm(self, url: str) -> bool | None:
        if isinstance(self.farm, Unseen):
            return None
        return urlsplit(url).hostname in {urlsplit(one.url).hostname for one in self.farm[0]}

    def answer(self, url: str) -> Seen[SiteAnswer]:
        """What a site answers without credentials."""
        return open_site_probe(self.job, self.stack).look(url)

    def fetch(self, url: str) -> FetchedPhoto:
        """A picture, as the job's login to the site gets it."""
        photos = open_photos(self.job)
        self.stack.callback(photos.close)
        return photos.fetch(url)

    def make(self, fetched: FetchedPhoto) -> MadePhotos:
        """What a picture becomes, by every rule."""
        wanted = RULES[self.job.image]
        made = conform(fetched.data, wanted, fetched.content_type)
        others = {
            name: conform(fetched.data, rule, fetched.content_type).facts.sha256
            for name, rule in RULES.items()
            if rule is not wanted
        }
        return MadePhotos(_sha256(fetched.data), made, others, wanted.name)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _loopback(registry: Registry) -> Seen[Loopback]:
    if registry.keys(LSA) is None:
        return Unseen(
            "The registry named holds nothing of its server (HKEY_LOCAL_MACHINE).", "Name it: --registry winreg:"
        )
    control = LSA.rpartition("\\")[0]
    named = registry.values(f"{control}\\ComputerName\\ComputerName")
    tcp = registry.values(r"HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters")
    computer = [str(value.data) for value in named if value.name.lower() == "computername"]
    domain = next(
        (str(value.data) for value in tcp if value.name.lower() in {"domain", "nv domain"} and value.data), ""
    )
    full = [f"{name}.{domain}" for name in computer if domain]
    return Loopback(registry.values(LSA), registry.values(f"{LSA}\\MSV1_0"), (*computer, *full))

"""The lab as one thing: started, asked, changed for a while, and cleaned up."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal
from urllib.parse import quote

from tests.lab import directory as dc
from tests.lab import kerberos, names, people, website
from tests.lab.directory import Directory
from tests.lab.ldif import Attributes, modify_record
from tests.lab.namespace import own_hosts_file
from tests.lab.needs import SEARCH_PATH
from tests.lab.pki import Pki, make_pki
from tests.lab.processes import Service

StrongAuth = Literal["yes", "allow_sasl_over_tls", "no"]
_FOREIGN = ("KRB5", "LDAP", "SSL_CERT", "REQUESTS_CA", "CURL_CA", "SASL_")
_PHOTO = "thumbnailPhoto"
# What the server itself notes at a logon, on the account that logs on.
_LOGON_NOTES = ("lastLogon", "lastLogonTimestamp", "logonCount", "badPwdCount", "badPasswordTime")


@dataclass(slots=True)
class Lab:
    """A running lab.

    Attributes:
        root: The folder that holds all of it.
        addresses: Its loopback network.
        pki: Its authorities; ``root_ca``, ``sub_ca``, ``ca_bundle`` and ``untrusted_ca`` are files in PEM.
        directory: The directory's database, asked past the LDAP server.
        site: The photo site's files and log.
        passwords: Of ``svc_ups``, ``svc_none`` (no rights), ``svc_off`` (disabled) and ``svc_web`` (the site's own).
        domain_controller, web_server: The two services.
    """

    realm: ClassVar[str] = names.REALM
    base: ClassVar[str] = names.BASE
    staff: ClassVar[str] = names.STAFF
    dc_host: ClassVar[str] = names.DC_HOST
    web_host: ClassVar[str] = names.WEB_HOST
    incomplete_host: ClassVar[str] = names.INCOMPLETE_HOST
    other_host: ClassVar[str] = names.OTHER_HOST
    directory_address: ClassVar[str] = f"ldaps://{names.DC_HOST}/{names.BASE}"
    principal: ClassVar[str] = f"svc_ups@{names.REALM}"

    root: Path
    addresses: names.Addresses
    pki: Pki
    directory: Directory
    site: website.Website
    passwords: dict[str, str] = field(repr=False)
    domain_controller: Service
    web_server: Service

    @property
    def ca_bundle(self) -> Path:
        return self.pki.ca_bundle

    @property
    def root_ca(self) -> Path:
        return self.pki.root_ca

    @property
    def sub_ca(self) -> Path:
        return self.pki.sub_ca

    @property
    def htdocs(self) -> Path:
        """The site's document root: ``photos`` below it wants Kerberos, ``open`` nothing."""
        return self.site.htdocs

    @property
    def profiles(self) -> Path:
        """The profiles of everyone, as CSV."""
        return self.root / "profiles.csv"

    @property
    def password(self) -> str:
        """The password of svc_ups."""
        return self.passwords["svc_ups"]

    @property
    def ccache(self) -> Path:
        """A credential cache with a ticket of svc_ups."""
        return self.root / "krb" / "default.ccache"

    def keytab(self, account: str = "svc_ups") -> Path:
        """The keytab of ``svc_ups``, ``svc_none`` or ``web``."""
        return self.root / "krb" / f"{account}.keytab"

    def env(self) -> dict[str, str]:
        """The environment of a child process: the lab's Kerberos, and nothing of the host's TLS settings."""
        return {**_environment(self.root), "KRB5CCNAME": f"FILE:{self.ccache}"}

    def photo_url(self, file: str, scheme: str = "https", host: str = names.WEB_HOST) -> str:
        """The address of a file in the protected area."""
        return f"{scheme}://{host}/photos/{quote(file)}"

    def ticket(self, account: str = "svc_ups", *, name: str = "") -> Path:
        """A fresh credential cache with a ticket of an account that has a keytab; returns the cache's path."""
        cache = self._cache(name or account)
        return kerberos.ticket_from_keytab(cache, f"{account}@{self.realm}", self.keytab(account), self.env())

    def expired_ticket(self) -> Path:
        """A credential cache whose ticket of svc_ups is no longer valid."""
        return kerberos.expired_from_keytab(self._cache("expired"), self.principal, self.keytab(), self.env())

    def empty_ccache(self) -> Path:
        """The path of a credential cache that does not exist."""
        return self._cache("none")

    def _cache(self, name: str) -> Path:
        return self.root / "krb" / f"{name}-{secrets.token_hex(4)}.ccache"

    def dump(self) -> dict[str, Attributes]:
        """The whole domain, read past the LDAP server: each DN with all its attributes and its rights.

        What the server notes when somebody logs on is left out, so that two dumps differ by what was written.
        """
        found = self.directory.search("-b", self.base, "(objectClass=*)", "*", "nTSecurityDescriptor")
        for attributes in found.values():
            for name in _LOGON_NOTES:
                attributes.pop(name, None)
        return found

    def photos(self) -> dict[str, bytes]:
        """Every thumbnailPhoto there is, by DN, read past the LDAP server."""
        found = self.directory.search("-b", self.base, f"({_PHOTO}=*)", _PHOTO)
        return {dn: values[_PHOTO][0] for dn, values in found.items()}

    def photo_of(self, dn: str) -> bytes | None:
        """One person's thumbnailPhoto, None when there is none."""
        found = self.directory.search("-b", dn, "-s", "base", "(objectClass=*)", _PHOTO)
        return next((values[_PHOTO][0] for values in found.values() if _PHOTO in values), None)

    def set_photos(self, wanted: dict[str, bytes]) -> None:
        """Make the thumbnailPhotos exactly these, by DN; everyone else has none afterwards."""
        now = self.photos()
        changed = {dn: wanted.get(dn) for dn in {**now, **wanted} if now.get(dn) != wanted.get(dn)}
        records = [modify_record(dn, _PHOTO, [photo] if photo else []) for dn, photo in changed.items()]
        if records:
            self.directory.modify("".join(records))

    def stop_dc(self) -> None:
        self.domain_controller.stop()

    def start_dc(self) -> None:
        self.domain_controller.start()

    @contextmanager
    def without_dc(self) -> Iterator[None]:
        """The domain controller is down meanwhile."""
        self.stop_dc()
        try:
            yield
        finally:
            self.start_dc()

    def strong_auth(self, value: StrongAuth) -> AbstractContextManager[None]:
        """The domain controller asks for other binds meanwhile (``ldap server require strong auth``)."""
        return self.dc_settings({"ldap server require strong auth": value})

    @contextmanager
    def dc_settings(self, settings: Mapping[str, str]) -> Iterator[None]:
        """The domain controller runs with these lines in its smb.conf meanwhile; it is restarted before and after."""
        before = self.directory.smb_conf.read_text()
        self.stop_dc()
        # Where a setting stands twice, the last one counts.
        more = "".join(f"  {name} = {value}\n" for name, value in settings.items())
        self.directory.smb_conf.write_text(before + more)
        try:
            self.start_dc()
            yield
        finally:
            self.stop_dc()
            self.directory.smb_conf.write_text(before)
            self.start_dc()


def _environment(root: Path) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_FOREIGN) and not name.upper().endswith("_PROXY")
    }
    return {**kept, "PATH": SEARCH_PATH, "KRB5_CONFIG": str(root / "krb" / "krb5.conf"), "LDAPNOINIT": "1"}


@contextmanager
def running_lab() -> Iterator[Lab]:
    """Start a lab, and whatever happens stop what was started and remove the folder.

    Names resolve by the lab's own hosts file in this process and its children meanwhile.

    Raises:
        LabError: It did not come up.
    """
    with ExitStack() as stack:
        root = Path(tempfile.mkdtemp(prefix="pyupsync-lab-"))
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        root.chmod(0o711)  # the web server's user passes through
        addresses = stack.enter_context(names.own_addresses())
        (root / "hosts").write_text(addresses.hosts_file())
        stack.enter_context(own_hosts_file(root / "hosts"))
        yield _start(root, addresses, stack)


def _start(root: Path, addresses: names.Addresses, stack: ExitStack) -> Lab:
    (root / "krb").mkdir(mode=0o711)
    (root / "krb" / "krb5.conf").write_text(kerberos.configuration(addresses.dc, root / "krb"))
    (root / "log").mkdir()
    env = _environment(root)
    directory = Directory(root / "dc", env)
    provision = dc.Provision(directory, addresses.forest, root / "log" / "provision.log")
    stack.callback(provision.cancel)
    pki = make_pki(root / "pki", addresses)  # while the domain is provisioned
    site = website.make_website(root / "web", addresses, pki)
    passwords = {name: f"Lab-{secrets.token_urlsafe(12)}.7" for name in ("svc_ups", "svc_none", "svc_off", "svc_web")}
    provision.finish()
    log = root / "log" / "log.samba"
    dc.configure(directory, addresses.forest, pki, strong_auth="allow_sasl_over_tls", log=log)
    dc.fill(directory, passwords)
    for name, password in passwords.items():
        file = root / "krb" / f"{name}.password"
        file.touch(mode=0o600)
        file.write_text(password)
    controller = dc.controller(directory, addresses.forest, log)
    stack.callback(controller.stop)
    controller.start()
    _export_keytabs(directory, root / "krb")
    server = website.web_server(site, root / "krb" / "web.keytab", env, addresses)
    stack.callback(server.stop)
    server.start()
    lab = Lab(root, addresses, pki, directory, site, passwords, controller, server)
    lab.profiles.write_text(people.profiles_csv(dc.sids(directory)), encoding="utf-8")
    kerberos.ticket_from_keytab(lab.ccache, lab.principal, lab.keytab(), lab.env(), lifetime="10h")
    lab.ticket("svc_none")  # an account's first logon changes its entry: not in the middle of a test
    return lab


def _export_keytabs(directory: Directory, folder: Path) -> None:
    for account in ("svc_ups", "svc_none"):
        directory.export_keytab(folder / f"{account}.keytab", f"{account}@{names.REALM}")
    for host in (names.WEB_HOST, names.INCOMPLETE_HOST, names.OTHER_HOST):
        directory.export_keytab(folder / "web.keytab", f"HTTP/{host}")

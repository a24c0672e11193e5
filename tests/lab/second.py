"""A second forest beside the lab's: its own domain, its own authority, nothing that ties it to the first."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab import directory as dc
from tests.lab.directory import Directory
from tests.lab.lab import Lab
from tests.lab.ldif import add_record, modify_record
from tests.lab.names import Forest
from tests.lab.pki import make_small_pki
from tests.lab.processes import Service

PEOPLE = ("mueller", "fabian", "zoë")
"""sAMAccountNames; the first is somebody's of the lab's forest as well."""


@dataclass(frozen=True, slots=True)
class Second:
    """The running forest.

    Attributes:
        forest: Its names.
        directory: Its database, asked past the LDAP server.
        root_ca: The authority of its server's certificate.
        keytab: Of svc_ups, who may write pictures below ``staff``.
        password: The same account's.
        controller: The domain controller.
    """

    forest: Forest
    directory: Directory
    root_ca: Path
    keytab: Path
    password: str = field(repr=False)
    controller: Service

    @property
    def staff(self) -> str:
        return f"OU=Staff,{self.forest.base}"

    @property
    def address(self) -> str:
        return f"ldaps://{self.forest.dc_host}/{self.forest.base}"

    @property
    def principal(self) -> str:
        return f"svc_ups@{self.forest.realm}"

    def dn(self, name: str) -> str:
        return f"CN={name},{self.staff}"

    def photos(self) -> dict[str, bytes]:
        """Every thumbnailPhoto there is, by DN, read past the LDAP server."""
        found = self.directory.search("-b", self.forest.base, "(thumbnailPhoto=*)", "thumbnailPhoto")
        return {dn: values["thumbnailPhoto"][0] for dn, values in found.items()}

    def clear(self) -> None:
        """Take everybody's picture away."""
        self.directory.modify("".join(modify_record(dn, "thumbnailPhoto", []) for dn in self.photos()))


@contextmanager
def running_second(lab: Lab) -> Iterator[Second]:
    """Start it in the lab, and stop it again.

    Raises:
        LabError: It did not come up.
    """
    forest, root, password = lab.addresses.second, lab.root / "second", f"Lab-{secrets.token_urlsafe(12)}.7"
    root.mkdir(mode=0o711)
    _make_known(lab, forest)
    directory = Directory(root / "dc", lab.env())
    provision = dc.Provision(directory, forest, root / "provision.log")
    try:
        pki = make_small_pki(root / "pki", forest.dc_host, forest.address)
        provision.finish()
    finally:
        provision.cancel()
    dc.configure(directory, forest, pki, strong_auth="allow_sasl_over_tls", log=root / "log.samba")
    _fill(directory, forest, password)
    controller = dc.controller(directory, forest, root / "log.samba")
    controller.start()
    try:
        second = Second(forest, directory, pki.root_ca, root / "svc_ups.keytab", password, controller)
        directory.export_keytab(second.keytab, second.principal)
        yield second
    finally:
        controller.stop()
        shutil.rmtree(root)  # another test may start it anew


def _make_known(lab: Lab, forest: Forest) -> None:
    """Its names and its KDC, once."""
    hosts, krb5 = lab.root / "hosts", lab.root / "krb" / "krb5.conf"
    if forest.dc_host in hosts.read_text():
        return
    with hosts.open("a") as file:
        file.write(f"{forest.address} {forest.dc_host} {forest.dns}\n")
    with krb5.open("a") as file:
        file.write(f"[realms]\n  {forest.realm} = {{\n    kdc = {forest.address}\n  }}\n")
        file.write(f"[domain_realm]\n  .{forest.dns} = {forest.realm}\n")


def _fill(directory: Directory, forest: Forest, password: str) -> None:
    staff = f"OU=Staff,{forest.base}"
    account = dc.service_account("svc_ups", password, f"CN=Users,{forest.base}", forest.dns)
    directory.add(add_record(staff, {"objectClass": "organizationalUnit"}) + account)
    host = f"CN=DC1,OU=Domain Controllers,{forest.base}"
    directory.modify(modify_record(host, "servicePrincipalName", [f"ldap/{forest.dc_host}"], how="add"))
    dc.grant_photos(directory, staff, dc.sids(directory, forest.base)["svc_ups"])
    entry = {"objectClass": "user", "userAccountControl": "546"}
    directory.add("".join(add_record(f"CN={name},{staff}", {**entry, "sAMAccountName": name}) for name in PEOPLE))

"""A farm to be built from nothing: an OU with its people in Samba, a store, a registry, a service application."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyupsync.access.descriptor import read_descriptor
from pyupsync.adapters.access.ldap import LdapAccess, open_ldap_access
from pyupsync.adapters.trust.folder import FolderTrustStore
from pyupsync.config import Login
from pyupsync.config.desired import Desired, read_desired
from pyupsync.model import Change
from pyupsync.workflows import plan_deployment
from tests.integration.exported import small, version_of
from tests.lab import Lab
from tests.lab.ldif import add_record, modify_record
from tests.lab.names import BASE, DNS_DOMAIN, NETBIOS

OU = f"OU=Deployed,{BASE}"
BUILDER = "builder"
"""Who grants rights: an administrator of the domain. It logs on with a password that the environment holds."""
EXPORTER = "svc_none"
"""Who writes pictures: nobody has given it any right."""
VARIABLE = "UPS_TEST_BUILDER"
PASSWORD = "Bu1lder-of-farms.7"
REG = "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_CURRENT_USER\\Software]\r\n\r\n"
ROOT = Path(__file__).resolve().parents[2]
_PERSON, _ACCOUNT = "544", "66048"


@dataclass
class LabFarm:
    """Everything that the desired state names.

    Attributes:
        lab: Its directory and its site.
        folder: Where its files are.
        size: How many people it has.
    """

    lab: Lab
    folder: Path
    size: int

    @property
    def config(self) -> Path:
        return self.folder / "pyupsync.toml"

    @property
    def names(self) -> list[str]:
        return [f"deploy{number:02}" for number in range(self.size)]

    def dn(self, name: str) -> str:
        return f"CN={name},{OU}"

    def picture(self, name: str) -> Path:
        return self.lab.htdocs / "photos" / f"{name}_LThumb.jpg"

    def join(self) -> None:
        """People, their pictures on the site, an administrator, and the files."""
        people = [
            add_record(self.dn(name), {"objectClass": "user", "sAMAccountName": name, "userAccountControl": _PERSON})
            for name in self.names
        ]
        builder = {
            "objectClass": "user",
            "sAMAccountName": BUILDER,
            "userPrincipalName": f"{BUILDER}@{DNS_DOMAIN}",
            "unicodePwd": f'"{PASSWORD}"'.encode("utf-16-le"),
            "userAccountControl": _ACCOUNT,
        }
        ou = add_record(OU, {"objectClass": "organizationalUnit"})
        self.lab.directory.add("".join([ou, *people, add_record(f"CN={BUILDER},{OU}", builder)]))
        admins = f"CN=Domain Admins,CN=Users,{BASE}"
        self.lab.directory.modify(modify_record(admins, "member", [f"CN={BUILDER},{OU}"], how="add"))
        for number, name in enumerate(self.names):
            self.picture(name).write_bytes(small(50_000 + number))
        (self.folder / "certificates").mkdir()
        (self.folder / "undo").mkdir()
        for name, path in (("root", self.lab.root_ca), ("sub", self.lab.sub_ca)):
            (self.folder / "certificates" / f"{name}.cer").write_bytes(path.read_bytes())
        rows = [f"{NETBIOS}\\{name},{self.lab.photo_url(f'{name}_LThumb.jpg')}" for name in self.names]
        (self.folder / "people.csv").write_text("\n".join(["AccountName,PictureURL", *rows]))
        self.config.write_text(self.text())
        self.forget()

    def leave(self) -> None:
        dns = [self.dn(name) for name in (*self.names, BUILDER)]
        self.lab.directory.modify("".join(f"dn: {dn}\nchangetype: delete\n\n" for dn in [*dns, OU]))
        for name in self.names:
            self.picture(name).unlink(missing_ok=True)

    def forget(self) -> None:
        """Empty again: no authority trusted, no site in the zone, no mapping, no right, no picture."""
        for path in (*(self.folder / "store").glob("*"), *self.folder.glob("photos.sqlite*")):
            path.unlink()
        (self.folder / "account.reg").write_bytes(REG.encode("utf-16"))
        self.write_farm([{"name": "corp"}])
        self.revoke()
        written = list(self.photos())
        self.lab.directory.modify("".join(modify_record(dn, "thumbnailPhoto", []) for dn in written))

    def write_farm(self, connections: list[dict[str, Any]]) -> None:
        farm = {
            "version": 1,
            "urls": [{"url": f"https://{self.lab.web_host}"}],
            "accounts": [{"name": f"{NETBIOS}\\{EXPORTER}"}],
            "connections": connections,
        }
        (self.folder / "farm.json").write_text(json.dumps(farm))

    def revoke(self) -> None:
        """Take away what the exporter may do."""
        with self._opened() as (directory, sid):
            held = read_descriptor(directory.entry(OU).descriptor or b"")
            rest = tuple(ace for ace in held.aces if ace.sid != sid)
            directory.write_dacl(OU, held.with_aces(rest).encode())

    @contextmanager
    def _opened(self) -> Iterator[tuple[LdapAccess, str]]:
        """The directory as the administrator sees it, and the exporter's SID."""
        login = Login(auth="simple", user=f"{BUILDER}@{DNS_DOMAIN}", password=PASSWORD)
        with closing(open_ldap_access(self.lab.directory_address, login, str(self.lab.ca_bundle), 30)) as directory:
            yield directory, directory.account(f"{NETBIOS}\\{EXPORTER}").sid

    def text(self) -> str:
        lab, folder = self.lab, self.folder
        return f"""\
[trust]
store = "folder:{folder}/store"
paths = ["{folder}/certificates"]

[zones]
registry = "reg:{folder}/account.reg"
farm = "farm:{folder}/farm.json"
undo-file = "{folder}/undo"

[profiles]
farm = "farm:{folder}/farm.json"

[access]
directory = "{lab.directory_address}"
ca-file = "{lab.ca_bundle}"
auth = "simple"
user = "{BUILDER}@{DNS_DOMAIN}"
password-env = "{VARIABLE}"
accounts = ['{NETBIOS}\\{EXPORTER}']
ous = ["{OU}"]
undo-file = "{folder}/undo"

[photos]
profiles = "csv:{folder}/people.csv"
directory = "{lab.directory_address}"
ca-file = "{lab.ca_bundle}"
auth = "kerberos"
user = "{EXPORTER}@{lab.realm}"
keytab = "{lab.keytab(EXPORTER)}"
sites = ["{lab.web_host}"]
state = "sqlite:{folder}/photos.sqlite"
overwrite-foreign = true
"""

    def desired(self) -> Desired:
        return read_desired(str(self.config))

    def pending(self) -> list[Change]:
        """What a plan would change."""
        return [event for event in plan_deployment(self.desired()) if isinstance(event, Change)]

    def command(self, action: str, *args: str, configuration: str = "") -> list[str]:
        return [sys.executable, "-m", "pyupsync", "deploy", action, configuration or str(self.config), *args]

    def run(self, action: str, *args: str, configuration: str = "") -> tuple[int, list[dict[str, Any]]]:
        """``pyupsync deploy``, as a process of its own."""
        done = subprocess.run(
            self.command(action, *args, "--json", configuration=configuration),
            cwd=self.folder,
            env=self.env(),
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode in {0, 1, 3}, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    def env(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), VARIABLE: PASSWORD}

    def photos(self) -> dict[str, bytes]:
        return {dn: photo for dn, photo in self.lab.photos().items() if dn.endswith(OU)}

    def entries(self) -> int:
        """How many entries of the OU's list are the exporter's."""
        with self._opened() as (directory, sid):
            return sum(ace.sid == sid for ace in read_descriptor(directory.entry(OU).descriptor or b"").aces)

    def built(self) -> dict[str, object]:
        """All that was made, to be compared; nothing in it may come twice."""
        farm = json.loads((self.folder / "farm.json").read_text())
        return {
            "trusted": sorted(root.thumbprint for root in FolderTrustStore(str(self.folder / "store")).list()),
            "registry": (self.folder / "account.reg").read_bytes(),
            "connections": farm["connections"],
            "entries": self.entries(),
            "photos": self.photos(),
        }

    def versions(self) -> Counter[int]:
        """How often each thumbnailPhoto was written, as the domain controller counts."""
        found = self.lab.directory.search("-b", OU, "(sAMAccountName=deploy*)", "replPropertyMetaData")
        return Counter(version_of(attributes["replPropertyMetaData"][0]) for attributes in found.values())


@contextmanager
def lab_farm(lab: Lab, folder: Path, size: int) -> Iterator[LabFarm]:
    """A farm of so many people, all empty."""
    farm = LabFarm(lab, folder, size)
    farm.join()
    try:
        yield farm
    finally:
        farm.leave()

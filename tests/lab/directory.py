"""The domain controller: provisioned and filled offline, then started; all of it below one folder."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.lab import people, pictures
from tests.lab.ldif import Attributes, add_record, modify_record, parse
from tests.lab.names import (
    BASE,
    DC_HOST,
    DNS_DOMAIN,
    INCOMPLETE_HOST,
    OTHER_HOST,
    SERVICE,
    STAFF,
    WEB_HOST,
    Forest,
)
from tests.lab.pki import Pki
from tests.lab.processes import LabError, Service, find_tool, listening, run

THUMBNAIL_PHOTO = "8d3bca50-1d7e-11d0-a081-00aa006c33ed"
USER_CLASS = "bf967aba-0de6-11d0-a285-00aa003049e2"
_AES_ONLY = "24"  # msDS-SupportedEncryptionTypes; without it a keytab holds arcfour only
_NO_EXPIRY, _DISABLED = 0x10200, 0x10202
_WORKSTATION = 0x1000
MANAGED_ACCOUNT = "svc_managed$"
_SERVICE_ACCOUNTS = {"svc_ups": _NO_EXPIRY, "svc_none": _NO_EXPIRY, "svc_off": _DISABLED, "svc_web": _NO_EXPIRY}


@dataclass(frozen=True, slots=True)
class Directory:
    """The files of the domain controller, and what can be done with them whether it runs or not."""

    folder: Path
    env: Mapping[str, str]

    @property
    def smb_conf(self) -> Path:
        return self.folder / "etc" / "smb.conf"

    def _ldb(self, tool: str, *args: str, stdin: str = "") -> str:
        where = [f"--configfile={self.smb_conf}", "-H", str(self.folder / "private" / "sam.ldb")]
        return run(tool, *where, *args, env=self.env, stdin=stdin).decode()

    def add(self, ldif: str) -> None:
        """Add entries.

        Raises:
            LabError: Not all of them went in; ``ldbadd`` stops at one that fails, and may end with 0 all the same.
        """
        said = self._ldb("ldbadd", stdin=ldif)
        if "failed" in said:
            raise LabError(f"Not everything could be added to the directory: {said.strip()}")

    def modify(self, ldif: str) -> None:
        """Change entries, past the LDAP server and its rights."""
        self._ldb("ldbmodify", stdin=ldif)

    def modify_unchecked(self, ldif: str) -> None:
        """Change entries of the domain in its own database file, past every check; only while nothing runs."""
        file = self.folder / "private" / "sam.ldb.d" / f"{BASE.upper()}.ldb"
        run("ldbmodify", "-H", file, env=self.env, stdin=ldif)

    def search(self, *args: str) -> dict[str, Attributes]:
        """What ``ldbsearch`` finds: each DN with its attributes."""
        return dict(parse(self._ldb("ldbsearch", *args)))

    def samba_tool(self, *args: str | Path) -> None:
        run("samba-tool", *args, "-s", self.smb_conf, env=self.env)

    def dsacl(self, dn: str, sddl: str) -> None:
        """Add access control entries to one object, as an administrator would."""
        database = f"{self.folder}/private/sam.ldb"
        self.samba_tool("dsacl", "set", f"--objectdn={dn}", f"--sddl={sddl}", "-H", database)

    def export_keytab(self, file: Path, principal: str) -> None:
        self.samba_tool("domain", "exportkeytab", file, f"--principal={principal}")


class Provision:
    """``samba-tool domain provision`` while other things are made; its password is random and told to nobody."""

    def __init__(self, directory: Directory, forest: Forest, log: Path) -> None:
        self.log = log
        empty = log.with_name("empty.conf")
        empty.write_text("[global]\n")  # so that /etc/samba is never read
        names = [
            f"--realm={forest.realm}",
            f"--domain={forest.netbios}",
            "--host-name=dc1",
            f"--host-ip={forest.address}",
        ]
        role = ["--server-role=dc", "--dns-backend=NONE", "-q"]
        bind = [f"--option=interfaces={forest.address}/8", "--option=bind interfaces only=yes"]
        where = [f"--configfile={empty}", f"--targetdir={directory.folder}"]
        command = [
            find_tool("samba-tool"),
            "domain",
            "provision",
            *where,
            *names,
            f"--host-ip={forest.address}",
            *role,
            *bind,
        ]
        with log.open("wb") as output:
            self._process = subprocess.Popen(command, stdout=output, stderr=output, env=dict(directory.env))

    def finish(self) -> None:
        """Wait for it.

        Raises:
            LabError: It failed, with the end of its log.
        """
        if self._process.wait(timeout=180):
            raise LabError(f"The domain was not provisioned: {self.log.read_text(errors='replace')[-2000:]}")

    def cancel(self) -> None:
        """End it if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait(timeout=10)


def configure(directory: Directory, forest: Forest, pki: Pki, *, strong_auth: str, log: Path) -> None:
    """Write smb.conf: every path below the folder, every socket on the lab's address.

    Args:
        strong_auth: ``ldap server require strong auth``: ``yes``, ``allow_sasl_over_tls`` or ``no``.
    """
    root = directory.folder
    for name in ("pid", "ncalrpc", "winbindd", "ntp"):
        (root / name).mkdir(exist_ok=True)
    settings = {
        "netbios name": "DC1",
        "workgroup": forest.netbios,
        "realm": forest.realm,
        "server role": "active directory domain controller",
        "server services": "ldap, cldap, kdc",
        "interfaces": f"{forest.address}/8",
        "bind interfaces only": "yes",
        "private dir": root / "private",
        "state directory": root / "state",
        "cache directory": root / "cache",
        "lock directory": root,
        "binddns dir": root / "bind-dns",
        "pid directory": root / "pid",
        "ncalrpc dir": root / "ncalrpc",
        "winbindd socket directory": root / "winbindd",
        "ntp signd socket directory": root / "ntp",
        "log file": log,
        "log level": "1",
        "max log size": "0",
        "dns update command": "/bin/true",
        "tls enabled": "yes",
        "tls keyfile": pki.key("dc"),
        "tls certfile": pki.chain("dc"),
        "tls cafile": pki.ca_bundle,
        "disable netbios": "yes",
        "load printers": "no",
        "printing": "bsd",
        "max open files": "16384",
        "ldap server require strong auth": strong_auth,
    }
    lines = [f"  {name} = {value}\n" for name, value in settings.items()]
    directory.smb_conf.write_text("[global]\n" + "".join(lines))


def fill(directory: Directory, passwords: Mapping[str, str]) -> None:
    """Put the accounts, the people and the one right of svc_ups into the directory; before it is started.

    The right is granted first, so that every person below the OU is born with it.
    """
    ous = [add_record(dn, {"objectClass": "organizationalUnit"}) for dn in (SERVICE, *people.OUS)]
    accounts = [service_account(name, passwords[name]) for name in _SERVICE_ACCOUNTS]
    directory.add("".join([*ous, *accounts, _managed_account()]))
    # Samba's DNS update service would add this name; it is off.
    spn = modify_record(f"CN=DC1,OU=Domain Controllers,{BASE}", "servicePrincipalName", [f"ldap/{DC_HOST}"], how="add")
    directory.modify(spn)
    grant_photos(directory, STAFF, sids(directory)["svc_ups"])
    everyone = [
        one.entry(pictures.portrait(900 + number, 96) if one.old_photo else None)
        for number, one in enumerate(people.in_directory())
    ]
    directory.add("".join(everyone))
    # Two domain controllers can each take the same name; one refuses it, so it is written as replication would.
    twins = [modify_record(one.dn, "userPrincipalName", [one.second_upn]) for one in people.PEOPLE if one.second_upn]
    directory.modify_unchecked("".join(twins))


def grant_photos(directory: Directory, dn: str, sid: str) -> None:
    """Let an account write the picture of everybody below a container, and nothing else."""
    directory.dsacl(dn, f"(OA;CIIO;WP;{THUMBNAIL_PHOTO};{USER_CLASS};{sid})")


def service_account(name: str, password: str, where: str = SERVICE, dns: str = DNS_DOMAIN) -> str:
    """The record of one of the accounts that programs log on with."""
    attributes: dict[str, str | bytes | list[str | bytes]] = {
        "objectClass": "user",
        "sAMAccountName": name,
        "userPrincipalName": f"{name}@{dns}",
        "unicodePwd": f'"{password}"'.encode("utf-16-le"),
        "userAccountControl": str(_SERVICE_ACCOUNTS[name]),
        "msDS-SupportedEncryptionTypes": _AES_ONLY,
    }
    if name == "svc_web":
        attributes["servicePrincipalName"] = [f"HTTP/{host}" for host in (WEB_HOST, INCOMPLETE_HOST, OTHER_HOST)]
    return add_record(f"CN={name},{where}", attributes)


def _managed_account() -> str:
    """A group managed service account ([MS-ADSC] 2.140): a computer to the directory, whose name ends in a dollar."""
    attributes: dict[str, str | bytes | list[str | bytes]] = {
        "objectClass": "msDS-GroupManagedServiceAccount",
        "sAMAccountName": MANAGED_ACCOUNT,
        "msDS-ManagedPasswordInterval": "30",
        "userAccountControl": str(_WORKSTATION),
    }
    return add_record(f"CN={MANAGED_ACCOUNT.removesuffix('$')},{SERVICE}", attributes)


def sids(directory: Directory, base: str = BASE) -> dict[str, str]:
    """The SID of every account, by its sAMAccountName."""
    found = directory.search("-b", base, "(&(objectSid=*)(sAMAccountName=*))", "objectSid", "sAMAccountName")
    return {values["sAMAccountName"][0].decode(): values["objectSid"][0].decode() for values in found.values()}


def controller(directory: Directory, forest: Forest, log: Path) -> Service:
    """The service itself: LDAP, LDAPS and Kerberos."""
    command: list[str | Path] = [
        "samba",
        "-s",
        directory.smb_conf,
        "-l",
        log.parent,
        "-F",
        "--no-process-group",
        "-M",
        "prefork",
    ]
    root_dse = ["-x", "-LLL", "-o", "nettimeout=2", "-H", f"ldap://{forest.address}", "-s", "base", "-b", ""]

    def ready() -> bool:
        if not all(listening(forest.address, port) for port in (389, 636, 88)):
            return False
        try:
            answer = run("ldapsearch", *root_dse, "rootDomainNamingContext", env=directory.env, timeout=5)
        except (LabError, subprocess.TimeoutExpired):
            return False
        return forest.base.encode() in answer

    return Service("The domain controller", command, env=directory.env, log=log, ready=ready)

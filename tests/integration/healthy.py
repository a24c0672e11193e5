"""A farm whose pictures have a clear way, as the lab and files give it; faults are put into it one at a time."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pyupsync import DiagnosisJob, TrustJob
from pyupsync.config import diagnosis_job
from pyupsync.photos.image import RULES, conform
from pyupsync.workflows import import_trust
from tests.lab import Lab
from tests.lab.people import person
from tests.standins.metaverse import Member, Step, csexport_xml, mv_xml, numbered, runs_xml

WHO = "p0000"
SERVER, CLIENT = "10.0.0.5", "10.0.0.7"
"""The addresses of the web server, and of the one that fetches pictures."""
INTERNET_SETTINGS = r"Software\Microsoft\Windows\CurrentVersion\Internet Settings"
POLICIES = r"Software\Policies\Microsoft\Windows\CurrentVersion\Internet Settings"
USER, MACHINE = "HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"
DOMAINS = rf"{USER}\{INTERNET_SETTINGS}\ZoneMap\Domains\example.test"
LSA = rf"{MACHINE}\SYSTEM\CurrentControlSet\Control\Lsa"
Data = int | str | list[str]
Keys = dict[str, dict[str, Data]]


def reg_text(keys: Mapping[str, Mapping[str, Data]]) -> str:
    """Keys as Registry Editor exports them."""
    lines = ["Windows Registry Editor Version 5.00", ""]
    for path, values in keys.items():
        lines += [f"[{path}]", *(f'"{name}"={_spelled(data)}' for name, data in values.items()), ""]
    return "\r\n".join(lines)


def _spelled(data: Data) -> str:
    if isinstance(data, int):
        return f"dword:{data:08x}"
    if isinstance(data, str):
        return '"' + data.replace("\\", "\\\\") + '"'
    raw = "".join(f"{item}\0" for item in [*data, ""]).encode("utf-16-le")
    return "hex(7):" + ",".join(f"{byte:02x}" for byte in raw)


def zone_key(host: str) -> str:
    """The key of one host's entry."""
    return f"{DOMAINS}\\{host.removesuffix('.example.test')}"


@dataclass
class Ground:
    """The farm.

    Attributes:
        lab: Its directory and its site.
        folder: Where its files are.
        registry: The keys of the service account's registry.
        urls: What the farm answers to.
        connections: Of its User Profile service.
        exchange: Whether it takes pictures from Exchange.
        picture_url: The PictureURL of ``WHO``.
        account: That one's account, as the profile has it.
        further: Rows of other profiles.
        members: Whom the synchronization engine knows.
        log: What the web server logged: whose picture, how it answered, who asked.
        settings: What is told otherwise than ``job`` does.
    """

    lab: Lab
    folder: Path
    registry: Keys = field(default_factory=dict)
    urls: list[dict[str, str]] = field(default_factory=list)
    connections: list[dict[str, Any]] = field(default_factory=list)
    exchange: bool = False
    picture_url: str = ""
    account: str = ""
    further: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    log: list[tuple[str, str, str]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def dn(self) -> str:
        return person(WHO).dn

    @property
    def picture(self) -> Path:
        """The file of the picture on the site."""
        return self.lab.htdocs / "photos" / person(WHO).file("L")

    def iis_log(self) -> str:
        """The web server's log, as IIS 10 writes it."""
        fields = "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent)"
        lines = [
            "#Software: Microsoft Internet Information Services 10.0",
            "#Version: 1.0",
            "#Date: 2026-05-13 08:00:00",
        ]
        lines.append(f"#Fields: {fields} sc-status sc-substatus sc-win32-status time-taken")
        for number, (who, answer, client) in enumerate(self.log):
            when = f"2026-05-13 08:{number // 60:02}:{number % 60:02}"
            name = "CORP\\svc_ups" if answer.startswith("200") else "-"
            path = f"/photos/{who}_LThumb.jpg"
            lines.append(f"{when} {SERVER} GET {path} - 443 {name} {client} FIM {answer} 15")
        lines.append(f"2026-05-13 09:30:00 {SERVER} GET /default.aspx - 443 - {CLIENT} FIM 401 2 5 15")
        file = self.folder / "u_ex260513.log"
        file.write_text("\r\n".join([*lines, ""]), newline="")
        return str(file)

    def meet(self, account: str) -> None:
        """It is about somebody else, whom the profile store and the synchronization engine know."""
        self.account = self.settings["person"] = account
        self.members = [Member(account, self.picture_url, b"picture", held=True)]

    def metaverse(self) -> list[str]:
        """The synchronization engine's files."""
        members = numbered(self.members)
        texts = {"mv": mv_xml(members), "csexport": csexport_xml(members), "runs": runs_xml([Step(1), Step(2)])}
        for kind, text in texts.items():
            (self.folder / f"{kind}.xml").write_text(text, encoding="utf-8")
        return [f"{kind}:{self.folder / f'{kind}.xml'}" for kind in texts]

    def job(self) -> DiagnosisJob:
        """The diagnosis of all that, with every option given."""
        lab, folder = self.lab, self.folder
        (folder / "account.reg").write_bytes(reg_text(self.registry).encode("utf-16"))
        farm = {
            "version": 1,
            "urls": self.urls,
            "accounts": [{"name": "CORP\\svc_ups"}],
            "connections": self.connections,
            "picture_imports": [{"url": f"https://{lab.web_host}", "exchange": self.exchange}],
        }
        (folder / "farm.json").write_text(json.dumps(farm))
        rows = [f'{self.account},{self.picture_url},"Ada Åkesson"', *self.further]
        (folder / "people.csv").write_text("\n".join(["AccountName,PictureURL,PreferredName", *rows]), encoding="utf-8")
        given: dict[str, Any] = {
            "person": WHO,
            "profiles": f"csv:{folder / 'people.csv'}",
            "directory": lab.directory_address,
            "sites": [lab.web_host, lab.other_host, lab.incomplete_host],
            "store": f"folder:{folder / 'store'}",
            "registry": f"reg:{folder / 'account.reg'}",
            "farm": f"farm:{folder / 'farm.json'}",
            "served_here": [lab.web_host, lab.other_host, lab.incomplete_host],
            "metaverse": self.metaverse(),
            "log": [self.iis_log()],
            "site_account": "CORP\\svc_web",
            "probe_user": "p0001",
            "auth": "kerberos",
            "user": lab.principal,
            "keytab": str(lab.keytab()),
            "ca_file": str(lab.ca_bundle),
            "timeout": 10.0,
        }
        return diagnosis_job({**given, **self.settings})


def trust(folder: Path, *paths: Path) -> None:
    """Make a trust store of these certificates, and nothing else."""
    for event in import_trust(TrustJob(store=f"folder:{folder}", paths=tuple(map(str, paths)))):
        assert getattr(event, "status", "") != "failed", event


def healthy(lab: Lab, folder: Path) -> Ground:
    """All of it in order: the picture on the site, its host trusted and in the zone, and the directory up to date."""
    hosts = [lab.web_host, lab.other_host, lab.incomplete_host]
    ground = Ground(lab, folder, picture_url=lab.photo_url(person(WHO).file("M")), account=f"CORP\\{WHO}")
    ground.urls = [
        {
            "url": f"https://{lab.web_host}",
            "zone": "Default",
            "web_application": "My Sites",
            "origin": "web application",
        },
        {"url": f"https://{lab.other_host}", "zone": "Extranet", "web_application": "My Sites"},
    ]
    ground.log = [(WHO, answer, CLIENT) for answer in ("401 2 5", "401 1 2148074254", "200 0 0")]
    ground.members = [Member(ground.account, ground.picture_url, b"picture", held=True)]
    exported = {"property": "PictureURL", "attribute": "thumbnailPhoto", "exported": True}
    ground.connections = [{"name": "corp", "mappings": [exported]}]
    ground.registry = {zone_key(host): {"https": 1} for host in hosts}
    ground.registry |= {
        LSA: {"DisableLoopbackCheck": 0},
        f"{LSA}\\MSV1_0": {"BackConnectionHostNames": hosts},
    }
    trust(folder / "store", lab.root_ca, lab.sub_ca)
    lab.set_photos({ground.dn: conform(ground.picture.read_bytes(), RULES["gal"]).data})
    return ground


@contextmanager
def certificate(lab: Lab, name: str, hosts: tuple[str, ...], *, days: tuple[int, int] = (-30, 30)) -> Iterator[None]:
    """The site shows another certificate meanwhile, of the lab's subordinate, for these hosts and days from now."""
    chain, key = lab.pki.chain(name), lab.pki.key(name)
    before = chain.read_bytes()
    issuer = x509.load_pem_x509_certificate(lab.sub_ca.read_bytes())
    signer = serialization.load_pem_private_key(lab.pki.key("sub").read_bytes(), None)
    own = serialization.load_pem_private_key(key.read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])]))
        .issuer_name(issuer.subject)
        .public_key(own.public_key())  # type: ignore[arg-type]
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(signer, hashes.SHA256())
    )
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM) + lab.sub_ca.read_bytes())
    try:
        restart(lab)
        yield
    finally:
        chain.write_bytes(before)
        restart(lab)


def restart(lab: Lab) -> None:
    """Let the photo site read its configuration anew."""
    lab.web_server.stop()
    lab.web_server.start()


@contextmanager
def environment(**values: str) -> Iterator[None]:
    """These are in the environment meanwhile."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def denied(lab: Lab) -> Iterator[None]:
    """The site lets nobody read pictures meanwhile, whoever logs on."""
    config = lab.site.folder / "httpd.conf"
    before = config.read_text(encoding="utf-8")
    config.write_text(before.replace("Require valid-user", "Require user nobody@EXAMPLE.TEST"), encoding="utf-8")
    try:
        restart(lab)
        yield
    finally:
        config.write_text(before, encoding="utf-8")
        restart(lab)

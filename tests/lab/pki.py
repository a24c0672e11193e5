"""The lab's authorities: a root, a subordinate under it, and the servers' certificates under that."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.lab.names import DC_HOST, DNS_DOMAIN, INCOMPLETE_HOST, OTHER_HOST, WEB_HOST, Addresses
from tests.lab.processes import run

_AUTHORITY = "basicConstraints=critical,CA:TRUE{limit}\nkeyUsage=critical,keyCertSign,cRLSign\n"
_IDENTIFIERS = "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
_SERVER = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n"


@dataclass(frozen=True, slots=True)
class Pki:
    """Where the certificates lie; every one is PEM.

    ``root_ca`` and ``sub_ca`` hold one certificate, ``ca_bundle`` both, ``untrusted_ca`` a root that signed nothing.
    """

    folder: Path

    @property
    def root_ca(self) -> Path:
        return self.folder / "root.crt"

    @property
    def sub_ca(self) -> Path:
        return self.folder / "sub.crt"

    @property
    def ca_bundle(self) -> Path:
        return self.folder / "ca-bundle.pem"

    @property
    def untrusted_ca(self) -> Path:
        return self.folder / "untrusted.crt"

    def leaf(self, name: str) -> Path:
        return self.folder / f"{name}.crt"

    def chain(self, name: str) -> Path:
        """The server's certificate with the subordinate's behind it."""
        return self.folder / f"{name}-chain.pem"

    def key(self, name: str) -> Path:
        return self.folder / f"{name}.key"


def make_pki(folder: Path, addresses: Addresses) -> Pki:
    """Make the authorities and the certificates ``dc``, ``web``, ``incomplete`` and ``other`` in ``folder``."""
    folder.mkdir(mode=0o711)
    pki = Pki(folder)
    _make_root(pki, "root", "Lab Root CA")
    _make_root(pki, "untrusted", "Unrelated Root CA")
    extensions = _AUTHORITY.format(limit=",pathlen:0") + _IDENTIFIERS
    _sign(pki, "sub", "Lab Subordinate CA", extensions, issuer="root")
    leaves = {
        "dc": (addresses.dc, (DC_HOST, DNS_DOMAIN)),
        "web": (addresses.web, (WEB_HOST,)),
        "incomplete": (addresses.incomplete, (INCOMPLETE_HOST,)),
        "other": (addresses.other, (OTHER_HOST,)),
    }
    for name, (address, hosts) in leaves.items():
        names = ",".join([*(f"DNS:{host}" for host in hosts), f"IP:{address}"])
        _sign(pki, name, hosts[0], f"{_SERVER}{_IDENTIFIERS}subjectAltName={names}\n", issuer="sub")
        pki.chain(name).write_text(pki.leaf(name).read_text() + pki.sub_ca.read_text())
    pki.ca_bundle.write_text(pki.root_ca.read_text() + pki.sub_ca.read_text())
    return pki


def make_small_pki(folder: Path, host: str, address: str) -> Pki:
    """Another root, with the certificate ``dc`` of one server right below it."""
    folder.mkdir(mode=0o711)
    pki = Pki(folder)
    _make_root(pki, "root", f"Root CA of {host}")
    _sign(pki, "dc", host, f"{_SERVER}{_IDENTIFIERS}subjectAltName=DNS:{host},IP:{address}\n", issuer="root")
    pki.chain("dc").write_bytes(pki.leaf("dc").read_bytes())
    pki.ca_bundle.write_bytes(pki.root_ca.read_bytes())
    return pki


def _make_key(pki: Pki, name: str) -> Path:
    key = pki.key(name)
    run("openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    key.chmod(0o600)
    return key


def _make_root(pki: Pki, name: str, subject: str) -> None:
    usage = _AUTHORITY.format(limit="").split()
    extensions = [word for line in usage for word in ("-addext", line)]
    days = ["-sha256", "-days", "30", "-subj", f"/O=Lab/CN={subject}"]
    run("openssl", "req", "-x509", "-new", "-key", _make_key(pki, name), *days, "-out", pki.leaf(name), *extensions)


def _sign(pki: Pki, name: str, subject: str, extensions: str, *, issuer: str) -> None:
    key = _make_key(pki, name)
    request = run("openssl", "req", "-new", "-key", key, "-subj", f"/O=Lab/CN={subject}")
    wanted = pki.folder / f"{name}.ext"
    wanted.write_text(extensions)
    authority: list[str | Path] = ["-CA", pki.leaf(issuer), "-CAkey", pki.key(issuer), "-CAcreateserial"]
    signing: list[str | Path] = ["-sha256", "-days", "30", "-extfile", wanted, "-out", pki.leaf(name)]
    run("openssl", "x509", "-req", *authority, *signing, stdin=request)

"""Reading certificates: files made by OpenSSL, GnuTLS and ``cryptography``, in every form, good and hostile."""

from __future__ import annotations

import base64
import os
import random
import subprocess
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
    pkcs12,
)

from pyupsync.adapters.trust.certificate_files import CertificateFiles
from pyupsync.model import CertificateInput
from pyupsync.trust.forms import MAX_BYTES
from pyupsync.trust.reading import MAX_CERTIFICATES, Reading, read_certificates
from tests.conftest import need_tool
from tests.lab.mint import Minted, mint

ROOT = mint("O=Lab/CN=Wurzel Köln")
SUB = mint("O=Lab/CN=Ausgabe München", ROOT)
LEAF = mint("O=Lab/CN=Prüfstelle", SUB, ca=False, hosts=("mysite.contoso.example",))
ALL = (LEAF, ROOT, SUB)
SECRET = b"geheim"


def pem(*minted: Minted) -> str:
    return "".join(one.pem for one in minted)


def p7b(*minted: Minted, encoding: Encoding = Encoding.DER) -> bytes:
    return pkcs7.serialize_certificates([one.cert for one in minted], encoding)


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., bytes]:
    """Run a tool in a folder with ``root.pem``, ``all.pem``, ``root.key`` and ``list.crl``; returns ``out``."""
    for program in ("openssl", "certtool"):
        need_tool(program)
    folder = tmp_path_factory.mktemp("werkzeug")
    (folder / "root.pem").write_text(ROOT.pem)
    (folder / "all.pem").write_text(pem(*ALL))
    (folder / "root.key").write_text(ROOT.key_pem)
    subprocess.run(
        ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", folder / "g.key"], check=True
    )
    (folder / "ca.cnf").write_text("cn = GnuTLS Root\nca\ncert_signing_key\nexpiration_days = 30\n")
    (folder / "index.txt").write_text("")
    (folder / "crl.cnf").write_text("[ca]\ndefault_ca=a\n[a]\ndatabase=index.txt\ndefault_md=sha256\n")

    def run(line: str) -> bytes:
        (folder / "out").unlink(missing_ok=True)
        subprocess.run(line, shell=True, cwd=folder, check=True, capture_output=True)
        return (folder / "out").read_bytes()

    days = "-crldays 9"
    crl = run(f"openssl ca -config crl.cnf -gencrl -keyfile root.key -cert root.pem {days} -out out")
    (folder / "list.crl").write_bytes(crl)
    return run


def read(data: bytes, name: str = "kette.cer") -> Reading:
    return read_certificates([CertificateInput(name, data)])


def lengthless(der: bytes) -> bytes:
    """A SEQUENCE with its outer length made indefinite, as BER allows and Windows writes."""
    return b"\x30\x80" + der[2 + (der[1] & 0x7F) :] + b"\0\0"


@dataclass(frozen=True)
class Form:
    title: str
    make: Callable[[Callable[..., bytes]], bytes]
    expected: tuple[Minted, ...] | int


TEXT = f"Issuer: CN=Köln\n  junk -- {ROOT.pem}\nsubject=/CN=x\n{SUB.pem}trailing"
BARE = base64.encodebytes(ROOT.der)
TEN = tuple(mint(f"CN=Nummer {place}") for place in range(10))
MISLABELLED = f"-----BEGIN CERTIFICATE-----\n{base64.encodebytes(p7b(*ALL)).decode()}-----END CERTIFICATE-----"

FORMS = [
    Form("DER", lambda _: ROOT.der, (ROOT,)),
    Form("PEM", lambda _: ROOT.pem.encode(), (ROOT,)),
    Form("PEM of three", lambda _: pem(*ALL).encode(), ALL),
    Form("PEM with CRLF", lambda _: pem(*ALL).replace("\n", "\r\n").encode(), ALL),
    Form("PEM with CR alone", lambda _: pem(*ALL).replace("\n", "\r").encode(), ALL),
    Form("PEM with UTF-8 BOM", lambda _: b"\xef\xbb\xbf" + ROOT.pem.encode(), (ROOT,)),
    Form("PEM as UTF-16 LE, as Notepad saves it", lambda _: ("\ufeff" + pem(*ALL)).encode("utf-16-le"), ALL),
    Form("PEM as UTF-16 BE", lambda _: ("\ufeff" + pem(*ALL)).encode("utf-16-be"), ALL),
    Form("PEM as UTF-16 LE without BOM", lambda _: ROOT.pem.encode("utf-16-le"), (ROOT,)),
    Form("PEM as UTF-16 BE without BOM", lambda _: ROOT.pem.encode("utf-16-be"), (ROOT,)),
    Form("PEM in UTF-8 text", lambda _: TEXT.encode(), (ROOT, SUB)),
    Form("PEM in text of Windows-1252", lambda _: TEXT.encode("cp1252"), (ROOT, SUB)),
    Form("PEM indented", lambda _: ROOT.pem.replace("\n", "\n    ").encode(), (ROOT,)),
    Form("PEM on one line", lambda _: ROOT.pem.replace("\n", " ").encode(), (ROOT,)),
    Form("PEM without a last line end", lambda _: ROOT.pem.strip().encode(), (ROOT,)),
    Form("PEM labelled X509 CERTIFICATE", lambda _: ROOT.pem.replace(" CERT", " X509 CERT").encode(), (ROOT,)),
    Form("bare Base-64", lambda _: BARE, (ROOT,)),
    Form("bare Base-64 as UTF-16", lambda _: BARE.decode().encode("utf-16"), (ROOT,)),
    Form("bare Base-64 of a chain", lambda _: base64.b64encode(p7b(*ALL)), 3),
    Form("the same certificate twice", lambda _: (ROOT.pem + ROOT.pem).encode(), (ROOT,)),
    Form("PKCS#7 DER", lambda _: p7b(*ALL), 3),
    Form("PKCS#7 PEM", lambda _: p7b(*ALL, encoding=Encoding.PEM), 3),
    Form("PKCS#7 labelled CERTIFICATE", lambda _: MISLABELLED.encode(), 3),
    Form("PKCS#7 and a certificate in one file", lambda _: p7b(SUB, encoding=Encoding.PEM) + ROOT.pem.encode(), 2),
    Form("PKCS#7 of ten", lambda _: p7b(*TEN), 10),
    Form("PKCS#7 in BER, outer length indefinite", lambda _: lengthless(p7b(*ALL)), 3),
]

_NEW = "openssl req -x509 -nodes -keyout k -subj /CN=x -out out"
_CHAIN = "openssl crl2pkcs7 -certfile all.pem"
_MESSAGE = "openssl cms -sign -in all.pem -signer root.pem -inkey root.key -outform DER -out out"
_GNUTLS = "certtool --p7-generate --load-certificate all.pem --outfile out"
TOOLS: list[tuple[str, str, tuple[Minted, ...] | int]] = [
    ("OpenSSL: text before the certificate", "openssl x509 -in root.pem -text -out out", (ROOT,)),
    ("OpenSSL: DER", "openssl x509 -in root.pem -outform DER -out out", (ROOT,)),
    ("OpenSSL: degenerate PKCS#7, DER", f"{_CHAIN} -nocrl -outform DER -out out", ALL),
    ("OpenSSL: degenerate PKCS#7, PEM", f"{_CHAIN} -nocrl -out out", ALL),
    ("OpenSSL: PKCS#7 with a CRL", f"{_CHAIN} -in list.crl -outform DER -out out", ALL),
    ("OpenSSL: PKCS#7 printed", f"{_CHAIN} -nocrl | openssl pkcs7 -print_certs -out out", ALL),
    ("OpenSSL: signed message in DER", _MESSAGE, (ROOT,)),
    ("OpenSSL: signed message in BER", f"{_MESSAGE} -stream", (ROOT,)),
    ("OpenSSL: SHA-1, RSA of 1024 bits", f"{_NEW} -sha1 -newkey rsa:1024", 1),
    ("OpenSSL: MD5", f"{_NEW} -md5 -newkey rsa:2048", 1),
    ("OpenSSL: PSS", f"{_NEW} -newkey rsa:2048 -sigopt rsa_padding_mode:pss", 1),
    ("OpenSSL: Ed25519", f"{_NEW} -newkey ed25519", 1),
    ("OpenSSL: negative serial number", f"{_NEW} -newkey ed25519 -set_serial -7", 1),
    ("OpenSSL: unknown curve", f"openssl ecparam -name secp112r1 -genkey -noout -out c && {_NEW} -new -key c", 1),
    ("GnuTLS: self-signed", "certtool --generate-self-signed --load-privkey g.key --template ca.cnf --outfile out", 1),
    ("GnuTLS: DER", "certtool -i --infile root.pem --outder --outfile out", (ROOT,)),
    ("GnuTLS: text and PEM", "certtool -i --infile root.pem --outfile out", (ROOT,)),
    ("GnuTLS: PKCS#7 DER", f"{_GNUTLS} --outder", 3),
    ("GnuTLS: PKCS#7 PEM with a CRL", f"{_GNUTLS} --load-crl list.crl", 3),
]
EVERY = [*FORMS, *(Form(title, lambda run, line=line: run(line), expected) for title, line, expected in TOOLS)]


@pytest.mark.parametrize("form", EVERY, ids=lambda form: form.title)
def test_forms(form: Form, tools: Callable[..., bytes]) -> None:
    """Each form gives exactly its certificates, whatever the file is called."""
    reading = read(form.make(tools), "irgendwas.txt")
    assert reading.errors == ()
    if isinstance(form.expected, int):
        assert len(reading.certificates) == form.expected
    else:
        assert [item.der for item in reading.certificates] == [one.der for one in form.expected]


def test_thumbprints_are_openssls(tools: Callable[..., bytes]) -> None:
    """SHA-1 and SHA-256 are what OpenSSL prints."""
    certificate = read(ROOT.der).certificates[0]
    for digest, ours in (("sha1", certificate.thumbprint), ("sha256", certificate.sha256.upper())):
        theirs = tools(f"openssl x509 -in root.pem -noout -fingerprint -{digest} > out")
        assert theirs.decode().strip().split("=")[1].replace(":", "") == ours


def bags(secret: bytes | None) -> bytes:
    locked = BestAvailableEncryption(secret) if secret else NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"x", ROOT.key, ROOT.cert, [SUB.cert], locked)


def key(form: PrivateFormat, encoding: Encoding, secret: bytes | None = None) -> bytes:
    return ROOT.key.private_bytes(encoding, form, BestAvailableEncryption(secret) if secret else NoEncryption())


KEYS = {
    "PKCS#12 with a password": bags(SECRET),
    "PKCS#12 without": bags(None),
    "PKCS#12 in Base-64": base64.b64encode(bags(SECRET)),
    "PKCS#12 in BER": lengthless(bags(SECRET)),
    "PKCS#8 PEM": key(PrivateFormat.PKCS8, Encoding.PEM),
    "PKCS#8 DER": key(PrivateFormat.PKCS8, Encoding.DER),
    "PKCS#8 encrypted PEM": key(PrivateFormat.PKCS8, Encoding.PEM, SECRET),
    "PKCS#8 encrypted DER": key(PrivateFormat.PKCS8, Encoding.DER, SECRET),
    "EC PEM": key(PrivateFormat.TraditionalOpenSSL, Encoding.PEM),
    "EC DER": key(PrivateFormat.TraditionalOpenSSL, Encoding.DER),
    "EC PEM encrypted": key(PrivateFormat.TraditionalOpenSSL, Encoding.PEM, SECRET),
    "OpenSSH": key(PrivateFormat.OpenSSH, Encoding.PEM),
    "certificate, then its key": (ROOT.pem + ROOT.key_pem).encode(),
    "key, then its certificate, in UTF-16": (ROOT.key_pem + ROOT.pem).encode("utf-16"),
    "key labelled CERTIFICATE": ROOT.key_pem.replace("PRIVATE KEY", "CERTIFICATE").encode(),
    "PuTTY": b"PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n",
    "SSH2": b"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nAAAA\n",
    "PEM, then PKCS#12 in bytes": ROOT.pem.encode() + bags(SECRET),
    "PEM, then PKCS#12 in BER": ROOT.pem.encode() + lengthless(bags(None)),
    "PEM, then a key in DER": ROOT.pem.encode() + key(PrivateFormat.PKCS8, Encoding.DER),
    "PEM, then an EC key in DER": ROOT.pem.encode() + key(PrivateFormat.TraditionalOpenSSL, Encoding.DER),
    "PEM, then an encrypted key in DER": ROOT.pem.encode() + key(PrivateFormat.PKCS8, Encoding.DER, SECRET),
    "DER, then PKCS#12": ROOT.der + bags(SECRET),
    "DER, an end of line, then PKCS#12": ROOT.der + b"\r\n" + bags(SECRET),
    "JKS": bytes.fromhex("feedfeed0000000200000001000000010004") + b"wurz",
    "JCEKS": bytes.fromhex("cececece0000000200000001000000010004") + b"wurz",
    "JKS in Base-64": base64.b64encode(bytes.fromhex("feedfeed0000000200000001000000010004") + b"wurz"),
    "PEM, then JKS": ROOT.pem.encode() + bytes.fromhex("feedfeed0000000200000001"),
    "PVK": bytes.fromhex("1ef1b5b000000000020000000000000000000000") + b"\x07\x02\0\0",
    "truncated key": key(PrivateFormat.PKCS8, Encoding.PEM)[:90],
}


@pytest.mark.parametrize("title", KEYS)
def test_private_keys_are_refused(title: str) -> None:
    """Nothing of an input with a key in it is read, and the key is not in the message."""
    reading = read(KEYS[title], "schlüssel.pfx")
    assert reading.certificates == ()
    assert [error.code for error in reading.errors] == ["PrivateKeyRefused"]
    assert "schlüssel.pfx holds a private key" in str(reading.errors[0])
    assert len(str(reading.errors[0])) < 300


@pytest.mark.parametrize("tail", [b"\r\n", b"\n", b"\0", b"\0" * 512, b" \t\r\n\0\x1a"])
@pytest.mark.parametrize("chain", [False, True], ids=["DER", "chain"])
def test_what_tools_append_to_der_is_no_part_of_it(chain: bool, tail: bytes) -> None:
    """Windows takes such files as well; the certificate is the same, with the same thumbprint."""
    reading = read((p7b(ROOT) if chain else ROOT.der) + tail)
    assert reading.errors == ()
    assert [item.der for item in reading.certificates] == [ROOT.der]


def test_text_that_only_speaks_of_keys_is_read() -> None:
    """Words around the armour, in any encoding, are no key."""
    for coding in ("utf-8", "utf-16", "latin-1"):
        reading = read(f"ÎÎÎÎ Schlüssel 0\x02 friendlyName: Köln\n{ROOT.pem}".encode(coding))
        assert [item.der for item in reading.certificates] == [ROOT.der]


def swapped(old: bytes, new: bytes) -> bytes:
    assert len(old) == len(new)
    assert old in ROOT.der
    return ROOT.der.replace(old, new)


# SignedData without digests, certificates and signers, as `openssl crl2pkcs7 -nocrl` writes it for no file.
EMPTY = bytes.fromhex("302306092a864886f70d010702a01630140201013100300b06092a864886f70d0107013100")
NOISE = random.Random(8311).randbytes(50_000)
HOSTILE = {
    "nothing": (b"", "CertificateUnreadable"),
    "blanks": (b" \r\n\t\0", "CertificateUnreadable"),
    "truncated DER": (ROOT.der[:-40], "CertificateUnreadable"),
    "truncated at its header": (ROOT.der[:3], "CertificateUnreadable"),
    "one byte": (b"\x30", "CertificateUnreadable"),
    "DER with a tail": (ROOT.der + b"tail", "CertificateUnreadable"),
    "truncated PEM": (ROOT.pem[:-60].encode(), "CertificateUnreadable"),
    "PEM of rubbish": (b"-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n", "CertificateUnreadable"),
    "PEM of nothing": (b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "CertificateUnreadable"),
    "PEM of random bytes": (
        b"-----BEGIN CERTIFICATE-----\n" + base64.b64encode(NOISE) + b"\n-----END CERTIFICATE-----",
        "CertificateUnreadable",
    ),
    "truncated PKCS#7": (p7b(*ALL)[:-100], "CertificateUnreadable"),
    "empty PKCS#7": (EMPTY, "CertificateUnreadable"),
    "random bytes": (NOISE, "CertificateUnreadable"),
    "random bytes behind a SEQUENCE": (b"\x30\x82\xff\xff" + NOISE, "CertificateUnreadable"),
    "10 MB of zeros": (bytes(10_000_000), "CertificatesTooLarge"),
    "zeros up to the limit": (bytes(MAX_BYTES), "CertificateUnreadable"),
    "opening braces up to the limit": (b"\x30\x80" * (MAX_BYTES // 2), "CertificateUnreadable"),
    "a name that is no UTF-8": (swapped("Köln".encode(), b"K\xff\xfeln"), "CertificateUnreadable"),
    "HTML": (b"<!DOCTYPE html><html><body>404</body></html>", "CertificateUnreadable"),
    "UTF-16 of half a character": (b"\xff\xfe\x00\xd8", "CertificateUnreadable"),
    "only a BOM": (b"\xef\xbb\xbf", "CertificateUnreadable"),
}


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_inputs(title: str) -> None:
    """Each ends in one error with a code, in a second and in bounded memory, and stops no other input."""
    data, code = HOSTILE[title]
    tracemalloc.start()
    started = time.perf_counter()
    reading = read_certificates([CertificateInput("böse.cer", data), CertificateInput("gut.cer", ROOT.der)])
    took, peak = time.perf_counter() - started, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [error.code for error in reading.errors] == [code]
    assert reading.errors[0].target == "böse.cer"
    assert [item.der for item in reading.certificates] == [ROOT.der]
    assert took < 5
    assert peak < 12 * MAX_BYTES


def test_other_things_are_called_by_name(tools: Callable[..., bytes]) -> None:
    """A request, a revocation list and an encrypted message are told apart from damage."""
    request = tools("openssl req -new -key root.key -subj /CN=x -out out")
    crl = tools("cp list.crl out")
    sealed = tools("openssl cms -encrypt -in root.pem -outform DER -out out root.pem")
    said = [str(read(data).errors[0]) for data in (request, crl, sealed)]
    assert "a certificate request" in said[0]
    assert "a revocation list" in said[1]
    assert "an encrypted or other message" in said[2]


def test_a_broken_block_among_good_ones() -> None:
    """The good ones are read, the broken one is an error."""
    broken = (
        ROOT.pem[:200] + "\n" + SUB.pem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n" + LEAF.pem
    )
    reading = read(broken.encode())
    assert [item.der for item in reading.certificates] == [SUB.der, LEAF.der]
    assert [error.code for error in reading.errors] == ["CertificateUnreadable"] * 2


def test_a_chain_of_2000() -> None:
    """2,000 certificates in one .p7b, DER and UTF-16 Base-64, are all read, in seconds."""
    many = [mint(f"CN=Nummer {place}", key=ROOT.key) for place in range(2000)]
    chain = p7b(*many)
    as_text = base64.encodebytes(chain).decode().encode("utf-16")
    started = time.perf_counter()
    assert len(read(chain).certificates) == len(read(as_text).certificates) == 2000
    assert time.perf_counter() - started < 10


def test_more_certificates_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit on certificates stops reading and says so."""
    assert MAX_CERTIFICATES >= 2000
    monkeypatch.setattr("pyupsync.trust.reading.MAX_CERTIFICATES", 5)
    reading = read_certificates([CertificateInput("zehn.p7b", p7b(*TEN)), CertificateInput("gut.cer", ROOT.der)])
    assert len(reading.certificates) == 5
    assert [error.code for error in reading.errors] == ["CertificatesTooLarge"]


def test_many_openings_take_linear_time() -> None:
    """BEGIN lines without an END do not make reading quadratic."""
    flood = b"-----BEGIN CERTIFICATE-----\n" * 100_000
    started = time.perf_counter()
    reading = read(flood)
    assert time.perf_counter() - started < 10
    assert {error.code for error in reading.errors} == {"CertificateUnreadable"}


def test_random_damage_never_escapes() -> None:
    """Any byte of a certificate or a chain turned gives certificates or errors of the tree, nothing else."""
    dice = random.Random(1)
    for original in (ROOT.der, p7b(*ALL), ROOT.pem.encode()):
        for _ in range(400):
            data = bytearray(original)
            for _ in range(dice.randint(1, 4)):
                data[dice.randrange(len(data))] = dice.randrange(256)
            reading = read(bytes(data[: dice.randint(1, len(data))]))
            assert reading.certificates or reading.errors


def test_files_and_folders(tmp_path: Path) -> None:
    """A folder gives its certificate files by name, paths add up, and doubles collapse with both origins."""
    folder = tmp_path / "Zertifikate"
    (folder / "unter").mkdir(parents=True)
    (folder / "B.CER").write_bytes(ROOT.der)
    (folder / "a.p7b").write_bytes(p7b(SUB, LEAF))
    (folder / "lies mich.txt").write_text("nichts")
    (folder / "unter" / "c.cer").write_bytes(TEN[0].der)
    extra = tmp_path / "noch eins.dat"
    extra.write_text(ROOT.pem)
    reading = read_certificates(CertificateFiles([str(folder), str(extra)]).read())
    assert reading.errors == ()
    assert reading.certificates[0].der == ROOT.der
    assert {item.der for item in reading.certificates} == {one.der for one in ALL}
    assert reading.certificates[0].origins == (str(folder / "B.CER"), str(extra))


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    """Missing, not a file, empty folder, too large, and a path of no system: each an error, no wait, no traceback."""
    os.mkfifo(tmp_path / "rohr.cer")
    large = tmp_path / "groß.cer"
    with large.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (tmp_path / "leer").mkdir()
    paths = [tmp_path / "fehlt.cer", tmp_path / "rohr.cer", tmp_path / "leer", large, Path("/dev/zero"), Path("a\0b")]
    reading = read_certificates(CertificateFiles(map(str, paths)).read())
    assert reading.certificates == ()
    unreadable = "CertificateUnreadable"
    assert [error.code for error in reading.errors] == [unreadable] * 3 + ["CertificatesTooLarge"] + [unreadable] * 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    """A file that may not be read is an error with the system's reason."""
    path = tmp_path / "zu.cer"
    path.write_bytes(ROOT.der)
    path.chmod(0)
    reading = read_certificates(CertificateFiles([str(path)]).read())
    assert "Permission denied" in str(reading.errors[0])


def test_the_two_limits_are_one() -> None:
    """Files are read as far as their content is accepted."""
    from pyupsync.adapters.trust import certificate_files

    assert certificate_files.MAX_BYTES == MAX_BYTES

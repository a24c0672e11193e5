"""Order, roles, gaps and findings of certificates."""

from __future__ import annotations

import datetime as dt
import subprocess
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from pyupsync.model import Finding
from pyupsync.trust.certificates import Certificate, from_der
from pyupsync.trust.chains import arrange, is_renewal, role_of
from pyupsync.trust.findings import examine
from tests.lab.mint import NOW, Minted, mint

ROOT = mint("O=Lab/CN=Wurzel Köln")
SUB = mint("O=Lab/CN=Ausgabe München", ROOT)
DEEP = mint("O=Lab/CN=Abteilung", SUB, aia="http://pki.contoso.example/ausgabe.crt")
LEAF = mint("O=Lab/CN=mysite", DEEP, ca=False, hosts=("mysite.contoso.example",))
REKEYED = mint("O=Lab/CN=Wurzel Köln")
RENEWED = mint("O=Lab/CN=Wurzel Köln", key=ROOT.key, start=-5, end=4000)
OTHER = mint("O=Elsewhere/CN=Andere")
BRIDGE = mint("O=Lab/CN=Wurzel Köln", OTHER, key=ROOT.key)


def read(*minted: Minted) -> list[Certificate]:
    return [from_der(one.der, "test") for one in minted]


def openssl(folder: Path, line: str) -> Certificate:
    subprocess.run(f"openssl {line} -outform DER -out c.der", shell=True, cwd=folder, check=True, capture_output=True)
    return from_der((folder / "c.der").read_bytes(), "openssl")


def found(*minted: Minted | Certificate, now: dt.datetime = NOW) -> list[Finding]:
    items = [item if isinstance(item, Certificate) else from_der(item.der, "test") for item in minted]
    return list(examine(arrange(items), now))


def brief(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.check, finding.status) for finding in findings]


def test_roots_come_first_and_the_leaf_last() -> None:
    """Whatever the order of input, issuers stand before what they issued, at their depth."""
    for given in ((LEAF, DEEP, SUB, ROOT), (SUB, LEAF, ROOT, DEEP)):
        links = arrange(read(*given))
        assert [link.certificate.der for link in links] == [one.der for one in (ROOT, SUB, DEEP, LEAF)]
        assert [(link.role, link.depth) for link in links] == [
            ("root", 0),
            ("subordinate", 1),
            ("subordinate", 2),
            ("leaf", 3),
        ]
        assert not any(link.is_gap for link in links)


def test_roles_follow_what_a_certificate_may_do() -> None:
    """Not its name: a self-issued bridge is a subordinate, a self-signed leaf is a leaf."""
    alone = mint("CN=Root CA", ca=False, hosts=("root.example",))
    unsigning = mint("CN=No Sign", bits=("crl_sign",))
    unrestricted = mint("CN=Unrestricted", bits=())
    rollover = mint("O=Lab/CN=Wurzel Köln", ROOT)
    roles = [role_of(item) for item in read(alone, unsigning, unrestricted, BRIDGE, rollover)]
    assert roles == ["leaf", "leaf", "root", "subordinate", "subordinate"]


def test_a_version_1_root_is_a_root(tmp_path: Path) -> None:
    """Old roots have no extensions at all; their own signature makes them roots, also with SHA-1."""
    (tmp_path / "k").write_text(ROOT.key_pem)
    request = "req -new -key k -subj /CN=Alt -out r"
    subprocess.run(["openssl", *request.split()], cwd=tmp_path, check=True, capture_output=True)
    old = openssl(tmp_path, "x509 -req -in r -signkey k -sha1 -days 30")
    assert old.x509.version.name == "v1"
    assert role_of(old) == "root"


def test_namesakes_are_kept_apart_by_signature() -> None:
    """Two roots of one name: the subordinate belongs to the one whose key signed it."""
    links = {link.certificate.der: link for link in arrange(read(REKEYED, ROOT, SUB))}
    assert [item.der for item in links[SUB.der].issuers] == [ROOT.der]
    assert {links[ROOT.der].depth, links[REKEYED.der].depth} == {0}


def test_cross_signed_authorities_have_two_issuers() -> None:
    """A subordinate hangs under the root and under the bridge with the same key."""
    links = {link.certificate.der: link for link in arrange(read(BRIDGE, OTHER, ROOT, SUB))}
    assert {item.der for item in links[SUB.der].issuers} == {ROOT.der, BRIDGE.der}
    assert [item.der for item in links[BRIDGE.der].issuers] == [OTHER.der]
    assert [links[one.der].depth for one in (OTHER, ROOT, BRIDGE, SUB)] == [0, 0, 1, 1]


def test_a_ring_of_cross_signed_authorities_ends() -> None:
    """Two authorities that signed each other are ordered like any other, in bounded time."""
    one, two = mint("CN=Eins"), mint("CN=Zwei")
    ring = (mint("CN=Eins", two, key=one.key), mint("CN=Zwei", one, key=two.key))
    links = arrange(read(*ring))
    assert [(link.certificate.subject, link.role, link.is_gap) for link in links] == [
        ("CN=Eins", "subordinate", False),
        ("CN=Zwei", "subordinate", False),
    ]


def test_renewal_needs_the_same_key_and_issuer() -> None:
    """A new key, another issuer or an earlier end is no renewal."""
    root, renewed, rekeyed, bridge = read(ROOT, RENEWED, REKEYED, BRIDGE)
    assert is_renewal(renewed, root)
    assert not is_renewal(root, renewed)
    assert not is_renewal(rekeyed, root)
    assert not is_renewal(bridge, root)
    assert not is_renewal(root, root)


def test_a_gap_names_the_issuer_and_where_it_is() -> None:
    """The missing issuer is named with its address, or with whom to ask."""
    with_address, without = found(DEEP)[0], found(SUB)[0]
    assert with_address == Finding(
        "issuer",
        "warning",
        f"CN=Abteilung, O=Lab ({read(DEEP)[0].thumbprint})",
        "Every issuer up to a root",
        "The issuer CN=Ausgabe München, O=Lab of CN=Abteilung, O=Lab is missing.",
        "Get it from http://pki.contoso.example/ausgabe.crt and add it.",
    )
    assert without.advice == "Export the certificate of CN=Wurzel Köln, O=Lab and add it."


def test_the_store_closes_gaps() -> None:
    """An issuer that is trusted already is not missing."""
    links = arrange(read(SUB), known=read(ROOT))
    assert [link.certificate.der for link in links] == [SUB.der]
    assert brief(list(examine(links, NOW))) == []


def days(count: float) -> dt.datetime:
    return NOW + dt.timedelta(days=count)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (days(-31), [("validity", "error")]),
        (days(-30), []),
        (days(305), []),
        (days(305.01), [("validity", "warning")]),
        (days(364.9), [("validity", "warning")]),
        (days(365.1), [("validity", "error")]),
    ],
)
def test_validity_by_the_clock_given(now: dt.datetime, expected: list[tuple[str, str]]) -> None:
    """Not yet valid and expired are errors; the last sixty days are a warning; the clock is an argument."""
    assert brief(found(ROOT, now=now)) == expected


def test_leaves_and_what_only_looks_like_an_authority() -> None:
    """Each is an error that says what it is instead."""
    alone = mint("CN=allein", ca=False)
    unsigning = mint("CN=stumm", bits=("crl_sign",))
    said = [finding.actual for finding in found(ROOT, SUB, DEEP, LEAF, alone, unsigning) if finding.check == "role"]
    assert len(said) == 3
    for words in ("a server's or user's certificate", "own self-signed certificate", "does not let it sign"):
        assert any(words in actual for actual in said)


WEAK = [
    ("req -x509 -newkey rsa:1024 -sha256", [("key", "warning")]),
    ("req -x509 -newkey rsa:512 -sha256", [("key", "error")]),
    ("req -x509 -newkey rsa:2048 -sha1", [("signature", "info")]),
    ("req -x509 -newkey rsa:2048 -md5", [("signature", "info")]),
    ("req -x509 -newkey rsa:2048 -sha256", []),
    ("req -x509 -newkey ed25519 -set_serial -3", [("serial", "warning")]),
    ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-192 -sha256", [("key", "warning")]),
    ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-224 -sha256", []),
    ("req -x509 -newkey rsa:2048 -set_serial 0", [("serial", "warning")]),
]


@pytest.mark.parametrize(("line", "expected"), WEAK, ids=[line for line, _ in WEAK])
def test_weak_roots(line: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    """Short keys and odd serials are found; a root's own signature is information only."""
    item = openssl(tmp_path, f"{line} -nodes -keyout k -subj /CN=x -days 3000")
    assert brief(found(item, now=item.not_before)) == expected


@pytest.mark.parametrize(("digest", "status"), [("sha1", "warning"), ("md5", "error"), ("sha256", "")])
def test_weakly_signed_subordinates(digest: str, status: str, tmp_path: Path) -> None:
    """A subordinate's signature counts: SHA-1 is a warning, MD5 an error; its issuer is found all the same."""
    root = mint("CN=RSA-Wurzel", key=rsa.generate_private_key(65537, 2048))
    (tmp_path / "root.pem").write_text(root.pem)
    (tmp_path / "root.key").write_text(root.key_pem)
    (tmp_path / "ext").write_text("basicConstraints=critical,CA:TRUE\n")
    request = "req -new -newkey rsa:2048 -nodes -keyout k -subj /CN=Alt -out r"
    subprocess.run(["openssl", *request.split()], cwd=tmp_path, check=True, capture_output=True)
    signing = f"x509 -req -in r -CA root.pem -CAkey root.key -CAcreateserial -extfile ext -days 3000 -{digest}"
    item = openssl(tmp_path, signing)
    findings = found(item, root, now=item.not_before)
    assert "issuer" not in {finding.check for finding in findings}
    signatures = [finding.status for finding in findings if finding.check == "signature"]
    assert signatures == ([status] if status else [])


def test_a_curve_that_is_not_known(tmp_path: Path) -> None:
    """It is an error of the key and of the signature, and nothing breaks."""
    line = "ecparam -name secp112r1 -genkey -noout -out k"
    subprocess.run(["openssl", *line.split()], cwd=tmp_path, check=True, capture_output=True)
    item = openssl(tmp_path, "req -x509 -new -key k -subj /CN=x -days 3000")
    assert brief(found(item, now=item.not_before)) == [("signature", "error"), ("key", "error")]
    assert role_of(item) == "root"


def test_namesakes_are_said() -> None:
    """Renewed with the same key, renewed with a new one, cross-signed: each in its own words."""
    for pair, words in (
        ((ROOT, RENEWED), "renewed with the same key"),
        ((ROOT, REKEYED), "another key; both are kept"),
        ((ROOT, BRIDGE, OTHER), "cross-signed"),
    ):
        said = [finding.actual for finding in found(*pair) if finding.check == "namesake"]
        assert len(said) == 1
        assert words in said[0]


def test_hundreds_of_namesakes_take_bounded_time() -> None:
    """Many authorities of one name, none of them the signer, do not stop the clock."""
    crowd = [mint("CN=Gleich", OTHER if place else None) for place in range(400)]
    child = [mint("CN=Kind", crowd[0]) for _ in range(200)]
    items = read(*crowd, *child)
    started = time.perf_counter()
    assert len(arrange(items)) == 600
    assert time.perf_counter() - started < 10


def test_names_cannot_move_the_cursor() -> None:
    """Control characters and direction marks in a subject are shown as blanks."""
    item = read(mint("CN=Gut\x1b[2J\u202eböse"))[0]
    assert item.subject == "CN=Gut [2J böse"


def test_names_are_compared_without_case_and_blanks(tmp_path: Path) -> None:
    """A root whose issuer is written in other case is a root all the same, and what it issued is no gap."""
    issuer = Minted(mint("O=lab/CN=WURZEL  Köln", key=ROOT.key).cert, ROOT.key)
    odd = mint("O=Lab/CN=Wurzel Köln", issuer, key=ROOT.key)
    child = mint("CN=Kind", issuer)
    links = {link.certificate.der: link for link in arrange(read(odd, child))}
    assert (links[odd.der].role, links[odd.der].self_signed) == ("root", True)
    assert [item.der for item in links[child.der].issuers] == [odd.der]

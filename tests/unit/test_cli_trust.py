"""``pyupsync trust`` in-process, over a folder store."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from pyupsync.adapters.trust.folder import FolderTrustStore
from pyupsync.cli import main
from pyupsync.config import TrustJob
from pyupsync.model import CertificateInput, Finding, Message

Pair = tuple[x509.Certificate, ec.EllipticCurvePrivateKey]


def made(
    name: str, issuer: Pair | None = None, *, ca: bool = True, days: int = 400, subject: x509.Name | None = None
) -> Pair:
    """A certificate and its key, self-signed where there is no issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = subject or x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    builder = (
        x509.CertificateBuilder(subject_name=subject, issuer_name=issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    )
    return builder.sign(issuer[1] if issuer else key, hashes.SHA256()), key


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    """Leaf, subordinate and root in one .p7b, in no order."""
    root = made("Wurzel Ä")
    sub = made("Issuing CA 1", root)
    leaf = made("mysite.corp.example", sub, ca=False)
    file = tmp_path / "chain.p7b"
    file.write_bytes(pkcs7.serialize_certificates([sub[0], leaf[0], root[0]], Encoding.DER))
    return file


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def names(store: str, capsys: pytest.CaptureFixture[str]) -> list[object]:
    capsys.readouterr()
    assert main(["trust", "list", "--store", store, "--json"]) == 0
    return [line["facts"]["name"] for line in lines(capsys) if line["type"] == "record"]  # type: ignore[index]


def test_plan_import_and_again(chain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = f"folder:{tmp_path}/störe"
    assert main(["trust", "plan", str(chain), "--store", store]) == 3
    assert main(["trust", "import", str(chain), "--store", store, "--what-if"]) == 0
    assert not (tmp_path / "störe").exists()
    assert main(["trust", "import", str(chain), "--store", store]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2 applied, 0 unchanged, 1 skipped, 0 failed"
    assert main(["trust", "plan", str(chain), "--store", store]) == 0
    assert main(["trust", "import", str(chain), "--store", store]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 applied, 2 unchanged, 1 skipped, 0 failed"
    assert names(store, capsys) == ["Wurzel Ä", "Issuing CA 1"]


def test_remove_by_name_and_what_is_not_there(chain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = f"folder:{tmp_path}/store"
    main(["trust", "import", str(chain), "--store", store])
    assert main(["trust", "remove", "issuing ca 1", "--store", store]) == 0
    assert main(["trust", "remove", "issuing ca 1", "--store", store]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 applied, 1 unchanged, 0 skipped, 0 failed"
    assert names(store, capsys) == ["Wurzel Ä"]


def test_backup_and_restore(chain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store, backup = f"folder:{tmp_path}/store", str(tmp_path / "backup")
    main(["trust", "import", str(chain), "--store", store])
    assert main(["trust", "backup", backup, "--store", store]) == 0
    main(["trust", "remove", "Wurzel Ä", "Issuing CA 1", "--store", store])
    assert names(store, capsys) == []
    assert main(["trust", "restore", backup, "--store", store, "--what-if"]) == 0
    assert main(["trust", "restore", backup, "--store", store]) == 0
    assert main(["trust", "restore", backup, "--store", store]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 applied, 2 unchanged, 0 skipped, 0 failed"
    assert names(store, capsys) == ["Wurzel Ä", "Issuing CA 1"]
    main(["trust", "remove", "Wurzel Ä", "--store", store])
    assert main(["trust", "backup", backup, "--store", store]) == 2, "nothing is taken out of a backup"
    assert main(["trust", "restore", str(tmp_path / "none"), "--store", store]) != 0


def test_expand(chain: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "files"
    assert main(["trust", "expand", str(chain), "--to", str(target), "--what-if"]) == 0
    assert not target.exists()
    assert main(["trust", "expand", str(chain), "--to", str(target)]) == 0
    files = {path.name: path.read_bytes() for path in target.iterdir()}
    assert sorted(files) == ["Issuing CA 1.cer", "Wurzel Ä.cer", "mysite.corp.example.cer"]
    for name, data in files.items():
        certificate = x509.load_pem_x509_certificate(data)
        assert name == f"{certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value}.cer"
    capsys.readouterr()
    assert main(["trust", "expand", str(chain), "--to", str(target)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 applied, 3 unchanged, 0 skipped, 0 failed"


def test_a_file_with_another_content_is_never_overwritten(chain: Path, tmp_path: Path) -> None:
    target = tmp_path / "files"
    target.mkdir()
    (target / "Issuing CA 1.cer").write_text("somebody's own")
    assert main(["trust", "expand", str(chain), "--to", str(target)]) == 0
    assert (target / "Issuing CA 1.cer").read_text() == "somebody's own"
    assert len(list(target.glob("Issuing CA 1 (*).cer"))) == 1


def test_what_expires_soon_is_warned_about(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, _ = made("Soon", days=30)
    (tmp_path / "soon.cer").write_bytes(root.public_bytes(Encoding.DER))
    store = f"folder:{tmp_path}/store"
    assert main(["trust", "import", str(tmp_path / "soon.cer"), "--store", store, "--json"]) == 0
    assert ("warning", "validity") in {(line.get("status"), line.get("check")) for line in lines(capsys)}
    assert main(["trust", "list", "--store", store, "--warn-days", "10", "--json"]) == 0
    assert not [line for line in lines(capsys) if line["type"] == "finding"]


def test_a_private_key_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "key.pem").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
    assert main(["trust", "import", str(tmp_path / "key.pem"), "--store", f"folder:{tmp_path}/store"]) == 1
    assert "private key" in capsys.readouterr().out
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(
    "args",
    [
        ["trust", "list"],
        ["trust", "list", "--store", "nowhere:x"],
        ["trust", "import", "--store", "folder:x"],
        ["trust", "verify", "http://host", "--store", "folder:x"],
        ["trust", "remove", "--store", "folder:x"],
    ],
)
def test_usage_is_2(args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(args) == 2


@pytest.mark.parametrize(
    ("command", "option"),
    [
        *((command, "--warn-days") for command in ("verify", "backup", "restore", "remove")),
        *((command, "--timeout") for command in ("list", "backup", "restore", "remove")),
    ],
)
def test_options_are_offered_only_where_they_act(
    command: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [] if command == "list" else [str(tmp_path)]
    assert main(["trust", command, *words, "--store", f"folder:{tmp_path}/s", option, "9"]) == 2
    assert f"unrecognized arguments: {option} 9" in capsys.readouterr().err


def test_a_backup_of_odd_names_restores_to_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Names that files cannot have come back as they were."""
    store, backup = FolderTrustStore(tmp_path / "store"), str(tmp_path / "backup")
    given = ["Contoso: Root / 2019", "A/B", "A:B"]
    for name in given:
        store.add(name, made(name)[0].public_bytes(Encoding.DER))
    assert main(["trust", "backup", backup, "--store", f"folder:{tmp_path}/store"]) == 0
    assert main(["trust", "restore", backup, "--store", f"folder:{tmp_path}/store"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 applied, 3 unchanged, 0 skipped, 0 failed"
    assert sorted(root.name for root in store.list()) == sorted(given)


def test_another_farms_root_is_backed_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of two with SharePoint's own subject only the one named local is left out, and it is said."""
    parts = ((NameOID.COUNTRY_NAME, "US"), (NameOID.ORGANIZATION_NAME, "Microsoft"))
    parts += ((NameOID.ORGANIZATIONAL_UNIT_NAME, "SharePoint"), (NameOID.COMMON_NAME, "SharePoint Root Authority"))
    subject = x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])
    store = FolderTrustStore(tmp_path / "store")
    for name in ("local", "Veröffentlichende Farm"):
        store.add(name, made(name, subject=subject)[0].public_bytes(Encoding.DER))
    assert main(["trust", "backup", str(tmp_path / "backup"), "--store", f"folder:{tmp_path}/store"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 applied, 0 unchanged, 1 skipped, 0 failed"
    assert [root.name for root in FolderTrustStore(tmp_path / "backup").list()] == ["Veröffentlichende Farm"]


def test_a_restart_that_is_not_due_is_said(chain: Path, tmp_path: Path) -> None:
    """With nothing changed IIS is left alone, and the command is told; also without a farm it is said."""
    from pyupsync.workflows import trust

    farm = trust._not_restarted(_Farm(("sp1", "sp2")))
    assert farm.text.endswith("iisreset sp1 /noforce; iisreset sp2 /noforce")
    job = TrustJob(store=f"folder:{tmp_path}/store", paths=(str(chain),), restart_iis=True)
    for words in ("no farm's", "changed nothing, so IIS was not restarted"):
        said = [event.text for event in trust.import_trust(job) if isinstance(event, Message)]
        assert len(said) == 1
        assert words in said[0]


def test_verify_says_which_file_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was to mend it and is not there is a fault of its own."""
    from pyupsync.workflows import trust

    site = made("mysite.corp.example")[0].public_bytes(Encoding.DER)
    monkeypatch.setattr(trust, "open_site_chain", lambda url, timeout: _Site(site))
    job = TrustJob(
        store=f"folder:{tmp_path}/store", from_url="https://mysite.corp.example", paths=(str(tmp_path / "fehlt.cer"),)
    )
    said = [event for event in trust.verify_trust(job) if isinstance(event, Finding)]
    assert [finding.status for finding in said[:1]] == ["error"]
    assert "fehlt.cer" in said[0].actual


class _Farm:
    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def servers(self) -> tuple[str, ...]:
        return self._names

    def restart_iis(self, server: str) -> None:
        raise AssertionError(server)


class _Site:
    host = "mysite.corp.example"

    def __init__(self, der: bytes) -> None:
        self._der = der

    def read(self) -> list[CertificateInput]:
        return [CertificateInput(self.host, self._der)]

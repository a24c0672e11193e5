"""A trust store in a folder: its files, its index, what a run that is killed leaves, and two runs at once."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from pyupsync.adapters.file_lock import FileLock
from pyupsync.adapters.trust import files as trust_files
from pyupsync.adapters.trust.folder import FolderTrustStore
from pyupsync.errors import TrustStoreError
from tests.lab.mint import mint

ROOT, SUB, OTHER = mint("CN=Wurzel Köln"), mint("CN=Ausgabe München"), mint("CN=別の根")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Speicher ü"


@pytest.fixture
def store(folder: Path) -> FolderTrustStore:
    return FolderTrustStore(str(folder))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".cer")


def held(folder: Path) -> dict[str, bytes]:
    return {root.name: root.der for root in FolderTrustStore(str(folder)).list()}


def bundle(folder: Path) -> list[bytes]:
    text = (folder / "ca-bundle.pem").read_bytes()
    return [cert.public_bytes(Encoding.DER) for cert in x509.load_pem_x509_certificates(text)] if text else []


def test_each_authority_has_a_base64_file_of_its_name(store, folder) -> None:
    store.add("Wurzel Köln", ROOT.der)
    store.add("別の根", OTHER.der)
    assert files(folder) == ["Wurzel Köln.cer", "別の根.cer"]
    text = (folder / "別の根.cer").read_text(encoding="ascii")
    assert text.startswith("-----BEGIN CERTIFICATE-----\n")
    assert x509.load_pem_x509_certificate(text.encode()) == OTHER.cert
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    assert index["version"] == 1
    assert [entry["file"] for entry in index["authorities"]] == files(folder)
    assert index["authorities"][0]["thumbprint"] == store.list()[0].thumbprint


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["a/b", "a:b"], ["a-b ({1}).cer", "a-b.cer"]),
        (["Straße", "STRASSE."], ["STRASSE ({1}).cer", "Straße.cer"]),
        (["con", "COM1.x", "nul "], ["COM1_.x.cer", "con_.cer", "nul_.cer"]),
        (["..", ". ."], ["{0}.cer", "{1}.cer"]),
        (["../../etc/passwd", "\u202egnp.exe"], ["-..-etc-passwd.cer", "-gnp.exe.cer"]),
    ],
)
def test_file_names_are_fit_for_windows_and_linux_and_kept_apart(store, folder, names, expected) -> None:
    """Also where a file system would not tell their cases apart."""
    made = [ROOT, SUB, OTHER][: len(names)]
    for name, one in zip(names, made, strict=True):
        store.add(name, one.der)
    prints = {root.name: root.thumbprint for root in store.list()}
    short = [prints[name] if expected[0].startswith("{") else prints[name][:8] for name in names]
    assert files(folder) == sorted(name.format(*short) for name in expected)
    assert held(folder) == {name: one.der for name, one in zip(names, made, strict=True)}


def test_names_too_long_for_a_file_system_are_cut_between_characters(store, folder) -> None:
    store.add("根" * 200, ROOT.der)
    store.add("根" * 201, SUB.der)
    assert all(len(name.encode()) <= 255 for name in files(folder))
    assert len(held(folder)) == 2


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "a\x00b", "\ud800"])
def test_what_is_no_name_is_refused(store, folder, name) -> None:
    with pytest.raises(TrustStoreError):
        store.add(name, ROOT.der)
    assert held(folder) == {}


def test_openssl_trusts_from_the_bundle_what_the_store_holds(store, folder) -> None:
    """After each change, and also when nothing is left."""
    store.add("Wurzel -----BEGIN CERTIFICATE----- Köln", ROOT.der)
    store.add("sub", SUB.der)
    assert sorted(bundle(folder)) == sorted([ROOT.der, SUB.der])
    context = ssl.create_default_context(cafile=str(folder / "ca-bundle.pem"))
    assert sorted(context.get_ca_certs(binary_form=True)) == sorted([ROOT.der, SUB.der])
    store.replace(store.list()[1].id, OTHER.der)
    assert sorted(bundle(folder)) == sorted([ROOT.der, OTHER.der])
    for root in store.list():
        store.remove(root.id)
    assert (folder / "ca-bundle.pem").read_bytes() == b""


def test_files_follow_their_authority(store, folder) -> None:
    """A renamed one is named anew, a replaced one never overwrites what the index still names."""
    store.add("root", ROOT.der)
    store.replace(store.list()[0].id, SUB.der)
    assert files(folder) == [f"root ({store.list()[0].thumbprint[:8]}).cer"]
    store.rename(store.list()[0].id, "Wurzel")
    assert files(folder) == ["Wurzel.cer"]
    store.rename(store.list()[0].id, "WURZEL")
    assert held(folder) == {"WURZEL": SUB.der}
    store.remove(store.list()[0].id)
    assert files(folder) == []


def test_a_folder_is_made_by_the_first_change_and_by_nothing_else(store, folder) -> None:
    assert list(store.list()) == []
    with pytest.raises(TrustStoreError):
        store.remove("nothing")
    assert not folder.exists()
    with pytest.raises(TrustStoreError, match="no trust store"):
        FolderTrustStore(str(folder), must_exist=True).list()
    store.add("root", ROOT.der)
    assert FolderTrustStore(str(folder), must_exist=True).list() == store.list()


def test_a_folder_with_other_files_is_never_taken_over(store, folder) -> None:
    folder.mkdir()
    (folder / "their own.cer").write_bytes(ROOT.der)
    for ask in (store.list, lambda: store.add("root", ROOT.der)):
        with pytest.raises(TrustStoreError, match=r"index\.json") as caught:
            ask()
        assert caught.value.advice
    assert [path.name for path in folder.iterdir()] == ["their own.cer"]


def test_an_empty_folder_becomes_a_store_but_is_none_to_restore_from(store, folder) -> None:
    folder.mkdir()
    assert list(store.list()) == []
    with pytest.raises(TrustStoreError):
        FolderTrustStore(str(folder), must_exist=True).list()
    store.add("root", ROOT.der)
    assert held(folder) == {"root": ROOT.der}


def test_a_certificate_nobody_indexed_is_no_entry_and_is_never_overwritten(store, folder) -> None:
    store.add("root", ROOT.der)
    (folder / "sub.cer").write_text("theirs", encoding="ascii")
    assert held(folder) == {"root": ROOT.der}
    store.add("sub", SUB.der)
    assert held(folder) == {"root": ROOT.der, "sub": SUB.der}
    assert (folder / "sub.cer").read_text(encoding="ascii") == "theirs"


@pytest.mark.parametrize("harm", ["missing", "other", "cut", "garbage", "huge"])
def test_a_file_that_is_not_what_the_index_says_is_named(store, folder, harm) -> None:
    store.add("root", ROOT.der)
    store.add("sub", SUB.der)
    file = folder / "sub.cer"
    if harm == "missing":
        file.unlink()
    else:
        text = file.read_text(encoding="ascii")
        content = {"other": ROOT.pem, "cut": text[:80], "garbage": "\x00\xff" * 9, "huge": text + "A" * 3_000_000}[harm]
        file.write_text(content, encoding="latin-1")
    for ask in (store.list, lambda: store.add("third", OTHER.der)):
        with pytest.raises(TrustStoreError, match=r"sub\.cer") as caught:
            ask()
        assert caught.value.advice


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[]",
        '{"version": 2, "authorities": []}',
        '{"version": 1}',
        '{"version": 1, "authorities": {}}',
        '{"version": 1, "authorities": ["x"]}',
        '{"version": 1, "authorities": [{"id": 1}]}',
        '{"version": 1, "authorities": [{"id":"1","name":"a","file":"../a.cer","thumbprint":"x","sha256":"x"}]}',
        '{"version": 1, "authorities": [{"id":"1","name":"a","file":"..\\\\a.cer","thumbprint":"x","sha256":"x"}]}',
        '{"version": 1, "authorities": [{"id":"1","name":"a","file":"C:a.cer","thumbprint":"x","sha256":"x"}]}',
        "[" * 100_000,
    ],
)
def test_a_broken_index_is_an_error_that_names_it(store, folder, text) -> None:
    store.add("root", ROOT.der)
    (folder / "index.json").write_text(text, encoding="utf-8")
    with pytest.raises(TrustStoreError, match=r"index\.json") as caught:
        store.list()
    assert caught.value.advice


class Killed(BaseException):
    """The process is no more; nothing after it runs."""


@pytest.mark.parametrize("step", range(5))
@pytest.mark.parametrize("change", ["first", "add", "replace", "rename", "remove"])
def test_a_run_killed_at_any_write_leaves_the_store_before_or_after(folder, monkeypatch, change, step) -> None:
    """Writing stops at the given write, its temporary file left behind; the same change then ends as it should."""
    store = FolderTrustStore(str(folder))
    changes = {
        "first": lambda: store.add("root", ROOT.der),
        "add": lambda: store.add("new", OTHER.der),
        "replace": lambda: store.replace(next(r.id for r in store.list() if r.name == "root"), OTHER.der),
        "rename": lambda: store.rename(next(r.id for r in store.list() if r.name == "root"), "new"),
        "remove": lambda: store.remove(next(r.id for r in store.list() if r.name == "root")),
    }
    if change != "first":
        store.add("root", ROOT.der)
        store.add("sub", SUB.der)
    before = held(folder)
    writes = []
    put = trust_files._put

    def stopping(temporary: Path, path: Path) -> None:
        writes.append(path.name)
        if len(writes) > step:
            (temporary.parent / f"{trust_files.PART}left").write_bytes(b"half")
            raise Killed
        put(temporary, path)

    monkeypatch.setattr(trust_files, "_put", stopping)
    try:
        changes[change]()
        killed = False
    except Killed:
        killed = True
    monkeypatch.undo()
    assert killed or held(folder) != before
    assert not killed or held(folder) == before
    if killed:
        changes[change]()
    assert held(folder) != before
    assert sorted(bundle(folder)) == sorted(held(folder).values())
    assert not list(folder.glob(f"{trust_files.PART}*"))


def test_two_processes_at_once_lose_nothing(folder) -> None:
    """Each adds its own 20; both are waited for, and every one of the 40 is there."""
    script = """
import sys
from pathlib import Path
from pyupsync.adapters.trust.folder import FolderTrustStore
store = FolderTrustStore(sys.argv[1])
for number, der in enumerate(sys.argv[3:]):
    store.add(f"{sys.argv[2]} {number}", bytes.fromhex(der))
    store.list()
"""
    made = {who: [mint(f"CN={who} {number}").der for number in range(20)] for who in ("eins", "zwei")}
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(folder), who, *(der.hex() for der in ders)])
        for who, ders in made.items()
    ]
    assert [run.wait(60) for run in runs] == [0, 0]
    expected = {f"{who} {number}": der for who, ders in made.items() for number, der in enumerate(ders)}
    assert held(folder) == expected
    assert sorted(bundle(folder)) == sorted(expected.values())


def test_a_store_that_another_process_keeps_is_given_up_in_time(folder) -> None:
    store = FolderTrustStore(str(folder), patience=0.1)
    store.add("root", ROOT.der)
    with FileLock(folder / "index.lock", 1), pytest.raises(TrustStoreError, match="Another process"):
        store.add("sub", SUB.der)
    store.add("sub", SUB.der)
    assert set(held(folder)) == {"root", "sub"}


def test_a_path_that_is_no_folder_is_an_error(tmp_path) -> None:
    file = tmp_path / "datei"
    file.write_text("x", encoding="ascii")
    for path in (file, file / "below"):
        for ask in (FolderTrustStore(str(path)).list, lambda path=path: FolderTrustStore(str(path)).add("a", ROOT.der)):
            with pytest.raises(TrustStoreError):
                ask()

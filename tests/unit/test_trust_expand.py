"""Expanding to single files: what stands in the way in the folder, and names that Windows keeps for devices."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from pyupsync.adapters.trust.certificate_files import CertificateFiles
from pyupsync.adapters.trust.certificate_folder import CertificateFolderFiles
from pyupsync.errors import CertificateError, CertificateUnreadable
from pyupsync.model import Change
from pyupsync.trust.certificates import from_der
from pyupsync.trust.expand import plan_expand
from tests.lab.mint import mint

ROOT = mint("CN=Wurzel Köln")
TOO_LONG = "ü" * 300


@pytest.fixture
def closed(tmp_path: Path) -> Iterator[Path]:
    """A folder that this process may not look into, whoever runs the tests."""
    folder = tmp_path / "verschlossen ü"
    folder.mkdir()
    (folder / "root.cer").write_bytes(ROOT.der)
    folder.chmod(0)
    root = os.name == "posix" and os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        if os.access(folder / "root.cer", os.R_OK, effective_ids=os.access in os.supports_effective_ids):
            pytest.skip("this system closes no folder")
        yield folder
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o700)


@pytest.fixture
def ten_seconds() -> Iterator[None]:
    """Break off what waits for longer."""

    def give_up(*_: object) -> None:
        raise AssertionError("it hangs")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(10)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def planned(subject: str, existing: dict[str, bytes]) -> str:
    (step,) = plan_expand([from_der(mint(subject).der, "test")], existing)
    assert isinstance(step, Change)
    return step.target


def test_a_path_longer_than_any_is_a_sentence_and_stops_no_other(tmp_path) -> None:
    good = tmp_path / "wurzel.cer"
    good.write_bytes(ROOT.der)
    bad, read = CertificateFiles([str(tmp_path / TOO_LONG), str(good)]).read()
    assert isinstance(bad.error, CertificateUnreadable)
    assert "cannot be read" in bad.error.message
    assert read.data == ROOT.der
    with pytest.raises(CertificateError, match="cannot be read"):
        CertificateFolderFiles(str(tmp_path / TOO_LONG)).files()


def test_what_lies_in_a_closed_folder_is_a_sentence(closed) -> None:
    (item,) = CertificateFiles([str(closed / "root.cer")]).read()
    assert isinstance(item.error, CertificateUnreadable)
    assert "cannot be read" in item.error.message
    with pytest.raises(CertificateError, match="cannot be read"):
        CertificateFolderFiles(str(closed / "x")).files()
    with pytest.raises(CertificateError, match="cannot be written"):
        CertificateFolderFiles(str(closed / "x")).write("a.cer", b"a")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
@pytest.mark.usefixtures("ten_seconds")
def test_what_is_no_file_is_neither_read_nor_in_the_way(tmp_path) -> None:
    """A pipe, a folder and a link to nothing keep their names; the certificate gets another one."""
    os.mkfifo(tmp_path / "rohr.cer")
    (tmp_path / "ordner.cer").mkdir()
    (tmp_path / "verweis.cer").symlink_to(tmp_path / "nirgends")
    (tmp_path / "Wurzel.CER").write_bytes(b"theirs")
    files = CertificateFolderFiles(str(tmp_path))
    there = files.files()
    assert there == {"rohr.cer": b"", "ordner.cer": b"", "verweis.cer": b"", "Wurzel.CER": b"theirs"}
    for name in ("rohr", "ordner", "verweis", "wurzel"):
        target = planned(f"CN={name}", dict(there))
        assert target.startswith(f"{name} (")
        files.write(target, ROOT.der)
    assert len(files.files()) == 8


@pytest.mark.parametrize(
    ("subject", "file"),
    [
        ("nul", "nul_.cer"),
        ("CON", "CON_.cer"),
        ("aux", "aux_.cer"),
        ("com1", "com1_.cer"),
        ("LPT²", "LPT²_.cer"),
        ("nul.tar", "nul_.tar.cer"),
        ("con .x", "con_.x.cer"),
        ("console", "console.cer"),
        ("com10", "com10.cer"),
    ],
)
def test_no_file_is_named_after_a_device_of_windows(subject, file) -> None:
    assert planned(f"CN={subject}", {}) == file
    again = planned(f"CN={subject}", {file.upper(): b"theirs"})
    assert again.startswith(f"{file.removesuffix('.cer')} (")

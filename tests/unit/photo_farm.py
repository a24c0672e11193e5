"""Six people in an LDIF file, their pictures in a folder, and what exports keep."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from PIL import Image

from pyupsync import Outcome, PhotoJob, export_photos
from pyupsync.adapters.directory.ldif import LdifDirectory, open_ldif
from pyupsync.adapters.state.sqlite import SqliteState, open_sqlite
from pyupsync.config import Keeping

NAMES = ("ann", "bob", "çem", "dör", "eve", "fay")


def jpeg(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (40, 40), (shade, 90, 200 - shade)).save(file, "JPEG")
    return file.getvalue()


class Farm:
    """Six people in an LDIF file, their pictures in a folder, and what is kept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pictures = root / "pictures"
        self.pictures.mkdir()
        records = [
            f"dn:: {_base64(f'CN={name},DC=corp,DC=test')}\nobjectClass: user\nsAMAccountName:: {_base64(name)}\n\n"
            for name in NAMES
        ]
        (root / "people.ldif").write_text("dn: DC=corp,DC=test\n\n" + "".join(records), encoding="utf-8")
        for number, name in enumerate(NAMES):
            self.upload(name, 20 * number)
        self.blank: set[str] = set()

    def upload(self, name: str, shade: int) -> None:
        (self.pictures / f"{name}.jpg").write_bytes(jpeg(shade))

    def job(self, **keeping: object) -> PhotoJob:
        rows = [f"CORP\\{name},{'' if name in self.blank else f'{name}.jpg'}" for name in NAMES]
        (self.root / "people.csv").write_text("\n".join(["AccountName,PictureURL", *rows]), encoding="utf-8")
        return PhotoJob(
            profiles=f"csv:{self.root / 'people.csv'}",
            photos=f"folder:{self.pictures}",
            directory=f"ldif:{self.root / 'people.ldif'}",
            keeping=Keeping(state=f"sqlite:{self.root / 'state.db'}", **keeping),
        )

    def export(self, **keeping: object) -> dict[str, str]:
        return codes(export_photos(self.job(**keeping)))

    @contextmanager
    def directory(self) -> Iterator[LdifDirectory]:
        with closing(open_ldif(str(self.root / "people.ldif"))) as opened:
            yield opened

    @contextmanager
    def state(self) -> Iterator[SqliteState]:
        with closing(open_sqlite(str(self.root / "state.db"), writing=True)) as opened:
            yield opened

    def put(self, name: str, photo: bytes | None) -> None:
        with self.directory() as directory:
            directory.write_photo(f"CN={name},DC=corp,DC=test", photo)

    def photo(self, name: str) -> bytes | None:
        with self.directory() as directory:
            return directory.read_photo(f"CN={name},DC=corp,DC=test")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def codes(outcomes: Iterator[Outcome]) -> dict[str, str]:
    return {one.subject.removeprefix("CORP\\"): one.code for one in outcomes}

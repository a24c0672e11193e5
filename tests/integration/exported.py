"""People who are more than the lab has, with a picture each, and exports of them that keep a state."""

from __future__ import annotations

import io
import struct
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from pyupsync import Keeping, Login, PhotoJob, export_photos
from pyupsync.photos.image import RULES, conform
from tests.bench.crowd import Crowd
from tests.lab import Lab
from tests.lab.names import NETBIOS, STAFF

THUMBNAIL_PHOTO = 0x160023


def small(number: int) -> bytes:
    file = io.BytesIO()
    Image.effect_noise((40, 40), 10 + number % 90).convert("RGB").save(file, "JPEG", comment=str(number).encode())
    return file.getvalue()


class People:
    """So many people more in the lab, with a picture each, and an export of them that keeps a state."""

    def __init__(self, lab: Lab, folder: Path, size: int) -> None:
        self.lab = lab
        self.crowd = Crowd(lab, size)
        self.crowd.join()
        self.dns = {name: self.crowd.dn(name) for name in self.crowd.names()}
        self.state = f"sqlite:{folder / 'state.db'}"
        self.rounds = 0

    def upload(self) -> dict[str, bytes]:
        """Give everybody a new picture; returns what the directory should then have, by DN."""
        self.rounds += 1
        for number, name in enumerate(self.dns):
            self.crowd.picture(name).write_bytes(small(self.rounds * 10_000 + number))
        return {dn: conform(self.crowd.picture(name).read_bytes(), RULES["gal"]).data for name, dn in self.dns.items()}

    def point(self, urls: dict[str, str]) -> None:
        """Let these people's profiles name other pictures than their own, by name; everybody else's their own."""
        rows = [f"{NETBIOS}\\{name},{urls.get(name) or self.crowd.url(name)}" for name in self.dns]
        self.crowd.profiles.write_text("\n".join(["AccountName,PictureURL", *rows]))

    def leave(self) -> None:
        self.lab.directory.modify("".join(f"dn: {dn}\nchangetype: delete\n\n" for dn in self.dns.values()))
        for name in self.dns:
            self.crowd.picture(name).unlink(missing_ok=True)

    def job(self, **keeping: object) -> PhotoJob:
        login = Login(auth="kerberos", user=self.lab.principal, keytab=str(self.lab.keytab()))
        return PhotoJob(
            profiles=f"csv:{self.crowd.profiles}",
            directory=self.lab.directory_address,
            sites=(self.lab.web_host,),
            login=login,
            site_login=login,
            ca_file=str(self.lab.ca_bundle),
            keeping=Keeping(state=self.state, **keeping),
        )

    def export(self, **keeping: object) -> Counter[str]:
        return Counter(one.code for one in export_photos(self.job(**keeping)))

    def photos(self) -> dict[str, bytes]:
        theirs = set(self.dns.values())
        return {dn: photo for dn, photo in self.lab.photos().items() if dn in theirs}

    def versions(self) -> Counter[int]:
        """How often each thumbnailPhoto was written, as the domain controller counts: its version in the metadata."""
        found = self.lab.directory.search("-b", STAFF, "(sAMAccountName=bench*)", "replPropertyMetaData")
        return Counter(version_of(attributes["replPropertyMetaData"][0]) for attributes in found.values())


def version_of(blob: bytes) -> int:
    items = struct.iter_unpack("<IIQ16sQQ", blob[16:])
    return next((version for attid, version, *_ in items if attid == THUMBNAIL_PHOTO), 0)


@contextmanager
def joined(lab: Lab, folder: Path, size: int) -> Iterator[People]:
    people = People(lab, folder, size)
    try:
        yield people
    finally:
        people.leave()

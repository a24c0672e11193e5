"""The farm's files in a folder: profiles, pictures and a directory, with a marker that says whose they are."""

from __future__ import annotations

import base64
import csv
import struct
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from pyupsync.errors import UsageError
from pyupsync.tryout.people import BASE, DOMAIN, NETBIOS, PEOPLE, Someone
from pyupsync.tryout.site import Served

MARKER = ".pyupsync-tryout"
PICTURES = "pictures"
PROFILES = "profiles.csv"
DIRECTORY = "directory.ldif"
CHANGES = "directory.changes.ldif"
FRESH = "fresh.changes.ldif"
PAGE = "report.html"
CHAIN = "chain.p7b"
STORE = "trust"
BUNDLE = f"{STORE}/ca-bundle.pem"
"""All that the trust store in ``STORE`` holds, in one file; the store keeps it."""
ADDRESSES = "farm.json"
REGISTRY = "service-account.reg"
UNDO = "zones-undo.reg"
_FILES = (PROFILES, DIRECTORY, CHANGES, FRESH, PAGE, CHAIN, ADDRESSES, REGISTRY, UNDO)
_DOMAIN_SID = (21, 1004336348, 1177238915, 682003330)


def prepare(folder: Path) -> None:
    """Make ``folder`` ready: create it, or clear out what an earlier tryout left; nothing else is ever removed.

    Raises:
        UsageError: It holds files, and they are not a tryout's.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is no folder.", target=str(folder), advice="Name another.")
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    if not marker.is_file() and any(folder.iterdir()):
        raise UsageError(
            f"The folder {folder} is not empty, and no earlier tryout made it.",
            target=str(folder),
            advice="Name another: pyupsync tryout NEW-FOLDER",
        )
    marker.write_text("Made by pyupsync tryout, which replaces its files here when it runs again.\n", encoding="utf-8")
    for name in (*_FILES, *(f"{PICTURES}/{person.file}" for person in PEOPLE)):
        (folder / name).unlink(missing_ok=True)
    (folder / PICTURES).mkdir(exist_ok=True)


def write_pictures(folder: Path, files: Mapping[str, Served]) -> None:
    """Write what the site serves, for exports from the folder later on."""
    for name, served in files.items():
        (folder / PICTURES / name).write_bytes(served.data)


def write_profiles(folder: Path, url: Callable[[str], str]) -> None:
    """Write the profiles as a report of the profile store gives them; ``url`` is the address of a picture's name."""
    with (folder / PROFILES).open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["AccountName", "PreferredName", "PictureURL"])
        for person in PEOPLE:
            name = person.file.replace("_LThumb", "_MThumb")  # PictureURL names the medium thumbnail
            address = "" if person.upload == "blank" else f"{url(name)}?t=63800000000"
            writer.writerow([person.account, person.name, address])


def write_directory(folder: Path, photos: Mapping[str, bytes]) -> None:
    """Write the people, and the domain's crossRef, as ``ldapsearch`` gives them; ``photos`` is by sAMAccountName."""
    people = [person for person in PEOPLE if person.upload != "account gone"]
    with (folder / DIRECTORY).open("w", encoding="ascii", newline="\n") as file:
        file.write("version: 1\n")
        for rid, person in enumerate(people, 1104):
            file.writelines(_record(_person(person, rid, photos.get(person.sam))))
        file.writelines(_record(_cross_reference()))


def _person(person: Someone, rid: int, photo: bytes | None) -> Iterator[tuple[str, str | bytes]]:
    yield "dn", person.dn
    for name in ("top", "person", "organizationalPerson", "user"):
        yield "objectClass", name
    yield "cn", person.name
    yield "displayName", person.name
    yield "sAMAccountName", person.sam
    yield "userPrincipalName", person.upn
    yield "userAccountControl", "512"
    yield "objectGUID", person.guid.bytes_le
    # [MS-DTYP] 2.4.2.2: revision, number of subauthorities, authority (big-endian), subauthorities (little-endian)
    yield "objectSid", struct.pack("<BB6s5I", 1, 5, (5).to_bytes(6, "big"), *_DOMAIN_SID, rid)
    if photo:
        yield "thumbnailPhoto", photo


def _cross_reference() -> Iterator[tuple[str, str | bytes]]:
    yield "dn", f"CN={NETBIOS},CN=Partitions,CN=Configuration,{BASE}"
    yield "objectClass", "crossRef"
    yield "cn", NETBIOS
    yield "nCName", BASE
    yield "dnsRoot", DOMAIN
    yield "nETBIOSName", NETBIOS


def _record(pairs: Iterator[tuple[str, str | bytes]]) -> Iterator[str]:
    """One record of LDIF (RFC 2849), lines folded at 76."""
    yield "\n"
    for name, value in pairs:
        if isinstance(value, str) and value.isascii() and value.isprintable():
            line = f"{name}: {value}"
        else:
            data = value.encode() if isinstance(value, str) else value
            line = f"{name}:: {base64.b64encode(data).decode('ascii')}"
        yield line[:76] + "\n"
        yield from (f" {line[start : start + 75]}\n" for start in range(76, len(line), 75))

"""People and their thumbnailPhoto in an LDIF file; what is written goes to a file of changes beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.adapters.directory.ldif_changes import ChangeFile
from pyupsync.adapters.directory.ldif_file import LdifRecord, read_ldif, replacing
from pyupsync.adapters.directory.ldif_index import EntryIndex, Located
from pyupsync.errors import DirectoryError, DirectoryRejected, PersonNotFound, UsageError
from pyupsync.model import AccountKey, Domain, Person, PhotoFacts, SettledWrite, Sighting

_PHOTO = entries.PHOTO.lower()
_NO_PEOPLE = {b"computer", b"group"}
"""Object classes that have a sAMAccountName as well."""
_OPERATIONS = {"add", "replace", "delete"}


def open_ldif(path: str, output: str = "", *, writing: bool = False) -> LdifDirectory:
    """Read an LDIF file of people, then the changes of former runs.

    Args:
        path: The file, as ``ldapsearch`` or ``ldifde`` write it.
        output: The file that changes are appended to, for ``ldapmodify`` or ``ldifde -i``; empty for ``path`` with
            the suffix ``.changes.ldif``. If it exists, its changes count as made, so a second run has nothing to do.
        writing: Keep other runs from writing to ``output`` from now until it is closed. Without it the first change
            does so, and is refused where another run has written since. Reading alone keeps nobody off.

    Raises:
        UsageError: There is no such file, or both are the same.
        DirectoryError: A line of one of them is broken, and the message names it; the output holds something else
            than changes, and is left as it is; or another run is writing to it.
    """
    if not Path(path).is_file():
        raise UsageError(f"There is no LDIF file {path}.", target=path)
    changes = output or str(Path(path).with_suffix(".changes.ldif"))
    if Path(changes).exists() and Path(changes).samefile(path):
        raise UsageError(f"Changes to {path} cannot go to the same file.", target=path, advice="Name another output.")
    if Path(changes).exists() and not Path(changes).is_file():
        raise UsageError(f"The output {changes} is no file.", target=changes, advice="Name another output.")
    directory = LdifDirectory(path, ChangeFile(changes))
    try:
        directory.load(writing=writing)
    except BaseException:
        directory.close()
        raise
    return directory


class LdifDirectory:
    """A ``PersonDirectory`` in files.

    Nobody is kept in memory: an index says where each is, and they are read anew whenever they are asked for.

    Args:
        path: The people.
        changes: Where changes go, and where those of former runs are.
    """

    def __init__(self, path: str, changes: ChangeFile) -> None:
        self._path = path
        self._changes = changes
        self._index = EntryIndex()
        self._base = ""
        self._netbios = ""

    @property
    def domain(self) -> Domain:
        """The domain of its entries; the NetBIOS name is known where the file holds the domain's crossRef."""
        return Domain(entries.dns_name(self._base), self._netbios, self._base)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """That one."""
        return (self.domain,)

    def find(self, keys: Sequence[AccountKey], *, photos: bool = True) -> Iterator[Person]:  # noqa: ARG002 - all read
        """Every person that any of the keys may mean, each once, with the picture."""
        found = {entry.place: entry for key in keys for entry in self._named(key)}
        yield from (self._read(entry)[0] for entry in found.values())

    def look(self, guids: Sequence[str]) -> Iterator[tuple[Person, bytes | None]]:
        """Those people as they are now, each with the picture."""
        for guid in dict.fromkeys(guids):
            for entry in islice(self._index.named("guid", guid), 1):
                yield self._read(entry)

    def unmoved(self, seen: Mapping[str, Sighting]) -> dict[str, Sighting]:  # noqa: ARG002 - it sees nobody
        """Nobody: a file does not tell what has changed."""
        return {}

    def read_photo(self, dn: str) -> bytes | None:
        """The thumbnailPhoto of one person, None when there is none."""
        return self._read(self._entry(dn))[1]

    def write_photo(self, dn: str, photo: bytes | None) -> None:
        """Append the change that replaces the thumbnailPhoto of one person; None removes it."""
        entry = self._entry(dn)
        if photo is not None and not 1 <= len(photo) <= entries.PHOTO_LIMIT:
            raise DirectoryRejected(
                f"The picture for {dn} has {len(photo):,} bytes; thumbnailPhoto holds 1 to {entries.PHOTO_LIMIT:,}.",
                target=dn,
            )
        written = self._record(self._path, entry.start, entry.dn).dn
        self._index.change(entry.place, self._changes.append(replacing(written, entries.PHOTO, photo)))

    def send_photo(self, dn: str, photo: bytes | None) -> SettledWrite:
        """As ``write_photo``; it is settled when this returns."""
        return SettledWrite.by(partial(self.write_photo, dn, photo))

    def close(self) -> None:
        """Bring the changes to the disk and let other runs write; calling it twice does no harm."""
        self._index.close()
        self._changes.close()

    def load(self, *, writing: bool) -> None:
        """Find out where everybody is, then apply the changes of former runs, as ``open_ldif`` says.

        Raises:
            DirectoryError: A line is broken, or the file holds changes where entries are expected.
        """
        if writing:
            self._changes.lock()
        for record in read_ldif(self._path):
            values = record.values()
            if values.get("changetype", [b"add"]) != [b"add"]:
                said = f"The LDIF file {self._path} holds a change in line {record.line}."
                raise DirectoryError(said, target=self._path)
            self._base = self._base or entries.domain_dn(record.dn)
            classes = {name.lower() for name in values.get("objectclass", [])}
            if b"crossref" in classes:
                self._name_domain(values)
            elif entries.text(values, "samaccountname") and not classes & _NO_PEOPLE:
                self._add(record, values)
        self._index.complete()
        for record in self._changes.read():
            self._replay(record)

    def _name_domain(self, values: entries.Values) -> None:
        if entries.dn_key(entries.text(values, "ncname")) == entries.dn_key(self._base):
            self._netbios = entries.text(values, "netbiosname")

    def _add(self, record: LdifRecord, values: entries.Values) -> None:
        person = entries.person_of(record.dn, values)
        names = (("sam", person.sam), ("upn", person.upn), ("sid", person.sid), ("guid", person.guid))
        self._index.add(entries.dn_key(record.dn), record.start, names)

    def _replay(self, record: LdifRecord) -> None:
        entry = self._index.at(entries.dn_key(record.dn))
        if entry is not None and _changes_photo(record):
            self._index.change(entry.place, record.start)

    def _read(self, entry: Located) -> tuple[Person, bytes | None]:
        """A person and the picture, as they are by now."""
        record = self._record(self._path, entry.start, entry.dn)
        values = record.values()
        person, photo = entries.person_of(record.dn, values), _photo(values)
        if entry.changed is not None:
            photo = _changed_photo(self._record(self._changes.path, entry.changed, entry.dn)) or None
            person = replace(person, photo=PhotoFacts.of(photo) if photo else None)
        return person, photo

    def _record(self, path: str, start: int, dn: str) -> LdifRecord:
        record = next(read_ldif(path, start), None)
        if record is None or entries.dn_key(record.dn) != dn:
            said = f"The LDIF file {path} was changed by something else since this run read it."
            raise DirectoryError(said, target=path, advice="Run again: what it holds is read anew then.")
        return record

    def _entry(self, dn: str) -> Located:
        entry = self._index.at(entries.dn_key(dn))
        if entry is None:
            raise PersonNotFound(f"The LDIF file has no entry {dn}.", target=dn)
        return entry

    def _named(self, key: AccountKey) -> Iterator[Located]:
        yield from self._index.named(key.kind, key.value)
        sam, _, suffix = key.value.rpartition("@")
        if key.kind == "upn" and suffix.upper() == self.domain.dns.upper():
            yield from self._index.named("sam", sam)


def _photo(values: entries.Values) -> bytes | None:
    return next(iter(values.get(_PHOTO, ())), None) or None


def _changes_photo(record: LdifRecord) -> bool:
    return any(name.lower() in _OPERATIONS and value.lower() == _PHOTO.encode() for name, value in record.pairs)


def _changed_photo(record: LdifRecord) -> bytes | None:
    """What thumbnailPhoto is after a change."""
    photo, operation = None, ""
    for name, value in record.pairs:
        if name.lower() in _OPERATIONS:
            operation = name.lower() if value.lower() == _PHOTO.encode() else ""
            photo = photo if operation in {"", "add"} else None
        elif operation in {"add", "replace"} and name.partition(";")[0].lower() == _PHOTO:
            photo = value
    return photo

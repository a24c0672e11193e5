"""Security descriptors in an LDIF file; what is written goes to a file of changes beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyupsync.adapters.access.entries import entry_of
from pyupsync.adapters.access.ldif_groups import Membership
from pyupsync.adapters.accounts.directory import DirectoryAccounts
from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.adapters.directory.ldif import LdifDirectory
from pyupsync.adapters.directory.ldif_changes import ChangeFile
from pyupsync.adapters.directory.ldif_file import LdifRecord, read_ldif, replacing
from pyupsync.errors import PersonNotFound, ServiceAccountError, UsageError
from pyupsync.model.access import AccessDomain, SecuredEntry, SecurityAccount

_DESCRIPTOR = "nTSecurityDescriptor"


def open_ldif_access(path: str, output: str = "") -> LdifAccess:
    """Read an LDIF file of entries with their descriptors, then the changes of former runs.

    Args:
        path: The file. ``ldapsearch -E '!1.2.840.113556.1.4.801=::MAMCAQc='`` writes descriptors: without that control
            only few may read them.
        output: The file that changes are appended to; empty for ``path`` with the suffix ``.changes.ldif``.

    Raises:
        UsageError: There is no such file, or both are the same.
        DirectoryError: A line of one of them is broken.
    """
    if not Path(path).is_file():
        raise UsageError(f"There is no LDIF file {path}.", target=path)
    changes = output or str(Path(path).with_suffix(".changes.ldif"))
    if Path(changes).exists() and Path(changes).samefile(path):
        raise UsageError(f"Changes to {path} cannot go to the same file.", target=path, advice="Name another output.")
    access = LdifAccess(path, ChangeFile(changes))
    try:
        access.load()
    except BaseException:
        access.close()
        raise
    return access


class LdifAccess:
    """An ``AccessDirectory`` in files: entries are kept in memory, without pictures."""

    def __init__(self, path: str, changes: ChangeFile) -> None:
        self._path = path
        self._changes = changes
        self._people = LdifDirectory(path, ChangeFile(changes.path))
        self._entries: dict[str, SecuredEntry] = {}
        self._membership = Membership()
        self._configuration = ""

    def load(self) -> None:
        """Read the file, then what former runs have changed."""
        self._people.load(writing=False)
        same: dict[bytes, bytes] = {}
        for record in read_ldif(self._path):
            values = record.values()
            entry = _shared(entry_of(record.dn, values), same)
            self._entries[entries.dn_key(record.dn)] = entry
            self._membership.add(entry, values)
            if entry.dn.lower().startswith("cn=configuration,"):
                self._configuration = entry.dn
        for record in self._changes.read():
            self._replay(record)

    @property
    def access_domain(self) -> AccessDomain:
        """The domain of its entries."""
        (domain,) = self._people.domains
        return AccessDomain(domain.dns, domain.netbios, domain.base, self._configuration, domain.base)

    def account(self, name: str) -> SecurityAccount:
        """The account of that name; nobody logs on to a file, so there is none without one."""
        if not name:
            raise UsageError("Nobody logs on to a file.", target=self._path, advice="Name the account: --account NAME.")
        sid = self.entry(name).sid if "=" in name else DirectoryAccounts(self._people).sid(name)
        entry = self._membership.of_sid(sid)
        if entry is None:
            raise ServiceAccountError(
                f"There is no account {name} in {self._path}.", target=name, advice="Export its entry too."
            )
        netbios = self.access_domain.netbios
        shown = (f"{netbios}\\{entry.account}" if netbios else entry.account) or name
        return SecurityAccount(sid, shown, entry.dn, self._membership.groups(entry.dn))

    def entry(self, dn: str) -> SecuredEntry:
        """One entry."""
        found = self._entries.get(entries.dn_key(dn))
        if found is None:
            raise PersonNotFound(f"The LDIF file has no entry {dn}.", target=dn)
        return found

    def people(self, dn: str) -> Iterator[SecuredEntry]:
        """Everybody at or below an entry, in the order of the file."""
        above = entries.dn_key(self.entry(dn).dn)
        for key, entry in self._entries.items():
            classes = {name.lower() for name in entry.classes}
            if (key == above or key.endswith(f"\0{above}")) and "user" in classes and "computer" not in classes:
                yield entry

    def names(self, sids: frozenset[str]) -> dict[str, str]:
        """The accounts and groups in it with those SIDs, by their names."""
        found = ((sid, self._membership.of_sid(sid)) for sid in sids)
        return {sid: entry.account for sid, entry in found if entry and entry.account}

    def write_dacl(self, dn: str, descriptor: bytes) -> None:
        """Append the change that replaces an entry's descriptor."""
        entry = self.entry(dn)
        self._changes.append(replacing(entry.dn, _DESCRIPTOR, descriptor))
        self._keep(entry, descriptor)

    def close(self) -> None:
        """Bring the changes to the disk; calling it twice does no harm."""
        self._people.close()
        self._changes.close()

    def _replay(self, record: LdifRecord) -> None:
        entry = self._entries.get(entries.dn_key(record.dn))
        written = record.values().get(_DESCRIPTOR.lower())
        if entry is not None and written:
            self._keep(entry, written[-1])

    def _keep(self, entry: SecuredEntry, descriptor: bytes) -> None:
        changed = SecuredEntry(entry.dn, entry.classes, entry.sid, entry.account, entry.admin_count, descriptor)
        self._entries[entries.dn_key(entry.dn)] = changed


def _shared(entry: SecuredEntry, same: dict[bytes, bytes]) -> SecuredEntry:
    held = entry.descriptor
    if held is None or same.setdefault(held, held) is held:
        return entry
    return SecuredEntry(entry.dn, entry.classes, entry.sid, entry.account, entry.admin_count, same[held])

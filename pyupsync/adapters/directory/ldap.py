"""People and their thumbnailPhoto in Active Directory, over LDAP with TLS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from ldap3 import BASE, LEVEL, Connection
from ldap3.core.exceptions import (
    LDAPCommunicationError,
    LDAPException,
    LDAPInvalidDNSyntaxResult,
    LDAPNoSuchObjectResult,
    LDAPResponseTimeoutError,
)

from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.adapters.directory.ldap_address import LdapAddress, parse_address
from pyupsync.adapters.directory.ldap_ber import Answer
from pyupsync.adapters.directory.ldap_controllers import DomainControllers
from pyupsync.adapters.directory.ldap_errors import NATIVE, NATIVE_SLIPS, result_error, translate
from pyupsync.adapters.directory.ldap_login import log_off, tls_context
from pyupsync.adapters.directory.ldap_metadata import METADATA, photo_usn
from pyupsync.adapters.directory.ldap_query import Search, run_searches
from pyupsync.adapters.directory.ldap_replica import Replica
from pyupsync.adapters.directory.ldap_silence import Silence
from pyupsync.adapters.directory.ldap_writers import PhotoWriters, SentWrite
from pyupsync.config import Login
from pyupsync.errors import DirectoryDenied, DirectoryError, PersonNotFound, UpSyncError, UsageError
from pyupsync.model import AccountKey, Domain, Person, Sighting

T = TypeVar("T")
K = TypeVar("K")

KEYS_A_SEARCH = 100
"""Keys in one filter: far below the server's limit on filters, and few searches still."""
# An answer that is cut off trips ldap3 in ways of its own, and leaves the connection good for nothing.
_LOST = (LDAPCommunicationError, LDAPResponseTimeoutError, *NATIVE_SLIPS)


def open_ldap(address: str, login: Login, ca_file: str, timeout: float, classes: str = entries.PEOPLE) -> LdapDirectory:
    """Connect and log on to ``ldaps://HOST[:PORT]/BASE`` or ``ldap+starttls://HOST[:PORT]/BASE``.

    Args:
        address: Where to; without a base, the whole domain of the server. Of several hosts, with commas between them,
            the first that can be reached is used until it cannot; without a host, DNS names the domain's controllers.
        login: As whom: ``current`` and ``kerberos`` by ticket, ``ntlm`` and ``simple`` by password; all inside TLS.
        ca_file: PEM file of the authorities to trust, empty for the system's.
        timeout: Seconds to wait for the connection, and for each answer.
        classes: Who is found: filters that all hold for them.

    Raises:
        UsageError: The address, the CA file or the base cannot be used.
        DirectoryError: Or one of its leaves: unavailable, untrusted, logon failed, too weak.
    """
    directory = LdapDirectory(parse_address(address), login, ca_file, timeout, classes)
    try:
        _ = directory.domain
    except BaseException:
        directory.close()
        raise
    return directory


class LdapDirectory:
    """A ``PersonDirectory`` over one connection, which is opened anew when it is lost.

    A call on a connection that was lost meanwhile is made once more on a new one. A server that is down is asked again
    with every call; one that let us wait until the time-out is asked again after ``ldap_silence.PAUSE`` seconds, and
    until then every call fails at once with ``DirectoryUnavailable``. So a server that hangs in mid-run costs two
    time-outs, then one in every pause.
    """

    def __init__(
        self, address: LdapAddress, login: Login, ca_file: str, timeout: float, classes: str = entries.PEOPLE
    ) -> None:
        self._address = address
        self._login = login
        self._classes = classes
        self._timeout = timeout
        self._controllers = DomainControllers(address, login, tls_context(ca_file), timeout)
        self._connection: Connection | None = None
        self._domain: Domain | None = None
        self._replica = Replica(self._read)
        self._writers: PhotoWriters | None = None
        self._silence = Silence(timeout)

    @property
    def domain(self) -> Domain:
        """The domain it serves, read once."""
        if self._domain is None:
            self._domain = self._call(self._read_domain, self._address.base)
        return self._domain

    @property
    def domains(self) -> tuple[Domain, ...]:
        """That one."""
        return (self.domain,)

    def find(self, keys: Sequence[AccountKey], *, photos: bool = True) -> Iterator[Person]:
        """Every person that any of the keys may mean, each once; one search for every 100 keys."""
        domain = self.domain
        wanted = [entries.filter_for(some, domain.dns, self._classes) for some in _chunks(keys)]
        people: dict[str, Person] = {}
        for person in self._call(partial(self._people, wanted=wanted, photos=photos), domain.base):
            people.setdefault(person.guid, person)
        return iter(people.values())

    def look(self, guids: Sequence[str]) -> Iterator[tuple[Person, bytes | None]]:
        """Those people as they are now, each with the picture; one search for every 100."""
        for some in _chunks(guids):
            search = partial(self._look, wanted=entries.filter_for_guids(some))
            yield from self._call(search, self.domain.base)

    def unmoved(self, seen: Mapping[str, Sighting]) -> dict[str, Sighting]:
        """Those whose thumbnailPhoto has not changed since, as its replication metadata says."""
        wanted = [entries.filter_for_guids(some) for some in _chunks(list(seen))]
        return self._call(partial(self._unmoved, wanted=wanted, seen=seen), self.domain.base)

    def read_photo(self, dn: str) -> bytes | None:
        """The thumbnailPhoto of one person, None when there is none."""
        values = self._call(lambda connection: self._read(connection, dn, entries.PHOTO), dn)
        return next(iter(values.get(entries.PHOTO.lower(), ())), None)

    def write_photo(self, dn: str, photo: bytes | None) -> None:
        """Replace the thumbnailPhoto of one person; None removes it. No other attribute is touched."""
        self.send_photo(dn, photo).result()

    def send_photo(self, dn: str, photo: bytes | None) -> SentWrite:
        """As ``write_photo``, without waiting for the answer."""
        if self._writers is None:
            self._writers = PhotoWriters(
                self._controllers, self._translated, self._verdict, self._silence, self._timeout
            )
        return self._writers.send(dn, photo)

    def close(self) -> None:
        """Log off; calling it twice does no harm."""
        writers, self._writers = self._writers, None
        if writers is not None:
            writers.close()
        self._disconnect()

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            log_off(connection)

    def _call(self, operation: Callable[[Connection], T], target: str) -> T:
        self._silence.check()
        if self._connection is not None:
            try:
                return operation(self._connection)
            except _LOST:
                self._disconnect()
            except LDAPException as error:
                raise self._translated(error, target) from error
        # Reading and replacing may be done twice, so what was lost with the old connection is asked on a new one.
        with self._silence.watching():
            try:
                return operation(self._connected())
            except NATIVE as error:
                if isinstance(error, _LOST):
                    self._disconnect()
                raise self._translated(error, target) from error

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._controllers.connect()
        return self._connection

    def _verdict(self, answer: Answer, dn: str) -> None:
        if answer.code == 0:
            return
        error = self._error(answer, dn)
        if isinstance(error, DirectoryDenied):
            raise DirectoryDenied(error.message, target=dn, advice=self._delegation(dn)) from error
        raise error

    def _translated(self, error: Exception, target: str) -> UpSyncError:
        return translate(error, self._controllers.server, self._login, target)

    def _run(self, connection: Connection, target: str, search: Mapping[str, object]) -> list[dict[str, Any]]:
        connection.search(**search)
        # ldap3 raises no error for referrals and limits.
        if connection.result["result"] != 0:
            result = connection.result
            raise self._error(Answer(0, result["result"], result["message"] or ""), target)
        return [entry for entry in connection.response if entry["type"] == "searchResEntry"]

    def _error(self, answer: Answer, target: str) -> DirectoryError:
        return result_error(answer.code, answer.text, self._controllers.server, self._login, target)

    def _read(self, connection: Connection, dn: str, *names: str) -> entries.Values:
        search = {"search_base": dn, "search_filter": "(objectClass=*)", "search_scope": BASE, "attributes": names}
        found = self._run(connection, dn, search)
        if not found:  # the entry is there, but hidden from this account
            raise PersonNotFound(f"{self._controllers.server} shows no entry {dn}.", target=dn)
        return _values(found[0])

    def _people(self, connection: Connection, wanted: Sequence[str], *, photos: bool) -> list[Person]:
        replica = self._replica.of(connection)
        photos = photos or not replica
        names = entries.ATTRIBUTES if photos else [name for name in entries.ATTRIBUTES if name != entries.PHOTO]
        make = partial(entries.person_of, replica=replica, photo_read=photos)
        return self._search(connection, wanted, names, make)

    def _look(self, connection: Connection, wanted: str) -> list[tuple[Person, bytes | None]]:
        replica = self._replica.of(connection)

        def make(dn: str, values: entries.Values) -> tuple[Person, bytes | None]:
            return entries.person_of(dn, values, replica=replica), entries.photo_of(values)

        return self._search(connection, [wanted], entries.ATTRIBUTES, make)

    def _unmoved(
        self, connection: Connection, wanted: Sequence[str], seen: Mapping[str, Sighting]
    ) -> dict[str, Sighting]:
        replica = self._replica.of(connection)
        unmoved: dict[str, Sighting] = {}

        def take(dn: str, values: entries.Values) -> None:
            guid, now, moved = entries.guid_of(dn, values), entries.sighting_of(values, replica), photo_usn(values)
            if now and moved is not None and seen[guid].replica == replica and moved <= seen[guid].usn:
                unmoved[guid] = now

        self._search(connection, wanted, ["objectGUID", entries.USN, *METADATA], take)
        return unmoved

    def _search(
        self,
        connection: Connection,
        wanted: Sequence[str],
        names: Sequence[str],
        make: Callable[[str, entries.Values], T],
    ) -> list[T]:
        base = self.domain.base
        searches = [Search(base, one, names, make) for one in wanted]
        run_searches(connection, searches)
        for search in searches:
            if search.answer and search.answer.code:
                raise self._error(search.answer, base)
        return [one for search in searches for one in search.found]

    def _read_domain(self, connection: Connection) -> Domain:
        root = self._read(connection, "", "defaultNamingContext", "configurationNamingContext")
        base = self._address.base or entries.text(root, "defaultnamingcontext")
        if not base:
            raise UsageError(
                f"{self._controllers.server} names no domain of its own.",
                target=self._controllers.server,
                advice="Add the base to its address: …/DC=corp,DC=example.",
            )
        try:
            self._read(connection, base, "objectClass")
        except (LDAPNoSuchObjectResult, LDAPInvalidDNSyntaxResult) as error:
            raise UsageError(f"{self._controllers.server} has no base {base}.", target=base) from error
        domain = entries.domain_dn(base)
        cross = self._cross_reference(connection, domain, entries.text(root, "configurationnamingcontext"))
        dns = entries.text(cross, "dnsroot") or entries.dns_name(domain)
        return Domain(dns=dns, netbios=entries.text(cross, "netbiosname"), base=base)

    def _cross_reference(self, connection: Connection, domain: str, configuration: str) -> entries.Values:
        # https://learn.microsoft.com/windows/win32/adschema/a-netbiosname
        if not domain or not configuration:
            return {}
        search = {
            "search_base": f"CN=Partitions,{configuration}",
            "search_filter": f"(&(objectClass=crossRef)(nCName={entries.escape(domain.encode())})(nETBIOSName=*))",
            "search_scope": LEVEL,
            "attributes": ["nETBIOSName", "dnsRoot"],
        }
        found = self._run(connection, domain, search)
        return _values(found[0]) if found else {}

    def _delegation(self, dn: str) -> str:
        """What grants the right that was missing, as a command."""
        netbios = self.domain.netbios or "DOMAIN"
        user = self._login.user or "ACCOUNT"
        account = user if "\\" in user else f"{netbios}\\{user.partition('@')[0]}"
        values = self._call(lambda connection: self._read(connection, dn, "adminCount"), dn)
        if entries.text(values, "admincount") == "1":
            holder = f"CN=AdminSDHolder,CN=System,{entries.domain_dn(dn)}"
            return (
                f"adminCount is 1: AdminSDHolder guards this account and undoes rights delegated on its OU. Take it "
                f'out of the protected groups, or run: dsacls "{holder}" /G "{account}:WP;{entries.PHOTO}"'
            )
        return f'Run: dsacls "{entries.parent(dn)}" /I:S /G "{account}:WP;{entries.PHOTO};user"'


def _chunks(items: Sequence[K]) -> Iterator[Sequence[K]]:
    return (items[start : start + KEYS_A_SEARCH] for start in range(0, len(items), KEYS_A_SEARCH))


def _values(entry: dict[str, Any]) -> entries.Values:
    return {name.lower(): values for name, values in entry["raw_attributes"].items()}

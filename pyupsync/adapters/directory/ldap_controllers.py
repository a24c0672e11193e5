"""The domain controllers of a directory: one is used while it lives, then the next."""

from __future__ import annotations

import ssl
import threading
from contextlib import suppress

from ldap3 import Connection

from pyupsync.adapters.directory.ldap_address import LdapAddress, LdapPlace
from pyupsync.adapters.directory.ldap_login import connect
from pyupsync.config import Login
from pyupsync.errors import DirectoryUnavailable

_ASKED = 3
"""Domain controllers asked for the site at most: those that are down cost a time-out each."""


class DomainControllers:
    """Opens connections to the domain controller in use; where it is unavailable, to the next, which is in use then.

    Only one that cannot be reached is passed over: a refused logon or an untrusted certificate would be so everywhere,
    or is something that a person has to look at.

    Args:
        address: The directory. Without places of its own DNS names them, and does so anew when all of them have failed.
        login: As whom.
        context: What verifies the servers.
        timeout: Seconds for each connection, and for each answer.
    """

    def __init__(
        self,
        address: LdapAddress,
        login: Login,
        context: ssl.SSLContext,
        timeout: float,
    ) -> None:
        self._address = address
        self._login = login
        self._context = context
        self._timeout = timeout
        self._places = list(address.places)
        self._lock = threading.Lock()

    @property
    def server(self) -> str:
        """The one in use, for messages."""
        places = self._places
        return places[0].server if places else f"{self._address.scheme}://{self._address.domain}"

    def connect(self) -> Connection:
        """A bound connection to the one in use, or to the next that can be had. May be called in several threads.

        Raises:
            DirectoryError: Or one of its leaves: one that is no case for the next, or that none could be reached.
            CredentialError: The login cannot be used at all.
        """
        with self._lock:
            if not self._places:
                self._places = list(self._discover())
            failures: list[DirectoryUnavailable] = []
            for place in list(self._places):
                try:
                    connection = connect(place, self._login, self._context, self._timeout)
                except DirectoryUnavailable as error:
                    failures.append(error)
                else:
                    # What was passed over is tried last when this one fails.
                    self._places = self._places[len(failures) :] + self._places[: len(failures)]
                    return connection
            if not self._address.places:
                self._places = []
            raise _none_of(failures)

    def _discover(self) -> tuple[LdapPlace, ...]:
        """All that DNS names, those of this machine's site first."""
        # Not loaded where an address names its hosts: dnspython takes a third of the time to start.
        from pyupsync.adapters.directory.ldap_dns import controllers  # noqa: PLC0415
        from pyupsync.adapters.directory.ldap_site import client_site  # noqa: PLC0415

        scheme, domain = self._address.scheme, self._address.domain
        every = controllers(scheme, domain, self._timeout)
        asked = (client_site(place, domain, self._context, self._timeout) for place in every[:_ASKED])
        site = next(filter(None, asked), "")
        near: tuple[LdapPlace, ...] = ()
        if site:
            with suppress(DirectoryUnavailable):  # a site need not have any
                near = controllers(scheme, domain, self._timeout, site)
        return tuple(dict.fromkeys((*near, *every)))

    def uses(self, connection: Connection) -> bool:
        """Whether it leads to the one in use."""
        places = self._places
        return bool(places) and (connection.server.host, connection.server.port) == (places[0].host, places[0].port)


def _none_of(failures: list[DirectoryUnavailable]) -> DirectoryUnavailable:
    if len(failures) == 1:
        return failures[0]
    said = " ".join(error.message for error in failures)
    return DirectoryUnavailable(
        f"No domain controller could be used. {said}", target=failures[0].target, advice=failures[0].advice
    )

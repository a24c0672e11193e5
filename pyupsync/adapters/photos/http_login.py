"""Who is logged on where: credentials for the named hosts, never across a redirect to another one."""

from __future__ import annotations

import base64
import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pyupsync.adapters.http_client import Answer, Connection
from pyupsync.adapters.photos.http_body import drain
from pyupsync.adapters.photos.urls import Place, Site, named_site, site_name
from pyupsync.config import Login
from pyupsync.errors import CredentialError, FetchError, PhotoDenied, PhotoUntrusted, UsageError

if TYPE_CHECKING:
    from pyupsync.adapters.http_negotiate import Negotiator, Ticket


class SiteLogin:
    """The login for a set of sites, for use by several threads.

    Args:
        sites: Where credentials may go.
        login: ``current`` and ``kerberos`` answer Negotiate, ``basic`` goes over https only, ``none`` sends nothing.

    Raises:
        UsageError: The login cannot be used.
    """

    def __init__(self, sites: frozenset[Site], login: Login) -> None:
        self._sites = sites
        self._login = login
        self._negotiated: set[Place] = set()
        self._negotiator: Negotiator | None = None
        self._basic = ""
        if login.auth == "basic":
            self._basic = _basic(login)
        elif login.auth != "none" and sites:
            self._negotiator = _negotiator(login)

    def ask(
        self,
        connection: Connection,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        first: Place,
        body: bytes | None = None,
    ) -> Answer:
        """One request, with what logs on where its way began at ``first``; once more where a ticket is asked for.

        Where a place has taken a ticket before, the next one goes along with the request and saves a round trip; where
        the server keeps the logon for the connection (Persistent-Auth: true, as IIS does by default), none is needed.

        Raises:
            PhotoUntrusted: A server took a ticket over http and did not prove that it can read it.
            PhotoDenied, PhotoUnreachable: There is no ticket to be had.
            OSError, http.client.HTTPException: There was no answer.
        """
        may = self._may(connection, first)
        if not may or self._negotiator is None:
            basic = {"Authorization": self._basic} if may and self._basic else {}
            return connection.ask(method, url, {**headers, **basic}, body)
        before = connection.here in self._negotiated and not connection.logged_on
        ticket = self._ticket(connection) if before else None
        answer = connection.ask(method, url, _with(headers, ticket), body)
        if answer.status_code == 401 and "negotiate" in answer.headers.get("www-authenticate", "").lower():
            drain(answer)
            answer.close()
            if ticket:  # such tickets were good before: a new logon may have new ones
                self._negotiator.renew()
            ticket = self._ticket(connection)
            answer = connection.ask(method, url, _with(headers, ticket), body)
        if ticket:
            self._check(answer, connection, ticket)
        return answer

    def _may(self, connection: Connection, first: Place) -> bool:
        here = connection.here
        if connection.readable or (self._basic and here.scheme != "https"):
            return False
        return self._is_named(here) and first.leads_on_to(here)

    def _ticket(self, connection: Connection) -> Ticket:
        assert self._negotiator is not None  # noqa: S101
        connection.open()  # the ticket is tied to the certificate that is shown there
        return self._negotiator.ticket(connection.here.host, connection.binding)

    def _is_named(self, here: Place) -> bool:
        return named_site(here, self._sites, secret=self._login.auth == "basic")

    def _check(self, answer: Answer, connection: Connection, ticket: Ticket) -> None:
        """Hold the server to its side of the exchange.

        Over https its certificate has proved who it is; over http only its answer to the ticket does.
        """
        here, status = connection.here, answer.status_code
        if status == 401:
            self._negotiated.discard(here)
            return
        try:
            proved = ticket.proved(answer.headers.get("www-authenticate", ""))
            if here.scheme == "http" and not proved and (status < 300 or status == 304):
                raise PhotoUntrusted(
                    f"{here.host} took the Kerberos ticket and did not prove who it is.",
                    target=here.host,
                    advice="Ask for the pictures over https, or see what stands between this machine and the site.",
                )
        except FetchError:
            answer.close()
            raise
        self._negotiated.add(here)
        # https alone: over http every answer is to prove who it comes from.
        keeps = answer.headers.get("persistent-auth", "").strip().lower() == "true"
        connection.logged_on = keeps and here.scheme == "https"

    def refused(self, answer: Answer, url: str, connection: Connection, first: Place) -> FetchError:
        """The error of a 401, with what would mend it."""
        here = connection.here
        if connection.readable:
            said = "wants a logon, and a proxy would see what is sent there over http."
            advice = "Have the profiles' PictureURL name https, or leave --proxy out."
        else:
            said, advice = self._why(answer.headers.get("www-authenticate", ""), here, first)
        return PhotoDenied(f"{here.host} {said}", target=url, advice=advice)

    def _why(self, offers: str, here: Place, first: Place) -> tuple[str, str]:
        if not self._is_named(here):
            return (
                "wants a logon, and is not among the sites that get credentials.",
                f"Name it: --site {site_name(here)}",
            )
        if not first.leads_on_to(here):
            said = f"wants a logon, and credentials do not follow the redirect from {first.host}."
            return said, f"Have the profiles' PictureURL name {here.host} itself (Update-SPProfilePhotoStore)."
        if self._login.auth == "none":
            return "wants a logon, and none was to be sent.", "Choose one: --site-auth current"
        if self._login.auth == "basic":
            return self._why_not_basic(here)
        if "negotiate" not in offers.lower():
            shown = ", ".join(sorted({part.split()[0] for part in offers.split(",") if part.split()})) or "nothing"
            said = f"wants a logon but does not offer Kerberos (Negotiate); it offers {shown}."
            return said, "Set the web application's zone to Negotiate (Kerberos)."
        said = "refused the Kerberos ticket, or the account may not read there."
        advice = (
            f"Check that HTTP/{here.host} is the SPN of the application pool's account alone (setspn -Q "
            f"HTTP/{here.host}), and that the account may read the My Site host."
        )
        return said, advice

    def _why_not_basic(self, here: Place) -> tuple[str, str]:
        if here.scheme == "http":
            return "wants a logon, and Basic goes over https only.", "Use https, or --site-auth kerberos"
        return f"refused the user {self._login.user} or the password.", "Check both, and that it offers Basic."


def _with(headers: Mapping[str, str], ticket: Ticket | None) -> dict[str, str]:
    return {**headers, "Authorization": ticket.header} if ticket else dict(headers)


def _basic(login: Login) -> str:
    if not login.user or not login.password:
        advice = "Give both: --site-user and --site-password-file."
        raise CredentialError("Basic authentication needs a user and a password.", target=login.user, advice=advice)
    # In UTF-8, as RFC 7617 wants it.
    return "Basic " + base64.b64encode(f"{login.user}:{login.password}".encode()).decode()


def _negotiator(login: Login) -> Negotiator:
    try:
        library = importlib.import_module("pyupsync.adapters.http_negotiate")
        made: Negotiator = library.Negotiator(login)
    except (ImportError, OSError) as error:  # OSError: the wheel is there, the system's Kerberos library is not
        advice = 'Run: pip install "pyupsync[kerberos]"'
        raise UsageError(f"Kerberos needs libraries that cannot be used: {error}.", advice=advice) from error
    return made

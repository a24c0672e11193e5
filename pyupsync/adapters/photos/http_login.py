"""Who is logged on where: credentials for the named hosts, never across a redirect to another one."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from pyupsync.adapters.photos.urls import Place, Site, named_site, site_name
from pyupsync.config import Login
from pyupsync.errors import CredentialError, FetchError, PhotoDenied, PhotoUntrusted, UsageError

if TYPE_CHECKING:
    from pyupsync.adapters.photos.negotiate import NegotiateAuth


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
        self._own = threading.local()
        self._negotiated: set[Place] = set()
        self._make: Callable[[], NegotiateAuth] | None = None
        self._basic: AuthBase | None = None
        if login.auth == "basic":
            self._basic = _basic(login)
        elif login.auth != "none" and sites:
            self._make = _negotiate(login)

    def auth_for(self, here: Place, first: Place) -> AuthBase | None:
        """What authenticates a request to ``here`` that began at ``first``; None for nothing.

        Where a place has taken a ticket before, the next one goes along with the request and saves a round trip.
        """
        if not (self._is_named(here) and first.leads_on_to(here)):
            return None
        if self._make is None:
            return self._basic if here.scheme == "https" else None
        ticket = self._tickets().setdefault(here, self._make())
        ticket.begin(preemptive=here in self._negotiated)
        return ticket

    def _is_named(self, here: Place) -> bool:
        return named_site(here, self._sites, secret=self._login.auth == "basic")

    def _tickets(self) -> dict[Place, NegotiateAuth]:
        """This thread's authenticators."""
        mine: dict[Place, NegotiateAuth] | None = getattr(self._own, "tickets", None)
        if mine is None:
            mine = self._own.tickets = {}
        return mine

    def check(self, response: requests.Response, here: Place, auth: AuthBase | None) -> None:
        """Hold the server to its side of the exchange.

        Over https its certificate has proved who it is; over http only its answer to the ticket does.

        Raises:
            PhotoUntrusted: It took a ticket over http and did not prove that it can read it.
        """
        ticket = self._tickets().get(here)
        if auth is None or ticket is None or not ticket.sent:
            return
        if response.status_code == 401:
            self._negotiated.discard(here)
            return
        if here.scheme == "http" and response.ok and not response.is_redirect and not ticket.auth_done:
            raise PhotoUntrusted(
                f"{here.host} took the Kerberos ticket and did not prove who it is.",
                target=here.host,
                advice="Ask for the pictures over https, or see what stands between this machine and the site.",
            )
        self._negotiated.add(here)

    def refused(self, response: requests.Response, here: Place, first: Place) -> FetchError:
        """The error of a 401, with what would mend it."""
        said, advice = self._why(response.headers.get("www-authenticate", ""), here, first)
        return PhotoDenied(f"{here.host} {said}", target=response.url, advice=advice)

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


def _basic(login: Login) -> HTTPBasicAuth:
    if not login.user or not login.password:
        advice = "Give both: --site-user and --site-password-file."
        raise CredentialError("Basic authentication needs a user and a password.", target=login.user, advice=advice)
    # As RFC 7617 wants it; requests would write Latin-1.
    return HTTPBasicAuth(login.user.encode(), login.password.encode())


def _negotiate(login: Login) -> Callable[[], NegotiateAuth]:
    try:
        library = importlib.import_module("pyupsync.adapters.photos.negotiate")
        credentials = library.credentials_for(login)
    except (ImportError, OSError) as error:  # OSError: the wheel is there, the system's Kerberos library is not
        advice = 'Run: pip install "pyupsync[kerberos]"'
        raise UsageError(f"Kerberos needs libraries that cannot be used: {error}.", advice=advice) from error
    kind: Callable[[Login, object | None], NegotiateAuth] = library.NegotiateAuth
    return lambda: kind(login, credentials)

"""Kerberos by Negotiate (RFC 4559) on top of requests-kerberos, with the failures told instead of swallowed.

Imported only where it is used: its libraries are the extra ``kerberos``.
"""

from __future__ import annotations

import base64
import binascii
import logging
from typing import Any

import spnego
from requests import Response
from requests_kerberos import OPTIONAL, HTTPKerberosAuth
from requests_kerberos.exceptions import KerberosExchangeError

from pyupsync.adapters.kerberos import explain, gss_credentials
from pyupsync.config import Login
from pyupsync.errors import CredentialError, PhotoDenied, PhotoUnreachable, PhotoUntrusted, UpSyncError

# requests-kerberos logs tickets at the level debug, and every missing picture as a failed authentication.
logging.getLogger("requests_kerberos").setLevel(logging.CRITICAL)
logging.getLogger("spnego").setLevel(logging.INFO)

_FLAGS = spnego.ContextReq.mutual_auth | spnego.ContextReq.sequence_detect


def credentials_for(login: Login) -> object | None:
    """GSSAPI credentials to be shared by all threads, None for the identity this runs under.

    Raises:
        CredentialError: The keytab cannot be used, or the KDC refused the password.
    """
    # Where the system has no Kerberos library this raises ImportError.
    spnego.client(hostname="localhost", service="HTTP", protocol="kerberos")
    try:
        return gss_credentials(login)
    except UpSyncError:
        raise
    except Exception as error:
        trouble = explain(error, login)
        if trouble is None:
            raise
        said = f"Kerberos did not log {login.user or 'this account'} on to the photo site: {trouble.message}."
        raise CredentialError(said, target=login.user, advice=trouble.advice) from error


class NegotiateAuth(HTTPKerberosAuth):  # type: ignore[misc]
    """Authenticates the requests that one thread sends to one host.

    The exchange is the library's. Its contexts are made here, from credentials that are asked of the KDC once, not for
    each picture.

    Attributes:
        sent: A ticket went out with the current request.
        auth_done: The server has proved by its answer who it is.
    """

    def __init__(self, login: Login, credentials: object | None) -> None:
        # OPTIONAL: REQUIRED takes error pages and redirects, which prove nothing, for attacks.
        super().__init__(mutual_authentication=OPTIONAL)
        self._login = login
        self._own: dict[str, Any] = {} if credentials is None else {"_gssapi_credential": credentials}
        self.sent = self._answered = False

    def begin(self, *, preemptive: bool) -> None:
        """Forget the request before; ``preemptive`` sends the ticket before it is asked for."""
        self.sent = self._answered = self.auth_done = False
        self.force_preemptive = preemptive

    def handle_response(self, response: Response, **kwargs: object) -> Response:
        """Answer a 401, check the proof of any other answer."""
        # The certificate for the channel binding is read from the socket, which an empty body has let go.
        self.send_cbt = response.status_code == 401 and response.headers.get("Content-Length") != "0"
        try:
            answer: Response = super().handle_response(response, **kwargs)
        except binascii.Error as error:
            response.close()
            raise _no_proof(response.url) from error
        except Exception:
            response.close()
            raise
        return answer

    def generate_request_header(self, response: Response | None, host: str, is_preemptive: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002 - the library's signature
        """A fresh ticket's header.

        Raises:
            KerberosExchangeError: One was refused already; the library then hands out the 401.
            PhotoDenied, PhotoUnreachable: There is no ticket to be had.
        """
        if self._answered:
            raise KerberosExchangeError("the ticket was refused")
        self._answered = not is_preemptive
        try:
            context = spnego.client(
                hostname=host,
                service="HTTP",
                channel_bindings=self._cbts.get(host),
                context_req=_FLAGS,
                protocol="kerberos",
                **self._own,
            )
            token = context.step()
        except spnego.exceptions.SpnegoError as error:
            raise _no_ticket(error, self._login, host) from error
        self._context[host] = context
        self.sent = True
        return "Negotiate " + base64.b64encode(token or b"").decode()

    def authenticate_server(self, response: Response) -> bool:
        """Check the server's proof.

        Raises:
            PhotoUntrusted: It is wrong.
        """
        if not super().authenticate_server(response):
            raise _no_proof(response.url)
        return True


def _no_proof(url: str) -> PhotoUntrusted:
    said = f"{url} answered with a Kerberos proof that is not the site's own."
    return PhotoUntrusted(said, target=url, advice="See what stands between this machine and the site.")


def _no_ticket(error: Exception, login: Login, host: str) -> UpSyncError:
    trouble = explain(error.__cause__ or error, login)
    if trouble is None:
        said = f"Kerberos gave no ticket for HTTP/{host}: {error}."
        return PhotoDenied(said, target=host, advice=f"Check who has the SPN: setspn -Q HTTP/{host}")
    kind = PhotoUnreachable if trouble.kind == "unreachable" else PhotoDenied
    return kind(f"There is no ticket for HTTP/{host}: {trouble.message}.", target=host, advice=trouble.advice)

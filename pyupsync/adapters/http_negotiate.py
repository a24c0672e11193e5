"""Kerberos by Negotiate (RFC 4559): a ticket for a request, and the proof that comes back.

Imported only where it is used: its libraries are the extra ``kerberos``. python-gssapi is asked directly where it is
there, as a request through pyspnego takes three times as long; on Windows, where it is not, pyspnego asks SSPI.
"""

from __future__ import annotations

import base64
import binascii
import importlib
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from pyupsync.adapters.kerberos import Credential, copied_credentials, explain, gss_credentials
from pyupsync.config import Login
from pyupsync.errors import CredentialError, PhotoDenied, PhotoUnreachable, PhotoUntrusted, UpSyncError

# It writes tickets to the log at the level debug.
logging.getLogger("spnego").setLevel(logging.INFO)

_TOKEN = re.compile(r"\bnegotiate +([^\s,]+)", re.IGNORECASE)
FRESH = 60.0
"""Seconds within which credentials are not asked for again, however many requests are refused."""


class Context(Protocol):
    """One exchange, as python-gssapi and pyspnego both have it."""

    @property
    def complete(self) -> bool:
        """Whether the server has proved who it is."""

    def step(self, token: bytes | None = None) -> bytes | None:
        """Take the other side's token, give the next one of this side."""


@dataclass(slots=True)
class Ticket:
    """What goes along with one request."""

    header: str
    host: str
    _context: Context = field(repr=False)

    def proved(self, offer: str) -> bool:
        """Whether the server's WWW-Authenticate proves who it is; False when it says nothing.

        Raises:
            PhotoUntrusted: What it says is wrong.
        """
        found = _TOKEN.search(offer)
        if not found:
            return False
        try:
            self._context.step(base64.b64decode(found[1], validate=True))
            complete = self._context.complete
        except binascii.Error as error:
            raise _no_proof(self.host) from error
        except Exception as error:
            if _is_gss(error):
                raise _no_proof(self.host) from error
            raise
        return complete


class Negotiator:
    """Makes tickets for a login, in any thread; its credentials are asked of the KDC once, not for each picture.

    Raises:
        CredentialError: The keytab cannot be used, or the KDC refused the password.
        ImportError, OSError: There is no Kerberos library.
    """

    def __init__(self, login: Login) -> None:
        self._login = login
        self._library = _library()
        self._lock = threading.Lock()
        self._failed: UpSyncError | None = None
        self._credentials = self._acquire()
        self._since = time.monotonic()

    def ticket(self, host: str, binding: bytes) -> Ticket:
        """A ticket for HTTP at ``host``, tied to its certificate by ``binding``.

        Credentials that have expired in the meantime are renewed once.

        Raises:
            CredentialError: They cannot be renewed.
            PhotoDenied, PhotoUnreachable: There is no ticket to be had.
        """
        if self._failed:
            raise self._failed
        used = self._credentials
        try:
            return self._made(used, host, binding)
        except Exception as error:
            trouble = explain(_cause(error), self._login)
            if trouble is None:
                raise
            if trouble.kind != "credential" or not self.renew(used):
                raise _no_ticket(error, self._login, host) from error
        try:
            return self._made(self._credentials, host, binding)
        except Exception as error:
            if not _is_gss(error):
                raise
            raise _no_ticket(error, self._login, host) from error

    def renew(self, used: Credential | None = None) -> bool:
        """Ask for new credentials, unless another thread just has; whether there are any now.

        Args:
            used: Those that are known to have ended; without, those in use are kept while they are fresh.

        Raises:
            CredentialError: There are none to be had any more.
        """
        with self._lock:
            if self._credentials is None:
                return False  # the ticket cache is somebody else's, and is read anew for every ticket
            if self._failed:  # asking again and again with a password that is wrong by now would lock the account
                raise self._failed
            ended = used is not None and used is self._credentials
            if ended or time.monotonic() - self._since > FRESH:
                try:
                    self._credentials = self._acquire(renewal=True)
                except UpSyncError as error:
                    trouble = explain(error.__cause__ or error, self._login)
                    self._failed = None if trouble and trouble.kind == "unreachable" else error
                    raise
                self._since = time.monotonic()
            return True

    def _made(self, credentials: Credential | None, host: str, binding: bytes) -> Ticket:
        context = self._library(host, binding, credentials)
        token = context.step()
        return Ticket("Negotiate " + base64.b64encode(token or b"").decode(), host, context)

    def _acquire(self, *, renewal: bool = False) -> Credential | None:
        try:
            return gss_credentials(self._login, renewal=renewal) or copied_credentials()
        except UpSyncError:
            raise
        except Exception as error:
            trouble = explain(error, self._login)
            if trouble is None:
                raise
            whose = self._login.user or "this account"
            said = f"Kerberos did not log {whose} on to the photo site: {trouble.message}."
            raise CredentialError(said, target=self._login.user, advice=trouble.advice) from error


class _Library(Protocol):
    def __call__(self, host: str, binding: bytes, credentials: Credential | None) -> Context: ...


def _library() -> _Library:
    """What makes contexts: python-gssapi's, else pyspnego's."""
    try:
        gssapi: Any = importlib.import_module("gssapi")
        importlib.import_module("gssapi.raw")
    except (ImportError, OSError):
        return _of_spnego()
    mech, wanted = gssapi.MechType.kerberos, gssapi.RequirementFlag
    flags = [wanted.mutual_authentication, wanted.out_of_sequence_detection]

    # MIT's library works a name that is not canonical out for every ticket anew, by DNS where krb5.conf wants that.
    @lru_cache(maxsize=64)
    def peer(host: str, binding: bytes) -> dict[str, Any]:
        name = gssapi.Name(f"HTTP@{host}", gssapi.NameType.hostbased_service).canonicalize(mech)
        tied = gssapi.raw.ChannelBindings(application_data=binding) if binding else None
        return {"target_name": name, "mech": mech, "flags": flags, "channel_bindings": tied}

    def begin(host: str, binding: bytes, credentials: Credential | None) -> Context:
        return _GssContext(gssapi.raw.init_sec_context, peer(host, binding), credentials)

    return begin


class _GssContext:
    """An exchange by the calls of python-gssapi themselves; its class of contexts takes as long again around them."""

    def __init__(self, step: Callable[..., Any], peer: Mapping[str, Any], credentials: Credential | None) -> None:
        self._step, self._peer, self._credentials = step, peer, credentials
        self._context: Any = None
        self.complete = False

    def step(self, token: bytes | None = None) -> bytes | None:
        """Take the other side's token, give the next one of this side."""
        result = self._step(creds=self._credentials, context=self._context, input_token=token, **self._peer)
        self._context = result.context
        self.complete = not result.more_steps
        own: bytes | None = result.token
        return own


def _of_spnego() -> _Library:
    spnego: Any = importlib.import_module("spnego")
    bindings: Any = importlib.import_module("spnego.channel_bindings")
    # Where the system has no Kerberos library this raises ImportError.
    spnego.client(hostname="localhost", service="HTTP", protocol="kerberos")
    flags = spnego.ContextReq.mutual_auth | spnego.ContextReq.sequence_detect

    def begin(host: str, binding: bytes, credentials: Credential | None) -> Context:  # noqa: ARG001
        context: Context = spnego.client(
            hostname=host,
            service="HTTP",
            protocol="kerberos",
            context_req=flags,
            channel_bindings=bindings.GssChannelBindings(application_data=binding) if binding else None,
        )
        return context

    return begin


def _is_gss(error: Exception) -> bool:
    return any(kind.__module__.partition(".")[0] in {"gssapi", "spnego"} for kind in type(error).__mro__)


def _cause(error: Exception) -> BaseException:
    """GSSAPI's own error, which pyspnego wraps."""
    return error if hasattr(error, "min_code") else error.__cause__ or error


def _no_proof(host: str) -> PhotoUntrusted:
    said = f"{host} answered with a Kerberos proof that is not the site's own."
    return PhotoUntrusted(said, target=host, advice="See what stands between this machine and the site.")


def _no_ticket(error: Exception, login: Login, host: str) -> UpSyncError:
    trouble = explain(_cause(error), login)
    if trouble is None:
        said = f"Kerberos gave no ticket for HTTP/{host}: {error}."
        return PhotoDenied(said, target=host, advice=f"Check who has the SPN: setspn -Q HTTP/{host}")
    kind = PhotoUnreachable if trouble.kind == "unreachable" else PhotoDenied
    return kind(f"There is no ticket for HTTP/{host}: {trouble.message}.", target=host, advice=trouble.advice)

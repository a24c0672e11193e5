"""What a photo site's refusals mean, in sentences: status codes, lost connections, certificates."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from http.client import IncompleteRead, InvalidURL, RemoteDisconnected
from urllib.parse import urlsplit

from pyupsync.adapters.http_client import ProxyFailed
from pyupsync.adapters.http_waiting import Stopped, TooSlow
from pyupsync.errors import FetchError, PhotoBusy, PhotoDenied, PhotoMissing, PhotoUnreachable, PhotoUntrusted

_FORMS = ("/_login/", "/_forms/", "/_trust/", "/_layouts/15/authenticate.aspx", "/_layouts/authenticate.aspx")
_REFUSED = ("/accessdenied.aspx",)
# X509_V_ERR_* of OpenSSL, x509_vfy.h
_EXPIRED, _NOT_YET, _WRONG_NAME, _WRONG_IP = 10, 9, 62, 64
_LINES = {
    400: "could not read the request (400)",
    403: "does not let this account read the picture (403)",
    407: "sits behind a proxy that wants a logon (407)",
    429: "asks for fewer requests (429)",
    503: "has too much to do, or is down for a while (503)",
}
# What is found first among the causes of a failure tells it.
_CONNECTION: tuple[tuple[tuple[type[BaseException], ...], str, str], ...] = (
    ((ssl.SSLError,), "{host} and this machine agree on no way to speak TLS.", "Check that the port speaks TLS 1.2."),
    (
        (socket.gaierror,),
        "The host name {host} is not known.",
        "Check the host name in the address and this machine's DNS.",
    ),
    ((ConnectionRefusedError,), "{host} refuses the connection.", "Check that the site is up and the port is open."),
    (
        (TimeoutError,),
        "{host} did not answer within {timeout:g} seconds.",
        "Check the site and the network, or give it longer with --timeout.",
    ),
)


def of_status(status: int, url: str) -> FetchError:
    """The error of an answer that is neither a picture nor a redirect; 401 has words of its own elsewhere."""
    host = urlsplit(url).netloc
    if status in {404, 410}:
        return PhotoMissing(
            f"{host} has no picture at {url} ({status}).",
            target=url,
            advice="The profile points at a picture that is gone: upload it again, or clear PictureURL.",
        )
    if status == 403:
        advice = "Give the account read access to the picture library of the My Site host."
        return PhotoDenied(f"{host} {_LINES[403]}: {url}.", target=url, advice=advice)
    if status in {429, 503}:
        advice = "Try again later; ask for fewer at once with --rate or --per-host."
        return PhotoBusy(f"{host} {_LINES[status]}: {url}.", target=url, advice=advice)
    if status >= 500:
        advice = "Look for the address and this minute in the site's IIS and ULS logs; try again later."
        return FetchError(f"{host} failed with status {status} on {url}.", target=url, advice=advice)
    line = _LINES.get(status, f"answered with status {status}, which is no picture")
    return FetchError(f"{host} {line}: {url}.", target=url, advice="Open the PictureURL in a browser.")


def of_login_page(url: str) -> PhotoDenied | None:
    """The error of a redirect to one of SharePoint's logon or refusal pages; None when ``url`` is neither."""
    path = urlsplit(url).path.lower()
    host = urlsplit(url).netloc
    if any(page in path for page in _REFUSED):
        return PhotoDenied(
            f"{host} does not let this account read the picture: it shows its Access Denied page.",
            target=url,
            advice="Give the account read access to the picture library of the My Site host.",
        )
    if any(page in path for page in _FORMS):
        return PhotoDenied(
            f"{host} sends to a logon page instead of asking for Windows authentication.",
            target=url,
            advice="Use the alternate access mapping of a zone with Windows authentication (Get-SPAlternateURL).",
        )
    return None


def of_exception(error: Exception, url: str, timeout: float) -> FetchError:
    """The error of a request that got no whole answer; ``timeout`` is in seconds."""
    host = urlsplit(url).netloc
    causes = list(_causes(error))
    told = next((told for cause in causes if (told := _of_cause(cause, host, url))), None)
    if told:
        return told
    if isinstance(error, ValueError | InvalidURL):  # an address or a header that makes no sense
        return FetchError(f"{url} cannot be asked for over HTTP: {error}.", target=url, advice="Correct the address.")
    for kinds, said, advice in _CONNECTION:
        if any(isinstance(cause, kinds) for cause in causes):
            return PhotoUnreachable(said.format(host=host, timeout=timeout), target=url, advice=advice)
    said = f"The connection to {host} was lost: {causes[-1]}."
    return PhotoUnreachable(said, target=url, advice="Try again; look at the site's logs.")


def _of_cause(cause: BaseException, host: str, url: str) -> FetchError | None:
    if isinstance(cause, Stopped):
        return FetchError(f"The run was stopped before this answer came: {url}.", target=url, advice="Run it again.")
    if isinstance(cause, TooSlow):
        advice = "Try again later; give it longer with --timeout."
        return PhotoUnreachable(f"The answer comes too slowly: {url}.", target=url, advice=advice)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _of_certificate(cause, host, url)
    if isinstance(cause, ProxyFailed):
        return _of_proxy(cause, host, url)
    return None


_DROPPED = (RemoteDisconnected, ConnectionResetError, BrokenPipeError, IncompleteRead)


def was_dropped(error: BaseException) -> bool:
    """Whether the server closed a connection before its answer was complete."""
    return any(isinstance(cause, _DROPPED) for cause in _causes(error))


def was_silent(error: BaseException) -> bool:
    """Whether the server took longer than it may."""
    return any(isinstance(cause, TimeoutError | TooSlow) for cause in _causes(error))


def was_refused(error: BaseException) -> bool:
    """Whether nobody listens there, as while a server is started again."""
    return any(isinstance(cause, ConnectionRefusedError) for cause in _causes(error))


def _of_proxy(cause: ProxyFailed, host: str, url: str) -> PhotoUnreachable:
    said = f"The proxy {cause.proxy} brings nothing to {host}: {cause}."
    advice = "See that it is up and lets this machine through without a logon, or leave --proxy out."
    return PhotoUnreachable(said, target=url, advice=advice)


def _of_certificate(cause: ssl.SSLCertVerificationError, host: str, url: str) -> PhotoUntrusted:
    if cause.verify_code in {_WRONG_NAME, _WRONG_IP}:
        return PhotoUntrusted(
            f"The certificate of {host} is for another name.",
            target=url,
            advice="Use the name the certificate has, or renew it with this one among its subject alternative names.",
        )
    if cause.verify_code in {_EXPIRED, _NOT_YET}:
        when = "has expired" if cause.verify_code == _EXPIRED else "is not valid yet"
        advice = "Renew it, or set the clock."
        return PhotoUntrusted(f"The certificate of {host}, or one it rests on, {when}.", target=url, advice=advice)
    return PhotoUntrusted(
        f"The certificate of {host} is not trusted: {cause.verify_message}.",
        target=url,
        advice="Import the whole chain of its authorities on this machine, or give it with --ca-file PEM.",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it came from, outermost first."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = [getattr(one, "reason", None), one.__cause__, one.__context__, *one.args]
        waiting += [other for other in inner if isinstance(other, BaseException)]

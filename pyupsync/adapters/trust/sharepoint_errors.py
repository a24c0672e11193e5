"""What SharePoint's cmdlets say, as errors with advice. Types first: messages are in the farm's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from pyupsync.adapters.powershell.talk import PowerShellError, PowerShellUnavailable
from pyupsync.errors import AlreadyTrusted, TrustStoreError, UpSyncError


class _Case(NamedTuple):
    """How an error is known (parts of its id, its type or its message, in lower case) and what is said of it."""

    signs: tuple[str, ...]
    message: str
    advice: str
    quoted: bool = True
    """Whether the cmdlet's own words say more."""
    kind: type[UpSyncError] | None = None
    """Its own class; otherwise the one that is asked for."""


_ADMINISTRATOR = "Run this as a farm administrator with the right SharePoint_Shell_Access (Add-SPShellAdmin)."
_CASES = (
    _Case(
        ("pyupsync:notrestarted", "iisreset"),
        "IIS was not restarted on {target}.",
        "Run iisreset {target} /noforce there as an administrator.",
    ),
    _Case(
        ("pyupsync:alreadytrusted",),
        "This certificate is trusted already; another run may have brought it.",
        "",
        quoted=False,
        kind=AlreadyTrusted,
    ),
    _Case(
        ("pyupsync:othercertificate",),
        "The authority {target} has another certificate by now.",
        "Another run changed it meanwhile; plan again.",
        quoted=False,
    ),
    _Case(
        ("spduplicateobjectexception",),
        "An authority named {target} is in the trust store already.",
        "Choose another name.",
        quoted=False,
    ),
    _Case(
        ("pyupsync:nosuchauthority",),
        "There is no authority {target} in the trust store.",
        "List the store again; somebody may have removed it.",
        quoted=False,
    ),
    _Case(
        ("pyupsync:nosharepoint", "commandnotfoundexception", "addpssnapinread"),
        "SharePoint's cmdlets are not on this machine.",
        "Run this in the SharePoint Management Shell of a server of the farm; they are for Windows PowerShell only.",
        quoted=False,
    ),
    _Case(
        ("platformnotsupportedexception", "microsoft .net runtime"),
        "This SharePoint runs in Windows PowerShell 2.0 only.",
        "For SharePoint 2010 give the address as sharepoint:2010.",
    ),
    _Case(
        ("local farm is not accessible", "cannot access the local farm", "featuredependencyid"),
        "The farm is not reached from this machine under this account.",
        f"See that this server is joined to the farm and its database is up. {_ADMINISTRATOR}",
    ),
    _Case(
        ("unauthorizedaccessexception", "securityexception", "sqlexception"),
        "The farm refuses this account.",
        _ADMINISTRATOR,
    ),
    _Case(
        ("private key",),
        "SharePoint refuses the certificate of {target}: a private key is with it.",
        "Export the certificate without its private key.",
    ),
    _Case(
        ("pyupsync:notonecertificate", "only one x509 certificate"),
        "What was given for {target} is not exactly one public certificate.",
        "Expand the file to one certificate a file first (trust expand).",
    ),
)


@contextmanager
def sharepoint_errors(target: str, kind: type[UpSyncError] = TrustStoreError) -> Iterator[None]:
    """Turn what the snippets end in into errors of the tree.

    Args:
        target: What was being worked on: an authority's name, a server.
        kind: The class of the errors.

    Raises:
        UpSyncError: Of that class, with advice, and with the cmdlet's own words where they say more.
    """
    try:
        yield
    except PowerShellUnavailable as error:
        raise kind(error.message, target=target, advice=error.advice) from error
    except PowerShellError as error:
        raise _error_of(error, target, kind) from error


def _error_of(error: PowerShellError, target: str, kind: type[UpSyncError]) -> UpSyncError:
    clues = f"{error.error_id}\n{error.kind}\n{error.message}".lower()
    own_words = _own_words(error)
    for case in _CASES:
        if any(sign in clues for sign in case.signs):
            said = f" It said: {own_words}" if own_words and case.quoted else ""
            words = case.message.format(target=target) + said
            return (case.kind or kind)(words, target=target, advice=case.advice.format(target=target))
    cause = error.kind.rpartition(".")[2] or error.error_id
    return kind(f"SharePoint refused {target}: {own_words} ({cause})", target=target)


def _own_words(error: PowerShellError) -> str:
    """The message in one line; a snippet that refuses puts its code before it."""
    words = error.message.split()
    return " ".join(words[1:] if words and words[0].startswith("pyupsync:") else words)

"""What was refused, put together: one finding for each cause and client, however many requests there were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pyupsync.diagnosis import log_codes as codes
from pyupsync.diagnosis.log_answers import ANSWERS
from pyupsync.diagnosis.log_asking import file_of
from pyupsync.diagnosis.log_codes import Reason
from pyupsync.diagnosis.log_handshakes import Client, Handshake, named
from pyupsync.diagnosis.log_requests import address, code_of, is_loopback, plain, told
from pyupsync.model import Facts, Finding, FindingStatus, LoggedRequest

MOST = 1_000
"""Findings at most; what is beyond is told in one for each cause."""
_ACCOUNTS = 100
_SHOWN = 5
_SAMPLES = 3
_NOBODY: Client = ("-", "-", "-", "-", "", "-")

_REMARKS = frozenset({"ClientDisconnected", "HandshakeAbandoned", *(reason.cause for reason in ANSWERS.values())}) - {
    "AccessForbidden"
}
"""Causes of what is no refusal for good."""

_Key: TypeAlias = tuple[str, int | None, bool, Client]


@dataclass(slots=True)
class Refused:
    """Refusals of one cause that one client met.

    Attributes:
        reason: Why.
        answer: Status, substatus and win32 code, of the last of them.
        code: The last of these.
        client: Who met them, and where.
        recovered: Whether the pictures were granted right afterwards.
    """

    reason: Reason
    answer: str
    code: int | None
    client: Client
    recovered: bool
    first: int
    last: int
    handshakes: int = 0
    requests: int = 0
    accounts: dict[str, None] = field(default_factory=dict)
    more_accounts: bool = False
    lines: list[str] = field(default_factory=list)


class Tally:
    """Refusals by cause and client.

    Args:
        own: Addresses of the server itself, beside those that its log names.
    """

    def __init__(self, own: frozenset[str] = frozenset()) -> None:
        self._own = own
        self._seen: dict[_Key, Refused] = {}

    def add(self, handshake: Handshake, *, recovered: bool = False) -> None:
        """Count a handshake that was not granted, or one that was after a refusal for a reason of its own."""
        reason = self._reason(handshake)
        here = self._at(reason, handshake.request, handshake.client, handshake.first, recovered=recovered)
        self._count(here, handshake.path, handshake.last, handshake.count, handshake.lines)

    def add_answer(self, reason: Reason, request: LoggedRequest, at: int) -> None:
        """Count an answer that is no picture, whoever asked."""
        client = (request.s_sitename, request.s_ip, request.s_port, request.cs_host, "", "-")
        self._count(self._at(reason, request, client, at), request.cs_uri_stem, at, 1, [request.line[:1000]])

    def findings(self, granted: dict[Client, int]) -> Iterator[Finding]:
        """A finding for each, those with the most handshakes first."""
        for one in sorted(self._seen.values(), key=lambda one: (-one.handshakes, one.first, one.client)):
            yield _finding(one, granted.get(one.client, 0))

    def _at(
        self, reason: Reason, request: LoggedRequest, client: Client, at: int, *, recovered: bool = False
    ) -> Refused:
        code = code_of(request.sc_win32_status)
        key = (reason.cause, code if reason.cause == codes.OTHER else None, recovered, client)
        if key not in self._seen and len(self._seen) >= MOST:
            key = (reason.cause, None, recovered, _NOBODY)
        here = self._seen.get(key)
        if here is None:
            here = self._seen[key] = Refused(reason, "", None, key[3], recovered, at, at)
        here.answer, here.code = _answer(request, code), code
        return here

    @staticmethod
    def _count(here: Refused, path: str, at: int, requests: int, lines: list[str]) -> None:
        here.handshakes += 1
        here.requests += requests
        here.last = max(here.last, at)
        here.lines += lines[: _SAMPLES - len(here.lines)]
        file = file_of(path)
        if file is not None and file not in here.accounts:
            if len(here.accounts) < _ACCOUNTS:
                here.accounts[file] = None
            else:
                here.more_accounts = True

    def _reason(self, handshake: Handshake) -> Reason:
        code, request = handshake.code, handshake.request
        if request.sc_substatus in codes.SUBSTATUS:
            return codes.SUBSTATUS[request.sc_substatus]
        if code is None:
            return codes.UNTOLD
        if code == codes.LOGON_DENIED and self._is_own(request, handshake.client[4]):
            return codes.LOOPBACK
        if not handshake.telling:
            return codes.WIN32[5] if named(request) else codes.MISSING_CREDENTIALS
        return codes.WIN32.get(code) or codes.unknown_code(code)

    def _is_own(self, request: LoggedRequest, client: str) -> bool:
        """Whether the server asked itself."""
        caller = address(client)  # behind a proxy the one it asks for, though the proxy be on this very server
        return caller in {address(request.s_ip), *self._own} - {"-"} or is_loopback(caller)


def _finding(one: Refused, granted: int) -> Finding:
    site, server, port, host, client, agent = one.client
    reason, status = one.reason, _status(one)
    if reason.cause == "NoCredentialsSent" and granted > one.handshakes:
        reason, status = codes.ABANDONED, "warning"
    known = codes.WIN32.get(one.code) if one.code is not None else None
    name = known.name if known else ""
    named = f" ({name})" if name else ""
    more = (" The picture was granted right afterwards." if one.recovered else "") + _whose(one)
    where = f"{plain(host) or plain(server) or 'the server'}{f':{port}' if port != '-' else ''}"
    who = f"{client} ({plain(agent)})" if plain(agent) else client
    facts: Facts = {
        "cause": reason.cause,
        "answer": one.answer,
        "code": one.code,
        "codeName": name,
        "client": client,
        "agent": plain(agent),
        "host": plain(host),
        "port": port if port != "-" else "",
        "server": plain(server),
        "site": plain(site),
        "handshakes": one.handshakes,
        "requests": one.requests,
        "granted": granted,
        "recovered": one.recovered,
        "first": told(one.first),
        "last": told(one.last),
        "accounts": ", ".join(one.accounts),
        "moreAccounts": one.more_accounts,
        "evidence": "\n".join(one.lines),
    }
    return Finding(
        check="photoRequest",
        status=status,
        subject=who or where,
        expected="The picture, after a logon",
        actual=f"{_times(one)} at {where} {_period(one)} ended in {one.answer}{named}. {reason.meaning}{more}",
        advice=reason.advice,
        facts=facts,
    )


def _answer(request: LoggedRequest, code: int | None) -> str:
    """``401.1 2148074254``, as far as it is logged."""
    substatus = "" if request.sc_substatus == "-" else f".{request.sc_substatus}"
    return f"{request.sc_status}{substatus}{f' {code}' if code is not None else ''}"


def _status(one: Refused) -> FindingStatus:
    remarks = {
        "ClientDisconnected",
        "HandshakeAbandoned",
        "PictureNotFound",
        "ServerFailed",
        "Redirected",
        "RequestRefused",
    }
    return "warning" if one.recovered or one.reason.cause in remarks else "error"


def _times(one: Refused) -> str:
    requests = f"{one.requests:,} request{'s' if one.requests != 1 else ''}"
    if one.handshakes == one.requests:
        return requests
    return f"{one.handshakes:,} logon{'s' if one.handshakes != 1 else ''} of {requests}"


def _period(one: Refused) -> str:
    return f"at {told(one.first)}" if one.first == one.last else f"from {told(one.first)} to {told(one.last)}"


def _whose(one: Refused) -> str:
    names = list(one.accounts)[:_SHOWN]
    if not names:
        return ""
    beyond = len(one.accounts) - len(names)
    more = f" and {'more than ' if one.more_accounts else ''}{beyond} more" if beyond else ""
    return f" Pictures of {', '.join(names)}{more}."

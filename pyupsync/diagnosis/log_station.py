"""The web servers' logs as a station of the way: what was refused, of one person's pictures or of everybody's."""

from __future__ import annotations

from collections.abc import Sequence

from pyupsync.diagnosis.log_person import PersonRequests
from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.model import Check, Finding

_EXPECTED = "Every request for the picture ends with it"
_MOST = 5
"""Causes told one by one; further ones are counted."""


def judge_log_of(name: str, seen: Seen[PersonRequests]) -> Check:
    """What the logs say of one person's pictures."""
    station = Station("log", name, _EXPECTED)
    if isinstance(seen, Unseen):
        return station.unknown(seen)
    evidence = [*seen.refusals, *seen.unread]
    wrong = seen.decisive
    if wrong is not None:
        return station.failed(seen.cause, wrong.actual, wrong.advice, evidence)
    if not seen.requests and seen.unread:
        return station.unknown(Unseen(seen.unread[0], "Check the path, and that it is a W3C log of IIS."))
    if not seen.requests:
        return station.unknown(Unseen(f"Nobody asked for a picture of {name} in these logs."))
    last = f", last at {seen.last_granted}" if seen.last_granted else ""
    since = " What was refused before, the same client has had since." if any(map(seen.mended, seen.findings)) else ""
    return station.passed(f"{seen.requests:,} requests, {seen.granted:,} of them granted{last}.{since}", *evidence)


def judge_log(paths: str, seen: Seen[Sequence[Finding]]) -> list[Check]:
    """What the logs say of everybody's pictures: one check for each cause and client, those with the most first."""
    station = Station("log", paths or "The logs", _EXPECTED)
    if isinstance(seen, Unseen):
        return [station.unknown(seen)]
    wrong = [one for one in seen if one.status == "error"]
    if not wrong:
        return [station.passed("No request for a picture was refused for good.")]
    more = f" {len(wrong) - _MOST} more are told by pyupsync diagnose log." if len(wrong) > _MOST else ""
    return [_failed(one, more if one is wrong[:_MOST][-1] else "") for one in wrong[:_MOST]]


def _failed(finding: Finding, more: str) -> Check:
    facts = finding.facts or {}
    lines = [line for line in str(facts.get("evidence", "")).splitlines() if line]
    station = Station("log", finding.subject, _EXPECTED)
    return station.failed(str(facts.get("cause", "")), f"{finding.actual}{more}", finding.advice, lines)

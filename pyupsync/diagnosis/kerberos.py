"""What Kerberos asks for: one account with the site's service principal name, and clocks that agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address

from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.model import Check, SiteAnswer, SpnHolder

_POOL = "DOMAIN\\POOLACCOUNT"
SKEW = timedelta(minutes=5)
"""The default of "Maximum tolerance for computer clock synchronization" in a domain's Kerberos policy."""


def spn_names(host: str, port: int | None = None) -> tuple[str, ...]:
    """The service principal names that a client may ask a ticket for: HTTP, and HOST, which stands for it.

    A domain's sPNMappings let HOST stand for HTTP unless an administrator changed them.
    """
    with_port = (f"HTTP/{host}:{port}",) if port else ()
    return (f"HTTP/{host}", f"HOST/{host}", *with_port)


def judge_spn(host: str, holders: Seen[Sequence[SpnHolder]], pool: str, answer: Seen[SiteAnswer]) -> Check:
    """Whether exactly one account has the site's SPN, and the right one.

    Args:
        host: The site's host.
        holders: Every account with a name of ``spn_names``.
        pool: The account that the site's application pool runs as, where it was named.
        answer: What the site answers to somebody who sends no credentials.
    """
    station = Station("spn", f"HTTP/{host}", "One account has it: the application pool's")
    if is_number(host):
        return station.unknown(Unseen("It is asked by its number, which has no service principal name: by NTLM alone."))
    if isinstance(holders, Unseen):
        return station.unknown(holders)
    own = [one for one in holders if any(name.upper().startswith("HTTP/") for name in one.names)]
    hosts = [one for one in holders if one.computer and one not in own]
    named = own or hosts
    if not named:
        return _missing(station, host, pool, answer)
    evidence = [f"{one.account} ({one.dn}) has {', '.join(one.names)}" for one in named]
    if len(own) > 1:
        return _twice(station, host, own, pool, evidence)
    holder = named[0]
    if pool and plain(pool) != plain(holder.account):
        said = f"HTTP/{host} is the SPN of {holder.account}, and the site runs as {pool}: its tickets cannot be read."
        advice = f"Run: setspn -D HTTP/{host} {holder.account}; setspn -S HTTP/{host} {pool}"
        return station.failed("SpnOnWrongAccount", said, advice, evidence)
    return station.passed(f"{holder.account} has it.", *evidence)


def _missing(station: Station, host: str, pool: str, answer: Seen[SiteAnswer]) -> Check:
    offers = () if isinstance(answer, Unseen) else answer.offers
    anonymous = not isinstance(answer, Unseen) and answer.status < 400 and not offers
    if anonymous or (offers and not any(offer.lower() == "negotiate" for offer in offers)):
        return station.passed(f"It needs none: the site offers {', '.join(offers) or 'everybody what it has'}.")
    advice = f"Run: setspn -S HTTP/{host} {pool or _POOL}"
    if isinstance(answer, Unseen) and answer.code:
        said = f"No account has the SPN HTTP/{host}. Whether the site needs one is not known, since it did not answer."
        return station.warned("SpnMissing", said, advice)
    if any(offer.lower() == "ntlm" for offer in offers):
        said = f"No account has the SPN HTTP/{host}; clients that can use NTLM instead do."
        return station.warned("SpnMissing", said, advice)
    return station.failed("SpnMissing", f"No account has the SPN HTTP/{host}, so nobody gets a ticket for it.", advice)


def _twice(station: Station, host: str, own: Sequence[SpnHolder], pool: str, evidence: Sequence[str]) -> Check:
    names = " and ".join(one.account for one in own)
    said = f"{len(own)} accounts have the SPN HTTP/{host}: {names}. Nobody gets a ticket that the site is sure to read."
    keeps = next((one for one in own if pool and plain(one.account) == plain(pool)), None)
    wrong = [one.account for one in own if keeps is not None and one is not keeps]
    commands = "; ".join(f"setspn -D HTTP/{host} {account}" for account in wrong)
    advice = (
        f"Run: {commands}" if commands else f"Run for each but the application pool's: setspn -D HTTP/{host} ACCOUNT"
    )
    return station.failed("SpnDuplicate", said, advice, evidence)


def is_number(host: str) -> bool:
    """Whether a host is an IP address."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def plain(account: str) -> str:
    """The logon name alone: of ``DOMAIN\\user``, ``user@domain``, ``user``."""
    return account.rpartition("\\")[2].partition("@")[0].lower()


def judge_clock(where: str, theirs: Seen[tuple[datetime, datetime]]) -> Check:
    """Whether another machine's clock agrees with this one's, within what Kerberos bears.

    Args:
        where: The machine.
        theirs: Its clock, and this machine's at that moment; both with time zones.
    """
    station = Station("clock", where, "Clocks that differ by less than 5 minutes")
    if isinstance(theirs, Unseen):
        return station.unknown(theirs)
    there, here = theirs
    off = there - here
    way = "ahead of" if off > timedelta() else "behind"
    said = f"Its clock is {_span(abs(off))} {way} this machine's."
    evidence = [f"There {there:%Y-%m-%d %H:%M:%S} UTC, here {here:%Y-%m-%d %H:%M:%S} UTC"]
    if abs(off) >= SKEW:
        advice = "Set the wrong one of the two. On Windows: w32tm /resync; on Linux: chronyc makestep"
        return station.failed("ClockSkew", f"{said} Kerberos bears 5 minutes.", advice, evidence)
    return station.passed(
        said if abs(off) >= timedelta(seconds=2) else "Its clock agrees with this machine's.", *evidence
    )


def answered_at(answer: Seen[SiteAnswer]) -> Seen[tuple[datetime, datetime]]:
    """A site's clock and ours, of its answer."""
    if isinstance(answer, Unseen):
        return answer
    if answer.date is None:
        return Unseen("It tells no time (no Date header).")
    return answer.date, answer.asked


def _span(off: timedelta) -> str:
    minutes, seconds = divmod(round(off.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"

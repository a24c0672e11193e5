"""The store as a listing, and as a backup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from pyupsync.errors import CertificateUnreadable, UsageError
from pyupsync.model import Facts, Outcome, Plan, TrustedRoot
from pyupsync.trust import steps
from pyupsync.trust.certificates import Certificate, from_der
from pyupsync.trust.chains import arrange, role_of
from pyupsync.trust.plan import Wanted, plan_trust
from pyupsync.trust.snapshot import Entry, Snapshot


def describe(snapshot: Snapshot, now: datetime) -> list[Facts]:
    """Every authority in plain values, roots first, those that cannot be read last."""
    order = {link.certificate.thumbprint: place for place, link in enumerate(arrange(snapshot.certificates()))}
    entries = sorted(snapshot.entries, key=lambda entry: order.get(entry.root.thumbprint, len(order)))
    return [_facts(entry, now) for entry in entries]


def _facts(entry: Entry, now: datetime) -> Facts:
    basic: Facts = {"name": entry.root.name, "thumbprint": entry.root.thumbprint, "local": entry.local}
    item = entry.certificate
    return {**basic, **(_certificate_facts(item, now) if item else {"role": "unreadable"}), "id": entry.root.id}


def _certificate_facts(item: Certificate, now: datetime) -> Facts:
    return {
        "role": role_of(item),
        "subject": item.subject,
        "issuer": item.issuer,
        "notBefore": item.not_before.isoformat(),
        "notAfter": item.not_after.isoformat(),
        "daysLeft": (item.not_after - now).days,
    }


def backed_up(snapshot: Snapshot, backup: Sequence[TrustedRoot], now: datetime, folder: str) -> Plan:
    """What has to be added to a backup for it to hold the store, but for the farm's own authority.

    Raises:
        UsageError: It holds certificates that the store has not; nothing is ever taken out of a backup.
    """
    others = {root.thumbprint for root in backup} - {entry.root.thumbprint for entry in snapshot.entries}
    if others:
        raise UsageError(
            f"{folder} holds {len(others)} other certificates already.", target=folder, advice="Choose a new folder."
        )
    kept = [entry for entry in snapshot.entries if not entry.local]
    plan = plan_trust(wanted_again(entry.root for entry in kept), backup, now=now, force=True)
    left = tuple(_left_out(entry) for entry in snapshot.entries if entry.local)
    return Plan(plan.changes, (*left, *plan.outcomes))


def _left_out(entry: Entry) -> Outcome:
    reason = f"{entry.root.name} is the farm's own authority; each farm makes its own, so it is not backed up."
    words = ("LocalAuthorityProtected", reason, "")
    return steps.left(steps.KEEP, entry.root.name, "skipped", words)


def wanted_again(roots: Iterable[TrustedRoot]) -> list[Wanted]:
    """What a backup holds, each under its own name.

    Raises:
        UsageError: One of them cannot be read any more.
    """
    wanted = []
    for root in roots:
        try:
            wanted.append(Wanted(from_der(root.der, root.name), root.name))
        except CertificateUnreadable as error:
            raise UsageError(f"The certificate of {root.name} cannot be read.", target=root.name) from error
    return wanted

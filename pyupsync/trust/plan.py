"""What has to change for a store to trust what is wanted: pure, by thumbprint.

- Not there: added, under its own name or the one asked for.
- There: unchanged, also under another name; renamed only when a name was asked for.
- An older certificate of the same subject, key and issuer is there: replaced, its name kept. A renewal with a *new*
  key is added beside, since what the old key signed still needs the old certificate.
- Declared absent, by name or thumbprint: removed, after everything else.
- The farm's own authority: never removed, replaced or renamed.
- A name that was asked for is used as it stands. Where a renewal of the same authority holds it, the older certificate
  that was asked for goes in beside it: nothing that is trusted is lost, and both ways of signing are trusted.
- What may not be trusted (a leaf, expired, too weak) is left out and said, unless forced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pyupsync.model import Change, Outcome, Plan, TrustedRoot
from pyupsync.trust import steps
from pyupsync.trust.certificates import Certificate
from pyupsync.trust.chains import Link, age_of, arrange, authority_of, is_renewal, role_of, same_authority
from pyupsync.trust.findings import examine_one
from pyupsync.trust.names import LOCAL_NAME, beside, fold, free_name, name_for
from pyupsync.trust.snapshot import Entry, Snapshot, as_thumbprint

_FAULTS = {"validity": "NotValidNow", "signature": "SignatureTooWeak", "key": "KeyTooWeak"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A certificate to be trusted; ``name`` is what it must be called, empty for any name."""

    certificate: Certificate
    name: str = ""


def plan_trust(
    wanted: Iterable[Wanted],
    store: Sequence[TrustedRoot],
    *,
    now: datetime,
    absent: Sequence[str] = (),
    force: bool = False,
) -> Plan:
    """Compare what is wanted with what the store holds: changes from the roots down, removals last, leaves first.

    Args:
        wanted: What is to be trusted; the same certificate twice counts once, the named one.
        store: What the store holds now.
        now: The time to judge validity by, with a time zone.
        absent: Names or thumbprints that must not be there.
        force: Trust also leaves, expired and weak certificates.
    """
    named: dict[str, Wanted] = {}
    for item in wanted:
        if item.name or item.certificate.sha256 not in named:
            named[item.certificate.sha256] = item
    snapshot = Snapshot.of(store)
    certificates = [item.certificate for item in named.values()]
    planner = _Planner(snapshot, certificates, absent, now, force=force)
    every: list[Change | Outcome] = []
    for link in arrange(certificates, snapshot.certificates()):
        every += planner.decide(link, named[link.certificate.sha256].name)
    every += _removals(snapshot, absent, {item.thumbprint for item in certificates})
    changes = tuple(step for step in every if isinstance(step, Change))
    return Plan(changes, tuple(step for step in every if isinstance(step, Outcome)))


class _Planner:
    """Decides one certificate after the other; remembers the names it gave and the entries it replaced."""

    def __init__(
        self, snapshot: Snapshot, wanted: list[Certificate], absent: Sequence[str], now: datetime, *, force: bool
    ) -> None:
        self._snapshot = snapshot
        self._keep = {item.thumbprint for item in wanted} | {as_thumbprint(word) for word in absent}
        self._newest: dict[str, Certificate] = {}
        for item in sorted([*wanted, *snapshot.certificates()], key=age_of):
            if item.not_before <= now:
                self._newest[authority_of(item)] = item
        self._held: dict[str, list[tuple[Certificate, Entry]]] = defaultdict(list)
        for old, entry in snapshot.newest_first():
            self._held[authority_of(old)].append((old, entry))
        self._brings_authorities = any(role_of(item) != "leaf" for item in wanted)
        self._absent = absent
        self._now = now
        self._force = force
        self._taken = {fold(entry.root.name) for entry in snapshot.entries} | {fold(word) for word in absent}
        self._replaced: set[str] = set()

    def decide(self, link: Link, name: str) -> list[Change | Outcome]:
        item = link.certificate
        entry = self._snapshot.by_thumbprint(item.thumbprint, name)
        refused = self._contradiction(item, entry, name)
        if refused:
            return [refused]
        if entry:
            return [self._present(entry, item, name)]
        # A name asked for, as a backup gives it, means this very certificate.
        refused = (None if name else self._superseded(item)) or self._unfit(link)
        return [refused] if refused else self._missing(item, name)

    def _contradiction(self, item: Certificate, entry: Entry | None, name: str) -> Outcome | None:
        names = {fold(name)} if name else set()
        names |= {fold(entry.root.name)} if entry else set()
        words = [word for word in self._absent if fold(word) in names or as_thumbprint(word) == item.thumbprint]
        if not words:
            return None
        reason = f"{words[0]} is declared absent, and its certificate is wanted."
        said = ("Contradiction", reason, "Declare one of the two.")
        return steps.left(steps.KEEP, name or item.subject, "failed", said, item.subject)

    def _present(self, entry: Entry, item: Certificate, name: str) -> Change | Outcome:
        if not name or fold(name) == fold(entry.root.name) or self._relative_named(item, name):
            doubles = self._snapshot.doubles_of(entry) if name else ()
            return steps.kept(entry, name_for(item, ()), doubles)
        return self._rename(entry, item, name)

    def _rename(self, entry: Entry, item: Certificate, name: str) -> Change | Outcome:
        if entry.local:
            return steps.protected(steps.RENAME, entry)
        taken = self._name_taken(item, name, steps.RENAME)
        if taken:
            return taken
        self._taken.discard(fold(entry.root.name))
        self._taken.add(fold(name))
        return steps.renamed(entry, name, item)

    def _relative_named(self, item: Certificate, name: str) -> bool:
        """Whether the name asked for is held by another certificate of the same authority, as after a renewal."""
        holder = self._snapshot.by_name(name) if fold(name) in self._taken else None
        old = holder.certificate if holder else None
        return old is not None and old.sha256 != item.sha256 and same_authority(old, item)

    def _superseded(self, item: Certificate) -> Outcome | None:
        newest = self._newest.get(authority_of(item))
        if newest is None or not is_renewal(newest, item):
            return None
        reason = f"It was renewed with the same key: {newest.thumbprint} takes its place."
        words = ("Superseded", reason, "")
        return steps.left(steps.ADD, name_for(item, ()), "skipped", words, item.subject)

    def _unfit(self, link: Link) -> Outcome | None:
        item = link.certificate
        errors = [finding for finding in examine_one(link, self._now) if finding.status == "error"]
        if not errors or self._force:
            return None
        first = errors[0]
        name = name_for(item, ())
        if first.check == "role":
            words = ("NotAnAuthority", f"{first.actual} It was left out.", first.advice)
            # Beside its authorities a leaf is what a chain comes with; alone it is a mistake.
            return steps.left(steps.ADD, name, "skipped" if self._brings_authorities else "failed", words, item.subject)
        words = (_FAULTS[first.check], first.actual, f"{first.advice} Or force the import.")
        return steps.left(steps.ADD, name, "failed", words, item.subject)

    def _missing(self, item: Certificate, name: str) -> list[Change | Outcome]:
        old = self._replaceable(item)
        if old:
            self._replaced.add(old.root.id)
            renamed = [self._rename(old, item, name)] if name and fold(name) != fold(old.root.name) else []
            return [steps.replaced(old, item), *renamed]
        if name and fold(name) != LOCAL_NAME and self._relative_named(item, name):
            name = beside(name, item, self._taken)
        taken = self._name_taken(item, name, steps.ADD) if name else None
        if taken:
            return [taken]
        given = name or free_name(item, self._taken)
        self._taken.add(fold(given))
        return [steps.added(item, given)]

    def _replaceable(self, item: Certificate) -> Entry | None:
        """The newest entry that ``item`` renews and that nobody wants to keep or to remove."""
        names = {fold(word) for word in self._absent}
        for old, entry in self._held.get(authority_of(item), ()):
            spoken_for = entry.local or entry.root.id in self._replaced or entry.root.thumbprint in self._keep
            if not spoken_for and fold(entry.root.name) not in names and is_renewal(item, old):
                return entry
        return None

    def _name_taken(self, item: Certificate, name: str, action: str) -> Outcome | None:
        if fold(name) != LOCAL_NAME and fold(name) not in self._taken:
            return None
        holder = self._snapshot.by_name(name)
        reserved = f"The name {name} is kept for the farm's own authority."
        what = f"The name {name} is taken by {holder.root.thumbprint}." if holder else f"The name {name} is taken."
        words = ("NameTaken", reserved if fold(name) == LOCAL_NAME else what, "Choose another name.")
        return steps.left(action, name, "failed", words, item.subject)


def _removals(snapshot: Snapshot, absent: Sequence[str], wanted: set[str]) -> list[Change | Outcome]:
    """What is declared absent; an entry that is wanted too has been reported as a contradiction."""
    meant = {word: snapshot.meant_by(word) for word in absent}
    outcomes = [
        steps.not_there(word) for word, entries in meant.items() if not entries and as_thumbprint(word) not in wanted
    ]
    unique = {entry.root.id: entry for entries in meant.values() for entry in entries}
    doomed = [entry for entry in unique.values() if entry.root.thumbprint not in wanted]
    depth = {link.certificate.thumbprint: link.depth for link in arrange(snapshot.certificates())}
    doomed.sort(key=lambda entry: (-depth.get(entry.root.thumbprint, len(depth)), fold(entry.root.name)))
    gone = [steps.protected(steps.REMOVE, entry) if entry.local else steps.removed(entry) for entry in doomed]
    return [*outcomes, *gone]

"""Who is in which group, as the entries of a file tell."""

from __future__ import annotations

from collections import defaultdict

from pyupsync.adapters.directory import ldap_entries as entries
from pyupsync.model.access import SecuredEntry

_EVERYBODY = ("S-1-1-0", "S-1-5-11", "S-1-5-2")
"""Whom everybody who logs on over the network is; a foreign security principal stands for each."""


class Membership:
    """Groups by their members, nested ones and primary ones too."""

    def __init__(self) -> None:
        self._by_sid: dict[str, SecuredEntry] = {}
        self._by_key: dict[str, SecuredEntry] = {}
        self._above: dict[str, set[str]] = defaultdict(set)
        self._primary: dict[str, str] = {}

    def add(self, entry: SecuredEntry, values: entries.Values) -> None:
        """Take in an entry: whom it has as members, and what it is a member of."""
        key = entries.dn_key(entry.dn)
        self._by_key[key] = entry
        if entry.sid:
            self._by_sid[entry.sid] = entry
        for member in values.get("member", ()):
            self._above[entries.dn_key(member.decode(errors="replace"))].add(key)
        for group in values.get("memberof", ()):
            self._above[key].add(entries.dn_key(group.decode(errors="replace")))
        if rid := entries.text(values, "primarygroupid"):
            self._primary[key] = f"{entry.sid.rpartition('-')[0]}-{rid}"

    def of_sid(self, sid: str) -> SecuredEntry | None:
        """The entry with that SID."""
        return self._by_sid.get(sid)

    def groups(self, dn: str) -> tuple[str, ...]:
        """SIDs of all groups that an account is in; of groups that are not in the file only the primary one."""
        own = entries.dn_key(dn)
        primary = self._primary.get(own, "")
        start = {own}
        for sid in (primary, *_EVERYBODY):
            if (entry := self._by_sid.get(sid)) is not None:
                start.add(entries.dn_key(entry.dn))
        reached = self._reached(start)
        sids = {self._by_key[key].sid for key in reached - {own} if key in self._by_key}
        return tuple(sorted({*sids, primary} - {"", *_EVERYBODY}))

    def _reached(self, start: set[str]) -> set[str]:
        reached, waiting = set(start), list(start)
        while waiting:
            for group in self._above.get(waiting.pop(), ()):
                if group not in reached:
                    reached.add(group)
                    waiting.append(group)
        return reached

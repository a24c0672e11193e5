"""What runs did, as records; and whom a name means in the journal."""

from __future__ import annotations

from pyupsync.errors import AccountError
from pyupsync.model import AccountKey, Entry, PhotoFacts, Record, RunFacts, Scalar
from pyupsync.photos.accounts import parse_account

RUN = "photoRun"
CHANGE = "photoChange"


def run_record(run: RunFacts) -> Record:
    """A run as a record."""
    facts: dict[str, Scalar] = {
        "run": run.number,
        "job": run.job,
        "directory": run.directory,
        "started": run.started,
        "ended": run.ended,
        "applied": run.applied,
        "failed": run.failed,
        "open": run.open,
    }
    return Record(RUN, facts)


def entry_record(entry: Entry) -> Record:
    """A change in the journal as a record."""
    intent = entry.intent
    facts: dict[str, Scalar] = {
        "account": intent.subject,
        "run": entry.run,
        "at": entry.at,
        "status": entry.status,
        "code": entry.code,
        "action": intent.action,
        "person": intent.dn,
        "before": _hash(intent.before),
        "before_bytes": intent.before.size if intent.before else 0,
        "after": _hash(intent.after),
        "after_bytes": intent.after.size if intent.after else 0,
        "kept": entry.kept,
    }
    return Record(CHANGE, facts)


def _hash(facts: PhotoFacts | None) -> str:
    return facts.sha256 if facts else ""


class Named:
    """Decides which changes are those of a person.

    Args:
        person: An account in any form that a profile may have, a DN or an objectGUID; empty for everybody.
    """

    def __init__(self, person: str) -> None:
        self._text = person.strip().casefold()
        self._key = _key(self._text) if self._text else None

    def means(self, entry: Entry) -> bool:
        """Whether the change is that person's."""
        intent = entry.intent
        if not self._text or self._text in {intent.subject.casefold(), intent.dn.casefold(), intent.guid.casefold()}:
            return True
        other = _key(intent.subject.casefold())
        if self._key is None or other is None or (self._key.kind, self._key.value) != (other.kind, other.value):
            return False
        return "" in {self._key.domain, other.domain} or self._key.domain == other.domain


def _key(account: str) -> AccountKey | None:
    try:
        return parse_account(account)
    except AccountError:
        return None

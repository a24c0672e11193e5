"""What has to change to put back what a run replaced: a plan like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyupsync.errors import DirectoryError, ForeignPhoto, PersonNotFound, PreviousNotKept, UpSyncError
from pyupsync.model import Change, Entry, Event, Outcome, Person, Progress
from pyupsync.photos.looking import Looked, look
from pyupsync.photos.plan import AREA, CLEAR
from pyupsync.photos.recall import same
from pyupsync.ports import PersonDirectory, RunHistory

RESTORE = "Restore thumbnailPhoto"
ACTIVITY = "Pictures put back"
_BATCH = 100


def to_undo(entries: Iterable[Entry]) -> list[Entry]:
    """The last change that was made to each person, in the order they were made in."""
    last: dict[str, Entry] = {}
    for entry in entries:
        if entry.status == "applied":
            last.pop(entry.intent.guid, None)
            last[entry.intent.guid] = entry
    return list(last.values())


def restored(
    entries: Sequence[Entry], history: RunHistory, directory: PersonDirectory, *, force: bool
) -> Iterator[Event]:
    """Yield a Change or an Outcome for each entry, and Progress in between.

    Args:
        entries: What is to be undone, one a person.
        history: Where the pictures are that were replaced.
        directory: Where they go back to.
        force: Put back whatever is there by now.

    Raises:
        StateError: A picture that was kept cannot be read.
    """
    done = 0
    yield Progress(ACTIVITY, 0, len(entries))
    for start in range(0, len(entries), _BATCH):
        batch = entries[start : start + _BATCH]
        now = look(directory, [entry.intent.guid for entry in batch])
        yield from (_plan(entry, now, history, force=force) for entry in batch)
        done += len(batch)
        yield Progress(ACTIVITY, done, len(entries))


def _plan(entry: Entry, now: Looked, history: RunHistory, *, force: bool) -> Change | Outcome:
    intent = entry.intent
    try:
        seen = now.at(intent.guid)
    except DirectoryError as error:
        return _failed(entry, error)
    if seen is None:
        return _failed(entry, PersonNotFound(f"There is no such person any more: {intent.dn}.", target=intent.dn))
    person, _ = seen
    facts = person.photo.as_facts() if person.photo else None
    if same(person.photo, intent.before):
        reason = f"The picture is as it was before run {entry.run}."
        return Outcome(AREA, RESTORE, person.dn, "unchanged", "UpToDate", reason, "", facts, facts, intent.subject)
    if not force and not same(person.photo, intent.after):
        said = f"The picture was changed after run {entry.run} published it; it is left as it is."
        advice = "Undo a later run first, or give --force (-Force)."
        return _failed(entry, ForeignPhoto(said, target=person.dn, advice=advice), person)
    previous = history.previous(intent.before.sha256) if intent.before else None
    if intent.before and previous is None:
        said = f"The picture that run {entry.run} replaced is no longer kept."
        advice = "Keep more with --keep-mb and --keep-days."
        return _failed(entry, PreviousNotKept(said, target=person.dn, advice=advice), person)
    after = intent.before.as_facts() if intent.before else None
    action = RESTORE if after else CLEAR
    return Change(f"{AREA}/{person.guid}", AREA, action, person.dn, facts, after, intent.subject, previous)


def _failed(entry: Entry, error: UpSyncError, person: Person | None = None) -> Outcome:
    intent = entry.intent
    facts = person.photo.as_facts() if person and person.photo else None
    target = person.dn if person else intent.dn
    return Outcome(
        AREA, RESTORE, target, "failed", error.code, error.message, error.advice, facts, facts, intent.subject
    )

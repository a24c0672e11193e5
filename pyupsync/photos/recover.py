"""What runs left open that were killed: seen in the directory, and settled before a new run begins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from pyupsync.model import Entry, Message, Person, Settled
from pyupsync.photos.journal import published
from pyupsync.photos.looking import Looked, look
from pyupsync.photos.recall import Recall, same
from pyupsync.ports import PhotoState

MADE = "Recovered"
NOT_MADE = "NotMade"
CHANGED = "ForeignPhoto"
GONE = "PersonNotFound"
_AT_ONCE = 500


def recover(state: PhotoState, recall: Recall, directory: str) -> Iterator[Message]:
    """Settle what former runs left open; what cannot be looked at, since its directory fails, stays open.

    Args:
        state: With the journal.
        recall: What is known, and the directory that is looked at.
        directory: Its address; what a run of another directory left open waits for that one.

    Raises:
        StateError: The journal cannot be read or written.
    """
    left = state.journal.unsettled()
    if left:
        ours = {run.number for run in state.history.runs() if run.directory == directory}
        left = [entry for entry in left if entry.run in ours]
    made = 0
    for start in range(0, len(left), _AT_ONCE):
        entries = left[start : start + _AT_ONCE]
        looked = look(recall.directory, [entry.intent.guid for entry in entries])
        if looked.error is not None:
            unseen = sum(entry.intent.guid not in looked.found for entry in entries)
            text = f"What a former run left open stays open (people: {unseen}). {looked.error}"
            yield Message("warning", text)
        made += _settle(state, recall, entries, looked)
    if left:
        text = f"A former run was broken off: of {len(left)} changes it had begun, {made} were made."
        yield Message("verbose", text)


def _settle(state: PhotoState, recall: Recall, entries: Sequence[Entry], looked: Looked) -> int:
    now = {guid: person for guid, (person, _) in looked.found.items()}
    runs: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if looked.error is None or entry.intent.guid in now:
            runs[entry.run].append(entry)
    made = 0
    for run, some in runs.items():
        settled = [_seen(entry, now) for entry in some]
        done = [entry.intent for entry, one in zip(some, settled, strict=True) if one.status == "applied"]
        known = recall.take([entry.intent.guid for entry in some])
        state.journal.settle(run, settled, published(recall, known, done).values())
        made += len(done)
    return made


def _seen(entry: Entry, now: Mapping[str, Person]) -> Settled:
    intent = entry.intent
    person = now.get(intent.guid)
    if person is None:
        return Settled(intent.guid, "failed", GONE)
    if same(person.photo, intent.after):
        return Settled(intent.guid, "applied", MADE)
    return Settled(intent.guid, "failed", NOT_MADE if same(person.photo, intent.before) else CHANGED)

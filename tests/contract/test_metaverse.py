"""What a synchronization engine tells: the same from its XML and, through ADO.NET on Mono, from its database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import pytest

from pyupsync.adapters.metaverse.drops import Drop, Kind
from pyupsync.model import ConnectorPerson, MetaversePerson, SyncError, SyncStep
from pyupsync.ports import Metaverse
from tests.conftest import need_tool
from tests.standins.metaverse import (
    AGENT,
    PROVIDER,
    ChildDatabase,
    Member,
    Step,
    csexport_xml,
    mv_xml,
    numbered,
    runs_xml,
    write_database,
)

DENIED = SyncError("permission-issue", "CN=älice,OU=Staff,DC=contoso,DC=com", "Insufficient access rights: <none>.")
MEMBERS = numbered(
    [
        Member("älice", "https://mysite/ä_MThumb.jpg?t=1&u=2", b"\xff\xd8\xff", "write", held=True, name="Älice 山田"),
        Member("bob", "https://mysite/b_MThumb.jpg", None, "clear", held=True),
        Member("carol", "", None),
    ]
)
STEPS = [Step(7, "completed-export-errors", (DENIED, DENIED)), Step(8), Step(8, "stopped-connectivity", step=2)]


@dataclass
class Together:
    """Several files as one source."""

    files: Sequence[Drop]
    closing: ExitStack = field(default_factory=ExitStack)

    def people(self) -> Iterator[MetaversePerson]:
        return chain.from_iterable(one.people() for one in self.files)

    def connectors(self) -> Iterator[ConnectorPerson]:
        return chain.from_iterable(one.connectors() for one in self.files)

    def steps(self) -> Iterator[SyncStep]:
        return chain.from_iterable(one.steps() for one in self.files)

    def close(self) -> None:
        for one in self.files:
            one.close()


Opener = Callable[[Sequence[Member], Sequence[Step]], Metaverse]


@pytest.fixture(params=["xml", "database"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opener]:
    with ExitStack() as stack:

        def begin(members: Sequence[Member], steps: Sequence[Step]) -> Metaverse:
            source: Metaverse
            if request.param == "database":
                need_tool("mono")
                source = ChildDatabase(PROVIDER, write_database(tmp_path / "fim.db", members, steps))
            else:
                texts: dict[Kind, str] = {
                    "mv": mv_xml(members),
                    "csexport": csexport_xml(members),
                    "runs": runs_xml(steps),
                }
                for kind, text in texts.items():
                    (tmp_path / kind).write_text(text, encoding="utf-8")
                source = Together([Drop(kind, str(tmp_path / kind)) for kind in texts])
            stack.callback(source.close)
            return source

        yield begin


def test_people_with_and_without_a_picture(opened: Opener) -> None:
    """Groups are left out; a picture's address keeps its letters."""
    assert list(opened(MEMBERS, []).people()) == [
        MetaversePerson(one.id, one.account, one.name, one.picture_url, one.photo is not None) for one in MEMBERS
    ]


def test_the_directorys_entries_and_that_something_is_pending(opened: Opener) -> None:
    """A database tells that something is pending and not what; other agents' entries and OUs are left out."""
    found = list(opened(MEMBERS, []).connectors())
    assert [one.metaverse_id for one in found] == [one.id for one in MEMBERS]
    assert [one.agent for one in found] == [AGENT] * 3
    assert [one.dn.partition(",")[0] for one in found] == ["CN=älice", "CN=bob", "CN=carol"]
    assert [one.pending for one in found] in (["write", "clear", "none"], ["unknown", "unknown", "none"])


def test_steps_with_their_errors(opened: Opener) -> None:
    found = sorted(opened([], STEPS).steps(), key=lambda one: (one.run, one.step))
    assert found == [
        SyncStep(AGENT, "DS_EXPORT", one.run, one.step, one.result, one.started, one.errors, len(one.errors))
        for one in STEPS
    ]


def test_listings_can_be_read_again_and_an_empty_one_is_empty(opened: Opener) -> None:
    source = opened(MEMBERS, [])
    assert len(list(source.people())) == len(list(source.people())) == 3
    assert list(source.steps()) == []

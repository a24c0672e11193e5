"""Exports that keep a state, on the lab: what a run without changes asks, who is noticed, and putting back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from pyupsync import HistoryJob, RestoreJob, list_photo_history, restore_photos
from pyupsync.adapters.directory.ldap_query import Search
from tests.integration.exported import People, joined
from tests.lab import Lab
from tests.lab.ldif import modify_record


@pytest.fixture
def people(lab: Lab, tmp_path: Path) -> Iterator[People]:
    with joined(lab, tmp_path, 120) as made:
        yield made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How many searches asked for each attribute."""
    counted: Counter[str] = Counter()
    request = Search.request

    def noted(search: Search[object], message_id: int) -> bytes:
        counted.update(search.names)
        return request(search, message_id)

    monkeypatch.setattr(Search, "request", noted)
    return counted


def test_a_run_without_changes_asks_for_no_picture(people: People, asked: Counter[str]) -> None:
    """Neither the directory, not even for whom uSNChanged has moved by something else; nor the site: only 304s."""
    wanted = people.upload()
    assert people.export() == {"Applied": 120}
    assert asked["thumbnailPhoto"] > 0
    for moved in (False, True):
        if moved:
            renamed = list(people.dns.values())[:40]
            people.lab.directory.modify("".join(modify_record(dn, "description", ["moved"]) for dn in renamed))
        asked.clear()
        before = len(people.lab.site.requests())
        assert people.export() == {"UpToDate": 120}
        assert asked["thumbnailPhoto"] == 0, asked
        assert 1 <= asked["uSNChanged"] <= 6
        assert bool(asked["replPropertyMetaData"]) is moved
        answers = [one for one in people.lab.site.requests()[before:] if one.status != 401]
        assert Counter(one.status for one in answers) == {304: 120}
        assert sum(one.size for one in answers) == 0
    assert people.photos() == wanted
    assert people.versions() == {1: 120}


def test_somebody_else_is_noticed_by_the_metadata_alone(people: People, asked: Counter[str]) -> None:
    wanted = people.upload()
    people.export()
    changed, removed, *_ = people.dns.values()
    records = [
        modify_record(changed, "thumbnailPhoto", [b"\xff\xd8 theirs"]),
        modify_record(removed, "thumbnailPhoto", []),
    ]
    people.lab.directory.modify("".join(records))
    asked.clear()
    assert people.export() == {"UpToDate": 118, "ForeignPhoto": 2}
    assert asked["thumbnailPhoto"] == 1, "the pictures of the two alone, in one search"
    asked.clear()
    assert people.export() == {"UpToDate": 118, "ForeignPhoto": 2}
    assert asked["thumbnailPhoto"] == 0
    assert people.photos() == {dn: photo for dn, photo in wanted.items() if dn != removed} | {
        changed: b"\xff\xd8 theirs"
    }
    assert people.export(overwrite_foreign=True) == {"UpToDate": 118, "Applied": 2}
    assert people.photos() == wanted


def test_500_people_are_put_back_byte_for_byte(lab: Lab, tmp_path: Path) -> None:
    with joined(lab, tmp_path, 500) as people:
        old = {dn: f"old picture of {name}".encode() * 9 for name, dn in people.dns.items() if int(name[-1]) % 3}
        lab.directory.modify("".join(modify_record(dn, "thumbnailPhoto", [photo]) for dn, photo in old.items()))
        assert people.photos() == old
        wanted = people.upload()
        assert people.export() == {"Applied": 500}
        assert people.photos() == wanted
        job = people.job()
        restoring = RestoreJob(state=people.state, directory=job.directory, run=1, login=job.login, ca_file=job.ca_file)
        done = Counter((one.action, one.code) for one in restore_photos(restoring))
        assert done == {
            ("Restore thumbnailPhoto", "Applied"): len(old),
            ("Clear thumbnailPhoto", "Applied"): 500 - len(old),
        }
        assert people.photos() == old
        assert Counter(one.code for one in restore_photos(restoring)) == {"UpToDate": 500}
        runs = [one.facts["applied"] for one in list_photo_history(HistoryJob(state=people.state))]
        assert runs == [500, 500, 0]

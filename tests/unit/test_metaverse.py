"""What a metaverse's files come to: who has no picture, what an export is about to do, which runs failed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyupsync import check_metaverse
from pyupsync.adapters.metaverse.drops import Drop
from pyupsync.cli import main
from pyupsync.config import metaverse_job
from pyupsync.errors import CredentialError, MetaverseError, UsageError
from pyupsync.model import ConnectorPerson, Finding, MetaversePerson, Record, SyncError, SyncStep
from pyupsync.profiles.metaverse import Survey
from pyupsync.profiles.metaverse_findings import judge
from tests.standins.metaverse import AGENT, Member, Step, csexport_xml, mv_xml, numbered, runs_xml

URL = "https://mysite.contoso.com/User%20Photos/a_MThumb.jpg"


def sources(folder: Path, members: list[Member], steps: list[Step] = []) -> list[str]:  # noqa: B006 - never changed
    texts = {"mv": mv_xml(members), "csexport": csexport_xml(members), "runs": runs_xml(steps)}
    for kind, text in texts.items():
        (folder / kind).write_text(text, encoding="utf-16" if kind == "mv" else "utf-8")
    return [f"{kind}:{folder / kind}" for kind in texts]


def causes(folder: Path, members: list[Member], steps: list[Step] = [], **more: object) -> list[tuple[str, str]]:  # noqa: B006
    job = metaverse_job({"sources": sources(folder, numbered(members), steps), **more})
    found = [event for event in check_metaverse(job) if isinstance(event, Finding)]
    return [(one.check, str((one.facts or {})["cause"])) for one in found if one.status in {"error", "warning"}]


def test_a_metaverse_without_any_picture_although_people_have_some(tmp_path: Path) -> None:
    members = [Member("alice", URL), Member("bob", URL), Member("carol")]
    assert causes(tmp_path, members) == [("pictureRead", "MetaverseEmpty")]


def test_some_pictures_are_missing_and_it_is_said_whose(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    members = numbered([Member("alice", URL, b"x"), Member("bob", URL), Member("carol")])
    assert main(["profiles", "metaverse", *sources(tmp_path, members), "--json"]) == 3
    record, finding, *_ = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (record["kind"], record["facts"]["account"], record["facts"]["cause"]) == (
        "metaversePerson",
        "bob",
        "PictureNotRead",
    )
    facts = finding["facts"]
    assert [facts[name] for name in ("people", "withPictureUrl", "populated", "unread")] == [3, 2, 1, 1]
    assert "pyupsync trust verify https://mysite.contoso.com --store sharepoint:" in finding["advice"]


def test_a_healthy_engine_has_no_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    members = numbered([Member("alice", URL, b"x", "write"), Member("carol")])
    assert main(["profiles", "metaverse", *sources(tmp_path, members, [Step(1), Step(2)])]) == 0
    assert "no fault" in capsys.readouterr().out


def test_a_blank_over_a_picture_that_is_there(tmp_path: Path) -> None:
    members = [Member("alice", "", None, "clear", held=True), Member("bob", "", None, "clear", held=False)]
    assert causes(tmp_path, members) == [("pictureRead", "NoPictureUrl"), ("pendingExport", "BlankAboutToBeWritten")]
    assert causes(tmp_path, members[1:]) == [("pictureRead", "NoPictureUrl")]


def test_the_directory_itself_says_whose_picture_is_there(tmp_path: Path) -> None:
    """The hologram says that alice had one; the directory has one of bob's alone."""
    (tmp_path / "people.ldif").write_text(
        "dn: DC=contoso,DC=com\nobjectClass: domainDNS\n\n"
        "dn: CN=alice,OU=Staff,DC=contoso,DC=com\nobjectClass: user\nsAMAccountName: alice\n\n"
        "dn: CN=bob,OU=Staff,DC=contoso,DC=com\nobjectClass: user\nsAMAccountName: bob\nthumbnailPhoto:: AAAA\n",
        encoding="utf-8",
    )
    directory = f"ldif:{tmp_path / 'people.ldif'}"
    members = numbered([Member("alice", "", None, "clear", held=True), Member("bob", "", None, "clear", held=False)])
    job = metaverse_job({"sources": sources(tmp_path, members)[1:2], "directory": directory})
    records = [event for event in check_metaverse(job) if isinstance(event, Record)]
    assert [record.facts["account"] for record in records] == ["bob"]


def test_the_latest_run_of_a_profile_counts(tmp_path: Path) -> None:
    denied = SyncError("permission-issue", "CN=alice,OU=Staff,DC=contoso,DC=com", "Insufficient access rights.")
    failed, good = Step(3, "completed-export-errors", (denied,)), Step(4)
    assert causes(tmp_path, [], [failed, good]) == []
    assert causes(tmp_path, [], [good, failed, Step(5, "stopped-connectivity", profile="DS_FULLIMPORT")]) == [
        ("runHistory", "RunHistoryError"),
    ]
    assert causes(tmp_path, [], [Step(5, "completed-export-errors", (denied, denied)), good]) == [
        ("runHistory", "RunHistoryError"),
    ]


def found_of(step: SyncStep) -> Finding:
    survey = Survey()
    list(survey.add_steps([step]))
    return next(one for one in judge(survey) if isinstance(one, Finding))


@pytest.mark.parametrize(
    ("result", "status", "words"),
    [
        ("no-start-credentials", "error", "password"),
        ("stopped-connectivity", "error", "domain controller"),
        ("stopped-extension-dll-exception", "error", "ULS"),
        ("completed-warnings", "warning", "miisclient"),
        ("in-progress", "ok", ""),
        ("", "error", "miisclient"),
    ],
)
def test_what_a_run_came_to_and_what_to_do(result: str, status: str, words: str) -> None:
    found = found_of(SyncStep(AGENT, "DS_EXPORT", 1, 1, result))
    assert (found.status, words in found.advice) == (status, True)


def test_a_denied_export_leads_to_the_rights() -> None:
    denied = SyncError("permission-issue", "CN=alice", "Insufficient access rights.")
    found = found_of(SyncStep(AGENT, "DS_EXPORT", 1, 1, "completed-export-errors", "", (denied,), 1))
    assert found.advice.startswith("pyupsync access test")
    assert "CN=alice" in found.actual


def test_an_address_that_is_none_leads_to_the_log() -> None:
    survey = Survey()
    list(survey.add_people([MetaversePerson("1", "alice", picture_url="https://[x")]))
    found = next(one for one in judge(survey) if isinstance(one, Finding))
    assert found.advice.startswith("pyupsync diagnose log")


def test_what_a_database_cannot_tell_is_a_warning_for_those_without_a_picture() -> None:
    survey = Survey()
    list(
        survey.add_people([MetaversePerson("1", "alice", picture_url=URL), MetaversePerson("2", "bob", populated=True)])
    )
    entries = [ConnectorPerson(one, f"CN={one}", agent=AGENT, pending="unknown") for one in ("1", "2")]
    list(survey.add_connectors(entries))
    found = [one for one in judge(survey) if isinstance(one, Finding) and one.check == "pendingExport"]
    assert [(one.status, (one.facts or {})["cause"], (one.facts or {})["count"]) for one in found] == [
        ("warning", "BlankPossible", 1),
    ]
    assert f'csexport.exe "{AGENT}" pending.xml /f:x' in found[0].advice


def test_nothing_at_all_is_a_warning(tmp_path: Path) -> None:
    assert causes(tmp_path, []) == [("metaverse", "NothingThere")]


DELTAS = {
    "<delta operation='update' dn='x'><attr name='thumbnailPhoto' operation='delete'/></delta>": "clear",
    "<delta operation='update' dn='x'><attr name='ThumbnailPhoto' operation='update'>"
    "<value operation='delete'>AAAA</value></attr></delta>": "clear",
    "<delta operation='update' dn='x'><attr name='thumbnailPhoto' operation='update'>"
    "<value operation='delete'>AAAA</value><value operation='add'>BBBB</value></attr></delta>": "write",
    "<delta operation='update' dn='x'><attr name='thumbnailPhoto' operation='replace'><value/></attr></delta>": "clear",
    "<delta operation='update' dn='x'><attr name='title' operation='delete'/></delta>": "none",
    "<delta operation='replace' dn='x'><attr name='title'><value>x</value></attr></delta>": "clear",
    "<delta operation='add' dn='x'><attr name='thumbnailPhoto'><value/></attr></delta>": "none",
    "<delta operation='delete' dn='x'/>": "none",
    "<delta operation='none' dn='x'/>": "none",
}


@pytest.mark.parametrize("delta", DELTAS)
def test_what_a_pending_change_does_with_a_picture(tmp_path: Path, delta: str) -> None:
    entry = f"<cs-object cs-dn='CN=x' object-type='user'><unapplied-export>{delta}</unapplied-export></cs-object>"
    (tmp_path / "cs.xml").write_text(f"<cs-objects>{entry}</cs-objects>", encoding="utf-8")
    (found,) = Drop("csexport", str(tmp_path / "cs.xml")).connectors()
    assert (found.pending, found.held) == (DELTAS[delta], None)


@pytest.mark.parametrize(
    ("now", "pending"),
    [
        ("<delta operation='update'><attr name='title' operation='delete'/></delta>", "clear"),
        ("<delta operation='update'><attr name='thumbnailPhoto'><value>AAAA</value></attr></delta>", "write"),
        ("<delta operation='delete'/>", "none"),
    ],
)
def test_what_was_exported_and_is_not_confirmed_is_still_pending(tmp_path: Path, now: str, pending: str) -> None:
    before = "<delta operation='update'><attr name='thumbnailPhoto' operation='delete'/></delta>"
    changes = f"<unapplied-export>{now}</unapplied-export><escrowed-export>{before}</escrowed-export>"
    entry = f"<cs-object cs-dn='CN=x' object-type='user'>{changes}</cs-object>"
    (tmp_path / "cs.xml").write_text(f"<cs-objects>{entry}</cs-objects>", encoding="utf-8")
    (found,) = Drop("csexport", str(tmp_path / "cs.xml")).connectors()
    assert found.pending == pending


def test_one_metaverse_object_needs_no_list_around_it(tmp_path: Path) -> None:
    whole = mv_xml(numbered([Member("alice", URL, b"x")]))
    one = whole[whole.index("<mv-object ") : whole.index("</mv-object>") + len("</mv-object>")]
    (tmp_path / "mv.xml").write_text(one, encoding="utf-8")
    assert [person.account for person in Drop("mv", str(tmp_path / "mv.xml")).people()] == ["alice"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<cs-objects><cs-object cs-dn='a' object-type='user'>", "no whole XML"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><cs-objects/>", "document type"),
        ("<html></html>", "other XML"),
        ("", "no whole XML"),
        ("no xml", "no whole XML"),
    ],
)
def test_a_file_that_is_none_of_the_engines(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "a.xml").write_text(text, encoding="utf-8")
    with pytest.raises(MetaverseError, match=words):
        list(Drop("csexport", str(tmp_path / "a.xml")).connectors())
    with pytest.raises(MetaverseError):
        list(Drop("csexport", str(tmp_path / "none.xml")).connectors())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("declared", ["", "utf-8", "utf-16"])
def test_a_text_may_be_saved_otherwise_than_it_declares(tmp_path: Path, declared: str, encoding: str) -> None:
    """As PowerShell saves a string that .NET made of XML."""
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    (tmp_path / "cs.xml").write_text(head + csexport_xml(numbered([Member("älice")])), encoding=encoding)
    assert [one.account for one in Drop("csexport", str(tmp_path / "cs.xml")).connectors()] == ["älice"]


names = st.text("aZ09 .-&'<>$äß山+`,=\"", min_size=1, max_size=20).map(lambda text: " ".join(text.split()) or "x")
members = st.builds(
    Member,
    names,
    st.sampled_from(["", URL, "http://mysite/ä.jpg?t=1&u=<2>"]),
    st.sampled_from([None, b"x", b"\xff\xd8" * 40]),
    st.sampled_from(["none", "write", "clear"]),
    st.booleans(),
    names,
)


@given(given=st.lists(members, max_size=4).map(numbered), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(max_examples=60)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, given: list[Member], encoding: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "mv.xml").write_text(mv_xml(given), encoding=encoding)
    (folder / "cs.xml").write_text(csexport_xml(given), encoding=encoding)
    assert list(Drop("mv", str(folder / "mv.xml")).people()) == [
        MetaversePerson(one.id, one.account, one.name, one.picture_url, one.photo is not None) for one in given
    ]
    assert list(Drop("csexport", str(folder / "cs.xml")).connectors()) == [
        ConnectorPerson(one.id, one.dn, one.account, AGENT, one.pending, one.held) for one in given
    ]


def test_settings_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No source"):
        metaverse_job({"sources": []})
    with pytest.raises(UsageError, match="none of the known forms"):
        list(check_metaverse(metaverse_job({"sources": ["evtx:a"]})))
    with pytest.raises(CredentialError, match="connection string file"):
        metaverse_job({"sources": ["sql:x"], "connection_file": str(tmp_path / "none")})
    assert "secret" not in repr(metaverse_job({"sources": ["sql:x"], "connection": "secret"}))

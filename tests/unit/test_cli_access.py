"""``pyupsync access`` in-process, over an LDIF file; grants, undo files and settings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pyupsync.access import rights
from pyupsync.access.aces import INHERITED, Ace
from pyupsync.access.descriptor import DACL_PRESENT, DACL_PROTECTED, SELF_RELATIVE, Acl, Descriptor, read_descriptor
from pyupsync.adapters.access.ldif import open_ldif_access
from pyupsync.adapters.access.undo_file import UndoFile, read_undo
from pyupsync.cli import main
from pyupsync.config import access_job
from pyupsync.errors import UndoUnusable, UsageError
from pyupsync.jobs import JOBS
from pyupsync.model.access import GrantRecord
from pyupsync.model.sids import sid_bytes
from tests.lab.ldif import add_record

BASE = "DC=corp,DC=example"
STAFF = f"OU=Staff,{BASE}"
CONFIG = f"CN=Configuration,{BASE}"
SVC, TEAM = "S-1-5-21-7-7-7-1105", "S-1-5-21-7-7-7-1110"
PHOTO = (rights.WRITE_PROPERTY, rights.THUMBNAIL_PHOTO)


def held(*aces: Ace, control: int = 0) -> dict[str, bytes]:
    made = Descriptor(SELF_RELATIVE | DACL_PRESENT | control, "S-1-5-18", "S-1-5-18", dacl=Acl(4, aces))
    return {"nTSecurityDescriptor": made.encode()}


def account(name: str, sid: str, ou: str = STAFF, **facts: object) -> str:
    classes = {"objectClass": ["top", "person", "user"], "sAMAccountName": name, "objectSid": sid_bytes(sid)}
    return add_record(f"CN={name},{ou}", {**classes, **facts})


def domain(netbios: str = "CORP", root: tuple[Ace, ...] = (), ou: tuple[Ace, ...] = ()) -> str:
    group = {"objectClass": "group", "sAMAccountName": "team", "objectSid": sid_bytes(TEAM)}
    return "".join(
        [
            add_record(BASE, {"objectClass": "domainDNS", **held(*root)}),
            add_record(CONFIG, {"objectClass": "configuration", **held()}),
            add_record(
                f"CN={netbios},CN=Partitions,{CONFIG}",
                {"objectClass": "crossRef", "nCName": BASE, "nETBIOSName": netbios},
            ),
            add_record(STAFF, {"objectClass": "organizationalUnit", **held(*ou)}),
            account("svc", SVC, BASE, **held()),
            add_record(f"CN=team,{BASE}", {**group, "member": f"CN=svc,{BASE}"}),
        ]
    )


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A grant leaves what undoes it in the current folder."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "corp.ldif"
    inherited = Ace.make(TEAM, PHOTO[0], object_type=PHOTO[1], flags=INHERITED)
    path.write_text(
        domain()
        + account("alice", "S-1-5-21-7-7-7-1200", **held())
        + account("bert", "S-1-5-21-7-7-7-1201", **held(inherited))
        + account("boss", "S-1-5-21-7-7-7-1202", adminCount="1", **held(control=DACL_PROTECTED))
        + account("hidden", "S-1-5-21-7-7-7-1203")
    )
    return path


def access(action: str, file: Path, *args: str) -> int:
    return main(["access", action, *args, "--directory", f"ldif:{file}"])


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_person_is_judged_and_those_it_may_not_write_are_told(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert access("test", file, "--account", "CORP\\svc", "--ou", STAFF, "--json") == 3
    lines = told(capsys)
    people = {line["facts"]["person"]: line["facts"] for line in lines if line["type"] == "record"}
    assert {name: (one["cause"], one["granted"], one["protected"]) for name, one in people.items()} == {
        "alice": ("NoWriteRight", False, False),
        "boss": ("ProtectedAccount", False, True),
        "hidden": ("DescriptorUnread", None, False),
    }
    found = {line["check"]: line for line in lines if line["type"] == "finding"}
    assert (found["writePhoto"]["status"], found["writePhoto"]["facts"]["writable"]) == ("error", 1)
    assert "of 1 of 4 people" in found["writePhoto"]["actual"]
    assert found["createChild"]["status"] == found["replicate"]["status"] == "info"
    assert all(line["facts"]["server"] is None for line in lines if line["type"] == "record")


def test_plan_grant_test_undo(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = file.read_bytes()
    words = ("--account", "CORP\\svc", "--ou", f"CN=alice,{STAFF}")
    assert access("plan", file, *words) == 3
    assert f"(OA;;WP;{rights.THUMBNAIL_PHOTO};;{SVC})" in capsys.readouterr().out
    assert access("grant", file, *words, "--what-if") == 0
    assert list(tmp_path.iterdir()) == [file], "neither a plan nor what-if leaves anything"
    assert access("grant", file, *words) == 0
    assert access("test", file, *words) == 0
    assert access("plan", file, *words) == 0
    capsys.readouterr()
    assert access("grant", file, *words) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 applied, 1 unchanged")
    assert file.read_bytes() == before, "changes go beside the file"
    (undo,) = tmp_path.glob("access-undo-*.jsonl")
    assert access("undo", file, str(undo)) == 0
    assert access("test", file, *words) == 3
    capsys.readouterr()
    assert access("undo", file, str(undo)) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 applied, 1 unchanged")


def test_what_a_group_has_already_is_not_granted_again(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert access("plan", file, "--account", SVC, "--ou", f"CN=bert,{STAFF}", "--json") == 0
    (outcome, _) = told(capsys)
    assert (outcome["status"], outcome["code"]) == ("unchanged", "UpToDate")
    assert outcome["reason"].startswith("Team has it already")


def test_what_is_denied_is_told_before_it_is_granted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "corp.ldif"
    path.write_text(domain(ou=(Ace.make(TEAM, rights.WRITE_PROPERTY, flags=2, deny=True),)))
    assert access("plan", path, "--account", "CORP\\svc", "--ou", STAFF, "--json") == 3
    finding, change, _ = told(capsys)
    assert (finding["check"], finding["facts"]["cause"]) == ("deny", "DenyAce")
    assert change["action"] == "Grant Write thumbnailPhoto"


def test_a_list_in_another_order_is_warned_of_and_keeps_its_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "corp.ldif"
    odd = (Ace.make(TEAM, 0x10, flags=INHERITED), Ace.make(TEAM, 0x10), Ace.make(TEAM, 0x8, deny=True))
    path.write_text(domain(ou=odd))
    undo = tmp_path / "undo.jsonl"
    words = ("--account", SVC, "--ou", STAFF, "--undo-file", str(undo), "--json")
    assert access("grant", path, *words) == 0
    assert [line["facts"]["cause"] for line in told(capsys) if line["type"] == "finding"] == ["NotCanonical"]
    directory = open_ldif_access(str(path))
    aces = read_descriptor(directory.entry(STAFF).descriptor or b"").aces
    directory.close()
    assert aces[1:] == odd
    assert aces[0].sid == SVC


def test_the_rights_of_the_classic_three(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    every = [word for right in ("replicate", "create-child", "write-all") for word in ("--right", right)]
    assert access("plan", file, "--account", "CORP\\svc", "--ou", STAFF, *every, "--json") == 3
    planned = [(line["target"], line["after"]["data"]) for line in told(capsys) if line["type"] == "change"]
    assert planned == [
        (BASE, f"(OA;;CR;{rights.REPLICATE_CHANGES};;{SVC})"),
        (STAFF, f"(A;CI;CC;;;{SVC})"),
        (STAFF, f"(A;CI;WP;;;{SVC})"),
    ]


def test_where_the_netbios_name_is_another_the_configuration_is_replicated_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "corp.ldif"
    path.write_text(domain(netbios="OLDNAME"))
    assert access("grant", path, "--account", "OLDNAME\\svc", "--right", "replicate", "--json") == 0
    assert [line["target"] for line in told(capsys) if line["type"] == "outcome"] == [BASE, CONFIG]
    tested = ("--account", "OLDNAME\\svc", "--ou", STAFF, "--right", "replicate", "--json")
    assert access("test", path, *tested) == 0
    granted = [line for line in told(capsys) if line.get("check") == "replicate"]
    assert [(line["status"], line["facts"]["dn"]) for line in granted] == [("ok", BASE), ("ok", CONFIG)]


def test_adminsdholder_is_for_protected_accounts_and_is_warned_of(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    holder = f"CN=AdminSDHolder,CN=System,{BASE}"
    file.write_text(file.read_text() + add_record(holder, {"objectClass": "container", **held()}))
    assert access("plan", file, "--account", SVC, "--ou", holder, "--json") == 3
    finding, change, _ = told(capsys)
    assert finding["facts"]["cause"] == "AdminSdHolder"
    assert change["after"]["data"] == f"(OA;;WP;{rights.THUMBNAIL_PHOTO};;{SVC})"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("plan",), "No account was named"),
        (("plan", "--account", SVC), "whole domain"),
        (("test",), "Nobody logs on to a file"),
        (("test", "--account", SVC, "--user", "a", "--auth", "kerberos"), "a file that takes none"),
        (("plan", "--account", "CORP\\nobody", "--ou", STAFF), "There is no account"),
        (("plan", "--account", SVC, "--ou", f"OU=Gone,{BASE}"), "has no entry"),
        (("undo", "gone.jsonl"), "cannot be read"),
        (("undo", str(Path(__file__))), "is no record of a grant"),
    ],
)
def test_what_cannot_be_done_is_said(
    file: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert access(words[0], file, *words[1:]) in {1, 2}
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "'directory' is missing"),
        ({"directory": "ldif:x", "rights": ["everything"]}, "must be one of write-photo"),
        ({"directory": "ldif:x", "timeout": 0}, "timeout"),
        ({"directory": "ldif:x", "undo_file": "x"}, "would be overwritten"),
        ({"directory": "ldif:x", "account": "a"}, "Did you mean 'accounts'"),
        ({"directory": "ldif:x", "accounts": ["a", " "]}, "accounts is empty"),
        ({"directory": "ldif:x", "ous": [""]}, "ous is empty"),
        ({"directory": "ldaps:///DC=x", "output": "y"}, "'output' is for a file"),
    ],
)
def test_settings_that_cannot_be_used_are_refused(settings: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        access_job(settings)
    assert said in str(caught.value)


def test_a_job_refuses_what_it_has_no_use_for() -> None:
    for job, idle in (("access.test", "undo_file"), ("access.plan", "undo_file"), ("access.undo", "ous")):
        with pytest.raises(UsageError, match="no use"):
            JOBS[job]({"directory": "ldif:x", idle: ["y"] if idle == "ous" else "y"}, False)


def test_an_undo_file_keeps_what_was_granted_and_is_never_written_over(tmp_path: Path) -> None:
    record = GrantRecord(STAFF, "write-photo", "CORP\\svç", b"\1\2", "D:", b"\3")
    undo = UndoFile(str(tmp_path / "undo.jsonl"))
    undo.keep(record)
    undo.keep(record)
    assert read_undo(undo.path) == [record, record]
    with pytest.raises(UndoUnusable, match="already"):
        UndoFile(undo.path).keep(record)
    with pytest.raises(UndoUnusable, match="cannot be written"):
        UndoFile(str(tmp_path / "gone" / "undo.jsonl")).keep(record)
    Path(undo.path).write_bytes(Path(undo.path).read_bytes() + b'{"dn": 1}\n')
    with pytest.raises(UndoUnusable, match="Line 3"):
        read_undo(undo.path)


def test_nothing_is_granted_that_cannot_be_undone(file: Path, tmp_path: Path) -> None:
    undo = tmp_path / "gone" / "undo.jsonl"
    assert access("grant", file, "--account", SVC, "--ou", STAFF, "--undo-file", str(undo)) == 1
    directory = open_ldif_access(str(file))
    assert not read_descriptor(directory.entry(STAFF).descriptor or b"").aces
    directory.close()


def test_an_undo_file_with_something_else_in_it_undoes_nothing(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undo = UndoFile(str(tmp_path / "undo.jsonl"))
    undo.keep(GrantRecord(STAFF, "write-photo", "x", b"\1\2", "D:", b""))
    undo.keep(GrantRecord(f"OU=Gone,{BASE}", "write-photo", "x", Ace.make(SVC, 1).raw, "D:", b""))
    assert access("undo", file, undo.path, "--json") == 1
    codes = [line["code"] for line in told(capsys) if line["type"] == "outcome"]
    assert codes == ["UpToDate", "AccessUndoUnusable"]


def test_too_much_is_told_of_a_file_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "corp.ldif"
    dcsync = Ace.make(TEAM, rights.CONTROL_ACCESS, object_type=rights.REPLICATE_CHANGES_ALL)
    path.write_text(domain(root=(dcsync,)))
    assert access("test", path, "--account", SVC, "--ou", STAFF, "--json") == 0
    found = {line["check"]: line for line in told(capsys) if line["type"] == "finding"}
    assert found["tooMuch"]["facts"]["cause"] == "DCSync"
    assert "given to team" in found["tooMuch"]["actual"]
    assert found["writePhoto"]["facts"]["cause"] == "NobodyThere"


def test_of_several_places_each_line_says_its_own(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alice = f"CN=alice,{STAFF}"
    assert access("grant", file, "--account", SVC, "--ou", STAFF, "--ou", alice) == 0
    lines = capsys.readouterr().out.splitlines()
    said = [f"applied   CORP\\svc on {dn}  Grant Write thumbnailPhoto: done." for dn in (STAFF, alice)]
    assert lines[:2] == said


def test_where_there_is_no_list_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "corp.ldif"
    everybody = {"nTSecurityDescriptor": Descriptor(SELF_RELATIVE | DACL_PRESENT, "S-1-5-18", "S-1-5-18").encode()}
    path.write_text(domain() + account("open", "S-1-5-21-7-7-7-1200", **everybody))
    assert access("grant", path, "--account", SVC, "--ou", f"CN=open,{STAFF}", "--json") == 0
    [outcome] = (line for line in told(capsys) if line["type"] == "outcome")
    assert (outcome["status"], "everybody may do everything" in str(outcome["reason"])) == ("unchanged", True)


def test_a_list_that_was_not_exported_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a domain controller answers LDAP_SERVER_SD_FLAGS_OID with 3, owner and group."""
    path = tmp_path / "corp.ldif"
    left_out = {"nTSecurityDescriptor": Descriptor(SELF_RELATIVE, "S-1-5-18", "S-1-5-18").encode()}
    path.write_text(domain() + account("alice", "S-1-5-21-7-7-7-1200", **left_out))
    alice = f"CN=alice,{STAFF}"
    assert access("test", path, "--account", SVC, "--ou", alice, "--json") == 3, "what was not seen is not granted"
    [person, *findings] = told(capsys)
    assert (person["facts"]["granted"], person["facts"]["cause"]) == (None, "DescriptorUnread")
    assert [line["status"] for line in findings if line.get("check") == "writePhoto"] == ["error"]
    assert access("test", path, "--account", SVC, "--ou", alice, "--right", "create-child", "--json") == 3
    assert [line["status"] for line in told(capsys) if line.get("check") == "createChild"] == ["error"]
    assert access("grant", path, "--account", SVC, "--ou", alice, "--json") == 1
    assert told(capsys)[0]["code"] == "DescriptorUnreadable"


def test_what_was_granted_elsewhere_is_not_called_undone(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    undo = UndoFile(str(tmp_path / "undo.jsonl"))
    undo.keep(GrantRecord("OU=Staff,DC=fabrikam,DC=example", "write-photo", "x", Ace.make(SVC, 1).raw, "D:", b""))
    assert access("undo", file, undo.path) == 1
    assert "of another domain" in capsys.readouterr().err


def test_a_line_that_a_crash_cut_off_keeps_nobody_from_undoing_the_others(tmp_path: Path) -> None:
    record = GrantRecord(STAFF, "write-photo", "CORP\\svc", b"\1\2", "D:", b"\3")
    undo = UndoFile(str(tmp_path / "undo.jsonl"))
    for _ in range(2):
        undo.keep(record)
    whole = Path(undo.path).read_bytes()
    for cut in (1, 9, len(whole) // 2 - 1):
        Path(undo.path).write_bytes(whole[:-cut])
        assert read_undo(undo.path) == [record] * (2 if cut == 1 else 1)
    Path(undo.path).write_bytes(whole[:9])
    with pytest.raises(UndoUnusable, match="Line 1"):
        read_undo(undo.path)


def test_who_is_not_reached_by_what_is_granted_above_is_named_himself(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert access("grant", file, "--account", SVC, "--ou", STAFF) == 0
    capsys.readouterr()
    assert access("test", file, "--account", SVC, "--ou", STAFF, "--json") == 3
    [found] = (line for line in told(capsys) if line.get("check") == "writePhoto")
    assert "granted there already, and does not reach them" in str(found["advice"])

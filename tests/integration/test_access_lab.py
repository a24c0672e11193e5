"""Rights on the lab: tested, granted as an administrator would, taken back; and what the account may do then."""

from __future__ import annotations

import json
import subprocess
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from ldap3 import MODIFY_REPLACE
from ldap3.core.exceptions import LDAPInsufficientAccessRightsResult
from ldap3.protocol.microsoft import security_descriptor_control

from pyupsync.access import rights
from pyupsync.access.aces import CONTAINER_INHERIT, Ace
from pyupsync.access.descriptor import DACL_PROTECTED, read_descriptor
from pyupsync.access.grants import added
from pyupsync.access.verdict import photo_verdict
from pyupsync.adapters.access.ldif import open_ldif_access
from pyupsync.config import AccessJob, Login
from pyupsync.model import Change, Event, Finding, Outcome, Record
from pyupsync.workflows import check_access, grant_access, plan_access, undo_access
from tests.integration.access_scene import ACTOR, INNER, PLACE, Scene, login_of, rights_scene
from tests.lab import Lab, people
from tests.lab.names import DNS_DOMAIN
from tests.lab.second import running_second

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def scene(lab: Lab) -> Iterator[Scene]:
    with rights_scene(lab) as made:
        yield made


@pytest.fixture
def as_before(scene: Scene) -> Iterator[dict[str, bytes]]:
    """Descriptors of the place, put back afterwards."""
    watched = (scene.admin.access_domain.dn, PLACE, INNER, scene.person())
    before = {dn: scene.admin.entry(dn).descriptor or b"" for dn in watched}
    yield before
    for dn, held in before.items():
        scene.admin.write_dacl(dn, held)


def job(scene: Scene, who: str = "overseer", **more: object) -> AccessJob:
    settings = {"ca_file": str(scene.lab.ca_bundle), "login": scene.login(who), "ous": (INNER,), **more}
    return AccessJob(directory=scene.lab.directory_address, **settings)


def outcomes(events: list[Event]) -> list[tuple[str, str]]:
    return [(one.status, one.code) for one in events if isinstance(one, Outcome)]


def findings(events: list[Event]) -> dict[str, Finding]:
    return {one.check: one for one in events if isinstance(one, Finding)}


def put(scene: Scene, dn: str, *aces: Ace, first: bool = False, control: int = 0) -> None:
    held = read_descriptor(scene.admin.entry(dn).descriptor or b"")
    for ace in aces:
        held = held.with_aces((ace, *held.aces)) if first else added(held, ace)
    scene.admin.write_dacl(dn, held.encode() if not control else _flagged(held.encode(), control))


def _flagged(data: bytes, control: int) -> bytes:
    return data[:2] + (int.from_bytes(data[2:4], "little") | control).to_bytes(2, "little") + data[4:]


def tried(scene: Scene, dn: str, attribute: str) -> bool:
    try:
        scene.raw.modify(dn, {attribute: [(MODIFY_REPLACE, [b"x"])]})
    except LDAPInsufficientAccessRightsResult:
        return False
    return True


def test_a_grant_gives_the_picture_and_nothing_else(scene: Scene, as_before: dict[str, bytes], tmp_path: Path) -> None:
    assert not tried(scene, scene.person(), "thumbnailPhoto")
    everything = {dn: scene.actor.writable(dn) for dn in (scene.person(), INNER, PLACE)}
    granted = job(scene, accounts=(scene.actor_name,), undo_file=str(tmp_path))
    planned = list(plan_access(granted))
    assert [one.action for one in planned if isinstance(one, Change)] == ["Grant Write thumbnailPhoto"]
    assert scene.admin.entry(INNER).descriptor == as_before[INNER]
    assert outcomes(list(grant_access(granted, what_if=True))) == [("skipped", "WhatIf")]
    assert list(tmp_path.iterdir()) == []
    assert outcomes(list(grant_access(granted))) == [("applied", "Applied")]

    assert tried(scene, scene.person(), "thumbnailPhoto")
    assert scene.actor.writable(scene.person()) == everything[scene.person()] | {"thumbnailphoto"}
    for attribute in ("description", "telephoneNumber", "jpegPhoto"):
        assert not tried(scene, scene.person(), attribute)
    assert scene.actor.writable(INNER) == everything[INNER]
    assert scene.actor.writable(PLACE) == everything[PLACE]
    assert not scene.actor.creatable(INNER)
    assert not scene.actor.replicates(scene.admin.access_domain.dn)

    held = read_descriptor(as_before[INNER])
    now = read_descriptor(scene.admin.entry(INNER).descriptor or b"")
    extra = [ace for ace in now.aces if ace not in held.aces]
    assert len(extra) == 1
    assert [ace.raw for ace in now.aces if ace not in extra] == [ace.raw for ace in held.aces]
    assert now.canonical


def test_granting_twice_adds_nothing_and_undoing_restores_every_byte(
    scene: Scene, as_before: dict[str, bytes], tmp_path: Path
) -> None:
    every = ("write-photo", "write-all", "create-child", "replicate")
    granted = job(scene, accounts=(scene.actor_name,), rights=every, undo_file=str(tmp_path))
    assert outcomes(list(grant_access(granted))) == [("applied", "Applied")] * 4
    after = {dn: scene.admin.entry(dn).descriptor for dn in as_before}
    assert "user" in scene.actor.creatable(INNER)
    assert scene.actor.replicates(scene.admin.access_domain.dn)
    assert tried(scene, scene.person(), "description")

    assert outcomes(list(grant_access(granted))) == [("unchanged", "UpToDate")] * 4
    assert {dn: scene.admin.entry(dn).descriptor for dn in as_before} == after
    (undo,) = tmp_path.iterdir()
    assert [json.loads(line)["right"] for line in undo.read_text().splitlines()] == list(every)

    taken = list(undo_access(job(scene, ous=(), undo_file=str(undo))))
    assert outcomes(taken) == [("applied", "Applied")] * 4
    assert {dn: scene.admin.entry(dn).descriptor for dn in as_before} == as_before
    assert outcomes(list(undo_access(job(scene, ous=(), undo_file=str(undo))))) == [("unchanged", "UpToDate")] * 4


def test_undoing_leaves_what_others_have_changed(scene: Scene, as_before: dict[str, bytes], tmp_path: Path) -> None:
    granted = job(scene, accounts=(scene.actor_name,), undo_file=str(tmp_path / "undo.jsonl"))
    list(grant_access(granted))
    other = Ace.make(scene.sids["svc_none"], 0x10, flags=CONTAINER_INHERIT)
    put(scene, INNER, other)
    assert outcomes(list(undo_access(job(scene, ous=(), undo_file=str(tmp_path / "undo.jsonl"))))) == [
        ("applied", "Applied")
    ]
    now = read_descriptor(scene.admin.entry(INNER).descriptor or b"")
    assert other in now.aces
    assert len(now.aces) == len(read_descriptor(as_before[INNER]).aces) + 1


def test_a_change_of_somebody_else_in_between_is_not_written_over(
    scene: Scene, as_before: dict[str, bytes], tmp_path: Path
) -> None:
    stream = grant_access(job(scene, accounts=(scene.actor_name,), undo_file=str(tmp_path)))
    event = next(one for one in stream if isinstance(one, Change))
    put(scene, INNER, Ace.make(scene.sids["svc_none"], 0x10))
    changed = scene.admin.entry(INNER).descriptor
    rest = [stream.send(True), *stream]
    assert event.target == INNER
    assert outcomes(rest) == [("failed", "DescriptorChanged")]
    assert scene.admin.entry(INNER).descriptor == changed
    assert list(tmp_path.iterdir()) == []


def test_an_ordinary_account_cannot_grant(scene: Scene, as_before: dict[str, bytes], tmp_path: Path) -> None:
    events = list(grant_access(job(scene, ACTOR, accounts=(scene.actor_name,), undo_file=str(tmp_path))))
    assert outcomes(events) == [("failed", "DirectoryAccessDenied")]
    assert scene.admin.entry(INNER).descriptor == as_before[INNER]


def test_the_lab_is_as_it_should_be_for_svc_ups(scene: Scene) -> None:
    lab = scene.lab
    settings = {"ca_file": str(lab.ca_bundle), "login": login_of("svc_ups", lab.password), "ous": (lab.staff,)}
    told = list(check_access(AccessJob(directory=lab.directory_address, **settings)))
    (blocked,) = [one.facts for one in told if isinstance(one, Record)]
    assert (blocked["person"], blocked["cause"], blocked["inherits"]) == ("protected", "ProtectedAccount", False)
    found = findings(told)
    assert {name: one.status for name, one in found.items()} == {
        "writePhoto": "warning",
        "createChild": "info",
        "replicate": "info",
    }
    assert found["writePhoto"].facts["disagreements"] == 0
    assert found["writePhoto"].facts["protected"] == 1
    assert "AdminSDHolder" in found["writePhoto"].advice


@pytest.mark.parametrize(
    ("cause", "ace"),
    [
        ("NoWriteRight", None),
        ("DenyAce", ("rights-top", rights.PERSONAL_INFORMATION)),
        ("DenyAce", (ACTOR, rights.THUMBNAIL_PHOTO)),
        ("ProtectedAccount", None),
    ],
    ids=["nothing", "a group", "itself", "protected"],
)
def test_why_not_is_told(
    scene: Scene, as_before: dict[str, bytes], tmp_path: Path, cause: str, ace: tuple[str, str] | None
) -> None:
    if cause != "NoWriteRight":
        list(grant_access(job(scene, accounts=(scene.actor_name,), undo_file=str(tmp_path))))
    if ace:
        deny = Ace.make(scene.sids[ace[0]], rights.WRITE_PROPERTY, object_type=ace[1], deny=True)
        put(scene, scene.person(), deny, first=True)
    if cause == "ProtectedAccount":
        scene.admin.write_dacl(scene.person(), _flagged(as_before[scene.person()], DACL_PROTECTED))
    found = findings(list(check_access(job(scene, ACTOR))))["writePhoto"]
    assert (found.status, found.facts["cause"], found.facts["disagreements"]) == ("error", cause, 0)
    assert not tried(scene, scene.person(), "thumbnailPhoto")
    by_admin = findings(list(check_access(job(scene, accounts=(scene.actor_name,)))))["writePhoto"]
    assert (by_admin.status, by_admin.facts["cause"], by_admin.facts["asked"]) == ("error", cause, 0)


def test_too_much_is_warned_of(scene: Scene, as_before: dict[str, bytes]) -> None:
    root = scene.admin.access_domain.dn
    all_changes = Ace.make(scene.sids["rights-top"], rights.CONTROL_ACCESS, object_type=rights.REPLICATE_CHANGES_ALL)
    put(scene, root, all_changes)
    told = [one for one in check_access(job(scene, ACTOR)) if isinstance(one, Finding) and one.check == "tooMuch"]
    assert [(one.status, one.facts["cause"]) for one in told] == [("warning", "DCSync")]
    assert "rights-top" in told[0].actual
    put(scene, root, Ace.make(scene.sids[ACTOR], rights.FULL_CONTROL))
    told = [one for one in check_access(job(scene, ACTOR)) if isinstance(one, Finding) and one.check == "tooMuch"]
    assert [one.facts["cause"] for one in told] == ["FullControl", "DCSync"]


def test_the_server_is_believed_where_it_says_otherwise(scene: Scene, as_before: dict[str, bytes]) -> None:
    """Samba takes no heed of OWNER RIGHTS, which give the owner this right on Windows."""
    person = scene.person()
    held = read_descriptor(as_before[person])
    owners = Ace.make(rights.OWNER_RIGHTS, rights.WRITE_PROPERTY, object_type=rights.THUMBNAIL_PHOTO)
    given = replace(held, owner=scene.sids[ACTOR]).with_aces((owners, *held.aces))
    own(scene, person, given.encode())
    try:
        assert photo_verdict(scene.actor.account(""), scene.admin.entry(person)).granted
        assert not tried(scene, person, "thumbnailPhoto")
        told = list(check_access(job(scene, ACTOR, ous=(person,))))
        found = findings(told)["writePhoto"]
        assert (found.status, found.facts["disagreements"], found.facts["granted"]) == ("error", 1, False)
        assert "said otherwise of 1, which was believed" in found.actual
        (record,) = [one.facts for one in told if isinstance(one, Record)]
        assert (record["granted"], record["server"]) == (False, False)
        assert "S-1-3-4" in record["ace"]
    finally:
        own(scene, person, as_before[person])


def own(scene: Scene, dn: str, descriptor: bytes) -> None:
    """Write the owner and the list."""
    controls = security_descriptor_control(sdflags=5)
    scene.admin_raw.modify(dn, {"nTSecurityDescriptor": [(MODIFY_REPLACE, [descriptor])]}, controls=controls)


def test_who_logged_on_is_known_by_name_too(scene: Scene) -> None:
    """So the server is asked as well where the account names itself."""
    for name in ("", scene.actor_name, scene.sids[ACTOR]):
        account = scene.actor.account(name)
        assert (account.bound, account.sid, account.name) == (True, scene.sids[ACTOR], scene.actor_name)
    assert not scene.admin.account(scene.actor_name).bound


def test_identifiers_are_those_of_the_schema(scene: Scene) -> None:
    schema = f"CN=Schema,{scene.admin.access_domain.configuration}"

    def guid_of(name: str, attribute: str = "schemaIDGUID") -> str:
        found = scene.lab.directory.search("-b", schema, f"(lDAPDisplayName={name})", attribute)
        (values,) = found.values()
        (held,) = values[attribute]
        return held.decode() if len(held) == 36 else str(uuid.UUID(bytes_le=held))

    assert guid_of("thumbnailPhoto") == rights.THUMBNAIL_PHOTO
    assert guid_of("thumbnailPhoto", "attributeSecurityGUID") == rights.PERSONAL_INFORMATION
    for name, guid in rights.CLASSES.items():
        assert guid_of(name) == guid
    extended = f"CN=Extended-Rights,{scene.admin.access_domain.configuration}"
    found = scene.lab.directory.search("-b", extended, "(objectClass=controlAccessRight)", "cn", "rightsGuid")
    by_name = {one["cn"][0].decode(): one["rightsGuid"][0].decode().lower() for one in found.values() if "cn" in one}
    assert by_name["DS-Replication-Get-Changes"] == rights.REPLICATE_CHANGES
    assert by_name["DS-Replication-Get-Changes-All"] == rights.REPLICATE_CHANGES_ALL
    assert by_name["Personal-Information"] == rights.PERSONAL_INFORMATION


def test_where_the_netbios_name_is_another_the_configuration_is_granted_too(lab: Lab, tmp_path: Path) -> None:
    """In a forest of its own: FAB, whose DNS name is fabrikam.test."""
    with running_second(lab) as second:
        second.directory.samba_tool("user", "setpassword", "Administrator", f"--newpassword={second.password}")
        login = Login(auth="simple", user=f"Administrator@{second.forest.dns}", password=second.password)
        own = Login(auth="simple", user=f"svc_ups@{second.forest.dns}", password=second.password)
        at = {"directory": second.address, "ca_file": str(second.root_ca), "rights": ("replicate",)}
        granting = AccessJob(login=login, accounts=("FAB\\svc_ups",), undo_file=str(tmp_path), **at)
        done = [one for one in grant_access(granting) if isinstance(one, Outcome)]
        configuration = f"CN=Configuration,{second.forest.base}"
        assert [(one.target, one.status) for one in done] == [
            (second.forest.base, "applied"),
            (configuration, "applied"),
        ]
        told = [one for one in check_access(AccessJob(login=own, **at)) if isinstance(one, Finding)]
        assert [(one.facts["dn"], one.status, one.facts["server"]) for one in told if one.check == "replicate"] == [
            (second.forest.base, "ok", True),
            (configuration, "ok", True),
        ]


def test_a_dump_says_what_the_server_says_and_what_is_granted_in_it_is_imported(
    scene: Scene, as_before: dict[str, bytes], tmp_path: Path
) -> None:
    """With the commands that docs/access.md gives."""
    lab = scene.lab
    dump = tmp_path / "corp.ldif"
    password = tmp_path / "password"
    password.touch(0o600)
    password.write_text(scene.passwords["overseer"])
    login = ["-H", f"ldaps://{lab.dc_host}", "-x", "-D", f"overseer@{DNS_DOMAIN}", "-y", str(password)]
    command = ["ldapsearch", "-LLL", "-E", "pr=500/noprompt", *login, "-b", lab.base]
    command += ["-E", "!1.2.840.113556.1.4.801=::MAMCAQc=", "(objectClass=*)"]
    names = ("objectClass", "objectSid", "sAMAccountName", "userPrincipalName", "adminCount", "primaryGroupID")
    command += [*names, "member", "memberOf", "nTSecurityDescriptor"]
    env = {**lab.env(), "LDAPTLS_CACERT": str(lab.ca_bundle)}
    env.pop("LDAPNOINIT", None)  # it would ignore the CA file as well
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    second = ["ldapsearch", "-LLL", *login, "-b", f"CN=Configuration,{lab.base}"]
    second += ["-E", "!1.2.840.113556.1.4.801=::MAMCAQc=", "(|(objectClass=configuration)(nETBIOSName=*))"]
    second += ["objectClass", "nCName", "nETBIOSName", "nTSecurityDescriptor"]
    more = subprocess.run(second, env=env, capture_output=True, check=True)
    dump.write_bytes(done.stdout + more.stdout)
    file = open_ldif_access(str(dump))
    try:
        assert file.access_domain == scene.admin.access_domain
        for name in ("svc_ups", "svc_none", ACTOR):
            live, kept = (one.account(f"{name}@{DNS_DOMAIN}") for one in (scene.admin, file))
            assert (live.sid, set(live.groups or ())) == (kept.sid, set(kept.groups or ()))
            by_server = {one.dn: photo_verdict(live, one) for one in scene.admin.people(lab.staff)}
            by_file = {one.dn: photo_verdict(kept, one) for one in file.people(lab.staff)}
            assert len(by_file) == len([one for one in people.in_directory() if one.ou.endswith(lab.staff)])
            assert {dn: (one.granted, one.cause) for dn, one in by_file.items()} == {
                dn: (one.granted, one.cause) for dn, one in by_server.items()
            }
    finally:
        file.close()
    granting = AccessJob(directory=f"ldif:{dump}", accounts=(scene.actor_name,), ous=(INNER,), undo_file=str(tmp_path))
    assert outcomes(list(grant_access(granting))) == [("applied", "Applied")]
    assert not tried(scene, scene.person(), "thumbnailPhoto")
    changes = ["-e", "!1.2.840.113556.1.4.801=MAMCAQQ=", "-f", str(tmp_path / "corp.changes.ldif")]
    done = subprocess.run(["ldapmodify", *login, *changes], env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert tried(scene, scene.person(), "thumbnailPhoto")
    assert read_descriptor(scene.admin.entry(INNER).descriptor or b"").owner == read_descriptor(as_before[INNER]).owner

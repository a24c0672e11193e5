"""Rights as they are computed from lists are those that the server gives: random lists, groups and classes.

Every case puts entries made from its number on an OU and on a person in it, computes what an ordinary account may do,
and has that account ask the server, write a picture and create an entry.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

import pytest
from ldap3 import MODIFY_REPLACE
from ldap3.core.exceptions import LDAPInsufficientAccessRightsResult

from pyupsync.access import rights
from pyupsync.access.aces import CONTAINER_INHERIT, INHERIT_ONLY, INHERITED, NO_PROPAGATE, Ace
from pyupsync.access.descriptor import DACL_PROTECTED, Descriptor, read_descriptor
from pyupsync.access.judge import judge, token
from pyupsync.access.rights import Need
from pyupsync.access.verdict import photo_verdict
from tests.integration.access_scene import ACTOR, GROUPS, INNER, Scene, rights_scene
from tests.lab import Lab

pytestmark = pytest.mark.lab

CASES = range(60)
CLASSES = {
    "user": rights.USER_CLASS,
    "contact": rights.CLASSES["contact"],
    "group": "bf967a9c-0de6-11d0-a285-00aa003049e2",
    "organizationalunit": "bf967aa5-0de6-11d0-a285-00aa003049e2",
}
ANOTHER_SET, ANOTHER_ATTRIBUTE = "e45795b2-9455-11d1-aebd-0000f80367c1", "bf967991-0de6-11d0-a285-00aa003049e2"
OBJECT_TYPES = (
    "",
    rights.THUMBNAIL_PHOTO,
    rights.PERSONAL_INFORMATION,
    ANOTHER_SET,
    ANOTHER_ATTRIBUTE,
    *CLASSES.values(),
)
MASKS = (
    rights.WRITE_PROPERTY,
    rights.WRITE_PROPERTY | 0x10,
    rights.CREATE_CHILD,
    rights.CREATE_CHILD | 0x2,
    rights.CREATE_CHILD | rights.WRITE_PROPERTY,
    rights.FULL_CONTROL,
    0x10,
)
FLAGS = (0, 0, CONTAINER_INHERIT, CONTAINER_INHERIT, CONTAINER_INHERIT | INHERIT_ONLY, CONTAINER_INHERIT | NO_PROPAGATE)
INHERITED_TYPES = ("", "", rights.USER_CLASS, CLASSES["group"], CLASSES["organizationalunit"])


ANSWERS: Counter[tuple[str, bool | None]] = Counter()


@pytest.fixture(scope="module")
def scene(lab: Lab) -> Iterator[Scene]:
    with rights_scene(lab) as made:
        yield made


def whom(scene: Scene) -> list[str]:
    own = [scene.sids[name] for name in (ACTOR, *GROUPS, "svc_none", "target")]
    return [*own, rights.EVERYONE, rights.AUTHENTICATED_USERS, rights.SELF, "S-1-5-32-554", "S-1-5-32-545"]


def some(chance: random.Random, sids: list[str]) -> tuple[Ace, ...]:
    made = [
        Ace.make(
            chance.choice(sids),
            chance.choice(MASKS),
            flags=chance.choice(FLAGS),
            object_type=chance.choice(OBJECT_TYPES),
            inherited_type=chance.choice(INHERITED_TYPES),
            deny=chance.random() < 0.35,
        )
        for _ in range(chance.randrange(1, 7))
    ]
    if chance.random() < 0.7:  # as a well-kept list has it; the rest is in any order
        made.sort(key=lambda ace: not ace.denies)
    return tuple(made)


def put(scene: Scene, dn: str, aces: tuple[Ace, ...], *, protected: bool) -> None:
    """Replace an entry's own list but for what administrators and readers need."""
    held = read_descriptor(scene.admin.entry(dn).descriptor or b"")
    keep = [
        Ace.make(scene.sids["Domain Admins"], rights.FULL_CONTROL),
        Ace.make(rights.AUTHENTICATED_USERS, 0x20094),
    ]
    control = held.control | DACL_PROTECTED if protected else held.control & ~DACL_PROTECTED
    inherited = () if protected else tuple(ace for ace in held.aces if ace.flags & INHERITED)
    changed = Descriptor(control, held.owner, held.group, dacl=held.dacl).with_aces((*aces, *keep, *inherited))
    scene.admin.write_dacl(dn, changed.encode())


def may_write(scene: Scene, dn: str) -> bool:
    try:
        scene.raw.modify(dn, {"thumbnailPhoto": [(MODIFY_REPLACE, [b"picture"])]})
    except LDAPInsufficientAccessRightsResult:
        return False
    return True


def may_create(scene: Scene, name: str) -> bool:
    dn = f"CN={name},{INNER}"
    try:
        scene.raw.add(dn, "contact")
    except LDAPInsufficientAccessRightsResult:
        return False
    scene.admin_raw.delete(dn)
    return True


@pytest.mark.parametrize("number", CASES)
def test_what_is_computed_is_what_the_server_allows(scene: Scene, number: int):
    chance = random.Random(number)
    sids = whom(scene)
    put(scene, INNER, some(chance, sids), protected=chance.random() < 0.3)
    put(scene, scene.person(), some(chance, sids), protected=chance.random() < 0.3)
    account, bound = scene.admin.account(scene.actor_name), scene.actor.account("")
    person, container = scene.admin.entry(scene.person()), scene.admin.entry(INNER)
    held = read_descriptor(container.descriptor or b"")

    photo = photo_verdict(account, person)
    assert photo_verdict(bound, person) == photo
    assert photo.granted == ("thumbnailphoto" in scene.actor.writable(person.dn)), photo
    assert photo.granted == may_write(scene, person.dn), photo
    creatable = scene.actor.creatable(INNER)
    computed = {
        name: judge(held, token(account.sid, account.groups or ()), Need(rights.CREATE_CHILD, (guid,), "")).granted
        for name, guid in CLASSES.items()
    }
    assert computed == {name: name in creatable for name in CLASSES}
    assert computed["contact"] == may_create(scene, f"made-{number}")
    ANSWERS.update([("photo", photo.granted), ("create", computed["contact"]), (photo.cause, photo.granted)])


def test_the_cases_are_of_many_kinds(scene: Scene):
    """Both answers, groups, denies and protection: what would not differ would prove little."""
    made = [some(random.Random(number), whom(scene)) for number in CASES]
    flat = [ace for aces in made for ace in aces]
    assert {ace.denies for ace in flat} == {True, False}
    assert {ace.sid for ace in flat} == set(whom(scene))
    assert {ace.object_type for ace in flat} == set(OBJECT_TYPES)
    for what in ("photo", "create"):
        assert min(ANSWERS[what, True], ANSWERS[what, False]) > len(CASES) / 6, ANSWERS
    assert all(ANSWERS[cause, False] for cause in ("NoWriteRight", "DenyAce", "ProtectedAccount")), ANSWERS


def test_replicating_is_computed_as_the_server_gives_it(scene: Scene):
    root = scene.admin.access_domain.dn
    before = scene.admin.entry(root)
    held = read_descriptor(before.descriptor or b"")
    account = scene.admin.account(scene.actor_name)
    sids = token(account.sid, account.groups or ())
    tried = []
    try:
        for sid, object_type, deny in (
            (scene.sids["rights-top"], rights.REPLICATE_CHANGES, False),
            (scene.sids["rights-primary"], "", False),
            (scene.sids["rights-others"], rights.REPLICATE_CHANGES, False),
            (scene.sids[ACTOR], rights.REPLICATE_CHANGES_ALL, False),
        ):
            ace = Ace.make(sid, rights.CONTROL_ACCESS, object_type=object_type, deny=deny)
            changed = held.with_aces((ace, *held.aces))
            scene.admin.write_dacl(root, changed.encode())
            now = read_descriptor(scene.admin.entry(root).descriptor or b"")
            computed = judge(now, sids, rights.REPLICATE).granted
            assert computed == scene.actor.replicates(root), ace
            tried.append(computed)
    finally:
        scene.admin.write_dacl(root, before.descriptor or b"")
    assert set(tried) == {True, False}
    assert scene.admin.entry(root).descriptor == before.descriptor

"""May this account write this picture? Judged by descriptors made here."""

from __future__ import annotations

import pytest

from pyupsync.access import rights
from pyupsync.access.aces import CONTAINER_INHERIT, INHERIT_ONLY, INHERITED, Ace
from pyupsync.access.descriptor import DACL_PRESENT, DACL_PROTECTED, SELF_RELATIVE, Acl, Descriptor, read_descriptor
from pyupsync.access.judge import judge, may_change_rights, token
from pyupsync.access.verdict import photo_verdict
from pyupsync.errors import DescriptorUnreadable
from pyupsync.model.access import SecuredEntry, SecurityAccount

ME, GROUP, OTHER, PERSON = (f"S-1-5-21-1-2-3-{rid}" for rid in (1105, 1110, 1199, 1200))
ACCOUNT = SecurityAccount(ME, "CORP\\svc", groups=(GROUP,))
WRITE = rights.WRITE_PROPERTY


def descriptor(*aces: Ace, control: int = 0, owner: str = OTHER) -> Descriptor:
    return Descriptor(SELF_RELATIVE | DACL_PRESENT | control, owner, OTHER, dacl=Acl(4, aces))


def entry(*aces: Ace, control: int = 0, admin_count: bool = False) -> SecuredEntry:
    classes = ("top", "person", "organizationalPerson", "user")
    data = descriptor(*aces, control=control).encode()
    return SecuredEntry("CN=Alice,DC=x", classes, PERSON, "alice", admin_count, data)


@pytest.mark.parametrize("of", ["", rights.THUMBNAIL_PHOTO, rights.PERSONAL_INFORMATION, rights.USER_CLASS])
@pytest.mark.parametrize("whom", [ME, GROUP, rights.EVERYONE, rights.AUTHENTICATED_USERS])
def test_the_attribute_its_property_set_its_class_and_all_of_it_give_the_right(of, whom):
    said = photo_verdict(ACCOUNT, entry(Ace.make(whom, WRITE, object_type=of)))
    assert (said.granted, said.cause) == (True, "")
    assert whom in said.evidence


@pytest.mark.parametrize(
    "ace",
    [
        Ace.make(OTHER, WRITE),
        Ace.make(ME, WRITE, flags=CONTAINER_INHERIT | INHERIT_ONLY),
        Ace.make(ME, WRITE, object_type="4c164200-20c0-11d0-a768-00aa006e0529"),
        Ace.make(ME, rights.CREATE_CHILD),
        Ace.make(rights.SELF, WRITE),
        Ace.make(rights.OWNER_RIGHTS, WRITE),
    ],
    ids=["another's", "of those below alone", "another property set", "another right", "of itself", "of the owner"],
)
def test_what_is_for_somebody_or_something_else_gives_nothing(ace):
    said = photo_verdict(ACCOUNT, entry(ace))
    assert (said.granted, said.cause, said.evidence) == (False, "NoWriteRight", "")


def test_self_and_owner_rights_are_for_whom_they_mean():
    mine = descriptor(Ace.make(rights.SELF, WRITE))
    need = rights.write_photo(("user",))
    assert judge(mine, token(PERSON), need, own_sid=PERSON).granted
    assert judge(descriptor(Ace.make(rights.OWNER_RIGHTS, WRITE), owner=GROUP), token(ME, [GROUP]), need).granted


@pytest.mark.parametrize("mask", [0x10000000, 0x40000000, rights.FULL_CONTROL])
def test_generic_rights_stand_for_what_they_mean(mask):
    assert photo_verdict(ACCOUNT, entry(Ace.make(ME, mask))).granted


def test_the_first_entry_decides():
    allow, deny = Ace.make(GROUP, WRITE), Ace.make(ME, WRITE, object_type=rights.THUMBNAIL_PHOTO, deny=True)
    assert photo_verdict(ACCOUNT, entry(allow, deny)).granted
    said = photo_verdict(ACCOUNT, entry(deny, allow))
    assert (said.granted, said.cause) == (False, "DenyAce")
    assert "(OD;;WP;" in said.evidence


def test_a_denied_attribute_of_another_kind_denies_nothing_here():
    deny = Ace.make(ME, WRITE, object_type="4c164200-20c0-11d0-a768-00aa006e0529", deny=True)
    assert photo_verdict(ACCOUNT, entry(deny, Ace.make(ME, WRITE))).granted


def test_an_entry_that_inherits_nothing_is_protected():
    said = photo_verdict(ACCOUNT, entry(control=DACL_PROTECTED, admin_count=True))
    assert (said.granted, said.cause, said.protected) == (False, "ProtectedAccount", True)
    allowed = photo_verdict(ACCOUNT, entry(Ace.make(ME, WRITE), control=DACL_PROTECTED, admin_count=True))
    assert (allowed.granted, allowed.protected) == (True, True)


def test_what_could_not_be_read_is_no_answer():
    for held in (None, b"no descriptor"):
        said = photo_verdict(ACCOUNT, SecuredEntry("CN=Alice,DC=x", descriptor=held))
        assert (said.granted, said.cause) == (None, "DescriptorUnread")
    nobody = SecurityAccount(ME, "CORP\\svc", groups=None)
    assert photo_verdict(nobody, entry(Ace.make(GROUP, WRITE))).cause == "GroupsUnread"
    assert photo_verdict(nobody, entry(Ace.make(ME, WRITE))).granted


def test_no_list_lets_everybody_and_an_empty_one_nobody():
    need = rights.write_photo(())
    assert judge(Descriptor(SELF_RELATIVE | DACL_PRESENT), token(ME), need).granted
    assert not judge(descriptor(), token(ME), need).granted


def test_the_owner_may_change_the_rights_unless_owner_rights_say_otherwise():
    assert may_change_rights(descriptor(owner=GROUP), token(ME, [GROUP]))
    assert not may_change_rights(descriptor(), token(ME, [GROUP]))
    spelled_out = descriptor(Ace.make(rights.OWNER_RIGHTS, WRITE), owner=ME)
    assert not may_change_rights(spelled_out, token(ME))
    assert may_change_rights(descriptor(Ace.make(GROUP, rights.WRITE_DAC)), token(ME, [GROUP]))


def test_a_conditional_entry_is_told_and_decides_nothing():
    plain = Ace.make(ME, WRITE).raw
    conditional = bytes([9]) + plain[1:]
    own = descriptor().with_aces(Acl.read(Acl(4, ()).encode(), 0).aces)
    made = read_descriptor(own.encode().replace(Acl(4, ()).encode(), _list_of(conditional)))
    judged = judge(made, token(ME), rights.write_photo(("user",)))
    assert not judged.granted
    assert judged.conditional is not None


def _list_of(raw: bytes) -> bytes:
    return bytes([4, 0]) + (8 + len(raw)).to_bytes(2, "little") + b"\1\0\0\0" + raw


@pytest.mark.parametrize(
    ("aces", "canonical"),
    [
        ([], True),
        ([Ace.make(ME, 1, deny=True), Ace.make(ME, 2), Ace.make(ME, 1, flags=INHERITED, deny=True)], True),
        ([Ace.make(ME, 2), Ace.make(ME, 1, deny=True)], False),
        ([Ace.make(ME, 2, flags=INHERITED), Ace.make(ME, 1)], False),
    ],
)
def test_the_canonical_order_is_known(aces, canonical):
    assert descriptor(*aces).canonical is canonical


@pytest.mark.parametrize(
    "data", [b"", bytes(20), b"\1\0\4\x80" + b"\xff" * 16, b"\1\0\4\x80" + bytes(12) + b"\5\0\0\0"]
)
def test_what_is_no_descriptor_is_refused(data):
    with pytest.raises(DescriptorUnreadable):
        read_descriptor(data)

"""Security descriptors as bytes: read without a loss, written as they were; Samba's own reader is the measure."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from pyupsync.access.aces import Ace, read_ace
from pyupsync.access.descriptor import DACL_PRESENT, SELF_RELATIVE, Acl, Descriptor, read_descriptor
from pyupsync.access.grants import added, removed
from pyupsync.access.sddl import ace_sddl, dacl_sddl
from pyupsync.errors import DescriptorFull, DescriptorUnreadable

SEEDS = Path(__file__).resolve().parents[1] / "fuzz" / "descriptor"
KEPT = ("person", "protected", "ou-with-audit", "root", "no-entries", "odd-entries", "no-list")
SAMBA = "/usr/bin/python3"
"""Debian's: python3-samba is on no package index."""

sids = some.builds(
    lambda authority, parts: "-".join(map(str, ("S", 1, authority, *parts))),
    some.integers(0, 2**48 - 1),
    some.lists(some.integers(0, 2**32 - 1), max_size=15),
)
guids = some.one_of(some.just(""), some.uuids().map(str))
masks, flags = some.integers(0, 2**32 - 1), some.integers(0, 255)
made = some.builds(
    lambda sid, mask, flag, kind, inherited, deny: Ace.make(
        sid, mask, flags=flag, object_type=kind, inherited_type=inherited, deny=deny
    ),
    sids,
    masks,
    flags,
    guids,
    guids,
    some.booleans(),
)


def _raw(kind: int, flag: int, body: bytes) -> Ace:
    data = struct.pack("<BBH", kind, flag, 4 + len(body)) + body
    return read_ace(data, 0, len(data))


unknown = some.builds(_raw, some.integers(0x20, 0xFF), flags, some.binary(max_size=40))
longer = some.builds(
    lambda ace, tail: _raw(ace.kind, ace.flags, ace.raw[4:] + tail), made, some.binary(min_size=1, max_size=12)
)
acls = some.builds(
    Acl,
    some.integers(0, 255),
    some.lists(some.one_of(made, unknown, longer), max_size=8).map(tuple),
    some.binary(max_size=8),
    some.tuples(some.integers(0, 255), some.integers(0, 0xFFFF)),
)
descriptors = some.builds(
    Descriptor,
    control=some.integers(0, 0xFFFF).map(lambda control: control | SELF_RELATIVE),
    owner=some.one_of(some.just(""), sids),
    group=some.one_of(some.just(""), sids),
    sacl=some.one_of(some.none(), acls.map(Acl.encode)),
    dacl=some.one_of(some.none(), acls),
    reserved=some.integers(0, 255),
    order=some.permutations(("owner", "group", "sacl", "dacl")).map(tuple),
)


@given(descriptors)
def test_what_is_written_is_read_and_written_again_byte_for_byte(made: Descriptor) -> None:
    data = made.encode()
    read = read_descriptor(data)
    assert read.encode() == data
    assert (read.control, read.owner, read.group, read.sacl, read.dacl, read.reserved) == (
        made.control,
        made.owner,
        made.group,
        made.sacl,
        made.dacl,
        made.reserved,
    )


@given(some.binary(max_size=300))
def test_any_bytes_are_a_descriptor_or_are_refused(data: bytes) -> None:
    try:
        read = read_descriptor(data)
    except DescriptorUnreadable:
        return
    assert read_descriptor(read.encode()) == read


@pytest.mark.parametrize("name", KEPT)
def test_descriptors_of_samba_and_odd_ones_stay_as_they_are(name: str) -> None:
    data = (SEEDS / name).read_bytes()
    assert read_descriptor(data).encode() == data


@given(descriptors, made)
def test_an_entry_more_changes_no_other_and_is_taken_away_again(held: Descriptor, ace: Ace) -> None:
    more = added(held, ace)
    assert read_descriptor(more.encode()).aces == more.aces
    assert sorted(one.raw for one in more.aces) == sorted([*(one.raw for one in held.aces), ace.raw])
    back = removed(more, ace)
    assert back is not None
    assert sorted(one.raw for one in back.aces) == sorted(one.raw for one in held.aces)
    if ace not in held.aces:
        assert back.aces == held.aces


def test_a_new_entry_stands_behind_the_own_ones_and_before_the_inherited() -> None:
    own, deny, inherited = Ace.make("S-1-1-0", 1), Ace.make("S-1-1-0", 2, deny=True), Ace.make("S-1-1-0", 4, flags=0x10)
    new = Ace.make("S-1-5-11", 0x20)
    held = Descriptor(SELF_RELATIVE | DACL_PRESENT, dacl=Acl(2, (deny, own, inherited)))
    more = added(held, new)
    assert more.aces == (deny, own, new, inherited)
    assert held.canonical
    assert more.canonical
    assert more.dacl is not None
    assert more.dacl.revision == 2
    for_a_type = added(held, Ace.make("S-1-5-11", 0x20, object_type="8d3bca50-1d7e-11d0-a081-00aa006c33ed"))
    assert for_a_type.dacl is not None
    assert for_a_type.dacl.revision == 4, "[MS-DTYP] 2.4.5: a list with object types has revision 4"


def test_a_list_that_is_full_takes_no_more() -> None:
    held = Descriptor(SELF_RELATIVE | DACL_PRESENT, dacl=Acl(4, tuple(Ace.make("S-1-1-0", 1) for _ in range(3276))))
    data = held.encode()
    assert read_descriptor(data) == held
    with pytest.raises(DescriptorFull, match="65,535"):
        added(held, Ace.make("S-1-5-11", 1)).encode()


def test_no_entry_is_made_for_what_is_no_sid() -> None:
    with pytest.raises(ValueError, match="no SID"):
        Ace.make("CORP\\alice", 1)


def test_text_is_what_administrators_know() -> None:
    held = read_descriptor((SEEDS / "protected").read_bytes())
    assert dacl_sddl(held) == (
        "D:PAI(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;S-1-5-18)(A;;CCLCSWRPWPLOCRSDRCWDWO;;;S-1-5-32-544)"
        "(A;;LCRPLORC;;;S-1-5-11)"
    )
    assert "0x40" in ace_sddl(_raw(0x40, 0, b"\1\2\3\4"))
    assert dacl_sddl(Descriptor(SELF_RELATIVE)) == "D:NO_ACCESS_CONTROL"


_ASK_SAMBA = """
import json, sys
from samba.dcerpc import security
from samba.ndr import ndr_pack, ndr_unpack
domain = security.dom_sid("S-1-5-21-1-2-3")
for line in sys.stdin:
    kind, value = json.loads(line)
    if kind == "sddl":
        print(ndr_pack(security.descriptor.from_sddl(value, domain)).hex())
    else:
        held = ndr_unpack(security.descriptor, bytes.fromhex(value))
        aces = held.dacl.aces if held.dacl else []
        print(json.dumps([str(held.owner_sid), str(held.group_sid), held.type, [
            [one.type, one.flags, one.access_mask & 0xffffffff, str(one.trustee)] for one in aces]]))
"""


def ask_samba(*questions: tuple[str, str]) -> list[str]:
    known = [SAMBA, "-c", "import samba"]
    if not Path(SAMBA).exists() or subprocess.run(known, capture_output=True, check=False).returncode:
        pytest.skip("Samba's Python (python3-samba) is not installed.")
    lines = "".join(json.dumps(one) + "\n" for one in questions)
    done = subprocess.run([SAMBA, "-c", _ASK_SAMBA], input=lines, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.skipif(not shutil.which("samba-tool"), reason="Samba is not installed")
def test_samba_reads_what_is_written_and_writes_what_is_shown() -> None:
    """Descriptors made here are read by Samba as they are meant; the text of its own ones gives the same bytes."""
    own = [read_descriptor((SEEDS / name).read_bytes()) for name in KEPT[:5]]
    grown = [added(one, Ace.make(f"S-1-5-21-9-9-9-{number}", 0x20, flags=2)) for number, one in enumerate(own)]
    told = ask_samba(*(("bytes", one.encode().hex()) for one in (*own, *grown)))
    for one, line in zip((*own, *grown), told, strict=True):
        owner, group, control, aces = json.loads(line)
        assert (owner, group, control) == (one.owner, one.group, one.control)
        assert aces == [[ace.kind, ace.flags, ace.mask, ace.sid] for ace in one.aces]
    texts = [f"O:{one.owner}G:{one.group}{dacl_sddl(one)}" for one in (*own, *grown)]
    written = ask_samba(*(("sddl", text) for text in texts))
    for one, line in zip((*own, *grown), written, strict=True):
        assert read_descriptor(bytes.fromhex(line)).aces == one.aces

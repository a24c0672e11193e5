"""A directory in LDIF files: what the second run sees, and what a crash leaves."""

from __future__ import annotations

import base64
import os
import subprocess
import sys

import pytest

from pyupsync.adapters.directory.ldif import open_ldif
from pyupsync.errors import DirectoryError, DirectoryRejected, PersonNotFound, UsageError
from pyupsync.model import AccountKey, PhotoFacts

ALICE = "CN=Alice Ångström,OU=Büro,DC=corp,DC=example,DC=test"
BOB = "CN=Bob\\, Jr.,OU=Büro,DC=corp,DC=example,DC=test"
OLD, NEW = b"\xff\xd8old\xff\xd9", b"\xff\xd8new\xff\xd9"


def b64(value: str | bytes) -> str:
    return base64.b64encode(value.encode() if isinstance(value, str) else value).decode()


PEOPLE = f"""version: 1

dn: DC=corp,DC=example,DC=test
objectClass: domainDNS

dn: CN=CORP,CN=Partitions,CN=Configuration,DC=corp,DC=example,DC=test
objectClass: crossRef
nCName: DC=corp,DC=example,DC=test
nETBIOSName: CONTOSO

dn:: {b64(ALICE)}
objectClass: user
sAMAccountName: alice
userPrincipalName: a.ngstrom@example.test
thumbnailPhoto:: {b64(OLD)}

dn:: {b64(BOB)}
objectClass: user
sAMAccountName: bob
userAccountControl: 514
adminCount: 1

dn: CN=PC1,DC=corp,DC=example,DC=test
objectClass: user
objectClass: computer
sAMAccountName: PC1$

dn: CN=Bobs,DC=corp,DC=example,DC=test
objectClass: group
sAMAccountName: bobs
"""


@pytest.fixture
def people(tmp_path):
    file = tmp_path / "people.ldif"
    file.write_text(PEOPLE, encoding="utf-8")
    return file


@pytest.fixture
def changes(tmp_path):
    return tmp_path / "people.changes.ldif"


def one(directory, sam):
    (found,) = directory.find([AccountKey("sam", sam)])
    return found


def test_the_domain_and_the_people_are_read_and_nobody_else(people):
    directory = open_ldif(str(people))
    assert directory.domain.dns == "corp.example.test"
    assert directory.domain.netbios == "CONTOSO"
    assert one(directory, "ALICE").photo == PhotoFacts.of(OLD)
    bob = one(directory, "bob")
    assert (bob.disabled, bob.protected, bob.photo) == (True, True, None)
    assert list(directory.find([AccountKey("sam", "PC1$"), AccountKey("sam", "bobs")])) == []


def test_reading_alone_makes_no_file_of_changes(people, changes):
    directory = open_ldif(str(people))
    directory.read_photo(ALICE)
    directory.close()
    assert not changes.exists()


def test_what_was_written_is_seen_at_once_and_by_the_next_run(people, changes):
    before = people.read_bytes()
    first = open_ldif(str(people))
    first.write_photo(ALICE.replace("CN=Alice", "cn=ALICE"), NEW)
    first.write_photo(BOB.replace("\\,", "\\2C"), NEW)
    first.write_photo(BOB, None)
    assert first.read_photo(ALICE) == NEW
    first.close()
    first.close()
    second = open_ldif(str(people))
    assert one(second, "alice").photo == PhotoFacts.of(NEW)
    assert second.read_photo(ALICE) == NEW
    assert second.read_photo(BOB) is None
    assert one(second, "bob").photo is None
    assert people.read_bytes() == before
    assert changes.read_bytes().count(b"changetype: modify") == 3


def test_a_change_that_a_crash_cut_short_counts_as_not_made_and_is_cut_off(people, changes):
    """Whatever the byte at which it was cut, the file can be read and written on."""
    first = open_ldif(str(people))
    first.write_photo(BOB, NEW)
    whole = changes.stat().st_size
    first.write_photo(ALICE, NEW * 40)
    first.close()
    data = changes.read_bytes()
    for cut in range(whole, len(data) - 2):
        changes.write_bytes(data[:cut])
        again = open_ldif(str(people))
        assert again.read_photo(ALICE) == OLD, cut
        again.write_photo(ALICE, NEW)
        again.close()
        last = open_ldif(str(people))
        assert (last.read_photo(ALICE), last.read_photo(BOB)) == (NEW, NEW), cut


def test_a_last_change_without_its_blank_line_is_kept_and_written_on(people, changes):
    changes.write_text(f"dn: {BOB}\nchangetype: modify\nreplace: thumbnailPhoto\nthumbnailPhoto: x\n-")
    directory = open_ldif(str(people))
    directory.write_photo(ALICE, NEW)
    directory.close()
    again = open_ldif(str(people))
    assert (again.read_photo(BOB), again.read_photo(ALICE)) == (b"x", NEW)


@pytest.mark.parametrize(
    ("body", "photo"),
    [
        ("delete: thumbnailPhoto\n-\n", None),
        ("delete: thumbnailPhoto\n-\nadd: thumbnailPhoto\nthumbnailPhoto: x\n-\n", b"x"),
        (f"delete: thumbnailPhoto\nthumbnailPhoto:: {b64(OLD)}\n-\n", None),
        ("replace: description\ndescription: x\n-\nreplace: thumbnailPhoto\nthumbnailPhoto;binary: y\n-\n", b"y"),
        ("replace: description\ndescription: x\n-\n", OLD),
    ],
)
def test_changes_in_other_spellings_are_understood(people, changes, body, photo):
    changes.write_text(f"dn:: {b64(ALICE)}\nchangetype: modify\n{body}\n")
    assert open_ldif(str(people)).read_photo(ALICE) == photo


MODIFY = f"dn:: {b64(ALICE)}\nchangetype: modify\n"
FOREIGN = {
    "a table": "AccountName,PictureURL\nCORP\\alice,https://my/a.jpg\n",
    "a table with a blank line": "AccountName,PictureURL\n\nCORP\\alice,https://my/a.jpg\n",
    "json": '{"AccountName": "CORP\\\\alice"}\n',
    "prose": "Dear all,\n\nplease keep this.\n-\n",
    "people": PEOPLE,
    "a person without a blank line": f"dn:: {b64(ALICE)}\nobjectClass: user\n",
    "a deletion without a blank line": f"{MODIFY}replace: thumbnailPhoto\n-\n\ndn:: {b64(BOB)}\nchangetype: delete",
    "a deletion": f"dn:: {b64(BOB)}\nchangetype: delete\n\n",
    "a change of something else, unfinished": f"{MODIFY}replace: description\ndescription: x",
    "a removal in another spelling, unfinished": f"{MODIFY}delete: thumbnailPhoto\n",
    "a line too many": f"{MODIFY}replace: thumbnailPhoto\nthumbnailPhoto: x\nmail: y",
    "half a name with its line ended": f"{MODIFY}repl\n",
    "octets": bytes(range(256)),
    "a picture": OLD * 1000,
    "UTF-16": "AccountName\nCORP\\alice\n".encode("utf-16"),
    "much of one piece": b"dn: x\n " * 300_000,
}


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("writing", [False, True])
def test_a_file_of_anything_else_is_refused_and_not_touched(people, tmp_path, what, writing):
    """Whether it is read for a plan or for an export."""
    content = FOREIGN[what]
    foreign = tmp_path / "wichtig, ä.csv"
    foreign.write_bytes(content.encode() if isinstance(content, str) else content)
    before = foreign.read_bytes()
    with pytest.raises(DirectoryError, match="is no file of changes") as caught:
        open_ldif(str(people), str(foreign), writing=writing)
    assert str(foreign) in caught.value.message
    assert "another output" in caught.value.advice
    assert foreign.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {people.name, foreign.name}


@pytest.mark.parametrize("head", ["", "# made for CHG-17\n", "version: 1\n\n", "\n"])
def test_a_file_with_nothing_in_it_is_written_on(people, changes, head):
    changes.write_text(head)
    with_head = open_ldif(str(people))
    with_head.write_photo(ALICE, NEW)
    with_head.close()
    assert changes.read_text().startswith(head)
    assert open_ldif(str(people)).read_photo(ALICE) == NEW


def test_what_is_no_file_takes_no_changes(people, tmp_path):
    with pytest.raises(UsageError, match="is no file"):
        open_ldif(str(people), str(tmp_path))


# --- two runs and one file


def test_a_second_run_is_refused_from_the_first_ones_reading_to_its_end(people, changes):
    """It is told which process writes; a plan is not kept from reading."""
    first = open_ldif(str(people), writing=True)
    with pytest.raises(DirectoryError, match=rf"Another run \(process {os.getpid()} on .+\) is writing") as caught:
        open_ldif(str(people), writing=True)
    assert str(changes) in caught.value.message
    first.write_photo(ALICE, NEW)
    assert one(open_ldif(str(people)), "alice").photo == PhotoFacts.of(NEW)
    first.close()
    second = open_ldif(str(people), writing=True)
    assert second.read_photo(ALICE) == NEW
    second.write_photo(BOB, NEW)
    second.close()
    assert changes.read_bytes().count(b"changetype: modify") == 2
    assert not list(changes.parent.glob("*.lock"))


@pytest.mark.parametrize("closed", [False, True])
def test_a_run_that_read_before_another_wrote_takes_nothing_back(people, changes, closed):
    """Both had read; the first one's changes stay, whether it still runs or has ended."""
    first, second = open_ldif(str(people)), open_ldif(str(people))
    first.write_photo(ALICE, NEW)
    if closed:
        first.close()
    before = changes.read_bytes()
    with pytest.raises(DirectoryError, match="changed by something else" if closed else "Another run") as caught:
        second.write_photo(BOB, NEW)
    assert caught.value.advice
    second.close()
    first.close()
    assert changes.read_bytes() == before
    assert open_ldif(str(people)).read_photo(ALICE) == NEW


@pytest.mark.parametrize("meddle", ["append", "delete"])
def test_a_file_changed_by_others_in_mid_run_is_left_alone(people, changes, meddle):
    """An editor knows no lock."""
    directory = open_ldif(str(people), writing=True)
    directory.write_photo(ALICE, NEW)
    if meddle == "append":
        with changes.open("ab") as file:
            file.write(b"# noted by hand\n")
    else:
        changes.unlink()
    before = changes.read_bytes() if changes.exists() else None
    with pytest.raises(DirectoryError, match="changed by something else"):
        directory.write_photo(BOB, NEW)
    directory.close()
    assert (changes.read_bytes() if changes.exists() else None) == before


def test_a_run_that_was_killed_keeps_nobody_off(people, changes):
    """Its lock file stays behind, its lock does not, nor the next run's file."""
    code = (
        "import sys; from pyupsync.adapters.directory.ldif import open_ldif\n"
        "directory = open_ldif(sys.argv[1], writing=True)\n"
        "directory.write_photo(sys.argv[2], b'x'); print('ready', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(people), ALICE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout.readline().strip() == b"ready"
        with pytest.raises(DirectoryError, match=f"process {run.pid} on "):
            open_ldif(str(people), writing=True)
        run.kill()
    assert list(changes.parent.glob("*.lock"))
    after = open_ldif(str(people), writing=True)
    assert after.read_photo(ALICE) == b"x"
    after.write_photo(BOB, NEW)
    after.close()
    assert not list(changes.parent.glob("*.lock"))


def test_other_kinds_of_change_are_refused_with_their_line(people, changes):
    changes.write_text(f"\ndn:: {b64(ALICE)}\nchangetype: delete\n\n")
    with pytest.raises(DirectoryError, match="line 2"):
        open_ldif(str(people))


def test_a_named_output_is_used(people, tmp_path, changes):
    directory = open_ldif(str(people), str(tmp_path / "ä.ldif"))
    directory.write_photo(ALICE, NEW)
    directory.close()
    assert (tmp_path / "ä.ldif").exists()
    assert not changes.exists()


@pytest.mark.parametrize("photo", [b"", bytes(102_401)])
def test_what_the_schema_refuses_is_refused_and_not_written(people, changes, photo):
    directory = open_ldif(str(people))
    with pytest.raises(DirectoryRejected):
        directory.write_photo(ALICE, photo)
    assert not changes.exists()


def test_nobody_can_be_read_or_written_who_is_not_there(people):
    directory = open_ldif(str(people))
    with pytest.raises(PersonNotFound):
        directory.read_photo("CN=x,DC=corp")
    with pytest.raises(PersonNotFound):
        directory.write_photo("CN=x,DC=corp", NEW)


def test_files_that_cannot_serve_are_refused(people, tmp_path):
    with pytest.raises(UsageError, match="no LDIF file"):
        open_ldif(str(tmp_path / "none.ldif"))
    with pytest.raises(UsageError, match="same file"):
        open_ldif(str(people), str(people))
    directory = open_ldif(str(people), str(tmp_path / "no" / "folder.ldif"))
    with pytest.raises(DirectoryError, match=r"cannot be written.*folder"):
        directory.write_photo(ALICE, NEW)


@pytest.mark.parametrize(
    "how",
    [
        lambda text: b"# everybody moves\n" + text,
        lambda text: text.replace(b64(ALICE).encode(), b64(ALICE.replace("=test", "=tesu")).encode()),
    ],
)
def test_a_file_of_people_that_changes_in_mid_run_gives_nobody_anothers_picture(people, how):
    """Whoever is not where they were is an error, not a guess."""
    directory = open_ldif(str(people))
    text = people.read_bytes()
    people.write_bytes(how(text))
    with pytest.raises(DirectoryError):
        one(directory, "alice")
    people.write_bytes(text)
    assert one(directory, "alice").photo == PhotoFacts.of(OLD)
    directory.close()

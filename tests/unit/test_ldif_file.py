"""LDIF as RFC 2849 has it, read and written."""

from __future__ import annotations

import base64
import os

import pytest

from pyupsync.adapters.directory.ldif_file import line_of, read_ldif, replacing
from pyupsync.errors import DirectoryError


@pytest.fixture
def read(tmp_path):
    def _read(data: bytes | str):
        file = tmp_path / "leute.ldif"
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
        return list(read_ldif(str(file)))

    return _read


def test_folded_lines_comments_and_base64_are_put_together(read):
    photo = os.urandom(300)
    folded = "\n ".join(base64.b64encode(photo).decode()[at : at + 60] for at in range(0, 400, 60))
    (record,) = read(
        "version: 1\n# people\n#  of the office\n  still a comment\n"
        "dn:: " + base64.b64encode("CN=Jürgen Müller,DC=x".encode()).decode() + "\n"
        f"displayName: Jür\n gen\nthumbnailPhoto;binary:: {folded}\nempty:\n"
    )
    assert record.dn == "CN=Jürgen Müller,DC=x"
    assert record.line == 5
    assert record.values() == {"displayname": ["Jürgen".encode()], "thumbnailphoto": [photo], "empty": [b""]}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_records_know_their_offset_whatever_ends_the_lines(tmp_path, newline):
    """Reading again from a record's offset gives that record."""
    text = "\ufeffdn: CN=a\nsn: A\n\n\n# between\n\ndn: CN=b\nsn: B\n".replace("\n", newline)
    file = tmp_path / "a.ldif"
    file.write_bytes(text.encode())
    first, second = read_ldif(str(file))
    assert [first.dn, second.dn] == ["CN=a", "CN=b"]
    assert next(read_ldif(str(file), second.start)).values() == {"sn": [b"B"]}


def test_what_ldapsearch_says_between_entries_is_passed_over(read):
    records = read("dn: CN=a\nsn: A\n\n# ref\nref: ldap://x/DC=x\n\n# search result\nsearch: 2\nresult: 0 Success\n")
    assert [record.dn for record in records] == ["CN=a"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("dn: CN=a\nno colon\n", 2),
        ("dn: CN=a\nsn:: ***\n", 2),
        ("dn: CN=a\nsn: A\n\nsn: B\n", 4),
        ("version: 2\n", 1),
        (" continues nothing\n", 1),
        ("dn: CN=a\nthumbnailPhoto:< file:///etc/passwd\n", 2),
        ("dn:: /w==\n", 1),
    ],
)
def test_a_broken_line_is_named_by_its_number(read, text, line):
    with pytest.raises(DirectoryError, match=rf"leute\.ldif is broken: line {line}:"):
        read(text)


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    with pytest.raises(DirectoryError, match="cannot be read"):
        list(read_ldif(str(tmp_path)))


@pytest.mark.parametrize(
    "value",
    [b"", b"plain", b" lead", b"trail ", b":x", b"<x", "Ölga".encode(), b"a\nb", b"\0", os.urandom(500), b"x" * 500],
)
def test_any_value_comes_back_as_it_was_written(read, value):
    text = f"dn: CN=a\n{line_of('sn', value)}"
    assert max(len(line) for line in text.splitlines()) <= 76
    assert read(text)[0].values() == {"sn": [value]}


def test_a_change_record_is_what_ldapmodify_takes():
    assert replacing("CN=a", "thumbnailPhoto", b"\xff\xd8") == (
        b"dn: CN=a\nchangetype: modify\nreplace: thumbnailPhoto\nthumbnailPhoto:: /9g=\n-\n\n"
    )
    assert replacing("CN=a", "thumbnailPhoto", None) == b"dn: CN=a\nchangetype: modify\nreplace: thumbnailPhoto\n-\n\n"

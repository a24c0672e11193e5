"""What CSV and JSON Lines files look like in the wild, and what becomes of the broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyupsync.adapters.profiles.csv_file import CsvProfiles
from pyupsync.adapters.profiles.json_lines import JsonLinesProfiles
from pyupsync.errors import ProfileError
from pyupsync.model import Profile

ALICE = ("CORP\\alice", "https://my/alice_MThumb.jpg", "Alice")


def read_csv(folder: Path, text: str | bytes) -> list[Profile]:
    path = folder / "people.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(CsvProfiles(str(path)).read())


def read_jsonl(folder: Path, text: str) -> list[Profile]:
    path = folder / "people.jsonl"
    path.write_text(text, encoding="utf-8")
    return list(JsonLinesProfiles(str(path)).read())


def plain(profile: Profile) -> tuple[str, str, str]:
    return profile.account, profile.picture_url, profile.name


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiter_and_line_ends_are_told(tmp_path: Path, delimiter: str, end: str) -> None:
    lines = [["AccountName", "PictureURL", "PreferredName"], list(ALICE), ["CORP\\bob", "", "Bob"]]
    found = read_csv(tmp_path, end.join(delimiter.join(line) for line in lines))
    assert [plain(one) for one in found] == [ALICE, ("CORP\\bob", "", "Bob")]


@pytest.mark.parametrize(
    "header",
    [
        "AccountName,PictureURL,PreferredName",
        "accountname,PICTUREURL,preferredname",
        "Account Name,Picture URL,Display Name",
        "UserProfile_AccountName,Picture,DisplayName",
        "SPS-SavedAccountName,PictureUrl,Name",
        '"Account","Picture Url","Name"',
    ],
)
def test_columns_are_found_under_sharepoints_names(tmp_path: Path, header: str) -> None:
    assert [plain(one) for one in read_csv(tmp_path, f"{header}\n{','.join(ALICE)}\n")] == [ALICE]


def test_the_surest_name_wins_and_other_columns_are_let_be(tmp_path: Path) -> None:
    text = "Name,Account,AccountName,PictureURL,PreferredName,WorkEmail\nn,a,CORP\\b,u,p,m\n"
    assert [plain(one) for one in read_csv(tmp_path, text)] == [("CORP\\b", "u", "p")]


@pytest.mark.parametrize(
    "first", ["#TYPE Selected.Microsoft.Office.Server.UserProfiles.UserProfile\r\n", "sep=,\n", "\n"]
)
def test_what_programs_write_before_the_header_is_skipped(tmp_path: Path, first: str) -> None:
    found = read_csv(tmp_path, f"{first}AccountName,PictureURL\nCORP\\alice,u\n")
    assert [(one.account, one.origin) for one in found] == [("CORP\\alice", "people.csv, line 3")]


def test_export_csv_in_unicode_is_read(tmp_path: Path) -> None:
    """Windows PowerShell's Export-Csv -Encoding Unicode: UTF-16 with its mark, everything quoted."""
    text = '\ufeff#TYPE System.Object\r\n"AccountName";"PictureURL"\r\n"CORP\\müller";"https://my/ü.jpg"\r\n'
    assert [plain(one) for one in read_csv(tmp_path, text.encode("utf-16-le"))] == [
        ("CORP\\müller", "https://my/ü.jpg", "")
    ]


def test_a_delimiter_inside_a_quoted_header_is_no_delimiter(tmp_path: Path) -> None:
    found = read_csv(tmp_path, 'AccountName;PictureURL;"a,b,c,d"\nCORP\\alice;u;x\n')
    assert [one.account for one in found] == ["CORP\\alice"]


def test_quoted_line_ends_belong_to_the_row(tmp_path: Path) -> None:
    text = 'AccountName,PictureURL,Name\nCORP\\a,u,"one\r\ntwo\nthree"\nCORP\\b,u,B\n\nCORP\\c,u,C\n'
    assert [(one.name, one.origin.rpartition(" ")[2]) for one in read_csv(tmp_path, text)] == [
        ("one\r\ntwo\nthree", "2"),
        ("B", "5"),
        ("C", "7"),
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("CORP\\b", "1 columns where the header has 3"),
        ("CORP\\b,u", "2 columns where the header has 3"),
        ("CORP\\b,u,n,extra", "4 columns where the header has 3"),
        (",u,n", "no account"),
        ("  ,u,n", "no account"),
    ],
)
def test_a_row_that_cannot_be_used_says_why_and_the_rest_go_on(tmp_path: Path, row: str, why: str) -> None:
    """A short row must not pass for a person without a picture."""
    found = read_csv(tmp_path, f"AccountName,PictureURL,Name\n{','.join(ALICE)}\n{row}\n{','.join(ALICE)}\n")
    assert [plain(one) for one in found] == [ALICE, ("", "", ""), ALICE]
    assert found[1].origin == f"people.csv, line 3: {why}"


def test_empty_cells_after_the_last_column_are_nothing(tmp_path: Path) -> None:
    assert read_csv(tmp_path, "AccountName,PictureURL\nCORP\\a,u,,\n")[0].account == "CORP\\a"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("\r\n\r\n", "is empty"),
        ("#TYPE x\n", "is empty"),
        ("Login,PictureURL\nx,y\n", "no column AccountName; it has login, pictureurl"),
        ("AccountName,Photo\nx,y\n", "no column PictureURL; it has accountname, photo"),
        ("AccountName,PictureURL,Account Name\nx,y,z\n", "two columns named accountname"),
        ('AccountName,"PictureURL\nCORP\\a,u\n', "line 1, is no valid CSV"),
        ('AccountName,"Picture"URL\nCORP\\a,u\n', "line 1, is no valid CSV"),
    ],
)
def test_a_file_that_is_no_table_of_profiles_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ProfileError, match=said) as caught:
        read_csv(tmp_path, text)
    assert caught.value.advice
    assert caught.value.target.endswith("people.csv")


GOOD = [f'"CORP\\zoë{number}","https://my/{number}.jpg","Zoë {number}"' for number in range(4000)]
PLAIN = [f"CORP\\zoë{number},https://my/{number}.jpg,Zoë {number}" for number in range(4000)]


@pytest.mark.parametrize("rows", [GOOD, PLAIN], ids=["quoted", "plain"])
@pytest.mark.parametrize(
    "broken",
    [
        'CORP\\müller,https://my/m.jpg,"Müller',
        'CORP\\müller,"https://my/m.jpg,Müller',
        '"CORP\\müller,https://my/m.jpg,Müller',
        '"CORP\\müller","https://my/m.jpg","Müller',
        '"CORP\\müller","https://my/m.jpg,"Müller"',
        'CORP\\müller,"x"y,Müller',
        "x" * 200_000 + ",u,n",
    ],
    ids=["last", "middle", "first", "last of quoted", "middle of quoted", "early", "too long"],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quotation_mark_that_is_not_closed_costs_its_own_row_only(
    tmp_path: Path, rows: list[str], broken: str, end: str
) -> None:
    text = end.join(["AccountName,PictureURL,Name", *rows[:3], broken, *rows[3:]]) + end
    found = read_csv(tmp_path, text)
    assert [one.account for one in found if one.account] == [f"CORP\\zoë{number}" for number in range(4000)]
    (lost,) = [one for one in found if not one.account]
    assert lost.origin.startswith("people.csv, line 5: no valid CSV: ")
    assert CsvProfiles(str(tmp_path / "people.csv")).count() == 4001


def test_a_mark_that_another_rows_mark_closes_takes_no_row_in_between(tmp_path: Path) -> None:
    """Together the first two lines are a row of CSV, but of fewer columns than the header."""
    lines = ['CORP\\a,"u,Anna', 'CORP\\b,u,B"', "CORP\\c,u,C"]
    found = read_csv(tmp_path, "\n".join(["AccountName,PictureURL,Name", *lines]))
    assert [one.account for one in found] == ["", "CORP\\b", "CORP\\c"]
    assert found[0].origin.startswith("people.csv, line 2: no valid CSV: a quotation mark is not closed before line 3")


def test_nobody_writes_rows_for_others_into_their_own_description(tmp_path: Path) -> None:
    """As long as SharePoint lets a field be (3,600 characters), and longer: what is quoted well is one row."""
    forged = "CORP\\boss,https://evil.example/x.jpg,Boss"
    for about in ("\n" * 3600 + forged, "\n".join([forged] * 2000), f"{forged}\n" * 90 + '""'):
        found = read_csv(tmp_path, f'AccountName,PictureURL,AboutMe\nCORP\\a,u,"{about}"\nCORP\\b,u,\n')
        assert [one.account for one in found] == ["CORP\\a", "CORP\\b"]


def test_two_broken_rows_are_two(tmp_path: Path) -> None:
    text = 'AccountName,PictureURL\nCORP\\a,"u\nCORP\\b,u\nCORP\\c,"u\nCORP\\d,u\n'
    assert [one.account for one in read_csv(tmp_path, text)] == ["", "CORP\\b", "", "CORP\\d"]


def test_a_description_of_many_lines_is_one_row(tmp_path: Path) -> None:
    about = "\r\n".join(f"line {number}, with a comma and a mark" for number in range(400))
    found = read_csv(tmp_path, f'AccountName,PictureURL,AboutMe\nCORP\\a,u,"{about}"\nCORP\\b,u,\n')
    assert [(one.account, one.origin) for one in found] == [
        ("CORP\\a", "people.csv, line 2"),
        ("CORP\\b", "people.csv, line 402"),
    ]


def test_json_lines_take_any_order_case_and_more(tmp_path: Path) -> None:
    text = (
        '{"Title": null, "picture url": "u", "ACCOUNTNAME": "CORP\\\\müller", "Manager": {"a": [1]}}\n\n'
        '{"AccountName": "i:0#.w|corp\\\\b", "PictureURL": null, "DisplayName": "B"}\n'
    )
    found = read_jsonl(tmp_path, text)
    assert [plain(one) for one in found] == [("CORP\\müller", "u", ""), ("i:0#.w|corp\\b", "", "B")]
    assert [one.origin for one in found] == ["people.jsonl, line 1", "people.jsonl, line 3"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"AccountName": ', "no valid JSON"),
        ("alice", "no valid JSON"),
        ('"alice"', "no JSON object"),
        ("7", "no JSON object"),
        ('{"AccountName": 7}', "accountname is no text"),
        ('{"AccountName": "a", "PictureURL": ["u"]}', "pictureurl is no text"),
        ('{"AccountName": "a", "Account Name": "b"}', "two values of one name"),
        ('{"PictureURL": "u"}', "no account"),
        ("[" * 100_000, "no valid JSON"),
        ('{"AccountName": "CORP\\\\al\\ud800ice"}', "half of a character"),
        ('{"AccountName": "a", "PictureURL": "https://my/\\uDFFF.jpg"}', "half of a character"),
        ('{"AccountName": "a", "PreferredName": "\\ude00\\ud83d"}', "half of a character"),
        ('{"AccountName": "a", "Title": ["\\udbff"]}', "half of a character"),
        ('{"AccountName": "a", "\\ud800": 1}', "half of a character"),
    ],
)
def test_a_line_that_cannot_be_used_says_why_and_the_rest_go_on(tmp_path: Path, line: str, why: str) -> None:
    good = '{"AccountName": "CORP\\\\alice"}'
    found = read_jsonl(tmp_path, f"{good}\n{line}\n{good}\n")
    assert [one.account for one in found] == ["CORP\\alice", "", "CORP\\alice"]
    assert found[1].origin.startswith(f"people.jsonl, line 2: {why}")


def test_a_character_escaped_in_two_halves_is_one(tmp_path: Path) -> None:
    text = '{"AccountName": "CORP\\\\a", "PreferredName": "Zo\\u00eb \\ud83d\\ude00"}'
    assert [one.name for one in read_jsonl(tmp_path, text)] == ["Zoë \U0001f600"]


def test_a_json_array_is_refused_with_the_way_to_write_lines(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="one JSON array") as caught:
        read_jsonl(tmp_path, '[\n {"AccountName": "CORP\\\\alice"}\n]\n')
    assert "ConvertTo-Json" in caught.value.advice

"""What names of service accounts mean, and which SID they have in a directory in a file."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from pyupsync.adapters.accounts.directory import DirectoryAccounts
from pyupsync.adapters.accounts.names import AccountName, read_name
from pyupsync.adapters.accounts.windows import WindowsAccounts
from pyupsync.adapters.directory.ldif import open_ldif
from pyupsync.adapters.registry.winreg_live import LiveRegistry
from pyupsync.errors import ServiceAccountError, UsageError
from pyupsync.model.sids import sid_bytes

SIDS = {name: f"S-1-5-21-1-2-3-{1100 + number}" for number, name in enumerate(("dienst", "ü.ups", "twin", "other"))}
UPNS = {"dienst": "ups@example.test", "twin": "twin.of@corp.example.test", "other": "twin@corp.example.test"}
CROSS = "dn: CN=CORP,CN=Partitions,CN=Configuration,DC=corp,DC=example,DC=test"


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[DirectoryAccounts]:
    records = [
        "dn: DC=corp,DC=example,DC=test\nobjectClass: domainDNS\n",
        f"{CROSS}\nobjectClass: crossRef\nnCName: DC=corp,DC=example,DC=test\nnETBIOSName: CONTOSO\n",
        "dn: CN=no sid,DC=corp,DC=example,DC=test\nobjectClass: user\nsAMAccountName: nosid\n",
    ]
    for name, sid in SIDS.items():
        encoded, binary = base64.b64encode(name.encode()).decode(), base64.b64encode(sid_bytes(sid)).decode()
        lines = (
            f"dn:: {base64.b64encode(f'CN={name},DC=corp,DC=example,DC=test'.encode()).decode()}\nobjectClass: user\n"
        )
        lines += f"sAMAccountName:: {encoded}\nobjectSid:: {binary}\n"
        records.append(lines + (f"userPrincipalName: {UPNS[name]}\n" if name in UPNS else ""))
    path = tmp_path / "leute.ldif"
    path.write_text("\n".join(["version: 1\n", *records]), encoding="utf-8")
    opened = DirectoryAccounts(open_ldif(str(path)))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CORP\\ü.ups", AccountName("sam", "ü.ups", "CORP")),
        (" corp.example.test\\svc ", AccountName("sam", "svc", "corp.example.test")),
        ("svc@corp.example.test", AccountName("upn", "svc@corp.example.test")),
        (".\\svc", AccountName("local", "svc")),
        ("svc$", AccountName("sam", "svc$")),
        ("s-1-5-21-1-2-3-1105", AccountName("sid", "S-1-5-21-1-2-3-1105")),
        ("NT AUTHORITY\\Network Service", AccountName("sid", "S-1-5-20")),
        ("LocalSystem", AccountName("sid", "S-1-5-18")),
        ("NT AUTHORITY\\LocalService", AccountName("sid", "S-1-5-19")),
        ("CORP\\SYSTEM", AccountName("sam", "SYSTEM", "CORP")),
    ],
)
def test_names_are_read(text, expected) -> None:
    assert read_name(text) == expected


@pytest.mark.parametrize(
    "text", ["", "  ", "a\nb", "\\x", "CORP\\", "a\\b\\c", "@b", "a@", "i:0#.w|corp\\x", "S-1:5", "a*"]
)
def test_what_is_no_name_is_an_error_with_the_known_forms(text) -> None:
    with pytest.raises(ServiceAccountError) as caught:
        read_name(text)
    assert "DOMAIN" in caught.value.advice


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ("CONTOSO\\dienst", "dienst"),
        ("corp.example.test\\DIENST", "dienst"),
        ("contoso\\Ü.UPS", "ü.ups"),
        ("UPS@example.test", "dienst"),
        ("dienst@corp.example.test", "dienst"),
        ("twin@corp.example.test", "other"),
        ("dienst", "dienst"),
    ],
)
def test_the_directory_knows_the_sid(accounts, account, name) -> None:
    """A user principal name before a logon name that spells the same."""
    assert accounts.sid(account) == SIDS[name]


def test_a_sid_is_itself_whoever_is_asked(accounts) -> None:
    for one in (accounts, WindowsAccounts()):
        assert one.sid("s-1-5-21-9-9-9-500") == "S-1-5-21-9-9-9-500"
        assert one.sid("NT AUTHORITY\\SYSTEM") == "S-1-5-18"


@pytest.mark.parametrize(
    "account", ["CONTOSO\\nobody", "FABRIKAM\\dienst", ".\\dienst", "nobody@corp.example.test", "nosid", "*"]
)
def test_an_account_that_is_not_there_is_an_error(accounts, account) -> None:
    with pytest.raises(ServiceAccountError) as caught:
        accounts.sid(account)
    assert caught.value.advice


def test_elsewhere_than_in_windows_nobody_knows_windows_accounts() -> None:
    with pytest.raises(ServiceAccountError, match="not Windows") as caught:
        WindowsAccounts().sid("CORP\\dienst")
    assert "SID" in caught.value.advice


def test_elsewhere_there_is_no_live_registry() -> None:
    with pytest.raises(UsageError, match="not Windows") as caught:
        LiveRegistry()
    assert "hive:" in caught.value.advice

"""The desired state's file: what is taken, what is refused and where it stands."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyupsync.cli import main
from pyupsync.config.desired import TABLES, read_desired
from pyupsync.config.desired_file import DesiredFile
from pyupsync.config.references import referred
from pyupsync.errors import CredentialError, UsageError
from tests.standins import credential_manager

PHOTOS = '[photos]\nprofiles = "csv:a"\nphotos = "folder:p"\ndirectory = "ldif:d"\n'
LDAPS = '[photos]\nprofiles = "csv:a"\nphotos = "folder:p"\ndirectory = "ldaps://dc/DC=x"\n'
MANY = """\
[photos]
profiles = "csv:a"
photos = "folder:p"
directory = [
  "ldaps://a/DC=a",
  {address = "ldaps://b/DC=b", auth = "simple", user = "u", password = "hunter2"},
]
"""


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "farm.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_desired(str(path))
    return str(caught.value).replace(str(path), "farm.toml")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "[trust]\nstore='folder:s'\n\n# paths\npathss=['c']\n",
            "farm.toml, line 5, [trust] pathss: there is no setting",
        ),
        ("[trust]\nstore='folder:s'\npathss=['c']\n", "Did you mean 'paths'?"),
        (
            "[trust]\nstore='folder:s'\n[zone]\n",
            "farm.toml, line 3, [zone]: there is no table [zone]. Did you mean 'zones'?",
        ),
        ("trust = 1\n", "farm.toml, line 1, [trust]: this is a table"),
        (
            PHOTOS + "workers = '4'\n",
            "line 5, [photos] workers: The setting 'workers' is '4'; it must be a whole number",
        ),
        (PHOTOS + "image = 'huge'\n", "line 5, [photos] image: image is 'huge'"),
        (PHOTOS + "keep-mb = -1\nstate = 'sqlite:s'\n", "[photos] keep-mb: keep-mb must be 0 or more"),
        ("\n\n[photos]\nprofiles = 'csv:a'\n", "line 3, [photos]: the setting 'directory' is missing"),
        ("[access]\ndirectory = 'ldif:d'\n", "line 1, [access]: the setting 'accounts' is missing"),
        (LDAPS + "auth = 'simple'\nuser = 'u'\n", "line 5, [photos] auth: simple takes a password, and none is named"),
        (
            LDAPS + "auth = 'simple'\nuser = 'u'\npassword-env = 'NO_SUCH_VARIABLE'\n",
            "line 7, [photos] password-env: The env",
        ),
        (LDAPS + "site-password-env = 'NO_SUCH_VARIABLE'\n", "line 5, [photos] site-password-env: The env"),
        (LDAPS + "password-env = 'A'\npassword-file = 'b'\n", "password-file and password-env are given for one logon"),
        ("[diagnosis]\nperson = 'a'\n", "has no table of an area. There are trust, zones"),
        ("[photos\n", "not valid TOML"),
        (f"[photos]\nsites = {'[' * 5000}\n", "not valid TOML"),
        ("", "has no table of an area"),
        ("[trust]\nstore='folder:s'\npaths=[1]\n", "line 3, [trust] paths: this must be a list of texts"),
        (
            "[zones]\nregistry='reg:r'\nundo-file='a'\nundo_file='b'\n",
            "line 4, [zones] undo_file: undo_file is said twice",
        ),
        (
            "[photos]\nprofiles = 'csv:a'\n[[photos.directory]]\naddress = 'ldif:d'\nfoo = 1\n",
            "line 5, [photos] foo: There is no setting named 'foo'",
        ),
    ],
)
def test_refusals_say_where(tmp_path: Path, text: str, words: str) -> None:
    assert words in refused(tmp_path, text)


def test_what_is_no_text_has_a_line_and_a_saved_plan_its_command(tmp_path: Path) -> None:
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b"[trust]\n# K\xf6ln\n")
    with pytest.raises(UsageError, match=r"latin\.toml, line 2: this is no text in UTF-8"):
        read_desired(str(latin))
    plan = tmp_path / "plan.json"
    plan.write_text("{}")
    with pytest.raises(UsageError) as caught:
        read_desired(str(plan))
    assert "deploy apply" in caught.value.advice


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LDAPS + "password = 'hunter2'\n", "line 5, [photos] password: a secret stands here in clear"),
        (LDAPS + "site-password = 'hunter2'\n", "line 5, [photos] site-password: a secret"),
        (LDAPS + "site_password = 'hunter2'\n", "line 5, [photos] site_password: a secret"),
        (MANY, "line 6, [photos] password: a secret"),
        ("[zones]\nregistry='reg:r'\nPassword = 'hunter2'\n", "line 3, [zones] Password: a secret"),
        ("[access]\nclient-secret = 'hunter2'\n", "line 2, [access] client-secret: a secret"),
    ],
)
def test_a_secret_in_clear_is_refused_and_not_repeated(tmp_path: Path, text: str, words: str) -> None:
    said = refused(tmp_path, text)
    assert words in said
    assert "hunter2" not in said


def test_secrets_by_reference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UPS_DIRECTORY", "of the environment")
    secret = tmp_path / "secret"
    secret.write_text("of the file\n")
    secret.chmod(0o600)
    path = tmp_path / "farm.toml"
    site = f"sites=['s']\nsite-auth='basic'\nsite-user='v'\nsite-password-file='{secret}'\n"
    text = LDAPS.replace("folder:p", "http") + "auth='simple'\nuser='u'\npassword_env='UPS_DIRECTORY'\n" + site
    path.write_text(text)
    desired = read_desired(str(path))
    assert desired.photos
    assert desired.photos.login.password == "of the environment"
    assert desired.photos.site_login.password == "of the file"
    assert "of the" not in repr(desired)
    secret.chmod(0o640)
    with pytest.raises(CredentialError, match=r"line 11, \[photos\] site-password-file: .* can be read by others"):
        read_desired(str(path))


def test_windows_credential_manager_is_named_on_windows_alone() -> None:
    with pytest.raises(CredentialError, match="this is no Windows"):
        referred({"password_credential": "pyupsync"})


def test_a_credential_of_windows_is_its_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "keyring.backends.Windows", credential_manager)
    kept = credential_manager.WinVaultKeyring.kept
    monkeypatch.setitem(kept, "pyupsync", credential_manager.SimpleCredential("CORP\\Admin", "of the vault"))
    assert referred({"password_credential": "pyupsync", "user": "corp\\admin"}) == "of the vault"
    assert referred({"site_password_credential": "pyupsync"}, "site_") == "of the vault"
    with pytest.raises(CredentialError, match=r"is CORP\\Admin's, and the logon is CORP\\svc's") as caught:
        referred({"password_credential": "pyupsync", "user": "CORP\\svc"})
    assert "of the vault" not in str(caught.value)
    with pytest.raises(CredentialError, match="has no credential other"):
        referred({"password_credential": "other", "user": "CORP\\svc"})


def test_every_table_has_its_job(tmp_path: Path) -> None:
    path = tmp_path / "farm.toml"
    path.write_text(
        "[access]\ndirectory='ldif:d'\naccounts=['CORP\\\\svc']\nous=['OU=a']\n"
        + PHOTOS
        + "[profiles]\nfarm='farm:f'\n[zones]\nregistry='reg:r'\nurls=['https://a']\n[trust]\nstore='folder:s'\npaths=['c']\n"
        "[diagnosis]\nserved-here=['a']\n"
    )
    desired = read_desired(str(path))
    assert desired.areas == ("trust", "zones", "profiles", "access", "photos")
    assert desired.chosen(["photos", "trust"]) == ("trust", "photos")
    diagnosis = desired.diagnosis
    assert (diagnosis.store, diagnosis.registry, diagnosis.farm) == ("folder:s", "reg:r", "farm:f")
    assert (diagnosis.directory, diagnosis.urls, diagnosis.served_here) == ("ldif:d", ("https://a",), ("a",))


_NAMES = st.text("abcdefgh", min_size=1, max_size=6)
_VALUES = st.sampled_from(["1", '"x"', '"""a\n[b]\nc = 1\n"""', "[\n 1, # two\n 2]", "'''\n'''", '"#"', "{a = 1}"])


_ENTRIES = st.lists(st.tuples(_NAMES, _VALUES), min_size=1, max_size=3, unique_by=lambda one: one[0])


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(_NAMES, _ENTRIES, max_size=3))
def test_the_line_of_any_key(
    tmp_path_factory: pytest.TempPathFactory, tables: dict[str, list[tuple[str, str]]]
) -> None:
    lines: list[str] = []
    places: dict[tuple[str, str], int] = {}
    for name, entries in tables.items():
        lines += ["", "# a comment", f"[{name}]"]
        places[name, ""] = len(lines)
        for key, value in entries:
            lines += f"{key} = {value}".split("\n")
            places[name, key] = len(lines) - value.count("\n")
    path = tmp_path_factory.mktemp("lines") / "farm.toml"
    path.write_text("\n".join(lines))
    file = DesiredFile(str(path))
    assert {place: file.line(*place) for place in places} == places


def test_every_setting_of_every_table_is_known_by_its_kind() -> None:
    for name, table in TABLES.items():
        known = table.settings()
        assert known, name
        assert not [key for key in known if key.endswith("password")], "secrets are named, never written"


def test_the_same_file_serves_an_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What names a secret is understood by the photo commands too; nothing is asked here, since nobody answers."""
    path = tmp_path / "farm.toml"
    profiles = tmp_path / "people.csv"
    profiles.write_text("AccountName,PictureURL\n")
    text = (
        LDAPS.replace("csv:a", f"csv:{profiles}")
        .replace("folder:p", f"folder:{tmp_path}")
        .replace("ldaps://dc/", "ldaps://127.0.0.1:1/")
    )
    path.write_text(text + "auth='simple'\nuser='u@x'\npassword-env='UPS_DIRECTORY'\n")
    assert main(["photos", "plan", "--config", str(path)]) == 2
    assert "no variable UPS_DIRECTORY" in capsys.readouterr().err
    monkeypatch.setenv("UPS_DIRECTORY", "secret")
    assert main(["photos", "plan", "--config", str(path)]) == 1
    assert "127.0.0.1:1" in capsys.readouterr().err

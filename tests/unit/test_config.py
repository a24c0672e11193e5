"""Settings: what is taken, what is refused, and that no secret shows."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pyupsync.config import Login, PhotoJob, ZoneJob, photo_job, read_secret, read_toml, zone_job
from pyupsync.errors import CredentialError, UsageError
from pyupsync.jobs import JOBS

NEEDED = {"profiles": "csv:a.csv", "directory": "ldif:a.ldif"}
LDAPS = {**NEEDED, "directory": "ldaps://dc1.contoso.com/DC=contoso,DC=com"}


def test_dashes_and_underscores_are_the_same_and_none_is_missing() -> None:
    site = {"site-auth": "basic", "site_user": "ü", "site_password": "s3cret", "sites": ["mysite"]}
    job = photo_job({**NEEDED, **site, "timeout": None})
    assert job.site_login == Login(auth="basic", user="ü", password="s3cret")
    assert job.timeout == 30.0


def test_the_site_gets_the_directorys_kerberos_identity_when_it_has_none() -> None:
    job = photo_job({**LDAPS, "auth": "kerberos", "user": "svc@R", "keytab": "k"})
    assert job.site_login == job.login == Login(auth="kerberos", user="svc@R", keytab="k")


def test_a_password_for_the_directory_is_never_handed_to_the_site() -> None:
    job = photo_job({**LDAPS, "auth": "simple", "user": "svc@R", "password": "s3cret"})
    assert job.site_login == Login()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"profiles": "csv:a"}, "'directory' is missing"),
        ({"directory": "ldif:a"}, "'profiles' is missing"),
        ({**NEEDED, "colour": "red"}, "no setting named 'colour'"),
        ({**NEEDED, "image": "huge"}, "gal, lync, large"),
        ({**NEEDED, "auth": "basic"}, "current, kerberos, ntlm, simple"),
        ({**NEEDED, "site_auth": "ntlm"}, "current, kerberos, basic, none"),
        ({**NEEDED, "workers": 0}, "from 1 to 64"),
        ({**NEEDED, "workers": "4"}, "must be a whole number"),
        ({**NEEDED, "workers": True}, "must be a whole number"),
        ({**NEEDED, "timeout": 0}, "above 0"),
        ({**NEEDED, "timeout": float("nan")}, "above 0"),
        ({**NEEDED, "sites": "one"}, "must be a list"),
        ({**NEEDED, "ca_file": "/nowhere/ca.pem"}, "does not exist"),
    ],
)
def test_bad_settings_are_refused_in_words(settings: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        photo_job(settings)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({**LDAPS, "site_auth": "kerberos", "site_keytab": "nosuch"}, "no site that it may be sent to"),
        ({**LDAPS, "site_user": "svc@R"}, "no site that it may be sent to"),
        (
            {**LDAPS, "site_auth": "basic", "site_user": "ü", "site_password": "s3cret"},
            "no site that it may be sent to",
        ),
        ({**LDAPS, "photos": "folder:a", "sites": ["mysite"], "site_auth": "kerberos"}, "no site that it may be"),
        ({**NEEDED, "auth": "simple", "user": "ü", "password": "s3cret"}, "ldif:a.ldif is a file that takes none"),
        ({**NEEDED, "auth": "kerberos", "keytab": "nosuch"}, "ldif:a.ldif is a file that takes none"),
        ({**NEEDED, "user": "ü", "directory": "LDIF:a.ldif"}, "LDIF:a.ldif is a file that takes none"),
        (
            {**NEEDED, "auth": "kerberos", "sites": ["mysite"], "site_auth": "basic", "site_user": "ü"},
            "ldif:a.ldif is a file that takes none",
        ),
    ],
)
def test_a_logon_that_nothing_would_use_is_refused(settings: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words) as refused:
        photo_job(settings)
    assert refused.value.advice
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    "settings",
    [
        {**LDAPS, "auth": "kerberos", "keytab": "k"},
        {**LDAPS, "site_auth": "none"},
        {**NEEDED, "auth": "kerberos", "keytab": "k", "sites": ["mysite"]},
        {**NEEDED, "sites": ["mysite"], "site_auth": "basic", "site_user": "ü", "site_password": "s3cret"},
        {**NEEDED, "password": "s3cret", "site_password": "s3cret"},
    ],
    ids=["the directory's", "none", "the directory's for the site", "the site's", "the environment's passwords"],
)
def test_a_logon_that_is_used_or_none_is_taken(settings: dict[str, object]) -> None:
    photo_job(settings)


def test_no_secret_shows_in_a_repr_or_a_refusal() -> None:
    assert "s3cret" not in repr(Login(auth="simple", user="a", password="s3cret"))
    assert "s3cret" not in repr(PhotoJob(**NEEDED, login=Login(password="s3cret")))
    with pytest.raises(UsageError) as refused:
        photo_job({**NEEDED, "password": ["s3cret"]})
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [("profiles = ", "not valid TOML"), ("[other]\na = 1", "no \\[photos\\] table"), ("photos = 3", "no \\[photos\\]")],
)
def test_a_configuration_that_is_none(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "é.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        read_toml(str(file))


def test_a_configuration_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_toml("/nowhere/photos.toml")


def test_a_password_file_gives_its_first_line(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes("\ufeffpäss wörd\r\nsecond".encode())
    file.chmod(0o600)
    assert read_secret(str(file)) == "päss wörd"


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_a_password_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("s3cret")
    file.chmod(0o640)
    with pytest.raises(CredentialError, match="chmod 600") as refused:
        read_secret(str(file))
    assert "s3cret" not in str(refused.value)


def test_an_empty_or_missing_password_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.touch(mode=0o600)
    with pytest.raises(CredentialError, match="is empty"):
        read_secret(str(file))
    with pytest.raises(CredentialError, match="cannot be read"):
        read_secret(str(tmp_path / "none"))


ZONES = {"registry": "reg:a.reg"}
LOOKED_UP = {**ZONES, "account": "C\\svc", "directory": "ldaps://dc1/DC=c"}


def test_a_job_on_zones_takes_flat_settings_and_the_directorys_login() -> None:
    job = zone_job(
        {**LOOKED_UP, "auth": "simple", "user": "ü", "password": "s3cret", "urls": ["http://x"], "farm": None}
    )
    assert job.login == Login(auth="simple", user="ü", password="s3cret")
    assert (job.urls, job.farm, job.timeout, job.force) == (("http://x",), "", 30.0, False)
    assert "s3cret" not in repr(job)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "'registry' is missing"),
        ({**ZONES, "url": "http://x"}, "no setting named 'url'"),
        ({**ZONES, "force": "yes"}, "true or false"),
        ({**LOOKED_UP, "auth": "basic"}, "current, kerberos, ntlm, simple"),
        ({**LOOKED_UP, "ca_file": "/nowhere/ca.pem"}, "does not exist"),
        ({**LOOKED_UP, "timeout": 0}, "above 0"),
        ({**ZONES, "account": " Service "}, "no farm was named"),
        ({**ZONES, "directory": "ldaps://dc1/DC=c"}, "no account"),
        ({**ZONES, "farm": "farm:x", "directory": "ldaps://dc1/DC=c"}, "no account"),
        ({**ZONES, "account": "C\\svc", "keytab": "k"}, "no directory"),
    ],
)
def test_settings_on_zones_that_nothing_could_use_are_refused(settings: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        zone_job(settings)


@pytest.mark.parametrize(
    ("job", "unused"),
    [
        ("zones.list", {"force": True}),
        ("zones.list", {"undo-file": "u.reg"}),
        ("zones.test", {"force": True}),
        ("zones.test", {"reg_file": "o.reg"}),
        ("zones.test", {"undo_file": "u.reg"}),
        ("zones.plan", {"undo_file": "u.reg"}),
        ("zones.remove", {"force": True}),
    ],
)
def test_what_a_job_on_zones_has_no_use_for_is_refused(job: str, unused: dict[str, object]) -> None:
    settings = {**ZONES, "urls": ["http://x"]}
    with pytest.raises(UsageError, match="has no use in this job") as refused:
        JOBS[job]({**settings, **unused}, True)
    assert refused.value.target in {name.replace("-", "_") for name in unused}
    JOBS[job]({**settings, **dict.fromkeys(unused)}, True).close()


def test_one_site_as_a_text_is_not_taken_for_its_letters() -> None:
    with pytest.raises(UsageError, match="must be a list"):
        ZoneJob(registry="reg:a.reg", urls="https://x.contoso.com")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("settings", "of_service"),
    [
        ({"registry": "winreg:", "farm": "sharepoint:"}, True),
        ({"registry": "WinReg:", "farm": "sharepoint:", "account": "C\\service"}, False),
        ({"registry": "winreg:"}, False),
        ({"registry": "hive:x", "farm": "sharepoint:"}, False),
        ({"registry": "hive:x", "farm": "sharepoint:", "account": "SERVICE"}, True),
    ],
)
def test_the_live_registry_of_a_farm_means_its_service_account(settings: dict[str, object], of_service: bool) -> None:
    assert zone_job(settings).of_service is of_service


def test_a_password_alone_in_the_environment_is_for_another_job() -> None:
    assert zone_job({**ZONES, "password": "s3cret"}).login.password == "s3cret"

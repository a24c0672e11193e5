"""What goes wrong from outside: one clear sentence each, the right exit code, and nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyupsync import Change, Login, PhotoJob, export_photos
from tests.integration.faces import run_command
from tests.integration.test_export_faces import expected_code, expected_photo
from tests.lab import Lab, people


def sentence(lab: Lab, *extra: str, env: dict[str, str] | None = None, code: int = 1) -> str:
    """The one line that a failing export says; it must end with the exit code and write nothing."""
    before = lab.photos()
    done = run_command(lab, *extra, env=env)
    assert done.returncode == code, done.stdout + done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert done.stderr.startswith("pyupsync: ")
    assert "Traceback" not in done.stderr
    assert lab.photos() == before
    return done.stderr


def test_a_wrong_password(lab: Lab) -> None:
    env = {"PYUPSYNC_PASSWORD": "not-the-password-ñ"}
    said = sentence(lab, "--auth", "simple", "--keytab", "", "--site-auth", "none", env=env)
    assert "svc_ups@CORP.EXAMPLE.TEST" in said
    assert "password" in said
    assert "not-the-password-ñ" not in said


def test_an_expired_ticket_of_the_directory(lab: Lab) -> None:
    env = {"KRB5CCNAME": f"FILE:{lab.expired_ticket()}"}
    said = sentence(lab, "--auth", "current", "--user", "", "--keytab", "", env=env, code=2)
    assert "expired" in said
    assert "kinit" in said


def test_no_ticket_at_all(lab: Lab) -> None:
    env = {"KRB5CCNAME": f"FILE:{lab.empty_ccache()}"}
    assert "kinit" in sentence(lab, "--auth", "current", "--user", "", "--keytab", "", env=env, code=2)


def test_an_unknown_host(lab: Lab) -> None:
    said = sentence(lab, "--directory", f"ldaps://nowhere.corp.example.test/{lab.base}")
    assert "nowhere.corp.example.test" in said


def test_an_untrusted_authority(lab: Lab) -> None:
    said = sentence(lab, "--ca-file", str(lab.pki.untrusted_ca))
    assert lab.dc_host in said
    assert "--ca-file" in said


def test_a_directory_that_wants_a_stronger_logon(lab: Lab) -> None:
    """LDAP result 8: Samba's default refuses Kerberos without sealing even over TLS."""
    with lab.strong_auth("yes"):
        said = sentence(lab)
    assert "stronger logon; LDAP result 8" in said
    assert "seal" in said.lower()


def test_plaintext_is_refused(lab: Lab) -> None:
    said = sentence(lab, "--directory", f"ldap://{lab.dc_host}/{lab.base}", code=2)
    assert "ldaps://" in said


def test_a_site_whose_authority_is_unknown_fails_each_picture(lab: Lab, tmp_path: Path) -> None:
    """The directory may be reached while the site is not trusted: that is everybody's outcome, not a crash."""
    job = one_person_job(lab, tmp_path, url=lab.photo_url("p0000_LThumb.jpg", host=lab.incomplete_host))
    (outcome,) = export_photos(job)
    assert (outcome.status, outcome.code) == ("failed", "PhotoSiteUntrusted")
    assert lab.incomplete_host in outcome.reason


def test_the_sites_ticket_expired(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{lab.expired_ticket()}")
    job = one_person_job(lab, tmp_path, site_login=Login(auth="current"))
    (outcome,) = export_photos(job)
    assert outcome.status == "failed"
    assert "expired" in outcome.reason
    assert "kinit" in outcome.advice


def one_person_job(lab: Lab, folder: Path, *, url: str = "", site_login: Login | None = None) -> PhotoJob:
    one = people.person("p0000")
    profiles = folder / "one.csv"
    profiles.write_text(f"AccountName,PictureURL\n{one.account({})},{url or one.picture_url()}\n", encoding="utf-8")
    login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
    return PhotoJob(
        profiles=f"csv:{profiles}",
        directory=lab.directory_address,
        sites=(lab.web_host, lab.incomplete_host),
        login=login,
        site_login=site_login or login,
        ca_file=str(lab.root_ca),
    )


def test_the_domain_controller_goes_and_comes_back(lab: Lab, fresh_photos: dict[str, bytes]) -> None:
    """Everybody is either done or reported failed, and the next run finishes the rest."""
    login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
    job = PhotoJob(
        profiles=f"csv:{lab.profiles}",
        directory=lab.directory_address,
        sites=(lab.web_host,),
        login=login,
        site_login=login,
        ca_file=str(lab.ca_bundle),
    )
    asked: list[str] = []

    def stop_and_start(change: Change) -> bool:
        asked.append(change.subject)
        if len(asked) == 11:
            lab.stop_dc()
        if len(asked) == 21:
            lab.start_dc()
        return True

    first = list(export_photos(job, confirm=stop_and_start))
    lost = {one.subject for one in first if one.code == "DirectoryUnavailable"}
    assert lost == set(asked[10:20])
    done = {one.target for one in first if one.status == "applied"}
    assert set(lab.photos()) == set(fresh_photos) | done
    second = list(export_photos(job))
    assert {one.subject for one in second if one.status == "applied"} == lost
    with_profile = [one for one in people.PEOPLE if one.has_profile and expected_code(one)[0] == "applied"]
    photos = lab.photos()
    assert {one.dn: photos.get(one.dn) for one in with_profile} == {
        one.dn: expected_photo(lab, one) for one in with_profile
    }

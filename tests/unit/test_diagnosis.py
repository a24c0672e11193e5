"""The whole way over files alone: the cause first, what was not named as unknown, and one failing reader alone."""

from __future__ import annotations

import base64
import json
import socket
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from pyupsync import Check, DiagnosisJob, diagnose_farm, diagnose_person
from pyupsync.adapters.this_machine import answers_here
from pyupsync.cli import main
from pyupsync.config import diagnosis_job
from pyupsync.diagnosis.directory import History, judge_photo
from pyupsync.diagnosis.kerberos import judge_clock, judge_spn, spn_names
from pyupsync.diagnosis.log_person import PersonRequests
from pyupsync.diagnosis.log_station import judge_log_of
from pyupsync.diagnosis.metaverse import MetaverseSeen, judge_metaverse_of
from pyupsync.diagnosis.picture import MadePhotos
from pyupsync.diagnosis.profile import PictureHost, judge_picture_url, judge_profile
from pyupsync.diagnosis.seen import Unseen
from pyupsync.diagnosis.site import Loopback, judge_loopback, judge_trust
from pyupsync.diagnosis.way import explained, verdict_on_farm, verdict_on_person
from pyupsync.errors import UsageError
from pyupsync.model import (
    ConnectorPerson,
    Finding,
    MetaversePerson,
    Person,
    PhotoFacts,
    PhotoWrite,
    Profile,
    Progress,
    RegistryValue,
    SiteAnswer,
    SpnHolder,
)
from pyupsync.photos.image import RULES, conform
from pyupsync.photos.named import Named
from pyupsync.workflows import diagnose_farm_events
from tests.integration.healthy import reg_text, trust, zone_key
from tests.lab.mint import mint
from tests.lab.pictures import portrait

URL = "https://mysite.example.test/User%20Photos/corp_ann_MThumb.jpg"
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=timezone.utc)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Ann's picture is in the directory as her profile has it; bob has none."""
    rows = f"AccountName,PictureURL,PreferredName\nCORP\\ann,{URL},Ann Bell\nCORP\\bob,,Bob Coe\n"
    (tmp_path / "people.csv").write_text(rows)
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "corp_ann_LThumb.jpg").write_bytes(portrait(1))
    photo = base64.b64encode(conform(portrait(1), RULES["gal"]).data).decode()
    entries = ["dn: DC=corp,DC=test\nobjectClass: domainDNS\n"]
    entries.append(f"dn: CN=ann,DC=corp,DC=test\nobjectClass: user\nsAMAccountName: ann\nthumbnailPhoto:: {photo}\n")
    entries.append("dn: CN=bob,DC=corp,DC=test\nobjectClass: user\nsAMAccountName: bob\n")
    (tmp_path / "people.ldif").write_text("\n".join(entries))
    (tmp_path / "account.reg").write_bytes(reg_text({zone_key("mysite.example.test"): {"https": 1}}).encode("utf-16"))
    return tmp_path


def job(files: Path, **more: Any) -> DiagnosisJob:
    given = {
        "person": "ann",
        "profiles": f"csv:{files / 'people.csv'}",
        "photos": f"folder:{files / 'pictures'}",
        "directory": f"ldif:{files / 'people.ldif'}",
        "registry": f"reg:{files / 'account.reg'}",
    }
    return diagnosis_job({**given, **more})


def statuses(checks: tuple[Check, ...]) -> dict[str, str]:
    return {check.check: check.status for check in checks}


def test_what_is_well_passes_and_what_was_not_named_is_unknown(files: Path) -> None:
    told = diagnose_person(job(files))
    assert told.cause == ""
    assert told.sentence.startswith("ann's picture is in order: no station of its way is broken.")
    found = statuses(told.checks)
    passed = {"profile", "pictureUrl", "zone", "automaticLogon", "picture", "image", "account", "photo"}
    assert {name for name, status in found.items() if status == "pass"} == passed
    assert {status for name, status in found.items() if name not in passed} == {"unknown"}
    trust = next(check for check in told.checks if check.check == "trust")
    assert "--store" in trust.advice, "the option that would tell"


@pytest.mark.parametrize("name", ["ann", "CORP\\ann", "corp\\ANN", "Ann Bell", "i:0#.w|corp\\ann"])
def test_a_name_in_any_form_means_the_person(files: Path, name: str) -> None:
    assert diagnose_person(job(files, person=name)).cause == ""


def test_the_first_broken_link_is_the_verdict_and_its_symptom_is_none(files: Path) -> None:
    told = diagnose_person(job(files, person="bob"))
    assert told.cause == "PictureUrlEmpty"
    assert told.sentence == "bob has no picture: PictureURL of the profile is empty."
    assert [check.check for check in told.checks if check.status == "fail"] == ["pictureUrl"]


def test_nothing_named_is_nothing_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diagnose", "person", "ann"]) == 0
    first, *others, last = capsys.readouterr().out.splitlines()
    assert "were not looked at" in first
    assert {line.split()[0] for line in others if not line.startswith(" ")} == {"unknown"}
    assert last == "no fault"
    told = diagnose_farm(DiagnosisJob())
    assert {check.status for check in told.checks} == {"unknown"}


def test_credentials_that_cannot_be_used_are_the_cause_and_the_rest_is_looked_at(files: Path) -> None:
    absent = {"auth": "kerberos", "user": "svc@CORP.TEST", "keytab": str(files / "none.keytab")}
    told = diagnose_person(job(files, directory="ldaps://127.0.0.1/DC=corp,DC=test", **absent))
    assert told.cause == "CredentialUnusable"
    assert "none.keytab cannot be read" in told.sentence
    found = statuses(told.checks)
    assert (found["account"], found["zone"], found["image"]) == ("fail", "pass", "pass")


def test_one_failing_reader_makes_its_own_checks_unknown(files: Path) -> None:
    (files / "account.reg").write_bytes(b"no registry at all")
    (files / "broken.csv").write_text("Account\n")
    told = statuses(diagnose_person(job(files, profiles=f"csv:{files / 'broken.csv'}")).checks)
    assert told["zone"] == "unknown"
    assert told["profile"] == "fail"
    assert told["account"] == "pass"


def test_the_command_line_exits_with_3_and_its_json_says_all(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["[photos]", f'profiles = "csv:{files / "people.csv"}"', f'directory = "ldif:{files / "people.ldif"}"']
    lines += ["workers = 3", 'log = "run.jsonl"', "[diagnosis]", f'registry = "reg:{files / "account.reg"}"']
    (files / "c.toml").write_text("\n".join([*lines, f'html = "{files / "page.html"}"', ""]))
    assert main(["diagnose", "person", "bob", "--config", str(files / "c.toml"), "--json"]) == 3
    verdict, *checks, summary = map(json.loads, capsys.readouterr().out.splitlines())
    assert (verdict["kind"], verdict["facts"]["cause"]) == ("verdict", "PictureUrlEmpty")
    assert [check["check"] for check in checks[:3]] == ["profile", "pictureUrl", "zone"]
    assert summary["exit_code"] == 3
    page = (files / "page.html").read_text(encoding="utf-8")
    assert "PictureUrlEmpty" in page
    assert not list(files.glob("*.part"))


@pytest.mark.parametrize(
    "settings", [{"registry": "nonsense:x"}, {"store": "x"}, {"image": "huge"}, {"probe_user": "x", "directory": None}]
)
def test_what_cannot_be_meant_is_refused(files: Path, settings: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        diagnose_person(job(files, **settings))


def test_a_page_takes_the_place_of_no_other_file(files: Path) -> None:
    (files / "notes.html").write_text("mine")
    with pytest.raises(UsageError):
        diagnose_person(job(files, html=str(files / "notes.html")))
    assert (files / "notes.html").read_text() == "mine"


def test_the_write_probe_asks_and_leaves_everything_as_it_was(files: Path) -> None:
    probing = job(files, person=None, probe_user="ann")
    asked = {check.check: check for check in diagnose_farm(probing).checks}["writeProbe"]
    assert asked.status == "unknown"
    assert not (files / "people.changes.ldif").exists(), "without a word nothing is written"
    done = {check.check: check for check in diagnose_farm(probing, confirm=True).checks}["writeProbe"]
    assert done.status == "pass"
    assert diagnose_person(job(files)).cause == "", "ann has the very picture that she had"


@pytest.mark.parametrize(("rule", "says"), [("large", "(large)"), ("lync", "(lync)"), ("", "(as it came)")])
def test_a_picture_made_by_another_rule_or_none_is_the_profile_s_too(files: Path, rule: str, says: str) -> None:
    """FIM writes what it fetched as it is; exports may have been told another size."""
    source = portrait(1, 700)
    (files / "pictures" / "corp_ann_LThumb.jpg").write_bytes(source)
    data = conform(source, RULES[rule]).data if rule else source
    text = (files / "people.ldif").read_text()
    before = base64.b64encode(conform(portrait(1), RULES["gal"]).data).decode()
    (files / "people.ldif").write_text(text.replace(before, base64.b64encode(data).decode()))
    photo = diagnose_person(job(files)).checks[-1]
    assert (photo.check, photo.status) == ("photo", "pass")
    assert says in photo.actual


def test_a_picture_of_somebody_else_s_is_outdated_or_foreign() -> None:
    made = conform(portrait(1), RULES["gal"])
    there = PhotoFacts.of(portrait(2))
    who = Person("CN=ann", "1", "ann", photo=there)
    photos = MadePhotos("source", made, {}, "gal")
    write = PhotoWrite(3, NOW, "DC2")
    ours, theirs = History(write, made.facts, kept=True), History(write, None, kept=True)
    assert told(judge_photo(who, photos, theirs, "export")) == ("fail", "PhotoOutdated")
    foreign = judge_photo(who, photos, ours, "export")
    assert told(foreign) == ("fail", "ForeignPhoto")
    assert "Written 3 times, last at 2026-06-01 12:00:00 UTC on DC2" in foreign.evidence
    gone = judge_photo(Person("CN=ann", "1", "ann"), photos, ours, "export")
    assert told(gone) == ("fail", "PhotoNotExported")
    assert "somebody removed" in gone.actual
    assert told(judge_photo(who, Unseen("no"), ours, "export")) == ("unknown", "")


# --- judges


def told(check: Check) -> tuple[str, str]:
    return check.status, check.cause


def holder(name: str, *names: str, computer: bool = False) -> SpnHolder:
    return SpnHolder(f"CN={name}", name, names, computer)


ANSWER = SiteAnswer(401, ("Negotiate",), NOW, NOW)
NTLM = SiteAnswer(401, ("NTLM",), NOW, NOW)
BOTH = SiteAnswer(401, ("Negotiate", "NTLM"), NOW, NOW)


@pytest.mark.parametrize(
    ("holders", "pool", "answer", "expected"),
    [
        ([holder("web", "HTTP/h")], "", ANSWER, ("pass", "")),
        ([holder("web", "HTTP/h")], "CORP\\WEB", ANSWER, ("pass", "")),
        ([holder("web", "HTTP/h")], "pool@corp.test", ANSWER, ("fail", "SpnOnWrongAccount")),
        ([holder("H$", "HOST/h", computer=True)], "", ANSWER, ("pass", "")),
        ([holder("H$", "HOST/h", computer=True), holder("web", "http/h")], "web", ANSWER, ("pass", "")),
        ([holder("user", "HOST/h")], "", ANSWER, ("fail", "SpnMissing")),
        ([], "", ANSWER, ("fail", "SpnMissing")),
        ([], "", BOTH, ("warning", "SpnMissing")),
        ([], "", NTLM, ("pass", "")),
        ([], "", SiteAnswer(200, (), NOW, NOW), ("pass", "")),
        ([holder("a", "HTTP/h"), holder("b", "HTTP/h")], "", NTLM, ("fail", "SpnDuplicate")),
    ],
)
def test_who_has_the_spn(holders: list[SpnHolder], pool: str, answer: SiteAnswer, expected: tuple[str, str]) -> None:
    assert told(judge_spn("h", holders, pool, answer)) == expected


def test_of_two_with_one_spn_the_wrong_one_is_named() -> None:
    check = judge_spn("h", [holder("a", "HTTP/h"), holder("web", "HTTP/h")], "CORP\\web", ANSWER)
    assert check.advice == "Run: setspn -D HTTP/h a"
    assert spn_names("h", 8443) == ("HTTP/h", "HOST/h", "HTTP/h:8443")


@pytest.mark.parametrize(
    ("seconds", "status"), [(0, "pass"), (299, "pass"), (-299, "pass"), (300, "fail"), (-90_000, "fail")]
)
def test_clocks(seconds: int, status: str) -> None:
    assert judge_clock("dc", (NOW + timedelta(seconds=seconds), NOW)).status == status


def multi(*names: str) -> list[RegistryValue]:
    return [RegistryValue("BackConnectionHostNames", "REG_MULTI_SZ", names)]


@pytest.mark.parametrize(
    ("loopback", "expected"),
    [
        (Loopback([], multi("other", "MYSITE.example.test")), "pass"),
        (Loopback([], multi("other")), "fail"),
        (Loopback([], []), "fail"),
        (Loopback([], [], here=False), "pass"),
        (Loopback([RegistryValue("disableloopbackcheck", "REG_DWORD", 1)], []), "pass"),
        (Loopback([RegistryValue("DisableLoopbackCheck", "REG_DWORD", 0)], []), "fail"),
        (Loopback([], [], ("MYSITE", "mysite.example.test")), "pass"),
        (Loopback([], [RegistryValue("BackConnectionHostNames", "REG_SZ", "mysite.example.test")]), "fail"),
    ],
)
def test_the_loopback_check(loopback: Loopback, expected: str) -> None:
    assert judge_loopback("mysite.example.test", loopback).status == expected


def test_whether_a_name_leads_to_this_machine() -> None:
    assert answers_here("localhost")
    assert not answers_here("192.0.2.7"), "an address of documents (RFC 5737)"
    assert not answers_here("nobody.invalid")


def test_http_has_no_certificate_to_trust() -> None:
    assert judge_trust("http://mysite", "", Unseen("not named")).status == "pass"


def test_a_chain_that_is_refused_says_what_to_import() -> None:
    fault = Finding(
        "IssuerMissing", "error", "mysite: CN=x (AB)", "", "It ends. In SharePoint's event 8311: So.", "Import it."
    )
    check = judge_trust("https://mysite", "folder:trust", [fault])
    assert told(check) == ("fail", "IssuerMissing")
    assert check.actual == "It ends."
    assert check.advice.startswith(
        "Run: pyupsync trust import --from-url https://mysite --fetch-issuers --store folder:trust - or"
    )
    assert check.advice.endswith("Import it. Then: pyupsync trust import FILE --store folder:trust")


def test_profiles_and_what_they_point_to() -> None:
    one, two = Profile("CORP\\ann", URL), Profile("ann@corp.test", URL)
    assert told(judge_profile("ann", "csv:", [])) == ("fail", "ProfileMissing")
    assert told(judge_profile("ann", "csv:", [one, two])) == ("warning", "ProfileTwice")
    assert told(judge_profile("ann", "csv:", Unseen("gone", code="ProfileUnreadable"))) == ("fail", "ProfileUnreadable")
    assert told(judge_picture_url(one, PictureHost("old", named=True, of_farm=False))) == (
        "warning",
        "PictureHostForeign",
    )
    assert told(judge_picture_url(one, PictureHost("x", named=False))) == ("fail", "PictureHostNotNamed")
    bad = Unseen("The PictureURL is no http or https address.", code="PhotoFetchFailed")
    assert told(judge_picture_url(Profile("ann", "ftp://x"), bad)) == ("fail", "PhotoFetchFailed")


def person(*, url: str = URL, populated: bool = True) -> MetaversePerson:
    return MetaversePerson("1", "ann", picture_url=url, populated=populated)


@pytest.mark.parametrize(
    ("seen", "photo", "expected"),
    [
        (MetaverseSeen(person(), has_people=True), True, ("pass", "")),
        (MetaverseSeen(person(populated=False), has_people=True), True, ("fail", "PictureNotRead")),
        (MetaverseSeen(person(url=""), has_people=True), True, ("warning", "NoPictureUrl")),
        (MetaverseSeen(None, has_people=True), True, ("warning", "MetaversePersonMissing")),
        (
            MetaverseSeen(person(), ConnectorPerson("1", "CN=ann", pending="clear"), True),
            True,
            ("fail", "BlankAboutToBeWritten"),
        ),
        (MetaverseSeen(person(), ConnectorPerson("1", "CN=ann", pending="clear"), True), False, ("pass", "")),
        (MetaverseSeen(None, ConnectorPerson("1", "CN=ann", pending="write")), False, ("pass", "")),
    ],
)
def test_the_metaverse_of_a_person(seen: MetaverseSeen, photo: bool, expected: tuple[str, str]) -> None:
    assert told(judge_metaverse_of("ann", seen, photo=photo)) == expected


def test_a_log_without_the_person_tells_nothing() -> None:
    assert judge_log_of("ann", PersonRequests("ann")).status == "unknown"
    assert judge_log_of("ann", PersonRequests("ann", 3, 1, "2026-05-13 08:00")).status == "pass"


def failing(check: str, cause: str) -> Check:
    return Check(check, "fail", check, "", f"The {check} fails.", cause=cause)


def test_what_follows_from_another_failure_is_none_of_its_own() -> None:
    checks = explained(
        [failing("spn", "SpnMissing"), failing("picture", "PhotoAccessDenied"), failing("photo", "PhotoOutdated")]
    )
    assert [check.status for check in checks] == ["fail", "unknown", "unknown"]
    assert checks[1].actual == "The picture fails. That follows from spn."
    alone = explained([failing("spn", "SpnMissing"), failing("picture", "PhotoNotFound")])
    assert [check.status for check in alone] == ["fail", "fail"], "a missing picture has nothing to do with names"


def test_the_sentence_of_a_verdict() -> None:
    zone = [failing("zone", "ZoneMissing")]
    assert verdict_on_person("ann", zone, has_photo=False).sentence == "ann has no picture: the zone fails."
    assert verdict_on_person("ann", zone, has_photo=True).sentence.startswith(
        "ann does not have the profile's picture:"
    )
    there = [*zone, Check("photo", "pass", "", "", "")]
    assert "another would not get through" in verdict_on_person("ann", there, has_photo=True).sentence
    warned = [Check("account", "warning", "", "", "It is disabled.", cause="AccountDisabled")]
    assert (
        verdict_on_person("ann", warned, has_photo=True).sentence == "ann's picture is in order, but: it is disabled."
    )
    both = [*zone, failing("spn", "SpnMissing")]
    assert verdict_on_farm(both).sentence == "Pictures do not get through: the zone fails. 1 more check fails."


def test_names_of_other_people_are_not_taken_for_the_one() -> None:
    profiles = [
        Profile("CORP\\ann"),
        Profile("FAB\\ann"),
        Profile("ann@corp.test"),
        Profile("CORP\\joann"),
        Profile("", origin="row 5"),
    ]
    assert [one.account for one in Named("CORP\\ann").of(profiles)] == ["CORP\\ann"]
    assert [one.account for one in Named("ann").of(profiles)] == ["CORP\\ann", "FAB\\ann", "ann@corp.test"]


def test_a_site_that_did_not_answer_may_need_no_spn_and_a_number_has_none() -> None:
    gone = Unseen("mysite refuses the connection.", code="PhotoSiteUnreachable")
    assert told(judge_spn("mysite", [], "", gone)) == ("warning", "SpnMissing")
    assert told(judge_spn("10.0.0.5", [], "", gone)) == ("unknown", "")


def test_a_name_that_nobody_has_is_one_fault(files: Path) -> None:
    found = diagnose_person(job(files, person="anne"))
    assert found.cause == "ProfileMissing"
    assert "Neither SharePoint nor the directory knows anybody named anne." in found.checks[0].actual
    assert [check.check for check in found.checks if check.status == "fail"] == ["profile"]


def test_a_name_of_two_people_is_no_profile_to_remove(files: Path) -> None:
    rows = f"AccountName,PictureURL,PreferredName\nCORP\\ann,{URL},Ann Bell\nCORP\\bob,{URL},Ann Bell\n"
    (files / "people.csv").write_text(rows)
    found = diagnose_person(job(files, person="Ann Bell"))
    assert found.cause == "NameAmbiguous"
    assert found.advice == "Name one of them by account: CORP\\ann"
    alone = diagnose_person(job(files, person="Ann Bell", directory=None))
    assert alone.cause == "NameAmbiguous", "without a directory their accounts tell"


def test_a_second_profile_is_the_fault_where_the_first_has_no_picture(files: Path) -> None:
    (files / "people.csv").write_text(f"AccountName,PictureURL\nCORP\\ann,\ni:0#.w|corp\\ann,{URL}\n")
    found = diagnose_person(job(files))
    assert found.cause == "ProfileTwice"
    assert [check.check for check in found.checks if check.status == "fail"] == ["profile"]
    assert "CORP\\ann" in found.advice


def test_a_blank_in_the_directory_is_no_picture(files: Path) -> None:
    text = (files / "people.ldif").read_text()
    begin, _, rest = text.partition("thumbnailPhoto:: ")
    (files / "people.ldif").write_text(f"{begin}thumbnailPhoto:: IA==\n{rest.partition(chr(10))[2]}")
    found = diagnose_person(job(files))
    assert found.cause == "PhotoBlank"
    assert found.sentence.startswith("ann has no picture: what the directory has is no picture (1 byte)")


def test_logs_that_are_not_there_are_no_good_sign(files: Path) -> None:
    assert statuses(diagnose_farm(job(files, log=[str(files / "gone.log")])).checks)["log"] == "unknown"


def test_profiles_that_cannot_be_read_are_a_farm_s_fault(files: Path) -> None:
    assert diagnose_farm(job(files, profiles=f"csv:{files / 'gone.csv'}")).cause == "ProfileUnreadable"


def test_a_store_that_is_not_there_is_no_farm_that_trusts_nobody(files: Path) -> None:
    trust = next(
        one for one in diagnose_person(job(files, store=f"folder:{files / 'gone'}")).checks if one.check == "trust"
    )
    assert trust.status == "unknown"
    assert "gone" in trust.actual


def test_a_farm_s_cmdlets_are_announced(files: Path) -> None:
    events = [*diagnose_farm_events(job(files, farm=f"farm:{files / 'gone.json'}"))]
    said = [event.current for event in events if isinstance(event, Progress)]
    assert said[:3] == ["the farm", "the trust store", "what the User Profile service maps"]


def test_what_two_addresses_of_a_host_share_is_told_once(files: Path) -> None:
    checks = diagnose_farm(job(files, urls=["http://127.0.0.1:9", "https://127.0.0.1:9"])).checks
    assert [check.subject for check in checks if check.check == "zone"] == ["http://127.0.0.1:9", "https://127.0.0.1:9"]
    assert len([check for check in checks if check.check in {"spn", "loopback"}]) == 2


def test_a_host_that_keeps_silent_is_waited_for_once(files: Path) -> None:
    (files / "root.cer").write_bytes(mint("O=Lab/CN=Root").der)
    trust(files / "store", files / "root.cer")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(0.2)
        address = f"https://127.0.0.1:{silent.getsockname()[1]}"
        found = diagnose_farm(job(files, urls=[address], store=f"folder:{files / 'store'}", timeout=1.0))
        came = 0
        with suppress(TimeoutError):
            while True:
                silent.accept()[0].close()
                came += 1
    assert came == 1
    assert {check.check for check in found.checks if check.status == "fail"} == {"zone"}

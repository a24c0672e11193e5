"""One fault at a time, really put in: the verdict names exactly that one, and without any there is none at all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pyupsync import Check, Diagnosis, Keeping, PhotoJob, diagnose_farm, diagnose_person, export_photos
from tests.conftest import need_tool
from tests.integration import healthy as ground_of
from tests.integration.healthy import (
    CLIENT,
    INTERNET_SETTINGS,
    LSA,
    MACHINE,
    POLICIES,
    SERVER,
    USER,
    WHO,
    Ground,
    healthy,
    zone_key,
)
from tests.lab import Lab, pictures
from tests.lab.directory import THUMBNAIL_PHOTO, sids
from tests.lab.ldif import modify_record
from tests.lab.people import person
from tests.standins.metaverse import Member

pytestmark = pytest.mark.lab

Fault = Callable[[Ground], AbstractContextManager[None]]


@dataclass(frozen=True)
class Case:
    """A fault, and the cause that must be named.

    Attributes:
        cause: What the verdict names.
        scope: Which diagnosis is to find it.
        put: Puts it in, and takes it out again.
    """

    name: str
    cause: str
    scope: str
    put: Fault


CASES: list[Case] = []


def fault(cause: str, scope: str = "person") -> Callable[[Callable[[Ground], Iterator[None]]], Fault]:
    """Enter a fault into the matrix."""

    def enter(make: Callable[[Ground], Iterator[None]]) -> Fault:
        put = contextmanager(make)
        CASES.append(Case(make.__name__, cause, scope, put))
        return put

    return enter


# --- trust


@fault("IssuerMissing")
def missing_subordinate(ground: Ground) -> Iterator[None]:
    """The site sends its leaf alone, and the store has the root alone."""
    ground.picture_url = ground.lab.photo_url(person(WHO).file("M"), host=ground.lab.incomplete_host)
    ground.urls.append({"url": f"https://{ground.lab.incomplete_host}"})
    ground_of.trust(ground.folder / "root-only", ground.lab.root_ca)
    ground.settings["store"] = f"folder:{ground.folder / 'root-only'}"
    yield


@fault("IssuerMissing", "farm")
def missing_root(ground: Ground) -> Iterator[None]:
    ground_of.trust(ground.folder / "sub-only", ground.lab.sub_ca)
    ground.settings["store"] = f"folder:{ground.folder / 'sub-only'}"
    yield


@fault("Expired")
def expired_certificate(ground: Ground) -> Iterator[None]:
    with ground_of.certificate(ground.lab, "web", (ground.lab.web_host,), days=(-60, -1)):
        yield


@fault("NotYetValid")
def certificate_of_tomorrow(ground: Ground) -> Iterator[None]:
    with ground_of.certificate(ground.lab, "web", (ground.lab.web_host,), days=(1, 60)):
        yield


@fault("HostNameMismatch")
def certificate_of_another_name(ground: Ground) -> Iterator[None]:
    with ground_of.certificate(ground.lab, "web", ("portal.corp.example.test",)):
        yield


# --- the zone


@fault("ZoneMissing")
def zone_missing(ground: Ground) -> Iterator[None]:
    del ground.registry[zone_key(ground.lab.web_host)]
    yield


@fault("ZoneWrongScheme")
def zone_for_the_wrong_scheme(ground: Ground) -> Iterator[None]:
    ground.registry[zone_key(ground.lab.web_host)] = {"http": 1}
    yield


@fault("ZoneRestricted")
def zone_restricted(ground: Ground) -> Iterator[None]:
    ground.registry[zone_key(ground.lab.web_host)] = {"https": 4}
    yield


@fault("ZoneMissing", "farm")
def alternate_address_not_in_the_zone(ground: Ground) -> Iterator[None]:
    del ground.registry[zone_key(ground.lab.other_host)]
    yield


@fault("ZoneMachineOnly")
def zone_of_the_machine_alone(ground: Ground) -> Iterator[None]:
    ground.registry[f"{MACHINE}\\{POLICIES}"] = {"Security_HKLM_only": 1}
    yield


@fault("ZoneListInForce")
def zone_list_of_policy(ground: Ground) -> Iterator[None]:
    ground.registry[f"{MACHINE}\\{POLICIES}"] = {"ListBox_Support_ZoneMapKey": 1}
    ground.registry[f"{MACHINE}\\{POLICIES}\\ZoneMapKey"] = {"https://portal.corp.example.test": "1"}
    yield


@fault("AutomaticLogonOff")
def automatic_logon_off(ground: Ground) -> Iterator[None]:
    ground.registry[f"{USER}\\{INTERNET_SETTINGS}\\Zones\\1"] = {"1A00": 0x10000}
    yield


@fault("LoopbackCheck")
def loopback_check(ground: Ground) -> Iterator[None]:
    ground.registry[f"{LSA}\\MSV1_0"] = {"BackConnectionHostNames": [ground.lab.other_host]}
    yield


# --- Kerberos


@contextmanager
def spns(lab: Lab, changes: dict[str, list[str]]) -> Iterator[None]:
    """These accounts have these SPNs meanwhile, written as replication would: two of one are refused otherwise."""
    before = {
        name: [
            value.decode()
            for values in lab.directory.search(
                "-b", lab.base, f"(sAMAccountName={name})", "servicePrincipalName"
            ).values()
            for value in values.get("servicePrincipalName", [])
        ]
        for name in changes
    }
    _write_spns(lab, changes)
    try:
        yield
    finally:
        _write_spns(lab, before)


def _write_spns(lab: Lab, wanted: dict[str, list[str]]) -> None:
    records = [
        modify_record(f"CN={name},OU=Service,{lab.base}", "servicePrincipalName", names)
        for name, names in wanted.items()
    ]
    with lab.without_dc():
        lab.directory.modify_unchecked("".join(records))


def _site_spns(lab: Lab) -> list[str]:
    return [f"HTTP/{host}" for host in (lab.web_host, lab.incomplete_host, lab.other_host)]


@fault("SpnMissing")
def no_spn(ground: Ground) -> Iterator[None]:
    with spns(ground.lab, {"svc_web": _site_spns(ground.lab)[1:]}):
        yield


@fault("SpnDuplicate")
def duplicate_spn(ground: Ground) -> Iterator[None]:
    with spns(ground.lab, {"svc_none": [f"HTTP/{ground.lab.web_host}"]}):
        yield


@fault("SpnOnWrongAccount")
def spn_of_the_wrong_account(ground: Ground) -> Iterator[None]:
    first, *others = _site_spns(ground.lab)
    with spns(ground.lab, {"svc_web": others, "svc_none": [first]}):
        yield


# --- the site's log


@fault("NoCredentialsSent")
def client_that_sends_no_credentials(ground: Ground) -> Iterator[None]:
    """The service account of another server, whose zones nobody has shown us."""
    ground.log.append((WHO, "401 2 5", "10.0.0.9"))
    ground.log.append((WHO, "401 1 2148074254", "10.0.0.9"))
    yield


@fault("LoopbackCheck", "farm")
def server_that_refuses_itself(ground: Ground) -> Iterator[None]:
    ground.log += [("p0002", "401 2 5", SERVER), ("p0002", "401 1 2148074254", SERVER)]
    ground.log.append(("p0002", "401 1 2148074252", SERVER))
    yield


# --- the picture


@contextmanager
def instead(file: Path, data: bytes | None) -> Iterator[None]:
    """A file holds something else meanwhile, or is gone."""
    before = file.read_bytes()
    if data is None:
        file.unlink()
    else:
        file.write_bytes(data)
    try:
        yield
    finally:
        file.write_bytes(before)


@fault("ImageNotAPicture")
def login_page(ground: Ground) -> Iterator[None]:
    with instead(ground.picture, pictures.login_page()):
        yield


@fault("ImageTruncated")
def truncated_picture(ground: Ground) -> Iterator[None]:
    with instead(ground.picture, pictures.truncated_jpeg()):
        yield


@fault("PhotoNotFound")
def picture_gone(ground: Ground) -> Iterator[None]:
    medium = ground.picture.with_name(person(WHO).file("M"))
    with instead(ground.picture, None), instead(medium, None):
        yield


@fault("PhotoOutdated")
def picture_newer_than_the_directory_s(ground: Ground) -> Iterator[None]:
    with instead(ground.picture, pictures.portrait(77)):
        yield


@fault("PhotoBlank")
def blank_in_the_directory(ground: Ground) -> Iterator[None]:
    ground.lab.set_photos({ground.dn: b" "})
    yield


@fault("PhotoNotExported")
def never_exported(ground: Ground) -> Iterator[None]:
    ground.lab.set_photos({})
    yield


@fault("PhotoAccessDenied")
def site_that_lets_the_account_not_in(ground: Ground) -> Iterator[None]:
    with ground_of.denied(ground.lab):
        yield


@fault("PhotoSiteUnreachable")
def site_down(ground: Ground) -> Iterator[None]:
    ground.lab.web_server.stop()
    try:
        yield
    finally:
        ground.lab.web_server.start()


# --- the profile


@fault("PictureUrlEmpty")
def no_picture_url(ground: Ground) -> Iterator[None]:
    ground.picture_url = ""
    yield


@fault("PictureHostNotNamed")
def picture_of_another_host(ground: Ground) -> Iterator[None]:
    ground.settings["sites"] = [ground.lab.other_host]
    yield


@fault("PhotoFetchFailed")
def picture_url_without_a_host(ground: Ground) -> Iterator[None]:
    ground.picture_url = "/photos/p0000_MThumb.jpg"
    yield


@fault("PictureHostForeign")
def picture_of_a_host_of_old(ground: Ground) -> Iterator[None]:
    """The farm has another name by now; the profile does not know."""
    ground.picture_url = ground.picture_url.replace(ground.lab.web_host, ground.lab.incomplete_host)
    ground.settings["sites"] = [ground.lab.web_host, ground.lab.other_host]
    ground_of.trust(ground.folder / "store", ground.lab.root_ca, ground.lab.sub_ca)
    yield


@fault("ProfileTwice")
def profile_twice_and_the_first_without_a_picture(ground: Ground) -> Iterator[None]:
    """Left over from before the farm went to claims; a run takes the first."""
    ground.further = [f"i:0#.w|corp\\{WHO},{ground.picture_url},Ada"]
    ground.settings["log"] = []
    ground.picture_url = ""
    yield


@fault("NameAmbiguous")
def name_of_two_people(ground: Ground) -> Iterator[None]:
    ground.further = [f"CORP\\p0001,{ground.picture_url},Ada Åkesson"]
    ground.settings["person"] = "Ada Åkesson"
    ground.settings["log"] = []
    yield


@fault("ProfileMissing")
def name_that_nobody_has(ground: Ground) -> Iterator[None]:
    ground.settings["person"] = "p00000"
    yield


@fault("ProfileUnreadable", "farm")
def profiles_that_cannot_be_read(ground: Ground) -> Iterator[None]:
    ground.settings["profiles"] = f"csv:{ground.folder / 'gone.csv'}"
    yield


@fault("ProfileMissing")
def no_profile(ground: Ground) -> Iterator[None]:
    ground.account = "CORP\\p0007"
    yield


# --- the directory


@fault("PersonNotFound")
def nobody_in_the_directory(ground: Ground) -> Iterator[None]:
    ground.meet("CORP\\ghost")
    yield


@fault("PersonAmbiguous")
def two_in_the_directory(ground: Ground) -> Iterator[None]:
    ground.meet(f"twin@{ground.lab.realm.lower()}")
    yield


@fault("AccountDisabled")
def account_disabled(ground: Ground) -> Iterator[None]:
    with attribute(ground.lab, ground.dn, "userAccountControl", ["546"]):
        yield


@contextmanager
def attribute(lab: Lab, dn: str, name: str, values: list[str | bytes]) -> Iterator[None]:
    """An attribute of an entry is something else meanwhile."""
    found = lab.directory.search("-b", dn, "-s", "base", "(objectClass=*)", name)
    before = next(iter(found.values())).get(name, [])
    lab.directory.modify(modify_record(dn, name, values))
    try:
        yield
    finally:
        lab.directory.modify(modify_record(dn, name, before))


@fault("NoWriteRight")
def no_right_to_write(ground: Ground) -> Iterator[None]:
    ground.settings |= {"user": f"svc_none@{ground.lab.realm}", "keytab": str(ground.lab.keytab("svc_none"))}
    yield


@contextmanager
def rights(lab: Lab, dn: str) -> Iterator[None]:
    """Whatever is done to an entry's rights is undone."""
    found = lab.directory.search("-b", dn, "-s", "base", "(objectClass=*)", "nTSecurityDescriptor")
    before = next(iter(found.values()))["nTSecurityDescriptor"]
    try:
        yield
    finally:
        lab.directory.modify(modify_record(dn, "nTSecurityDescriptor", before))


@fault("DenyAce")
def write_denied(ground: Ground) -> Iterator[None]:
    sid = sids(ground.lab.directory)["svc_ups"]
    with rights(ground.lab, ground.dn):
        ground.lab.directory.dsacl(ground.dn, f"(OD;;WP;{THUMBNAIL_PHOTO};;{sid})")
        yield


@fault("ProtectedAccount")
def protected_account(ground: Ground) -> Iterator[None]:
    one = person("protected")
    ground.meet(f"CORP\\{one.sam}")
    ground.lab.set_photos({one.dn: ground.lab.photos()[ground.dn]})
    yield


@fault("DirectoryLogonFailed")
def wrong_password(ground: Ground) -> Iterator[None]:
    login = {"auth": "simple", "password": "not-this-one"}
    site = {"site_auth": "kerberos", "site_user": ground.lab.principal, "site_keytab": str(ground.lab.keytab())}
    ground.settings |= login | site
    yield


@fault("NoWriteRight", "farm")
def no_right_to_write_anybody(ground: Ground) -> Iterator[None]:
    ground.settings |= {"user": f"svc_none@{ground.lab.realm}", "keytab": str(ground.lab.keytab("svc_none"))}
    ground.settings["probe_user"] = None
    yield


@fault("DirectoryAccessDenied", "farm")
def no_right_to_write_the_test_user(ground: Ground) -> Iterator[None]:
    ground.settings["probe_user"] = person("protected").sam
    yield


@fault("DirectoryUnavailable", "farm")
def domain_controller_down(ground: Ground) -> Iterator[None]:
    cache = {"site_auth": "kerberos", "site_user": ground.lab.principal, "site_keytab": str(ground.lab.keytab())}
    ground.settings |= {
        "directory": ground.lab.directory_address.replace(ground.lab.dc_host, f"{ground.lab.dc_host}:9")
    } | cache
    yield


# --- the User Profile service's own export


@fault("ExportMappingMissing", "farm")
def export_mapping_missing(ground: Ground) -> Iterator[None]:
    ground.connections[0]["mappings"] = []
    yield


@fault("NoExportOnADImport", "farm")
def active_directory_import(ground: Ground) -> Iterator[None]:
    ground.connections[:] = [{"name": "corp", "kind": "ActiveDirectoryImport", "mappings": None}]
    yield


@fault("PictureImportEnabled", "farm")
def pictures_from_exchange(ground: Ground) -> Iterator[None]:
    ground.exchange = True
    yield


@fault("BlankAboutToBeWritten")
def blank_about_to_be_written(ground: Ground) -> Iterator[None]:
    ground.members[0] = replace(ground.members[0], pending="clear")
    yield


@fault("BlankAboutToBeWritten", "farm")
def blank_about_to_be_written_to_somebody(ground: Ground) -> Iterator[None]:
    ground.members.append(Member("CORP\\p0002", ground.picture_url, b"picture", "clear", held=True))
    yield


@fault("PictureNotRead")
def picture_not_in_the_metaverse(ground: Ground) -> Iterator[None]:
    ground.members[0] = replace(ground.members[0], photo=None)
    yield


@fault("MetaverseEmpty", "farm")
def metaverse_without_any_picture(ground: Ground) -> Iterator[None]:
    ground.members[0] = replace(ground.members[0], photo=None)
    yield


@fault("MetaversePersonMissing")
def nobody_in_the_metaverse(ground: Ground) -> Iterator[None]:
    ground.members[0] = replace(ground.members[0], account="CORP\\p0002")
    yield


@fault("ForeignPhoto")
def competing_writer_wrote_last(ground: Ground) -> Iterator[None]:
    """An export published the picture, then somebody else wrote a small one of their own."""
    state = f"sqlite:{ground.folder / 'state.db'}"
    job = ground.job()
    ground.lab.set_photos({})
    exporting = PhotoJob(
        profiles=job.profiles,
        directory=job.directory,
        sites=job.sites,
        login=job.login,
        site_login=job.site_login,
        ca_file=job.ca_file,
        keeping=Keeping(state=state),
    )
    assert [outcome.status for outcome in export_photos(exporting)] == ["applied"]
    ground.settings["state"] = state
    ground.lab.set_photos({ground.dn: pictures.portrait(5, 48)})
    yield


# --- and what they come to


@pytest.fixture
def ground(lab: Lab, fresh_photos: dict[str, bytes], tmp_path: Path) -> Ground:
    return healthy(lab, tmp_path)


def diagnosed(ground: Ground, scope: str) -> Diagnosis:
    return diagnose_person(ground.job()) if scope == "person" else diagnose_farm(ground.job(), confirm=True)


def shown(diagnosis: Diagnosis) -> str:
    return "\n".join(
        [
            diagnosis.sentence,
            *(f"{one.status} {one.check} {one.subject}: {one.actual} [{one.cause}]" for one in diagnosis.checks),
        ]
    )


def wrong(diagnosis: Diagnosis) -> list[Check]:
    return [one for one in diagnosis.checks if one.status in {"fail", "warning"}]


@pytest.mark.parametrize("scope", ["person", "farm"])
def test_on_a_healthy_lab_there_is_nothing_to_find(ground: Ground, scope: str) -> None:
    diagnosis = diagnosed(ground, scope)
    assert {one.check: one.status for one in diagnosis.checks if one.status != "pass"} == {}, shown(diagnosis)
    assert diagnosis.cause == ""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_verdict_names_exactly_the_fault(ground: Ground, case: Case) -> None:
    with case.put(ground):
        diagnosis = diagnosed(ground, case.scope)
    assert diagnosis.cause == case.cause, shown(diagnosis)
    assert {one.cause for one in wrong(diagnosis)} == {case.cause}, shown(diagnosis)
    first = next(one for one in wrong(diagnosis) if one.cause == case.cause)
    assert first.advice
    assert first.actual.endswith(".")


@pytest.mark.parametrize("scope", ["person", "farm"])
def test_a_farm_without_https_is_in_order_too(ground: Ground, scope: str) -> None:
    host, name = ground.lab.web_host, person(WHO).file("L")
    shown_there = ground.lab.htdocs / "open" / name
    shown_there.parent.mkdir(exist_ok=True)
    shown_there.write_bytes(ground.picture.read_bytes())
    ground.picture_url = f"http://{host}/open/{name}"
    ground.urls = [{"url": f"http://{host}", "zone": "Default", "web_application": "My Sites"}]
    ground.registry[zone_key(host)] = {"http": 1}
    ground.settings |= {"sites": [f"http://{host}"]}
    try:
        diagnosis = diagnosed(ground, scope)
    finally:
        shown_there.unlink()
    assert diagnosis.cause == "", shown(diagnosis)
    assert {one.status for one in diagnosis.checks if one.check in {"zone", "trust", "picture"}} == {"pass"}


def test_what_was_refused_and_is_had_since_by_the_same_client_is_no_fault(ground: Ground) -> None:
    """Whoever asks anew after a zone was mended must not be told of what the log still has of yesterday."""
    refused = [(WHO, answer, CLIENT) for answer in ("401 2 5", "401 1 2148074254")]
    ground.log = [*refused, *[("p0003", "200 0 0", CLIENT)] * 70, *refused, (WHO, "200 0 0", CLIENT)]
    diagnosis = diagnosed(ground, "person")
    assert diagnosis.cause == "", shown(diagnosis)
    said = next(one.actual for one in diagnosis.checks if one.check == "log")
    assert said.endswith("What was refused before, the same client has had since.")


@pytest.mark.parametrize("scope", ["person", "farm"])
@pytest.mark.parametrize(
    ("setting", "form", "stations"),
    [
        ("log", "{}", {"log"}),
        ("store", "folder:{}", {"trust"}),
        ("registry", "reg:{}", {"zone", "automaticLogon", "loopback"}),
        ("metaverse", "mv:{}", {"metaverse"}),
    ],
)
def test_a_source_that_is_not_there_is_no_fault_and_no_good_sign(
    ground: Ground, scope: str, setting: str, form: str, stations: set[str]
) -> None:
    value = form.format(ground.folder / "gone")
    ground.settings[setting] = [value] if setting in {"log", "metaverse"} else value
    diagnosis = diagnosed(ground, scope)
    assert diagnosis.cause == "", shown(diagnosis)
    assert {one.check for one in diagnosis.checks if one.status == "unknown"} == stations, shown(diagnosis)
    assert "were not looked at" in diagnosis.sentence


SYMPTOMATIC = ("missing_subordinate", "zone_missing", "automatic_logon_off", "login_page", "no_right_to_write")


@pytest.mark.parametrize("case", [case for case in CASES if case.name in SYMPTOMATIC], ids=lambda case: case.name)
def test_that_there_is_no_picture_is_a_symptom_and_no_fault_of_its_own(ground: Ground, case: Case) -> None:
    ground.lab.set_photos({})
    with case.put(ground):
        diagnosis = diagnosed(ground, case.scope)
    assert {one.cause for one in wrong(diagnosis)} == {case.cause}, shown(diagnosis)
    assert diagnosis.sentence.startswith(f"{WHO} has no picture: "), diagnosis.sentence


@pytest.mark.parametrize("minutes", [6, 400])
def test_a_clock_that_is_wrong_is_the_only_fault(ground: Ground, minutes: int) -> None:
    """This machine's clock, as faketime makes a child process see it: tickets are refused, and the clock is why."""
    need_tool("faketime")
    job = ground.job()
    options = {
        "--profiles": job.profiles,
        "--directory": job.directory,
        "--site": ground.lab.web_host,
        "--store": job.store,
        "--registry": job.registry,
        "--farm": job.farm,
        "--ca-file": job.ca_file,
        "--auth": "kerberos",
        "--user": ground.lab.principal,
        "--keytab": str(ground.lab.keytab()),
    }
    words = [word for pair in options.items() for word in pair]
    command = [
        "faketime",
        "-f",
        f"{minutes:+}m",
        sys.executable,
        "-m",
        "pyupsync",
        "diagnose",
        "person",
        WHO,
        *words,
        "--json",
    ]
    done = subprocess.run(command, env=ground.lab.env(), capture_output=True, text=True, timeout=300, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    causes = {line["cause"] for line in lines if line["type"] == "check" and line["status"] in {"fail", "warning"}}
    assert causes == {"ClockSkew"}, done.stdout + done.stderr
    assert lines[0]["facts"]["cause"] == "ClockSkew"
    assert done.returncode == 3


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 25

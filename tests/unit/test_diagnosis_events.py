"""Event 8311 as evidence of a site's trust: beside what the site shows, or where nothing else tells."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from pyupsync import Check, DiagnosisJob, diagnose_farm, diagnose_person
from pyupsync.cli import main
from pyupsync.config import diagnosis_job
from pyupsync.diagnosis.refused import Refusals, judge_others
from pyupsync.diagnosis.seen import Unseen
from pyupsync.diagnosis.site import judge_trust
from pyupsync.model import Finding
from tests.standins.events import Refusal, uls, xml

ROOT = "The root of the certificate chain is not a trusted root authority."
MOMENT = datetime(2026, 5, 13, 10, 58, 12)  # noqa: DTZ001 - logs are written in the server's own time
SITE = "https://mysite.contoso.com:9"


def refusal(name: str, *errors: str, thumbprint: str = "AB" * 20) -> Refusal:
    return Refusal(f"CN={name}, O=Contoso", "CN=Issuing CA 1, O=Contoso", thumbprint, errors or (ROOT,), MOMENT)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A person whose picture is on a site that cannot be asked, and what SharePoint logged."""
    (tmp_path / "people.csv").write_text(f"AccountName,PictureURL\nCORP\\ann,{SITE}/ann_MThumb.jpg\n")
    events = [refusal("mysite.contoso.com"), refusal("workflow.contoso.com", thumbprint="CD" * 20)]
    (tmp_path / "events.xml").write_text(xml(events), encoding="utf-16")
    (tmp_path / "sp.log").write_text(uls([refusal("mysite.contoso.com")]), encoding="utf-8")
    return tmp_path


def job(files: Path, **more: object) -> DiagnosisJob:
    events = [str(files / "events.xml"), str(files / "sp.log")]
    return diagnosis_job({"profiles": f"csv:{files / 'people.csv'}", "events": events, "timeout": 2.0, **more})


def trust_of(checks: tuple[Check, ...]) -> list[Check]:
    return [check for check in checks if check.check == "trust"]


def test_where_nothing_else_tells_the_events_do(files: Path) -> None:
    (check,) = trust_of(diagnose_person(job(files, person="ann")).checks)
    assert (check.status, check.cause) == ("fail", "IssuerMissing")
    assert (
        check.advice
        == "pyupsync trust import --from-url https://mysite.contoso.com --fetch-issuers --store sharepoint:"
    )
    assert check.actual.startswith("SharePoint refused it (2 events, 2026-05-13")
    assert check.evidence[-1].startswith("The site itself was not looked at: ")


def test_certificates_of_no_site_are_a_farm_s_warnings(files: Path) -> None:
    told = diagnose_farm(job(files, urls=[SITE]))
    mine, other = trust_of(told.checks)
    assert (mine.status, mine.subject) == ("fail", SITE)
    assert (other.status, other.cause) == ("warning", "IssuerMissing")
    assert other.subject == "CN=workflow.contoso.com, O=Contoso"


def test_a_file_that_cannot_be_read_stops_nothing_and_is_told(files: Path) -> None:
    told = diagnose_person(job(files, person="ann", events=[str(files / "gone.xml"), str(files / "events.xml")]))
    (check,) = trust_of(told.checks)
    assert check.status == "fail"
    assert any("gone.xml" in line for line in check.evidence)


def test_the_command_line_and_its_file_take_them(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ["[diagnosis]", f'profiles = "csv:{files / "people.csv"}"', f'events = "{files / "sp.log"}"', "timeout = 2"]
    (files / "c.toml").write_text("\n".join([*lines, ""]))
    named = ["--events", str(files / "sp.log"), "--profiles", f"csv:{files / 'people.csv'}"]
    for given in (["--config", str(files / "c.toml")], named):
        assert main(["diagnose", "person", "ann", "--json", *given]) == 3
        found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [one["cause"] for one in found if one.get("check") == "trust"] == ["IssuerMissing"]


def finding(cause: str, name: str = "mysite.contoso.com", thumbprint: str = "AB", status: str = "error") -> Finding:
    facts = {"cause": cause, "thumbprint": thumbprint}
    return Finding("certificateEvent", status, f"CN={name}", "trusted", "SharePoint refused it.", "Mend it.", facts)  # type: ignore[arg-type]


GOOD = [Finding("chain", "ok", "mysite", "", "leaf < root")]


def test_a_chain_that_validates_today_outweighs_what_was_logged() -> None:
    refused = Refusals([finding("IssuerMissing")]).of("mysite.contoso.com", {"AB"})
    check = judge_trust(SITE, "folder:x", GOOD, refused)
    assert check.status == "pass"
    assert "Event 8311, CN=mysite.contoso.com: SharePoint refused it." in check.evidence


def test_what_verifying_does_not_look_at_is_a_warning_while_that_certificate_is_shown() -> None:
    everything = Refusals([finding("RevocationUnknown")])
    shown = judge_trust(SITE, "folder:x", GOOD, everything.of("mysite.contoso.com", {"AB"}))
    assert (shown.status, shown.cause, shown.advice) == ("warning", "RevocationUnknown", "Mend it.")
    renewed = judge_trust(SITE, "folder:x", GOOD, everything.of("mysite.contoso.com", {"EF"}))
    assert renewed.status == "pass"


@pytest.mark.parametrize(
    ("name", "host", "shown", "mine"),
    [
        ("mysite.contoso.com", "MySite.contoso.com", set(), True),
        ("*.contoso.com", "mysite.contoso.com", set(), True),
        ("*.contoso.com", "contoso.com", set(), False),
        ("*.contoso.com", "a.mysite.contoso.com", set(), False),
        ("portal.contoso.com", "mysite.contoso.com", set(), False),
        ("portal.contoso.com", "mysite.contoso.com", {"AB"}, True),
    ],
)
def test_whose_certificate_it_is(name: str, host: str, shown: set[str], mine: bool) -> None:
    assert bool(Refusals([finding("IssuerMissing", name)]).of(host, shown).findings) is mine


def test_what_is_trusted_meanwhile_is_no_fault() -> None:
    meanwhile = Refusals([finding("TrustedMeanwhile", status="info")])
    assert judge_others(meanwhile, []) == []
    told = judge_trust(SITE, "", Unseen("Not named."), meanwhile.of("mysite.contoso.com", set()))
    assert told.status == "unknown"

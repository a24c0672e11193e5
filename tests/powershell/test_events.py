"""Event 8311 and the metaverse in the PowerShell engine: one session, told by one process."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from pyupsync.model import SyncError
from pyupsync.trust.certificates import from_der
from tests.lab.mint import mint
from tests.powershell.conftest import MODULE, Start
from tests.standins.events import Refusal, uls, xml
from tests.standins.metaverse import Member, Step, csexport_xml, mv_xml, numbered, runs_xml

pytestmark = pytest.mark.pwsh

ALWAYS = {"start": -3650, "end": 36500}
ROOT = mint("O=Lab/CN=Wurzel Köln", **ALWAYS)
SUB = mint("O=Lab/CN=Ausgabe München", ROOT, **ALWAYS)
LEAF = mint("CN=mysite.contoso.com", SUB, ca=False, **ALWAYS)
UNTRUSTED = "The root of the certificate chain is not a trusted root authority."
MOMENT = datetime(2026, 5, 13, 10, 58, 12)  # noqa: DTZ001 - logs are written in the server's own time


def lay_out(folder: Path) -> None:
    known = from_der(LEAF.der)
    one = Refusal(known.subject, known.issuer, known.thumbprint, (UNTRUSTED,), MOMENT)
    (folder / "events.xml").write_text(xml([one, one]), encoding="utf-16")
    later = Refusal(known.subject, known.issuer, known.thumbprint, (UNTRUSTED,), MOMENT.replace(day=20))
    (folder / "sharepoint.log").write_text(uls([later]), encoding="utf-8")
    (folder / "nothing.txt").write_text("nothing\n", encoding="utf-8")
    (folder / "binary.evtx").write_bytes(b"ElfFile\x00")
    (folder / "chain.p7b").write_bytes(pkcs7.serialize_certificates([SUB.cert, ROOT.cert], Encoding.DER))
    (folder / "trust").mkdir()
    url = "https://mysite.contoso.com/a_MThumb.jpg"
    people = numbered([Member("älice", url, b"x"), Member("bob", url), Member("carol", "", None, "clear", held=True)])
    denied = SyncError("permission-issue", "CN=bob", "Insufficient access rights.")
    texts = {
        "people": mv_xml(people),
        "pending": csexport_xml(people),
        "history": runs_xml([Step(7, "completed-export-errors", (denied,))]),
        "good": runs_xml([Step(8)]),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("Protokolle und Köln")
    lay_out(folder)
    report = folder / "report.json"
    script = Path(__file__).with_name("events.ps1")
    process = start(script, "-Module", str(MODULE), "-Folder", str(folder), "-Report", str(report))
    output, errors = process.communicate(timeout=600)
    assert process.returncode == 0, output + errors
    assert not errors.strip(), errors
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8-sig"))
    return found


def test_one_object_for_a_certificate_whatever_the_logs(told: dict[str, Any]) -> None:
    (found,) = told["found"]
    assert found["Type"] == "PyUpSync.CertificateEvent"
    assert (found["Subject"], found["Cause"], found["Count"], found["Status"]) == (
        "CN=mysite.contoso.com",
        "IssuerMissing",
        3,
        "Error",
    )
    assert found["Error"] == UNTRUSTED
    assert found["Last"] == "2026-05-20T10:58:12", "a log in the server's own time stays as it is"
    assert found["Advice"].startswith("pyupsync trust import ")
    assert "chain.p7b" in found["Advice"]
    assert told["files"] == [1]
    assert told["quiet"] == told["no_pipeline"] == []


def test_the_table_begins_with_the_certificate(told: dict[str, Any]) -> None:
    heading, _, row, *_ = told["table"].splitlines()
    assert heading.split() == ["Subject", "Cause", "Count", "Last", "Advice"]
    assert row.startswith("CN=mysite.contoso.com")


def test_files_that_cannot_be_read_are_errors_with_what_to_do(told: dict[str, Any]) -> None:
    assert [failure["id"] for failure in told["failures"]] == ["EventsUnreadable,Get-UpsCertificateEvent"] * 2
    assert "wevtutil" in told["failures"][0]["advice"]


def test_after_the_import_it_is_trusted(told: dict[str, Any]) -> None:
    assert told["after"] == ["Info TrustedMeanwhile"]


def test_the_metaverses_findings_and_people(told: dict[str, Any]) -> None:
    assert told["findings"] == ["Error pictureRead", "Error pendingExport", "Error runHistory"]
    assert told["findings_table"].split()[:4] == ["Check", "Status", "Subject", "Actual"]
    assert told["people"] == [
        "bob PictureNotRead PyUpSync.MetaversePerson",
        "carol BlankAboutToBeWritten PyUpSync.MetaversePerson",
    ]
    assert told["people_table"].split()[:4] == ["Account", "Cause", "PictureUrl", "DistinguishedName"]
    assert (told["bad"], told["good"]) == ([False], [True])


def test_a_source_that_is_another_is_an_error(told: dict[str, Any]) -> None:
    assert told["broken"]["id"] == "MetaverseUnreadable,Test-UpsMetaverse"
    assert told["no_connection"]["id"] == "UsageInvalid,Test-UpsMetaverse"
    assert told["completion"][:4] == ["csexport:", "mv:", "runs:", "sql:"]

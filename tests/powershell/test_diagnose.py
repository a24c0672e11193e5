"""``Test-UpsPhotoFlow`` and ``Test-UpsPhotoSync`` in the PowerShell engine, over files alone."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.lab.mint import mint
from tests.powershell.conftest import MODULE, Start
from tests.standins.events import Refusal, xml
from tests.standins.metaverse import Member, mv_xml

MOMENT = datetime(2026, 5, 13, 10, 58, 12)  # noqa: DTZ001 - logs are written in the server's own time
HEAD = "Windows Registry Editor Version 5.00"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory, start: Start) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("Warum kein Bild")
    url = "http://127.0.0.1:9/photos"  # nobody listens there
    (folder / "people.csv").write_text(f"AccountName,PictureURL\nCORP\\ann,{url}/ann_MThumb.jpg\nCORP\\bob,\n")
    entries = ["dn: DC=corp,DC=test\nobjectClass: domainDNS\n"]
    entries += [f"dn: CN={n},DC=corp,DC=test\nobjectClass: user\nsAMAccountName: {n}\n" for n in ("ann", "bob")]
    (folder / "people.ldif").write_text("\n".join(entries))
    (folder / "account.reg").write_text(f"{HEAD}\r\n\r\n[HKEY_CURRENT_USER\\Software]\r\n\r\n", "utf-16", newline="")
    (folder / "people.xml").write_text(mv_xml([Member("ann", f"{url}/ann_MThumb.jpg")]), encoding="utf-8")
    fields = "date time s-ip cs-method cs-uri-stem s-port cs-username c-ip sc-status sc-substatus sc-win32-status"
    asked = "GET /photos/ann_LThumb.jpg 80 - 10.0.0.7"
    lines = [f"#Fields: {fields}", f"2026-05-13 08:00:00 10.0.0.5 {asked} 401 2 5"]
    lines.append(f"2026-05-13 08:00:01 10.0.0.5 {asked} 401 1 2148074254")
    lines.append("2026-05-13 09:00:00 10.0.0.5 GET /x 80 - 10.0.0.7 200 0 0")
    (folder / "iis.log").write_text("\n".join([*lines, ""]))
    refused = Refusal("CN=mysite.contoso.com", "CN=Issuing CA 1", "AB" * 20, ("It is not trusted.",), MOMENT)
    (folder / "events.xml").write_text(xml([refused]), encoding="utf-16")
    (folder / "trust").mkdir()
    (folder / "trust" / "root.cer").write_bytes(mint("O=Lab/CN=Root").der)
    report = folder / "report.json"
    process = start(Path(__file__).with_name("diagnose.ps1"), *map(str, (MODULE, folder, report)))
    out, err = process.communicate(timeout=300)
    assert report.exists(), out + err
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return {**found, "out": out, "err": err, "folder": str(folder)}


def test_the_first_broken_link_is_said_and_every_station_is_an_object(told: dict[str, Any]) -> None:
    assert told["said"] == [
        "ann has no picture: http://127.0.0.1:9 is in the Internet zone, so no credentials are sent there."
    ]
    by_check = {one["Check"]: one for one in told["checks"]}
    assert (by_check["zone"]["Status"], by_check["zone"]["Cause"]) == ("Fail", "ZoneMissing")
    assert by_check["zone"]["Advice"].startswith("pyupsync zones add http://127.0.0.1 --registry")
    assert by_check["trust"]["Status"] == "Pass", "plain http shows no certificate"
    assert by_check["picture"]["Cause"] == "PhotoSiteUnreachable"
    assert by_check["account"]["Status"] == "Pass"
    assert told["type"] == "PyUpSync.Check"
    assert told["evidence"] == [2]
    assert told["shown"].split() == ["Check", "Status", "Subject", "Cause", "Actual"]


def test_the_page_is_written_and_quiet_answers_for_each(told: dict[str, Any]) -> None:
    assert told["page"] is True
    assert told["quiet"] == [False, False]
    assert told["two"] == 2 * len(told["checks"]) - 1, "of a profile without a picture no site's clock is asked"


def test_a_farm_is_tested_and_its_probe_asks(told: dict[str, Any]) -> None:
    by_check = {one["Check"]: one for one in told["farm"]}
    assert by_check["farm"]["Status"] == "Unknown"
    assert by_check["zone"]["Cause"] == "ZoneMissing"
    assert by_check["writeProbe"]["Status"] == "Unknown", "what if: nothing was written"
    assert told["farm_quiet"] == [False]
    assert told["probed"] == ["Pass"]
    assert told["types"] == ["PyUpSync.Check"]
    assert "What if" in told["out"]


def test_logs_and_the_metaverse_are_looked_at(told: dict[str, Any]) -> None:
    by_check = {one["Check"]: one for one in told["log"]}
    assert (by_check["log"]["Status"], by_check["log"]["Cause"]) == ("Unknown", ""), "that follows from the zone"
    assert by_check["metaverse"]["Status"] == "Unknown", "that follows from the zone too"


def test_events_on_certificates_are_evidence(told: dict[str, Any]) -> None:
    assert told["events"] == [{"Status": "Warning", "Cause": "IssuerMissing", "Subject": "CN=mysite.contoso.com"}]


def test_what_cannot_be_meant_ends_the_cmdlet(told: dict[str, Any]) -> None:
    assert told["trouble"]["id"] == "UsageInvalid,Test-UpsPhotoSync"
    assert told["err"] == ""

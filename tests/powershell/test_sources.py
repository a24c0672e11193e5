"""SharePoint's own sources of profiles in the PowerShell engine: one process, with Python and the farm in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.lab.pictures import portrait
from tests.powershell.conftest import MODULE, Farm, Start
from tests.standins import profile_services
from tests.standins.object_model import PEOPLE_FILE, write_profiles
from tests.standins.profile_services import ProfileOnFarm, serving

PEOPLE = ("CORP\\alice", "CORP\\böse")
FILES = ("CORP_alice_LThumb.jpg", "CORP_böse_LThumb.jpg")


@pytest.fixture(scope="module")
def told(start: Start, farm: Farm, object_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the script told."""
    folder = farm.folder
    farm.write({account.partition("\\")[2]: "" for account in PEOPLE})
    below = folder / "library" / "Profilbilder"
    below.mkdir(parents=True)
    for number, name in enumerate(FILES):
        (below / name).write_bytes(portrait(number))
    urls = [f"https://mysite.contoso.com/Profilbilder/{name.replace('_L', '_M')}?t=1" for name in FILES]
    rows = [*zip(PEOPLE, urls, PEOPLE, strict=True), ("fault", "", "")]
    (folder / "accounts.txt").write_text("\n".join(PEOPLE), encoding="utf-8")
    profiles = tuple(ProfileOnFarm(n, account, url) for n, (account, url) in enumerate(zip(PEOPLE, urls, strict=True)))
    report = folder / "report.json"
    script = Path(__file__).with_name("sources.ps1")
    with pytest.MonkeyPatch.context() as patch, serving(profile_services.Farm("SE", profiles)) as address:
        patch.setenv(PEOPLE_FILE, str(write_profiles(folder / "people", rows)))
        process = start(script, *map(str, (MODULE, folder, report, address, object_model)))
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (0, "", "")
    return json.loads(report.read_text(encoding="utf-8"))


@pytest.mark.parametrize("source", ["om", "om_site", "library", "rest"])
def test_everybody_s_picture_is_planned(told: dict[str, Any], source: str) -> None:
    planned = sorted(row["Account"] for row in told[source] if row["Status"] == "Planned")
    assert planned == list(PEOPLE), told[source]


@pytest.mark.parametrize("source", ["om", "om_site"])
def test_a_broken_profile_of_the_object_model_costs_only_itself(told: dict[str, Any], source: str) -> None:
    failed = [row for row in told[source] if row["Status"] == "Failed"]
    assert [row["Code"] for row in failed] == ["AccountUnreadable"]
    assert "Object reference not set" in failed[0]["Reason"]


def test_rest_without_a_list_says_what_it_takes(told: dict[str, Any]) -> None:
    assert told["no_list"]["id"] == "UsageInvalid,Get-UpsPhotoPlan"
    assert "accounts=FILE" in told["no_list"]["advice"]


def test_a_site_that_is_not_the_farm_s(told: dict[str, Any]) -> None:
    assert told["no_site"]["id"] == "ProfileUnreadable,Get-UpsPhotoPlan"
    assert "could not be found" in told["no_site"]["message"]


def test_completion_offers_the_forms_then_what_was_used_and_then_folders(told: dict[str, Any]) -> None:
    forms = ["csv:", "jsonl:", "om:", "soap:https://", "rest:https://", "library:"]
    assert told["completed"][: len(forms)] == forms
    assert [text.replace("./", "").replace(".\\", "") for text in told["completed_library"]] == ["library:library"]

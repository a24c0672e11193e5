"""The trust store's cmdlets in the PowerShell engine: one story of a folder and of a farm, told by one process."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs7, pkcs12

from pyupsync.adapters.trust.folder import FolderTrustStore
from pyupsync.model import TrustedRoot
from tests.contract.https_site import Chain, running_site
from tests.lab.mint import NOW, SERVER, Minted, mint
from tests.powershell.conftest import MODULE, Start

ALWAYS = {"start": -3650, "end": 36500}
"""Days from the fixed time of ``mint``: valid whenever this runs."""
ROOT = mint("O=Lab/CN=Wurzel Köln", **ALWAYS)
SUB = mint("O=Lab/CN=Ausgabe München", ROOT, **ALWAYS)
LEAF = mint("O=Lab/CN=Mein Ort", SUB, ca=False, hosts=("localhost",), purposes=(SERVER,), **ALWAYS)
TWIN = mint("O=Lab/CN=Wurzel Köln", **ALWAYS)
OTHER = mint("O=Lab/CN=Other Root", **ALWAYS)
EXPIRED = mint("O=Lab/CN=Abgelaufen", start=-3650, end=-3000)
SOON = mint("O=Lab/CN=Läuft ab", start=-3650, end=(dt.datetime.now(dt.timezone.utc) - NOW).days + 30)
LOCAL = mint("C=US/O=Microsoft/OU=SharePoint/CN=SharePoint Root Authority", **ALWAYS)
RENEWED = mint("O=Lab/CN=Other Root", key=OTHER.key, start=-3000, end=36600)
MANY = [mint(f"O=Lab/CN=Wurzel №{number}", **ALWAYS) for number in range(50)]
STANDIN = Path(__file__).resolve().parents[1] / "standins" / "sharepoint"


def thumbprint(one: Minted) -> str:
    return TrustedRoot("", "", one.der).thumbprint


LEFT_OUT = "Skipped NotAnAuthority Mein Ort"
KEPT = ["Unchanged AlreadyTrusted Wurzel Köln", "Unchanged AlreadyTrusted Ausgabe München"]
TWIN_NAME = f"Wurzel Köln ({thumbprint(TWIN)[:8]})"
FULL = sorted(["Abgelaufen", "Ausgabe München", "local", "Other Root", "Wurzel Köln", TWIN_NAME])
OWN = "LocalAuthorityProtected local"


def lay_out(folder: Path) -> None:
    """The files of an administrator: a chain out of order, single ones, and some that should not be there."""
    singles = folder / "singles"
    singles.mkdir()
    (folder / "chain.p7b").write_bytes(
        pkcs7.serialize_certificates([LEAF.cert, SUB.cert, ROOT.cert], Encoding.DER),
    )
    (singles / "root[1].cer").write_bytes(ROOT.der)
    (singles / "sub.cer").write_text(SUB.pem)
    for name, one in (("twin", TWIN), ("other", OTHER), ("expired", EXPIRED), ("soon", SOON), ("renewed", RENEWED)):
        (folder / f"{name}.cer").write_bytes(one.der)
    (folder / "key.pem").write_text(OTHER.pem + OTHER.key_pem)
    bag = pkcs12.serialize_key_and_certificates(b"x", OTHER.key, OTHER.cert, None, NoEncryption())
    (folder / "with-key.pfx").write_bytes(bag)
    (folder / "server.pem").write_text(LEAF.pem + SUB.pem + LEAF.key_pem)
    FolderTrustStore(str(folder / "store")).add("local", LOCAL.der)


@pytest.fixture(scope="module")
def told(start: Start, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the script told, and how its process ended."""
    folder = tmp_path_factory.mktemp("Zertifikate für alle")
    lay_out(folder)
    report = folder / "report.json"
    with running_site(Chain(folder / "server.pem", folder / "none")) as site:
        script = Path(__file__).with_name("trust.ps1")
        url = site.url("/")
        process = start(script, str(MODULE), str(folder), url, str(report), str(STANDIN))
        out, err = process.communicate(timeout=300)
    assert report.exists(), out + err
    return {**json.loads(report.read_text(encoding="utf-8")), "out": out, "err": err, "url": url}


@pytest.fixture(params=["folder", "sharepoint"])
def story(request: pytest.FixtureRequest, told: dict[str, Any]) -> dict[str, Any]:
    """The same steps at a folder, and at the farm of this server in the current runspace."""
    return told[request.param]


def fates(outcomes: list[str]) -> set[str]:
    """Status and code of each, without the names."""
    return {" ".join(outcome.split()[:2]) for outcome in outcomes}


def told_of(outcomes: list[str], fate: str) -> list[str]:
    return sorted(outcome.removeprefix(f"{fate} ") for outcome in outcomes if outcome.startswith(f"{fate} "))


def test_the_site_fails_before_and_passes_after(story: dict[str, Any]) -> None:
    """Each finding says which certificate fails and which file mends it; -Quiet is one boolean."""
    assert story["begun_with"] == ["local"]
    [finding] = story["before"]
    assert finding["Type"] == "PyUpSync.Finding"
    assert (finding["Check"], finding["Status"]) == ("IssuerMissing", "Error")
    assert "Ausgabe München" in finding["Actual"]
    assert "event 8311" in finding["Actual"]
    assert "chain.p7b" in finding["Advice"]
    assert story["before_quiet"] == [False]
    assert story["after_quiet"] == [True]
    assert story["after"] == ["Ok chain"]


def test_a_chain_out_of_order_is_imported_once_and_never_by_what_if(story: dict[str, Any]) -> None:
    assert sorted(story["what_if"]) == sorted(
        [LEFT_OUT, "Skipped WhatIf Wurzel Köln", "Skipped WhatIf Ausgabe München"]
    )
    assert story["what_if_held"] == ["local"]
    assert [item for item in story["first"] if item != LEFT_OUT] == [
        "Applied Applied Wurzel Köln",
        "Applied Applied Ausgabe München",
    ]
    assert LEFT_OUT in story["first"]
    assert any("Mein Ort" in text for text in story["first_warned"])
    assert sorted(story["second"]) == sorted([*KEPT, LEFT_OUT])
    assert set(story["held"]) == {"local", "Wurzel Köln", "Ausgabe München"}


def test_the_listing_tells_roles_and_days(story: dict[str, Any]) -> None:
    roots = {root["Name"]: root for root in story["roots"]}
    assert {name: (root["Role"], root["IsLocal"]) for name, root in roots.items()} == {
        "local": ("Root", True),
        "Wurzel Köln": ("Root", False),
        "Ausgabe München": ("Subordinate", False),
    }
    assert roots["Wurzel Köln"]["Thumbprint"] == thumbprint(ROOT)
    assert all(root["DaysLeft"] > 20_000 and root["Local"] == "Local" for root in roots.values())
    assert story["by_name"] == ["Ausgabe München"]


def test_the_tables_show_what_and_why(story: dict[str, Any]) -> None:
    assert story["first_table"].splitlines()[0].split() == ["Name", "Status", "Code", "Reason"]
    header, _, *rows = story["roots_table"].splitlines()
    assert header.split() == ["Name", "Role", "DaysLeft", "NotAfter", "Thumbprint"]
    assert any(row.endswith(thumbprint(SUB)) and len(row.split()) == 6 for row in rows)


@pytest.mark.parametrize("way", ["files", "names"])
def test_paths_come_by_the_pipeline_and_make_one_chain(story: dict[str, Any], way: str) -> None:
    """Files by their properties, names and wildcards by value; a file named with brackets is one too."""
    assert sorted(story[way]) == sorted(KEPT)


@pytest.mark.parametrize("way", ["properties", "objects", "marked_objects"])
def test_objects_come_by_the_pipeline(story: dict[str, Any], way: str) -> None:
    """Anything with a Path, certificates, and certificates that know the drive they came from."""
    assert story[way] == ["Unchanged AlreadyTrusted Ausgabe München"]


def test_an_empty_pipeline_is_nothing_to_do(story: dict[str, Any]) -> None:
    assert story["nothing"] == []


def test_another_authority_of_the_same_name_gets_a_name_of_its_own(story: dict[str, Any]) -> None:
    assert story["same_name"] == [f"Applied Applied {TWIN_NAME}"]
    assert story["same_name_again"] == [f"Unchanged AlreadyTrusted {TWIN_NAME}"]


def test_private_keys_are_refused_and_stop_nobody_else(story: dict[str, Any]) -> None:
    assert fates(story["mixed"]) == {
        "Failed PrivateKeyRefused",
        "Failed CertificateUnreadable",
        "Applied Applied",
    }
    assert [(Path(item["name"]).name, item["id"], item["category"]) for item in story["mixed_failures"]] == [
        ("key.pem", "PrivateKeyRefused,Import-UpsTrustedRoot", "SecurityError"),
        ("none.cer", "CertificateUnreadable,Import-UpsTrustedRoot", "InvalidData"),
        ("with-key.pfx", "PrivateKeyRefused,Import-UpsTrustedRoot", "SecurityError"),
    ]
    assert all(item["type"] == "PyUpSync.TrustOutcome" for item in story["mixed_failures"])
    assert story["mixed_failures"][0]["advice"]


def test_of_a_certificate_object_with_a_key_the_public_part_is_taken(story: dict[str, Any]) -> None:
    assert story["owner_has_key"] is True
    assert story["owner"] == ["Unchanged AlreadyTrusted Other Root"]


def test_what_expired_is_an_error_unless_forced_and_what_will_is_a_warning(story: dict[str, Any]) -> None:
    [failure] = story["expired_failures"]
    assert (failure["id"], failure["name"]) == ("NotValidNow,Import-UpsTrustedRoot", "Abgelaufen")
    assert any("expired" in text for text in story["expired_warned"])
    assert any("Läuft ab" in text and "expires" in text for text in story["soon_warned"])
    assert story["late_warned"] == 0, "-WarnDays 10"
    assert story["forced"] == ["Applied Applied Abgelaufen"]


def test_a_renewal_with_the_same_key_takes_the_place_of_the_older(story: dict[str, Any]) -> None:
    [outcome] = story["renewed"]
    assert (outcome["Name"], outcome["Status"]) == ("Other Root", "Applied")
    assert (outcome["BeforeThumbprint"], outcome["AfterThumbprint"]) == (thumbprint(OTHER), thumbprint(RENEWED))


def test_an_error_can_stop_the_job(story: dict[str, Any]) -> None:
    assert story["stopped"]["id"] == "PrivateKeyRefused,Import-UpsTrustedRoot"


def test_a_backup_leaves_the_farm_s_own_authority_out(story: dict[str, Any]) -> None:
    assert story["backup_what_if_made"] is False
    assert fates(story["backup_what_if"]) == {"Skipped WhatIf", "Skipped LocalAuthorityProtected"}
    assert told_of(story["backup"], "Applied Applied") == [name for name in FULL if name != "local"]
    assert f"Skipped {OWN}" in story["backup"]
    assert fates(story["backup_again"]) == {"Unchanged AlreadyTrusted", "Skipped LocalAuthorityProtected"}
    assert sorted(story["held_full"]) == FULL


def test_removal_asks_spares_the_farm_s_own_and_goes_by_thumbprint(story: dict[str, Any]) -> None:
    assert fates(story["remove_what_if"]) == {"Skipped WhatIf", "Failed LocalAuthorityProtected"}
    assert sorted(story["remove_what_if_held"]) == FULL
    assert "NonInteractive" in story["remove_asks"]["message"], "it asked, and nobody was there"
    assert sorted(story["remove_asks_held"]) == FULL
    assert told_of(story["removed"], "Applied Applied") == [name for name in FULL if name != "local"]
    [failure] = story["remove_failures"]
    assert failure["id"] == "LocalAuthorityProtected,Remove-UpsTrustedRoot"
    assert failure["category"] == "PermissionDenied"
    assert story["removed_held"] == ["local"]


def test_a_restore_brings_back_everything_under_its_name(story: dict[str, Any]) -> None:
    assert told_of(story["restored"], "Applied Applied") == [name for name in FULL if name != "local"]
    assert fates(story["restored_again"]) == {"Unchanged AlreadyTrusted"}
    assert sorted(story["restored_held"]) == FULL
    assert story["backup_refused"]["id"] == "UsageInvalid,Backup-UpsTrustedRoot", "the store has lost what it holds"


def test_names_come_by_the_pipeline_in_any_case(story: dict[str, Any]) -> None:
    assert story["by_word"] == ["Applied Applied Other Root"]
    assert story["by_word_again"] == ["Unchanged NotThere Other Root"]


def test_what_is_declared_absent_goes_and_a_live_chain_comes(story: dict[str, Any]) -> None:
    assert story["absent"] == ["Applied Applied Ausgabe München"]
    assert sorted(story["from_url"]) == sorted([LEFT_OUT, "Applied Applied Ausgabe München"])


def test_iis_is_restarted_on_each_server_when_something_changed(told: dict[str, Any]) -> None:
    story = told["sharepoint"]
    assert story["ran_here"], "the farm's cmdlets ran in this runspace"
    [warning] = story["iis_warned"]
    assert "iisreset APP1 /noforce; iisreset WFE1 /noforce" in warning
    assert story["iis_what_if"] == ["Skipped WhatIf Other Root"]
    assert story["iis_before"] is False, "iisreset was not called until it was asked for"
    assert story["iis_restarted"] == ["Applied Applied Other Root", "Applied Applied APP1", "Applied Applied WFE1"]
    assert story["iis_nothing"] == ["Unchanged NotThere Other Root"]
    assert story["iis_told"] == ["APP1 /noforce", "WFE1 /noforce"]


def test_what_the_farm_refuses_is_told_with_advice(told: dict[str, Any]) -> None:
    story = told["sharepoint"]
    assert [(item["id"], item["name"]) for item in story["iis_denied"]] == [
        ("TrustStoreFailed,Import-UpsTrustedRoot", "WFE1")
    ]
    assert [(item["id"], item["name"]) for item in story["denied"]] == [
        ("TrustStoreFailed,Import-UpsTrustedRoot", "Läuft ab")
    ]
    assert "Add-SPShellAdmin" in story["denied"][0]["advice"]
    assert story["no_farm"]["id"] == "TrustStoreFailed,Get-UpsTrustedRoot"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("import", "UsageInvalid,Import-UpsTrustedRoot"),
        ("store", "UsageInvalid,Get-UpsTrustedRoot"),
        ("backup", "TrustStoreFailed,Restore-UpsTrustedRoot"),
        ("site", "SiteChainUnavailable,Test-UpsTrustedRoot"),
        ("drive", "UsageInvalid,Import-UpsTrustedRoot"),
    ],
)
def test_a_job_that_cannot_begin_is_one_terminating_error(told: dict[str, Any], name: str, error: str) -> None:
    trouble = told["missing"][name]
    assert trouble["id"] == error
    assert not trouble["nonterminating"]


def test_a_chain_is_expanded_to_files_with_their_full_paths(told: dict[str, Any]) -> None:
    assert told["expand_made"] is False
    assert fates(told["expand_what_if"]) == {"Skipped WhatIf"}
    assert [item["Name"] for item in told["expanded"]] == ["Wurzel Köln.cer", "Ausgabe München.cer", "Mein Ort.cer"]
    for item, one in zip(told["expanded"], (ROOT, SUB, LEAF), strict=True):
        assert item["Status"] == "Applied"
        assert Path(item["Path"]).read_text(encoding="ascii") == one.pem
    assert fates(told["expanded_again"]) == {"Unchanged UpToDate"}
    assert fates(told["expand_failed"]) == {"Unchanged UpToDate", "Failed PrivateKeyRefused"}


def test_the_example_makes_a_site_trusted(told: dict[str, Any]) -> None:
    """-WhatIf ends with 1 and leaves it as it is; then it is trusted, and the second time it was already."""
    assert told["example_what_if"][-1] == "exit code 1"
    assert told["example_made"] is False
    assert told["example"][-2:] == [f"{told['url']} is trusted now.", "exit code 0"]
    assert any(line.startswith("Applied Wurzel Köln:") for line in told["example"])
    assert told["example_again"] == [f"{told['url']} is trusted already.", "exit code 0"]


def test_stores_are_completed_without_asking_any(told: dict[str, Any]) -> None:
    """What a store may be, and the one that this session was given; not what was refused as one."""
    *forms, given = told["completed"]
    assert forms == ["sharepoint:", "folder:"]
    assert given.startswith("'folder:")
    assert given.endswith("store'")


def test_the_process_ends_well(told: dict[str, Any]) -> None:
    assert told["err"] == ""
    noise = [line for line in told["out"].splitlines() if line and not line.startswith(("What if:", "WARNING:"))]
    assert noise == []


def held(folder: Path, store: str) -> Counter[str]:
    """How often each thumbprint is in a store, without the farm's own."""
    if store == "sharepoint:":
        rows = json.loads((folder / "farm.json").read_text(encoding="utf-8"))["authorities"]
        roots = [TrustedRoot(row["id"], row["name"], base64.b64decode(row["certificate"])) for row in rows]
    else:
        roots = list(FolderTrustStore(str(folder / store.removeprefix("folder:"))).list())
    assert len({root.name for root in roots}) == len(roots)
    return Counter(root.thumbprint for root in roots if root.name != "local")


def test_killed_anywhere_an_import_of_50_goes_on_where_it_was(start: Start, tmp_path: Path) -> None:
    """Killed after one, some and many; the next run adds what is missing, and each is there once."""
    chain = pkcs7.serialize_certificates([one.cert for one in MANY], Encoding.DER)
    (tmp_path / "many.p7b").write_bytes(chain)
    script = str(Path(__file__).with_name("trust_many.ps1"))
    common = (Path(script), str(MODULE), str(tmp_path), str(STANDIN))
    everyone = {thumbprint(one) for one in MANY}
    for store, count in (("sharepoint:", 1), ("sharepoint:", 23), ("folder:many", 7)):
        process = start(*common, store)
        assert process.stdout
        applied = 0
        while applied < count:
            line = process.stdout.readline()
            assert line, process.communicate()
            applied += " Applied " in line
        process.kill()
        process.communicate()
        there = held(tmp_path, store)
        assert count <= len(there) < 50
        assert set(there.values()) == {1}
    process = start(*common, "sharepoint:,folder:many")
    out, err = process.communicate(timeout=120)
    assert err == ""
    for store in ("sharepoint:", "folder:many"):
        fate = Counter(line.split()[1] for line in out.splitlines() if line.startswith(f"{store} "))
        assert fate["Applied"] + fate["Unchanged"] == 50
        assert fate["Applied"] > 0
        assert fate["Unchanged"] > 0
        assert held(tmp_path, store) == Counter(everyone)

"""From events to the command that mends them: the command is run, and the finding is gone."""

from __future__ import annotations

import json
import shlex
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from pyupsync import EventJob, diagnose_events
from pyupsync.cli import main
from pyupsync.config import event_job
from pyupsync.diagnosis.events_causes import KnownCertificate, Trusted
from pyupsync.diagnosis.events_findings import judge
from pyupsync.diagnosis.events_group import Refusals, all_understood
from pyupsync.errors import UsageError
from pyupsync.model import CertificateEvent, Finding, LoggedEvent, Outcome
from pyupsync.trust import faults
from pyupsync.trust.certificates import from_der
from pyupsync.trust.faults import Fault
from tests.lab.mint import Minted, mint
from tests.standins.events import Refusal, pasted, uls, xml

ROOT = "The root of the certificate chain is not a trusted root authority."
MOMENT = datetime(2026, 5, 13, 10, 58, 12)  # noqa: DTZ001 - logs are written in the server's own time


@pytest.fixture(scope="module")
def chain() -> list[Minted]:
    """Leaf, subordinate, root."""
    root = mint("C=DE/O=Contoso, Inc./CN=Wurzel Ä")
    sub = mint("O=Contoso/CN=Issuing CA 1", root)
    return [mint("CN=mysite.contoso.com", sub, ca=False, hosts=("mysite.contoso.com",)), sub, root]


def refusal(item: Minted, *errors: str, moment: datetime = MOMENT) -> Refusal:
    known = from_der(item.der)
    return Refusal(known.subject, known.issuer, known.thumbprint, errors or (ROOT,), moment)


def findings(*paths: Path, **settings: object) -> list[Finding]:
    events = list(diagnose_events(event_job({"paths": [str(path) for path in paths], **settings})))
    return [event for event in events if isinstance(event, Finding)]


def test_the_advice_is_the_command_that_mends_it(
    chain: list[Minted], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Read from two logs, joined with a chain's file and a store; then run; then read again."""
    file, store = tmp_path / "the chain.p7b", f"folder:{tmp_path / 'store'}"
    file.write_bytes(pkcs7.serialize_certificates([item.cert for item in chain], Encoding.DER))
    (tmp_path / "one.xml").write_text(xml([refusal(chain[0])] * 3), encoding="utf-16")
    later = refusal(chain[0], moment=MOMENT.replace(day=14))
    (tmp_path / "two.log").write_text(uls([later]), encoding="utf-8")
    command = ["diagnose", "events", str(tmp_path / "one.xml"), str(tmp_path / "two.log"), "--store", store, "--json"]
    (tmp_path / "store").mkdir()
    assert main([*command, "--with", str(file)]) == 3
    found = json.loads(capsys.readouterr().out.splitlines()[0])
    facts = found["facts"]
    assert (facts["cause"], facts["count"], facts["thumbprint"]) == (
        "IssuerMissing",
        4,
        from_der(chain[0].der).thumbprint,
    )
    assert (facts["first"], facts["last"]) == ("2026-05-13T10:58:12+00:00", "2026-05-14T10:58:12")
    words = shlex.split(found["advice"])
    assert words == ["pyupsync", "trust", "import", str(file), "--store", store]
    assert main(words[1:]) == 0
    capsys.readouterr()
    assert main(command) == 0
    after = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (after["status"], after["facts"]["cause"]) == ("info", "TrustedMeanwhile")


def test_without_files_the_site_itself_is_named(chain: list[Minted], tmp_path: Path) -> None:
    (tmp_path / "log").write_text(pasted([refusal(chain[0])]), encoding="utf-8")
    (found,) = findings(tmp_path / "log")
    expected = "pyupsync trust import --from-url https://mysite.contoso.com --fetch-issuers --store sharepoint:"
    assert found.advice == expected


def known(item: Minted, place: str = "") -> KnownCertificate:
    one = from_der(item.der)
    return KnownCertificate(one.subject, one.issuer, one.thumbprint, place)


def judged(event: Refusal, trusted: Trusted = Trusted()) -> Finding:  # noqa: B008 - frozen
    one = CertificateEvent(event.subject, event.issuer, event.thumbprint, event.errors, "here")
    return next(iter(judge(Refusals([one]).all(), trusted)))


def test_what_a_store_has_already_need_not_be_imported(chain: list[Minted]) -> None:
    leaf, sub, root = chain
    trusted = Trusted([known(root, "Wurzel")], [known(sub, "sub.cer"), known(root, "root.cer")], "folder:x")
    assert judged(refusal(leaf), trusted).advice == "pyupsync trust import sub.cer --store folder:x"


def test_a_chain_whose_end_is_in_no_file_says_which_is_missing(chain: list[Minted]) -> None:
    leaf, sub, _ = chain
    advice = judged(refusal(leaf), Trusted([], [known(sub, "sub.cer")], "folder:x")).advice
    assert advice.startswith("pyupsync trust import sub.cer --store folder:x (and the certificate of CN=Wurzel Ä")


def test_a_subordinate_alone_in_the_store_ends_no_chain(chain: list[Minted]) -> None:
    leaf, sub, _ = chain
    found = judged(refusal(leaf), Trusted([known(sub, "sub")], [], "folder:x"))
    assert (found.status, (found.facts or {})["cause"]) == ("error", "IssuerMissing")


@pytest.mark.parametrize(
    ("errors", "cause", "words"),
    [
        (("A required certificate is not within its validity period.",), "CertificateExpired", "Renew"),
        (("RemoteCertificateNameMismatch: the name.",), "HostNameMismatch", "address"),
        (("SSL policy errors have been encountered.", "Error code '0x2'."), "HostNameMismatch", "address"),
        (("SSL policy errors have been encountered.", "Error code '0x6'."), "IssuerMissing", "pyupsync trust import"),
        (("SSL policy errors have been encountered.", "Error code '0x4'."), "IssuerMissing", "pyupsync trust import"),
        ((ROOT, "Error code '0x2'."), "IssuerMissing", "pyupsync trust import"),
        (("The revocation function was unable to check revocation.",), "RevocationUnknown", "CDP"),
        (("Dem Stamm wird nicht vertraut.",), "IssuerMissing", "pyupsync trust import"),
        ((ROOT, "A required certificate is not within its validity period."), "IssuerMissing", "pyupsync trust import"),
    ],
)
def test_causes_that_no_import_mends_are_told_apart(
    chain: list[Minted], errors: tuple[str, ...], cause: str, words: str
) -> None:
    found = judged(refusal(chain[0], *errors))
    assert ((found.facts or {})["cause"], words in found.advice) == (cause, True)


REASONS = {
    faults.MISSING: "IssuerMissing",
    faults.ROOT: "IssuerMissing",
    faults.EXPIRED: "CertificateExpired",
    faults.WRONG_HOST: "HostNameMismatch",
    faults.BAD_SIGNATURE: "CertificateUnusable",
    faults.NOT_A_CA: "CertificateUnusable",
    faults.OUTSIDE: "CertificateUnusable",
    faults.PURPOSE: "CertificateUnusable",
    faults.EXTENSION: "CertificateUnusable",
}


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.code)
def test_the_event_that_a_verified_chain_is_told_as_is_understood(chain: list[Minted], reason: faults.Reason) -> None:
    """``trust verify`` says what SharePoint would log; here it is read back."""
    leaf = from_der(chain[0].der)
    (one,) = all_understood(LoggedEvent(Fault(reason, leaf, "", "").event, "here"))
    assert (one.subject, one.issuer, one.thumbprint) == (leaf.subject, leaf.issuer, leaf.thumbprint)
    found = next(iter(judge(Refusals([one]).all(), Trusted())))
    assert (found.facts or {})["cause"] == REASONS[reason]


def test_the_farms_own_authority_is_made_again_and_never_imported() -> None:
    own = ("CN=SharePoint Security Token Service, OU=SharePoint, O=Microsoft, C=US",)
    one = Refusal(*own, "CN=SharePoint Root Authority, OU=SharePoint, O=Microsoft, C=US", "AB" * 20, (ROOT,), MOMENT)
    found = judged(one)
    assert (found.facts or {})["cause"] == "FarmAuthorityMissing"
    assert "New-SPTrustedRootAuthority" in found.advice
    there = KnownCertificate(one.issuer, one.issuer, "CD" * 20, "local")
    assert (judged(one, Trusted([there])).facts or {})["cause"] == "TrustedMeanwhile"


def test_a_self_signed_certificate_takes_force(chain: list[Minted]) -> None:
    alone = mint("CN=lonely.contoso.com", ca=False)
    assert judged(refusal(alone), Trusted((), [known(alone, "a.cer")])).advice.endswith(
        "a.cer --store sharepoint: --force"
    )
    assert "--force" in judged(refusal(alone)).advice


def test_a_log_without_such_an_event_is_good_and_a_broken_one_no_reason_to_stop(
    chain: list[Minted], tmp_path: Path
) -> None:
    (tmp_path / "none.txt").write_text("nothing here\n", encoding="utf-8")
    (found,) = findings(tmp_path / "none.txt")
    assert found.status == "ok"
    (tmp_path / "a.evtx").write_bytes(b"ElfFile\x00")
    assert [type(event) for event in diagnose_events(EventJob(paths=(str(tmp_path / "a.evtx"),)))] == [Outcome]
    (tmp_path / "b.xml").write_text(xml([refusal(chain[0])]), encoding="utf-8")
    events = list(diagnose_events(EventJob(paths=(str(tmp_path / "a.evtx"), str(tmp_path / "b.xml")))))
    assert [type(event) for event in events] == [Outcome, Finding]
    assert main(["diagnose", "events", str(tmp_path / "a.evtx")]) == 1


def test_a_folder_and_a_pattern_are_its_logs(chain: list[Minted], tmp_path: Path) -> None:
    """No shell of Windows expands a pattern."""
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "a.xml").write_text(xml([refusal(chain[0])]), encoding="utf-8")
    (logs / "b.LOG").write_text(uls([refusal(chain[0])]), encoding="utf-8")
    (logs / "c.evtx").write_bytes(b"ElfFile\x00")
    for path, count in ((logs, 2), (logs / "*.xml", 1)):
        (found,) = findings(path)
        assert (found.facts or {})["count"] == count
    for path in (logs / "*.none", tmp_path):
        assert [type(event) for event in diagnose_events(EventJob(paths=(str(path),)))] == [Outcome]


def test_no_files_are_refused() -> None:
    with pytest.raises(UsageError, match="No file"):
        event_job({"paths": []})

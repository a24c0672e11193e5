"""A farm's trust store through a child PowerShell: what goes wrong, what crosses, and runs that are killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs7, pkcs12

from pyupsync.adapters.powershell.child import find_powershell
from pyupsync.adapters.powershell.talk import PowerShellUnavailable
from pyupsync.adapters.trust.folder import FolderTrustStore
from pyupsync.adapters.trust.sharepoint import open_sharepoint
from pyupsync.config import TrustJob
from pyupsync.errors import TrustStoreError, UsageError
from pyupsync.model import Change, Outcome
from pyupsync.workflows.trust import import_trust, plan_trust
from tests.lab.mint import Minted, mint
from tests.standins.sharepoint import authorities, environment

ALWAYS = {"start": -3650, "end": 36500}
ROOT, SUB = mint("CN=Wurzel Köln", **ALWAYS), mint("CN=Ausgabe München", **ALWAYS)


@pytest.fixture
def farm_folder(tmp_path, pwsh, monkeypatch) -> Path:
    """A farm of this test's own, which this process and its children see."""
    for name, value in environment(tmp_path, pwsh).items():
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.mark.parametrize(
    ("fault", "said", "advice"),
    [
        ("*=farm", "farm is not reached", "database"),
        ("*=denied", "refuses this account", "Add-SPShellAdmin"),
        ("*=runtime", "PowerShell 2.0 only", "sharepoint:2010"),
        ("New-SPTrustedRootAuthority=broken", "update conflict", ""),
    ],
)
def test_what_the_cmdlets_say_becomes_an_error_with_advice(farm_folder, monkeypatch, fault, said, advice) -> None:
    monkeypatch.setenv("PYUPSYNC_STANDIN_FAIL", fault)
    with ExitStack() as stack, pytest.raises(TrustStoreError) as caught:
        open_sharepoint("child", stack, timeout=60)[0].add("Wurzel Köln", ROOT.der)
    assert said in caught.value.message
    assert advice in caught.value.advice
    assert "Wurzel Köln" not in authorities(farm_folder)


def test_a_machine_without_sharepoint_says_so(farm_folder, monkeypatch) -> None:
    monkeypatch.setenv("PSModulePath", str(farm_folder))
    with ExitStack() as stack, pytest.raises(TrustStoreError, match="not on this machine") as caught:
        open_sharepoint("child", stack, timeout=60)[0].list()
    assert "Management Shell" in caught.value.advice


def test_one_child_serves_the_whole_run_and_outlives_its_errors(farm_folder) -> None:
    """Refusals of every kind; what the cmdlets would refuse never reaches them, and nothing is left half done."""
    with ExitStack() as stack:
        store, _ = open_sharepoint("child", stack, timeout=60)
        store.add("Wurzel Köln", ROOT.der)
        process = store._runner._child._process
        bag = pkcs12.serialize_key_and_certificates(None, ROOT.key, ROOT.cert, None, NoEncryption())
        several = pkcs7.serialize_certificates([ROOT.cert, SUB.cert], Encoding.DER)
        for der in (bag, several, ROOT.der + SUB.der, ROOT.pem.encode(), b"\x00" * 100, b""):
            with pytest.raises(TrustStoreError):
                store.add("nothing", der)
        with pytest.raises(TrustStoreError, match="already") as caught:
            store.add("wurzel köln", SUB.der)
        assert caught.value.target == "wurzel köln"
        assert store._runner._child._process is process
        assert process.poll() is None
        assert authorities(farm_folder) == ["local", "Wurzel Köln"]
        shown = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    assert process.wait(10) == 0
    assert len(shown) < 32_000, "longer than a command line may be on Windows"
    assert b"\xc3" not in shown


def test_a_server_that_refuses_the_restart_is_named(farm_folder, monkeypatch) -> None:
    monkeypatch.setenv("PYUPSYNC_STANDIN_IISRESET_DENIED", "WFE1")
    with ExitStack() as stack:
        _, farm = open_sharepoint("child", stack, timeout=60)
        farm.restart_iis("APP1")
        with pytest.raises(TrustStoreError, match=r"not restarted on WFE1.*Access denied") as caught:
            farm.restart_iis("WFE1")
    assert "iisreset WFE1 /noforce" in caught.value.advice


def test_a_machine_without_iisreset_says_that_iis_was_not_restarted(farm_folder, monkeypatch) -> None:
    monkeypatch.setenv("PATH", str(farm_folder))
    with ExitStack() as stack, pytest.raises(TrustStoreError, match="not restarted on APP1"):
        open_sharepoint("child", stack, timeout=60)[1].restart_iis("APP1")


def test_a_rename_that_cannot_remove_the_old_one_is_taken_back(farm_folder, monkeypatch) -> None:
    """The first removal is refused, the second, of what was just added, is not."""
    with ExitStack() as stack:
        store, _ = open_sharepoint("child", stack, timeout=60)
        store.add("root", ROOT.der)
        (identity,) = [root.id for root in store.list() if root.name == "root"]
        before = store.list()
    monkeypatch.setenv("PYUPSYNC_STANDIN_FAIL", "Remove-SPTrustedRootAuthority=once")
    with ExitStack() as stack:
        store, _ = open_sharepoint("child", stack, timeout=60)
        with pytest.raises(TrustStoreError, match="update conflict"):
            store.rename(identity, "new")
        assert store.list() == before


def test_a_child_that_does_not_answer_is_ended(farm_folder, monkeypatch) -> None:
    monkeypatch.setenv("PYUPSYNC_STANDIN_DELAY", "60000")
    with ExitStack() as stack:
        store, _ = open_sharepoint("child", stack, timeout=3)
        with pytest.raises(TrustStoreError, match="did not answer for 3 seconds") as caught:
            store.add("root", ROOT.der)
        process = store._runner._child._process
        assert process.poll() is not None
        assert "may have been made" in caught.value.advice
        with pytest.raises(TrustStoreError, match="ended before"):
            store.list()


def test_a_child_that_dies_is_told_with_its_last_words(tmp_path, monkeypatch) -> None:
    program = tmp_path / "powershell"
    program.write_text("#!/bin/sh\nread line\necho 'Die Lizenz ist abgelaufen.' >&2\nexit 3\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PYUPSYNC_POWERSHELL", str(program))
    with ExitStack() as stack, pytest.raises(TrustStoreError, match="Die Lizenz ist abgelaufen"):
        open_sharepoint("auto", stack, timeout=20)[0].list()


def test_what_else_is_printed_is_no_answer(tmp_path, monkeypatch) -> None:
    """Banners, warnings and answers to other requests are passed over; one that is garbled is an error."""
    program = tmp_path / "powershell"
    lines = [
        "WARNING: x",
        "@ups 7 done",
        "@ups",
        "@ups 1 row QQ== Qg== QUFBQQ==",
        "noise",
        "@ups 1 done",
        "@ups 2 row %%",
    ]
    program.write_text("#!/bin/sh\ncat <<'X'\n" + "\n".join(lines) + "\nX\ncat >/dev/null\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PYUPSYNC_POWERSHELL", str(program))
    with ExitStack() as stack:
        store, _ = open_sharepoint("auto", stack, timeout=20)
        assert [(root.id, root.name, root.der) for root in store.list()] == [("A", "B", b"\0\0\0")]
        with pytest.raises(TrustStoreError, match="not Base64"):
            store.list()


def test_sharepoint_2010_is_asked_through_powershell_2(farm_folder, pwsh, monkeypatch) -> None:
    """-Version must be the first argument of powershell.exe; the rest is the same."""
    program = farm_folder / "powershell"
    program.write_text(
        f'#!/bin/sh\necho "$1 $2" > "{farm_folder}/first"\nshift 2\nexec "{pwsh}" "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PYUPSYNC_POWERSHELL", str(program))
    with ExitStack() as stack:
        store, _ = open_sharepoint("2010", stack, timeout=60)
        assert [root.name for root in store.list()] == ["local"]
    assert (farm_folder / "first").read_text(encoding="utf-8") == "-Version 2\n"


def test_a_program_that_cannot_be_started_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PYUPSYNC_POWERSHELL", str(tmp_path / "none"))
    with ExitStack() as stack, pytest.raises(TrustStoreError, match="none") as caught:
        open_sharepoint("auto", stack)[0].list()
    assert "PYUPSYNC_POWERSHELL" in caught.value.advice


def test_windows_powershell_is_found_in_its_own_folder(tmp_path, monkeypatch) -> None:
    """The 64-bit one also from a 32-bit process; never one that merely comes first on PATH."""
    monkeypatch.delenv("PYUPSYNC_POWERSHELL", raising=False)
    monkeypatch.setenv("SYSTEMROOT", str(tmp_path))
    with pytest.raises(PowerShellUnavailable, match="no Windows PowerShell"):
        find_powershell()
    for folder in ("System32", "Sysnative"):
        program = tmp_path / folder / "WindowsPowerShell" / "v1.0" / "powershell.exe"
        program.parent.mkdir(parents=True)
        program.touch()
        assert find_powershell() == str(program)


def test_an_unknown_way_to_sharepoint_is_refused() -> None:
    with ExitStack() as stack, pytest.raises(UsageError, match="sharepoint:auto"):
        open_sharepoint("remote", stack)
    with ExitStack() as stack, pytest.raises(TrustStoreError, match="hosts"):
        open_sharepoint("current", stack)


def test_the_standin_keeps_to_the_documents(farm_folder, pwsh, tmp_path) -> None:
    """Parameters, positions, sets, pipeline, -WhatIf, files with several certificates or a key; one PowerShell."""
    bag = pkcs12.serialize_key_and_certificates(None, ROOT.key, ROOT.cert, None, NoEncryption())
    (tmp_path / "key.pfx").write_bytes(bag)
    (tmp_path / "two.p7b").write_bytes(pkcs7.serialize_certificates([ROOT.cert, SUB.cert], Encoding.DER))
    (tmp_path / "one.cer").write_bytes(ROOT.der)
    script = Path(__file__).parents[1] / "standins" / "sharepoint" / "documents.ps1"
    command = [pwsh, "-NoProfile", "-NonInteractive", "-File", str(script), "-Folder", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout[done.stdout.index("{") :])
    assert told["sets"] == {
        "Get": ["__AllParameterSets"],
        "New": ["ManualUpdateCertificateParameterSet", "MetadataEndPointParameterSet"],
        "Set": ["ManualUpdateCertificateParameterSet", "MetadataEndPointParameterSet"],
        "Remove": ["__AllParameterSets"],
    }
    assert told["certificate_type"] == "System.Security.Cryptography.X509Certificates.X509Certificate2"
    assert told["what_if"] == ["local"]
    assert told["from_file"] == ["local", "one"]
    assert "only one X509 certificate" in told["two"]
    assert "without private keys" in told["key"]
    assert "without private keys" in told["key_set"]
    assert told["duplicate"] == "SPDuplicateObjectException"
    assert told["by_pipeline"] == ["one", "one", "one"]
    assert told["unknown"] == "SPCmdletPipeBindException"
    assert told["local_subject"] == "C=US, O=Microsoft, OU=SharePoint, CN=SharePoint Root Authority" or told[
        "local_subject"
    ].startswith("CN=SharePoint Root Authority")
    assert told["local_is_ca_root"] is True
    assert told["removed"] == ["local"]


def fifty(folder: Path) -> dict[str, Minted]:
    """Fifty roots in files, by the names they will have."""
    folder.mkdir()
    made = {f"Wurzel {number} Köln": mint(f"CN=Wurzel {number} Köln", **ALWAYS) for number in range(50)}
    for number, one in enumerate(made.values()):
        (folder / f"{number}.cer").write_bytes(one.der)
    return made


def bring_in(folder: Path, store: str, **added: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "pyupsync", "trust", "import", str(folder), "--store", store]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env={**os.environ, **added}, stdout=quiet, stderr=quiet)


def killed_when(run: subprocess.Popen[bytes], reached) -> bool:
    """Kill the run as soon as ``reached`` says so; False when it ended before."""
    until = time.monotonic() + 60
    while run.poll() is None and time.monotonic() < until:
        if reached():
            run.send_signal(signal.SIGKILL)
            run.wait()
            return True
        time.sleep(0.002)
    return False


def test_an_import_of_fifty_killed_again_and_again_ends_with_all_fifty_once(farm_folder, tmp_path) -> None:
    """The farm is slow; each run is killed at a random point, the last one is left alone and ends with 0."""
    made = fifty(tmp_path / "certificates")
    dice = random.Random(4)
    for count in sorted(dice.sample(range(2, 45), 4)):
        run = bring_in(tmp_path / "certificates", "sharepoint:", PYUPSYNC_STANDIN_DELAY="8")
        pause = dice.uniform(0, 0.02)
        assert killed_when(run, lambda count=count: len(authorities(farm_folder)) >= count)
        time.sleep(pause)
    assert bring_in(tmp_path / "certificates", "sharepoint:").wait(60) == 0
    assert sorted(authorities(farm_folder)) == sorted([*made, "local"])
    with ExitStack() as stack:
        held = {root.name: root.der for root in open_sharepoint("child", stack)[0].list() if root.name != "local"}
    assert held == {name: one.der for name, one in made.items()}


def test_an_import_into_a_folder_killed_again_and_again_ends_with_all_fifty_once(tmp_path) -> None:
    made = fifty(tmp_path / "certificates")
    folder = tmp_path / "store"
    dice = random.Random(5)
    for count in (0, *sorted(dice.sample(range(1, 45), 6))):
        run = bring_in(tmp_path / "certificates", f"folder:{folder}")
        assert killed_when(run, lambda count=count: folder.exists() and len(list(folder.glob("*.cer"))) >= count)
        assert len(FolderTrustStore(str(folder)).list()) <= 50
    assert bring_in(tmp_path / "certificates", f"folder:{folder}").wait(60) == 0
    held = {root.name: root.der for root in FolderTrustStore(str(folder)).list()}
    assert held == {name: one.der for name, one in made.items()}
    assert len(list(folder.glob("*.cer"))) == 50


@pytest.mark.parametrize("kind", ["folder", "farm"])
def test_two_imports_of_the_same_fifty_at_once_both_end_well(farm_folder, tmp_path, kind) -> None:
    """What one of them adds between the other's list and its change is nothing to do, and no failure."""
    made = fifty(tmp_path / "certificates")
    store = "sharepoint:" if kind == "farm" else f"folder:{tmp_path / 'Speicher ü'}"
    runs = [bring_in(tmp_path / "certificates", store, PYUPSYNC_STANDIN_DELAY="8") for _ in range(2)]
    assert [run.wait(120) for run in runs] == [0, 0]
    with ExitStack() as stack:
        opened = open_sharepoint("child", stack)[0] if kind == "farm" else FolderTrustStore(store[7:])
        held = [(root.name, root.der) for root in opened.list() if root.name != "local"]
    assert sorted(held) == sorted((name, one.der) for name, one in made.items())


def test_an_import_that_another_one_overtakes_trusts_nothing_twice(tmp_path) -> None:
    """Both were planned for an empty store. The name both chose holds one; the other's is told as a failure."""
    paths = [str(tmp_path / name) for name in ("eins.cer", "zwei.cer")]
    for path in paths:
        Path(path).write_bytes(mint("CN=Gleich ü", **ALWAYS).der)
    folder = tmp_path / "store"
    both = TrustJob(store=f"folder:{folder}", paths=tuple(paths))
    _, later = (event for event in plan_trust(both) if isinstance(event, Change))
    (overtaking,) = (path for path in paths if Path(path).read_bytes() == later.payload)
    events = import_trust(both)
    assert any(isinstance(event, Change) for event in events), "it stands just before its first change"
    statuses(import_trust(TrustJob(store=f"folder:{folder}", paths=(overtaking,))), "applied")
    statuses(events, "failed", "unchanged")
    assert [root.der for root in FolderTrustStore(str(folder)).list()] == [later.payload]
    statuses(import_trust(both), "unchanged", "applied")
    assert len(FolderTrustStore(str(folder)).list()) == 2


def statuses(events, *expected: str) -> None:
    assert [event.status for event in events if isinstance(event, Outcome)] == list(expected)

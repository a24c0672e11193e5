"""The lab's HTTPS site and a folder store: gaps are named, the import mends them, the export trusts just that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.integration.faces import run_command
from tests.lab import Lab, people


def trust(lab: Lab, *args: str) -> tuple[int, list[dict[str, object]], str]:
    """Run ``pyupsync trust … --json``; return the exit code, the lines and what was said on stderr."""
    command = [sys.executable, "-m", "pyupsync", "trust", *args, "--json"]
    done = subprocess.run(command, env=lab.env(), capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def one_profile(lab: Lab, folder: Path, host: str) -> Path:
    file = folder / "one.csv"
    url = lab.photo_url("p0000_LThumb.jpg", host=host)
    file.write_text(f"AccountName,PictureURL\n{people.person('p0000').account({})},{url}\n", encoding="utf-8")
    return file


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "trust"


def test_the_whole_way_of_a_site_that_sends_only_its_leaf(
    lab: Lab, store: Path, tmp_path: Path, fresh_photos: dict[str, bytes]
) -> None:
    url, address = f"https://{lab.incomplete_host}", f"folder:{store}"
    code, lines, _ = trust(lab, "plan", "--from-url", url, "--store", address)
    said = json.dumps(lines, ensure_ascii=False)
    assert "is missing" in said, "the gap is named"
    assert not store.exists(), "a plan makes nothing"
    code, lines, _ = trust(lab, "verify", url, "--store", address, "--with", str(lab.sub_ca), str(lab.root_ca))
    assert code == 1
    assert str(lab.sub_ca) in json.dumps(lines), "the file that mends it is named"

    export = ("--profiles", f"csv:{one_profile(lab, tmp_path, lab.incomplete_host)}", "--site", lab.incomplete_host)
    only_root = run_command(lab, *export, "--ca-file", str(lab.root_ca), "--json")
    assert json.loads(only_root.stdout.splitlines()[0])["code"] == "PhotoSiteUntrusted"

    code, lines, _ = trust(lab, "import", str(lab.sub_ca), str(lab.root_ca), "--store", address)
    assert code == 0
    assert [line["status"] for line in lines if line["type"] == "outcome"] == ["applied", "applied"]
    assert trust(lab, "verify", url, "--store", address)[0] == 0
    assert trust(lab, "import", str(lab.sub_ca), str(lab.root_ca), "--store", address)[1][-1]["applied"] == 0

    trusted = run_command(lab, *export, "--ca-file", str(store / "ca-bundle.pem"), "--json")
    assert trusted.returncode == 0, trusted.stdout + trusted.stderr


def test_a_store_without_the_chain_is_trusted_just_as_little(lab: Lab, store: Path, tmp_path: Path) -> None:
    """The export trusts exactly the store: another authority in it is of no use."""
    code, _, _ = trust(lab, "import", str(lab.pki.untrusted_ca), "--store", f"folder:{store}")
    assert code == 0
    done = run_command(lab, "--ca-file", str(store / "ca-bundle.pem"))
    assert done.returncode == 1
    assert "--ca-file" in done.stderr


def test_a_site_that_sends_its_chain_is_imported_from_its_address(lab: Lab, store: Path) -> None:
    """What the site sends is read; its leaf is left out, its subordinate goes in, the missing root is named."""
    code, lines, _ = trust(lab, "import", "--from-url", f"https://{lab.web_host}", "--store", f"folder:{store}")
    outcomes = {str(line["status"]) for line in lines if line["type"] == "outcome"}
    assert code == 0
    assert outcomes == {"applied", "skipped"}
    assert "is missing" in json.dumps(lines)
    assert trust(lab, "verify", f"https://{lab.web_host}", "--store", f"folder:{store}")[0] == 1, "no root yet"
    assert trust(lab, "import", str(lab.root_ca), "--store", f"folder:{store}")[0] == 0
    assert trust(lab, "verify", f"https://{lab.web_host}", "--store", f"folder:{store}")[0] == 0


def test_another_host_name_and_an_unreachable_site(lab: Lab, store: Path) -> None:
    trust(lab, "import", str(lab.ca_bundle), "--store", f"folder:{store}")
    code, lines, said = trust(lab, "verify", "https://mysite", "--store", f"folder:{store}")
    assert code == 1
    assert lines[0]["check"] == "HostNameMismatch"
    assert "event 8311: RemoteCertificateNameMismatch" in str(lines[0]["actual"])
    code, _, said = trust(lab, "verify", f"https://{lab.web_host}:9", "--store", f"folder:{store}")
    assert code == 1
    assert f"{lab.web_host}:9" in said

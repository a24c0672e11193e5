"""Ctrl-C on a real process whose photo site does not answer: it ends at once, and what it wrote is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pyupsync.adapters.directory.ldif_file import read_ldif
from tests.contract.https_site import Chain, Exchange, Site, make_chain, page, running_site
from tests.lab.pictures import portrait

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGINT to one process is POSIX's")
PEOPLE = 24


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    return make_chain(tmp_path / "chain")


@pytest.fixture
def site(chain: Chain) -> Iterator[Site]:
    """The first eight people's pictures come at once; the others' never end, in two ways."""
    over = threading.Event()

    def drip(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("content-length", "100000")
        exchange.end_headers()
        while not over.wait(0.05):
            exchange.wfile.write(b"x")

    with running_site(chain) as started:
        for number in range(PEOPLE):
            silent = drip if number % 2 else lambda exchange: over.wait(60) and None
            started.pages[f"/zoë{number}.jpg".encode().decode("latin-1")] = silent
            started.pages[f"/zo%C3%AB{number}.jpg"] = page(portrait(number)) if number < 8 else silent
        yield started
        over.set()


def farm(folder: Path, site: Site) -> list[str]:
    entries = [
        f"dn: CN=zoe{number},DC=corp,DC=example\nobjectClass: user\nsAMAccountName: zoe{number}\n"
        for number in range(PEOPLE)
    ]
    head = "version: 1\n\ndn: DC=corp,DC=example\nobjectClass: domainDNS\n"
    (folder / "people.ldif").write_text("\n".join([head, *entries]), encoding="utf-8")
    rows = ["AccountName,PictureURL"]
    rows += [f"CORP\\zoe{number},{site.url(f'/zo%C3%AB{number}.jpg')}" for number in range(PEOPLE)]
    (folder / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    return [
        *("--profiles", f"csv:{folder}/people.csv", "--directory", f"ldif:{folder}/people.ldif"),
        *("--output", f"{folder}/changes.ldif", "--timeout", "20"),
    ]


def test_ctrl_c_ends_an_export_within_two_seconds(tmp_path: Path, site: Site, chain: Chain) -> None:
    command = [sys.executable, "-m", "pyupsync", "photos", "export", *farm(tmp_path, site)]
    process = subprocess.Popen(
        [*command, "--ca-file", str(chain.ca_file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        until = time.monotonic() + 30
        while len(site.requests) < 16 and process.poll() is None and time.monotonic() < until:
            time.sleep(0.05)  # eight pictures came, eight threads wait
        time.sleep(0.5)
        assert process.poll() is None, process.communicate()
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=25)
    finally:
        process.kill()
        process.wait()
    assert time.monotonic() - started < 2
    assert process.returncode == 130
    assert err.startswith("pyupsync: stopped; what was done is kept")
    assert "Traceback" not in err
    applied = out.count("applied ")
    written = (tmp_path / "changes.ldif").read_bytes()
    assert written.endswith(b"\n")
    changes = [record for record in read_ldif(str(tmp_path / "changes.ldif")) if record.dn]
    assert applied == len(changes) == 8

"""The log of a real server: Apache with Kerberos, in IIS's form; curl logs on to it with a ticket and without one."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pyupsync import Finding, LogJob, diagnose_log, list_photo_requests
from pyupsync.workflows import requests_of_person
from tests.conftest import need_tool
from tests.lab import Lab, names, people
from tests.lab.website import W3C_FIELDS

PERSON = people.person("umlaut")
Ask = Callable[..., str]


@pytest.fixture
def ask(lab: Lab) -> Ask:
    """Ask for a person's picture with curl: its status."""
    curl = need_tool("curl")

    def run(*options: str, env: Mapping[str, str] = lab.env(), url: str = lab.photo_url(PERSON.file("L"))) -> str:
        command = [curl, "-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", str(lab.root_ca), *options, url]
        return subprocess.run(command, env=dict(env), capture_output=True, text=True, timeout=60, check=False).stdout

    return run


@pytest.fixture
def logged(lab: Lab, tmp_path: Path) -> Callable[[], LogJob]:
    """What the site logs from here on, as a log of IIS."""
    source = lab.site.w3c_log
    begin = source.stat().st_size if source.exists() else 0

    def job() -> LogJob:
        time.sleep(2.5)  # longer than a logon may take here
        subprocess.run(
            ["curl", "-s", "-o", "/dev/null", f"http://{names.WEB_HOST}/open/open.jpg"], env=lab.env(), check=True
        )
        before = -1
        while before != source.stat().st_size:  # it writes a line after the answer has gone out
            before = source.stat().st_size
            time.sleep(0.2)
        log = tmp_path / "u_ex250303.log"
        log.write_bytes(f"#Fields: {W3C_FIELDS}\n".encode() + source.read_bytes()[begin:])
        return LogJob(paths=(str(log),), window=1)

    return job


def _causes(job: LogJob) -> list[tuple[str, object]]:
    return [(one.status, one.facts["cause"]) for one in diagnose_log(job) if isinstance(one, Finding) and one.facts]


def test_a_logon_with_a_ticket_is_normal(ask: Ask, logged: Callable[[], LogJob]) -> None:
    """Refused once, then granted: that is how curl and Apache do it."""
    assert ask("--negotiate", "-u", ":") == "200"
    job = logged()
    assert _causes(job) == []
    statuses = [one.facts["status"] for one in list_photo_requests(job) if hasattr(one, "facts")]
    assert statuses[-1] == 200
    assert set(statuses) <= {401, 200}


def test_a_client_without_a_ticket_sends_no_credentials(lab: Lab, ask: Ask, logged: Callable[[], LogJob]) -> None:
    empty = {**lab.env(), "KRB5CCNAME": f"FILE:{lab.empty_ccache()}", "KRB5_CLIENT_KTNAME": "/none"}
    assert ask("--negotiate", "-u", ":", env=empty) == "401"
    assert ask("-A", "no-credentials") == "401"
    assert ask("--negotiate", "-u", ":") == "200"
    job = logged()
    found = [one for one in diagnose_log(job) if isinstance(one, Finding) and one.status == "error"]
    assert {one.facts["cause"] for one in found} == {"NoCredentialsSent"}
    assert "no-credentials" in {one.facts["agent"] for one in found}
    said = requests_of_person(job, PERSON.sam)
    assert said.granted == 1
    assert len(said.refusals) >= 2

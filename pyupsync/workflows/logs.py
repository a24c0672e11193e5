"""The jobs on web servers' logs: what was refused and why, the requests themselves, one person's among them."""

from __future__ import annotations

from dataclasses import replace

from pyupsync.config import LogJob
from pyupsync.diagnosis.log_asking import Asking
from pyupsync.diagnosis.log_judge import LogJudge, list_requests
from pyupsync.diagnosis.log_person import PersonRequests, person_requests
from pyupsync.diagnosis.log_reading import Reading
from pyupsync.diagnosis.log_requests import account_test, address, path_test
from pyupsync.model import EventStream
from pyupsync.wiring import open_logs


def diagnose_log(job: LogJob) -> EventStream:
    """Yield a Finding for each cause and client that requests were refused for, and a Record of what was read."""
    yield from LogJudge(_asking(job)).judge(open_logs(job).read())


def list_photo_requests(job: LogJob) -> EventStream:
    """Yield a Record for every request for a picture, as the logs have them."""
    reading = Reading()
    yield from list_requests(open_logs(job).read(), _asking(job), reading)


def requests_of_person(job: LogJob, account: str) -> PersonRequests:
    """What logs say of the pictures of one person."""
    job = replace(job, account=(account,))
    return person_requests(open_logs(job).read(), _asking(job), account)


def _asking(job: LogJob) -> Asking:
    return Asking(
        window=job.window,
        since=int(job.begins.timestamp()) if job.begins else None,
        until=int(job.ends.timestamp()) if job.ends else None,
        clients=frozenset(map(address, job.client)),
        account=account_test(job.account) if job.account else None,
        path=path_test(job.pattern) if job.pattern else None,
        own=frozenset(map(address, job.server_address)),
    )

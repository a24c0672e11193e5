"""The job on logged events: which certificates SharePoint refused, and what to import."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack
from time import monotonic

from pyupsync.config import EventJob, TrustJob
from pyupsync.diagnosis.events_causes import KnownCertificate, Trusted
from pyupsync.diagnosis.events_findings import judge, nothing_found
from pyupsync.diagnosis.events_group import Refusals, all_understood
from pyupsync.errors import EventsError
from pyupsync.model import EventStream, Outcome, Progress, TrustedRoot
from pyupsync.trust.certificates import Certificate
from pyupsync.trust.reading import read_certificates
from pyupsync.trust.snapshot import Snapshot
from pyupsync.wiring import list_event_files, open_certificates, open_events, open_trust

AREA = "diagnosis"


def diagnose_events(job: EventJob) -> EventStream:
    """Yield a Finding for each certificate that SharePoint refused, an Outcome for each file that cannot be read.

    Raises:
        TrustStoreError: The store that was named cannot be read.
    """
    known = yield from _known(job)
    found, read = yield from read_refusals(job.paths)
    yield from judge(found.all(), known)
    if read and not found.all():
        yield nothing_found(read)


def read_refusals(paths: Sequence[str]) -> Generator[Outcome | Progress, None, tuple[Refusals, list[str]]]:
    """Read files and folders of events: every certificate that was refused, and the files that were read."""
    found, read = Refusals(), list[str]()
    for path in paths:
        try:
            files = list_event_files(path)
        except EventsError as error:
            yield _unread(error, path)
            continue
        for file in files:
            try:
                yield from _read(file, found)
                read.append(file)
            except EventsError as error:
                yield _unread(error, file)
    return found, read


def _unread(error: EventsError, path: str) -> Outcome:
    return Outcome.of_error(error, area=AREA, action="Read events", target=path)


def _read(path: str, found: Refusals) -> Iterator[Progress]:
    told = monotonic()
    for number, event in enumerate(open_events(path).read(), start=1):
        for certificate in all_understood(event):
            found.add(certificate)
        if monotonic() - told > 0.25:
            told = monotonic()
            yield Progress("Reading events", number, current=path)


def _known(job: EventJob) -> Generator[Outcome, None, Trusted]:
    reading = read_certificates(open_certificates(job.certificates).read())
    for error in reading.errors:
        yield Outcome.of_error(error, area=AREA, action="Read certificates", target=error.target)
    store = None
    if job.store:
        with ExitStack() as stack:
            store = known_in(open_trust(TrustJob(store=job.store), stack).store.list())
    at_hand = [_as_known(item, *item.origins[:1]) for item in reading.certificates]
    return Trusted(store, at_hand, job.store)


def known_in(store: Sequence[TrustedRoot]) -> list[KnownCertificate]:
    """What a trust store holds, as far as it can be read."""
    entries = Snapshot.of(store).entries
    return [_as_known(entry.certificate, entry.root.name) for entry in entries if entry.certificate]


def _as_known(certificate: Certificate, place: str = "") -> KnownCertificate:
    return KnownCertificate(certificate.subject, certificate.issuer, certificate.thumbprint, place)

"""What is wrong with the pictures in a metaverse, and with the runs that should carry them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from pyupsync.model import ConnectorPerson, Facts, Finding, FindingStatus, Record, SyncStep
from pyupsync.profiles.metaverse import Survey

SAMPLES = 5
_EXPORT = 'csexport.exe "AGENT" pending.xml /f:x, then: pyupsync profiles metaverse csexport:pending.xml'
_SAFE = "Stop the export (no run of the agent) and write pictures with: pyupsync photos export"
_GOOD = {"success", "in-progress"}
_FAIR = {
    "completed-warnings",
    "completed-transient-objects",
    "completed-no-objects",
    "completed-skipped-already-completed",
}
# The words: https://learn.microsoft.com/previous-versions/windows/desktop/forefront-2010/ms699322(v=vs.100)
_ADVICE = (
    (
        "permission-issue",
        "pyupsync access test --directory ldaps://DC/BASE --account ACCOUNT; ACCOUNT is the connection's",
    ),
    (
        "no-start-credentials",
        "Give the connection its account's password again (Configure Synchronization Connections).",
    ),
    ("stopped-extension", "SharePoint's connector failed: pyupsync diagnose events with the ULS log of that time."),
    ("extension", "SharePoint's connector failed: pyupsync diagnose events with the ULS log of that time."),
    ("connect", "Check the domain controller and the way to it from the synchronization server (ports 389, 88)."),
    ("server", "Check the domain controller and the way to it from the synchronization server (ports 389, 88)."),
    ("exported-change-not-reimported", "Another writer changed thumbnailPhoto after the export; find and stop it."),
)
_OTHER = "Look at it in miisclient.exe, Operations."


def judge(survey: Survey, *, directory: bool = False) -> Iterator[Finding | Record]:
    """A Record for each person that something is wrong with, and Findings; ``facts["cause"]`` says what.

    Args:
        survey: What the sources hold.
        directory: Whether the directory was asked whose pictures it has.
    """
    if survey.empty:
        actual = "There is no person and no run in it."
        about = ("metaverse", "Person objects or runs")
        yield _finding("metaverse", "warning", about, (actual, ""), {"cause": "NothingThere"})
        return
    if survey.people:
        yield from _pictures(survey)
    if survey.connectors:
        yield from _pending(survey, directory=directory)
    for steps in survey.steps.values():
        yield from _run(steps)


def _pictures(survey: Survey) -> Iterator[Finding | Record]:
    for person in survey.unread:
        facts: Facts = {"account": person.account, "name": person.name, "pictureUrl": person.picture_url}
        yield Record("metaversePerson", {**facts, "cause": "PictureNotRead", "id": person.id})
    counts: Facts = {
        "people": survey.people,
        "withPictureUrl": survey.with_url,
        "populated": survey.populated,
        "unread": len(survey.unread),
    }
    told = f"{survey.people} people, {survey.with_url} with a PictureURL, {survey.populated} with the picture itself"
    about = ("metaverse", "A picture for everybody with a PictureURL (SPS_MV_OctetString_PictureURL)")
    if survey.unread:
        cause = "PictureNotRead" if survey.populated else "MetaverseEmpty"
        sample = ", ".join(person.account for person in survey.unread[:SAMPLES])
        actual = f"{told}; {len(survey.unread)} not read, such as {sample}."
        words = (actual, _fetching(survey.unread[0].picture_url))
        yield _finding("pictureRead", "error", about, words, {"cause": cause, **counts})
    elif not survey.with_url:
        words = (
            f"{told}.",
            "pyupsync profiles mapping shows what is mapped; a full synchronization reads the profiles.",
        )
        yield _finding("pictureRead", "warning", about, words, {"cause": "NoPictureUrl", **counts})
    else:
        yield _finding("pictureRead", "ok", about, (f"{told}.", ""), {"cause": "", **counts})


def _fetching(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as http://[
        parts = urlsplit("")
    if parts.scheme == "https" and parts.netloc:
        return f"pyupsync trust verify https://{parts.netloc} --store sharepoint:, then the zone and the IIS log"
    return "pyupsync diagnose log with the My Site host's IIS log: does the service account get the pictures?"


def _pending(survey: Survey, *, directory: bool) -> Iterator[Finding | Record]:
    losing = [entry for entry in survey.clearing if entry.held is not False]
    for entry in losing:
        yield Record("metaversePerson", _connector_facts(entry, "BlankAboutToBeWritten"))
    expected = "No export that clears a thumbnailPhoto which is there"
    if losing:
        known = "has" if directory or all(entry.held for entry in losing) else "may have"
        actual = f"{_count(losing, 'export')} about to write a blank over a picture that the directory {known}: "
        words = (actual + _samples(losing), _SAFE)
        facts: Facts = {"cause": "BlankAboutToBeWritten", "count": len(losing)}
        yield _finding("pendingExport", "error", (_agents(losing), expected), words, facts)
    risky = survey.at_risk()
    if risky:
        actual = (
            f"{_count(risky, 'export')} pending for people whose picture is not in the metaverse: {_samples(risky)}"
        )
        advice = _EXPORT.replace("AGENT", risky[0].agent or "AGENT")
        facts = {"cause": "BlankPossible", "count": len(risky)}
        yield _finding("pendingExport", "warning", (_agents(risky), expected), (actual, advice), facts)
    if not losing and not risky:
        idle = len(survey.clearing)
        actual = (
            f"{survey.connectors} entries, {survey.writing} pictures to be written, {idle} blanks where nothing is."
        )
        yield _finding("pendingExport", "ok", ("connector space", expected), (actual, ""), {"cause": "", "count": 0})


def _connector_facts(entry: ConnectorPerson, cause: str) -> Facts:
    return {"account": entry.account or entry.dn, "dn": entry.dn, "agent": entry.agent, "cause": cause}


def _count(entries: Sequence[ConnectorPerson], what: str) -> str:
    return f"{len(entries)} {what}{' is' if len(entries) == 1 else 's are'}"


def _samples(entries: Sequence[ConnectorPerson]) -> str:
    return "; ".join(entry.account or entry.dn for entry in entries[:SAMPLES]) + "."


def _agents(entries: Sequence[ConnectorPerson]) -> str:
    return ", ".join(dict.fromkeys(entry.agent for entry in entries if entry.agent)) or "connector space"


def _run(steps: Sequence[SyncStep]) -> Iterator[Finding]:
    """The latest run of one agent's profile: each kind of error, else what the run came to."""
    first = steps[0]
    about = (f"{first.agent}, {first.profile}, run {first.run}", "A run without errors")
    kinds = Counter(error.kind for step in steps for error in step.errors)
    for kind, count in kinds.items():
        hit = [error for step in steps for error in step.errors if error.kind == kind]
        sample = "; ".join(dict.fromkeys(filter(None, (error.dn for error in hit[:SAMPLES])))) or "no object named"
        detail = next((f" {error.detail}" for error in hit if error.detail), "")
        facts: Facts = {"cause": "RunHistoryError", "error": kind, "count": count, "started": first.started}
        words = (f"{kind}, {count} times: {sample}.{detail}", _advice(kind))
        yield _finding("runHistory", "error", about, words, facts)
    for step in steps:
        if step.result in _GOOD or (kinds and step.result.startswith("completed")):
            continue
        facts = {"cause": "RunHistoryError", "error": step.result, "count": 1, "started": step.started}
        words = (f"Step {step.step} ended as {step.result or 'nothing told'}, {step.started}.", _advice(step.result))
        status: FindingStatus = "warning" if step.result in _FAIR else "error"
        yield _finding("runHistory", status, about, words, facts)
    if not kinds and all(step.result in _GOOD for step in steps):
        words = (f"{first.result}, {first.started}.", "")
        yield _finding("runHistory", "ok", about, words, {"cause": "", "started": first.started})


def _advice(kind: str) -> str:
    return next((advice for word, advice in _ADVICE if word in kind), _OTHER)


def _finding(
    check: str, status: FindingStatus, about: tuple[str, str], words: tuple[str, str], facts: Facts
) -> Finding:
    return Finding(check, status, *about, *words, facts)

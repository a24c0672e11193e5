"""The User Profile service's own way to the directory: whether it exports pictures, and what competes with it."""

from __future__ import annotations

from collections.abc import Sequence

from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.model import Check, Finding

_STATIONS = {"pictureImport": ("competingWriter", "Pictures come from profiles alone")}


def judge_mapping_findings(farm: str, findings: Seen[Sequence[Finding]]) -> list[Check]:
    """One check for each connection, and one for each switch by which others write pictures.

    Args:
        farm: The farm's address.
        findings: What the profile service's own judge found; each with its cause.
    """
    station = Station(
        "exportMapping", farm or "The farm", "PictureURL is exported to thumbnailPhoto, or nothing exports"
    )
    if isinstance(findings, Unseen):
        return [station.unknown(findings)]
    return [check_of(finding, "exportMapping") for finding in findings]


def check_of(finding: Finding, name: str) -> Check:
    """What a finding of an area's own judge says to the station ``name``; its facts hold the cause."""
    name, expected = _STATIONS.get(finding.check, (name, finding.expected))
    station = Station(name, finding.subject, expected)
    cause = str((finding.facts or {}).get("cause", ""))
    if finding.status == "error":
        return station.failed(cause, finding.actual, finding.advice)
    if finding.status == "warning":
        return station.warned(cause, finding.actual, finding.advice)
    return station.passed(finding.actual)

"""The reports of an export on the lab: what the directory had and has, and what the command line printed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tests.integration.faces import run_command
from tests.lab import Lab
from tests.unit.test_page import Page, data_uri


def test_reports_tell_what_happened_in_the_directory(lab: Lab, fresh_photos: dict[str, bytes], tmp_path: Path) -> None:
    """The pictures before are those that were there; JSON is what ``--json`` prints; CSV has everybody."""
    files = {kind: tmp_path / f"run.{kind}" for kind in ("html", "json", "csv")}
    done = run_command(lab, "--json", *(part for path in files.values() for part in ("--report", str(path))))
    assert done.stderr == ""
    *printed, summary = map(json.loads, done.stdout.splitlines())
    document = json.loads(files["json"].read_text(encoding="ascii"))
    assert document["events"] == printed
    assert document["summary"] == summary
    assert document["run"]["where"]["Directory"] == lab.directory_address

    outcomes = [event for event in printed if event["type"] == "outcome"]
    with files["csv"].open(encoding="utf-8-sig", newline="") as file:
        lines = [(row["Account"], row["Status"], row["Code"]) for row in csv.DictReader(file)]
    assert lines == [(one["subject"], one["status"], one["code"]) for one in outcomes]

    now = lab.photos()
    applied = [one for one in outcomes if one["status"] == "applied"]
    shown = Page(files["html"].read_text(encoding="utf-8"))
    assert f"Changed ({len(applied)})" in shown.text
    assert dict(shown.images()) == {
        f"{one['subject']}: {when}": data_uri("image/jpeg", photos[one["target"]])
        for one in applied
        for when, photos in (("before", fresh_photos), ("after", now))
        if one["target"] in photos
    }
    assert any(one["target"] in fresh_photos for one in applied)

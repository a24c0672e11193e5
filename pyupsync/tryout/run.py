"""The tryout from beginning to end: make the farm, trust its site, map its addresses, export twice, leave a page."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image
from rich.console import Console

from pyupsync.config import Login, PhotoJob
from pyupsync.errors import UsageError
from pyupsync.page import PageRow, write_page
from pyupsync.tryout import farm
from pyupsync.tryout.check import surprises
from pyupsync.tryout.diagnosis import DiagnosisStory, diagnose_somebody
from pyupsync.tryout.people import PEOPLE, Someone
from pyupsync.tryout.pictures import ORIENTATION, held, uploaded
from pyupsync.tryout.site import PhotoSite, Served
from pyupsync.tryout.story import Story
from pyupsync.tryout.tally import Tally, tally
from pyupsync.tryout.trust import TrustStory, trust_the_site
from pyupsync.tryout.zones import ZonesRan, ZonesStory, add_the_sites
from pyupsync.workflows import photo_export_events, photo_plan_events


def tryout(folder: str, console: Console | None = None) -> int:
    """Run it all in ``folder`` and tell the story on ``console`` (stdout unless given).

    Returns:
        0 when everything came out as it must, 1 when it did not; sentences say what.

    Raises:
        UsageError: The folder is somebody else's, or cannot be written to.
    """
    console = console or _console()
    try:
        farm.prepare(Path(folder))
        return _run(Path(folder), console)
    except OSError as error:
        advice = "Name a folder you can write to: pyupsync tryout FOLDER"
        raise UsageError(f"The tryout in {folder} stopped: {error}.", target=folder, advice=advice) from error


def _console() -> Console:
    if isinstance(sys.stdout, io.TextIOWrapper):  # a code page that lacks a name's letters must not stop the run
        sys.stdout.reconfigure(errors="replace")
    return Console(highlight=False, soft_wrap=True)


def _run(folder: Path, console: Console) -> int:
    began, story = time.monotonic(), Story(console, folder)
    files = {person.file: served for person in PEOPLE if (served := uploaded(person))}
    photos = {person.sam: photo for person in PEOPLE if (photo := held(person))}
    with PhotoSite(files) as site:
        farm.write_pictures(folder, files)
        farm.write_profiles(folder, site.url)
        farm.write_directory(folder, photos)
        story.made(site, files, photos)
        distrusted = trust_the_site(folder, site, TrustStory(console, folder))
        if distrusted:  # no picture would come from a site that is not trusted
            return story.verdict(distrusted)
        zones = add_the_sites(folder, ZonesStory(console, folder))
        job = _job(folder, site)
        planned = tally(photo_plan_events(job), mode="plan")
        story.planned(planned.summary)
        first = tally(photo_export_events(job), story.outcome)
        story.exported(first.summary)
        second = tally(photo_export_events(job))
        story.exported_again(second.summary)
        story.broken(first.outcomes)
        diagnosed = diagnose_somebody(folder, job, DiagnosisStory(console, folder))
    _write_page(folder, _rows(files, photos, first), first, second, zones)
    story.finished(time.monotonic() - began)
    return story.verdict([*zones.surprises, *_wrong(planned, first, second), *diagnosed])


def _job(folder: Path, site: PhotoSite) -> PhotoJob:
    return PhotoJob(
        profiles=f"csv:{folder / farm.PROFILES}",
        directory=f"ldif:{folder / farm.DIRECTORY}",
        photos="http",
        sites=(site.host,),
        site_login=Login(auth="basic", user=site.user, password=site.password),
        ca_file=str(folder / farm.BUNDLE),
    )


def _wrong(planned: Tally, first: Tally, second: Tally) -> list[str]:
    wrong = [*surprises(first.outcomes, again=False), *surprises(second.outcomes, again=True)]
    applied = first.summary.counts["applied"]
    if planned.summary.changes != applied:
        wrong.append(f"The plan had {planned.summary.changes} changes, and the export made {applied}.")
    if second.summary.changes:
        wrong.append(f"The second export had {second.summary.changes} changes to make; it must have none.")
    return wrong


def _rows(files: Mapping[str, Served], photos: Mapping[str, bytes], first: Tally) -> list[PageRow]:
    people = {person.account: person for person in PEOPLE}
    rows = []
    for outcome in sorted(first.outcomes, key=lambda item: people[item.subject].name):
        person = people[outcome.subject]
        before = photos.get(person.sam)
        after = first.written.get(outcome.target) if outcome.status == "applied" else before
        rows.append(PageRow(outcome, person.name, before, after, _source(person, files)))
    return rows


def _write_page(folder: Path, rows: Sequence[PageRow], first: Tally, second: Tally, zones: ZonesRan) -> None:
    facts = {
        "First export": first.summary.sentence,
        "Second export": second.summary.sentence,
        "Profiles": farm.PROFILES,
        "Pictures": "https://localhost, a site made for this run that demands a login",
        "Trust": f"Only {farm.BUNDLE}: the trust store, into which {farm.CHAIN} was imported",
        "Directory": f"{farm.DIRECTORY}, changes in {farm.CHANGES}",
    }
    lead = "Twenty-five people who do not exist, their pictures in SharePoint, and what became of thumbnailPhoto."
    tables = [zones.table]
    write_page(folder / farm.PAGE, "Profile pictures: a tryout", rows, lead=lead, facts=facts, tables=tables)


def _source(person: Someone, files: Mapping[str, Served]) -> str:
    """What SharePoint has, in a few words."""
    served = files.get(person.file)
    if served is None:
        return ""
    size = f"{len(served.data) / 1024:.1f} KB"
    if not served.content_type.startswith("image/"):
        return f"SharePoint answers with a web page of {size}."
    with Image.open(io.BytesIO(served.data)) as image:
        turned = ", lying on its side" if image.getexif().get(ORIENTATION, 1) != 1 else ""
        return f"SharePoint has a {image.format} of {image.width} x {image.height} pixels, {size}{turned}."

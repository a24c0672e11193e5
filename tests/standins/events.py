"""Writes event 8311 as Windows and SharePoint write it, in every form that is read.

Event XML: https://learn.microsoft.com/windows/win32/wes/eventschema-event-element. SharePoint's logs:
https://learn.microsoft.com/previous-versions/office/developer/sharepoint-services/aa979595(v=office.12).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

SOURCE = "Microsoft-SharePoint Products-SharePoint Foundation"
_XMLNS = "http://schemas.microsoft.com/win/2004/08/events/event"


@dataclass(frozen=True)
class Refusal:
    """One event."""

    subject: str
    issuer: str
    thumbprint: str
    errors: tuple[str, ...]
    moment: datetime
    event_id: int = 8311

    def message(self, end: str = "\n") -> str:
        lines = [
            "An operation failed because the following certificate has validation errors:",
            "",
            f"Subject Name: {self.subject}",
            f"Issuer Name: {self.issuer}",
            f"Thumbprint: {self.thumbprint}",
            "",
            "Errors:",
            "",
            *(f" {error}" for error in self.errors),
        ]
        return end.join(lines)


def xml(events: Sequence[Refusal], *, root: bool = True, rendered: bool = True, end: str = "\n") -> str:
    texts = []
    for event in events:
        values = (event.subject, event.issuer, event.thumbprint, "\n".join(event.errors))
        data = "".join(f"<Data Name='string{n}'>{escape(value)}</Data>" for n, value in enumerate(values))
        info = f"<RenderingInfo Culture='en-US'><Message>{escape(event.message(end))}</Message></RenderingInfo>"
        texts.append(
            f"<Event xmlns='{_XMLNS}'><System><Provider Name='{SOURCE}'/><EventID>{event.event_id}</EventID>"
            f"<TimeCreated SystemTime='{event.moment.isoformat()}Z'/><Computer>sp1</Computer></System>"
            f"<EventData>{data}</EventData>{info if rendered else ''}</Event>"
        )
    return (
        f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\r\n<Events>{"".join(texts)}</Events>'
        if root
        else ("\r\n".join(texts))
    )


def table(events: Sequence[Refusal], *, separator: str = ",", end: str = "\n") -> str:
    """As Event Viewer exports it: five headings, six cells."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    rows.writerow(["Level", "Date and Time", "Source", "Event ID", "Task Category"])
    for event in events:
        when = event.moment.strftime("%m/%d/%Y %I:%M:%S %p")
        rows.writerow(["Error", when, SOURCE, event.event_id, "Topology", event.message(end)])
    return text.getvalue()


def uls(events: Sequence[Refusal], *, part: int = 800) -> str:
    """Line ends become spaces, and what is longer than a part goes on in further lines, mixed with others' lines."""
    lines = ["Timestamp              \tProcess\tTID\tArea\tCategory\tEventID\tLevel\tMessage\tCorrelation"]
    parts: list[list[str]] = []
    for number, event in enumerate(events):
        text = event.message(" ")
        pieces = [text[place : place + part] for place in range(0, len(text), part)]
        parts.append([_uls_line(event, number, place, pieces) for place in range(len(pieces))])
    for depth in range(max(map(len, parts), default=0)):
        lines += [rows[depth] for rows in parts if depth < len(rows)]
        lines.append(
            "05/13/2011 10:58:12.09\tw3wp.exe (0x1A3C)\t0x0F1C\tSharePoint Foundation\tRuntime\ttkau\tMedium\tother\t"
        )
    return "\r\n".join(lines) + "\r\n"


def _uls_line(event: Refusal, thread: int, place: int, pieces: list[str]) -> str:
    text = f"{'...' if place else ''}{pieces[place]}{'...' if place + 1 < len(pieces) else ''}"
    when = event.moment.strftime("%m/%d/%Y %H:%M:%S.%f")[:-4] + ("*" if place else "")
    cells = [when, "OWSTIMER.EXE (0x0668)", f"0x{thread:04X}", "SharePoint Foundation", "Topology", str(event.event_id)]
    return "\t".join([*(cell.ljust(12) for cell in cells), "High    ", text, "8a7f609d-3d76-4065-adfa-44ce7ca3babb"])


def pasted(events: Sequence[Refusal], *, end: str = "\n") -> str:
    """As Event Viewer copies an event, the same once more as XML below it."""
    return "\n".join(
        f"Log Name:      Application\nSource:        {SOURCE}\nDate:          {event.moment:%m/%d/%Y %I:%M:%S %p}\n"
        f"Event ID:      {event.event_id}\nTask Category: Topology\nLevel:         Error\nDescription:\n"
        f"{event.message(end)}\nEvent Xml:\n{xml([event], root=False, rendered=False)}\n"
        for event in events
    )


FORMS: dict[str, Callable[[Sequence[Refusal]], str]] = {
    "xml": xml,
    "xml, no root": lambda events: xml(events, root=False),
    "xml, not rendered": lambda events: xml(events, rendered=False),
    "xml, literal ends": lambda events: xml(events, end=r"\n"),
    "csv": table,
    "csv, semicolons": lambda events: table(events, separator=";"),
    "csv, literal ends": lambda events: table(events, end=r"\n"),
    "tabs": lambda events: table(events, separator="\t"),
    "uls": uls,
    "uls, short lines": lambda events: uls(events, part=60),
    "pasted": pasted,
    "pasted, literal ends": lambda events: pasted(events, end=r"\n"),
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")

"""Certificates to single files: which file each goes to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pyupsync.model import Change, Outcome, armoured
from pyupsync.trust.certificates import Certificate
from pyupsync.trust.chains import arrange
from pyupsync.trust.names import fold, name_for
from pyupsync.trust.steps import AREA

WRITE = "Write certificate file"
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?=\.|$)", re.IGNORECASE)
# With any extension: https://learn.microsoft.com/windows/win32/fileio/naming-a-file


def plan_expand(certificates: Iterable[Certificate], existing: Mapping[str, bytes]) -> tuple[Change | Outcome, ...]:
    """One Base-64 ``.cer`` a certificate, named after its subject, roots first.

    Args:
        certificates: What to write.
        existing: The files of the folder it goes to, by name; a file with other content is never overwritten.
    """
    taken: set[str] = set()
    there = {fold(name): data for name, data in existing.items()}
    steps: list[Change | Outcome] = []
    for link in arrange(certificates):
        item = link.certificate
        content = armoured(item.der)
        other = {name.removesuffix(".cer") for name, data in there.items() if data != content}
        stem = _stem(item, taken | other)
        taken.add(stem)
        steps.append(_step(item, f"{stem}.cer", content, present=fold(f"{stem}.cer") in there))
    return tuple(steps)


def _stem(item: Certificate, used: set[str]) -> str:
    """The name before ``.cer``: that of an authority, but for those that Windows takes for a device's."""
    name = name_for(item, ())
    device = _DEVICE.match(name)
    if not device:
        return name_for(item, used)
    stem = f"{device[1]}_{name[device.end() :]}"
    names = (stem, f"{stem} ({item.short})", f"{stem} ({item.thumbprint})")
    there = {fold(one) for one in used}
    return next((one for one in names if fold(one) not in there), names[-1])


def _step(item: Certificate, file: str, content: bytes, *, present: bool) -> Change | Outcome:
    facts = item.facts(file)
    if present:
        reason = f"{file} holds this certificate already."
        return Outcome(
            AREA, WRITE, file, "unchanged", "UpToDate", reason, before=facts, after=facts, subject=item.subject
        )
    return Change(f"{AREA}/{item.thumbprint}/file", AREA, WRITE, file, None, facts, item.subject, content)

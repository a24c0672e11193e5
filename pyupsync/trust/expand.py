"""Certificates to single files: which file each goes to."""

from __future__ import annotations

import textwrap
from base64 import b64encode
from collections.abc import Iterable, Mapping

from pyupsync.model import Change, Outcome
from pyupsync.trust.certificates import Certificate
from pyupsync.trust.chains import arrange
from pyupsync.trust.names import fold, name_for
from pyupsync.trust.steps import AREA

WRITE = "Write certificate file"


def armoured(der: bytes) -> bytes:
    """A certificate in Base-64 between its marks, as a ``.cer`` file holds it."""
    body = "\n".join(textwrap.wrap(b64encode(der).decode("ascii"), 64))
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n".encode("ascii")


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
        stem = name_for(item, taken | other)
        taken.add(stem)
        steps.append(_step(item, f"{stem}.cer", content, present=fold(f"{stem}.cer") in there))
    return tuple(steps)


def _step(item: Certificate, file: str, content: bytes, *, present: bool) -> Change | Outcome:
    facts = item.facts(file)
    if present:
        reason = f"{file} holds this certificate already."
        return Outcome(
            AREA, WRITE, file, "unchanged", "UpToDate", reason, before=facts, after=facts, subject=item.subject
        )
    return Change(f"{AREA}/{item.thumbprint}/file", AREA, WRITE, file, None, facts, item.subject, content)

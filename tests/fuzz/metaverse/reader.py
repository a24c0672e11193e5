"""What a synchronization engine has written: taken for each kind of file, surveyed and judged."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pyupsync.adapters.metaverse.drops import Drop
from pyupsync.adapters.metaverse.errors import errors_of
from pyupsync.profiles.metaverse import Survey
from pyupsync.profiles.metaverse_findings import judge

WORDS = (
    b"<cs-objects>",
    b"<cs-object cs-dn='a' object-type='user'>",
    b"</cs-object>",
    b"<unapplied-export><delta operation='update' dn='x'>",
    b"<attr name='thumbnailPhoto' operation='delete'/>",
    b"<value operation='delete'>",
    b"<synchronized-hologram><entry>",
    b"<mv-objects>",
    b"<mv-object id='{1}'><entry><primary-objectclass>person</primary-objectclass>",
    b"SPS_MV_OctetString_PictureURL",
    b"SPS_MV_String_PictureURL",
    b"http://[",
    b"<run-history><run-details>",
    b"<run-number>99999999999</run-number>",
    b"<step-details step-number='-1'>",
    b"<step-result>stopped-",
    b"<synchronization-errors><export-error dn='a'>",
    b"<error-type>permission-issue</error-type>",
    b"<ma-connection><connection-result>failed</connection-result></ma-connection>",
    b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/hostname'>]>",
    b"&y;",
    b"<![CDATA[",
    b"<?xml version='1.0' encoding='utf-16'?>",
    b"\xff\xfe",
)
_FILE = Path(tempfile.gettempdir()) / f"pyupsync-fuzz-metaverse-{os.getpid()}"


def read(data: bytes) -> None:
    """Read one file, as what its first element says it is."""
    _FILE.write_bytes(data)
    survey = Survey()
    errors_of([data.decode("utf-8", "replace")])
    try:
        if b"run-details" in data:
            list(survey.add_steps(Drop("runs", str(_FILE)).steps()))
        elif b"mv-object" in data:
            list(survey.add_people(Drop("mv", str(_FILE)).people()))
        else:
            list(survey.add_connectors(Drop("csexport", str(_FILE)).connectors()))
        list(judge(survey))
    finally:
        _FILE.unlink(missing_ok=True)  # a folder of temporary files may be cleaned

"""Asks a synchronization database for the listings that stdin names; answers in JSON lines, ``{}`` ends a listing."""

from __future__ import annotations

import dataclasses
import json
import os
import sys

from pyupsync.adapters.metaverse.database import SyncDatabase
from pyupsync.errors import MetaverseError


def tell(found: object) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


try:
    source = SyncDatabase(sys.argv[1], os.environ["PYUPSYNC_CONNECTION"])
    tell({})
    for line in sys.stdin:
        for item in getattr(source, line.strip())():
            tell(dataclasses.asdict(item))
        tell({})
except MetaverseError as error:
    tell({"error": error.message, "advice": error.advice})

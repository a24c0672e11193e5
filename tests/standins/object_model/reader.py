"""Asks the object model what stdin says, ``count`` or ``read``, and answers in JSON, a line each; ``{}`` ends it."""

from __future__ import annotations

import dataclasses
import json
import sys

from pyupsync.adapters.profiles.object_model import ObjectModel
from pyupsync.errors import ProfileError


def tell(found: object) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


try:
    source = ObjectModel(sys.argv[1])
    tell({})
    for line in sys.stdin:
        if line.strip() == "count":
            tell({"count": source.count()})
            continue
        for profile in source.read():
            tell(dataclasses.asdict(profile))
        tell({})
except ProfileError as error:
    tell({"error": error.message, "advice": error.advice})

"""Synchronization engines: their files and their database."""

from __future__ import annotations

from contextlib import ExitStack
from typing import cast, get_args

from pyupsync.config import MetaverseJob
from pyupsync.errors import UsageError
from pyupsync.ports import Metaverse
from pyupsync.wiring.address import split_address


def open_metaverse(address: str, job: MetaverseJob, stack: ExitStack) -> Metaverse:
    """Open ``csexport:FILE``, ``mv:FILE``, ``runs:FILE`` or ``sql:PROVIDER``; ``stack`` closes it."""
    from pyupsync.adapters.metaverse.drops import Drop, Kind

    kinds = get_args(Kind)
    scheme, rest = split_address(address, "metaverse", (*kinds, "sql"))
    opened: Metaverse
    if scheme in kinds:
        opened = Drop(cast("Kind", scheme), rest)
    else:
        from pyupsync.adapters.metaverse.database import SyncDatabase

        if not job.connection:
            raise UsageError(
                "The database's connection string was not given.",
                target=address,
                advice="Name a file that holds it (--connection-file), or set PYUPSYNC_CONNECTION.",
            )
        opened = SyncDatabase(rest, job.connection)
    stack.callback(opened.close)
    return opened

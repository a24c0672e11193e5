"""A farm's own addresses and accounts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from pyupsync.model import FarmUrl, ServiceAccount
from pyupsync.ports import FarmSites
from pyupsync.wiring.address import split_address


def open_farm(address: str, stack: ExitStack) -> FarmSites:
    """Open ``sharepoint:`` or ``farm:FILE``, to be asked for the farm's addresses and accounts; ``stack`` closes it."""
    scheme, rest = split_address(address, "farm", ("sharepoint", "farm"), may_be_bare=("sharepoint",))
    if scheme == "farm":
        from pyupsync.adapters.farm.json_file import FarmFile

        return FarmFile(rest)
    from pyupsync.adapters.farm.sharepoint import open_sharepoint_sites

    return open_sharepoint_sites(rest, stack)


def save_farm_file(path: str, urls: Sequence[FarmUrl], accounts: Sequence[ServiceAccount]) -> None:
    """Keep what a farm says of itself in a file that ``farm:FILE`` opens."""
    from pyupsync.adapters.farm.json_file import write_farm_file

    write_farm_file(path, urls, accounts)

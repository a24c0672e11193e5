"""What a farm says of itself: its addresses, its accounts, and keeping both in a file."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict

from pyupsync.model import EventStream, Record
from pyupsync.wiring import open_farm, save_farm_file


def list_farm_urls(farm: str) -> EventStream:
    """Yield a Record for every address of the farm at ``farm`` (``sharepoint:``, ``farm:FILE``)."""
    with ExitStack() as stack:
        urls = open_farm(farm, stack).urls()
    for one in urls:
        facts = {"url": one.url, "zone": one.zone, "webApplication": one.web_application, "origin": one.origin}
        yield Record("farmUrl", facts)


def list_farm_accounts(farm: str) -> EventStream:
    """Yield a Record for every account that User Profile services run under, the one that fetches pictures first."""
    with ExitStack() as stack:
        accounts = open_farm(farm, stack).accounts()
    yield from (Record("serviceAccount", asdict(account)) for account in accounts)


def save_farm(farm: str, path: str) -> None:
    """Keep the addresses and accounts of a farm in a file, for ``farm:FILE``."""
    with ExitStack() as stack:
        sites = open_farm(farm, stack)
        save_farm_file(path, sites.urls(), sites.accounts())

"""The farm behind the services: its version, its people, and what goes wrong where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Version = Literal["2010", "2013", "SE"]


@dataclass(frozen=True, slots=True)
class ProfileOnFarm:
    """One profile; ``index`` is its place in the store, which has gaps where others were deleted."""

    index: int
    account: str
    picture_url: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """A list of the My Site host; ``files`` are their paths below the site, the list's own folder first."""

    title: str
    files: tuple[str, ...]
    documents: bool = True


@dataclass(slots=True)
class Farm:
    """What the services know.

    Attributes:
        version: Decides which services there are and what they add to their answers.
        profiles: In the order of their indices.
        may_list: Whether the caller administers the User Profile service application.
        faults: Indices whose profile the service fails on.
        grouping: What the farm's language puts between thousands in NextValue.
        stuck: An index at which NextValue stays, None for none.
        light: Whether its REST service answers in light JSON whatever it is asked for.
        host: The site's name in the addresses it gives; empty for the one it is asked by.
        libraries: The lists of the site.
        page: Rows of a list that it answers with at most.
        stuck_page: Whether each page names itself as the next.
        raw: Bytes to answer an operation (or ``rest``) with instead, with their status and Content-Type.
        asked: Each request so far: method, path with query, and the operation or an empty text.
    """

    version: Version = "2013"
    profiles: tuple[ProfileOnFarm, ...] = ()
    may_list: bool = True
    faults: frozenset[int] = frozenset()
    grouping: str = ""
    stuck: int | None = None
    light: bool = False
    host: str = ""
    libraries: tuple[Library, ...] = ()
    page: int = 2000
    stuck_page: bool = False
    raw: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)

    def from_index(self, index: int) -> ProfileOnFarm | None:
        """The profile with that index, else the next one that there is."""
        return next((one for one in self.profiles if one.index >= index), None)

    def by_account(self, account: str) -> ProfileOnFarm | None:
        """The profile of an account, in any case, as a claim or not."""
        wanted = account.casefold().rpartition("|")[2]
        return next((one for one in self.profiles if one.account.casefold().rpartition("|")[2] == wanted), None)

"""Whom to ask for: a text file with one account a line, and the asking of several at once in its order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from pyupsync.adapters.profiles.fields import unusable
from pyupsync.adapters.profiles.text_lines import numbered_lines, opened_text
from pyupsync.errors import ProfileDenied, ProfileError, ProfileUnreachable, ProfileUntrusted
from pyupsync.model import Profile

_AHEAD = 2
"""Accounts asked for and not yet taken, for each worker."""
_PATIENCE = 10
"""Accounts one after the other that may fail before the service is taken for broken."""
_OF_ALL = (ProfileDenied, ProfileUnreachable, ProfileUntrusted)
"""What keeps from everybody's profile, not from one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An account as the list has it, and where it stands there."""

    account: str
    origin: str


class AccountList:
    """A file with one account a line; blank lines and those that begin with ``#`` are passed over.

    Args:
        path: The file; UTF-8, or UTF-16 with its byte order mark.

    Raises:
        ProfileError: It cannot be read.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._name = Path(path).name
        with opened_text(path):
            pass

    def __iter__(self) -> Generator[Listed, None, None]:
        """Read it anew, line by line."""
        with opened_text(self._path) as text:
            for number, line in numbered_lines(text, self._path):
                account = line.strip()
                if account and not account.startswith("#"):
                    yield Listed(account, f"{self._name}, line {number}")


def asked_for(
    accounts: Iterable[Listed], ask: Callable[[Listed], Profile], workers: int
) -> Generator[Profile, None, None]:
    """Ask for every account, so many at once, and yield the profiles in the list's order.

    An account that fails has a profile that cannot be used, with the reason.

    Raises:
        ProfileError: What failed would fail for everybody, or has failed for too many in a row.
    """
    pool = ThreadPoolExecutor(workers, "pyupsync-profile")
    failed = 0
    try:
        for listed, profile in _in_order(accounts, lambda one: pool.submit(ask, one), workers * _AHEAD):
            try:
                found = profile.result()
                failed = 0
            except ProfileError as error:
                failed += 1
                if isinstance(error, _OF_ALL) or failed > _PATIENCE:
                    raise
                found = unusable(listed.origin, error.message.rstrip("."))
            yield found
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _in_order(
    accounts: Iterable[Listed], begin: Callable[[Listed], Future[Profile]], most: int
) -> Iterator[tuple[Listed, Future[Profile]]]:
    waiting: deque[tuple[Listed, Future[Profile]]] = deque()
    for listed in accounts:
        waiting.append((listed, begin(listed)))
        if len(waiting) >= most:
            yield waiting.popleft()
    yield from waiting

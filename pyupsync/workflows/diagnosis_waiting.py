"""Reading for a diagnosis: each thing with a failure of its own, and a sign of life while it takes long."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Any, TypeAlias, TypeVar

from pyupsync.diagnosis.seen import Seen, Unseen
from pyupsync.errors import CredentialError, UpSyncError, UsageError
from pyupsync.model import Event, Progress
from pyupsync.photos.workers import Making

T = TypeVar("T")
ACTIVITY = "Diagnosis"
HEARTBEAT = 0.25
"""Seconds; a consumer hears something at least this often."""
Read: TypeAlias = Generator[Event, bool | None, Seen[T]]


def attempt(read: Callable[[], Seen[T]]) -> Seen[T]:
    """What is read, or why it is not.

    Raises:
        UsageError: What it was told to read cannot be used; whoever told it can mend that.
    """
    try:
        return read()
    except UsageError as error:
        if not isinstance(error, CredentialError):  # a missing ticket keeps one station from being seen, not all
            raise
        return Unseen(error.message, error.advice, error.code)
    except UpSyncError as error:
        return Unseen(error.message, error.advice, error.code)
    except Exception as error:  # noqa: BLE001 - a reader that trips over something must not end the others' run
        return Unseen(f"It could not be looked at: {type(error).__name__}: {error}.", code="UpSyncFailed")


def not_named(what: str, option: str) -> Unseen:
    """Nobody said where to look."""
    return Unseen(f"{what} was not named.", f"Give {option}")


def shown_command(words: Sequence[str]) -> str:
    """A command as this system's shell takes it."""
    return subprocess.list2cmdline(words) if os.name == "nt" else shlex.join(words)


class Patience:
    """Does slow things in one thread, one after the other, and says meanwhile that it is still at it."""

    def __init__(self) -> None:
        self._making: Making[Any] = Making(1, "pyupsync-diagnosis", 1)
        self._done = 0

    def on(self, current: str, read: Callable[[], Seen[T]]) -> Read[T]:
        """What ``read`` gives, or why it does not."""
        self._making.begin(partial(attempt, read))
        yield Progress(ACTIVITY, self._done, None, current)
        while True:
            for one in self._making.taken(HEARTBEAT):
                self._done += 1
                told: Seen[T] = one
                return told
            yield Progress(ACTIVITY, self._done, None, current)

    def here(self, current: str, read: Callable[[], Seen[T]]) -> Read[T]:
        """The same in this very thread, where a host's cmdlets have to run: it is said before what it waits for."""
        yield Progress(ACTIVITY, self._done, None, current)
        told = attempt(read)
        self._done += 1
        return told

    def stop(self) -> None:
        """Begin nothing more."""
        self._making.stop()

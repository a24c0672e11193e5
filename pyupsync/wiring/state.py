"""What photo runs keep from one to the next."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from pyupsync.ports import PhotoState
from pyupsync.wiring.address import split_address


def open_state(address: str, stack: ExitStack, *, writing: bool, new: bool = True) -> PhotoState:
    """Open ``sqlite:FILE``; ``stack`` closes it.

    For ``writing`` no other run has it, and a missing file is made if it may be ``new``.
    """
    _, rest = split_address(address, "state", ("sqlite",))
    from pyupsync.adapters.state.sqlite import open_sqlite

    state = open_sqlite(rest, writing=writing, new=new)
    stack.callback(state.close)
    return state


def has_state(address: str) -> bool:
    """Whether there is anything in ``sqlite:FILE`` yet."""
    _, rest = split_address(address, "state", ("sqlite",))
    return Path(rest).is_file() and Path(rest).stat().st_size > 0

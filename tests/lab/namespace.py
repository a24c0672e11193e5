"""The lab's own hosts file, seen by this process and its children only.

``unshare(CLONE_NEWNS)`` gives the calling thread a mount namespace of its own; a bind mount there covers
``/etc/hosts`` for it and for everything it starts, and for nobody else on the machine.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.lab.processes import LabError

# <linux/sched.h>, <sys/mount.h>
_CLONE_NEWNS = 0x00020000
_MS_BIND = 0x1000
_MS_REC = 0x4000
_MS_PRIVATE = 1 << 18
_MNT_DETACH = 2


def call(name: str, *args: object) -> None:
    """Call a function of the C library that answers 0.

    Raises:
        LabError: It did not.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*args) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise LabError(f"The lab cannot have namespaces of its own: {name}: {reason}; it needs CAP_SYS_ADMIN.")


@contextmanager
def own_hosts_file(hosts: Path) -> Iterator[None]:
    """Let names resolve by ``hosts`` here and in every child started meanwhile."""
    call("unshare", _CLONE_NEWNS)
    call("mount", b"none", b"/", None, ctypes.c_ulong(_MS_REC | _MS_PRIVATE), None)
    call("mount", os.fsencode(hosts), b"/etc/hosts", None, ctypes.c_ulong(_MS_BIND), None)
    try:
        yield
    finally:
        call("umount2", b"/etc/hosts", _MNT_DETACH)

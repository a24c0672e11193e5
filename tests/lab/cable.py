"""A network namespace at the end of a cable that loses packets, takes its time, or is cut.

The two ends are TUN devices, one in the lab's network and one in a namespace of its own; what goes in at one comes out
at the other as this process lets it. ``tc qdisc … netem`` does the same where the kernel has it; many have not. Names,
addresses and services are the lab's on both sides: ``route_localnet`` lets 127/8 be routed between the two ends
(https://docs.kernel.org/networking/ip-sysctl.html).
"""

from __future__ import annotations

import fcntl
import ipaddress
import os
import random
import select
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.lab.names import Addresses
from tests.lab.namespace import call
from tests.lab.processes import LabError, run

_CLONE_NEWNET = 0x40000000  # <linux/sched.h>
# <linux/if_tun.h>: TUNSETIFF, IFF_TUN | IFF_NO_PI
_TUNSETIFF = 0x400454CA
_TUN = 0x0001 | 0x1000
_LONGEST = 65536
# 198.18.0.0/15 is for such networks (RFC 2544, C.2.2); each lab has two addresses of its own in it.
_FIRST = ipaddress.IPv4Address("198.18.0.0")


class Cable:
    """Leads from a namespace of its own to the lab.

    Args:
        addresses: The lab's; all of them are at the other end.
        seed: Of the packets that are lost.

    Attributes:
        loss: The part of packets lost, each way.
        delay: Seconds from sending to the answer.
        is_cut: Whether nothing passes.
    """

    def __init__(self, addresses: Addresses, seed: int) -> None:
        self.loss = 0.0
        self.delay = 0.0
        self.is_cut = False
        self._chance = random.Random(seed)
        self._lab = addresses.network
        _, second, third, _ = self._lab.split(".")
        place = (int(second) - 20) * 250 + int(third) - 1
        self._near, self._far = (str(_FIRST + 2 * place + end) for end in (0, 1))
        self._names = (f"ups{place}", f"upsfar{place}")
        self._ends: tuple[int, int] = (-1, -1)
        self._namespace = -1
        self._wake = os.pipe()
        self._carrier = threading.Thread(target=self._carry, name="cable")

    def lay(self) -> None:
        """Make the namespace and both ends of the cable."""
        maker = threading.Thread(target=self._make)
        maker.start()
        maker.join()
        if self._namespace < 0:
            raise LabError("There is no network namespace, or no TUN device in it; it needs CAP_NET_ADMIN.")
        near, far = self._names
        run("ip", "address", "add", self._near, "peer", self._far, "dev", near)
        run("ip", "link", "set", near, "up")
        Path(f"/proc/sys/net/ipv4/conf/{near}/route_localnet").write_text("1")
        inside = (
            "ip link set lo up",
            f"ip address add {self._far} peer {self._near} dev {far}",
            f"ip link set {far} up",
            f"echo 1 > /proc/sys/net/ipv4/conf/{far}/route_localnet",
            "ip route replace local 127.0.0.1 dev lo table local",
            "ip route delete local 127.0.0.0/8 dev lo table local",
            f"ip route add {self._lab}0/24 dev {far} src {self._far}",
        )
        run(*self.command("sh", "-ec", "\n".join(inside)))
        self._carrier.start()

    def take_up(self) -> None:
        """End everything: whoever is left in the namespace has no network any more."""
        os.write(self._wake[1], b"!")
        if self._carrier.ident:
            self._carrier.join()
        for one in (*self._ends, self._namespace, *self._wake):  # the devices and the namespace end with them
            if one >= 0:
                os.close(one)

    def command(self, *words: str) -> list[str]:
        """What runs ``words`` in the namespace, as the process that is started for it."""
        return ["nsenter", f"--net=/proc/{os.getpid()}/fd/{self._namespace}", "--", *words]

    def _make(self) -> None:
        """Both devices, the second one in a new namespace; which is this thread's, and is held by a file."""
        near = _tun(self._names[0])
        call("unshare", _CLONE_NEWNET)
        self._ends = (near, _tun(self._names[1]))
        self._namespace = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)

    def _carry(self) -> None:
        near, far = self._ends
        other = {near: far, far: near}
        under_way: deque[tuple[float, int, bytes]] = deque()
        while True:
            patience = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
            ready, _, _ = select.select([near, far, self._wake[0]], [], [], patience)
            if self._wake[0] in ready:
                return
            for end in ready:
                packet = os.read(end, _LONGEST)
                if not self.is_cut and self._chance.random() >= self.loss:
                    under_way.append((time.monotonic() + self.delay / 2, other[end], packet))
            while under_way and under_way[0][0] <= time.monotonic():
                _, end, packet = under_way.popleft()
                with suppress(OSError):  # a packet for nobody is lost
                    os.write(end, packet)


@contextmanager
def laid_cable(addresses: Addresses, seed: int) -> Iterator[Cable]:
    """A cable for as long as the context lasts."""
    cable = Cable(addresses, seed)
    try:
        cable.lay()
        yield cable
    finally:
        cable.take_up()


def _tun(name: str) -> int:
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_CLOEXEC)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH22x", name.encode(), _TUN))
    return device

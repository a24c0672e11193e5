"""What things are called in the lab, and the loopback addresses they have."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

REALM = "CORP.EXAMPLE.TEST"
DNS_DOMAIN = "corp.example.test"
NETBIOS = "CORP"
BASE = "DC=corp,DC=example,DC=test"
STAFF = f"OU=Staff,{BASE}"
PARTNERS = f"OU=Partners,{BASE}"
SERVICE = f"OU=Service,{BASE}"

DC_HOST = f"dc1.{DNS_DOMAIN}"
WEB_HOST = f"mysite.{DNS_DOMAIN}"
INCOMPLETE_HOST = f"incomplete.{DNS_DOMAIN}"
OTHER_HOST = f"other.{DNS_DOMAIN}"


@dataclass(frozen=True, slots=True)
class Forest:
    """A forest of one domain, with one domain controller."""

    netbios: str
    dns: str
    address: str

    @property
    def realm(self) -> str:
        return self.dns.upper()

    @property
    def base(self) -> str:
        return ",".join(f"DC={label}" for label in self.dns.split("."))

    @property
    def dc_host(self) -> str:
        return f"dc1.{self.dns}"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The loopback network of one lab, ``127.X.Y.``, and who sits where in it."""

    network: str

    @property
    def dc(self) -> str:
        return f"{self.network}10"

    @property
    def forest(self) -> Forest:
        return Forest(NETBIOS, DNS_DOMAIN, self.dc)

    @property
    def second(self) -> Forest:
        """Another forest, which is started where a test asks for it."""
        return Forest("FAB", "fabrikam.test", f"{self.network}30")

    @property
    def web(self) -> str:
        return f"{self.network}20"

    @property
    def incomplete(self) -> str:
        return f"{self.network}21"

    @property
    def other(self) -> str:
        return f"{self.network}22"

    def hosts_file(self) -> str:
        """The text of a hosts file that knows the lab's names and this machine's own."""
        rows = [
            f"127.0.0.1 localhost {socket.gethostname()}",
            "::1 localhost",
            f"{self.dc} {DC_HOST} dc1 {DNS_DOMAIN}",
            f"{self.web} {WEB_HOST} mysite",
            f"{self.incomplete} {INCOMPLETE_HOST}",
            f"{self.other} {OTHER_HOST}",
        ]
        return "".join(f"{row}\n" for row in rows)


@contextmanager
def own_addresses() -> Iterator[Addresses]:
    """A network of 127.0.0.0/8 that no other lab has; held for as long as the context lasts.

    A listening socket on ``127.X.Y.1`` marks it as taken, so labs that start at the same time never share one.
    """
    for attempt in range(250):
        place = (os.getpid() + attempt * 7919) % (200 * 250)
        network = f"127.{20 + place // 250}.{1 + place % 250}."
        with socket.socket() as mark:
            try:
                mark.bind((f"{network}1", 389))
                mark.listen(1)
            except OSError:
                continue
            yield Addresses(network)
            return
    raise RuntimeError("No loopback network is free for the lab.")

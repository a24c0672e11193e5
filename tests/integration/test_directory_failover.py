"""Several domain controllers: found by DNS, tried in order, one used while it lives, the next when it is gone."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import closing

import dns.resolver
import pytest

from pyupsync.adapters.directory.ldap import open_ldap
from pyupsync.adapters.directory.ldap_address import LdapPlace, parse_address
from pyupsync.adapters.directory.ldap_controllers import DomainControllers
from pyupsync.adapters.directory.ldap_login import tls_context
from pyupsync.adapters.directory.ldap_site import client_site
from pyupsync.config import Login
from pyupsync.errors import DirectoryUnavailable, DirectoryUntrusted
from pyupsync.model import AccountKey
from tests.conftest import need_tool
from tests.lab import names, people
from tests.lab.people import person
from tests.lab.processes import Service
from tests.lab.tunnel import Tunnel

pytestmark = pytest.mark.lab


@pytest.fixture
def two(lab) -> Iterator[tuple[Tunnel, Tunnel]]:
    """Two ways to the directory, each a domain controller of its own to whoever uses them."""
    with Tunnel(lab.addresses.dc, 636) as first, Tunnel(lab.addresses.dc, 636) as second:
        yield first, second


@pytest.fixture
def connect(lab, fresh_photos):
    opened = []

    def _connect(address: str, timeout: float = 5):
        login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
        opened.append(open_ldap(address, login=login, ca_file=str(lab.root_ca), timeout=timeout))
        return opened[-1]

    yield _connect
    for one in opened:
        one.close()


def both(lab, two) -> str:
    first, second = two
    return f"ldaps://{lab.dc_host}:{first.port},{lab.dc_host}:{second.port}/{lab.base}"


def staff() -> list[str]:
    return [one.dn for one in people.in_directory() if one.dn.endswith(names.STAFF) and one.sam != "protected"]


def test_the_first_is_used_for_everything_while_it_lives(lab, two, connect):
    """A connection that breaks is no reason to leave it: changes made on one are soonest seen on the same."""
    directory = connect(both(lab, two))
    for round_number in range(3):
        for write in [directory.send_photo(dn, secrets.token_bytes(500)) for dn in staff()]:
            write.result()
        assert list(directory.find([AccountKey("sam", "mueller")]))
        if round_number == 1:
            two[0].cut()
    assert two[0].connections >= 4
    assert two[1].connections == 0


def test_when_it_goes_away_in_the_middle_the_next_one_takes_over_and_nobody_is_missed(lab, two, connect):
    directory, wanted = connect(both(lab, two)), {dn: secrets.token_bytes(20_000) for dn in staff()}
    writes = []
    for number, (dn, photo) in enumerate(wanted.items()):
        writes.append(directory.send_photo(dn, photo))
        if number == len(wanted) // 2:
            two[0].close()
    for write in writes:
        write.result()
    assert list(directory.find([AccountKey("sam", "mueller")]))
    assert two[1].connections
    assert {dn: photo for dn, photo in lab.photos().items() if dn in wanted} == wanted


def test_one_that_hangs_is_left_for_the_next(lab, two, connect):
    directory, dn = connect(both(lab, two), timeout=1), person("mueller").dn
    directory.write_photo(dn, b"first")
    two[0].hang()
    directory.write_photo(dn, b"second")
    assert list(directory.find([AccountKey("sam", "mueller")]))
    assert lab.photo_of(dn) == b"second"
    two[0].go_on()


def test_one_that_is_down_or_unknown_is_passed_over_at_the_beginning(lab, connect):
    with closing(socket.create_server((lab.addresses.dc, 0))) as taken:
        closed = taken.getsockname()[1]
    address = f"ldaps://dc9.{names.DNS_DOMAIN},{lab.dc_host}:{closed},{lab.dc_host}/{lab.base}"
    assert connect(address).domain.netbios == "CORP"


def test_when_none_can_be_reached_each_is_told(lab, connect):
    with pytest.raises(DirectoryUnavailable) as caught:
        connect(f"ldaps://dc8.{names.DNS_DOMAIN},{lab.dc_host}:637/{lab.base}")
    assert "dc8" in caught.value.message
    assert "637 refuses" in caught.value.message


def test_one_that_is_not_trusted_is_not_passed_over(lab, connect):
    """Somebody has to look at it; and it must not depend on luck whether a run works."""
    with pytest.raises(DirectoryUntrusted):
        connect(f"ldaps://dc1,{lab.dc_host}/{lab.base}")


# --- found by DNS


@pytest.fixture
def name_server(lab, tmp_path, monkeypatch):
    """Starts a DNS server that knows these SRV records; this process asks it and no other."""
    program = need_tool("dnsmasq")
    running: list[Service] = []

    def _start(*records: str) -> None:
        given = [f"--srv-host={record}" for record in records]
        where = ["--port=5353", f"--listen-address={lab.addresses.dc}", "--bind-interfaces"]
        alone = ["--no-resolv", "--no-hosts", "--conf-file=/dev/null", "--keep-in-foreground", "--user=root"]
        alone += [f"--local=/{names.DNS_DOMAIN}/", "--pid-file="]
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = [lab.addresses.dc], 5353
        monkeypatch.setattr(dns.resolver, "default_resolver", resolver)

        def ready() -> bool:
            try:
                resolver.resolve(names.DNS_DOMAIN, "TXT", raise_on_no_answer=False, lifetime=1)
            except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
                return True
            except dns.exception.DNSException:
                return False
            return True

        command = [program, *where, *alone, *given]
        running.append(Service("The name server", command, env=lab.env(), log=tmp_path / "dns.log", ready=ready))
        running[-1].start()

    yield _start
    for one in running:
        one.stop()


SITE = "Default-First-Site-Name"
ALL = f"_ldap._tcp.dc._msdcs.{names.DNS_DOMAIN}"


def test_without_a_host_dns_names_the_domain_controllers(lab, name_server, connect):
    """By priority; one that is unknown or gone is passed over."""
    name_server(f"{ALL},gone.{names.DNS_DOMAIN},389,0,100", f"{ALL},{names.DC_HOST},389,10,100")
    directory = connect(f"ldaps:///{lab.base}")
    assert directory.domain.dns == names.DNS_DOMAIN
    directory.write_photo(person("mueller").dn, b"found")
    assert lab.photo_of(person("mueller").dn) == b"found"


def test_starttls_goes_to_the_port_that_dns_names(lab, name_server, connect):
    name_server(f"{ALL},{names.DC_HOST},389,0,100")
    assert connect(f"ldap+starttls:///{people.BUERO}").domain.base == people.BUERO


def test_a_host_outside_the_domain_gets_no_logon(lab, name_server, connect):
    """DNS is not authenticated, and a certificate for a host of one's own is easily had."""
    name_server(f"{ALL},dc1.corp.example.test.evil.example,389,0,100", f"{ALL},evil{names.DNS_DOMAIN},389,0,100")
    with pytest.raises(DirectoryUnavailable, match="whose own name is in") as caught:
        connect(f"ldaps:///{lab.base}")
    assert "ldaps://HOST" in caught.value.advice


def test_a_domain_without_records_is_said(lab, name_server, connect):
    name_server()
    with pytest.raises(DirectoryUnavailable) as caught:
        connect(f"ldaps:///{lab.base}")
    assert ALL in caught.value.message
    assert "DNS" in caught.value.advice


def test_a_name_server_that_is_silent_costs_one_time_out(lab, name_server, connect):
    name_server()
    dns.resolver.default_resolver.port = 5354
    with pytest.raises(DirectoryUnavailable, match="DNS names no domain controller"):
        connect(f"ldaps:///{lab.base}", timeout=1)


def test_those_of_this_machines_site_come_first(lab, name_server):
    """The site is what the domain controller says it is; those of other sites are left for when it has none alive."""
    site = f"_ldap._tcp.{SITE}._sites.dc._msdcs.{names.DNS_DOMAIN}"
    far, near = f"dc7.{names.DNS_DOMAIN}", names.DC_HOST
    name_server(f"{ALL},{far},389,0,100", f"{ALL},{near},389,10,100", f"{site},{near},389,0,100")
    assert client_site(LdapPlace("ldaps", near, 636), names.DNS_DOMAIN, tls_context(str(lab.root_ca)), 5) == SITE
    address = parse_address(f"ldaps:///{lab.base}")
    found = DomainControllers(address, Login(), tls_context(str(lab.root_ca)), 5)
    found.connect().unbind()
    assert [place.host for place in found._places] == [near, far]

"""The lab's Kerberos configuration and credential caches; nothing of the host's is read."""

from __future__ import annotations

import time
from pathlib import Path

from tests.lab.names import DNS_DOMAIN, REALM
from tests.lab.processes import run


def configuration(kdc: str, folder: Path) -> str:
    """The text of a krb5.conf that knows one realm and asks no DNS."""
    return f"""[libdefaults]
  default_realm = {REALM}
  dns_lookup_kdc = false
  dns_lookup_realm = false
  dns_canonicalize_hostname = false
  rdns = false
  udp_preference_limit = 1
  forwardable = true
  default_keytab_name = FILE:{folder}/none.keytab
  default_client_keytab_name = FILE:{folder}/none.keytab
[realms]
  {REALM} = {{
    kdc = {kdc}
    admin_server = {kdc}
  }}
[domain_realm]
  .{DNS_DOMAIN} = {REALM}
  {DNS_DOMAIN} = {REALM}
"""


def ticket_from_keytab(cache: Path, principal: str, keytab: Path, env: dict[str, str], lifetime: str = "1h") -> Path:
    """Log ``principal`` on with its keytab and put the ticket into the file ``cache``."""
    run("kinit", "-l", lifetime, "-c", f"FILE:{cache}", "-k", "-t", keytab, principal, env=env)
    return cache


def expired_from_keytab(cache: Path, principal: str, keytab: Path, env: dict[str, str]) -> Path:
    """The same with a ticket that is no longer valid when this returns."""
    ticket_from_keytab(cache, principal, keytab, env, lifetime="1s")
    time.sleep(1.1)
    return cache

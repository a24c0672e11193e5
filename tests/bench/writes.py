"""LDAP writes alone: fresh thumbnailPhotos over LDAPS, beside one ldapmodify and four at once."""

from __future__ import annotations

import secrets

from pyupsync.adapters.directory.ldap import open_ldap
from pyupsync.changing import apply_changes
from pyupsync.config import Login
from pyupsync.model import Change, Outcome
from tests.bench.crowd import Crowd, crowd_in_lab, ldapmodify, write_ldif
from tests.bench.measuring import ROUNDS, Comparison, Times

SIZE = 2000
_BYTES = 20_000


def measure(size: int) -> None:
    """Write everybody's picture in each way, again and again; new bytes every time, since equal ones cost less."""
    times = Times()
    with crowd_in_lab(size) as crowd:
        for _ in range(ROUNDS):
            values = fresh(crowd)
            times.take("pyupsync", lambda values=values: ours(crowd, values))
            for parts, name in ((1, "ldapmodify"), (4, "four ldapmodify at once")):
                files = write_ldif(crowd, fresh(crowd), parts)
                times.take(name, lambda files=files: ldapmodify(crowd, files))
    theirs = [times.best("ldapmodify"), times.best("four ldapmodify at once")]
    best = min(seconds for _, seconds in theirs)
    Comparison("LDAP writes", size, times.best("pyupsync"), theirs, best, goal=1.0, kind="rate").show()


def fresh(crowd: Crowd) -> list[tuple[str, bytes]]:
    """A value nobody has had for everybody: of a picture's size, and no compression helps."""
    return [(crowd.dn(name), secrets.token_bytes(_BYTES)) for name in crowd.names()]


def ours(crowd: Crowd, values: list[tuple[str, bytes]]) -> None:
    """As an export writes, with the connection made and closed."""
    lab = crowd.lab
    login = Login(auth="kerberos", user=lab.principal, keytab=str(lab.keytab()))
    directory = open_ldap(lab.directory_address, login=login, ca_file=str(lab.root_ca), timeout=30)
    changes = [Change(dn, "photos", "Set thumbnailPhoto", dn, None, None, payload=photo) for dn, photo in values]
    made = sum(
        isinstance(event, Outcome) and event.status == "applied"
        for event in apply_changes(changes, lambda change: directory.send_photo(change.target, change.payload))
    )
    directory.close()
    assert made == len(values)

"""A run in which nothing changed, beside ldapsearch listing the same people and curl asking for the same heads.

ldapsearch asks for what an export asks for, without pictures, in pages; curl asks with HEAD and Negotiate, as many at
once as the export. The floor is both together. The state is filled by an export before.
"""

from __future__ import annotations

from pyupsync.adapters.directory.ldap_entries import ATTRIBUTES, PHOTO
from tests.bench.crowd import Crowd, crowd_in_lab, curl, export
from tests.bench.measuring import ROUNDS, Comparison, Times
from tests.lab.processes import run

SIZE = 10_000


def measure(size: int) -> None:
    """Fill the state once, then run without a change several times over."""
    times = Times()
    with crowd_in_lab(size) as crowd:
        crowd.new_pictures(1, different=500)
        state = ("--state", f"sqlite:{crowd.lab.root / 'bench.db'}")
        export(crowd, *state)
        for _ in range(ROUNDS):
            times.take("pyupsync photos export --state", lambda: export(crowd, *state))
            times.take("ldapsearch", lambda: ldapsearch(crowd))
            times.take("curl -I --negotiate --parallel", lambda: curl(crowd, "-I"))
    theirs = [times.best("ldapsearch"), times.best("curl -I --negotiate --parallel")]
    floor = sum(seconds for _, seconds in theirs)
    ours = times.best("pyupsync photos export --state")
    Comparison("No change", size, ours, theirs, floor, goal=1.2, notes=times.notes()).show()


def ldapsearch(crowd: Crowd) -> None:
    """List everybody without their pictures."""
    names = [name for name in ATTRIBUTES if name != PHOTO]
    where = ("-O", "maxssf=0", "-H", f"ldaps://{crowd.lab.dc_host}", "-Y", "GSSAPI", "-Q", "-b", crowd.lab.base)
    env = {**crowd.lab.env(), "LDAPTLS_CACERT": str(crowd.lab.ca_bundle)}
    del env["LDAPNOINIT"]  # it would ignore the CA file as well
    run("ldapsearch", *where, "-LLL", "-E", "pr=500/noprompt", "(sAMAccountName=bench*)", *names, env=env)

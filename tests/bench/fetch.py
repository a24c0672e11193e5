"""Pictures alone: fetched by the source that an export uses, beside curl with Negotiate, as many at once.

In the middle of a run both send a ticket with every request, as Apache asks for one each time. The pictures come to
bytes in memory here and to files there, in memory where that can be had.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from pyupsync.adapters.photos.http import open_http
from pyupsync.config import Login
from tests.bench.crowd import WORKERS, Crowd, crowd_in_lab, curl
from tests.bench.measuring import ROUNDS, Comparison, Times

SIZE = 2000
OURS, CURL = "pyupsync's photo source", "curl --negotiate --parallel"


def measure(size: int) -> None:
    """Fetch everybody's picture several times over."""
    times = Times()
    with crowd_in_lab(0) as nobody:  # nobody has to be in the directory
        crowd = Crowd(nobody.lab, size)
        crowd.new_pictures(1)
        for _ in range(ROUNDS):
            for name, act in ((OURS, fetch), (CURL, curl)):
                times.take(name, lambda act=act: act(crowd))
    theirs = times.best(CURL)
    Comparison("Pictures fetched", size, times.best(OURS), [theirs], theirs[1], goal=1.2, notes=times.notes()).show()


def fetch(crowd: Crowd) -> None:
    """Fetch everybody's picture."""
    lab = crowd.lab
    photos = open_http(sites=(lab.web_host,), login=Login(), ca_file=str(lab.root_ca), timeout=30)
    with ThreadPoolExecutor(WORKERS) as pool:
        sizes = pool.map(lambda name: len(photos.fetch(crowd.url(name)).data), crowd.names())
        assert all(sizes)
    photos.close()

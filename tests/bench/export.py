"""An export end to end, beside curl fetching the same pictures and ldapmodify writing the same bytes.

curl fetches with Negotiate, as many at once as the export; ldapmodify writes over LDAPS as the same account. They do
not match people, judge and conform the pictures or compare with what is there. The floor is the longer of the two. Told
beside it: how long it takes to make the pictures fit and nothing else, and what the C tools take for all three steps,
one after the other, with ImageMagick's convert between them.
"""

from __future__ import annotations

from tests.bench.crowd import crowd_in_lab, curl, export, fetched, ldapmodify, write_ldif
from tests.bench.images import convert
from tests.bench.measuring import ROUNDS, Comparison, Times

SIZE = 2000
CONFORM = "making the pictures fit, in one thread"


def measure(size: int) -> None:
    """Export everybody several times over, always with new pictures."""
    times = Times()
    with crowd_in_lab(size) as crowd:
        for number in range(1, ROUNDS + 1):
            crowd.new_pictures(2 * number)
            times.take("pyupsync photos export", lambda: export(crowd))
            crowd.new_pictures(2 * number + 1)
            times.take("curl --negotiate --parallel", lambda: curl(crowd))
            times.take("convert", lambda: convert(fetched(crowd), fetched(crowd)[0].parent))
            photos: list[tuple[str, bytes]] = []
            times.take(CONFORM, lambda photos=photos: photos.extend(crowd.conformed()))
            files = write_ldif(crowd, photos)
            times.take("ldapmodify", lambda files=files: ldapmodify(crowd, files))
    theirs = [times.best("curl --negotiate --parallel"), times.best("ldapmodify")]
    longer = max(seconds for _, seconds in theirs)
    ours = times.best("pyupsync photos export")
    together = sum(seconds for _, seconds in theirs) + times.best("convert")[1]
    chain = f"curl, convert and ldapmodify, one after the other: {together:.2f} s, {together / ours[1]:.2f} times ours"
    Comparison("Export", size, ours, theirs, longer, goal=1.2, notes=[*times.notes(), chain]).show()

"""The picture itself: fetched as the service account would, and made into what the directory takes."""

from __future__ import annotations

from dataclasses import dataclass, field

from pyupsync.diagnosis.seen import Seen, Station, Unseen
from pyupsync.model import Check, FetchedPhoto, Photo


@dataclass(frozen=True, slots=True)
class MadePhotos:
    """What a picture becomes.

    Attributes:
        source: The hash of what was fetched (SHA-256, hex).
        made: By the rule asked for.
        others: The hashes of what the other rules make, by the rule's name.
        rule: The rule asked for.
    """

    source: str
    made: Photo = field(repr=False)
    others: dict[str, str]
    rule: str


_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM")


def is_blank(data: bytes | None) -> bool:
    """Whether bytes do not even begin as a picture that Outlook shows; not so where there are none."""
    return data is not None and not data.startswith(_BEGINNINGS)


def judge_fetch(url: str, whom: str, fetched: Seen[FetchedPhoto]) -> Check:
    """Whether the site gives the picture.

    Args:
        url: The PictureURL.
        whom: As whom it was asked for.
        fetched: What came.
    """
    station = Station("picture", url, "The site gives it to the service account")
    if isinstance(fetched, Unseen):
        broken = station.broken(fetched)
        return (
            broken
            if not fetched.code
            else station.failed(fetched.code, fetched.why, fetched.advice, [f"Asked as {whom}."])
        )
    kind = f", {fetched.content_type}" if fetched.content_type else ""
    return station.passed(f"It gives {len(fetched.data):,} bytes{kind}.", f"From {fetched.url}", f"Asked as {whom}.")


def judge_image(made: Seen[MadePhotos]) -> Check:
    """Whether what came is a picture that the directory can be given."""
    station = Station("image", "What the site gave", "A picture that fits thumbnailPhoto")
    if isinstance(made, Unseen):
        return station.broken(made)
    facts = made.made.facts
    size = f"{facts.width}x{facts.height}, {facts.size:,} bytes"
    said = f"It fits as it is: {size}." if made.made.kept else f"It becomes {size} ({made.rule})."
    return station.passed(said, f"SHA-256 {facts.sha256}")

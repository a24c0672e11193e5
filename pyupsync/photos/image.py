"""What a picture in the directory must be, and how to make one that is."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from types import MappingProxyType

from PIL import Image, ImageFile

from pyupsync.errors import ImageError
from pyupsync.model import Photo, PhotoFacts
from pyupsync.photos.decode import decode, is_large, load, open_picture, orientation
from pyupsync.photos.segments import is_bare
from pyupsync.photos.workers import alone

_QUALITIES = (95, 90, 85, 80, 75, 70, 60, 50, 40, 30)
_SMALLEST = 16


@dataclass(frozen=True, slots=True)
class ImageRule:
    """What a picture must fit: ``max_side`` pixels either way and ``max_bytes`` bytes."""

    name: str
    max_side: int
    max_bytes: int


# Import-RecipientDataProperty takes at most 10 KB and recommends 96x96 (Exchange team, 2010-03-10); 48x48 is what
# Lync shows from the directory, 648x648 its largest; thumbnailPhoto's rangeUpper is 102,400 ([MS-ADA3] 2.307).
RULES: Mapping[str, ImageRule] = MappingProxyType(
    {
        "gal": ImageRule("gal", 96, 10_240),
        "lync": ImageRule("lync", 48, 10_240),
        "large": ImageRule("large", 648, 102_400),
    }
)
"""The rules there are, by name."""


def conform(data: bytes, rule: ImageRule, content_type: str = "") -> Photo:
    """Make a JPEG that fits ``rule``: upright, sRGB, baseline, without metadata; bytes that fit already are kept.

    Args:
        data: A picture as it came: JPEG, PNG, GIF, BMP, TIFF or WebP, whatever it is called.
        rule: What it must fit; it is never enlarged, and its proportions stay.
        content_type: What the source called it, for the sentence when it is no picture.

    Raises:
        NotAnImage: A login page, an unknown kind of file, or nothing.
        ImageTruncated: The picture ends too early.
        ImageTooLarge: More pixels or bytes than are read.
        ImageError: It is damaged, or cannot be made to fit.
    """
    with closing(open_picture(data, content_type)) as image:
        read = None if is_large(image) else _read(image, data, rule)
    if read is None:
        read = alone(lambda: _read_large(data, rule))
    if isinstance(read, Photo):
        return read
    for side in _sides(max(read.size)):
        smaller = read.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        made = _encoded(smaller, rule.max_bytes)
        if made is not None:
            return Photo(made, PhotoFacts.of(made, *smaller.size), kept=False)
    raise ImageError(f"The picture cannot be made to fit {rule.max_bytes:,} bytes.", advice="Upload another one.")


def _read_large(data: bytes, rule: ImageRule) -> Photo | Image.Image:
    """As ``_read``, of a picture that is opened, and let go, where it is read."""
    with closing(open_picture(data)) as image:
        return _read(image, data, rule)


def _read(image: ImageFile.ImageFile, data: bytes, rule: ImageRule) -> Photo | Image.Image:
    """What fits as it is, or its pixels."""
    if _fits(image, data, rule):
        load(image)
        return Photo(data, PhotoFacts.of(data, *image.size), kept=True)
    return decode(image, rule.max_side)


def _fits(image: ImageFile.ImageFile, data: bytes, rule: ImageRule) -> bool:
    return (
        image.format == "JPEG"
        and image.mode in {"RGB", "L"}
        and max(image.size) <= rule.max_side
        and len(data) <= rule.max_bytes
        and "progressive" not in image.info
        and is_bare(data)
        and orientation(image) == 1
    )


def _sides(longest: int) -> Iterator[int]:
    """The longest side to try, in pixels: as it is, then a fifth smaller each time."""
    side = longest
    while side == longest or side >= _SMALLEST:
        yield side
        side = side * 4 // 5


def _encoded(picture: Image.Image, max_bytes: int) -> bytes | None:
    """The best JPEG within ``max_bytes``, None when even the plainest is too long."""
    picture.info.clear()
    for quality in _QUALITIES:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, subsampling=0 if quality >= 90 else 2)
        if file.tell() <= max_bytes:
            return file.getvalue()
    return None

"""From bytes of unknown worth to pixels: bounded, complete, upright, opaque, in sRGB.

Nothing here changes Pillow's own settings, so it is safe in several threads and beside other users of Pillow.
"""

from __future__ import annotations

import io
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from pyupsync.errors import ImageError, ImageTooLarge, ImageTruncated
from pyupsync.photos.colour import opaque, to_eight_bits, to_srgb
from pyupsync.photos.sniff import no_picture

MAX_BYTES = 32 * 1024 * 1024
"""Bytes of a source picture that are looked at."""
MAX_PIXELS = 50_000_000
"""Pixels of a source picture that are decoded; of a WebP picture half as many."""
MEMORY = 400_000_000
"""Bytes that the pixels and coefficients of the largest picture take while it is decoded."""
ORDINARY = 16_000_000
"""The same of pictures that are decoded side by side; larger ones are decoded one at a time in the whole process.

Measured with eight threads (Pillow 13, glibc, growth of the peak resident set): ordinary pictures 370 MB together;
eight copies of the largest of one kind 110 (palette PNG) to 490 MB (WebP); the largest of every kind in turn 580 MB,
with ordinary ones in between 750 MB. Allocators keep some of what was given back, hence more than the sum above.
"""

_ORIENTATION = 0x0112
_BAND = 250_000
"""Pixels converted at once."""
_GAP = 3
"""Times the size wanted that are left for a clean reduction, as Pillow's reducing_gap."""
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# Pillow's own classes rather than Image.open: it warns of large pictures before anybody can look at their size, and
# takes a JPEG with an attached second picture (MPO) for another format.
_KINDS: tuple[tuple[bytes, type[ImageFile.ImageFile]], ...] = (
    (b"\xff\xd8\xff", JpegImagePlugin.JpegImageFile),
    (b"\x89PNG\r\n\x1a\n", PngImagePlugin.PngImageFile),
    (b"GIF87a", GifImagePlugin.GifImageFile),
    (b"GIF89a", GifImagePlugin.GifImageFile),
    (b"BM", BmpImagePlugin.BmpImageFile),
    (b"II*\0", TiffImagePlugin.TiffImageFile),
    (b"MM\0*", TiffImagePlugin.TiffImageFile),
    (b"RIFF", WebPImagePlugin.WebPImageFile),
)
_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, AttributeError, MemoryError,
    struct.error, zlib.error,
)  # fmt: skip
# Bytes of memory for each pixel while one is decoded: libjpeg keeps the coefficients of progressive pictures, libtiff
# a strip that may be all of it, libwebp two canvases besides the pixels handed over.
_COSTS = {"JPEG": 8, "TIFF": 8, "WEBP": 16}
_COST = 4
_ENDS_EARLY = ("truncated", "unexpected end", "not enough", "ran out", "premature")
_QUIET = threading.Lock()


def open_picture(data: bytes, content_type: str = "") -> ImageFile.ImageFile:
    """Read the header of a picture and admit it, or not, before a pixel is decoded.

    Raises:
        NotAnImage: The bytes are none of the admitted kinds of picture.
        ImageTooLarge: More than ``MAX_BYTES`` bytes or ``MAX_PIXELS`` pixels.
        ImageTruncated: It ends within its header.
        ImageError: Its header is damaged.
    """
    if len(data) > MAX_BYTES:
        raise ImageTooLarge(f"The picture has {len(data):,} bytes; {MAX_BYTES:,} are read.", advice=_SMALLER)
    kind = _kind(data)
    if kind is None:
        raise no_picture(data, content_type)
    with _told_plainly(), _quiet():
        image = kind(io.BytesIO(data))
    width, height = image.size
    most = min(MAX_PIXELS, MEMORY // _cost(image))
    if width * height > most:
        raise ImageTooLarge(f"The picture has {width:,} x {height:,} pixels; {most:,} are read.", advice=_SMALLER)
    return image


def _cost(image: ImageFile.ImageFile) -> int:
    return _COSTS.get(image.format or "", _COST)


_SMALLER = "Upload a smaller picture."


def is_large(image: ImageFile.ImageFile) -> bool:
    """Whether decoding takes more than ``ORDINARY`` bytes, so that it is to be done while no other is."""
    return image.width * image.height * _cost(image) > ORDINARY


def load(image: ImageFile.ImageFile) -> None:
    """Decode every pixel.

    Raises:
        ImageTruncated: It ends too early.
        ImageError: It is damaged.
    """
    with _told_plainly():
        image.load()


def decode(image: ImageFile.ImageFile, max_side: int) -> Image.Image:
    """Decode to RGB (sRGB), upright, on white, no side longer than ``max_side`` pixels, never enlarged.

    Raises:
        ImageTruncated: It ends too early.
        ImageError: It is damaged, or in a colour mode that is not read.
    """
    with _told_plainly():
        # A JPEG is decoded at 1/2, 1/4 or 1/8 while half again the pixels needed are left: what that changes in the
        # picture is less than what coding it as JPEG does (docs/performance.md).
        image.draft(None, (max_side * 3 // 2, max_side * 3 // 2))
        image.load()
        profile = image.info.get("icc_profile")
        small = _shrunk(image, max_side)
        picture = to_srgb(opaque(small), profile)
        turn = _UPRIGHT.get(orientation(image))
        return picture if turn is None else picture.transpose(turn)


def _kind(data: bytes) -> type[ImageFile.ImageFile] | None:
    kind = next((kind for magic, kind in _KINDS if data.startswith(magic)), None)
    if kind is WebPImagePlugin.WebPImageFile and data[8:12] != b"WEBP":
        return None
    return kind


def _shrunk(image: Image.Image, max_side: int) -> Image.Image:
    """The picture within ``max_side``, 8 bits a channel; converted in bands, so that it is in memory once."""
    longest = max(image.size)
    if longest <= max_side:
        return to_eight_bits(image)(image)
    width, height = (max(1, round(side * max_side / longest)) for side in image.size)
    across, down = (max(1, int(have / want / _GAP)) for have, want in zip(image.size, (width, height), strict=True))
    coarse = _reduced(image, across, down)
    box = (0.0, 0.0, image.width / across, image.height / down)
    return coarse.resize((width, height), Image.Resampling.LANCZOS, box)


def _reduced(image: Image.Image, across: int, down: int) -> Image.Image:
    """8 bits a channel, one pixel for ``across`` by ``down``, made in bands where they are many."""
    convert = to_eight_bits(image)
    rows = down * max(1, _BAND // (image.width * down))
    if rows >= image.height:
        whole = convert(image)
        return whole if across == down == 1 else whole.reduce((across, down))
    coarse: Image.Image | None = None
    for top in range(0, image.height, rows):
        band = convert(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce((across, down))
        if coarse is None:
            coarse = Image.new(band.mode, (-(-image.width // across), -(-image.height // down)))
        coarse.paste(band, (0, top // down))
    assert coarse is not None  # noqa: S101 - no picture has no rows
    return coarse


def orientation(image: ImageFile.ImageFile) -> int:
    """The EXIF orientation, 1 (upright) where there is none or it cannot be read."""
    try:
        with _quiet():
            value = image.getexif().get(_ORIENTATION, 1)
    except _BROKEN:
        return 1
    return value if isinstance(value, int) else 1


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Pillow's warnings about damaged metadata from the user: it is dropped anyway.

    The list of filters belongs to the process, hence the lock; only headers are read under it.
    """
    with _QUIET, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def _told_plainly() -> Iterator[None]:
    """Turn whatever Pillow raises over damaged pictures into one of ours."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ImageTooLarge("The picture has more pixels than are read.", advice=_SMALLER) from error
    except _BROKEN as error:
        again = "Upload the picture again."
        if isinstance(error, EOFError | struct.error) or any(word in str(error).lower() for word in _ENDS_EARLY):
            raise ImageTruncated("The picture ends too early.", advice=again) from error
        raise ImageError(f"The picture is damaged: {error}.", advice=again) from error

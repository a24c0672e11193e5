"""Pictures, and things that only look like them. Every function makes bytes; none needs the lab."""

from __future__ import annotations

import colorsys
import io
import struct
import zlib
from collections.abc import Callable

from PIL import Image, ImageDraw


def _canvas(number: int, width: int, height: int) -> Image.Image:
    """A gradient in a colour of its own for every number, with the number on it."""
    shade = Image.linear_gradient("L").resize((width, height))
    red, green, blue = colorsys.hsv_to_rgb((number * 0.381966) % 1.0, 0.7, 1.0)
    bands = [shade.point(lambda value, part=part: int(value * part)) for part in (red, green, blue)]
    picture = Image.merge("RGB", bands)
    draw = ImageDraw.Draw(picture)
    draw.ellipse([width // 4, height // 5, width * 3 // 4, height * 4 // 5], fill=(230, 200, 180))
    draw.text((width // 3, height // 2), f"{number}", fill=(20, 20, 20))
    return picture


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def portrait(number: int, width: int = 300, height: int | None = None) -> bytes:
    """A sound JPEG that differs for every number; ``width`` x ``height`` pixels, square unless told."""
    return _saved(_canvas(number, width, height or width), "JPEG", quality=85)


def cmyk_jpeg(number: int = 1) -> bytes:
    """A JPEG in the four colours of print."""
    return _saved(_canvas(number, 300, 300).convert("CMYK"), "JPEG", quality=85)


def png(number: int = 2) -> bytes:
    """A PNG, which SharePoint would serve under a name that ends in .jpg."""
    return _saved(_canvas(number, 300, 300), "PNG")


def deep_png(number: int = 3) -> bytes:
    """A grey PNG with 16 bits a pixel."""
    shades = struct.pack("<90000H", *((place * 91 + number) % 65536 for place in range(90000)))
    wide = Image.frombytes("I;16", (300, 300), shades)
    return _saved(wide, "PNG")


def animated_gif(number: int = 4) -> bytes:
    """A GIF of three frames."""
    frames = [_canvas(number + step, 300, 300) for step in range(3)]
    return _saved(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=200, loop=0)


def rotated_jpeg(number: int = 5) -> bytes:
    """A JPEG stored lying on its side, 300x200 pixels, with Orientation 6 and a GPS position in its EXIF.

    Upright it is 200 wide and 300 high.
    """
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation
    exif[0x010E] = "lab picture"  # ImageDescription
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 30.0, 0.0), 3: "E", 4: (19.0, 2.0, 0.0)})  # GPSInfo
    return _saved(_canvas(number, 300, 200), "JPEG", quality=85, exif=exif)


def truncated_jpeg(number: int = 6) -> bytes:
    """The first half of a JPEG."""
    whole = portrait(number)
    return whole[: len(whole) // 2]


def empty() -> bytes:
    """Nothing at all."""
    return b""


def bomb_png(side: int = 20_000) -> bytes:
    """A PNG of ``side`` x ``side`` black pixels in some 50 KB: a decompression bomb."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    packed = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def login_page() -> bytes:
    """What a site shows with status 200 to somebody it does not know."""
    form = '<form action="/_login"><input name="user"><input name="password" type="password"></form>'
    return f"<!DOCTYPE html><html><head><title>Sign in</title></head><body>{form}</body></html>".encode()


def error_page() -> bytes:
    """What a site shows with status 500."""
    return b"<!DOCTYPE html><html><head><title>Error</title></head><body>Something went wrong.</body></html>"


SPECIAL: dict[str, Callable[[], bytes]] = {
    "login_page": login_page,
    "truncated": truncated_jpeg,
    "bomb": bomb_png,
    "png_named_jpg": png,
    "cmyk": cmyk_jpeg,
    "deep_png": deep_png,
    "animated": animated_gif,
    "rotated": rotated_jpeg,
    "empty": empty,
}
"""The makers of the special pictures, by the case of the person who has one."""

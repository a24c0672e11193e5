"""Colours of every kind to 8-bit sRGB on white."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageCms

_WHITE = (255, 255, 255, 255)
_MODE_OF_SPACE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def to_eight_bits(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    """What brings bands of ``image`` into one of L, RGB, RGBA and CMYK, 8 bits a channel.

    16-bit greys keep their brightness (65,535 is white). 32-bit integers and floats have no agreed white: their
    own brightest value, over the whole picture, becomes white.

    Raises:
        ValueError: Pillow has no way from its mode.
    """
    if image.mode in {"I", "F"} or image.mode.startswith("I;"):
        return _greys(image)
    if image.has_transparency_data:
        return lambda band: band.convert("RGBA")
    return lambda band: band if band.mode in {"L", "RGB", "CMYK"} else band.convert("RGB")


def _greys(image: Image.Image) -> Callable[[Image.Image], Image.Image]:
    low, high = 0.0, 65535.0
    # Pillow before 11 gives 16-bit PNG greys as "I".
    if image.mode in {"I", "F"} and image.format != "PNG":
        low, high = (float(bound) for bound in image.getextrema())  # type: ignore[arg-type]
    scale = 255 / (high - low) if high > low else 0.0
    return lambda band: band.convert("F").point(lambda value: value * scale + (0.5 - low * scale)).convert("L")


def opaque(image: Image.Image) -> Image.Image:
    """The picture on white where it is transparent."""
    if image.mode != "RGBA":
        return image
    return Image.alpha_composite(Image.new("RGBA", image.size, _WHITE), image).convert("RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture (L, RGB or CMYK) as RGB in sRGB; a profile that is damaged or of another kind counts as none."""
    if profile:
        try:
            return _transformed(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass
    return image.convert("RGB")


def _transformed(image: Image.Image, profile: bytes) -> Image.Image:
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = _MODE_OF_SPACE.get(source.profile.xcolor_space.strip(), "none")
    if mode == "RGB" and image.mode == "L":
        image = image.convert("RGB")
    if mode != image.mode:
        raise ValueError(f"a profile for {mode} in a picture in {image.mode}")
    made = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return made if made is not None else image.convert("RGB")

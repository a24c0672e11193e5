"""Friendly faces, drawn by code: the same look and seed give the same picture, on any system."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image

from pyupsync.tryout.canvas import Canvas, Colour, Point, colour, darker, lighter, mirrored, mix
from pyupsync.tryout.hair import HAIR

_Item = TypeVar("_Item")

SKINS = ("#f8dcc8", "#f1c7a5", "#e3ac80", "#c98b5e", "#a56b43", "#7d4c30", "#5d3826")
HAIR_COLOURS = {
    "black": "#241f24",
    "brown": "#553726",
    "chestnut": "#7d4a2a",
    "blond": "#dfb566",
    "red": "#b8552b",
    "grey": "#9b9ea6",
    "white": "#e3e4e8",
    "wine": "#8a3a55",
    "teal": "#2f7f82",
    "saffron": "#e39a35",
    "navy": "#3b5487",
}
BACKGROUNDS = ("#bfe3f2", "#cfe8d2", "#f6dfb8", "#f4cdc6", "#dcd3f1", "#c8dcf7", "#f8e6a8", "#bfe6df", "#ead3e4")
CLOTHES = ("#3f6fb0", "#2f8f83", "#d06a5a", "#7b5ea7", "#e0a13c", "#44566c", "#b5496f", "#5a9157", "#4aa0c4")
INK: Colour = (52, 38, 42)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class Look:
    """What a face is drawn from.

    Attributes:
        hair: A style of ``HAIR``.
        tint: A colour of ``HAIR_COLOURS``, for hair or headwear.
        skin: Index into ``SKINS``, light to dark.
        beard: ``none``, ``full``, ``stubble`` or ``moustache``.
        glasses: ``none``, ``round`` or ``square``.
        top: ``crew``, ``shirt``, ``jacket`` or ``hood``.
        lashes: Longer lashes and redder lips.
        brows: Colour of brows and beard; empty for ``tint``.
    """

    hair: str
    tint: str
    skin: int
    beard: str = "none"
    glasses: str = "none"
    top: str = "crew"
    lashes: bool = False
    brows: str = ""


def draw_face(look: Look, seed: str, size: int = 300) -> Image.Image:
    """Draw a face.

    Args:
        look: Its features.
        seed: Decides what ``look`` leaves open: background, clothes, the eyes, the smile.
        size: Side in pixels.
    """
    back = colour(_pick(seed, "background", BACKGROUNDS))
    canvas = Canvas(size, (lighter(back, 0.35), back), oversize=3 if size < 1000 else 1)
    skin, tint = colour(SKINS[look.skin]), colour(HAIR_COLOURS[look.tint])
    behind, before = HAIR[look.hair]
    behind(canvas, tint)
    _body(canvas, look, skin, colour(_pick(seed, "clothes", CLOTHES)))
    _head(canvas, skin)
    brows = colour(HAIR_COLOURS[look.brows or look.tint])
    if look.beard != "none":
        _beard(canvas, look.beard, brows, skin)
    _features(canvas, look, seed, skin, darker(brows, 0.25))
    before(canvas, tint)
    if look.glasses != "none":
        _glasses(canvas, look.glasses)
    return canvas.finished()


def initials_tile(letters: str, seed: str, size: int = 96) -> Image.Image:
    """A coloured square with initials, such as a directory holds before it holds a photo."""
    from PIL import ImageDraw, ImageFont  # noqa: PLC0415 - only these tiles need a font

    image = Image.new("RGB", (size, size), darker(colour(_pick(seed, "clothes", CLOTHES)), 0.1))
    font = ImageFont.load_default(size * 0.42)
    ImageDraw.Draw(image).text((size / 2, size / 2), letters, WHITE, font, anchor="mm")
    return image


def jpeg(image: Image.Image, quality: int = 88) -> bytes:
    """``image`` as a JPEG file."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _pick(seed: str, what: str, options: tuple[_Item, ...]) -> _Item:
    return options[hashlib.sha256(f"{seed}/{what}".encode()).digest()[0] % len(options)]


def _body(canvas: Canvas, look: Look, skin: Colour, cloth: Colour) -> None:
    half: list[Point] = [(50, 76), (41, 77), (30, 80.5), (18, 86), (11, 95), (9, 112), (50, 112)]
    if look.top == "hood":
        canvas.disc((50, 79), (22, 12), darker(cloth, 0.24))
    canvas.shape([*half, *mirrored(half)[1:-1]], cloth)
    canvas.shape([(42, 58), (58, 58), (58.4, 78), (50, 86), (41.6, 78)], darker(skin, 0.17))
    if look.top == "crew":
        canvas.stroke([(40.6, 77), (44, 83), (50, 85.6), (56, 83), (59.4, 77)], 2.6, lighter(cloth, 0.18))
    elif look.top == "hood":
        canvas.stroke([(33, 79), (41, 86), (50, 88.5), (59, 86), (67, 79)], 4.4, lighter(cloth, 0.14))
        for x in (44, 56):
            canvas.stroke([(x, 88), (x - (50 - x) * 0.06, 97)], 1, WHITE)
    else:
        _collar(canvas, look.top, cloth)


def _collar(canvas: Canvas, top: str, cloth: Colour) -> None:
    shirt = WHITE if top == "jacket" else lighter(cloth, 0.3)
    if top == "jacket":
        canvas.shape([(41, 78), (50, 86), (59, 78), (54, 104), (46, 104)], (240, 243, 248), smooth=False)
        canvas.shape([(48, 87), (52, 87), (53.4, 104), (46.6, 104)], (196, 78, 82), smooth=False)
        for side in ([(40, 77.5), (33, 81), (39, 92), (47.5, 104), (44, 104)],):
            canvas.shape(side, darker(cloth, 0.3), smooth=False)
            canvas.shape(mirrored(side), darker(cloth, 0.3), smooth=False)
    flap: list[Point] = [(41, 75.5), (37.6, 80), (44.5, 90.5), (50, 85.5)]
    canvas.shape(flap, shirt, smooth=False)
    canvas.shape(mirrored(flap), mix(shirt, INK, 0.06), smooth=False)


def _head(canvas: Canvas, skin: Colour) -> None:
    for x in (30.6, 69.4):
        canvas.disc((x, 48), (3.8, 5.2), darker(skin, 0.08))
        canvas.disc((x, 48), (1.8, 2.8), darker(skin, 0.22))
    half: list[Point] = [(50, 21.5), (40, 23.6), (33, 31), (30.8, 42), (31.6, 53), (36, 62.5), (43, 68.3), (50, 70)]
    canvas.shape([*half, *mirrored(half)[1:-1]], skin)


def _beard(canvas: Canvas, beard: str, hair: Colour, skin: Colour) -> None:
    if beard == "full":
        half: list[Point] = [
            (31, 49),
            (31.5, 57),
            (35.5, 66),
            (43, 72.5),
            (50, 74),
            (50, 55.6),
            (43, 55.6),
            (36, 57.4),
            (33, 52),
        ]
        for side in (half, mirrored(half)):
            canvas.shape([(x + (0.4 if x < 50 else -0.4) * (x == 50), y) for x, y in side], hair)
        canvas.shape([(44, 56), (56, 56), (57, 72), (43, 72)], hair)
    elif beard == "stubble":
        chin: list[Point] = [(31.4, 52), (36, 62.5), (43, 68.3), (50, 70)]
        inner: list[Point] = [(50, 56), (42, 56), (36, 57)]
        outline = [*chin, *mirrored(chin)[1:], *mirrored(inner), *inner[1:]]
        canvas.shape(outline, mix(hair, skin, 0.35), alpha=0.42)
    if beard in ("full", "moustache"):
        wing: list[Point] = [(50, 54.8), (46, 54.4), (42, 57), (40, 59.6), (45, 59), (50, 58)]
        canvas.shape([*wing, *mirrored(wing)[1:-1]], darker(hair, 0.1))


def _features(canvas: Canvas, look: Look, seed: str, skin: Colour, brows: Colour) -> None:
    iris = colour(
        _pick(seed, "iris", ("#4a3022", "#3a2a20", "#5b7f5a", "#4c7ba6") if look.skin < 2 else ("#3b2618", "#2c1d15"))
    )
    for x in (41.6, 58.4):
        away = -1 if x < 50 else 1
        canvas.disc((x, 46.4), (3.7, 3.1), WHITE)
        canvas.disc((x, 46.5), (2.45, 2.6), iris)
        canvas.disc((x, 46.5), (1.3, 1.4), (20, 14, 16))
        canvas.disc((x + 0.9, 45.5), (0.75, 0.75), WHITE)
        canvas.stroke([(x - 3.8, 45.6), (x - 1.6, 43.6), (x + 1.6, 43.6), (x + 3.8, 45.6)], 0.9, INK)
        if look.lashes:
            canvas.stroke([(x + away * 3.4, 45.2), (x + away * 5.2, 43.4)], 0.8, INK)
        rise = _pick(seed, "brows", (0.0, 0.6, 1.1))
        width = 1.1 if look.lashes else 1.7
        canvas.stroke([(x - 4.4 * away, 40.2 - rise), (x, 38.6 - rise), (x + 4.6 * away, 40 - rise)], width, brows)
        canvas.disc((x + away * 2.6, 54.4), (4, 2.7), mix(skin, (226, 84, 78), 0.5), alpha=0.34)
    canvas.stroke([(50.6, 47.6), (51.9, 52.4), (50.4, 53.8), (48.2, 53.4)], 0.95, darker(skin, 0.24))
    _mouth(canvas, look, seed, skin)


def _mouth(canvas: Canvas, look: Look, seed: str, skin: Colour) -> None:
    lips = mix(darker(skin, 0.3), (190, 52, 66), 0.62 if look.lashes else 0.36)
    if _pick(seed, "smile", (True, False, True)):
        half: list[Point] = [(42.8, 59.2), (44.6, 63), (47, 65), (50, 65.7)]
        canvas.shape([*half, *mirrored(half)[1:], (50, 60)], lips)
        inner = [(x + (50 - x) * 0.17, y - (y - 59.2) * 0.22 + 0.35) for x, y in half]
        canvas.shape([*inner, *mirrored(inner)[1:], (50, 60.4)], (110, 30, 40))
        canvas.shape([(44.6, 60), (50, 60.5), (55.4, 60), (54, 62.1), (50, 62.6), (46, 62.1)], WHITE)
    else:
        canvas.stroke(
            [(43.4, 60), (46.4, 62.2), (50, 62.9), (53.6, 62.2), (56.6, 60)], 1.6 if look.lashes else 1.3, lips
        )


def _glasses(canvas: Canvas, shape: str) -> None:
    for x in (41.4, 58.6):
        if shape == "round":
            canvas.disc((x, 46.6), (6.3, 6.3), WHITE, alpha=0.08)
            canvas.ring((x, 46.6), (6.3, 6.3), 1, INK)
        else:
            left, right = x - 7, x + 7
            frame: list[Point] = [(left, 41.8), (right, 41.8), (right - 0.9, 51.4), (left + 0.9, 51.4)]
            canvas.shape(frame, WHITE, smooth=False, alpha=0.08)
            for start, end in zip(frame, [*frame[1:], frame[0]], strict=True):
                canvas.stroke([start, end], 1.2, (38, 42, 60))
        away = -1 if x < 50 else 1
        canvas.stroke([(x + away * 6.6, 45.6), (50 + away * 19.4, 44.8)], 0.9, INK)
    canvas.stroke([(47.8, 45.8), (50, 44.9), (52.2, 45.8)], 1, INK)

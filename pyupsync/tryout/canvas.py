"""A square canvas in hundredths of its side, for drawings that look the same at any size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TypeAlias

from PIL import Image, ImageColor, ImageDraw

Point: TypeAlias = tuple[float, float]
Colour: TypeAlias = tuple[int, int, int]


def colour(text: str) -> Colour:
    """``#rrggbb`` as three numbers from 0 to 255."""
    red, green, blue = ImageColor.getrgb(text)[:3]
    return red, green, blue


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """``one`` with a ``share`` (0 to 1) of ``other``."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def darker(base: Colour, share: float = 0.16) -> Colour:
    """``base`` in the shade."""
    return mix(base, (30, 16, 28), share)


def lighter(base: Colour, share: float = 0.22) -> Colour:
    """``base`` in the light."""
    return mix(base, (255, 255, 255), share)


def mirrored(points: Iterable[Point]) -> list[Point]:
    """The points seen in a mirror at the middle, in reverse order: continues a half outline to a whole one."""
    return [(100 - x, y) for x, y in points][::-1]


def spline(points: Sequence[Point], *, closed: bool = True, steps: int = 14) -> list[Point]:
    """A smooth line through all ``points`` (Catmull-Rom)."""
    count = len(points)
    around = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    line: list[Point] = []
    for index in range(count if closed else count - 1):
        a, b, c, d = around[index : index + 4]
        line += [(_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)) for t in _parts(steps)]
    return line if closed else [*line, points[-1]]


def _parts(steps: int) -> list[float]:
    return [step / steps for step in range(steps)]


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t**3)


class Canvas:
    """Draws larger than asked and scales down at the end, which smooths the edges.

    Args:
        size: Side of the finished picture in pixels.
        background: Top and bottom colour of the background.
        oversize: How many times larger it is drawn.
    """

    def __init__(self, size: int, background: tuple[Colour, Colour], *, oversize: int = 3) -> None:
        self._size = size
        self._unit = size * oversize / 100
        side = size * oversize
        self._image = Image.new("RGB", (1, 2))
        self._image.putpixel((0, 0), background[0])
        self._image.putpixel((0, 1), background[1])
        self._image = self._image.resize((side, side), Image.Resampling.BILINEAR)

    @cached_property
    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self._image, "RGBA")

    def disc(self, centre: Point, radii: Point, fill: Colour, *, alpha: float = 1) -> None:
        """A filled ellipse."""
        (x, y), (wide, high) = centre, radii
        box = [n * self._unit for n in (x - wide, y - high, x + wide, y + high)]
        self._pen.ellipse(box, fill=(*fill, round(alpha * 255)))

    def shape(self, points: Sequence[Point], fill: Colour, *, smooth: bool = True, alpha: float = 1) -> None:
        """A filled outline through ``points``, rounded unless told otherwise."""
        line = spline(points) if smooth else points
        self._pen.polygon([(x * self._unit, y * self._unit) for x, y in line], fill=(*fill, round(alpha * 255)))

    def stroke(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A smooth line of round strokes through ``points``."""
        line = spline(points, closed=False)
        self._pen.line([(x * self._unit, y * self._unit) for x, y in line], fill, round(width * self._unit), "curve")
        for end in (line[0], line[-1]):
            self.disc(end, (width / 2, width / 2), fill)

    def ring(self, centre: Point, radii: Point, width: float, fill: Colour) -> None:
        """The outline of an ellipse."""
        turn = [step / 40 * math.tau for step in range(41)]
        self.stroke(
            [(centre[0] + radii[0] * math.cos(a), centre[1] + radii[1] * math.sin(a)) for a in turn], width, fill
        )

    def finished(self) -> Image.Image:
        """The picture at the size asked for."""
        return self._image.resize((self._size, self._size), Image.Resampling.LANCZOS)

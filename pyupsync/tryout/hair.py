"""Hair and headwear for the drawn faces: what lies behind the head, and what lies before it."""

from __future__ import annotations

import math
from collections.abc import Callable

from pyupsync.tryout.canvas import Canvas, Colour, Point, darker, lighter, mirrored

Painter = Callable[[Canvas, Colour], None]

CROWN: list[Point] = [(29.6, 45), (29.2, 36), (33, 25), (41, 19.2), (50, 18)]
"""Left half of the outline of hair that lies close to the head."""


def _cap(canvas: Canvas, hair: Colour, hairline: list[Point], lift: float = 0) -> None:
    """Hair close to the head, from temple to temple, down to ``hairline`` (right to left)."""
    left = [(x, y - lift * (45 - y) / 27) for x, y in CROWN]
    canvas.shape([*left, *mirrored(left)[1:], *hairline], hair)


def _shine(canvas: Canvas, hair: Colour) -> None:
    canvas.stroke([(38, 25.5), (43, 22.6), (49, 21.6)], 1.5, lighter(hair, 0.2))


def _nothing(canvas: Canvas, hair: Colour) -> None:
    """Nothing to draw."""


def _short(canvas: Canvas, hair: Colour) -> None:
    _cap(canvas, hair, [(68.6, 43), (66, 34), (58, 30.5), (50, 30), (42, 30.5), (34, 34), (31.4, 43)])
    _shine(canvas, hair)


def _side(canvas: Canvas, hair: Colour) -> None:
    _cap(canvas, hair, [(68.8, 43), (66.5, 36), (61, 31), (52, 31.5), (42, 29.5), (36.5, 27), (33, 34), (31, 43)], 2)
    canvas.stroke([(37, 27), (39, 22.5), (42, 19.5)], 0.8, darker(hair, 0.3))
    canvas.stroke([(46, 25), (54, 22.6), (61, 25.5)], 1.2, lighter(hair, 0.2))


def _quiff(canvas: Canvas, hair: Colour) -> None:
    _cap(canvas, darker(hair, 0.12), [(68.8, 44), (66, 35), (58, 31), (50, 30.5), (42, 31), (34, 35), (31.2, 44)])
    crest: list[Point] = [(33, 33), (32, 22), (40, 13), (54, 11.5), (66, 16), (68, 27), (65, 33), (56, 29), (44, 31)]
    canvas.shape(crest, hair)
    canvas.stroke([(40, 24), (47, 18), (58, 17)], 1.4, lighter(hair, 0.2))


def _buzz(canvas: Canvas, hair: Colour) -> None:
    left = [(x + 0.9, y + 1.6) for x, y in CROWN]
    hairline = [(68.2, 42), (66.5, 34), (59, 29.6), (50, 29), (41, 29.6), (33.5, 34), (31.8, 42)]
    canvas.shape([*left, *mirrored(left)[1:], *hairline], hair, alpha=0.82)


def _receding(canvas: Canvas, hair: Colour) -> None:
    side: list[Point] = [(29.8, 48), (29, 39), (31, 31), (34.5, 27), (35, 33), (33, 40), (32, 48)]
    canvas.shape(side, hair)
    canvas.shape(mirrored(side), hair)


def _fringe(canvas: Canvas, hair: Colour) -> None:
    _cap(canvas, hair, [(69, 47), (66.5, 37.5), (58, 36), (50, 36.4), (42, 36), (33.5, 37.5), (31, 47)], 1.5)
    for x in (40, 46.5, 53.5, 60):
        canvas.stroke([(x, 36), (x + (50 - x) * 0.12, 31), (x + (50 - x) * 0.3, 27)], 0.5, darker(hair, 0.18))
    _shine(canvas, hair)


def _parted(canvas: Canvas, hair: Colour) -> None:
    wing: list[Point] = [
        (50.6, 18),
        (40, 18.4),
        (31, 26),
        (28.6, 38),
        (29.6, 52),
        (32.4, 44),
        (37, 36.5),
        (45, 31),
        (50.6, 26),
    ]
    canvas.shape(wing, hair)
    canvas.shape(mirrored(wing), hair)
    canvas.stroke([(50, 18.8), (50, 25)], 0.6, darker(hair, 0.3))
    _shine(canvas, hair)


def _swept(canvas: Canvas, hair: Colour) -> None:
    line: list[Point] = [(70, 52), (68, 41), (62, 34), (50, 30.5), (40, 26), (36, 30), (32.5, 38), (30.4, 50)]
    _cap(canvas, hair, line, 2)
    canvas.stroke([(42, 24), (53, 25), (63, 31)], 1.1, lighter(hair, 0.2))


def _bob_back(canvas: Canvas, hair: Colour) -> None:
    half: list[Point] = [(50, 15), (36, 18), (27, 30), (25.5, 48), (25, 62), (29, 70), (38, 71), (50, 68)]
    canvas.shape([*half, *mirrored(half)[1:-1]], darker(hair, 0.14))


def _long_back(canvas: Canvas, hair: Colour) -> None:
    half: list[Point] = [(50, 15), (36, 18), (27, 29), (25, 46), (23, 64), (20.5, 80), (24, 92), (34, 95), (50, 92)]
    canvas.shape([*half, *mirrored(half)[1:-1]], darker(hair, 0.14))


def _wavy_back(canvas: Canvas, hair: Colour) -> None:
    tone = darker(hair, 0.14)
    canvas.disc((50, 40), (25, 25), tone)
    for x, y, r in ((26, 47, 8), (24, 58, 8.5), (25, 70, 8.5), (28, 80, 7.5), (36, 60, 9), (36, 74, 9)):
        canvas.disc((x, y), (r, r), tone)
        canvas.disc((100 - x, y), (r, r), tone)


def _ponytail_back(canvas: Canvas, hair: Colour) -> None:
    tail: list[Point] = [(62, 20), (73, 17), (81, 27), (82, 44), (77, 60), (73, 66), (74, 54), (72, 40), (66, 30)]
    canvas.shape(tail, darker(hair, 0.1))
    canvas.stroke([(74, 25), (77, 36), (77, 50)], 0.9, lighter(hair, 0.14))


def _bun_back(canvas: Canvas, hair: Colour) -> None:
    canvas.disc((50, 13.5), (10, 8.6), darker(hair, 0.08))
    canvas.stroke([(44, 12), (49, 9), (55, 10)], 1, lighter(hair, 0.2))
    canvas.stroke([(43, 18.6), (50, 20), (57, 18.6)], 1, darker(hair, 0.35))


def _afro_back(canvas: Canvas, hair: Colour) -> None:
    for step in range(22):
        angle = math.radians(148 + step * 244 / 21)
        canvas.disc((50 + 25 * math.cos(angle), 37 + 22 * math.sin(angle)), (7.6, 7.6), hair)
    canvas.disc((50, 35), (26, 22), hair)


def _afro(canvas: Canvas, hair: Colour) -> None:
    _cap(canvas, hair, [(68.8, 43), (66, 34.5), (58, 31), (50, 30.2), (42, 31), (34, 34.5), (31.2, 43)], 3)
    for x, y in ((34, 22), (43, 16), (54, 15), (64, 20), (39, 27), (50, 23), (60, 27), (29, 32), (71, 32)):
        canvas.ring((x, y), (2.2, 2), 0.5, lighter(hair, 0.13))


def _curls(canvas: Canvas, hair: Colour) -> None:
    for step in range(13):
        angle = math.radians(184 + step * 172 / 12)
        canvas.disc((50 + 19.4 * math.cos(angle), 40 + 20 * math.sin(angle)), (5.4, 5.4), hair)
    for x, y in ((38, 27), (44, 25), (51, 25.5), (58, 25), (63, 28)):
        canvas.disc((x, y), (5.2, 5), hair)
    for x, y in ((33, 30), (39, 21.5), (47, 18), (56, 19), (64, 25), (44, 26), (55, 26.5)):
        canvas.stroke([(x - 2, y + 1), (x, y - 1.4), (x + 2.2, y + 0.4)], 0.6, lighter(hair, 0.2))


def _braids_back(canvas: Canvas, hair: Colour) -> None:
    for row in range(6):
        y = 56 + row * 6
        for x in (27.5 - row * 0.5, 72.5 + row * 0.5):
            canvas.disc((x, y), (4.6 - row * 0.25, 4.2), darker(hair, 0.06 + 0.1 * (row % 2)))
    for x in (24.8, 75.2):
        canvas.disc((x, 91), (2.4, 1.6), (214, 84, 90))


def _scarf_back(canvas: Canvas, cloth: Colour) -> None:
    half: list[Point] = [(50, 13), (37, 15.5), (28, 25), (25, 40), (25, 58), (20, 76), (18, 96), (34, 102), (50, 102)]
    canvas.shape([*half, *mirrored(half)[1:-1]], cloth)


def _scarf(canvas: Canvas, cloth: Colour) -> None:
    half: list[Point] = [(50.2, 13), (37, 15.5), (28, 25), (25.6, 42), (27, 60), (34, 74), (50.2, 82)]
    face: list[Point] = [(50.2, 68.4), (43, 66.6), (36, 60), (33, 50), (33.6, 40), (39.5, 31.6), (50.2, 29)]
    for side in ([*half, *face], mirrored([*half, *face])):
        canvas.shape(side, cloth)
    drape: list[Point] = [(31, 66), (42, 71), (56, 72), (67, 66), (73, 74), (74, 96), (60, 100), (45, 92), (32, 80)]
    canvas.shape(drape, darker(cloth, 0.09))
    for sag in (0, 7, 14):
        canvas.stroke([(36 + sag * 0.6, 73 + sag * 0.7), (48, 79 + sag), (66, 77 + sag)], 0.8, darker(cloth, 0.26))
    canvas.stroke([(35, 24), (42, 18.6), (51, 17.4)], 1, lighter(cloth, 0.25))


def _turban(canvas: Canvas, cloth: Colour) -> None:
    half: list[Point] = [(50, 9), (36, 11), (27, 19), (26, 29), (30, 37), (38, 33), (50, 27)]
    canvas.shape([*half, *mirrored(half)[1:-1]], cloth)
    for drop in range(3):
        canvas.stroke(
            [(29 - drop * 0.4, 34 - drop * 6), (40, 27 - drop * 4.6), (57, 13 - drop * 1.5)], 0.8, darker(cloth, 0.22)
        )
        canvas.stroke([(71, 34 - drop * 6), (64, 29 - drop * 5), (52, 25 - drop * 4.6)], 0.8, darker(cloth, 0.22))


HAIR: dict[str, tuple[Painter, Painter]] = {
    "short": (_nothing, _short),
    "side": (_nothing, _side),
    "quiff": (_nothing, _quiff),
    "buzz": (_nothing, _buzz),
    "receding": (_nothing, _receding),
    "bald": (_nothing, _nothing),
    "curls": (_nothing, _curls),
    "afro": (_afro_back, _afro),
    "bob": (_bob_back, _fringe),
    "long": (_long_back, _parted),
    "swept": (_long_back, _swept),
    "wavy": (_wavy_back, _swept),
    "ponytail": (_ponytail_back, _swept),
    "bun": (_bun_back, _short),
    "braids": (_braids_back, _parted),
    "headscarf": (_scarf_back, _scarf),
    "turban": (_nothing, _turban),
}
"""Style -> what is drawn behind the head, and what before it."""

"""The pictures of the made-up people: as uploaded to SharePoint, and as the directory holds them before."""

from __future__ import annotations

import io

from PIL import Image

from pyupsync.tryout.faces import draw_face, initials_tile, jpeg
from pyupsync.tryout.people import Someone
from pyupsync.tryout.site import Served

LOGIN_PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Sign In</title></head>
<body><h1>Sign In</h1><form action="/_layouts/15/Authenticate.aspx" method="post">
<label>User name <input name="user"></label> <label>Password <input name="password" type="password"></label>
<button>Sign In</button></form></body></html>
"""
ORIENTATION = 0x0112
"""The EXIF tag that says how a picture is to be turned."""


def uploaded(person: Someone) -> Served | None:
    """What the site serves for a person; None when the profile names a picture that is not there, or none."""
    if person.upload in {"missing", "blank"}:
        return None
    if person.upload == "login page":
        return Served(LOGIN_PAGE.encode(), "text/html; charset=utf-8")
    if person.upload == "png":
        return Served(_png(draw_face(person.look, person.sam)))
    if person.upload == "turned":
        return Served(_turned(draw_face(person.look, person.sam)))
    size = {"small": 96, "large": 2000}.get(person.upload, 300)
    data = jpeg(draw_face(person.look, person.sam, size))
    return Served(data[: len(data) // 3] if person.upload == "truncated" else data)


def held(person: Someone) -> bytes | None:
    """What the directory has for a person before the run."""
    if person.held == "initials":
        return jpeg(initials_tile(person.initials, person.sam))
    if person.held == "nothing":
        return None
    return jpeg(draw_face(person.look, person.sam, 96))


def _png(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _turned(image: Image.Image) -> bytes:
    """As a telephone held sideways stores it: pixels lying down, and a note in EXIF to turn them upright."""
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # seen upright when turned by 90 degrees clockwise
    buffer = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(buffer, "JPEG", quality=88, exif=exif)
    return buffer.getvalue()

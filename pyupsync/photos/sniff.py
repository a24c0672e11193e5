"""What the bytes are that came instead of a picture: by looking at them, whatever the server calls them."""

from __future__ import annotations

import codecs
import html
import re

from pyupsync.errors import ImageError, NotAnImage

_LOOK = 4096
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})</title>", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_SVG = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_ADMITTED = "JPEG, PNG, GIF, BMP, TIFF and WebP are read"
_OTHERS = (
    (re.compile(rb"....ftyp(heic|heix|heim|heis|hevc|hevx|mif1|msf1)", re.DOTALL), "a HEIC picture"),
    (re.compile(rb"....ftyp(avif|avis)", re.DOTALL), "an AVIF picture"),
    (re.compile(rb"\xff\x0a|\x00\x00\x00\x0cJXL "), "a JPEG XL picture"),
    (re.compile(rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51"), "a JPEG 2000 picture"),
    (re.compile(rb"\x00\x00\x01\x00"), "a Windows icon"),
    (re.compile(rb"8BPS"), "a Photoshop document"),
    (re.compile(rb"\xd7\xcd\xc6\x9a|\x01\x00\x00\x00.{36} EMF", re.DOTALL), "a Windows metafile"),
    (re.compile(rb"%!PS"), "a PostScript document"),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive or an Office document"),
)
_PAGE_ADVICE = (
    "The site's login or error page? Open the PictureURL in a browser as the account this runs under, and check that "
    "the site takes Windows authentication."
)


def no_picture(data: bytes, content_type: str = "") -> ImageError:
    """The error that names what ``data`` is, where it is none of the admitted kinds of picture."""
    called = f" The source calls it {content_type}." if content_type else ""
    if not data:
        return NotAnImage("Nothing came instead of a picture: 0 bytes.", advice="Upload the picture again.")
    head = data[:_LOOK].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _HTML.search(_narrow(head)):
        return NotAnImage(f"A web page (HTML) came instead of a picture{_title(data)}.{called}", advice=_PAGE_ADVICE)
    for pattern, name in _OTHERS:
        if pattern.match(data):
            return NotAnImage(f"It is {name}; {_ADMITTED}.", advice="Save the picture as JPEG and upload it again.")
    if _SVG.search(head):
        return NotAnImage(f"It is an SVG drawing; {_ADMITTED}.", advice="Save the picture as JPEG and upload it again.")
    if _is_text(head):
        return NotAnImage(f"Text came instead of a picture.{called}", advice="Open the PictureURL in a browser.")
    return NotAnImage(f"The bytes are no picture of a known kind; {_ADMITTED}.{called}", advice="Upload it again.")


def _narrow(head: bytes) -> bytes:
    """UTF-16 markup with its zero bytes left out, so that the same patterns find it."""
    return head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head


def _title(data: bytes) -> str:
    found = _TITLE.search(_narrow(data[: 4 * _LOOK]))
    words = " ".join(html.unescape(found[1].decode("utf-8", "replace")).split()) if found else ""
    shown = "".join(char for char in words if char.isprintable())
    return f", titled “{shown}”" if 0 < len(shown) <= 80 else ""


def _is_text(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    # The look may end inside a character: an incomplete one at the end is let go.
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char in "\t\r\n\f" for char in text)

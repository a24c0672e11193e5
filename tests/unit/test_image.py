"""conform: what becomes of pictures, good and bad. Every claim is held against decoded pixels."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageCms

from pyupsync.errors import ImageError, ImageTooLarge, ImageTruncated, NotAnImage
from pyupsync.photos.image import RULES, conform

GAL = RULES["gal"]
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def saved(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def corners(width: int = 400, height: int = 300, mode: str = "RGB") -> Image.Image:
    """White, with a red corner top left and a blue one bottom right."""
    image = Image.new("RGB", (width, height), WHITE)
    image.paste(RED, (0, 0, width // 4, height // 4))
    image.paste(BLUE, (width - width // 4, height - height // 4, width, height))
    return image.convert(mode)


def noise(width: int, height: int) -> Image.Image:
    return Image.merge("RGB", [Image.effect_noise((width, height), 120) for _ in "RGB"])


def pixels(data: bytes) -> Image.Image:
    """The decoded picture, and proof that it is a bare baseline JPEG."""
    image = Image.open(io.BytesIO(data))
    image.load()
    assert image.format == "JPEG"
    assert image.mode == "RGB"
    assert not {"exif", "icc_profile", "comment", "xmp", "progressive"} & set(image.info)
    assert [name for name, _ in image.applist] == ["APP0"]
    assert data.endswith(b"\xff\xd9")
    return image


def near(found: object, wanted: tuple[int, int, int], slack: int = 12) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= slack for one, other in zip(found, wanted, strict=True))


def png(width: int, height: int, *, body: bytes = b"", kind: int = 2, bits: int = 8) -> bytes:
    """A PNG written by hand: its header says one thing, its body whatever it likes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def swapped_profile() -> bytes:
    """sRGB with its red and its green exchanged: what is stored as red shows as green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    table_end = 132 + 12 * struct.unpack(">I", profile[128:132])[0]
    table = profile[132:table_end].replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    return profile[:132] + table + profile[table_end:]


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_large_picture_fits_the_rule_with_its_proportions(name: str) -> None:
    rule = RULES[name]
    photo = conform(saved(corners(2000, 1000)), rule)
    image = pixels(photo.data)
    assert image.size == (rule.max_side, rule.max_side // 2)
    assert len(photo.data) <= rule.max_bytes
    assert (photo.facts.width, photo.facts.height, photo.facts.size) == (*image.size, len(photo.data))
    assert near(image.getpixel((2, 2)), RED)
    assert near(image.getpixel((image.width - 3, image.height - 3)), BLUE)
    assert not photo.kept


def test_the_rules_are_those_of_the_directory() -> None:
    assert {(rule.name, rule.max_side, rule.max_bytes) for rule in RULES.values()} == {
        ("gal", 96, 10_240),
        ("lync", 48, 10_240),
        ("large", 648, 102_400),
    }


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_bytes_that_conform_are_kept_as_they_are(mode: str) -> None:
    data = saved(corners(96, 72, mode), quality=88)
    photo = conform(data, GAL)
    assert photo.kept
    assert photo.data == data
    assert (photo.facts.width, photo.facts.height) == (96, 72)


def test_what_conform_made_is_kept_the_next_time() -> None:
    made = conform(saved(noise(700, 700)), RULES["large"])
    again = conform(made.data, RULES["large"])
    assert again.kept
    assert again.facts == made.facts


@pytest.mark.parametrize(
    "options",
    [
        {"comment": b"taken at the lake"},
        {"progressive": True},
        {"icc_profile": swapped_profile()},
        {"xmp": b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"},
        {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0"},
    ],
    ids=lambda options: next(iter(options)),
)
def test_small_pictures_with_more_than_a_picture_are_made_anew(options: dict[str, object]) -> None:
    photo = conform(saved(corners(80, 60), **options), GAL)
    assert not photo.kept
    assert pixels(photo.data).size == (80, 60)


def test_bytes_after_the_end_of_the_picture_do_not_reach_the_directory() -> None:
    photo = conform(saved(corners(80, 60)) + b"GPS 47.6 9.3", GAL)
    assert not photo.kept
    assert b"GPS" not in photo.data


def segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


SECRET = b"GPS 47.6 N, 9.3 E; Zo\xc3\xab"


def hidden(place: str) -> bytes:
    """A small JPEG with SECRET in it at some place."""
    whole = saved(corners(80, 60), quality=88)
    first = whole.index(b"\xff\xdb")
    return {
        "COM before EOI": whole[:-2] + segment(0xFE, SECRET) + whole[-2:],
        "APP1 before EOI": whole[:-2] + segment(0xE1, b"Exif\0\0" + SECRET) + whole[-2:],
        "COM before the tables": whole[:first] + segment(0xFE, SECRET) + whole[first:],
        "APP2 among the tables": whole[:first] + segment(0xE2, SECRET) + whole[first:],
        "APP14 too long": whole[:first] + segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + SECRET) + whole[first:],
        "APP0 too long": whole[:2] + segment(0xE0, whole[6:20] + SECRET) + whole[20:],
        "a second APP0": whole[:20] + segment(0xE0, b"JFIF\0" + SECRET[:9]) + whole[20:],
        "JFXX": whole[:20] + segment(0xE0, b"JFXX\0\x10" + SECRET) + whole[20:],
        "a second picture after EOI": whole + whole[:-2] + segment(0xFE, SECRET) + whole[-2:],
        "bytes between segments": whole[:first] + SECRET + whole[first:],
    }[place]


@pytest.mark.parametrize(
    "place",
    [
        "COM before EOI",
        "APP1 before EOI",
        "COM before the tables",
        "APP2 among the tables",
        "APP14 too long",
        "APP0 too long",
        "a second APP0",
        "JFXX",
        "a second picture after EOI",
        "bytes between segments",
    ],
)
def test_what_is_no_picture_in_a_file_never_reaches_the_directory(place: str) -> None:
    source = hidden(place)
    assert SECRET[:9] in source
    photo = conform(source, GAL)
    assert not photo.kept
    assert SECRET[:9] not in photo.data
    assert pixels(photo.data).size == (80, 60)


def test_adobes_segment_and_restarts_do_not_keep_a_picture_from_being_kept() -> None:
    whole = saved(corners(80, 60), quality=88, restart_marker_blocks=2)
    assert b"\xff\xd1" in whole
    adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01")
    for source in (whole, whole[:20] + adobe + whole[20:], whole[:2] + adobe + whole[20:]):
        photo = conform(source, GAL)
        assert photo.kept
        assert photo.data == source


def test_a_small_picture_is_never_enlarged() -> None:
    assert pixels(conform(saved(corners(20, 10), "PNG"), GAL).data).size == (20, 10)


@pytest.mark.parametrize("turn", range(1, 9))
def test_orientation_is_applied(turn: int) -> None:
    """Stored so that a viewer must turn it, every one of the eight shows its red corner top left."""
    to_stored = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    shown = corners(400, 200)
    stored = shown.transpose(to_stored[turn]) if turn > 1 else shown
    exif = Image.Exif()
    exif[0x0112] = turn
    for kind in ("JPEG", "PNG", "WEBP", "TIFF"):
        image = pixels(conform(saved(stored, kind, exif=exif), GAL).data)
        assert image.size == (96, 48), kind
        assert near(image.getpixel((4, 4)), RED), kind
        assert near(image.getpixel((91, 43)), BLUE, 20), kind


def test_gps_and_the_rest_of_exif_are_dropped() -> None:
    exif = Image.Exif()
    exif[0x010E] = "Château Müller"
    exif.get_ifd(0x8825)[2] = (47.0, 37.0, 12.0)
    source = saved(corners(), exif=exif)
    assert b"Exif" in source
    assert b"Exif" not in conform(source, GAL).data


def test_damaged_exif_is_dropped_without_a_warning() -> None:
    source = saved(corners(), exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x03\0\xff\xff\xff\xff" * 9)
    assert near(pixels(conform(source, GAL).data).getpixel((4, 4)), RED)


def test_an_embedded_profile_is_applied_before_it_is_dropped() -> None:
    source = saved(Image.new("RGB", (200, 200), RED), icc_profile=swapped_profile())
    assert near(pixels(conform(source, GAL).data).getpixel((48, 48)), GREEN)


@pytest.mark.parametrize(
    "profile", [b"no profile at all", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_a_profile_that_cannot_be_used_counts_as_none(profile: bytes) -> None:
    source = saved(Image.new("RGB", (200, 200), RED), icc_profile=profile)
    assert near(pixels(conform(source, GAL).data).getpixel((48, 48)), RED)


def test_cmyk_as_adobe_writes_it_has_its_colours() -> None:
    """Adobe's CMYK is stored inverted; read plainly it would show a negative."""
    image = Image.new("CMYK", (200, 200), (0, 255, 255, 0))
    image.paste((255, 255, 0, 0), (100, 0, 200, 200))
    source = saved(image, quality=95)
    assert b"Adobe" in source
    made = pixels(conform(source, GAL).data)
    assert near(made.getpixel((20, 48)), RED)
    assert near(made.getpixel((75, 48)), BLUE)


def test_sixteen_bit_greys_keep_their_brightness() -> None:
    rows = b"".join(b"\0" + struct.pack(">H", 0x8000) * 100 for _ in range(100))
    made = pixels(conform(png(100, 100, body=rows, kind=0, bits=16), GAL).data)
    assert near(made.getpixel((48, 48)), (128, 128, 128), 3)


def test_sixteen_bit_colours_keep_theirs() -> None:
    rows = b"".join(b"\0" + struct.pack(">HHH", 0xFFFF, 0x8000, 0) * 100 for _ in range(100))
    made = pixels(conform(png(100, 100, body=rows, bits=16), GAL).data)
    assert near(made.getpixel((48, 48)), (255, 128, 0))


def test_transparency_becomes_white() -> None:
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    image.paste((*RED, 255), (100, 0, 200, 200))
    for kind in ("PNG", "WEBP", "TIFF"):
        made = pixels(conform(saved(image, kind), GAL).data)
        assert near(made.getpixel((20, 48)), WHITE), kind
        assert near(made.getpixel((80, 48)), RED), kind


def test_a_palette_with_a_transparent_entry_becomes_white_there() -> None:
    image = Image.new("P", (200, 200), 0)
    image.putpalette([0, 0, 0, *GREEN])
    image.paste(1, (100, 0, 200, 200))
    for kind in ("PNG", "GIF"):
        made = pixels(conform(saved(image, kind, transparency=0), GAL).data)
        assert near(made.getpixel((20, 48)), WHITE), kind
        assert near(made.getpixel((80, 48)), GREEN), kind


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    frames = [Image.new("RGB", (120, 120), colour) for colour in (RED, GREEN, BLUE)]
    source = saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=50)
    assert Image.open(io.BytesIO(source)).n_frames == 3
    assert near(pixels(conform(source, GAL).data).getpixel((48, 48)), RED)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_the_bytes_say_what_it_is_not_the_name(kind: str) -> None:
    photo = conform(saved(corners(), kind), GAL, "image/jpeg")
    assert near(pixels(photo.data).getpixel((3, 3)), RED, 30)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "PA"])
def test_other_modes_are_read(mode: str) -> None:
    kind = "TIFF" if mode == "PA" else "PNG"
    made = pixels(
        conform(saved(corners(mode="RGB").convert("L" if mode in "1LA" else "P").convert(mode), kind), GAL).data
    )
    assert near(made.getpixel((48, 10)), WHITE)


def test_noise_meets_the_byte_budget_by_quality() -> None:
    photo = conform(saved(noise(648, 648), "PNG"), RULES["large"])
    assert len(photo.data) <= 102_400
    assert len(photo.data) > 50_000, "the ladder stopped far below the budget"


def test_sides_shrink_when_no_quality_is_plain_enough() -> None:
    from dataclasses import replace

    photo = conform(saved(noise(96, 96), "PNG"), replace(GAL, max_bytes=1200))
    assert len(photo.data) <= 1200
    assert 16 <= max(pixels(photo.data).size) < 96


def test_a_budget_nothing_can_meet_is_said() -> None:
    from dataclasses import replace

    with pytest.raises(ImageError, match="cannot be made to fit 100 bytes"):
        conform(saved(noise(96, 96), "PNG"), replace(GAL, max_bytes=100))


def test_a_narrow_strip_keeps_at_least_a_pixel() -> None:
    assert pixels(conform(saved(Image.new("RGB", (4000, 3), RED), "PNG"), GAL).data).size == (96, 1)


@pytest.mark.parametrize(("width", "height"), [(20_000, 20_000), (10_000, 10_000), (60_000, 1_000)])
def test_a_bomb_is_refused_from_its_header(width: int, height: int) -> None:
    """Neither decoded nor warned about: the second is of the size that Pillow only warns of."""
    started = time.perf_counter()
    with pytest.raises(ImageTooLarge, match=f"{width:,} x {height:,} pixels"):
        conform(png(width, height, body=b"\0" * 100), GAL)
    assert time.perf_counter() - started < 0.5


def test_a_gif_whose_first_frame_outgrows_its_screen_is_a_bomb() -> None:
    data = b"GIF89a" + struct.pack("<HHBBB", 10, 10, 0, 0, 0)
    data += b"," + struct.pack("<HHHHB", 0, 0, 12_000, 12_000, 0) + b"\x08\x01\0\0;"
    with pytest.raises(ImageTooLarge):
        conform(data, GAL)


def test_too_many_bytes_are_refused_before_they_are_read() -> None:
    with pytest.raises(ImageTooLarge, match="bytes"):
        conform(b"\xff\xd8\xff" + bytes(32 * 1024 * 1024), GAL)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_picture_is_refused(kind: str, share: float) -> None:
    whole = saved(noise(300, 300), kind)
    with pytest.raises(ImageError) as caught:
        conform(whole[: int(len(whole) * share)], GAL)
    if kind == "JPEG":
        assert isinstance(caught.value, ImageTruncated)
    assert caught.value.advice


@pytest.mark.parametrize("length", [3, 4, 10, 25, 200])
def test_a_picture_that_ends_in_its_header_is_refused(length: int) -> None:
    for kind in ("JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"):
        with pytest.raises(ImageError):
            conform(saved(noise(300, 300), kind)[:length], GAL)


def test_a_small_truncated_jpeg_is_not_kept() -> None:
    whole = saved(noise(60, 60), quality=60)
    assert conform(whole, GAL).kept
    with pytest.raises(ImageTruncated):
        conform(whole[: len(whole) // 2], GAL)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "0 bytes"),
        (b"<!DOCTYPE html><html><head><title>Sign in &mdash; Zo\xc3\xab</title>", "titled “Sign in — Zoë”"),
        (b"\xef\xbb\xbf\r\n <HTML><body>401", "web page"),
        ("\ufeff<html><title>Anmelden</title></html>".encode("utf-16"), "titled “Anmelden”"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b'{"error": "no such user"}', "Text"),
        ("Größe ungültig".encode() * 400, "Text"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0", "AVIF"),
        (b"%PDF-1.7", "PDF"),
        (b"\0\0\x01\0\x01\0", "icon"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "no picture of a known kind"),
        (bytes(range(256)), "no picture of a known kind"),
    ],
)
def test_what_is_no_picture_is_named(data: bytes, said: str) -> None:
    with pytest.raises(NotAnImage, match=said) as caught:
        conform(data, GAL, "image/jpeg")
    assert caught.value.advice


def test_eight_threads_at_once_give_what_one_gives() -> None:
    sources = [saved(noise(500, 400), kind) for kind in ("JPEG", "PNG", "WEBP", "TIFF")] * 6
    alone = [conform(source, GAL).facts for source in sources]
    before = list(warnings.filters)
    with ThreadPoolExecutor(8) as pool:
        together = [photo.facts for photo in pool.map(lambda source: conform(source, GAL), sources)]
    assert together == alone
    assert list(warnings.filters) == before


LARGE_IN_THREADS = """
import resource, struct, sys, zlib
from concurrent.futures import ThreadPoolExecutor
from pyupsync.photos.image import RULES, conform

def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

side = 7000
packer = zlib.compressobj()
body = b"".join(packer.compress(bytes(1 + 4 * side)) for _ in range(side)) + packer.flush()
header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
bomb = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
del packer, body
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with ThreadPoolExecutor(4) as pool:
    assert [photo.facts.width for photo in pool.map(lambda _: conform(bomb, RULES["gal"]), range(4))] == [96] * 4
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kilobytes on Linux")
def test_large_pictures_are_in_memory_one_at_a_time_and_once() -> None:
    """Four threads with 49 million RGBA pixels each: 200 MB for one, where all at once would take 2 GB."""
    made = subprocess.run([sys.executable, "-c", LARGE_IN_THREADS], capture_output=True, text=True, check=True)
    assert int(made.stdout) < 450


def test_a_webp_picture_may_have_half_the_pixels() -> None:
    """libwebp keeps two canvases besides what it hands over."""
    source = bytearray(saved(Image.new("RGB", (60, 60), RED), "WEBP", lossless=True))
    assert source[12:16] == b"VP8L"
    source[21:25] = struct.pack("<I", (5_100 - 1) | (5_000 - 1) << 14)
    with pytest.raises(ImageTooLarge, match="5,100 x 5,000 pixels; 25,000,000"):
        conform(bytes(source), GAL)


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA", "CMYK", "I;16", "F"])
def test_a_picture_converted_in_bands_is_the_same_all_over(mode: str) -> None:
    """Taller than one band, with a side that no band divides: a grey wedge from black to white stays one."""
    wedge = Image.linear_gradient("L").resize((1201, 903), Image.Resampling.BICUBIC)
    source = wedge if mode == "F" else wedge.convert("RGB" if mode in {"RGBA", "CMYK", "P"} else "L")
    if mode == "I;16":
        source = wedge.convert("I").point(lambda value: value * 257).convert("I;16")
    else:
        source = source.convert(mode)
    kind = "TIFF" if mode in {"F", "CMYK", "I;16"} else "PNG"
    made = pixels(conform(saved(source, kind), GAL).data).convert("L")
    wanted = wedge.resize(made.size, Image.Resampling.LANCZOS)
    for y in range(0, made.height, 5):
        assert abs(made.getpixel((40, y)) - wanted.getpixel((40, y))) <= 12, (mode, y)

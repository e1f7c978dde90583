"""The logo of a company: what is taken, what is refused before any work, and that none is larger than its place."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from tests.reports import example
from workbench.errors import BadInput
from workbench.progress import Silent
from workbench.reports import CATALOG, Kind
from workbench.reports.brand import read_brand
from workbench.reports.content.model import Brand
from workbench.reports.pdf import Pdf
from workbench.settings import Settings

FORMATS = {one.id: one for one in CATALOG}
SVG = '<?xml version="1.0"?>\n<!-- ours -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><rect width="90" height="40"/></svg>'
EMU_PER_MM = 36_000


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = (b"\x00" + b"\x20\x60\xa0\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def brand_of(tmp_path: Path, name: str, data: bytes) -> Brand:
    (tmp_path / name).write_bytes(data)
    return read_brand(Settings(report_logo=str(tmp_path / name)))


def test_a_drawing_becomes_a_picture_that_every_format_holds(tmp_path):
    assert brand_of(tmp_path, "logo.svg", SVG.encode()).logo.startswith(b"\x89PNG")
    assert brand_of(tmp_path, "logo.png", png(20, 10)).logo == png(20, 10)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("cut.png", png(40, 40)[:50], "damaged"),
        ("magic.png", b"\x89PNG\r\n\x1a\nnothing", "damaged"),
        ("cut.jpg", b"\xff\xd8\xff\xe0nothing", "damaged"),
        ("cut.svg", SVG.encode()[:90], "damaged"),
        ("other.gif", b"GIF89a", "neither PNG, JPEG nor SVG"),
        ("page.svg", b"<html><svg></svg></html>", "neither PNG, JPEG nor SVG"),
        ("large.png", png(4, 4) + b"0" * 1024 * 1024, "larger than 1 MB"),
    ],
)
def test_a_logo_that_no_report_could_show_is_refused_at_once(tmp_path, name, data, why):
    with pytest.raises(BadInput, match=why):
        brand_of(tmp_path, name, data)


@pytest.mark.parametrize("size", [(1200, 40), (40, 900)])
def test_a_logo_fits_its_place_whatever_its_shape(size, tmp_path):
    brand = Brand(png(*size))
    for name, kind in (("docx", Kind.SUMMARY), ("pptx", Kind.BOARD), ("xlsx", Kind.REGISTER)):
        path = FORMATS[name].write(example.content(kind=kind, brand=brand), tmp_path / f"r.{name}", Silent())
        wide, high = _logo_mm(path, name)
        assert wide <= 80, (name, wide)
        assert high <= 25, (name, high)
    assert len(Pdf().preview(example.content(kind=Kind.SUMMARY, brand=brand))) == 1, "one page stays one page"


def _logo_mm(path: Path, name: str) -> tuple[float, float]:
    if name == "docx":
        from docx import Document

        one = Document(str(path)).inline_shapes[0]
        return one.width / EMU_PER_MM, one.height / EMU_PER_MM
    if name == "pptx":
        from pptx import Presentation

        one = next(shape for shape in Presentation(str(path)).slides[0].shapes if shape.name == "Logo")
        return one.width / EMU_PER_MM, one.height / EMU_PER_MM
    with zipfile.ZipFile(path) as parts:
        text = parts.read("xl/drawings/drawing1.xml").decode()
    found = text.partition("ext cx=")[2].split('"')
    return int(found[1]) / EMU_PER_MM, int(found[3]) / EMU_PER_MM


def test_pictures_write_what_the_fonts_we_carry_cannot():
    from workbench.figures import png_of
    from workbench.figures.drawing import new_figure
    from workbench.figures.palette import LIGHT

    def drawn(words: str) -> bytes:
        figure, axes = new_figure(3, 1, LIGHT)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.text(0.1, 0.5, words)
        return png_of(figure, 100, "#ffffff")

    plain, other = drawn("Payments"), drawn("\u6771\u4eac \u0645\u0646\u0635\u0629")
    sizes = [struct.unpack(">II", io.BytesIO(one).getvalue()[16:24]) for one in (plain, other)]
    assert sizes == [(300, 100), (300, 100)], "no warning about missing letters, and the same size"

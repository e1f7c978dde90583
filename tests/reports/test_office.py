"""Word, PowerPoint and Excel files, opened by readers that are not the ones that wrote them: zip, XML, their own libraries."""

from __future__ import annotations

import io
import itertools
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.reports import example
from tests.reports.long_report import long_content
from workbench.figures.drawing import new_figure, png_of
from workbench.figures.palette import LIGHT
from workbench.progress import Silent
from workbench.reports import CATALOG, Brand, Content, Kind

FORMATS = {one.id: one for one in CATALOG}
OFFICE = [(name, kind) for name in ("docx", "pptx", "xlsx") for kind in FORMATS[name].kinds]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def made(tmp_path: Path, name: str, kind: Kind, content: Content | None = None) -> Path:
    one = FORMATS[name]
    return one.write(content or example.content(kind=kind), tmp_path / f"{kind}{one.suffix}", Silent())


def part(path: Path, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as parts:
        return ElementTree.fromstring(parts.read(name))


def names(path: Path, pattern: str) -> list[str]:
    with zipfile.ZipFile(path) as parts:
        return sorted(name for name in parts.namelist() if re.fullmatch(pattern, name))


@pytest.mark.parametrize(("name", "kind"), OFFICE)
def test_every_part_is_there_well_formed_and_of_a_known_type(name, kind, tmp_path):
    path = made(tmp_path, name, kind)
    with zipfile.ZipFile(path) as parts:
        assert parts.testzip() is None
        known = set(parts.namelist())
        types = ElementTree.fromstring(parts.read("[Content_Types].xml"))
        endings = {one.get("Extension") for one in types if one.get("Extension")}
        named = {one.get("PartName") for one in types if one.get("PartName")}
        assert {one.lstrip("/") for one in named} <= known
        for each in known - {"[Content_Types].xml"}:
            assert f"/{each}" in named or each.rpartition(".")[2] in endings, each
            if each.endswith((".xml", ".rels")):
                ElementTree.fromstring(parts.read(each))
            if each.endswith(".rels"):
                folder = each.replace("_rels/", "").rpartition("/")[0]
                for one in ElementTree.fromstring(parts.read(each)):
                    if one.get("TargetMode") != "External":
                        target = one.get("Target")
                        whole = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
                        while re.search(r"[^/]+/\.\./", whole):
                            whole = re.sub(r"[^/]+/\.\./", "", whole, count=1)
                        assert whole in known, (each, target)


@pytest.mark.parametrize(("name", "kind"), OFFICE)
def test_the_file_says_what_it_is_and_nothing_of_the_library_that_wrote_it(name, kind, tmp_path):
    path = made(tmp_path, name, kind)
    core = {one.tag.rpartition("}")[2]: one.text or "" for one in part(path, "docProps/core.xml")}
    assert core["title"] == "Ticket shop – Well-Architected review"
    assert core["creator"] == "Facilitator"
    assert core["language"] == "en"
    assert core["created"].startswith(example.TODAY)
    with zipfile.ZipFile(path) as parts:
        for each in parts.namelist():
            assert "thumbnail" not in each
            assert "printerSettings" not in each
        text = parts.read("docProps/core.xml").decode()
    assert not re.search("python-|openpyxl|Steve Canny", text)


@pytest.mark.parametrize(("name", "kind"), OFFICE)
def test_hostile_text_is_text_and_no_address_of_another_kind_is_a_link(name, kind, tmp_path):
    path = made(tmp_path, name, kind, example.content(example.hostile_snapshot(), kind=kind))
    with zipfile.ZipFile(path) as parts:
        for each in parts.namelist():
            if each.endswith(".rels"):
                for one in ElementTree.fromstring(parts.read(each)):
                    if one.get("TargetMode") == "External":
                        assert one.get("Target").startswith("https://"), one.get("Target")
            elif each.endswith(".xml"):
                assert not re.search("[\x00-\x08\x1b\u202e]", parts.read(each).decode("utf-8"))


# ------------------------------------------------------------------------------------------------------------ Word
def test_word_has_headings_without_gaps_head_rows_and_words_for_pictures(tmp_path):
    body = part(made(tmp_path, "docx", Kind.FULL), "word/document.xml")
    styles = [one.get(f"{W}val") for one in body.iter(f"{W}pStyle")]
    levels = [int(style[-1]) for style in styles if re.fullmatch(r"Heading\d", style)]
    assert "Title" in styles
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    listed = [table for table in body.iter(f"{W}tbl") if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None]
    assert len(listed) > 12
    for table in listed:
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        assert {len(row.findall(f"{W}tc")) for row in table.findall(f"{W}tr")} == {columns}
        assert all(cell.find(f"{W}p") is not None for cell in table.iter(f"{W}tc")), "a cell ends with a paragraph"
    seen = [one for one in body.iter() if one.tag.endswith("}docPr")]
    assert len(seen) == len(example.content().charts())
    assert all(len(one.get("descr")) > 40 for one in seen)
    assert len({one.get("id") for one in seen}) == len(seen)


def test_word_leads_from_lists_and_contents_to_the_place(tmp_path):
    path = made(tmp_path, "docx", Kind.FULL)
    body = part(path, "word/document.xml")
    marks = [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    anchors = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink") if one.get(f"{W}anchor")]
    assert set(anchors) <= set(marks)
    assert len(anchors) > len(list(example.content().all_sections()))
    codes = ["".join(one.itertext()).strip() for one in body.iter(f"{W}instrText")]
    pages = [code.split()[1] for code in codes if code.startswith("PAGEREF")]
    assert len(pages) == len(codes) == len(list(example.content().all_sections()))
    assert set(pages) <= set(marks)
    settings = [one.tag for one in part(path, "word/settings.xml")]
    assert settings.index(f"{W}updateFields") < settings.index(f"{W}compat"), "the place the schema wants"
    kinds = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"] * len(codes)
    foot = part(path, names(path, r"word/footer\d*\.xml")[0])
    assert [one.text.strip() for one in foot.iter(f"{W}instrText")] == ["PAGE", "NUMPAGES"]
    langs = {one.get(f"{W}val") for one in part(path, "word/styles.xml").iter(f"{W}lang")}
    assert langs == {"en"}


def test_word_reads_back_with_its_own_library(tmp_path):
    import docx

    document = docx.Document(str(made(tmp_path, "docx", Kind.FULL)))
    texts = [one.text for one in document.paragraphs]
    assert "Executive summary" in texts
    assert any("Second line." in text for text in texts)
    assert document.tables[-1].rows
    wide = docx.Document(str(made(tmp_path, "docx", Kind.REGISTER))).sections[0]
    assert wide.page_width > wide.page_height


def test_a_word_file_of_the_whole_framework_takes_seconds(tmp_path):
    import time

    start = time.perf_counter()
    made(tmp_path, "docx", Kind.FULL, long_content())
    assert time.perf_counter() - start < 20, "two or three seconds on an idle machine"


# ------------------------------------------------------------------------------------------------------ PowerPoint
def test_slides_have_titles_notes_numbers_and_pictures_with_words(tmp_path):
    path = made(tmp_path, "pptx", Kind.BOARD)
    slides = names(path, r"ppt/slides/slide\d+\.xml")
    content = example.content(kind=Kind.BOARD)
    assert len(slides) == len(content.sections) + 1
    assert len(names(path, r"ppt/notesSlides/notesSlide\d+\.xml")) == len(content.sections)
    assert len(names(path, r"ppt/slideLayouts/slideLayout\d+\.xml")) == 2
    for place, name in enumerate(sorted(slides, key=lambda one: int(re.sub(r"\D", "", one)))):
        slide = part(path, name)
        kinds = [one.get("type") for one in slide.iter(f"{P}ph")]
        assert kinds[0] in ("title", "ctrTitle")
        assert place == 0 or {"sldNum", "ftr"} <= set(kinds)
        ids = [one.get("id") for one in slide.iter() if one.tag.endswith("}cNvPr")]
        assert len(ids) == len(set(ids)), name
        assert all(one.get("lang") == "en" for one in slide.iter(f"{A}rPr") if one.get("sz"))
        for picture in slide.iter(f"{P}pic"):
            assert len(picture.find(f"{P}nvPicPr/{P}cNvPr").get("descr")) > 40
        for table in slide.iter(f"{A}tbl"):
            assert table.find(f"{A}tblPr").get("firstRow") == "1"


def test_nothing_stands_outside_a_slide_or_over_something_else(tmp_path):
    import pptx

    for kind in (Kind.BOARD, Kind.SUMMARY):
        deck = pptx.Presentation(str(made(tmp_path, "pptx", kind)))
        for slide in deck.slides:
            boxes = []
            for shape in slide.shapes:
                x, y, w, h = shape.left, shape.top, shape.width, shape.height
                assert x >= 0
                assert y >= 0
                assert x + w <= deck.slide_width + 2000, shape.name
                assert y + h <= deck.slide_height, shape.name
                if shape.shape_type is not None or shape.has_text_frame:
                    boxes.append((shape.name, x, y, x + w, y + h))
            for n, (name, x0, y0, x1, y1) in enumerate(boxes):
                for other, u0, v0, u1, v1 in boxes[n + 1 :]:
                    over = min(x1, u1) - max(x0, u0), min(y1, v1) - max(y0, v0)
                    assert min(over) < 60_000, (slide.slide_id, name, other)


def test_a_long_table_goes_on_on_the_next_slide(tmp_path):
    from workbench.reports.content.model import Cell, Column, Section, Table

    columns = (Column("Name", 1, key="name"), Column("Text", 3, key="text"))
    rows = tuple((Cell(f"Row {n}"), Cell("Words and more words. " * 4)) for n in range(40))
    content = example.content(kind=Kind.BOARD)
    content = replace(content, sections=(Section("long", "A long list", (Table("", columns, rows),)),))
    import pptx

    deck = pptx.Presentation(str(made(tmp_path, "pptx", Kind.BOARD, content)))
    found = [
        shape.table.cell(row, 0).text for slide in deck.slides for shape in slide.shapes if shape.has_table
        for row in range(1, len(shape.table.rows))
    ]  # fmt: skip
    assert found == [f"Row {n}" for n in range(40)]
    assert [slide.shapes.title.text for slide in deck.slides][1:3] == ["A long list", "A long list (continued)"]


# ----------------------------------------------------------------------------------------------------------- Excel
def test_sheets_have_filters_days_numbers_and_links(tmp_path):
    import openpyxl

    book = openpyxl.load_workbook(made(tmp_path, "xlsx", Kind.REGISTER))
    assert book.sheetnames == [
        "About this report",
        "Overview",
        "Questions",
        "Practices",
        "Risks",
        "Initiatives",
        "Evidence",
    ]
    risks = book["Risks"]
    heads = {cell.value: cell.column for cell in risks[1]}
    assert risks.auto_filter.ref == risks.dimensions
    assert (risks.freeze_panes, risks.print_title_rows) == ("A2", "$1:$1")
    due = risks.cell(2, heads["Due"])
    assert (due.value.isoformat()[:10], due.number_format) == ("2026-11-01", "yyyy-mm-dd")
    assert risks.cell(2, heads["Evidence"]).value == 2
    assert risks.cell(2, heads["Link"]).hyperlink.target == "https://docs.example.com/q"
    practices = book["Practices"]
    assert practices.max_row == 1 + sum(len(q.practices) for q in example.lens().questions())
    drawing = part(tmp_path / "register.xlsx", "xl/drawings/drawing1.xml")
    (seen,) = [one for one in drawing.iter() if one.tag.endswith("}cNvPr")]
    assert seen.get("descr").startswith("Stacked bars of questions by risk. Security")


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-2", "@SUM(A1)", "\t=cmd|' /C calc'!A0", "_x0041_", "x" * 40_000])
def test_no_text_becomes_a_formula(text, tmp_path):
    import openpyxl
    from openpyxl.utils.escape import unescape

    state = example.now()
    review = state.reviews[0]
    answers = tuple(replace(answer, notes=text, owner=text) for answer in review.answers)
    content = example.content(replace(state, reviews=(replace(review, answers=answers),)), kind=Kind.REGISTER)
    path = made(tmp_path, "xlsx", Kind.REGISTER, content)
    assert b"<f>" not in b"".join(zipfile.ZipFile(path).read(name) for name in names(path, r"xl/worksheets/.*\.xml"))
    sheet = openpyxl.load_workbook(path)["Questions"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    cell = sheet.cell(2, heads["Notes"])
    assert cell.data_type == "s"
    assert unescape(cell.value) == text[:32_767]
    assert cell.quotePrefix is (text[0] in "=+-@\t")


# ----------------------------------------------------------------------------------------------------------- brand
def logo() -> bytes:
    figure, axes = new_figure(1.6, 0.5, LIGHT)
    axes.fill_between([0, 1], [1, 1])
    return png_of(figure, 60, "#ffffff")


@pytest.mark.parametrize("one", CATALOG, ids=lambda one: one.id)
def test_logo_colours_and_cover_line_are_in_every_format(one, tmp_path):
    brand = Brand(logo(), "#7a1f5c", "#005f60", "For the board of Example only")
    path = one.write(example.content(kind=one.kinds[0], brand=brand), tmp_path / f"r{one.suffix}", Silent())
    data = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(path) as parts:
            assert any(parts.read(name) == brand.logo for name in parts.namelist() if "media/" in name)
            data = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".xml"))
            assert re.search(b"7A1F5C|005F60", data.upper())
            assert b"For the board of Example only" in data
    elif one.id == "pdf":
        from pypdf import PdfReader

        page = PdfReader(path).pages[0]
        assert "For the board of Example only" in page.extract_text()
        assert len(page.images) == 1
    else:
        text = data.decode("utf-8")
        assert "For the board of Example only" in text
        assert one.id != "html" or (
            'src="data:image/png;base64,' in text and "#7a1f5c" in text and "img-src data:" in text
        )


def test_a_colour_that_cannot_be_read_gives_way_for_text():
    from workbench.reports.brand import contrast, legible

    assert legible(Brand(first="#ffee00", second="#004488")).first == LIGHT.accent
    assert legible(Brand(first="#ffee00", second="#004488")).second == "#004488"
    assert contrast("#000000", "#ffffff") == pytest.approx(21)

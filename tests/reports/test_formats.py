from __future__ import annotations

import html.parser
import itertools
import re
import subprocess
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.needs import needs
from tests.reports import example
from tests.reports.long_report import long_content
from workbench.errors import WorkbenchError
from workbench.progress import Cancelled, Silent
from workbench.reports import CATALOG, Kind

GOLDEN = Path(__file__).parent / "golden"
FORMATS = {one.id: one for one in CATALOG}


def written(tmp_path: Path, name: str, content=None) -> Path:
    one = FORMATS[name]
    return one.write(content or example.content(kind=one.kinds[0]), tmp_path / f"report{one.suffix}", Silent())


def without_drawings(text: str) -> str:
    """Charts differ with the version of matplotlib; tests/figures look at them."""
    return re.sub(r"(<figure>(?:<figcaption>.*?</figcaption>)?<svg[^>]*>).*?</svg>", r"\1</svg>", text, flags=re.DOTALL)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("name", ["html", "md", "json"])
def test_golden(name, kind, tmp_path, golden_update):
    made = without_drawings(written(tmp_path, name, example.content(kind=kind)).read_text(encoding="utf-8"))
    golden = GOLDEN / f"{'small' if kind is Kind.FULL else kind.value}{FORMATS[name].suffix}"
    if golden_update:
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["html", "md", "json", "docx", "pptx", "xlsx"])
def test_the_same_content_gives_the_same_bytes(name, tmp_path):
    first = written(tmp_path, name).read_bytes()
    assert written(tmp_path, name).read_bytes() == first


class Page(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._hidden += tag == "style"

    def handle_endtag(self, tag):
        self._hidden -= tag == "style"

    def handle_data(self, data):
        if not self._hidden:
            self.text.append(data)


def parsed(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def test_html_loads_nothing_and_every_link_inside_has_a_target(tmp_path):
    page = parsed(written(tmp_path, "html"))
    ids = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    for tag, attrs in page.tags:
        assert tag not in ("script", "img", "link", "iframe", "object", "form")
        assert not any(name.startswith("on") for name in attrs)
        assert "src" not in attrs
        for name in ("href", "xlink:href"):
            address = attrs.get(name) or ""
            if address.startswith("#"):
                assert address[1:] in ids
            else:
                assert tag == "a" or not address
                assert address == "" or address.startswith("https://")


def test_html_has_words_for_charts_and_levels_of_headings_without_gaps(tmp_path):
    page = parsed(written(tmp_path, "html"))
    drawings = [attrs for tag, attrs in page.tags if tag == "svg" and attrs.get("role") == "img"]
    assert len(drawings) == len(example.content().charts())
    assert all(len(attrs["aria-label"] or "") > 40 for attrs in drawings)
    levels = [int(tag[1]) for tag, _attrs in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_html_follows_the_reader_into_the_dark(tmp_path):
    text = written(tmp_path, "html").read_text(encoding="utf-8")
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    drawings = "".join(re.findall(r"<figure>.*?</figure>", text, flags=re.DOTALL))
    assert "var(--high)" in drawings
    assert not re.search(r"#[0-9a-f]{6}\b", drawings)


def test_hostile_text_is_text_in_html(tmp_path):
    page = parsed(written(tmp_path, "html", example.content(example.hostile_snapshot())))
    assert not [tag for tag, _attrs in page.tags if tag in ("script", "b")]
    assert not [attrs for _tag, attrs in page.tags if "javascript" in (attrs.get("href") or "")]
    text = "".join(page.text)
    assert "<script>alert(1)</script>" in text
    assert not re.search("[\x00\x1b\u202e]", text)


def test_hostile_text_is_text_in_markdown(tmp_path):
    text = written(tmp_path, "md", example.content(example.hostile_snapshot())).read_text(encoding="utf-8")
    assert "<script" not in text.replace("\\<script", "")
    assert "](javascript:" not in text.replace("\\](", "")
    assert not [line for line in text.splitlines() if line.strip().startswith(("# no heading", "- no list"))]
    assert not re.search("[\x00\x1b\u202e]", text)
    for table in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        bars = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
        assert len(bars) == 1, table


def test_pdf_is_tagged_titled_and_has_an_outline(tmp_path):
    reader = PdfReader(written(tmp_path, "pdf"))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert reader.metadata.title == "Ticket shop – Well-Architected review"
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert [entry["/Title"] for entry in reader.outline if not isinstance(entry, list)][:3] == [
        "Executive summary", "Risk by pillar", 'Changes since milestone 1 "Baseline"',
    ]  # fmt: skip


def test_pdf_says_everything_and_numbers_its_pages(tmp_path):
    reader = PdfReader(written(tmp_path, "pdf"))
    pages = [re.sub(r"\s+", " ", page.extract_text()) for page in reader.pages]
    text = " ".join(pages).replace("\u200b", "")
    assert pages[0].startswith("Well-Architected review Ticket shop")
    for words in ("Ticket shop", "Not discussed", "acceptance expired", "Nobody had the numbers.", "Second line.",
                  example.milestones()[-1].chain, "To medium risk"):  # fmt: skip
        assert words in text, words
    assert f"Page 2 of {len(pages)}" in pages[1]
    assert example.ACCOUNT not in text


def test_hostile_text_is_text_in_pdf(tmp_path):
    text = " ".join(
        page.extract_text() for page in PdfReader(
            written(tmp_path, "pdf", example.content(example.hostile_snapshot()))).pages
    )  # fmt: skip
    assert '#panic("x") $x$' in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize(
    "text", ["日本語のメモ", "😀 done", "x" * 5000, "https://example.com/" + "a/b-c" * 300, "ab " * 6000]
)
def test_pdf_takes_any_script_and_any_length(text, tmp_path):
    from dataclasses import replace

    state = example.now()
    review = state.reviews[0]
    answers = tuple(replace(answer, notes=text) for answer in review.answers)
    content = example.content(replace(state, reviews=(replace(review, answers=answers),)), compared=False)
    assert len(PdfReader(written(tmp_path, "pdf", content)).pages) >= 5


@needs("pdftoppm")
def test_pdf_pages_can_be_drawn_and_are_not_empty(tmp_path):
    path = written(tmp_path, "pdf")
    subprocess.run(
        ["pdftoppm", "-r", "20", "-gray", str(path), str(tmp_path / "page")], check=True, capture_output=True
    )
    pages = sorted(tmp_path.glob("page*.pgm"))
    assert len(pages) == len(PdfReader(path).pages)
    assert all(min(page.read_bytes()[20:]) < 128 for page in pages)


# ---------------------------------------------------------------------------------------------------- files
@pytest.mark.parametrize("name", list(FORMATS))
def test_cancel_leaves_what_was_there(name, tmp_path):
    target = tmp_path / f"report{FORMATS[name].suffix}"
    target.write_text("before")

    def stop(done: float, total: float, note: str = "") -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        FORMATS[name].write(example.content(kind=FORMATS[name].kinds[0]), target, stop)
    assert target.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_target_that_cannot_be_written_is_said_clearly(name, tmp_path):
    one = FORMATS[name]
    with pytest.raises(WorkbenchError, match="does not exist"):
        one.write(example.content(), tmp_path / "nowhere" / "r", Silent())
    with pytest.raises(WorkbenchError, match="is a folder"):
        one.write(example.content(), tmp_path, Silent())
    with pytest.raises(WorkbenchError, match="cannot be written"):
        one.write(example.content(), tmp_path / ("n" * 300), Silent())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", list(FORMATS))
def test_progress_reaches_its_end(name, tmp_path):
    seen: list[tuple[float, float]] = []
    content = example.content(kind=FORMATS[name].kinds[0])
    FORMATS[name].write(content, tmp_path / "r", lambda done, total, note="": seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1]
    assert seen == sorted(seen)


def test_sixty_pages_take_seconds(tmp_path):
    content = long_content()
    start = time.perf_counter()
    path = FORMATS["pdf"].write(content, tmp_path / "long.pdf", Silent())
    assert time.perf_counter() - start < 30, "a few seconds on an idle machine"
    assert len(PdfReader(path).pages) >= 60


def test_a_preview_of_any_number_of_chapters_has_pages(tmp_path):
    assert all(FORMATS["pdf"].preview(example.content(), chapters)[0][:4] == b"\x89PNG" for chapters in (1, 2, 5))


def test_lists_lead_to_the_question_in_pdf(tmp_path):
    reader = PdfReader(written(tmp_path, "pdf"))
    kinds = [note.get_object().get("/Dest") for page in reader.pages for note in page.get("/Annots", [])]
    contents = sum(1 for _section in example.content().all_sections())
    assert sum(kind is not None for kind in kinds) > contents

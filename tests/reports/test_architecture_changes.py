"""What changed in an architecture since a milestone, in each format: both pictures, marks in them, lists beside them."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.reports import example
from tests.reports.test_architecture import ACCOUNT, FORMATS, shop
from workbench.analyses.comparison import compare
from workbench.domain.graph import Graph, Node
from workbench.domain.graph_changes import without
from workbench.figures.architecture import Mark
from workbench.progress import Silent
from workbench.reports.content.build import build_content
from workbench.reports.content.model import Bullets, Chart, Kind


def later() -> Graph:
    """The shop, changed: the flags are gone, a standby stands in a new subnet, the cache has moved there, a server is renamed."""
    kept = {key: without(node, ("feature-flags",)) for key, node in shop().nodes.items() if key != "feature-flags"}
    subnet = Node("data-subnet-b", "Data subnet b", "subnet", domains=("az-b",))
    standby = Node("orders-db-b", f"Standby of {ACCOUNT}", domains=("data-subnet-b",))
    cache = replace(kept["session-cache"], domains=("data-subnet-b",), position=None)
    server = replace(kept["app-1"], label="App server one")
    kept |= {one.id: one for one in (subnet, standby, cache, server)}
    return Graph(kept, shop().journeys)


def compared(**how):
    """The report of the example with a graph that changed since the first milestone."""
    old, new = replace(example.start(), graph=shop()), replace(example.now(), graph=later())
    lenses = {example.LENS_HASH: example.lens()}
    comparison = compare(
        lenses, old, new, before_day="2026-03-02", after_day=example.TODAY, before_title='Milestone 1 "Baseline"',
        after_title="Now",
    )  # fmt: skip
    return build_content(
        new, lenses, example.milestones(), today=example.TODAY, comparison=comparison,
        earlier=(example.milestones()[0], old), **how,
    )  # fmt: skip


def test_both_pictures_mark_what_changed():
    section = compared().section("changes-architecture")
    before, after = (one for one in section.blocks if isinstance(one, Chart))
    assert (before.id, after.id) == ("architecture-before", "architecture-after")
    marks = [{key: mark for one in chart.draw().items for key, mark in changes(one)} for chart in (before, after)]
    assert marks[0] == {"feature-flags": Mark.REMOVED, "session-cache": Mark.MOVED, **marks[0]}
    assert marks[1]["orders-db-b"] is Mark.ADDED
    assert marks[1]["data-subnet-b"] is Mark.ADDED
    assert (marks[1]["session-cache"], marks[1]["app-1"]) == (Mark.MOVED, Mark.CHANGED)
    places = [{one.id: (one.rect.x, one.rect.y) for one in chart.draw().items} for chart in (before, after)]
    assert places[0]["alb"] == places[1]["alb"], "what stayed stands where it stood"
    titles = [one.title for one in section.blocks if isinstance(one, Bullets)]
    assert titles == ["Findings opened", "Elements added", "Elements removed", "Elements moved", "Elements changed"]


def changes(item):
    known = (Mark.ADDED, Mark.REMOVED, Mark.MOVED, Mark.CHANGED)
    return [(item.id, mark) for mark in known if mark in item.marks]


def test_pdf_and_html_show_both(tmp_path):
    pages = PdfReader(FORMATS["pdf"].write(compared(), tmp_path / "r.pdf", Silent())).pages
    texts = [re.sub(r"\s+", " ", page.extract_text()) for page in pages]
    assert [text for text in texts if "Feature flag service" in text and "removed since" in text]
    assert [text for text in texts if "Data subnet b" in text and "added since" in text]
    html = FORMATS["html"].write(compared(), tmp_path / "r.html", Silent()).read_text(encoding="utf-8")
    assert html.count('<figure class="beside">') == 2
    assert not [text for text in (*texts, html) if ACCOUNT in text]


@pytest.mark.parametrize(("name", "kind"), [("docx", Kind.FULL), ("pptx", Kind.BOARD)])
def test_office_files_hold_both(tmp_path, name, kind):
    target = FORMATS[name].write(compared(kind=kind), tmp_path / f"r.{name}", Silent())
    with zipfile.ZipFile(target) as parts:
        text = "".join(parts.read(one).decode() for one in parts.namelist() if one.endswith(".xml"))
    assert text.count("Architecture of 33 elements") >= 1
    assert text.count("Architecture of 34 elements") >= 1
    assert ACCOUNT not in text


def test_markdown_has_its_pictures_beside_it(tmp_path):
    target = tmp_path / "our report.md"
    FORMATS["md"].write(compared(), target, Silent())
    text = target.read_text(encoding="utf-8")
    shown = re.findall(r"!\[.+\]\(<our report_files/([\w.-]+)>\)", text)
    folder = tmp_path / "our report_files"
    assert sorted(shown) == sorted(path.name for path in folder.iterdir())
    assert {"architecture.svg", "architecture-before.svg", "architecture-after.svg"} <= set(shown)
    assert not [path for path in folder.iterdir() if ACCOUNT in path.read_text(encoding="utf-8")]
    own = folder / "own.svg"
    own.write_text("<svg/>", encoding="utf-8")
    FORMATS["md"].write(example.content(compared=False), target, Silent())
    left = {path.name for path in folder.iterdir()}
    assert own.exists(), "what the report did not write is left alone"
    assert not {"architecture.svg", "architecture-before.svg"} & left, "an older picture may say what is left out now"

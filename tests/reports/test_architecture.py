"""The chapter on the architecture in each format of the report."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.bench.graphs import layered
from tests.reports import example
from workbench.domain.graph import Graph
from workbench.exchange.wb_graph import read_graph
from workbench.figures.architecture import ItemKind
from workbench.library.places import resources_dir
from workbench.progress import Silent
from workbench.reports import CATALOG

FORMATS = {one.id: one for one in CATALOG}
SHOP = resources_dir() / "sample" / "graphs" / "three-tier-shop.json"
ACCOUNT = "123456789012"


def shop() -> Graph:
    graph = read_graph(SHOP.read_bytes(), "shop", [])
    nodes = {**graph.nodes, "orders-db": replace(graph.nodes["orders-db"], label=f"Orders of {ACCOUNT}")}
    return Graph(nodes, graph.journeys)


def content(graph: Graph):
    return example.content(replace(example.now(), graph=graph), compared=False)


def test_a_workload_without_a_graph_has_no_such_chapter():
    assert content(Graph()).section("architecture") is None


def test_the_picture_has_words_and_findings_stand_beside_it():
    section = content(shop()).section("architecture")
    picture, table = section.blocks[:2]
    assert "Check out and pay" in picture.alt
    assert "open findings" in picture.title
    assert {row[0].mark for row in table.rows} >= {"high"}
    assert any("REL10" in row[4].text for row in table.rows)


def test_html_shows_the_picture_in_the_colours_of_the_page(tmp_path):
    text = FORMATS["html"].write(content(shop()), tmp_path / "r.html", Silent()).read_text(encoding="utf-8")
    assert "NAT gateway" in text
    assert 'fill="var(--sunken)"' in text
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert ACCOUNT not in text


def test_pdf_fits_it_on_a_page_and_can_be_read(tmp_path):
    pages = PdfReader(FORMATS["pdf"].write(content(shop()), tmp_path / "r.pdf", Silent())).pages
    texts = [re.sub(r"\s+", " ", page.extract_text()) for page in pages]
    drawn = [text for text in texts if "Session cache" in text and "Role of the order" in text]
    assert drawn, "top and bottom of the picture are on one page"
    assert not [text for text in texts if ACCOUNT in text]


def test_markdown_lists_the_findings(tmp_path):
    text = FORMATS["md"].write(content(shop()), tmp_path / "r.md", Silent()).read_text(encoding="utf-8")
    assert "## Architecture" in text
    assert "Single point of failure" in text


@pytest.mark.slow
def test_of_a_large_graph_the_innermost_containers_are_folded():
    section = content(layered(200, 1)).section("architecture")
    assert "one box" in section.blocks[-1].text
    assert len(section.blocks[0].draw().of(ItemKind.ELEMENT)) < 130

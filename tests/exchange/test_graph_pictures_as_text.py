"""Graphs as Mermaid, dot and draw.io: what is written is read again as the same boxes and arrows."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from tests.analyses.failure.graphs import graphs
from tests.importers.readings import read
from workbench.analyses.graph_layout import Point, journey_key, links_of, nest, with_positions
from workbench.domain.graph import Dependency, Graph, Group, Journey, Node
from workbench.domain.graph_json import graph_from_json
from workbench.exchange.graph_drawio import write_drawio
from workbench.exchange.graph_text import write_dot, write_mermaid
from workbench.exchange.wb_graph import read_graph
from workbench.library.places import resources_dir
from workbench.progress import Silent

SAMPLES = sorted((resources_dir() / "sample" / "graphs").glob("*.json"))
SHOP = Graph.of(
    [
        Node("web", 'Web "shop" <1>', groups=(Group(1, ("a", "b")), Group(None, ("c", "d")))),
        Node("a", domains=("vpc",)), Node("b", domains=("vpc",), soft=("log",)), Node("c"), Node("d"),
        Node("log", requires=(Dependency("end"),)), Node("end"), Node("vpc", "VPC #1", kind="vpc"),
    ],
    [Journey("buy", "Buy; pay & go", "web")],
)  # fmt: skip


def writers():
    return {"mermaid": write_mermaid, "dot": write_dot, "drawio": lambda graph: write_drawio(graph, Silent())}


@pytest.mark.parametrize("name", writers())
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples_come_back_with_their_boxes_and_arrows(name, path):
    graph = read_graph(path.read_bytes(), path.name, [])
    again = read(writers()[name](graph).decode())
    assert again.reports[0].errors == []
    nesting = nest(graph)
    assert len(again.graph.nodes) == len(nesting.everything)
    assert sorted(node.label for node in again.graph.nodes.values()) == sorted(
        [*(node.title for node in graph.nodes.values()), *(one.title for one in graph.journeys)]
    )
    wanted = {(link.source, link.target) for link in links_of(graph, nesting)}
    assert again.reports[0].references == len(wanted)


@pytest.mark.parametrize("name", writers())
@settings(max_examples=40, deadline=None)
@given(value=graphs())
def test_any_graph_comes_back(name, value):
    graph = graph_from_json(value)
    again = read(writers()[name](graph).decode())
    assert [one for report in again.reports for one in report.errors] == []
    assert len(again.graph.nodes) == len(nest(graph).everything)


def test_signs_of_the_languages_are_text():
    assert '"Web #quot;shop#quot; #lt;1#gt;"' in write_mermaid(SHOP).decode()
    for write in writers().values():
        labels = {node.label for node in read(write(SHOP).decode()).graph.nodes.values()}
        assert {'Web "shop" <1>', "VPC #1", "Buy; pay & go"} <= labels


def test_redundancy_says_how_many_are_needed():
    text = write_mermaid(SHOP).decode()
    assert '-->|"1 of 2"| a' in text
    assert "how many are needed is open" in text
    assert "-.-> log" in text


def test_drawio_keeps_positions_and_nests():
    places = {
        name: Point(10.0 * n, 100.0)
        for n, name in enumerate(("web", "a", "b", "c", "d", "log", "end", journey_key("buy")))
    }
    root = ElementTree.fromstring(write_drawio(with_positions(SHOP, places), Silent()))
    cells = {cell.get("value"): cell for cell in root.iter("mxCell") if cell.get("vertex")}
    corner = cells["c"].find("mxGeometry")
    assert (corner.get("x"), corner.get("y")) == ("30", "100")
    assert cells["a"].get("parent") == cells["VPC #1"].get("id")

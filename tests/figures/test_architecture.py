"""The scene of an architecture and its files: what is drawn, how states are told apart, and that SVG is safe and the same."""

from __future__ import annotations

import itertools
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from workbench.analyses.graph_layout import Point, Rect, Sizes, boxes_of, journey_key, layout, links_of, nest
from workbench.domain.finding import Severity
from workbench.domain.graph import KIND_TITLES, Dependency, Graph, Group, Journey, Node
from workbench.domain.graph_json import graph_from_json
from workbench.exchange.wb_graph import read_graph
from workbench.figures import DARK, LIGHT
from workbench.figures.architecture import (
    Badge,
    Drawing,
    ItemKind,
    Mark,
    Role,
    State,
    Tier,
    View,
    lose,
    pdf_of_scene,
    png_of_scene,
    scene,
    svg_of_scene,
    tier_at,
)
from workbench.figures.architecture.icons import ICONS, icon_name
from workbench.figures.architecture.routes import routes_of
from workbench.figures.architecture.shapes import PathPart, RectPart, TextPart
from workbench.figures.architecture.text import cut, text_width, wrapped
from workbench.library.places import resources_dir

HERE = Path(__file__).parent
SAMPLES = resources_dir() / "sample" / "graphs"
SVG = "{http://www.w3.org/2000/svg}"


def sample(name: str) -> Graph:
    return read_graph((SAMPLES / f"{name}.json").read_bytes(), name, [])


def small() -> Graph:
    return Graph.of(
        [
            Node("shop", "Shop <b>&", "service", failable=False, requires=(Dependency("db"),), groups=(Group(1, ("web-1", "web-2")),), soft=("mail",)),
            Node("web-1", type="AWS::EC2::Instance", domains=("zone-a",)), Node("web-2", type="AWS::EC2::Instance", domains=("zone-b",)),
            Node("db", "Orders database", type="AWS::RDS::DBInstance", domains=("zone-a",)), Node("mail", kind="vendor"),
            Node("zone-a", kind="az"), Node("zone-b", kind="az"),
        ],
        [Journey("buy", "Buy something", "shop")],
    )  # fmt: skip


def drawn(graph: Graph, view: View | None = None, state: State | None = None):
    return scene(graph, layout(graph), view, state)


def test_golden(golden_update):
    graph = small()
    state = lose(graph, ["zone-a"], State(badges={"db": Badge(Severity.HIGH, 2)}))
    made = svg_of_scene(drawn(graph, state=state))
    golden = HERE / "golden" / "architecture.svg"
    if golden_update:
        golden.write_text(made, encoding="utf-8", newline="\n")
    assert made == golden.read_text(encoding="utf-8"), "make golden"


def test_svg_is_well_formed_described_and_runs_nothing():
    root = ElementTree.fromstring(svg_of_scene(drawn(small())))
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text
    assert "Buy something" in root.find(f"{SVG}desc").text
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg",
        "g",
        "title",
        "desc",
        "rect",
        "path",
        "text",
    }
    assert "Shop <b>&" in [element.text for element in root.iter(f"{SVG}text")]
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_only_colours_of_the_palette_are_used(palette):
    root = ElementTree.fromstring(svg_of_scene(drawn(sample("travel-agents")), palette))
    known = {getattr(palette, role) for role in Role if role} | {"none"}
    assert {value for element in root.iter() for name in ("fill", "stroke") if (value := element.get(name))} <= known


def test_states_differ_by_shape_not_by_colour_alone():
    graph = small()
    plain, state = drawn(graph), drawn(graph, state=lose(graph, ["zone-a"]))
    assert state.item("zone-a").marks == {Mark.FAILED}
    assert state.item("db").marks == {Mark.FALLEN}
    assert state.item(journey_key("buy")).marks == {Mark.FALLEN}
    lesser = drawn(graph, state=lose(graph, ["mail"]))
    assert lesser.item("shop").marks == {Mark.DEGRADED}

    def shapes(item):
        return [(type(part), part.path if isinstance(part, PathPart) else part.rect if isinstance(part, RectPart) else "")
                for part in item.parts if not isinstance(part, TextPart)]  # fmt: skip

    for one, other in ((plain.item("db"), state.item("db")), (plain.item("shop"), lesser.item("shop"))):
        assert shapes(one) != shapes(other)


def test_what_falls_is_listed_in_the_order_in_which_it_falls():
    chain = Graph.of([Node("a", requires=(Dependency("b"),)), Node("b", requires=(Dependency("c"),)), Node("c")])
    assert lose(chain, ["c"]).fallen == ("b", "a")
    assert lose(chain, ["nothing"]).fallen == ()


def test_a_path_is_numbered_and_its_links_are_marked():
    found = drawn(small(), state=State(path=("shop", "db", "zone-a")))
    texts = [part.text for part in found.item("db").parts if isinstance(part, TextPart)]
    assert "2" in texts
    hot = [
        item.ends
        for item in found.of(ItemKind.LINK)
        if any(getattr(part, "line", None) is Role.ACCENT for part in item.parts)
    ]
    assert ("shop", "db") in hot


def test_links_tell_hard_from_soft_by_line_and_end():
    found = drawn(small())
    looks = {item.ends: item.parts for item in found.of(ItemKind.LINK)}
    hard, soft = looks["shop", "db"], looks["shop", "mail"]
    assert hard[0].dash == ()
    assert hard[1].fill
    assert soft[0].dash
    assert not soft[1].fill


def test_views_draw_a_part():
    graph = sample("three-tier-shop")
    browse = drawn(graph, View(journey="browse"))
    assert browse.item("web-1")
    assert not browse.item("payment-provider")
    assert not browse.item(journey_key("checkout"))
    zone = drawn(graph, View(container="az-b"))
    assert {item.id for item in zone.of(ItemKind.ELEMENT)} == {"web-2"}
    near = drawn(graph, View(around="nat", steps=1))
    assert {item.id for item in near.of(ItemKind.ELEMENT)} == {"nat", "app-tier", "feature-flags", "payment-provider"}
    state = State(badges={"nat": Badge(Severity.HIGH)})
    assert {item.id for item in drawn(graph, View(only_findings=True), state).of(ItemKind.ELEMENT)} == {"nat"}


@settings(max_examples=40)
@given(graphs(), st.booleans(), st.data())
def test_a_part_is_drawn_closer_together_in_the_order_of_the_whole(data, down, pick):
    graph, sizes = graph_from_json(data), Sizes(down=down)
    nesting = nest(graph)
    views = [View(journey=one.id) for one in graph.journeys]
    views += [view for name in nesting.children for view in (View(container=name), View(folded=frozenset((name,))))]
    view = pick.draw(st.sampled_from([*views, View(around=next(iter(graph.nodes)), steps=2)]))
    where = layout(graph, sizes)
    whole = Drawing(graph, where, View(), State(), sizes, nesting)
    part = Drawing(graph, where, view, State(), sizes, nesting)
    for one, other in itertools.combinations(part.boxes, 2):
        a, b = part.boxes[one], part.boxes[other]
        if nesting.parent.get(one) == nesting.parent.get(other):
            assert not a.meets(b)
            was, was_other = whole.boxes[one], whole.boxes[other]
            leaves = part.nesting.children.keys().isdisjoint((one, other))
            if leaves and (was.y == was_other.y if down else was.x == was_other.x):
                assert (a.y == b.y) if down else (a.x == b.x)
                assert (a.x < b.x) == (was.x < was_other.x) if down else (a.y < b.y) == (was.y < was_other.y)
    for name in part.boxes:
        if name in nesting.parent:
            assert part.boxes[nesting.parent[name]].holds(part.boxes[name])


def test_a_part_takes_no_more_room_than_it_needs():
    graph = sample("multi-az-shop")
    where = layout(graph)
    kept = dict(where)
    view = View(journey=graph.journeys[0].id)
    part, whole = scene(graph, where, view, legend=False), scene(graph, where, legend=False)
    assert part.bounds.w * part.bounds.h < 0.5 * whole.bounds.w * whole.bounds.h
    assert where == kept


def test_a_folded_container_is_one_box_with_the_links_of_all_it_holds():
    graph = sample("three-tier-shop")
    state = lose(graph, ["nat"], State(badges={"nat": Badge(Severity.HIGH), "orders-db": Badge(Severity.MEDIUM, 2)}))
    found = drawn(graph, View(folded=frozenset(("az-a",))), state)
    box = found.item("az-a")
    assert box.kind is ItemKind.ELEMENT
    assert Mark.FOLDED in box.marks
    assert Mark.DEGRADED in box.marks, "some of it is down"
    assert not found.item("nat")
    ends = [item.ends for item in found.of(ItemKind.LINK)]
    assert ("payment-provider", "az-a") in ends
    assert len(ends) == len(set(ends))
    assert "3" in [part.text for part in box.parts if isinstance(part, TextPart)], "its findings add up"


@pytest.mark.parametrize("name", ["three-tier-shop", "multi-az-shop", "travel-agents"])
@pytest.mark.parametrize("down", [True, False], ids=["down", "across"])
def test_routes_go_through_no_box_and_no_foreign_container(name, down):
    graph, sizes = sample(name), Sizes(down=down)
    nesting = nest(graph)
    boxes = boxes_of(nesting, layout(graph, sizes), sizes)
    pairs = [(link.source, link.target) for link in links_of(graph, nesting)]
    for (source, target), route in routes_of(nesting, boxes, pairs, sizes).items():
        own = {source, target, *nesting.above(source), *nesting.above(target)}
        for a, b in itertools.pairwise(route):
            assert a.x == b.x or a.y == b.y
            step = Rect(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
            assert not [one for one, box in boxes.items() if one not in own and box.meets(step)], (source, target)


@pytest.mark.parametrize("name", ["three-tier-shop", "multi-az-shop", "travel-agents"])
def test_links_go_around_a_box_that_moved_and_the_others_stay(name):
    graph, sizes = sample(name), Sizes()
    nesting, where = nest(graph), layout(graph)
    before = Drawing(graph, where, View(), State(), sizes, nesting)
    moved = next(one for one in where if one in graph.nodes and one not in nesting.parent)
    to = {**where, moved: Point(where[moved].x + 60, where[moved].y)}
    now = before.moved(graph, to, lambda _box: before.routes)
    assert now.boxes == boxes_of(nesting, to, sizes)
    assert now.routes.keys() == before.routes.keys()
    kept = [pair for pair in now.routes if now.routes[pair] is before.routes[pair]]
    assert kept
    assert not [pair for pair in kept if moved in pair]
    for (source, target), route in now.routes.items():
        own = {source, target, *nesting.above(source), *nesting.above(target)}
        for a, b in itertools.pairwise(route):
            step = Rect(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))
            assert moved in own or not now.boxes[moved].meets(step)
    assert Drawing(graph, where, View(container=next(iter(nesting.children))), State(), sizes, nesting).moved(
        graph, to, lambda _box: ()
    ) is None  # fmt: skip


def shared_way(one, other) -> float:
    """How long two routes lie on each other."""
    found = 0.0
    for a, b in itertools.pairwise(one):
        for c, d in itertools.pairwise(other):
            for along, across in ((0, 1), (1, 0)):
                if a[across] == b[across] == c[across] == d[across]:
                    found += max(0.0, min(max(a[along], b[along]), max(c[along], d[along]))
                                 - max(min(a[along], b[along]), min(c[along], d[along])))  # fmt: skip
    return found


@pytest.mark.parametrize("name", ["three-tier-shop", "multi-az-shop", "travel-agents"])
@pytest.mark.parametrize("down", [True, False], ids=["down", "across"])
def test_hard_and_soft_links_of_one_element_lie_beside_each_other(name, down):
    graph, sizes = sample(name), Sizes(down=down)
    found = scene(graph, layout(graph, sizes), sizes=sizes).of(ItemKind.LINK)
    compared = 0
    for one, other in itertools.combinations(found, 2):
        if one.ends[0] == other.ends[0] and one.parts[0].dash != other.parts[0].dash:
            compared += 1
            assert shared_way(one.route, other.route) == 0, (one.ends, other.ends)
    assert compared


@settings(max_examples=60)
@given(graphs())
def test_any_graph_can_be_drawn_wherever_its_boxes_are(data):
    graph = graph_from_json(data)
    heap = {name: Point(at.x // 3, at.y // 3) for name, at in layout(graph).items()}
    for positions in (layout(graph), heap):
        made = scene(graph, positions, state=lose(graph, list(graph.nodes)[:1]))
        ElementTree.fromstring(svg_of_scene(made))
        assert {item.id for item in made.items} >= graph.nodes.keys()


def test_nothing_is_drawn_of_nothing():
    ElementTree.fromstring(svg_of_scene(scene(Graph(), {})))


def test_far_away_texts_go_and_icons_grow():
    assert [tier_at(zoom) for zoom in (0.1, 0.3, 0.45, 1.0)] == list(Tier)
    found = drawn(small())
    sizes = [len(svg_of_scene(found, tier=tier)) for tier in Tier]
    assert sizes == sorted(sizes)
    middle = [part for part in found.item("db").parts if part.least <= Tier.MIDDLE <= part.most]
    assert not [part for part in middle if isinstance(part, TextPart)]
    assert [part for part in middle if isinstance(part, PathPart)], "the icon is there"


def test_names_stay_readable_in_the_middle_distance():
    words = [part for part in drawn(small()).item("db").parts if part.least <= Tier.WORDS <= part.most]
    texts = [part for part in words if isinstance(part, TextPart)]
    assert texts
    assert all(part.size * 0.36 >= 6 for part in texts)


def test_every_kind_has_an_icon_of_its_own():
    assert ICONS.keys() >= KIND_TITLES.keys()
    assert len({ICONS[kind] for kind in KIND_TITLES}) == len(KIND_TITLES)
    wanted = {
        "AWS::RDS::DBInstance": "data", "AWS::SQS::Queue": "queue", "AWS::Lambda::Function": "function",
        "AWS::EC2::Instance": "compute", "AWS::EC2::NatGateway": "gateway", "AWS::Cognito::UserPool": "identity",
    }  # fmt: skip
    assert {text: icon_name(Node("x", type=text)) for text in wanted} == wanted
    assert icon_name(Node("x", "Booking agent", "service")) == "agent"


@given(graphs())
@settings(max_examples=5)
def test_texts_fit_where_they_stand(data):
    for item in drawn(graph_from_json(data)).of(ItemKind.ELEMENT):
        for part in item.parts:
            if isinstance(part, TextPart) and part.anchor == "start":
                assert part.at.x + text_width(part.text, part.size, part.bold) <= item.rect.right + 6


def test_long_words_are_cut_and_long_names_wrapped():
    assert cut("short", 12, 100) == "short"
    long = cut("Availability" * 20, 12, 100)
    assert long.endswith("…")
    assert text_width(long, 12) <= 100
    assert wrapped("Credential of the orders database", 12, 120, 2) == ("Credential of the", "orders database")
    assert text_width("漢字", 10) == 20


def test_png_and_pdf_are_what_they_say():
    found = drawn(small())
    png = png_of_scene(found, DARK, scale=1.0)
    assert png.startswith(b"\x89PNG")
    assert abs(int.from_bytes(png[16:20], "big") - found.bounds.w) <= 2
    assert pdf_of_scene(found).startswith(b"%PDF")

"""The layout: nothing overlaps, containers hold what is theirs, what is kept stays, and it is the same every time."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from tests.bench.graphs import layered
from workbench.analyses.graph_layout import (
    Point,
    Sizes,
    boxes_of,
    journey_key,
    layout,
    links_of,
    nest,
    pinned_in,
    place_new,
    positions_in,
    rearrange,
    room_for,
    with_positions,
)
from workbench.domain.graph import Dependency, Graph, Group, Journey, Node
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.exchange.wb_graph import read_graph
from workbench.library.places import resources_dir
from workbench.progress import Cancelled

SAMPLES = resources_dir() / "sample" / "graphs"
ALL = sorted(SAMPLES.glob("*.json"))


def sample(name: str) -> Graph:
    return read_graph((SAMPLES / f"{name}.json").read_bytes(), name, [])


def siblings(nesting):
    yield nesting.roots
    yield from nesting.children.values()


def check(graph: Graph, positions, sizes: Sizes) -> None:
    nesting = nest(graph)
    boxes = boxes_of(nesting, positions, sizes)
    assert boxes.keys() == set(nesting.everything) == graph.nodes.keys() | {journey_key(j.id) for j in graph.journeys}
    for held in siblings(nesting):
        for one, other in combinations(held, 2):
            assert not boxes[one].meets(boxes[other]), (one, other)
    for name, outer in nesting.parent.items():
        assert boxes[outer].holds(boxes[name])


@settings(max_examples=60)
@given(graphs(), st.booleans())
def test_nothing_overlaps_and_containers_hold_what_is_theirs(data, down):
    graph = graph_from_json(data)
    check(graph, layout(graph, Sizes(down=down)), Sizes(down=down))


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_the_samples_are_laid_out_the_same_every_time(path):
    graph = read_graph(path.read_bytes(), path.stem, [])
    first = layout(graph)
    check(graph, first, Sizes())
    assert layout(graph_from_json(graph_to_json(graph))) == first


def test_a_large_graph_has_no_overlaps():
    graph = layered(300, 5, circles=True)
    check(graph, layout(graph), Sizes())


@settings(max_examples=60)
@given(graphs(), st.randoms(use_true_random=False), st.sampled_from([0, 1, 5]))
def test_what_is_new_overlaps_nothing_and_what_is_pinned_stays(data, pick, pins):
    graph = graph_from_json(data)
    whole = layout(graph)
    known = {name: at for name, at in whole.items() if pick.random() < 0.6}
    pinned = pick.sample(sorted(known), min(pins, len(known)))
    placed = place_new(graph, known, pinned=pinned)
    assert placed.keys() == whole.keys()
    assert {name: placed[name] for name in pinned} == {name: known[name] for name in pinned}
    if pins < 2:  # several pinned boxes can leave no room at all
        check(graph, placed, Sizes())


def boxed_in() -> tuple[Graph, dict[str, Point]]:
    """A full zone between four others, as close as they may be, and what is pinned in the file."""
    zones = ("middle", "left", "right", "above", "below")
    corners = {"middle": (0, 0), "left": (-212, 0), "right": (212, 0), "above": (0, -120), "below": (0, 120)}
    nodes = [Node(zone, kind="az") for zone in zones]
    nodes += [Node(f"in-{zone}", domains=(zone,)) for zone in zones]
    return Graph.of([*nodes, Node("new", domains=("middle",))]), {f"in-{one}": Point(*corners[one]) for one in zones}


@pytest.mark.parametrize("pinned", [(), ("in-right",), ("in-left", "in-right", "in-above", "in-below")], ids=len)
def test_a_container_that_is_boxed_in_gets_room(pinned):
    graph, known = boxed_in()
    placed = place_new(graph, known, pinned=pinned)
    check(graph, placed, Sizes())
    assert all(placed[one] == known[one] for one in pinned)
    stayed = [one for one in known if placed[one] == known[one]]
    assert len(stayed) >= 3, "only what is in the way moves"


def test_what_is_put_into_a_full_container_makes_its_neighbours_give_way():
    graph, known = boxed_in()
    where = {**known, "new": Point(0, 76)}
    moved = room_for(graph, where, "new")
    assert moved.keys() == {"in-below"}
    check(graph, {**where, **moved}, Sizes())
    assert room_for(graph, {**where, **moved}, "new") == {}


@pytest.mark.parametrize("name", ["three-tier-shop", "multi-az-shop", "travel-agents"])
def test_one_new_element_stands_near_its_neighbours_and_overlaps_nothing(name):
    graph = sample(name)
    where = layout(graph)
    entry = graph.journeys[0].node
    grown = Graph({**graph.nodes, "new": Node("new", requires=(Dependency(entry),))}, graph.journeys)
    placed = place_new(grown, where)
    assert {one: placed[one] for one in where} == where
    check(grown, placed, Sizes())
    far = abs(placed["new"].x - where[entry].x) + abs(placed["new"].y - where[entry].y)
    assert far < 600


@settings(max_examples=40)
@given(graphs(), st.randoms(use_true_random=False))
def test_pinned_boxes_never_move(data, pick):
    graph = graph_from_json(data)
    before = {name: at._replace(x=at.x + 40 * pick.randint(0, 9)) for name, at in layout(graph).items()}
    pinned = {name for name in before if pick.random() < 0.4}
    after = rearrange(graph, before, pinned=pinned)
    assert after.keys() == before.keys()
    assert all(after[name] == before[name] for name in pinned)


def test_a_part_is_laid_out_anew_and_the_rest_stays():
    graph = sample("three-tier-shop")
    nesting = nest(graph)
    where = layout(graph)
    inside = set(nesting.leaves("app-subnet-a"))
    heap = {
        name: at._replace(x=where["app-1"].x, y=where["app-1"].y) if name in inside else at
        for name, at in where.items()
    }
    after = rearrange(graph, heap, part=["app-subnet-a"])
    assert {name: after[name] for name in where if name not in inside} == {
        name: where[name] for name in where if name not in inside
    }
    boxes = boxes_of(nesting, after, Sizes())
    assert not [pair for pair in combinations(sorted(inside), 2) if boxes[pair[0]].meets(boxes[pair[1]])]


def test_layers_run_from_entry_points_to_data():
    graph = Graph.of(
        [Node("page", requires=(Dependency("api"),)), Node("api", requires=(Dependency("db"),)), Node("db")],
        [Journey("buy", "Buy", "page")],
    )
    down = layout(graph)
    assert [down[one].x for one in ("page", "api", "db")] == [down["page"].x] * 3, "a chain is a straight line"
    assert down[journey_key("buy")].y < down["page"].y < down["api"].y < down["db"].y
    across = layout(graph, Sizes(down=False))
    assert across[journey_key("buy")].x < across["page"].x < across["api"].x < across["db"].x


def test_redundant_members_stand_side_by_side():
    members = ("a", "b", "c")
    nodes = [Node("owner", groups=(Group(2, members),), requires=(Dependency("x"), Dependency("y")))]
    graph = Graph.of([*nodes, Node("x"), *(Node(one) for one in members), Node("y")])
    where = layout(graph)
    assert len({where[one].y for one in members}) == 1
    row = [one for one in sorted(graph.nodes, key=lambda one: where[one].x) if where[one].y == where["a"].y]
    at = row.index(min(members, key=row.index))
    assert set(row[at : at + 3]) == set(members)


def test_zones_are_drawn_in_the_network_that_all_in_them_stands_in():
    nesting = nest(sample("three-tier-shop"))
    assert nesting.above("orders-db") == ("data-subnet-a", "az-a", "vpc", "region")
    assert nesting.parent["web-tier"] == "vpc", "a name for others stands where all its members do"
    assert "checkout" not in nesting.parent, "where users enter is outside"
    agents = nest(sample("travel-agents"))
    assert agents.parent["agent-runtime"] == "region"
    assert agents.also["agent-runtime"] == ("account",)


@settings(max_examples=40)
@given(graphs())
def test_links_never_join_a_box_and_its_own_container(data):
    graph = graph_from_json(data)
    nesting = nest(graph)
    for link in links_of(graph, nesting):
        assert link.source not in nesting.above(link.target)
        assert link.target not in nesting.above(link.source)


def test_positions_are_kept_in_the_graph_and_in_its_file():
    graph = sample("travel-agents")
    where = layout(graph)
    kept = with_positions(graph, where, pinned=["supervisor"])
    again = graph_from_json(graph_to_json(kept))
    assert again == kept
    assert positions_in(again) == where
    assert pinned_in(again) == {"supervisor"}
    assert place_new(again, positions_in(again)) == where


def test_a_layout_can_be_cancelled():
    def stop(done: float, total: float, note: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        layout(layered(100, 1), progress=stop)


def test_an_empty_graph_is_laid_out():
    assert layout(Graph()) == {}
    assert place_new(Graph(), {}) == {}

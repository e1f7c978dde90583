"""What a comparison of two dependency graphs tells, and in which words."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from tests.analyses.graph_states import graph_states
from workbench.analyses.graph_differences import GraphFieldChange, compare_graphs, difference_lines
from workbench.analyses.graph_groups import matched_groups
from workbench.domain.graph import (
    Criticality,
    Dependency,
    DependencyKind,
    Graph,
    Group,
    Journey,
    Node,
    Phase,
    Survivable,
)

OLD = Graph.of(
    (
        Node("shop", "Shop", "service", requires=(Dependency("pay"),), groups=(Group(None, ("db-a", "db-b")),),
             soft=("mail",), attributes={"team": "Shop"}),
        Node("pay", "Payments"), Node("mail", "Mail"),
        Node("db-a", "Database a", "resource", unavailability=0.001, domains=("az-a",)),
        Node("db-b", "Database b", "resource", domains=("az-a",)),
        Node("az-a", "Zone a", "az"), Node("az-b", "Zone b", "az"),
    ),
    (Journey("buy", "Buy", "shop"), Journey("look", "Look", "shop")),
)  # fmt: skip
NEW = Graph.of(
    (
        Node("queue", "Queue"),
        Node("shop", "Web shop", "service", failable=False,
             requires=(Dependency("pay", Criticality.SOFT, DependencyKind.PERMISSION, Phase.START), Dependency("queue")),
             groups=(Group(2, ("db-a", "db-b"), failover_s=30),), attributes={"team": "Shop", "tier": {"n": 1}}),
        Node("pay", "Payments"),
        Node("db-a", "Database a", "resource", domains=("az-a",)),
        Node("db-b", "Database b", "resource", domains=("az-b",)),
        Node("az-a", "Zone a", "az"), Node("az-b", "Zone b", "az"),
    ),
    (Journey("buy", "Buy", "shop", rto_s=60, must_survive=(Survivable.AZ, Survivable.VENDOR)), Journey("pay", "", "pay")),
)  # fmt: skip


def test_every_kind_of_change_is_told_once():
    found = compare_graphs(OLD, NEW)
    assert [one.id for one in found.added] == ["queue"]
    assert [one.id for one in found.removed] == ["mail"]
    assert [(one.node.id, one.left, one.entered) for one in found.moved] == [("db-b", ("az-a",), ("az-b",))]
    assert [one.after.id for one in found.changed] == ["shop", "db-a"]
    assert found.changed[0].fields == (
        GraphFieldChange("label", "Shop", "Web shop"),
        GraphFieldChange("failable", True, False),
        GraphFieldChange("requires", Dependency("pay"), NEW.nodes["shop"].requires[0]),
        GraphFieldChange("requires", None, Dependency("queue")),
        GraphFieldChange("groups", OLD.nodes["shop"].groups[0], NEW.nodes["shop"].groups[0]),
        GraphFieldChange("soft", "mail", None),
        GraphFieldChange("attributes/tier", None, {"n": 1}),
    )
    assert [one.id for one in found.journeys_added] == ["pay"]
    assert [one.id for one in found.journeys_removed] == ["look"]
    assert [each.name for one in found.journeys_changed for each in one.fields] == ["rto_s", "must_survive"]


def test_the_words_name_elements_and_say_before_and_after():
    assert dict(difference_lines(compare_graphs(OLD, NEW))) == {
        "Elements added": ("Queue (Component)",),
        "Elements removed": ("Mail (Component)",),
        "Elements moved": ("Database b: out of Zone a, into Zone b",),
        "Elements changed": (
            "Web shop · Name: Shop → Web shop",
            "Web shop · Can fail: yes → no",
            "Web shop · Requires: Payments (hard) → Payments (soft, permission, to start)",
            "Web shop · Requires: nothing → Queue (hard)",
            "Web shop · Redundancy group: some of Database a, Database b (how many is not said) → "
            "2 of Database a, Database b (fails over in 30 s)",
            "Web shop · Can do without: Mail → nothing",
            'Web shop · tier: nothing → {"n": 1}',
            "Database a · Unavailability: 0.001 → not known",
        ),
        "Journeys added": ("pay, enters at Payments",),
        "Journeys removed": ("Look, enters at Web shop",),
        "Journeys changed": (
            "Buy · RTO [s]: not known → 60",
            "Buy · Must survive: nothing → one Availability Zone; one vendor",
        ),
    }
    assert difference_lines(compare_graphs(OLD, OLD)) == ()


def test_a_group_that_changes_its_times_only_says_what_changed():
    was, now = (
        Graph.of((Node("a", groups=(Group(1, ("b",), failover_s=30, lag_s=lag),)), Node("b"))) for lag in (None, 5)
    )
    ((_title, lines),) = difference_lines(compare_graphs(was, now))
    assert lines == (
        "a · Redundancy group: 1 of b (fails over in 30 s) → 1 of b (fails over in 30 s, data up to 5 s behind)",
    )


def test_moved_into_and_out_of_a_domain():
    (into,) = compare_graphs(OLD, Graph({**OLD.nodes, "pay": replace(OLD.nodes["pay"], domains=("az-b",))})).moved
    assert (into.left, into.entered) == ((), ("az-b",))
    lines = dict(
        difference_lines(compare_graphs(OLD, Graph({**OLD.nodes, "db-a": replace(OLD.nodes["db-a"], domains=())})))
    )
    assert lines["Elements moved"] == ("Database a: out of Zone a",)


def test_groups_are_matched_by_what_they_have_in_common():
    one, two, three = Group(1, ("a", "b")), Group(2, ("a", "b", "c")), Group(None, ("d",))
    assert matched_groups((one, two, three), (two, replace(three, needs=1), Group(1, ("b", "x")))) == (
        (one, Group(1, ("b", "x"))),
        (two, two),
        (three, replace(three, needs=1)),
    )
    assert matched_groups((one,), (three,)) == ((one, None), (None, three))


def normal(graph: Graph) -> object:
    nodes = {
        key: replace(
            node, requires=tuple(sorted(set(node.requires), key=repr)), groups=tuple(sorted(node.groups, key=repr)),
            domains=tuple(sorted({*node.domains})), soft=tuple(sorted({*node.soft})),
        )
        for key, node in graph.nodes.items()
    }  # fmt: skip
    return nodes, {one.id: replace(one, must_survive=tuple(sorted(one.must_survive))) for one in graph.journeys}


@settings(max_examples=60)
@given(graph_states(), graph_states())
def test_nothing_that_differs_is_passed_over(old, new):
    there, back = compare_graphs(old, new), compare_graphs(new, old)
    assert bool(there) == bool(back) == (normal(old) != normal(new))
    assert {one.id for one in there.added} == {one.id for one in back.removed}
    assert not compare_graphs(old, old)
    assert bool(difference_lines(there)) == bool(there)

"""Recovery times and lost data against plain iteration from the definitions, closed forms, deadlocks, unknown numbers."""

from __future__ import annotations

from math import inf
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle, required
from workbench.analyses.failure.compiled import Semantics
from workbench.analyses.recovery.scenarios import Missing, Part, Recovery, recover
from workbench.domain.graph_json import graph_from_json


def recovery(nodes: dict[str, Any], failed: list[str], node: str = "web") -> Recovery:
    graph = graph_from_json({"nodes": nodes, "journeys": [{"id": "j", "node": node}]})
    return recover(graph, failed)["j"]


@st.composite
def timed(draw: st.DrawFn) -> tuple[dict[str, Any], list[str]]:
    data = draw(graphs(most=6))
    seconds = st.integers(0, 4)
    for node in data["nodes"].values():
        node["rto_s"] = draw(st.integers(1, 4))
        node["rpo_s"] = draw(seconds)
        for group in node.get("groups", []):
            group |= {"failover_s": draw(seconds), "lag_s": draw(seconds)}
    failed = draw(st.lists(st.sampled_from(sorted(data["nodes"])), min_size=1, max_size=3, unique=True))
    return data, failed


def recover_needs(node: dict[str, Any]) -> list[str]:
    return [
        one["id"]
        for one in node.get("requires", [])
        if isinstance(one, dict) and one.get("phase") == "recover" and one.get("criticality") != "SOFT"
    ]


class Plain:
    """Bellman iteration from 0, word by word; what grows beyond the sum of all numbers never ends."""

    def __init__(self, data: dict[str, Any], failed: list[str]) -> None:
        self.nodes, self.failed = data["nodes"], failed
        self.down = Oracle(data, "steady").down(set(failed))
        self.limit = sum(
            node["rto_s"] + sum(group["failover_s"] for group in node.get("groups", [])) for node in self.nodes.values()
        )
        self.times = dict.fromkeys(self.nodes, 0.0)
        self._fixpoint(self.times, self._time)
        self.losses = dict.fromkeys(self.nodes, 0.0)
        self._fixpoint(self.losses, self._loss)

    def _fixpoint(self, values: dict[str, float], step: Any) -> None:
        while True:
            after = {name: step(name) for name in self.nodes}
            if after == values:
                return
            values.update(after)

    def _group(self, owner: str, group: dict[str, Any]) -> tuple[float, float, list[str]]:
        k = group.get("needs", 1)
        kept = max(self.times[m] for m in group["members"][:k])
        able = [
            m
            for place, m in enumerate(group["members"])
            if place < k or not self.down & set(recover_needs(self.nodes[m]))
        ]
        able.sort(key=lambda m: self.times[m])
        if self.down & set(recover_needs(self.nodes[owner])):
            return kept, inf, able[:k]
        return kept, max(group["failover_s"], self.times[able[k - 1]]), able[:k]

    def _time(self, name: str) -> float:
        node = self.nodes[name]
        phases = ("run", "start", "recover") if name in self.failed else ("run",)
        parts = [self.times[each] for each in required(node, phases)]
        for group in node.get("groups", []):
            kept, moved, _taken = self._group(name, group)
            parts.append(min(kept, moved))
        value = max(parts, default=0.0) + (node["rto_s"] if name in self.failed else 0)
        return inf if value > self.limit else value

    def _loss(self, name: str) -> float:
        node = self.nodes[name]
        if self.times[name] == inf:
            return inf
        parts = [self.losses[each] for each in required(node)]
        for group in node.get("groups", []):
            kept, moved, taken = self._group(name, group)
            if kept <= moved:
                parts += [self.losses[each] for each in group["members"][: group.get("needs", 1)]]
            else:
                parts += [group["lag_s"], *(self.losses[each] for each in taken)]
        return max([0.0, *parts, node["rpo_s"] if name in self.failed else 0.0])


@given(case=timed())
@settings(deadline=None)
def test_times_and_losses_are_those_of_plain_iteration(case):
    data, failed = case
    graph = graph_from_json(data)
    plain = Plain(data, failed)
    for journey in graph.journeys:
        found = recover(graph, failed, [journey], Semantics.STEADY)[journey.id]
        assert found.rto_s == found.rto_at_least == found.rto_at_most == plain.times[journey.node]
        assert found.missing == ()
        if found.rto_s == inf:
            assert found.rpo_s == inf
        else:
            assert found.rpo_s == plain.losses[journey.node]


@given(
    case=timed(),
    hidden=st.lists(st.integers(0, 40), max_size=4),
    values=st.lists(st.integers(0, 9), min_size=4, max_size=4),
)
@settings(deadline=None)
def test_bounds_hold_whatever_the_unknown_numbers_are(case, hidden, values):
    data, failed = case
    places: list[tuple[dict[str, Any], str]] = []
    for node in data["nodes"].values():
        places += [(node, "rto_s"), (node, "rpo_s")]
        for group in node.get("groups", []):
            places += [(group, "failover_s"), (group, "lag_s")]
    chosen = [(places[n % len(places)], values[at]) for at, n in enumerate(hidden)]
    for (entry, name), value in chosen:
        entry[name] = max(value, 1) if name == "rto_s" else value
    real = recover(graph_from_json(data), failed)
    for (entry, name), _value in chosen:
        entry.pop(name, None)
    for key, one in recover(graph_from_json(data), failed).items():
        assert one.rto_at_least <= real[key].rto_s <= one.rto_at_most
        assert one.rpo_at_least <= real[key].rpo_s <= one.rpo_at_most
        if one.rto_s is None or one.rpo_s is None:
            assert one.missing
        else:
            assert (one.rto_s, one.rpo_s) == (real[key].rto_s, real[key].rpo_s)


PAIR = {
    "web": {"failable": False, "requires": ["api"]},
    "api": {"rto_s": 60, "rpo_s": 0, "groups": [{"members": ["db1", "db2"], "failover_s": 120, "lag_s": 5}]},
    "db1": {"rto_s": 3600, "rpo_s": 900, "domains": ["az1"]},
    "db2": {"rto_s": 3600, "rpo_s": 900, "domains": ["az2"]},
    "az1": {"rto_s": 7200, "rpo_s": 0, "kind": "az"},
    "az2": {"rto_s": 7200, "rpo_s": 0, "kind": "az"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("failed", "rto", "rpo"),
    [
        (["db1"], 120, 5),
        (["az1"], 120, 5),
        (["db2"], 0, 0),
        (["db1", "db2"], 3600, 900),
        (["api", "db1"], 180, 5),
        (["az1", "db1"], 120, 5),
        (["az1", "az2", "db1"], 7200, 5),
    ],
)
def test_a_failover_pair(failed, rto, rpo):
    found = recovery(PAIR, failed)
    assert (found.rto_s, found.rpo_s) == (rto, rpo)
    assert sum(part.seconds or 0 for part in found.parts) == rto


def test_parts_stand_in_the_order_of_time():
    assert recovery(PAIR, ["api", "db1"]).parts == (Part("api", 0, 120, ("db2",)), Part("api", None, 60))


def test_a_failover_counts_only_if_what_it_needs_survives():
    nodes = PAIR | {
        "api": PAIR["api"] | {"requires": [{"id": "dns", "phase": "recover"}]},
        "dns": {"rto_s": 10, "rpo_s": 0, "domains": ["az1"]},
    }
    assert recovery(nodes, ["db1"]).rto_s == 120
    lost = recovery(nodes, ["az1"])
    assert lost.rto_s == 7200
    assert lost.not_credited == (("api", 0),)


def test_a_member_that_cannot_recover_is_not_gone_to():
    nodes = PAIR | {
        "db2": PAIR["db2"] | {"requires": [{"id": "image", "phase": "recover"}]},
        "image": {"rto_s": 10, "rpo_s": 0, "domains": ["az1"]},
    }
    assert recovery(nodes, ["az1"]).rto_s == 7200


def test_restoring_waits_for_what_it_needs():
    chain = {
        f"n{i}": {"rto_s": i + 1, "rpo_s": i, **({"requires": [f"n{i + 1}"]} if i < 99 else {})} for i in range(100)
    }
    found = recovery(chain, list(chain), "n0")
    assert found.rto_s == sum(range(1, 101))
    assert found.rpo_s == 99
    assert [part.element for part in found.parts] == [f"n{i}" for i in reversed(range(100))]


def test_a_deadlock_never_ends():
    nodes = {"auth": {"rto_s": 5, "requires": ["dns"]}, "dns": {"rto_s": 5, "requires": ["auth"]}}
    found = recovery(nodes, ["auth"], "dns")
    assert found.rto_s == found.rpo_s == inf


def test_what_only_a_circle_holds_up_waits_for_support():
    nodes = {
        "ux": {"rto_s": 10, "rpo_s": 1}, "uy": {"rto_s": 20, "rpo_s": 2},
        "x": {"failable": False, "groups": [{"members": ["ux", "y"], "failover_s": 1, "lag_s": 0}]},
        "y": {"failable": False, "groups": [{"members": ["uy", "x"], "failover_s": 1, "lag_s": 0}]},
    }  # fmt: skip
    assert recovery(nodes, ["ux", "uy"], "x").rto_s == 10
    assert recovery(nodes, ["ux", "uy"], "y").rto_s == 10


def test_small_steps_up_to_a_far_failover_take_no_time():
    """a waits for b, which a waits for: one second more each round, until the failover after a year ends it."""
    nodes = {
        "a": {"failable": False, "groups": [{"members": ["b", "c"], "failover_s": 31_536_000, "lag_s": 0}]},
        "b": {"rto_s": 1, "rpo_s": 0, "requires": ["a"]},
        "c": {"rto_s": 1, "rpo_s": 0},
    }
    assert recovery(nodes, ["b"], "a").rto_s == 31_536_000


def test_unknown_numbers_are_asked_for_and_never_zero():
    nodes = PAIR | {"api": {"groups": [{"members": ["db1", "db2"], "lag_s": 5}]}, "db2": {}}
    found = recovery(nodes, ["db1"])
    assert (found.rto_s, found.rpo_s) == (None, None)
    assert (found.rto_at_least, found.rto_at_most) == (0, 3600)
    assert (found.rpo_at_least, found.rpo_at_most) == (5, 900)
    assert found.missing == (Missing("api", "failover_s", 0),)


def test_a_failure_that_reaches_nothing_costs_nothing():
    found = recovery(PAIR | {"other": {}}, ["other"])
    assert (found.rto_s, found.rpo_s, found.parts, found.missing) == (0, 0, (), ())

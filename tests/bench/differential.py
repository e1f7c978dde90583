"""The engine against the brute-force oracle on random graphs; `python -m tests.bench.differential ROUNDS [SEED]`.

Every round is one graph of 2 to 9 elements (one in fifty of up to 14) with circles, groups and all kinds of
dependencies, under both meanings of circles: cut sets of all orders, their number, probability, blast radii, shared
fate, circular redundancy and what never starts.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from math import isclose
from time import perf_counter
from typing import Any

from tests.analyses.failure.oracle import Oracle
from tests.bench.figures import Figure

__all__ = ["differential"]


def random_graph(pick: random.Random) -> dict[str, Any]:
    """Return a graph as wb-graph/1."""
    n = pick.randint(2, 14) if pick.random() < 0.02 else pick.randint(2, 9)
    names = [f"n{place}" for place in range(n)]
    nodes: dict[str, Any] = {}
    circles = pick.random() < 0.7
    for place, name in enumerate(names):
        others = names if circles else names[:place]
        node: dict[str, Any] = {"unavailability": pick.choice([0, 1e-9, 0.001, 0.1, 0.5, 1])}
        if others:
            requires: list[Any] = pick.sample(others, min(len(others), pick.choice([0, 0, 1, 1, 2])))
            for at, each in enumerate(requires):
                how = pick.randint(0, 9)
                if how < 3:
                    requires[at] = {"id": each} | (
                        {"criticality": "SOFT"}, {"criticality": "UNKNOWN"}, {"phase": pick.choice(["start", "recover"])},
                    )[how]  # fmt: skip
            node["requires"] = requires
            node["groups"] = []
            for _each in range(pick.choice([0, 1, 1, 2])):
                members = pick.sample(others, min(len(others), pick.randint(1, 4)))
                node["groups"].append({"needs": pick.randint(1, len(members)), "members": members})
            if pick.random() < 0.2:
                node["domains"] = [pick.choice(others)]
        if pick.random() < 0.25:
            node["failable"] = False
        nodes[name] = node
    return {"nodes": nodes, "journeys": [{"id": "j", "node": pick.choice(names)}]}


def disagreements(data: dict[str, Any]) -> list[str]:
    """Return what the engine and the oracle say differently."""
    from workbench.analyses.failure.analysis import Options, analyse
    from workbench.analyses.failure.compiled import Semantics
    from workbench.domain.graph_json import graph_from_json

    graph, top = graph_from_json(data), data["journeys"][0]["node"]
    found = []
    oracles = {each: Oracle(data, each.value) for each in Semantics}
    for semantics, oracle in oracles.items():
        analysis = analyse(graph, Options(semantics, order=None))
        result = analysis.journeys["j"]
        wanted = oracle.cut_sets(top)
        truth = oracle.unavailability(top)
        if list(result.cut_sets) != wanted or result.count != len(wanted):
            found.append(f"{semantics} cut sets")
        if result.unavailability is None or not isclose(result.unavailability, truth, rel_tol=1e-9, abs_tol=1e-300):
            found.append(f"{semantics} probability")
        if any(set(analysis.blast_radius(each)) != oracle.down({each}) for each in oracle.failable):
            found.append(f"{semantics} blast radius")
        shared = {(one.owner, one.group, one.cause): (one.members, one.fatal) for one in analysis.shared_fate}
        if shared != _shared(data, oracle):
            found.append(f"{semantics} shared fate")
    smallest: dict[str, int] = {}
    for failed in oracles[Semantics.FOUNDED].sets(2):
        fallen = set(failed)
        for each in oracles[Semantics.FOUNDED].down(fallen) - oracles[Semantics.STEADY].down(fallen):
            smallest.setdefault(each, len(failed))
    if {one.element: len(one.failures) for one in analysis.unfounded} != smallest:
        found.append("circular redundancy")
    if set(analysis.never_up) != oracles[Semantics.FOUNDED].cold():
        found.append("cold start")
    return found


def _shared(data: dict[str, Any], oracle: Oracle) -> dict[tuple[str, int, str], tuple[tuple[str, ...], bool]]:
    found = {}
    for cause in oracle.failable:
        down = oracle.down({cause})
        for owner, node in data["nodes"].items():
            for place, group in enumerate(node.get("groups", [])):
                hit = tuple(member for member in group["members"] if member in down)
                if len(hit) > 1:
                    fatal = len(group["members"]) - len(hit) < group.get("needs", 1)
                    found[owner, place, cause] = (hit, fatal)
    return found


def differential(rounds: int, seed: int = 1) -> Iterator[Figure]:
    """Play some rounds; the note tells the first disagreement."""
    pick = random.Random(seed)
    start = perf_counter()
    wrong = []
    for _round in range(rounds):
        data = random_graph(pick)
        said = disagreements(data)
        if said:
            wrong.append((said, data))
    note = f"no disagreement; {perf_counter() - start:.0f} s, seed {seed}"
    if wrong:
        note = f"FAILED: {len(wrong)} disagree, first {wrong[0][0]} on {wrong[0][1]}"
    yield Figure("engine against brute force, random graphs", rounds, "rounds", note=note)


if __name__ == "__main__":
    for figure in differential(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1):
        print(figure.value, figure.note)

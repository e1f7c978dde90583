"""Random dependency graphs as wb-graph/1, with circles, groups, domains and all kinds of dependencies."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

__all__ = ["graphs"]


@st.composite
def graphs(draw: st.DrawFn, most: int = 9, circles: bool = True, unknown: bool = False) -> dict[str, Any]:
    n = draw(st.integers(2, most))
    names = [f"n{i}" for i in range(n)]
    nodes: dict[str, Any] = {}
    for place, name in enumerate(names):
        others = names if circles and draw(st.integers(0, 3)) else names[:place]
        node: dict[str, Any] = {}
        some = st.lists(st.sampled_from(others), max_size=2, unique=True) if others else st.just([])
        requires: list[Any] = list(draw(some))
        for at, each in enumerate(requires):
            how = draw(st.integers(0, 9))
            if how == 0:
                requires[at] = {"id": each, "criticality": "SOFT"}
            elif how == 1:
                requires[at] = {"id": each, "criticality": "UNKNOWN", "kind": "permission"}
            elif how == 2:
                requires[at] = {"id": each, "phase": draw(st.sampled_from(["start", "scale", "recover"]))}
        if requires:
            node["requires"] = requires
        groups = []
        for _each in range(draw(st.integers(0, 2)) if others else 0):
            members = draw(st.lists(st.sampled_from(others), min_size=1, max_size=4, unique=True))
            group: dict[str, Any] = {"members": members}
            if draw(st.booleans()):
                group["needs"] = draw(st.integers(1, len(members)))
            groups.append(group)
        if groups:
            node["groups"] = groups
        if others and draw(st.integers(0, 4)) == 0:
            node["domains"] = [draw(st.sampled_from(others))]
        if others and draw(st.integers(0, 4)) == 0:
            node["soft"] = [draw(st.sampled_from(others))]
        if draw(st.integers(0, 3)) == 0:
            node["failable"] = False
        if not unknown or draw(st.booleans()):
            node["unavailability"] = draw(st.sampled_from([0, 1e-9, 0.001, 0.1, 0.5, 1]))
        nodes[name] = node
    tops = draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))
    return {"format": "wb-graph/1", "nodes": nodes, "journeys": [{"id": f"j{t}", "node": t} for t in tops]}

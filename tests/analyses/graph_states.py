"""States of one dependency graph, drawn at random so that two draws often agree, for merges and comparisons."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json

__all__ = ["graph_states"]

WORDS = st.sampled_from(["", "one", "two"])
NUMBERS = st.sampled_from([None, 0, 60, 3600])


@st.composite
def graph_states(draw: st.DrawFn, most: int = 5) -> Graph:
    """A graph of the elements n0, n1 ... with names, numbers and attributes of few different values."""
    data: dict[str, Any] = draw(graphs(most=most, unknown=True))
    for node in data["nodes"].values():
        node["label"] = draw(WORDS)
        node["rto_s"] = draw(NUMBERS)
        node["unavailability_source"] = draw(WORDS)
        node["kind"] = draw(st.sampled_from(["component", "az"]))
        node["attributes"] = draw(
            st.dictionaries(st.sampled_from(["a", "b"]), st.sampled_from([None, 1, [1], {"x": "y"}]))
        )
        for group in node.get("groups", ()):
            group["failover_s"] = draw(NUMBERS)
    for journey in data["journeys"]:
        journey["label"] = draw(WORDS)
        journey["rpo_s"] = draw(NUMBERS)
        journey["must_survive"] = draw(st.lists(st.sampled_from(["az", "region", "vendor"]), unique=True))
    data["journeys"].append({"id": "all", "node": draw(st.sampled_from(sorted(data["nodes"])))})
    return graph_from_json(data)

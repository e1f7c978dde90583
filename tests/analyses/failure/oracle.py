"""The definitions, word by word and by brute force: what is down under a set of failures. Shares no code with the engine."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations
from typing import Any


def required(node: dict[str, Any], phases: tuple[str, ...] = ("run",)) -> list[str]:
    found = list(node.get("domains", []))
    for one in node.get("requires", []):
        entry = {"id": one} if isinstance(one, str) else one
        if entry.get("phase", "run") in phases and entry.get("criticality", "HARD") != "SOFT":
            found.append(entry["id"])
    return found


def _reach(nodes: dict[str, Any]) -> dict[str, set[str]]:
    reach = {v: {v, *required(nodes[v])} for v in nodes}
    for _round in nodes:
        for v in nodes:
            for w in list(reach[v]):
                reach[v] |= reach[w]
    return reach


class Oracle:
    def __init__(self, graph: dict[str, Any], semantics: str = "founded") -> None:
        self.nodes: dict[str, Any] = graph["nodes"]
        self.semantics = semantics
        reach = _reach(self.nodes)
        self.unit = {v: frozenset(w for w in self.nodes if w in reach[v] and v in reach[w]) for v in self.nodes}
        self.failable = [v for v in self.nodes if self.nodes[v].get("failable", True)]

    def down(self, failed: set[str]) -> set[str]:
        return self._founded(failed) if self.semantics == "founded" else self._steady(failed)

    def _steady(self, failed: set[str]) -> set[str]:
        down: set[str] = set()
        while True:
            more = {
                v
                for v, node in self.nodes.items()
                if v in failed
                or any(w in down for w in required(node))
                or any(
                    sum(m not in down for m in group["members"]) < group.get("needs", 1)
                    for group in node.get("groups", [])
                )
            }
            if more <= down:
                return down
            down |= more

    def _founded(self, failed: set[str]) -> set[str]:
        up: set[str] = set()
        while True:
            more = set()
            for unit in set(self.unit.values()):
                outside = {w for v in unit for w in required(self.nodes[v])} - unit
                groups = [group for v in unit for group in self.nodes[v].get("groups", [])]
                if (
                    not unit & failed
                    and outside <= up
                    and all(sum(m in up for m in group["members"]) >= group.get("needs", 1) for group in groups)
                ):
                    more |= unit
            if more <= up:
                return set(self.nodes) - up
            up |= more

    def cold(self) -> set[str]:
        """What never comes up from nothing, with what runs and starts need."""
        up: set[str] = set()
        while True:
            more = {
                v
                for v, node in self.nodes.items()
                if all(w in up for w in required(node, ("run", "start", "scale")))
                and all(
                    sum(m in up for m in group["members"]) >= group.get("needs", 1) for group in node.get("groups", [])
                )
            }
            if more <= up:
                return set(self.nodes) - up
            up |= more

    def sets(self, most: int | None = None) -> Iterator[tuple[str, ...]]:
        """All sets of failures, small ones first."""
        sizes = range((len(self.failable) if most is None else most) + 1)
        return chain.from_iterable(combinations(self.failable, size) for size in sizes)

    def cut_sets(self, top: str) -> list[tuple[str, ...]]:
        """All minimal cut sets."""
        found: list[set[str]] = []
        for failed in self.sets():
            chosen = set(failed)
            if not any(one <= chosen for one in found) and top in self.down(chosen):
                found.append(chosen)
        return sorted((tuple(sorted(one)) for one in found), key=lambda one: (len(one), one))

    def unavailability(self, top: str, fixed: dict[str, float] | None = None) -> float:
        """Probability that the top is down, by the law of total probability over all sets."""
        total = 0.0
        p = {v: self.nodes[v].get("unavailability", 0.0) for v in self.failable} | (fixed or {})
        for failed in self.sets():
            weight = 1.0
            for v in self.failable:
                weight *= p[v] if v in failed else 1 - p[v]
            if weight and top in self.down(set(failed)):
                total += weight
        return total

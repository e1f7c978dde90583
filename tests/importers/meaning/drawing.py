"""Resources written short, and what the failure analysis says of the graph they become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workbench.analyses.failure.analysis import Analysis, Options, analyse
from workbench.domain.graph import Graph, Node
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.importers.draft import Draft
from workbench.importers.meaning import interpret
from workbench.importers.report import FileReport
from workbench.importers.resource import Link, Resource, ZoneOf
from workbench.progress import Silent

FILE = "stack.yaml"


def resource(key: str, type_: str, properties: Mapping[str, Any] | None = None, **more: Any) -> Resource:
    return Resource(key, f"AWS::{type_}", properties or {}, FILE, 1, logical_id=key, **more)


@dataclass
class Drawn:
    graph: Graph
    analysis: Analysis
    report: FileReport

    def __getitem__(self, key: str) -> Node:
        return self.graph.nodes[key]

    def singles(self, title: str) -> set[str]:
        """Single points of the journey of a title that are not the provider's."""
        return {one for one in self._singles(title) if not self[one].managed}

    def managed(self, title: str) -> set[str]:
        return {one for one in self._singles(title) if self[one].managed and self[one].kind != "region"}

    def pairs(self, title: str) -> set[frozenset[str]]:
        result = self.analysis.journeys[self._journey(title)]
        return {frozenset(one) for one in result.cut_sets if len(one) == 2}

    def titles(self) -> list[str]:
        return [one.title for one in self.graph.journeys]

    def asked(self, node: str) -> list[str]:
        return [one.text for one in self.report.questions if one.node == node]

    def _singles(self, title: str) -> tuple[str, ...]:
        return tuple(self.analysis.journeys[self._journey(title)].singles)

    def _journey(self, title: str) -> str:
        return next(one.id for one in self.graph.journeys if one.title == title)


def draw(*resources: Resource) -> Drawn:
    draft = Draft()
    interpret(resources, draft, Silent())
    graph = draft.finish()
    assert graph_from_json(graph_to_json(graph)) == graph
    return Drawn(graph, analyse(graph, Options(quantify=False, order=2)), draft.report(FILE))


def network(*zones: object) -> list[Resource]:
    """A VPC with a subnet `s0`, `s1` ... in each zone; a number is the n-th zone of the Region."""
    found = [resource("vpc", "EC2::VPC")]
    for place, zone in enumerate(zones):
        said = {} if zone is None else {"AvailabilityZone": ZoneOf(zone) if isinstance(zone, int) else zone}
        found.append(resource(f"s{place}", "EC2::Subnet", {"VpcId": Link("vpc"), **said}))
    return found


def links(*keys: str) -> list[Link]:
    return [Link(key) for key in keys]

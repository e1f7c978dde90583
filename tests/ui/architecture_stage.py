"""The Architecture page on a small system of our own: a shop in two zones with classic mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ui.workload_stage import Stage, stage
from workbench.domain.graph import Dependency, Graph, Group, Journey, Node, Survivable
from workbench.operations.graphs import SetGraph
from workbench.operations.history import History
from workbench.store.queries.graphs import graph_of
from workbench.ui.pages.architecture import ArchitecturePage

__all__ = ["SHOP", "architecture", "stored"]

SHOP = Graph.of(
    (
        Node("region", "eu-west-1", "region"),
        Node("az-a", "eu-west-1a", "az", domains=("region",)),
        Node("az-b", "eu-west-1b", "az", domains=("region",)),
        Node("lb", "load balancer", "service", "AWS::ElasticLoadBalancingV2::LoadBalancer", managed=True,
             domains=("region",), groups=(Group(1, ("api-a", "api-b")),)),
        Node("api-a", "api a", "component", "AWS::ECS::Service", domains=("az-a",), requires=(Dependency("db"),),
             attributes={"owner": "Shop team"}),
        Node("api-b", "api b", "component", "AWS::ECS::Service", domains=("az-b",), requires=(Dependency("db"),),
             soft=("search",), attributes={"owner": "Shop team"}),
        Node("db", "orders", "resource", "AWS::RDS::DBInstance", domains=("az-a",), unavailability=0.0005,
             attributes={"owner": "Data team"}),
        Node("search", "search", "service", domains=("az-b",)),
        Node("key", "payments key", "kms_key"),
    ),
    (Journey("checkout", "Checkout", "lb", "high", 1800, 300, (Survivable.AZ,)),),
)  # fmt: skip


@contextmanager
def architecture(path: Path, qtbot: Any, graph: Graph = SHOP, **how: Any) -> Iterator[Stage]:
    """Open the page on a workload with a graph."""
    with stage(path, ArchitecturePage, qtbot, workload_id="w0", **how) as made:
        if graph:
            History(made.workspace, "Me").do(SetGraph("w0", graph))
            made.page.refresh(None)
        qtbot.waitUntil(lambda: not [task for task in made.desk.tasks.running if task.is_running], timeout=20_000)
        yield made


def stored(made: Stage) -> Graph:
    """Read the graph of the workload from the file."""
    with made.workspace.reading() as session:
        return graph_of(session, "w0")

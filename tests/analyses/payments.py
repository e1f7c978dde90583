"""A payments platform with classic mistakes: one database in one zone behind two of everything else."""

from __future__ import annotations

from typing import Any

from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json

NODES: dict[str, Any] = {
    "eu": {"kind": "region", "label": "eu-west-1"},
    "aza": {"kind": "az", "label": "eu-west-1a", "domains": ["eu"]},
    "azb": {"kind": "az", "label": "eu-west-1b", "domains": ["eu"]},
    "checkout": {"failable": False, "kind": "service", "requires": ["lb"]},
    "lb": {"label": "load balancer", "managed": True, "domains": ["eu"], "soft": ["search"],
           "groups": [{"members": ["api-a", "api-b"]}]},
    "api-a": {"domains": ["aza"], "requires": ["db", "key"], "unavailability": 0.001},
    "api-b": {"domains": ["azb"], "requires": ["db", "key"], "unavailability": 0.001},
    "db": {"label": "orders-db", "type": "AWS::RDS::DBInstance", "domains": ["aza"], "unavailability": 0.0005},
    "key": {"kind": "kms_key", "label": "payments-kms", "domains": ["eu"], "managed": True},
    "search": {"domains": ["azb"]},
    "help": {"failable": False, "kind": "service", "requires": [{"id": "search", "criticality": "UNKNOWN"}]},
}  # fmt: skip
JOURNEYS = [
    {"id": "pay", "label": "Checkout", "node": "checkout", "criticality": "high", "must_survive": ["az"]},
    {"id": "ask", "label": "Refund assistant", "node": "help", "must_survive": ["az"]},
]


def payments() -> Graph:
    """Two zones, one database in one of them, a key that both use, a search that checkout can do without."""
    return graph_from_json({"format": "wb-graph/1", "nodes": NODES, "journeys": JOURNEYS})

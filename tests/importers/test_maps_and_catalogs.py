"""Service maps of X-Ray, Jaeger and Kiali, and Backstage catalogs."""

from __future__ import annotations

import json

from tests.importers.readings import needs, read
from workbench.domain.graph import Criticality


def test_jaeger_rows_are_calls():
    rows = [
        {"parent": "web", "child": "orders", "callCount": 3},
        {"parent": "orders", "child": "orders", "callCount": 1},
    ]
    for value in (rows, {"data": rows}):
        found = read(json.dumps(value))
        assert (found.reports[0].format, found.reports[0].resources, found.reports[0].references) == ("jaeger", 2, 2)
        assert needs(found, "web") == {"orders"}
        assert found.reports[0].journeys == ["Use web"]


def test_xray_clients_are_people_and_names_may_repeat():
    services = [
        {"ReferenceId": 0, "Name": "client", "Type": "client", "Edges": [{"ReferenceId": 1}]},
        {"ReferenceId": 1, "Name": "Order", "Type": "AWS::Lambda", "Edges": [{"ReferenceId": 2}],
         "SummaryStatistics": {"TotalCount": 4, "TotalResponseTime": 2.0}},
        {"ReferenceId": 2, "Name": "Order", "Type": "AWS::Lambda::Function", "Edges": [{"ReferenceId": 9}]},
    ]  # fmt: skip
    found = read(json.dumps({"Services": services}))
    assert (found.reports[0].format, found.reports[0].resources, found.reports[0].references) == ("x-ray", 3, 2)
    assert needs(found, "Order") == {"Order (AWS::Lambda::Function)"}
    assert found.graph.nodes["Order"].attributes["latency_ms"] == 500.0
    assert not found.graph.nodes["client"].failable
    assert found.reports[0].journeys == ["client uses Order"]


def test_kiali_boxes_are_frames():
    nodes = [
        {"id": "a", "nodeType": "box", "isBox": "cluster", "cluster": "east"},
        {"id": "b", "parent": "a", "nodeType": "service", "service": "web", "namespace": "shop"},
        {"id": "c", "parent": "a", "nodeType": "app", "app": "db", "version": "v1"},
    ]
    value = {
        "elements": {"nodes": [{"data": one} for one in nodes], "edges": [{"data": {"source": "b", "target": "c"}}]}
    }
    found = read(json.dumps(value))
    assert (found.reports[0].format, found.reports[0].resources) == ("kiali", 2)
    assert needs(found, "web") == {"db v1", "east"}
    assert found.graph.nodes["east"].kind == "cluster"


CATALOG = """
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: shop, title: The shop}
spec: {type: website, owner: team-a, system: sales, consumesApis: [orders], dependsOn: ["resource:db", "component:gone"]}
---
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: orders}
spec: {type: openapi, owner: team-a}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: order-service}
spec: {type: service, owner: team-a, providesApis: [orders]}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {name: db}
spec: {type: database, owner: team-a, dependencyOf: ["component:order-service"]}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: team-a}
spec: {type: team, children: []}
"""


def test_backstage_relations():
    found = read(CATALOG)
    report = found.reports[0]
    assert (report.format, report.resources, report.references) == ("backstage", 5, 10)
    assert needs(found, "shop") == {"orders", "db"}
    assert needs(found, "orders") == {"order-service"}
    assert needs(found, "order-service") == {"db"}
    assert found.graph.nodes["shop"].requires[0].criticality is Criticality.UNKNOWN
    assert report.journeys == ["Use The shop"]
    assert any("gone" in one.text for one in report.warnings)
    assert "team-a" not in found.graph.nodes


def test_damaged_catalogs_and_maps_are_told():
    damaged = read("apiVersion: backstage.io/v1\nkind: Component\nmetadata: 3\n---\n- x\n")
    assert [one.line for one in damaged.reports[0].errors] == [1, 5]
    assert read(json.dumps({"Services": [{"ReferenceId": [], "Edges": 3}, 5]})).reports[0].format == "x-ray"
    assert read(json.dumps({"elements": {"nodes": [{"data": 3}, 4], "edges": {}}})).reports[0].format == "kiali"
    assert read(json.dumps([{"parent": 3, "child": None}])).reports[0].format == "jaeger"

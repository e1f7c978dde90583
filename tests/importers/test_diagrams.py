"""Diagrams: boxes, frames and arrows of dot, Mermaid, draw.io and Structurizr, and what is made of them."""

from __future__ import annotations

import base64
import json
import zlib
from urllib.parse import quote

import pytest

from tests.importers.readings import needs, read
from workbench.domain.graph import Criticality


def pairs(imported):
    """Requirements between boxes, without frames."""
    return {
        (node.id, other)
        for node in imported.graph.nodes.values()
        for other in (*(one.id for one in node.requires), *(m for group in node.groups for m in group.members))
    }


# -- dot ----------------------------------------------------------------------------------------------------------


def test_dot_chains_groups_and_clusters():
    found = read("""
# shop
digraph G {
  node [shape=box] /* boxes */
  user -> web -> {app1 app2} -> db [label="reads"];
  subgraph cluster_vpc { label="VPC of the shop"; web; subgraph "cluster az-1" { label = "AZ 1"; app1 [label=<App <b>one</b>>]; db } }
  db -> log [style=dashed] // may be missed
}
""")
    report = found.reports[0]
    assert (report.format, report.resources, report.references) == ("dot", 6, 6)
    assert report.errors == []
    nodes = found.graph.nodes
    assert nodes["app1"].label == "App one"
    assert nodes["cluster_vpc"].kind == "vpc"
    assert nodes["app1"].domains == ("cluster az-1",)
    assert nodes["cluster az-1"].domains == ("cluster_vpc",)
    assert nodes["cluster az-1"].kind == "az"
    assert nodes["db"].soft == ("log",)
    assert report.journeys == ["user: reads web"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("digraph {\n a -> ;\n}", 2),
        ("digraph {\n a\n", 2),
        ('digraph {\n a [label="x]\n}', 2),
        ("digraph " + "{" * 500, 1),
        ("digraph { a [label=<b }", 1),
    ],
)
def test_dot_that_is_wrong_says_where(text, line):
    (error,) = read(text).reports[0].errors
    assert error.line == line


# -- Mermaid ------------------------------------------------------------------------------------------------------


def test_mermaid_flowcharts():
    found = read("""---
title: Shop
---
%% a remark
flowchart LR
    U((Users)) -->|buy| W["Web; (1)"]
    subgraph v [VPC main]
        W --> A1[App 1] & A2[App 2]
        A1 & A2 -- writes --> D[(Orders)]
    end
    D -.-> B[Backup]:::grey; W ~~~ B
    classDef grey fill:#eee
    click W "https://example.com"
""")
    report = found.reports[0]
    assert (report.resources, report.references, report.errors) == (6, 6, [])
    nodes = found.graph.nodes
    assert (nodes["W"].label, nodes["D"].label) == ("Web; (1)", "Orders")
    assert nodes["W"].groups[0].members == ("A1", "A2")
    assert nodes["W"].groups[0].needs is None
    assert nodes["D"].soft == ("B",)
    assert nodes["W"].domains == ("v",)
    assert nodes["v"].kind == "vpc"
    assert report.journeys == ["Users: buy Web; (1)"]
    assert nodes["D"].attributes["source"]["line"] == 9


@pytest.mark.parametrize(
    ("links", "found"),
    [
        ("A-->B", {("A", "B")}),
        ("A--text-->B", {("A", "B")}),
        ("A -- a text --> B", {("A", "B")}),
        ("A<-->B", {("A", "B"), ("B", "A")}),
        ("A---B", {("A", "B")}),
        ("A==>B==>C", {("A", "B"), ("B", "C")}),
        ("A == text ==> B", {("A", "B")}),
        ("A o--o B", {("A", "B")}),
        ("A --x B", {("A", "B")}),
        ("A e1@--> B", {("A", "B")}),
        ("A ---->|far| B", {("A", "B")}),
        ("A --> B & C --> D", {("A", "B"), ("A", "C"), ("B", "D"), ("C", "D")}),
    ],
)
def test_mermaid_links(links, found):
    assert pairs(read(f"graph TD\n{links}\n")) == found


def test_mermaid_frames_with_arrows_stand_for_what_is_in_them():
    found = read("flowchart TB\n subgraph one\n a\n b\n end\n x --> one\n one --> y\n")
    assert pairs(found) == {("x", "one"), ("one", "a"), ("one", "b"), ("one", "y")}
    assert not found.graph.nodes["one"].failable


def test_mermaid_architecture_and_c4():
    found = read("""architecture-beta
    group api(cloud)[API]
    service db(database)[Database] in api
    service server(server)[Server] in api
    junction j in api
    server:R --> L:j
    j:R --> L:db
""")
    assert (found.reports[0].resources, found.reports[0].references) == (3, 2)
    assert pairs(found) == {("server", "j"), ("j", "db")}
    c4 = read("""C4Container
  Person(c, "Customer", "buys, (a lot)")
  System_Boundary(s, "Shop") {
    Container(web, "Web", "Go", "Serves")
    ContainerDb(db, "Orders", "PostgreSQL")
  }
  System_Ext(pay, "Payments")
  Rel(c, web, "Buys with", "HTTPS")
  Rel_Back(db, web, "Reads")
  BiRel(web, pay, "Pays")
  UpdateLayoutConfig($c4ShapeInRow="3")
""")
    assert pairs(c4) == {("c", "web"), ("web", "db"), ("web", "pay"), ("pay", "web")}
    assert c4.reports[0].journeys == ["Customer: Buys with Web"]
    assert c4.graph.nodes["pay"].attributes["outside"]


def test_signs_that_no_file_can_keep_are_replaced():
    nodes = read("graph LR\n" + "%% " + "x" * 500 + "\n A\0b --> C\n").graph.nodes
    assert set(nodes) == {"A\ufffdb", "C"}


def test_mermaid_in_markdown_and_other_kinds():
    found = read("# Title\n\n```mermaid\ngraph LR\n a --> b\n```\n\n```mermaid\nsequenceDiagram\n a->>b: hi\n```\n")
    assert pairs(found) == {("a", "b")}
    (error,) = found.reports[0].errors
    assert (error.line, "sequenceDiagram" in error.text) == (9, True)


@pytest.mark.parametrize(
    ("text", "line"), [("graph LR\n a --> \n", 2), ("graph LR\n a b\n", 2), ("C4Context\n Rel(a, \n", 2)]
)
def test_mermaid_that_is_wrong_says_where(text, line):
    (error,) = read(text).reports[0].errors
    assert error.line == line


# -- draw.io ------------------------------------------------------------------------------------------------------

LAMBDA = "shape=mxgraph.aws4.resourceIcon;resIcon=mxgraph.aws4.lambda;"
PAGE = f"""<mxGraphModel><root><mxCell id="0"/><mxCell id="1" parent="0"/>
<mxCell id="v" value="VPC" style="shape=mxgraph.aws4.group;grIcon=mxgraph.aws4.group_vpc;" vertex="1" parent="1">
 <mxGeometry x="100" y="0" width="400" height="300" as="geometry"/></mxCell>
<mxCell id="u" value="Users" style="shape=mxgraph.aws4.users;" vertex="1" parent="1"><mxGeometry x="0" y="10" width="50" height="50" as="geometry"/></mxCell>
<object id="f" label="&lt;b&gt;Order&lt;/b&gt; function"><mxCell style="html=1;{LAMBDA}" vertex="1" parent="1">
 <mxGeometry x="150" y="50" width="50" height="50" as="geometry"/></mxCell></object>
<mxCell id="q" value="" style="resIcon=mxgraph.aws4.sqs;" vertex="1" parent="1"><mxGeometry x="300" y="50" width="50" height="50" as="geometry"/></mxCell>
<mxCell id="n" value="just a note" style="text;html=1;" vertex="1" parent="1"><mxGeometry x="0" y="400" width="50" height="20" as="geometry"/></mxCell>
<mxCell id="e1" style="edgeStyle=orthogonalEdgeStyle;" edge="1" parent="1" source="u" target="f"/>
<mxCell id="l1" value="orders" style="edgeLabel;" vertex="1" parent="e1"/>
<mxCell id="e2" style="startArrow=classic;endArrow=none;" edge="1" parent="1" source="q" target="f"/>
<mxCell id="e3" edge="1" parent="1" source="q"/>
</root></mxGraphModel>"""


def packed(page):
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = squeezer.compress(quote(page).encode()) + squeezer.flush()
    return f'<?xml version="1.0" encoding="UTF-8"?><mxfile><diagram name="One">{base64.b64encode(data).decode()}</diagram></mxfile>'


@pytest.mark.parametrize(
    "text",
    [PAGE, f'<mxfile><diagram name="One">{PAGE}</diagram></mxfile>', packed(PAGE)],
    ids=["bare", "plain", "packed"],
)
def test_drawio_pages(text):
    found = read(text)
    report = found.reports[0]
    assert (report.format, report.resources, report.references) == ("drawio", 6, 2)
    nodes = found.graph.nodes
    assert set(nodes) == {"v", "u", "f", "q"}
    assert (nodes["f"].label, nodes["f"].type) == ("Order function", "AWS::Lambda::Function")
    assert (nodes["v"].kind, nodes["f"].domains) == ("vpc", ("v",))
    assert needs(found, "f") >= {"q"}
    assert nodes["q"].type == "AWS::SQS::Queue"
    assert report.journeys == ["Users: orders Order function"]
    assert any("not attached" in one.text for one in report.warnings)


def test_drawio_bombs_are_refused():
    entity = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><mxfile><diagram>&b;</diagram></mxfile>'
    assert "entities" in read(entity).reports[0].errors[0].text
    deep = "<mxGraphModel>" + "<root>" * 5_000
    assert "deeper" in read(deep).reports[0].errors[0].text
    assert "packed" in read("<mxfile><diagram>%%%</diagram></mxfile>").reports[0].errors[0].text


# -- Structurizr --------------------------------------------------------------------------------------------------

DSL = """workspace "Shop" {
  !identifiers hierarchical
  model {
    u = person "Customer"  // who buys
    shop = softwareSystem "Shop" {
      web = container "Web" "Serves" "Go" "Front"
      db = container "Orders" "" "PostgreSQL"
      web -> db "Reads"
    }
    mail = softwareSystem "Mail" "" "External"
    u -> shop.web "Buys with"
    shop.web -> mail "Sends" "SMTP" "Asynchronous"
    live = deploymentEnvironment "Live" {
      deploymentNode "AWS" {
        deploymentNode "us-east-1a" "" "AZ" {
          containerInstance shop.web
          containerInstance shop.db
        }
        deploymentNode "us-east-1b" {
          containerInstance shop.web
        }
      }
    }
  }
  views { systemContext shop { include * } }
}
"""


def test_structurizr_dsl():
    found = read(DSL)
    report = found.reports[0]
    assert (report.format, report.resources, report.references) == ("structurizr", 11, 3)
    assert (report.errors, report.warnings) == ([], [])
    nodes = found.graph.nodes
    web = nodes["shop.web"]
    assert not web.failable
    assert len(web.groups[0].members) == 2
    assert {nodes[one].domains for one in web.groups[0].members} == {("us-east-1a",), ("us-east-1b",)}
    assert nodes["us-east-1a"].kind == "az"
    assert web.soft == ("mail",)
    assert {one.id: one.criticality for one in web.requires} == {"shop.db": Criticality.UNKNOWN}
    assert report.journeys == ["Customer: Buys with Web"]


def test_structurizr_json_says_the_same():
    model = {
        "people": [{"id": "1", "name": "Customer", "relationships": [{"sourceId": "1", "destinationId": "3", "description": "Buys with"}]}],
        "softwareSystems": [
            {"id": "2", "name": "Shop", "containers": [
                {"id": "3", "name": "Web", "relationships": [{"sourceId": "3", "destinationId": "4"}]}, {"id": "4", "name": "Orders"}]}
        ],
        "deploymentNodes": [{"id": "5", "name": "us-east-1a", "environment": "Live", "instances": "2",
                             "containerInstances": [{"id": "6", "containerId": "3", "environment": "Live"}]}],
    }  # fmt: skip
    found = read(json.dumps({"name": "Shop", "model": model}))
    report = found.reports[0]
    assert (report.resources, report.references, report.journeys) == (6, 2, ["Customer: Buys with Web"])
    assert found.graph.nodes["3"].groups[0].members == ("6", "6 2")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('workspace {\n model {\n s = softwareSystem "S" {\n component "C"\n }\n }\n}', 4),
        ("workspace {\n model {\n person\n }\n}", 3),
        ("workspace {\n model {\n", 2),
        ("workspace {\n}\n}", 3),
        (
            'workspace {\n model {\n deploymentEnvironment "L" {\n deploymentNode "n" {\n containerInstance gone\n }\n }\n }\n}',
            5,
        ),
    ],
)
def test_structurizr_that_is_wrong_says_where(text, line):
    assert read(text).reports[0].errors[0].line == line

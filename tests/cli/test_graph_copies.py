"""The dependency graph where workloads are compared and copied: milestones, packages, conflicts by id."""

from __future__ import annotations

import json

import pytest


def graph(label: str = "Payments", **more) -> str:
    nodes = {"shop": {"label": "Shop", "requires": ["pay"]}, "pay": {"label": label} | more}
    return json.dumps({"nodes": nodes, "journeys": [{"id": "buy", "node": "shop"}]})


@pytest.fixture
def put(wb, tmp_path):
    def put(text: str, *more: object) -> None:
        file = tmp_path / "graph.json"
        file.write_text(text, encoding="utf-8")
        assert wb("graph", "import", file, "--workload", "Shop", *more).code == 0

    return put


def test_milestones_are_compared_with_their_graphs(wb, shop, put):
    put(graph())
    assert wb("milestone", "save", "Shop", "--name", "First").code == 0
    put(graph("Payment service", domains=["az"]).replace('"shop": {', '"az": {"kind": "az"}, "shop": {'))
    told = wb("milestone", "compare", "Shop", "--from", "1", "--json").json["graph"]
    assert told["elements"]["added"] == ["az"]
    assert told["elements"]["moved"] == [{"id": "pay", "left": [], "entered": ["az"]}]
    shown = wb("milestone", "compare", "Shop", "--from", "1").out
    assert "Elements moved" in shown
    assert "Payments → Payment service" in " ".join(shown.split())


def test_conflicts_of_two_copies_are_told_and_settled_by_id(wb, shop, put, empty, tmp_path):
    put(graph())
    package, other = tmp_path / "out.wawb-package", tmp_path / "other.wawb"
    assert wb("package", "export", "Shop", "--output", package).code == 0
    assert wb("workspace", "create", other).code == 0
    assert wb("package", "import", package, "--workspace", other).code == 0
    put(graph("Mine"))
    put(graph("Theirs", rto_s=60), "--workspace", other)
    assert wb("package", "export", "Shop", "--output", package, "--workspace", other).code == 0
    told = wb("package", "import", package, "--preview", "--json").json
    assert [(one["id"], one["mine"], one["theirs"]) for one in told["conflicts"]] == [
        ("node/pay/label", "Mine", "Theirs")
    ]
    assert [(one["title"][-1], one["to"]) for one in told["taken"]] == [("RTO [s]", 60)]
    ran = wb("package", "import", package)
    assert ran.code == 3
    assert "node/pay/label" in ran.err
    assert wb("package", "import", package, "--choose", "node/pay/label=theirs").code == 0
    now = wb("graph", "export", "--workload", "Shop").json
    assert now["nodes"]["pay"] == {"label": "Theirs", "rto_s": 60}


def test_a_first_graph_comes_in_as_one_thing(wb, shop, put, tmp_path):
    package, other = tmp_path / "out.wawb-package", tmp_path / "other.wawb"
    assert wb("package", "export", "Shop", "--output", package).code == 0
    assert wb("workspace", "create", other).code == 0
    assert wb("package", "import", package, "--workspace", other).code == 0
    put(graph(), "--workspace", other)
    assert wb("package", "export", "Shop", "--output", package, "--workspace", other).code == 0
    shown = wb("package", "import", package, "--preview").out
    assert "2 elements, 1 journey" in " ".join(shown.split())
    assert wb("package", "import", package).code == 0
    assert wb("graph", "show", "--workload", "Shop").code == 0

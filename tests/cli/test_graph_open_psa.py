"""`workbench graph` on Open-PSA MEF: what comes in as a graph, what goes out, and trees that are none."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.analyses.failure.graphs import graphs
from workbench.cli import main
from workbench.library.places import resources_dir

SAMPLES = resources_dir() / "sample" / "graphs"
SAME = ("cut_sets", "cut_set_count", "unavailability_interval", "unavailability")
PUMPS = """<?xml version="1.0"?>
<opsa-mef>
 <define-fault-tree name="cooling">
  <define-gate name="no-water"><or><gate name="pumps"/><basic-event name="valve"/><house-event name="flood"/></or></define-gate>
  <define-gate name="pumps"><{gate}><basic-event name="pump-a"/><basic-event name="pump-b"/><basic-event name="pump-c"/></{end}></define-gate>
  <define-house-event name="flood"><constant value="{flood}"/></define-house-event>
 </define-fault-tree>
 <model-data>
  <define-basic-event name="valve"><float value="0.001"/></define-basic-event>
  <define-basic-event name="pump-a"><float value="0.01"/></define-basic-event>
  <define-basic-event name="pump-b"><float value="0.02"/></define-basic-event>
  <define-basic-event name="pump-c"/>
 </model-data>
</opsa-mef>
"""


def pumps(tmp_path: Path, gate: str, flood: str = "false") -> Path:
    path = tmp_path / "pumps.txt"  # the content decides, not the name
    path.write_text(PUMPS.format(gate=gate, end=gate.split()[0], flood=flood), encoding="utf-8")
    return path


def run(*arguments: object) -> bytes:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        assert main(["graph", *(str(part) for part in arguments)]) == 0
    out.flush()
    return out.buffer.getvalue()


def test_gates_become_elements_and_groups_and_events_can_fail(wb, tmp_path):
    graph = wb("graph", "export", pumps(tmp_path, 'atleast min="2"'), "--format", "wb-graph").json
    assert graph["journeys"] == [{"id": "no-water", "node": "no-water"}]
    assert graph["nodes"]["pumps"]["groups"] == [{"needs": 2, "members": ["pump-a", "pump-b", "pump-c"]}]
    assert {name for name, node in graph["nodes"].items() if node.get("failable", True)} == {
        "valve", "pump-a", "pump-b", "pump-c"
    }  # fmt: skip
    assert not any(node.get("managed") for node in graph["nodes"].values())
    found = wb("graph", "analyse", pumps(tmp_path, 'atleast min="2"'), "--json").json["journeys"]["no-water"]
    assert found["cut_sets"] == [["valve"], ["pump-a", "pump-b"], ["pump-a", "pump-c"], ["pump-b", "pump-c"]]
    assert found["unknown"] == ["pump-c"]
    flooded = wb("graph", "analyse", pumps(tmp_path, "and", flood="true"), "--json").json["journeys"]["no-water"]
    assert (flooded["cut_sets"], flooded["unavailability"]) == ([[]], 1.0)


def test_a_deep_chain_of_gates_is_fine(wb, tmp_path):
    n = 3000
    gates = "".join(
        f'<define-gate name="g{i}"><or><basic-event name="e{i}"/><gate name="g{i + 1}"/></or></define-gate>'
        for i in range(n)
    )
    path = tmp_path / "deep.xml"
    last = f'<define-gate name="g{n}"><or><basic-event name="e{n}"/></or></define-gate>'
    path.write_text(
        f'<opsa-mef><define-fault-tree name="t">{gates}{last}</define-fault-tree></opsa-mef>', encoding="utf-8"
    )
    facts = wb("graph", "show", path, "--json").json
    assert (facts["failable"], [one["id"] for one in facts["journeys"]]) == (n + 1, ["g0"])
    assert wb("graph", "export", path, "--format", "open-psa").code == 0


def test_trees_with_not_and_xor_give_a_probability_and_nothing_else(wb, tmp_path):
    path = tmp_path / "xor.xml"
    text = PUMPS.format(gate="xor", end="xor", flood="false").replace(
        '"pump-c"/>\n', '"pump-c"><float value="0"/></define-basic-event>\n'
    )
    path.write_text(text, encoding="utf-8")
    found = wb("graph", "analyse", path, "--json").json
    top = found["journeys"]["no-water"]
    either = 0.01 * 0.98 + 0.02 * 0.99
    assert top["unavailability"] == pytest.approx(either + 0.001 - either * 0.001)
    assert (found["coherent"], top["cut_sets"], top["importance"]) == (False, None, None)
    said = wb("graph", "analyse", path).out
    assert "no cut sets" in " ".join(said.split())
    assert wb("graph", "show", path).code == wb("graph", "import", path).code == 0
    for command in (("findings",), ("fixes",), ("recovery",), ("whatif", "--fail", "valve"), ("export",),
                    ("analyse", "--fail-on", "shared-fate"), ("import", "--workload", "Shop"), ("diff", path)):  # fmt: skip
        ran = wb("graph", command[0], path, *command[1:])
        assert (ran.code, ran.out) == (3, ""), command
        assert "NOT or XOR" in ran.err


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_samples_mean_the_same_as_fault_trees(wb, tmp_path, path):
    tree = tmp_path / "tree.xml"
    assert wb("graph", "export", path, "--output", tree).code == 0
    before, after = (wb("graph", "analyse", each, "--json").json["journeys"] for each in (path, tree))
    for key, one in before.items():
        assert {name: one[name] for name in SAME} == {name: after[key][name] for name in SAME}
    again = tmp_path / "again.xml"
    assert wb("graph", "export", tree, "--output", again).code == 0
    third = wb("graph", "analyse", again, "--json").json["journeys"]
    assert [one["cut_sets"] for one in third.values()] == [one["cut_sets"] for one in before.values()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mef")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=graphs(most=8, unknown=True))
def test_random_graphs_mean_the_same_as_fault_trees(folder, data: dict[str, Any]):
    source, tree = folder / "g.json", folder / "g.xml"
    source.write_text(json.dumps(data), encoding="utf-8")
    tree.write_bytes(run("export", source, "--format", "open-psa"))
    before, after = (json.loads(run("analyse", each, "--json"))["journeys"] for each in (source, tree))
    for key, one in before.items():
        for name in SAME[:2]:
            assert after[key][name] == one[name]
        assert after[key]["unavailability_interval"] == pytest.approx(
            one["unavailability_interval"], rel=1e-9, abs=1e-15
        )


def test_a_graph_without_journeys_has_no_fault_tree(wb, tmp_path):
    path = tmp_path / "g.json"
    path.write_text('{"nodes": {"a": {}}, "journeys": []}', encoding="utf-8")
    ran = wb("graph", "export", path, "--format", "open-psa")
    assert (ran.code, ran.out) == (3, "")
    assert wb("graph", "export", path, "--format", "open-psa", "--json").code == 2

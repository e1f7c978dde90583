"""`workbench graph analyse`: the shape of its JSON, every number against the definitions, exit codes, words for people."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle
from workbench.cli import main
from workbench.library.places import resources_dir

SAMPLES = resources_dir() / "sample" / "graphs"
SHOP, GOOD, AGENTS = (SAMPLES / f"{name}.json" for name in ("three-tier-shop", "multi-az-shop", "travel-agents"))
SPOF = ("--fail-on", "single-point-of-failure")


def analysed(path: Path, *options: str) -> dict[str, Any]:
    """Run the command in this process and parse all of stdout."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with contextlib.redirect_stdout(out):
        assert main(["graph", "analyse", str(path), "--json", *options]) == 0
    out.flush()
    return json.loads(out.buffer.getvalue())


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("graph") / "random.json"


# -- against the definitions ------------------------------------------------------------------------------------


@pytest.mark.parametrize("semantics", ["founded", "steady"])
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=graphs(most=8))
def test_every_number_is_what_the_definitions_say(place, data, semantics):
    place.write_text(json.dumps(data), encoding="utf-8")
    found = analysed(place, "--semantics", semantics, "--order", "all")
    oracle = Oracle(data, semantics)
    assert found["blast_radius"] == {
        name: [each for each in data["nodes"] if each in oracle.down({name})] for name in oracle.failable
    }
    assert set(found["cold_start_never_up"]) == oracle.cold()
    for one in data["journeys"]:
        said, exact = found["journeys"][one["id"]], oracle.cut_sets(one["node"])
        assert [tuple(each) for each in said["cut_sets"]] == exact
        assert said["cut_set_count"] == len(exact)
        assert said["cut_set_order_limit"] is None
        assert said["unavailability"] == pytest.approx(oracle.unavailability(one["node"]), rel=1e-9, abs=1e-15)
        assert said["unavailability_interval"] == [said["unavailability"]] * 2
        assert set(said["importance"]) == {name for each in exact for name in each}
        for name, worth in said["importance"].items():
            failed, works = (oracle.unavailability(one["node"], {name: p}) for p in (1.0, 0.0))
            assert worth["birnbaum"] == pytest.approx(failed - works, rel=1e-6, abs=1e-12)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=graphs(most=7, unknown=True))
def test_numbers_that_are_missing_make_an_interval(place, data):
    place.write_text(json.dumps(data), encoding="utf-8")
    found = analysed(place)
    oracle = Oracle(data)
    blank = [name for name in oracle.failable if "unavailability" not in data["nodes"][name]]
    for one in data["journeys"]:
        said = found["journeys"][one["id"]]
        low, high = (oracle.unavailability(one["node"], dict.fromkeys(blank, p)) for p in (0.0, 1.0))
        assert said["unavailability_interval"] == [pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12)]
        in_sets = {name for each in oracle.cut_sets(one["node"]) for name in each}
        assert said["unknown"] == sorted(in_sets & set(blank))
        bounds = said["unavailability_interval"]
        assert said["unavailability"] == (None if said["unknown"] else bounds[0])


# -- the shape --------------------------------------------------------------------------------------------------


def test_the_json_has_every_key_of_the_guide():
    found = analysed(SHOP)
    assert set(found) == {
        "semantics", "journeys", "blast_radius", "shared_fate", "unfounded", "cold_start_never_up", "findings",
        "questions", "boundary", "not_assessed", "coverage", "worst_cases", "coupling", "assumptions",
        "decisions_expired", "decisions_without_finding",
    }  # fmt: skip
    checkout = found["journeys"]["checkout"]
    assert set(checkout) == {
        "node", "must_survive", "cut_sets", "cut_set_order_limit", "listed_all", "cut_set_count",
        "cut_set_count_by_order", "unavailability", "unavailability_interval", "unknown", "importance", "sources",
        "if_groups_need",
    }  # fmt: skip
    assert checkout["cut_set_order_limit"] == 3
    assert sum(checkout["cut_set_count_by_order"]) == checkout["cut_set_count"] == len(checkout["cut_sets"])
    assert checkout["cut_sets"] == sorted(checkout["cut_sets"], key=lambda one: (len(one), one))
    assert set(checkout["importance"]["nat"]) == {"birnbaum", "criticality", "fussell_vesely", "raw", "rrw"}
    guide = (Path(__file__).parents[2] / "resources" / "help" / "graph.md").read_text(encoding="utf-8")
    for key in (*checkout, *(set(found) - {"decisions_expired", "decisions_without_finding", "assumptions"})):
        assert f'"{key}"' in guide or f"`{key}`" in guide


def test_the_classic_mistakes_of_the_shop_are_found():
    found = analysed(SHOP)
    alone = {one[0] for one in found["journeys"]["checkout"]["cut_sets"] if len(one) == 1}
    assert {"nat", "orders-db", "session-cache", "az-a", "app-subnet-a"} <= alone
    assert alone.isdisjoint({"app-1", "app-2", "az-b", "logs", "order-mail", "ami", "pipeline", "db-secret"})
    assert ["app-1", "app-2"] in found["journeys"]["checkout"]["cut_sets"]
    assert {"owner": "app-tier", "group": 0, "cause": "app-subnet-a", "members": ["app-1", "app-2"], "fatal": True} in (
        found["shared_fate"]
    )
    managed = {one["elements"][0] for one in found["findings"] if one["managed"]}
    assert {"alb", "catalogue-db", "dns"} <= managed
    assert not {one["elements"][0] for one in found["findings"]} & {"region", "payment-provider"}
    assert {line["element"] for line in found["boundary"] if line["journey"] == "checkout"} == {
        "region", "payment-provider", "feature-flags"
    }  # fmt: skip
    nat = next(one for one in found["findings"] if one["elements"] == ["nat"])
    assert nat["path"] == ["checkout", "app-tier", "nat"]
    assert nat["practices"]


def test_models_of_one_provider_are_no_redundancy():
    found = analysed(AGENTS)
    causes = {one["cause"] for one in found["shared_fate"] if one["owner"] == "reasoning" and one["fatal"]}
    assert {"model-provider", "agent-role", "region", "account"} <= causes
    assert "primary-quota" not in causes
    assert ["model-provider"] in found["journeys"]["plan-trip"]["cut_sets"]


@pytest.mark.slow
def test_blast_radii_that_are_too_many_become_sizes(tmp_path):
    n = 3200
    nodes = {f"n{i}": {"requires": [f"n{i + 1}"]} if i + 1 < n else {} for i in range(n)}
    path = tmp_path / "chain.json"
    path.write_text(json.dumps({"nodes": nodes, "journeys": []}), encoding="utf-8")
    found = analysed(path, "--order", "1", "--no-probability")
    assert found["blast_radius"] is None
    assert found["blast_radius_size"]["n0"] == 1
    assert found["blast_radius_size"][f"n{n - 1}"] == n
    assert "5,000,000" in found["blast_radius_note"]


def test_down_with_nothing_failed(tmp_path, wb):
    path = tmp_path / "circle.json"
    nodes = {"x": {"groups": [{"members": ["y"]}]}, "y": {"groups": [{"members": ["x"]}]}}
    path.write_text(json.dumps({"nodes": nodes, "journeys": [{"id": "j", "node": "x"}]}), encoding="utf-8")
    said = analysed(path)["journeys"]["j"]
    assert (said["cut_sets"], said["cut_set_count"], said["unavailability"]) == ([[]], 1, 1.0)
    assert "Down with nothing failed" in wb("graph", "analyse", path).out
    assert analysed(path, "--semantics", "steady")["journeys"]["j"]["cut_sets"] == [["x"], ["y"]]


# -- options and exit codes -------------------------------------------------------------------------------------


def test_options_narrow_what_is_said(wb):
    one = wb("graph", "analyse", SHOP, "--json", "--journey", "Check out and pay", "--order", "1").json
    assert list(one["journeys"]) == ["checkout"]
    assert {len(each) for each in one["journeys"]["checkout"]["cut_sets"]} == {1}
    assert one["journeys"]["checkout"]["cut_set_count"] > len(one["journeys"]["checkout"]["cut_sets"])
    bare = wb("graph", "analyse", SHOP, "--json", "--no-probability").json["journeys"]["browse"]
    assert (bare["unavailability"], bare["importance"], bare["cut_set_order_limit"]) == (None, {}, 2)
    assert wb("graph", "analyse", SHOP, "--journey", "nothing").code == 3
    assert wb("graph", "analyse", SHOP, "--order", "4").code == 2
    assert wb("graph", "analyse").code == 2
    assert wb("graph", "analyse", SHOP, "--workload", "Shop").code == 2


def test_fail_on_names_what_it_hit_and_leaves_stdout_alone(wb):
    ran = wb("graph", "analyse", SHOP, *SPOF, "--json")
    assert ran.code == 1
    assert ran.json["journeys"]
    assert "NAT gateway" in ran.err
    assert "Load balancer" not in ran.err, "managed elements do not trip it"
    assert wb("graph", "analyse", SHOP, "--journey", "browse", *SPOF).code == 0
    assert wb("graph", "analyse", GOOD, *SPOF, "--fail-on", "shared-fate").code == 0
    assert wb("graph", "analyse", AGENTS, "--fail-on", "shared-fate").code == 1


def test_the_same_input_gives_the_same_output(wb):
    first, again = (wb("graph", "analyse", AGENTS, "--json").out for _time in range(2))
    assert first == again


# -- what people read -------------------------------------------------------------------------------------------


def test_a_person_reads_verdict_path_boundary_and_what_is_open(wb, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    out = " ".join(wb("graph", "analyse", SHOP).out.split())
    assert "7 elements end it alone" in out
    assert "No single point but what its provider manages" in out
    for said in ("Checkout needs Order service", "Order server 1 + Order server 2", "beyond what it must survive",
                 "Numbers from:", "contractual and no measurement", "fail independently", "Not assessed",
                 "how many of Web server 1 and Web server 2 carry the peak load?"):  # fmt: skip
        assert said in out


@pytest.mark.parametrize("path", [SHOP, GOOD, AGENTS], ids=lambda path: path.stem)
def test_samples_read_without_a_note_and_keep_what_they_promise(wb, path):
    ran = wb("graph", "show", path)
    assert (ran.code, ran.err) == (0, "")
    assert wb("graph", "analyse", path).code == 0

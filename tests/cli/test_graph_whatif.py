"""`workbench graph whatif`, `recovery` and `fixes`: each journey before and after, in words and as JSON."""

from __future__ import annotations

import json
import sys

import pytest

from tests.cli.test_graph_files import Stdin
from workbench.library.places import resources_dir

SAMPLES = resources_dir() / "sample" / "graphs"
SHOP, GOOD, AGENTS = (SAMPLES / f"{name}.json" for name in ("three-tier-shop", "multi-az-shop", "travel-agents"))


def states(wb, *arguments) -> dict[str, str]:
    found = wb("graph", "whatif", *arguments, "--json").json
    return {key: one["state"] for key, one in found["journeys"].items()}


# -- what if ----------------------------------------------------------------------------------------------------


def test_the_loss_of_a_zone_ends_checkout_and_not_the_catalogue(wb):
    assert states(wb, SHOP, "--fail", "az-a") == {"browse": "up", "checkout": "down"}
    assert states(wb, GOOD, "--fail", "az-a") == {"browse": "up", "checkout": "up"}
    assert states(wb, GOOD, "--fail", "az-a", "--fail", "az-b") == {"browse": "down", "checkout": "down"}
    assert states(wb, SHOP, "--fail", "order-mail") == {"browse": "up", "checkout": "degraded"}
    ran = wb("graph", "whatif", SHOP, "--fail", "NAT gateway")
    assert "Order service needs NAT gateway" in " ".join(ran.out.split())


def test_after_one_failure_the_next_one_counts(wb):
    found = wb("graph", "whatif", SHOP, "--fail", "web-1", "--json").json["journeys"]["browse"]
    assert found["state"] == "up"
    assert {"web-2", "app-subnet-b", "az-b"} <= set(found["ended_by_one_more"])
    assert "app-1" not in found["ended_by_one_more"]
    assert (
        wb("graph", "whatif", SHOP, "--fail", "nat", "--json").json["journeys"]["checkout"]["ended_by_one_more"] is None
    )


def test_changes_remove_and_add_single_points(wb):
    doubled = wb("graph", "whatif", SHOP, "--replica", "nat@az-b", "--json").json["journeys"]["checkout"]
    assert {"nat", "public-subnet-a"} <= set(doubled["singles_removed"])
    tight = wb("graph", "whatif", SHOP, "--needs", "web-tier:0=2", "--json").json["journeys"]["browse"]
    assert set(tight["singles_added"]) == {"web-1", "web-2", "app-subnet-a", "app-subnet-b", "az-a", "az-b"}
    fewer = wb("graph", "whatif", SHOP, "--without", "web-2", "--json").json["journeys"]["browse"]
    assert {"web-1", "az-a"} <= set(fewer["singles_added"])
    spared = wb("graph", "whatif", SHOP, "--soft", "app-tier:session-cache", "--json").json["journeys"]["checkout"]
    assert spared["singles_removed"] == ["session-cache"]
    sound = wb("graph", "whatif", SHOP, "--repair", "nat", "--json").json["journeys"]["checkout"]
    assert sound["singles_removed"] == ["nat"]


def test_changes_can_be_kept_in_a_file_and_tried_again(wb, tmp_path, monkeypatch):
    first = wb("graph", "whatif", SHOP, "--replica", "nat@az-b", "--fail", "az-a", "--json").json
    path = tmp_path / "changes.json"
    kept = [{key: value for key, value in one.items() if key != "title"} for one in first["changes"]]
    path.write_text(json.dumps(kept), encoding="utf-8")
    assert wb("graph", "whatif", SHOP, "--changes", path, "--json").json == first
    monkeypatch.setattr(sys, "stdin", Stdin(path.read_bytes()))
    assert wb("graph", "whatif", SHOP, "--changes", "-", "--json").json == first


def test_a_change_that_cannot_be_made_is_told(wb, tmp_path):
    for wrong in (("--fail", "nothing"), ("--needs", "web-tier"), ("--needs", "web-tier=3"), ("--needs", "web-tier:7=1"),
                  ("--replica", "nat@nowhere"), ("--without", "nat"), ("--soft", "nat"), ("--soft", "nat:web-1")):  # fmt: skip
        ran = wb("graph", "whatif", SHOP, *wrong)
        assert (ran.code, ran.out) == (3, ""), wrong
        assert ran.err.strip()
    assert wb("graph", "whatif", SHOP).code == 2
    path = tmp_path / "changes.json"
    for text in ("", "{}", '[{"change": "explode"}]', "[1]", '[{"change": "fail"}]'):
        path.write_text(text, encoding="utf-8")
        assert wb("graph", "whatif", SHOP, "--changes", path).code == 3


def test_an_ambiguous_label_lists_the_ids(wb, tmp_path):
    path = tmp_path / "g.json"
    nodes = {"a": {"label": "Web"}, "b": {"label": "web"}}
    path.write_text(json.dumps({"nodes": nodes, "journeys": [{"id": "j", "node": "a"}]}), encoding="utf-8")
    ran = wb("graph", "whatif", path, "--fail", "WEB")
    assert ran.code == 3
    assert "ambiguous" in ran.err
    assert wb("graph", "whatif", path, "--fail", "A").code == 0
    nodes = {"a": {}, "b": {}}
    path.write_text(json.dumps({"nodes": nodes, "journeys": [{"id": "j", "node": "a"}]}), encoding="utf-8")
    assert 'no element ""' in wb("graph", "whatif", path, "--replica", "a@").err


# -- recovery ---------------------------------------------------------------------------------------------------


def recovery(wb, path, journey, element) -> dict:
    found = wb("graph", "recovery", path, "--journey", journey, "--fail", element, "--json").json
    return found["journeys"][journey]["failures"][0]


def test_achieved_times_are_held_against_the_wanted_ones(wb):
    database = recovery(wb, SHOP, "checkout", "orders-db")
    assert (database["rto_s"], database["rto"]) == (7200, "missed")
    assert (database["rpo_s"], database["rpo"]) == (300, "missed")
    writer = recovery(wb, GOOD, "checkout", "db-writer")
    assert (writer["rto_s"], writer["rto"], writer["rpo"]) == (60, "met", "met")
    assert writer["parts"] == [{"element": "orders-db", "group": 0, "seconds": 60, "by": ["db-reader"]}]


def test_what_is_not_known_is_an_interval_and_a_question(wb):
    zone = recovery(wb, GOOD, "checkout", "az-a")
    assert (zone["rto_s"], zone["rto_interval_s"], zone["rto"]) == (None, [0, 60], "met")
    nat = recovery(wb, SHOP, "checkout", "nat")
    assert (nat["rto_interval_s"], nat["rto"]) == ([0, None], "unknown")
    assert {"element": "nat", "name": "rto_s", "group": None} in nat["missing"]


@pytest.mark.parametrize("path", [SHOP, GOOD, AGENTS], ids=lambda path: path.stem)
def test_a_person_reads_time_verdict_and_parts(wb, path):
    ran = wb("graph", "recovery", path)
    assert (ran.code, ran.err) == (0, "")
    assert "Wanted: RTO" in ran.out
    assert "is restored" in ran.out or "switches to" in ran.out


def test_all_failures_that_matter_are_looked_at_and_those_beyond_on_request(wb, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    found = wb("graph", "recovery", SHOP, "--journey", "checkout", "--json").json["journeys"]["checkout"]
    assert found["failures"][0]["failed"] == ["orders-db"], "the worst first"
    assert {one["failed"][0] for one in found["failures"] if not one["inside_boundary"]} >= {
        "region",
        "payment-provider",
    }
    assert [one["id"] for one in found["strategies"]]
    short, long = (
        wb("graph", "recovery", SHOP, "--journey", "checkout", *more).out for more in ((), ("--all", "--limit", "99"))
    )
    assert "Payment provider is restored" not in " ".join(short.split())
    assert "--all" in short
    assert "Payment provider is restored" in " ".join(long.split())


# -- fixes ------------------------------------------------------------------------------------------------------


def test_fixes_name_what_each_change_removes_and_the_smallest_set_that_leaves_nothing(wb):
    found = wb("graph", "fixes", SHOP, "--json").json
    removed = [one["single_points_removed"] for one in found["fixes"]]
    assert removed == sorted(removed, reverse=True)
    assert removed[0] == 7
    doubled = next(one for one in found["fixes"] if one["target"] == "nat" and one["action"] == "replica")
    assert doubled["journeys"]["checkout"]["removed"] == ["nat", "public-subnet-a"]
    assert (found["smallest_set"]["exact"], found["smallest_set"]["not_removed"]) == (True, {})
    assert wb("graph", "fixes", GOOD, "--json").json["smallest_set"]["changes"] == []
    out = " ".join(wb("graph", "fixes", SHOP).out.split())
    assert "no single point of failure is left" in out
    assert "There is no single point of failure" in wb("graph", "fixes", GOOD).out


def test_the_changes_of_a_fix_can_be_tried(wb, tmp_path):
    smallest = wb("graph", "fixes", SHOP, "--journey", "checkout", "--json").json["smallest_set"]["changes"]
    path = tmp_path / "changes.json"
    path.write_text(json.dumps([change for one in smallest for change in one["changes"]]), encoding="utf-8")
    tried = wb("graph", "whatif", SHOP, "--changes", path, "--journey", "checkout", "--json").json
    assert {"nat", "orders-db", "session-cache"}.isdisjoint(tried["journeys"]["checkout"]["singles_after"])

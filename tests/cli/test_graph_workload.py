"""`workbench graph` on a workload: import and undo, decisions about findings, milestones, comparisons."""

from __future__ import annotations

import json

import pytest

from workbench.library.places import resources_dir

SAMPLES = resources_dir() / "sample" / "graphs"
SHOP, GOOD = SAMPLES / "three-tier-shop.json", SAMPLES / "multi-az-shop.json"
SPOF = ("--fail-on", "single-point-of-failure")


@pytest.fixture
def kept(wb, shop):
    """The shop's graph in the workload Shop."""
    assert wb("graph", "import", SHOP, "--workload", "Shop").code == 0
    return "Shop"


def finding(wb, element: str) -> str:
    listed = wb("graph", "findings", "--workload", "Shop", "--json").json["findings"]
    return next(one["id"] for one in listed if one["elements"] == [element])


def test_a_workload_without_a_graph_says_how_to_get_one(wb, shop):
    for command in ("show", "analyse", "findings", "export"):
        ran = wb("graph", command, "--workload", "Shop")
        assert (ran.code, ran.out) == (3, "")
        assert "graph import" in ran.err


def test_import_keeps_the_graph_and_undo_takes_it_back(wb, shop):
    assert "would have a graph of 33 elements" in wb("graph", "import", SHOP, "--workload", "Shop", "--dry-run").err
    dry = wb("graph", "import", SHOP, "--workload", "Shop", "--dry-run", "--json").json
    assert (dry["dry_run"], dry["changed"], len(dry["elements"]["added"])) == (True, True, 33)
    assert wb("graph", "show", "--workload", "Shop").code == 3, "nothing was kept"
    ran = wb("graph", "import", SHOP, "--workload", "Shop")
    assert ran.code == 0
    assert "33 elements" in ran.err
    from_file, from_workload = (
        wb("graph", "analyse", *where, "--json").json for where in ((SHOP,), ("--workload", "Shop"))
    )
    assert from_file == from_workload
    assert wb("graph", "import", SHOP, "--workload", "Shop", "--json").json["changed"] is False
    assert wb("workspace", "undo").code == 0
    assert wb("graph", "show", "--workload", "Shop").code == 3


def test_merge_keeps_what_people_said(wb, kept, tmp_path):
    said = json.loads(SHOP.read_text(encoding="utf-8"))
    said["nodes"]["nat"]["unavailability"] = 0.25
    mine = tmp_path / "mine.json"
    mine.write_text(json.dumps(said), encoding="utf-8")
    assert wb("graph", "import", mine, "--workload", "Shop").code == 0
    assert wb("graph", "import", SHOP, "--workload", "Shop", "--merge").code == 0
    assert wb("graph", "export", "--workload", "Shop", "--json").json["nodes"]["nat"]["unavailability"] == 0.25
    assert wb("graph", "import", SHOP, "--workload", "Shop").code == 0
    assert "unavailability" not in wb("graph", "export", "--workload", "Shop").json["nodes"]["nat"]


def test_a_decision_outlives_the_next_import_and_ends_on_its_day(wb, kept):
    key = finding(wb, "nat")
    decide = ("graph", "findings", "set", key, "--workload", "Shop", "--status", "irrelevant")
    assert wb(*decide, "--until", "2999-12-31").code == 3, "a reason is needed"
    assert wb(*decide, "--reason", "moves next month").code == 3, "a day is needed"
    told = wb(*decide, "--reason", "moves next month", "--until", "2999-12-31", "--by", "Ada", "--json").json
    assert (told["note"]["by"], told["changed"]) == ("Ada", True)
    assert wb("graph", "import", SHOP, "--workload", "Shop").code == 0
    settled = wb("graph", "findings", "--workload", "Shop", "--status", "irrelevant")
    assert "moves next month" in settled.out
    assert key not in wb("graph", "findings", "--workload", "Shop").out
    gate = wb("graph", "analyse", "--workload", "Shop", *SPOF)
    assert gate.code == 1
    assert key not in gate.err
    over = wb(*decide, "--reason", "it was", "--until", "2020-01-01")
    assert "over already" in over.err
    assert key in wb("graph", "analyse", "--workload", "Shop", *SPOF, "--limit", "50").err


def test_a_boundary_is_accepted_by_name_and_day(wb, kept):
    accept = ("graph", "findings", "set", "boundary:checkout:region", "--workload", "Shop", "--status", "accepted")
    assert wb(*accept, "--until", "2999-12-31", "--by", "The board").code == 0
    out = " ".join(wb("graph", "analyse", "--workload", "Shop").out.split())
    assert "Accepted boundary: Region eu-west-1, by The board, until 2999-12-31." in out
    unknown = wb("graph", "findings", "set", "f-none", "--workload", "Shop", "--status", "open")
    assert unknown.code == 3


def test_a_gate_passes_when_everything_is_decided(wb, kept):
    hit = [line.split()[0] for line in wb("graph", "analyse", "--workload", "Shop", *SPOF).err.splitlines()[1:]]
    assert len(hit) == 7
    for key in hit:
        assert wb("graph", "findings", "set", key, "--workload", "Shop", "--status", "resolved").code == 0
    assert wb("graph", "analyse", "--workload", "Shop", *SPOF).code == 0


def test_diff_names_what_changed_and_which_findings_close_and_open(wb, kept):
    between = wb("graph", "diff", SHOP, GOOD, "--json").json
    assert "nat" in between["elements"]["removed"]
    closed = {one["elements"][0] for one in between["findings"]["closed"]}
    assert {"nat", "orders-db", "session-cache"} <= closed
    assert all(one["managed"] for one in between["findings"]["opened"])
    against = wb("graph", "diff", GOOD, "--workload", "Shop", "--json").json
    assert against["elements"] == between["elements"]
    assert wb("milestone", "save", "Shop", "--name", "Before").code == 0
    assert wb("graph", "import", GOOD, "--workload", "Shop").code == 0
    since = wb("graph", "diff", "--workload", "Shop", "--from", "1", "--json").json
    assert since["elements"] == between["elements"]
    assert wb("graph", "analyse", "--workload", "Shop", "--milestone", "Before", *SPOF).code == 1
    assert wb("graph", "analyse", "--workload", "Shop", *SPOF).code == 0
    said = wb("graph", "diff", SHOP, SHOP).out
    assert "The graphs say the same." in said
    for wrong in ((SHOP,), (SHOP, GOOD, "--workload", "Shop"), (), ("--workload", "Shop")):
        assert wb("graph", "diff", *wrong).code == 2


def test_a_graph_is_read_while_the_file_is_open_elsewhere(wb, kept, empty):
    from workbench.store.workspace import Workspace

    with Workspace.open(empty, who="Somebody else"):
        assert wb("graph", "show", "--workload", "Shop").code == 0
        assert wb("graph", "import", SHOP, "--workload", "Shop", "--dry-run").code == 0
        ran = wb("graph", "import", GOOD, "--workload", "Shop")
        assert (ran.code, ran.out) == (5, "")


def test_findings_are_listed_by_category_and_the_gate_uses_the_same_words(wb):
    listed = wb("graph", "findings", SHOP, "--category", "shared-fate", "--json").json["findings"]
    assert {one["category"] for one in listed} == {"SHARED_FATE"}
    assert wb("graph", "findings", SHOP, "--category", "luck").code == 2
    assert wb("graph", "analyse", SHOP, "--fail-on", "shared-fate").code == 1
    text = " ".join(wb("graph", "findings", SHOP).out.split())
    for said in (
        "NAT gateway alone ends Check out and pay",
        "How: Check out and pay enters at Checkout",
        "Practices: ",
    ):
        assert said in text

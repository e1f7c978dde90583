from __future__ import annotations

from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle
from workbench.analyses.failure.analysis import Analysis, Options, analyse
from workbench.analyses.findings.questions import questions
from workbench.analyses.findings.variants import Variants, extremes
from workbench.domain.finding import Question, QuestionKind
from workbench.domain.graph_json import graph_from_json


def analysed(data: dict[str, Any]) -> Analysis:
    return analyse(graph_from_json(data), Options(quantify=False, order=2))


def ends(data: dict[str, Any]) -> dict[str, tuple[bool, set[str], int]]:
    """By journey, from the definitions: down at rest, single points, number of pairs."""
    oracle = Oracle(data)
    found = {}
    for journey in data["journeys"]:
        top = journey["node"]
        rest = top in oracle.down(set())
        alone = {x for x in oracle.failable if top in oracle.down({x})}
        pairs = 0
        for failed in oracle.sets(2):
            pairs += len(failed) == 2 and not alone & set(failed) and top in oracle.down(set(failed))
        found[journey["id"]] = (rest, alone, 0 if rest else pairs)
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=graphs(most=7))
def test_one_group_that_needs_all_is_tried_exactly(data):
    before, variants = ends(data), Variants(analysed(data))
    for owner, node in data["nodes"].items():
        for number, group in enumerate(node.get("groups", [])):
            if "needs" in group or len(group["members"]) < 2:
                continue
            changed = deepcopy(data)
            changed["nodes"][owner]["groups"][number]["needs"] = len(group["members"])
            after = ends(changed)
            added, stopped = variants.all_needed(owner, number)
            assert set(stopped) == {name for name in before if after[name][0] and not before[name][0]}
            for name, (rest, alone, _pairs) in before.items():
                if not rest and name not in stopped:
                    assert added.get(name, frozenset()) == after[name][1] - alone
            one, every = variants.pairs(owner, number)
            assert every - one == sum(after[name][2] - before[name][2] for name in before)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=graphs(most=7))
def test_one_need_that_is_soft_is_tried_exactly(data):
    before, variants = ends(data), Variants(analysed(data))
    for name, node in data["nodes"].items():
        for at, one in enumerate(node.get("requires", [])):
            if isinstance(one, str) or one.get("criticality") != "UNKNOWN":
                continue
            changed = deepcopy(data)
            changed["nodes"][name]["requires"][at]["criticality"] = "SOFT"
            after = ends(changed)
            gone = variants.soft(name, one["id"])
            for journey, (rest, alone, _pairs) in before.items():
                if not rest:
                    assert gone.get(journey, frozenset()) == alone - after[journey][1]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=graphs(most=6))
def test_both_extremes_of_all_groups_are_exact(data):
    full = deepcopy(data)
    for node in full["nodes"].values():
        for group in node.get("groups", []):
            group.setdefault("needs", len(group["members"]))
    low, high = ends(data), ends(full)
    found = {one.journey: one for one in extremes(analysed(data))}
    assert set(found) == {name for name in low if low[name] != high[name]}
    for name, one in found.items():
        for side, singles, pairs in ((low, one.one, one.pairs_one), (high, one.all, one.pairs_all)):
            assert (singles is None) == side[name][0]
            assert singles is None or set(singles) == side[name][1]
            assert pairs == side[name][2]


def shop() -> dict[str, Any]:
    nodes: dict[str, Any] = {
        "web": {"failable": False, "groups": [{"members": ["h1", "h2", "h3"]}], "requires": ["auth"]},
        "h1": {"domains": ["a"]},
        "h2": {"domains": ["b"]},
        "h3": {},
        "auth": {"label": "Auth", "requires": [{"id": "idp", "criticality": "UNKNOWN"}]},
        "idp": {"label": "Okta", "kind": "vendor"},
        "a": {"kind": "az"},
        "b": {"kind": "az"},
    }
    return {"format": "wb-graph/1", "nodes": nodes, "journeys": [{"id": "pay", "label": "Pay", "node": "web"}]}


def asked(data: dict[str, Any], kind: QuestionKind) -> list[Question]:
    return [one for one in questions(analysed(data)) if one.kind is kind]


def test_an_unanswered_group_shows_what_the_answer_changes():
    (one,) = asked(shop(), QuestionKind.GROUP_NEEDS)
    assert one.text == "web: how many of h1, h2 and h3 carry the peak load?"
    assert one.options == ("1", "2", "3")
    assert one.effect == (
        "If all are needed instead of one, 5 more elements end a journey alone: a, b, h1, h2 and h3. It touches Pay."
    )
    assert one.data["single_points_added"] == {"pay": ["a", "b", "h1", "h2", "h3"]}
    answered = shop()
    answered["nodes"]["web"]["groups"][0]["needs"] = 1
    assert not asked(answered, QuestionKind.GROUP_NEEDS)


def test_a_dependency_of_unknown_criticality_shows_what_the_answer_changes():
    (one,) = asked(shop(), QuestionKind.CRITICALITY)
    assert one.text == "Can Auth go on without Vendor Okta, in a lesser way?"
    assert one.effect == "If it can, 1 element no longer ends a journey alone: Okta. It touches Pay."


def test_what_a_journey_leaves_open_is_asked_once():
    (survive,) = asked(shop(), QuestionKind.MUST_SURVIVE)
    assert survive.data["single_points"] == 2
    assert survive.effect.endswith("Up to 1 of them would become an accepted boundary.")
    (objective,) = asked(shop(), QuestionKind.OBJECTIVE)
    assert objective.text.startswith("How long may Pay be away (RTO), and how much data")
    half = shop()
    half["journeys"][0] |= {"rto_s": 60, "must_survive": ["az"]}
    assert [one.data["missing"] for one in asked(half, QuestionKind.OBJECTIVE)] == [["rpo_s"]]
    assert not asked(half, QuestionKind.MUST_SURVIVE)


def test_a_member_without_a_place_is_asked_where_its_siblings_have_one():
    (one,) = asked(shop(), QuestionKind.DOMAIN)
    assert one.about == "h3"
    assert one.options == ("a", "b")
    assert one.effect == "Wherever it stands, the group survives the loss of one of them."
    tight = shop()
    tight["nodes"]["web"]["groups"][0]["needs"] = 2
    (one,) = asked(tight, QuestionKind.DOMAIN)
    assert one.data["fatal_in"] == ["a", "b"]
    assert one.effect == "If it stands in a and b too, web does not survive its loss."


def test_numbers_are_asked_for_what_matters_most_and_only_while_they_are_missing():
    assert [one.about for one in asked(shop(), QuestionKind.UNAVAILABILITY)][:2] == ["auth", "idp"]
    known = shop()
    for node in known["nodes"].values():
        node["unavailability"] = 0.001
    assert not asked(known, QuestionKind.UNAVAILABILITY)


def test_the_most_telling_question_comes_first_and_the_order_of_the_file_does_not_matter():
    data = shop()
    first = [one.id for one in questions(analysed(data))]
    data["nodes"] = dict(reversed(data["nodes"].items()))
    assert [one.id for one in questions(analysed(data))] == first
    assert questions(analysed(data))[0].kind is QuestionKind.GROUP_NEEDS

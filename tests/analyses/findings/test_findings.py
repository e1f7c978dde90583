from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analyses.failure.graphs import graphs
from tests.analyses.failure.oracle import Oracle
from tests.analyses.findings.finding_samples import AGENT, SAMPLES, found_in
from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.findings.questions import questions
from workbench.analyses.findings.report import Findings, find
from workbench.domain.finding import Category, FindingNote, FindingStatus, QuestionKind, Severity, boundary_id
from workbench.domain.graph_json import graph_from_json
from workbench.library.failure_practices import shipped_failure_practices

REACH = {"az": "az", "region": "region", "account": "account", "vendor": "vendor", "model_provider": "vendor"}


@st.composite
def bounded(draw: st.DrawFn) -> dict[str, Any]:
    """Random graphs whose elements have kinds and whose journeys have boundaries."""
    data = draw(graphs(most=7))
    for node in data["nodes"].values():
        node["kind"] = draw(st.sampled_from(["component", "az", "region", "vendor", "kms_key"]))
        node["managed"] = draw(st.booleans())
    for journey in data["journeys"]:
        journey["must_survive"] = draw(st.lists(st.sampled_from(["instance", "az", "region", "vendor"]), unique=True))
        journey["criticality"] = draw(st.sampled_from(["", "high", "low"]))
    return data


def findings(data: dict[str, Any], **more: Any) -> Findings:
    return find(analyse(graph_from_json(data), Options(quantify=False, order=2)), **more)


def covers(wanted: list[str], kind: str) -> bool:
    reach = REACH.get(kind, "instance")
    return not wanted or reach == "instance" or reach in wanted or (reach == "az" and "region" in wanted)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=bounded())
def test_single_points_are_exactly_the_cut_sets_of_one_inside_the_boundary(data):
    oracle = Oracle(data)
    inside, beyond = set(), set()
    for journey in data["journeys"]:
        for cut_set in oracle.cut_sets(journey["node"]):
            if len(cut_set) == 1:
                kind = data["nodes"][cut_set[0]]["kind"]
                where = inside if covers(journey["must_survive"], kind) else beyond
                where.add((journey["id"], cut_set[0]))
    result = findings(data)
    singles = result.of(Category.SINGLE_POINT_OF_FAILURE)
    assert {(journey, one.elements[0]) for one in singles for journey in one.journeys} == inside
    assert len(singles) == len({one.elements[0] for one in singles})
    assert {(line.journey, line.element) for line in result.boundary} == beyond
    entries = {journey["id"]: journey["node"] for journey in data["journeys"]}
    for one in singles:
        assert one.path[0] == entries[one.journeys[0]]
        assert one.path[-1] == one.elements[0]
        assert one.path_words
        assert one.managed == data["nodes"][one.elements[0]]["managed"]
        assert not one.managed or one.severity is Severity.LOW
    assert len({one.id for one in result.findings}) == len(result.findings)
    assert all(one.practices and one.title and one.explanation and one.path_words for one in result.findings)


def facts(result: Findings) -> set[tuple[Any, ...]]:
    return {(one.id, one.severity, one.status, tuple(sorted(one.journeys))) for one in result.findings}


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=bounded(), seed=st.integers(0, 1000))
def test_ids_do_not_depend_on_order_labels_or_unrelated_elements(data, seed):
    dice = random.Random(seed)
    before = facts(findings(data))
    nodes = list(data["nodes"].items())
    dice.shuffle(nodes)
    shuffled: dict[str, Any] = {}
    for name, node in nodes:
        turned = {**node, "label": f"Part {name}"}
        for key in ("requires", "groups", "domains", "soft"):
            if key in node:
                turned[key] = dice.sample(node[key], len(node[key]))
        shuffled[name] = turned
    journeys = dice.sample(data["journeys"], len(data["journeys"]))
    assert facts(findings({**data, "nodes": shuffled, "journeys": journeys})) == before
    more = {**shuffled, "aside": {"groups": [{"members": ["b1", "b2"]}]}, "b1": {}, "b2": {}}
    new = {"id": "other", "node": "aside"}
    assert before <= facts(findings({**data, "nodes": more, "journeys": [*journeys, new]}))


def simple() -> dict[str, Any]:
    nodes: dict[str, Any] = {"web": {"failable": False, "requires": ["db"]}, "db": {"domains": ["eu"]}}
    nodes["eu"] = {"kind": "region", "label": "eu-west-1"}
    journey = {"id": "j", "label": "Pay", "node": "web", "must_survive": ["az"]}
    return {"format": "wb-graph/1", "nodes": nodes, "journeys": [journey]}


def test_a_decision_holds_until_its_day_and_then_the_finding_is_open_again():
    one = findings(simple()).findings[0]
    note = FindingNote(one.id, FindingStatus.IRRELEVANT, "Replaced in June", until="2030-06-30")
    held = findings(simple(), notes={one.id: note}, today="2030-06-30")
    assert [each.status for each in held.findings] == [FindingStatus.IRRELEVANT]
    assert not held.open
    late = findings(simple(), notes={one.id: note}, today="2030-07-01")
    assert late.findings[0].is_open
    assert late.findings[0].note == note
    assert late.expired == (one.id,)
    assert findings(simple(), notes={"f-unknown": FindingNote("f-unknown")}).gone == ("f-unknown",)


def test_the_boundary_says_who_accepted_it_and_until_when():
    lines = findings(simple()).boundary
    assert [line.text for line in lines] == [
        "Boundary of Pay: Region eu-west-1; nobody has accepted yet that its loss ends the journey"
    ]
    key = boundary_id("j", "eu")
    note = FindingNote(key, FindingStatus.ACCEPTED, until="2030-06-30", by="the owner")
    (line,) = findings(simple(), notes={key: note}, today="2030-01-01").boundary
    assert line.accepted
    assert line.text == "Accepted boundary of Pay: Region eu-west-1, by the owner, until 2030-06-30"
    (line,) = findings(simple(), notes={key: note}, today="2031-01-01").boundary
    assert not line.accepted
    assert line.text.endswith("by the owner, accepted until 2030-06-30, which has passed")


@pytest.mark.parametrize("rule", SAMPLES)
def test_each_rule_fires_on_its_sample_and_not_on_the_mended_one(rule):
    sample = SAMPLES[rule]
    hits = found_in(sample.broken, rule)
    assert [(one.category, one.severity, one.title) for one in hits] == [
        (sample.category, sample.severity, sample.title)
    ]
    assert hits[0].path_words == sample.words
    assert not found_in(sample.mended, rule)


def test_every_rule_of_the_table_has_a_sample_and_every_sample_a_row():
    assert set(SAMPLES) == set(shipped_failure_practices().rules)


def test_what_has_no_input_is_not_assessed():
    result = findings(simple())
    assert set(result.not_assessed) == {
        Category.SHARED_FATE, Category.EXCESSIVE_LOAD, Category.EXCESSIVE_LATENCY
    }  # fmt: skip
    assert all(why.startswith("Not assessed") for why in result.not_assessed.values())
    empty = findings({"format": "wb-graph/1", "nodes": {}, "journeys": []})
    assert set(empty.not_assessed) == set(Category)
    assert result.coverage[0] == "Findings speak of what the graph holds; what is missing in it was not looked at."


def test_severity_follows_criticality_reach_and_who_manages_it():
    def of(**change: Any) -> Severity:
        data = simple()
        data["nodes"]["db"] |= {name: change.pop(name) for name in ("kind", "managed") if name in change}
        data["journeys"][0] |= change
        return next(one.severity for one in findings(data).findings if one.elements == ("db",))

    assert of() is Severity.MEDIUM
    assert of(criticality="Mission-critical") is Severity.HIGH
    assert of(criticality="low") is Severity.LOW
    assert of(kind="az") is Severity.HIGH
    assert of(kind="az", must_survive=[]) is Severity.MEDIUM
    assert of(criticality="high", managed=True) is Severity.LOW


def test_assumptions_lead_to_the_questions_that_settle_them():
    data = simple()
    data["nodes"]["web"]["requires"] = [{"id": "db", "criticality": "UNKNOWN"}]
    data["nodes"]["db"]["attributes"] = {"assumptions": ["If it is not Multi-AZ."]}
    one = next(each for each in findings(data).findings if each.elements == ("db",))
    assert one.assumptions == ("If web cannot do without db; nobody has said so.", "If it is not Multi-AZ.")
    assert len(one.detail["questions"]) == 1


def test_groups_that_need_all_members_are_an_assumption_with_its_question():
    nodes: dict[str, Any] = {"top": {"failable": False, "groups": [{"members": ["h", "i"]}]}, "h": {}, "i": {}}
    nodes["i"] = {"requires": [{"id": "h", "criticality": "UNKNOWN"}]}
    data = {"format": "wb-graph/1", "nodes": nodes, "journeys": [{"id": "j", "node": "top"}]}
    analysis = analyse(graph_from_json(data), Options(quantify=False, order=2, full_groups=True))
    one = next(each for each in find(analysis).findings if each.elements == ("i",))
    assert one.path == ("top", "i")
    assert one.path_words == (
        "j enters at top",
        "top needs both h and i; i goes down, which leaves 1",
    )
    assert one.assumptions == ("If all 2 members are needed (h and i); nobody has said how many.",)
    asked = next(each for each in questions(analysis) if each.kind is QuestionKind.GROUP_NEEDS)
    assert one.detail["questions"] == [asked.id]


@pytest.mark.parametrize("huge", [10**400, 1e308])
def test_numbers_beyond_measure_count_as_missing(huge):
    data = {"nodes": {"top": {"attributes": {"slo_ms": 1, "latency_ms": huge, "requests_per_minute": 1, **AGENT}}}}
    data["nodes"]["top"]["attributes"]["threads_per_minute"] = huge
    assert found_in(data["nodes"], "slow_journey") == found_in(data["nodes"], "requests_per_minute") == []

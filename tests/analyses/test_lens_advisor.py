"""Which lenses a workload calls for, and that each reason says what it was seen in."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.analyses.lens_advisor import Known, Proposal, advise
from workbench.domain.workload import INDUSTRY_TYPES, REGIONS, Workload
from workbench.errors import BadInput
from workbench.library.lens_advice import AdviceRule, LensAdvice, Strength, read_lens_advice, shipped_lens_advice
from workbench.library.shelf import Shelf

ADVICE = shipped_lens_advice()
ALIASES = set(Shelf().aliases())


def advised(
    lenses: tuple[str, ...] = (), elements: tuple[tuple[str, str, str], ...] = (), **fields: object
) -> dict[str, Proposal]:
    values = {"aws_regions": ("eu-west-1",)} | fields
    return {one.lens: one for one in advise(Known(Workload("w", "System", **values), lenses, elements), ADVICE)}


def why(found: dict[str, Proposal], lens: str) -> str:
    return " ".join(reason.words for reason in found[lens].reasons)


def holding(rule: AdviceRule) -> Known:
    """A workload that a rule holds for."""
    regions = next(
        ((region,) for region, law in ADVICE.law_of.items() if law in rule.jurisdictions_any),
        ("eu-west-1", "us-east-1", "ca-central-1")[: max(rule.regions, rule.jurisdictions, 1)],
    )
    workload = Workload(
        "w", "System", description=next(iter(rule.words), ""), industry_type=next(iter(rule.industries), ""),
        environment=next(iter(rule.environments), "PREPRODUCTION"), aws_regions=regions,
        non_aws_regions=("Own data centre",) if rule.places else (), tags=tuple((tag, "x") for tag in rule.tags[:1]),
    )  # fmt: skip
    element = (next(iter(rule.kinds), "component"), next(iter(rule.types), "") + "Thing", "thing")
    return Known(workload, rule.lenses[:1], (element,) if rule.kinds or rule.types else ())


@pytest.mark.parametrize("alias", sorted(ALIASES))
def test_every_lens_of_the_shelf_has_a_way_in_and_every_rule_holds_for_something(alias):
    rules = [rule for rule in ADVICE.rules if rule.lens == alias]
    assert rules, "no rule leads to it"
    for rule in rules:
        found = {one.lens: one for one in advise(holding(rule), LensAdvice((rule,), ADVICE.law_of))}
        assert found[alias].strength is rule.strength, rule


def test_rules_name_lenses_industries_and_regions_that_exist():
    for rule in ADVICE.rules:
        assert {rule.lens, *rule.lenses} <= ALIASES
        assert set(rule.industries) <= set(INDUSTRY_TYPES)
        assert set(rule.jurisdictions_any) <= set(ADVICE.law_of.values())
        assert rule.reason[0].isupper()
        assert rule.reason.endswith((".", "?"))
    assert set(REGIONS) <= set(ADVICE.law_of)


def test_the_framework_comes_first_and_nothing_that_is_in_use():
    found = list(advised(description="Multi-tenant shop on Lambda"))
    assert found[0] == "wellarchitected"
    assert {"softwareasaservice", "serverless"} <= set(found)
    left = advised(("wellarchitected", "serverless"), description="Multi-tenant shop on Lambda")
    assert not {"wellarchitected", "serverless"} & set(left)


def test_responsible_ai_stands_under_lenses_in_use_and_proposed_ones():
    assert "Reviewed with: genai" in why(advised(("genai",)), "responsible-ai")
    assert "Proposed as well: machinelearning" in why(
        advised(description="Machine learning for prices"), "responsible-ai"
    )
    assert "responsible-ai" not in advised(description="A shop")
    named = advise(Known(Workload("w", "System"), ("genai",)), ADVICE, {"genai": "Generative AI Lens"})
    assert "Generative AI Lens" in {one.lens: one for one in named}["responsible-ai"].reasons[0].found


def test_several_jurisdictions_call_for_data_residency_and_one_does_not():
    found = advised(aws_regions=("eu-west-1", "us-east-1"))
    assert "EU, US" in why(found, "data-residency-hybrid-cloud")
    assert "data-residency-hybrid-cloud" not in advised(aws_regions=("eu-west-1", "eu-central-1"))
    assert "data-residency-hybrid-cloud" in advised(aws_regions=("eu-west-1", "eu-west-2"))


def test_the_reason_names_where_it_was_seen():
    assert 'description: "chatbot"' in why(advised(description="A chatbot for claims"), "genai")
    assert "Industry type: Healthcare" in why(advised(industry_type="Healthcare"), "healthcare")
    found = advised(elements=(("resource", "AWS::Lambda::Function", "resize"),))
    assert "resize (AWS::Lambda::Function)" in why(found, "serverless")
    assert 'tags: "tenancy"' in why(advised(tags=(("tenancy", "pooled"),)), "softwareasaservice")


def test_names_in_the_graph_count_less_than_words_about_the_workload():
    told = advised(description="Runs on Windows Server")["microsoft-workloads"].strength
    seen = advised(elements=(("component", "", "Windows server 3"),))["microsoft-workloads"].strength
    assert (told, seen) == (Strength.STRONG, Strength.GOOD)


@pytest.mark.parametrize(
    ("text", "lens"),
    [
        ("Runs in maintenance windows", "microsoft-workloads"),
        ("Monitoring agent for servers", "agentic-ai"),
        ("A media player for talks", "games-industry"),
        ("Telemetry of web pages", "iot"),
        ("Prompt help for customers", "genai"),
        ("Sapphire mine", "sap"),
        ("Embankment survey", "financialservices"),
    ],
)
def test_words_that_only_look_like_it_do_not_count(text, lens):
    assert lens not in advised(description=text)


def test_plural_case_and_hyphens_do_not_matter():
    for text in ("MULTI-TENANT", "for our tenants", "multi tenant"):
        assert "softwareasaservice" in advised(description=text)


@given(
    st.text(max_size=250),
    st.sampled_from(("", *INDUSTRY_TYPES)),
    st.lists(st.sampled_from(REGIONS), unique=True, max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_any_workload_gets_each_lens_once_with_a_reason(text, industry, regions):
    workload = Workload("w", "System", description=text, industry_type=industry, aws_regions=tuple(regions))
    found = advise(Known(workload), ADVICE)
    assert len({one.lens for one in found}) == len(found)
    assert all(one.reasons and one.reasons[0].text for one in found)
    assert found == advise(Known(workload), ADVICE)


@pytest.mark.parametrize(
    "rule",
    [
        '{"lens": "x", "strength": "good", "reason": "R."}',
        '{"lens": "x", "strength": "huge", "reason": "R.", "always": true}',
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(rule):
    with pytest.raises(BadInput, match="advice"):
        read_lens_advice('{"format": "wb-lens-advice/1", "jurisdictions": {}, "rules": [' + rule + "]}")

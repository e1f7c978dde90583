"""Workloads on the command line: every field, its limits, and names that find them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.cli.conftest import CREATE
from workbench.cli.workload_fields import option_of
from workbench.domain.workload import FIELDS, Kind, Workload
from workbench.operations.history import History
from workbench.operations.workloads import CreateWorkload
from workbench.store.workspace import Workspace

EXAMPLES = {
    "name": "Everything", "description": "All fields set.", "environment": "PREPRODUCTION", "review_owner": "Squad",
    "industry_type": "InfoTech", "industry": "Software", "notes": "Some notes.",
    "pillar_priorities": ["security", "reliability"], "aws_regions": ["eu-west-1", "us-gov-west-1"],
    "non_aws_regions": ["Rotterdam DC"], "account_ids": ["111122223333"],
    "architectural_design": "https://wiki.example.com/a", "trusted_advisor": "ENABLED",
    "applications": ["arn:aws:servicecatalog:eu-west-1:111122223333:/applications/abc123"],
    "resource_definition": ["WORKLOAD_METADATA"], "jira_management": "ENABLED", "jira_type": "MANUAL",
    "jira_project": "PAY", "profile_arns": ["arn:aws:wellarchitected:eu-west-1:111122223333:profile/abc123"],
    "review_template_arns": ["arn:aws:wellarchitected:eu-west-1:111122223333:review-template/abc123"],
    "improvement_status": "IN_PROGRESS", "next_review": "2027-03-01", "tags": {"owner": "Squad", "tier": "1"},
}  # fmt: skip


def options(values):
    found = []
    for name, value in values.items():
        entry = next(entry for entry in FIELDS if entry.name == name)
        if entry.kind is Kind.TAGS:
            value = [f"{key}={text}" for key, text in value.items()]
        for each in value if isinstance(value, list) else [value]:
            found += [option_of(entry), each]
    return found


def test_every_field_is_an_option_and_is_kept(wb, empty):
    assert set(EXAMPLES) == {entry.name for entry in FIELDS}
    made = wb("workload", "create", *options(EXAMPLES), "--json")
    assert made.code == 0
    shown = wb("workload", "show", made.json["id"], "--json").json
    assert {name: shown[name] for name in EXAMPLES} == EXAMPLES


@pytest.mark.parametrize("entry", FIELDS, ids=lambda entry: entry.name)
def test_every_field_can_be_changed_alone(wb, shop, entry):
    before = wb("workload", "show", shop, "--json").json
    assert wb("workload", "set", shop, *options({entry.name: EXAMPLES[entry.name]})).code == 0
    after = wb("workload", "show", shop, "--json").json
    assert after.pop(entry.name) == EXAMPLES[entry.name]
    before.pop(entry.name)
    assert {name: after[name] for name in after if name not in ("counts",)} == {
        name: before[name] for name in before if name not in ("counts",)
    }


def test_all_problems_are_listed_and_nothing_is_made(wb, empty):
    refused = wb("workload", "create", "--name", "x", "--environment", "TEST", "--next-review", "soon")
    assert refused.code == 3
    for word in ("Name needs at least 3", "Description is needed", "Environment must be", "a date", "Region"):
        assert word in refused.err
    assert wb("workload", "list", "--json").json == []


def test_an_unknown_lens_makes_no_workload(wb, empty):
    assert wb(*CREATE, "--name", "Shop", "--lens", "nobody").code == 3
    assert wb("workload", "list", "--json").json == []


def test_two_workloads_cannot_share_a_name(wb, shop):
    assert wb(*CREATE, "--name", "s h o p").code == 3


def test_a_change_is_one_step_and_empty_clears(wb, shop):
    wb("workload", "set", "Shop", "--notes", "n", "--tag", "a=1", "--account-id", "111122223333")
    wb("workload", "set", "Shop", "--notes", "", "--tag", "", "--account-id", "")
    shown = wb("workload", "show", "Shop", "--json").json
    assert (shown["notes"], shown["tags"], shown["account_ids"]) == ("", {}, [])
    wb("workspace", "undo")
    shown = wb("workload", "show", "Shop", "--json").json
    assert (shown["notes"], shown["tags"], shown["account_ids"]) == ("n", {"a": "1"}, ["111122223333"])
    assert wb("workload", "set", "Shop", "--region", "").code == 3
    assert wb("workload", "set", "Shop", "--tag", "plain").code == 3
    assert wb("workload", "set", "Shop").code == 2


def test_names_ids_and_parts_of_ids_find_a_workload(wb, shop):
    for name in ("Shop", "sHOP", " Shop ", shop, shop[:6], shop[:6].upper()):
        assert wb("workload", "show", name, "--json").json["id"] == shop
    for name in (shop[:5], "Sho", "", "Shops"):
        found = wb("workload", "show", name)
        assert found.code == 3
        assert "There is no workload" in found.err
    assert 'Did you mean "Shop"?' in wb("workload", "show", "Shops").err


def test_an_ambiguous_part_of_an_id_lists_the_candidates(wb, empty):
    with Workspace.open(empty) as workspace:
        history = History(workspace, "Test")
        plain = Workload("", "", "Some description", review_owner="Owner", aws_regions=("eu-west-1",))
        for last, name in (("1", "Alpha"), ("2", "Beta")):
            history.do(CreateWorkload(replace(plain, id="abcdef" + last * 26, name=name)))
    found = wb("workload", "remove", "abcdef")
    assert found.code == 3
    assert all(word in found.err for word in ("ambiguous", "Alpha", "Beta", "abcdef1", "abcdef2"))
    assert len(wb("workload", "list", "--json").json) == 2
    assert wb("workload", "show", "abcdef1").code == 0


@pytest.mark.parametrize("name", ["REL 10", "rel10", "REL-10", "fault-isolation"])
def test_questions_are_found_by_id_and_code(wb, shop, name):
    assert wb("review", "answer", "Shop", "--question", name, "--select", "rel10-bp01").code == 0


def test_unknown_questions_practices_and_reasons_say_what_there_is(wb, shop):
    assert "Did you mean" in wb("review", "answer", "Shop", "-q", "fault-isolaton", "--notes", "n").err
    assert "REL10-BP01" in wb("review", "answer", "Shop", "-q", "REL10", "-s", "REL11-BP01").err
    found = wb("review", "answer", "Shop", "-q", "REL10", "--not-applicable", "REL10-BP01:LAZY:x")
    assert found.code == 3
    assert "OUT_OF_SCOPE" in found.err
    for bad in (("-s", "none", "-s", "REL10-BP01"), ("--no", "REL10-BP01", "--partly", "REL10-BP01"),
                ("-s", "REL10-BP01", "--no", "REL10-BP01"), ("--no", "none"), ("--verdict", "HIGH")):  # fmt: skip
        assert wb("review", "answer", "Shop", "-q", "REL10", *bad).code == 3
    assert wb("review", "answer", "Shop", "-q", "REL10").code == 2

"""The limits of a workload's fields: what the WA Tool takes, and not one sign more."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.workload import (
    FIELDS,
    INDUSTRY_TYPES,
    REGIONS,
    Kind,
    Workload,
    all_problems,
    field_named,
    problems_of,
)

GOOD = Workload("w1", "Payments", "Takes payments", review_owner="Ada", aws_regions=("eu-west-1",))
ARN = "arn:aws:wellarchitected:eu-west-1:123456789012:"


def test_every_field_is_described_once():
    names = [entry.name for entry in FIELDS]
    assert len(set(names)) == len(names)
    assert set(names) == {field.name for field in fields(Workload)} - {"id"}


def test_a_good_workload_has_no_problems_and_a_bare_one_says_what_it_needs():
    assert all_problems(GOOD) == []
    assert len(all_problems(Workload("w1", ""))) == 4  # name, description, owner, place
    assert any("Region" in text for text in all_problems(replace(GOOD, aws_regions=())))
    assert all_problems(replace(GOOD, aws_regions=(), non_aws_regions=("Hamburg",))) == []


TEXTS = [entry for entry in FIELDS if entry.kind in (Kind.LINE, Kind.TEXT) and not entry.pattern]


@pytest.mark.parametrize("entry", TEXTS, ids=lambda entry: entry.name)
def test_lengths_of_texts_at_the_edge(entry):
    assert problems_of(entry.name, "x" * entry.maximum) == []
    assert len(problems_of(entry.name, "x" * (entry.maximum + 1))) == 1
    if entry.minimum:
        assert problems_of(entry.name, "x" * entry.minimum) == []
        assert len(problems_of(entry.name, "x" * (entry.minimum - 1))) == 1
    assert len(problems_of(entry.name, "  ")) == entry.required


@pytest.mark.parametrize(
    "entry", [entry for entry in FIELDS if entry.kind is Kind.CHOICE], ids=lambda entry: entry.name
)
def test_choices_take_their_values_only(entry):
    assert not [value for value, _title in entry.choices if value and problems_of(entry.name, value)]
    assert problems_of(entry.name, "SOMETHING_ELSE")


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        (
            "aws_regions",
            ["eu-west-1", "us-gov-east-1", "ap-southeast-4"],
            ["EU-WEST-1", "eu_west_1", "eu-west", "x", "eu-west-1 "],
        ),
        ("account_ids", ["123456789012"], ["12345678901", "1234567890123", "12345678901a", "１２３４５６７８９０１x"]),
        ("non_aws_regions", ["abc", "x" * 25], ["ab", "x" * 26]),
        ("applications", ["arn:aws:servicecatalog:eu-west-1:123456789012:/applications/0abc"], ["arn:aws:s3:::bucket"]),
        ("profile_arns", [ARN + "profile/0abc"], [ARN + "review-template/0abc", "profile/0abc"]),
        ("review_template_arns", [ARN + "review-template/0abc"], [ARN + "profile/0abc"]),
        ("resource_definition", ["WORKLOAD_METADATA", "APP_REGISTRY"], ["OTHER"]),
        ("pillar_priorities", ["security"], ["", "x" * 65]),
    ],
)
def test_entries_of_lists(name, good, bad):
    assert not [entry for entry in good if problems_of(name, (entry,))]
    assert [entry for entry in bad if not problems_of(name, (entry,))] == []


@pytest.mark.parametrize(("name", "entry"), [
    ("aws_regions", "eu-west-{}"), ("account_ids", "{:012}"), ("non_aws_regions", "site {:03}")])  # fmt: skip
def test_lists_take_so_many_entries_and_none_twice(name, entry):
    most = field_named(name).maximum
    assert problems_of(name, tuple(entry.format(n) for n in range(most))) == []
    assert len(problems_of(name, tuple(entry.format(n) for n in range(most + 1)))) == 1
    assert len(problems_of(name, (entry.format(1), entry.format(1)))) == 1


@pytest.mark.parametrize(("name", "good", "bad"), [
    ("architectural_design", "https://example.org/a", "example.org"),
    ("architectural_design", "ftp://example.org/a", "javascript:alert(1)"),
    ("jira_project", "PAY_1", "pay"),
    ("next_review", "2026-12-31", "31.12.2026"),
])  # fmt: skip
def test_forms_of_texts(name, good, bad):
    assert problems_of(name, good) == []
    assert problems_of(name, bad)
    assert problems_of(name, "") == []


def test_tags():
    assert problems_of("tags", tuple((f"k{n}", "v") for n in range(50))) == []
    assert len(problems_of("tags", tuple((f"k{n}", "v") for n in range(51)))) == 1
    assert problems_of("tags", (("k" * 128, "v" * 256), ("a b:c/d=e+f-g@h_i.j", ""), ("Überblick", "ü"))) == []
    for bad in (("", "v"), ("k" * 129, "v"), ("k*", "v"), ("k", "v" * 257)):
        assert len(problems_of("tags", (bad,))) == 1


@given(st.sampled_from([entry for entry in FIELDS if entry.kind not in (Kind.LIST, Kind.TAGS)]), st.text(max_size=300))
def test_any_text_is_judged_in_words(entry, text):
    assert all(problem.endswith(".") for problem in problems_of(entry.name, text))


def test_what_the_form_proposes_is_accepted():
    for region in REGIONS:
        assert problems_of("aws_regions", (region,)) == []
    assert len(set(INDUSTRY_TYPES)) == len(INDUSTRY_TYPES)


def test_the_owner_tag_goes_before_the_review_owner():
    assert GOOD.owner == "Ada"
    assert replace(GOOD, tags=(("owner", "Bo"),)).owner == "Bo"

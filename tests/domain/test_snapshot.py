"""Snapshots and their canonical JSON: nothing lost, the same bytes for the same state, odd input refused."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analyses.states import answer, lens_text, review_of, snapshots
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.milestone import chain_hash
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Risk
from workbench.domain.snapshot import ReviewState, Snapshot, canonical, digest, snapshot_from_json, snapshot_to_json
from workbench.domain.workload import FIELDS, Kind, Workload
from workbench.errors import BadInput


def there_and_back(state: Snapshot) -> Snapshot:
    return snapshot_from_json(json.loads(canonical(snapshot_to_json(state))))


@settings(max_examples=80)
@given(snapshots())
def test_states_come_back_equal(state):
    assert there_and_back(state) == state


@given(
    st.dictionaries(
        st.sampled_from([f.name for f in FIELDS if f.kind not in (Kind.LIST, Kind.TAGS)]), st.text(max_size=5)
    )
)
def test_any_text_in_any_field_comes_back(values):
    state = Snapshot(replace(Workload("w1", "Payments"), **values))
    if any("\ud800" <= sign <= "\udfff" for text in values.values() for sign in text):
        return  # half a character, which no file can hold
    assert there_and_back(state) == state


def test_every_field_of_every_part_comes_back():
    mark = Mark("a", MarkState.NOT_APPLICABLE, Reason.OTHER, "why", "Ada")
    full = Answer(
        "q1", (mark,), False, Reason.OUT_OF_SCOPE, "notes", "Bo", True, True, Risk.MEDIUM, tool_risk=Risk.HIGH
    )
    review = ReviewState("r1", "x", "1", "Lens x", "0" * 64, "lens notes", (("p", "pillar notes"),), (full,))
    item = Evidence(
        "e1", "r1", "q1", EvidenceKind.FILE, "t", "a", "u", Strength.VERIFIED, "Ada", "2026-01-01", "1" * 64, "f", 3
    )
    workload = Workload("w1", "Payments")
    for entry in FIELDS:
        value: object = "other"
        if entry.kind is Kind.LIST:
            value = ("one", "two")
        elif entry.kind is Kind.TAGS:
            value = (("k", "v"), ("l", ""))
        workload = replace(workload, **{entry.name: value})
    state = Snapshot(
        workload, (review,), (item,), (Acceptance("r1", "q1", "w", "b", "2030-01-01", "p", "2026-01-01"),),
        (Improvement("r1", "q1", "o", "2026-02-02", ItemStatus.DONE, "n"),),
    )  # fmt: skip
    for part in (full, mark, item, *state.acceptances, *state.improvements):
        for field in fields(part):
            assert getattr(part, field.name) != field.default, "the test leaves out a field"
    assert there_and_back(state) == state


def test_defaults_stay_out_so_that_a_new_field_leaves_old_hashes():
    data = snapshot_to_json(Snapshot(Workload("w1", "Pay"), (review_of(lens_text("x"), answer("q1", "a:yes")),)))
    assert data["reviews"][0]["answers"] == [{"question_id": "q1", "marks": [{"choice_id": "a", "state": "yes"}]}]
    assert data["workload"] == {
        "id": "w1", "name": "Pay", "environment": "PRODUCTION", "improvement_status": "NOT_STARTED"}  # fmt: skip


@given(st.permutations(["a", "b", "ä", "z"]))
def test_canonical_bytes_do_not_depend_on_the_order_of_keys(keys):
    assert canonical(dict.fromkeys(keys, "ü")) == '{"a":"ü","b":"ü","z":"ü","ä":"ü"}'.encode()


def test_hashes_are_the_same_in_every_process():
    state = Snapshot(
        Workload("w1", "Pay", tags=(("a", "b"),)), (review_of(lens_text("x"), answer("q1", "a:yes b:no")),)
    )
    mine = digest(canonical(snapshot_to_json(state)))
    code = (
        "from tests.domain.test_snapshot import *\n"
        "state = Snapshot(Workload('w1', 'Pay', tags=(('a', 'b'),)), (review_of(lens_text('x'), answer('q1', 'a:yes b:no')),))\n"
        "print(digest(canonical(snapshot_to_json(state))))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert told == mine


@pytest.mark.parametrize("data", [
    {}, {"workload": None}, {"workload": {"id": "w"}}, {"workload": {"id": "w", "name": "n", "tags": 3}},
    {"workload": {"id": "w", "name": "n"}, "reviews": [{}]},
    {"workload": {"id": "w", "name": "n"}, "reviews": [{"answers": [{"question_id": "q", "marks": [{"choice_id": "a"}]}]}]},
    {"workload": {"id": "w", "name": "n"}, "evidence": [{"kind": "smell"}]},
    {"workload": {"id": "w", "name": "n"}, "improvements": [{"status": "gone"}]},
])  # fmt: skip
def test_odd_input_is_refused_in_words(data):
    with pytest.raises(BadInput, match="unexpected form"):
        snapshot_from_json(data)


def test_fields_of_a_newer_workload_are_passed_over():
    data = snapshot_to_json(Snapshot(Workload("w1", "Pay")))
    data["workload"]["colour"] = "red"
    assert snapshot_from_json(data) == Snapshot(Workload("w1", "Pay"))


@given(st.lists(st.text(max_size=3), min_size=7, max_size=7), st.integers(0, 6))
def test_the_chain_depends_on_every_part(parts, place):
    whole = [*parts[:1], 1, *parts[1:6]]
    other = list(whole)
    other[place] = 2 if place == 1 else f"{whole[place]}x"
    if not any("\ud800" <= sign <= "\udfff" for text in parts for sign in text):
        assert chain_hash(*whole) != chain_hash(*other)

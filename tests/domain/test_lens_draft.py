"""Writing a lens: ids, rules that follow, moving, copies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.lens_draft import CHOICE, PILLAR, QUESTION, DraftPart, LensDraft, draft_parts
from workbench.domain.lens_draft_edits import (
    add_choice,
    add_pillar,
    add_question,
    change_id,
    duplicate,
    move,
    move_to,
    new_lens,
    remove,
    set_resources,
    set_rules,
    set_text,
    standard_rules,
)
from workbench.domain.lens_draft_ids import is_good_id, proposed_id, proposed_pillar_id


@pytest.fixture
def draft() -> LensDraft:
    return LensDraft("d1", "1.0", "", draft_parts(new_lens("Payments lens")))


def only(draft: LensDraft, kind: str) -> DraftPart:
    return next(part for part in draft.parts if part.kind == kind)


def question(draft: LensDraft) -> DraftPart:
    return only(draft, QUESTION)


def practice(draft: LensDraft) -> DraftPart:
    return next(part for part in draft.parts if part.kind == CHOICE and not part.is_none)


def rule(draft: LensDraft) -> str:
    return question(draft).rules[0][0]


@given(st.text(), st.sets(st.text(alphabet="abc_", max_size=4)))
def test_proposed_ids_are_always_good_and_free(text, taken):
    for found in (proposed_id(text, taken), proposed_pillar_id(text, taken)):
        assert is_good_id(found)
        assert len(found) <= 64
        assert found not in taken
        assert not found.endswith("_no")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("How do you encrypt data at rest?", "encrypt_data_rest"),
        ("Keys are rotated every year", "keys_rotated_every_year"),
        ("Überweisungen prüfen", "uberweisungen_prufen"),
        ("Say no", "say_no_1"),
        ("?", "item"),
    ],
)
def test_ids_are_readable(title, expected):
    assert proposed_id(title) == expected


def test_a_pillar_of_the_framework_gets_its_id():
    assert proposed_pillar_id("Cost optimization") == "costOptimization"


def test_the_id_of_a_new_part_follows_its_title_and_the_rules_follow_the_id(draft):
    now = draft.after(set_text(draft, practice(draft).id, "title", "Keys are rotated"))
    assert practice(now).key == "keys_rotated"
    assert rule(now) == "keys_rotated && !question_1_no"
    now = now.after(set_text(now, question(now).id, "title", "How do you manage keys?"))
    assert question(now).key == "manage_keys"
    assert rule(now) == "keys_rotated && !manage_keys_no"
    assert {part.key for part in now.inside(question(now).id)} == {"keys_rotated", "manage_keys_no"}


def test_what_is_published_keeps_its_id_until_it_is_changed_on_purpose(draft):
    published = frozenset(draft.address(part) for part in draft.parts)
    part = practice(draft)
    now = draft.after(set_text(draft, part.id, "title", "Keys are rotated", published))
    assert practice(now).key == "practice_1"
    now = now.after(change_id(now, part.id, "keys_rotated", published))
    assert practice(now).key == "keys_rotated"
    assert rule(now) == "keys_rotated && !question_1_no"


def test_a_retired_id_is_not_proposed_again(draft):
    published = frozenset(draft.address(part) for part in draft.parts)
    now = draft.after(remove(draft, practice(draft).id))
    now = now.after(add_choice(now, question(now).id, 0, published))
    assert practice(now).key == "practice_1_2"


def test_an_id_somebody_wrote_stays(draft):
    now = draft.after(change_id(draft, practice(draft).id, "kms"))
    now = now.after(set_text(now, practice(now).id, "title", "Keys are rotated"))
    assert practice(now).key == "kms"


def test_standard_rules_follow_the_practices(draft):
    now = draft.after(add_choice(draft, question(draft).id, 1))
    assert rule(now) == "practice_1 && practice_2 && !question_1_no"
    second = now.inside(question(now).id)[1]
    now = now.after(remove(now, second.id))
    assert rule(now) == "practice_1 && !question_1_no"


def test_rules_of_ones_own_are_left_alone(draft):
    own = (("practice_1", "NO_RISK"), ("default", "MEDIUM_RISK"))
    now = draft.after(set_rules(draft, question(draft).id, own))
    now = now.after(add_choice(now, question(now).id, 1))
    assert question(now).rules == own


def test_copies_have_ids_of_their_own(draft):
    now = draft.after(duplicate(draft, question(draft).id))
    first, second = now.inside(only(now, PILLAR).id)
    assert (first.key, second.key) == ("question_1", "question_2")
    assert [part.key for part in now.inside(second.id)] == ["practice_1", "question_2_no"]
    assert second.rules[0][0] == "practice_1 && !question_2_no"
    assert first.rules == question(draft).rules
    now = now.after(duplicate(now, practice(draft).id))
    assert [part.key for part in now.inside(first.id)] == ["practice_1", "practice_2", "question_1_no"]
    assert now.part(first.id).rules[0][0] == "practice_1 && practice_2 && !question_1_no"
    now = now.after(duplicate(now, only(now, PILLAR).id))
    keys = [part.key for part in now.parts if part.kind == QUESTION]
    assert sorted(keys) == ["question_1", "question_2", "question_3", "question_4"]


def test_a_question_goes_on_into_the_next_pillar_and_back(draft):
    now = draft.after(add_pillar(draft, 1))
    first, second = now.inside(now.lens.id)
    now = now.after(add_question(now, first.id, 1))
    last = now.inside(first.id)[1]
    now = now.after(move(now, last.id, 1))
    assert [part.key for part in now.inside(second.id)] == [last.key, "question_2"]
    back = now.after(move(now, last.id, -1))
    assert back.inside(first.id)[-1].key == last.key
    assert move(now, first.id, -1) is None


def test_a_choice_stays_with_its_question(draft):
    now = draft.after(add_question(draft, only(draft, PILLAR).id, 1))
    other = now.inside(only(now, PILLAR).id)[1]
    assert move_to(now, practice(draft).id, other.id, 0) is None


def test_resources_without_text_and_address_are_left_out(draft):
    part = practice(draft)
    now = draft.after(set_text(draft, part.id, "helpfulResource.displayText", "Why"))
    now = now.after(set_text(now, part.id, "helpfulResource.url", "https://example.com"))
    assert now.part(part.id).body["helpfulResource"] == {"displayText": "Why", "url": "https://example.com"}
    now = now.after(set_text(now, part.id, "helpfulResource.url", ""))
    now = now.after(set_text(now, part.id, "helpfulResource.displayText", ""))
    assert "helpfulResource" not in now.part(part.id).body
    now = now.after(set_resources(now, part.id, "IMPROVEMENT_PLAN", [("One", ""), ("Two", "https://example.com/2")]))
    assert now.part(part.id).body["additionalResources"] == [
        {"type": "IMPROVEMENT_PLAN", "content": [{"displayText": "One"}, {"displayText": "Two", "url": "https://example.com/2"}]}
    ]  # fmt: skip
    now = now.after(set_resources(now, part.id, "IMPROVEMENT_PLAN", []))
    assert "additionalResources" not in now.part(part.id).body


def test_a_draft_is_written_as_it_was_read():
    data = new_lens("Payments lens")
    data["_note"] = "kept"
    data["pillars"][0]["questions"][0]["tags"] = {"a": "b"}
    assert LensDraft("d1", "", "", draft_parts(data)).data() == data


def test_places_in_a_file_lead_to_parts(draft):
    choice = draft.inside(question(draft).id)[1]
    assert draft.at("pillars[0].questions[0].choices[1].title") == (choice, "title")
    assert draft.at("pillars[0].questions[0].riskRules[1].condition") == (question(draft), "riskRules[1].condition")
    assert draft.at("$") == (draft.lens, "")
    assert draft.at("pillars[7].name")[0] == draft.lens


def test_standard_rules_without_practices_say_high_risk():
    assert standard_rules(()) == (("default", "HIGH_RISK"),)
    assert standard_rules(("x_no",)) == (("default", "HIGH_RISK"),)

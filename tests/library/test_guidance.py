"""Guidance: what says nothing is found, and the lenses we ship say something."""

import json
from dataclasses import replace

import pytest

from workbench.domain.lens import Choice, Lens, Pillar, Question
from workbench.library.guidance import completeness
from workbench.library.guidance_check import check_guidance, guidance_texts, words
from workbench.library.lens_format import read_lens_text
from workbench.library.shelf import Shelf

SHELF = Shelf()
LENSES = tuple(SHELF.lens(alias) for alias in SHELF.aliases())
# Lenses that promise guidance for every question and practice; a lens joins when its texts are written.
COMPLETE = (
    "architecture-review-board", "backup", "data-residency-hybrid-cloud", "disaster-recovery", "frugal-architect",
    "agentic-ai", "genai", "machinelearning", "modern-architecture-governance", "multi-region", "resilient-agents", "responsible-ai",
    "softwareasaservice", "twelve-factor", "wellarchitected",
)  # fmt: skip

PRACTICE = Choice(
    "keys_apart", "Keys are kept apart from data", meaning="Whoever holds the disk cannot read it without a second party.",
    see="Ask for the account that owns the master secret.",
)  # fmt: skip
QUESTION = Question(
    "keys", "How do you manage encryption keys?", "security",
    about="A lock whose key hangs beside it protects nobody from a thief inside the house.",
    ask="Which colleague could decrypt last month's payroll tonight, alone?",
    probes=("When was the oldest secret rotated?", "Who hears of a scheduled deletion?", "What stops at the vault's outage?"),
    red_flags=("Default settings everywhere",), good="Two people and a recorded reason stand before each use.",
    evidence=("Policy of the vault",), choices=(PRACTICE, Choice("keys_no", "None of these")),
)  # fmt: skip
GOOD = Lens("good", "1", "Good", pillars=(Pillar("security", "Security", questions=(QUESTION,)),))


def with_question(**fields):
    return replace(GOOD, pillars=(Pillar("security", "Security", questions=(replace(QUESTION, **fields),)),))


def with_practice(**fields):
    return with_question(choices=(replace(PRACTICE, **fields), QUESTION.choices[1]))


def kinds(*lenses, must_be_complete=True):
    return [(one.kind, one.place) for one in check_guidance(lenses, must_be_complete)]


def test_good_guidance_passes():
    assert kinds(GOOD) == []
    assert completeness(GOOD).is_complete
    assert completeness(GOOD).words == "guidance for 1 of 1 questions, 1 of 1 practices"


@pytest.mark.parametrize(
    "fields",
    [{"about": ""}, {"ask": ""}, {"good": ""}, {"red_flags": ()}, {"evidence": ()}, {"probes": QUESTION.probes[:2]},
     {"probes": tuple(f"{number} of what?" for number in range(6))}],
)  # fmt: skip
def test_a_question_with_a_part_missing_is_not_complete(fields):
    lens = with_question(**fields)
    assert ("missing", "good/keys") in kinds(lens)
    assert completeness(lens).guided_questions == 0
    assert ("missing", "good/keys") not in kinds(lens, must_be_complete=False)


@pytest.mark.parametrize("fields", [{"meaning": ""}, {"see": ""}])
def test_a_practice_needs_meaning_and_sight(fields):
    assert kinds(with_practice(**fields)) == [("missing", "good/keys/keys_apart")]


def test_a_title_read_aloud_is_found():
    assert ("title", "good/keys/ask") in kinds(with_question(ask="And how do you manage your encryption keys?"))
    assert ("title", "good/keys/keys_apart/meaning") in kinds(
        with_practice(meaning="The keys are kept apart from the data.")
    )


def test_a_repeated_text_is_found_within_and_across_lenses():
    assert ("repeated", "good/keys/good") in kinds(with_question(good=QUESTION.about.upper()))
    other = replace(GOOD, alias="other")
    assert {kind for kind, _place in kinds(GOOD, other)} == {"repeated"}


def test_a_near_copy_is_found_whatever_its_order_and_endings():
    copied = "Nobody inside this house is protected from thieves by locks whose key hangs beside it."
    assert ("alike", "good/keys/good") in kinds(with_question(good=copied))


def test_words_are_compared_without_endings_and_little_words():
    assert words("The keys are managed by policies") == words("managing key policy") | words("policies")
    assert words("it is of the") == frozenset()


# ---------------------------------------------------------------------------------------------------- the shelf
def test_no_text_on_the_shelf_says_nothing():
    found = check_guidance(LENSES)
    assert not found, "\n".join(f"{one.kind} {one.place}: {one.text} | {one.other}" for one in found)


@pytest.mark.parametrize("alias", COMPLETE)
def test_a_lens_that_promises_guidance_has_all_of_it(alias):
    lens = SHELF.lens(alias)
    assert [one.place for one in check_guidance([lens], must_be_complete=True)] == []
    assert completeness(lens).is_complete


@pytest.mark.parametrize("alias", COMPLETE)
def test_texts_can_be_read_aloud(alias):
    for one in guidance_texts(SHELF.lens(alias)):
        assert one.text == one.text.strip(), one
        assert len(one.text) <= 300, one
        assert one.text[0].isupper() or one.text[0] in "\"'" or one.place.rsplit("/", 1)[1].startswith("red_flags"), one
    for question in SHELF.lens(alias).questions():
        assert "?" in question.ask, question.id
        assert 5 <= len(question.short) <= 60, question.id


def test_guidance_of_the_wrong_type_is_left_out():
    guidance = {
        "about": 3,
        "ask": ["x"],
        "probes": "x",
        "redFlags": [1, "", "Real"],
        "good": None,
        "evidence": {"a": 1},
    }
    question = {"id": "q1", "title": "Q", "guidance": guidance, "phases": "x", "titleOrigin": 4,
                "choices": [{"id": "c1", "title": "C", "guidance": {"see": 1}, "dimensions": [2]}]}  # fmt: skip
    data = {
        "name": "X",
        "phases": [1, {"id": 2, "name": "N"}],
        "pillars": [{"id": "p1", "name": "P", "questions": [question]}],
    }
    lens = read_lens_text(json.dumps(data))
    one = lens.question("q1")
    assert (one.about, one.ask, one.probes, one.red_flags, one.good, one.evidence) == ("", "", (), ("Real",), "", ())
    assert (one.phases, one.title_origin, one.choices[0].see, one.choices[0].dimensions) == ((), "", "", ())
    assert [(phase.id, phase.name) for phase in lens.phases] == [("", "N")]

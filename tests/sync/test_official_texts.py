"""Which text an official lens of the Tool gets: the one on the shelf only where the ids are the Tool's."""

import json
from dataclasses import replace

from workbench.domain.sync import ToolAnswer, ToolFacts, ToolReview, ToolState
from workbench.domain.workload import Workload
from workbench.library.shelf import Shelf
from workbench.sync.lens_texts import text_for

SHELF = Shelf()


def state_of(lens, answers):
    review = ToolReview(
        lens, lens, version="3", name="As the Tool says", pillars=(("security", "Security"),), answers=answers
    )
    return ToolState(Workload("w1", "Shop"), ToolFacts("w1"), (review,))


def answers_of(alias):
    questions = SHELF.lens(alias).questions()
    return tuple(
        ToolAnswer(question.id, question.pillar_id, tuple(choice.id for choice in question.choices))
        for question in questions
    )


def test_the_shelf_is_taken_where_it_has_all_ids_of_the_tool():
    for alias in ("wellarchitected", "softwareasaservice"):
        assert text_for(None, state_of(alias, answers_of(alias)), alias, {}) == SHELF.text(alias)


def test_ids_that_the_shelf_does_not_know_come_from_the_tool():
    theirs = (ToolAnswer("ml-owners", "security", ("ml_owners_named", "ml_owners_no")),)
    found = json.loads(text_for(None, state_of("machinelearning", theirs), "machinelearning", {}))
    assert (found["alias"], found["official"], found["version"]) == ("machinelearning", True, "3")
    assert [one["id"] for one in found["pillars"][0]["questions"]] == ["ml-owners"]


def test_a_choice_added_by_the_tool_counts():
    first, *others = answers_of("serverless")
    newer = (replace(first, known=(*first.known, "ops_ops_q1_a9")), *others)
    found = json.loads(text_for(None, state_of("serverless", newer), "serverless", {}))
    assert found["name"] == "As the Tool says"

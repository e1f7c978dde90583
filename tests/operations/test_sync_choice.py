"""What stays behind when calls are left out of a push."""

from __future__ import annotations

from workbench.domain.sync import Call
from workbench.operations.sync_choice import call_key, left_with

ATTACH = Call("", "AssociateLenses", why="Add the lens House", wanted={"lenses": ["house"]})
HOUSE = Call("", "UpdateAnswer", lens="house", question="ledger", why="Set 1 practice")
OTHER = Call("", "UpdateAnswer", lens="wellarchitected", question="priorities", why="Set 2 practices")
MILESTONE = Call("", "CreateMilestone", why="Create milestone")
ALL = (ATTACH, HOUSE, OTHER, MILESTONE)


def staying(*calls):
    return left_with(ALL, {call_key(call) for call in calls})


def keys(*calls):
    return {call_key(call) for call in calls}


def test_nothing_left_out_leaves_nothing():
    assert staying() == frozenset()


def test_answers_stay_with_their_lens_and_the_milestone_with_anything():
    assert staying(ATTACH) == keys(ATTACH, HOUSE, MILESTONE)
    assert staying(OTHER) == keys(OTHER, MILESTONE)
    assert staying(MILESTONE) == keys(MILESTONE)


def test_a_call_that_is_no_longer_planned_holds_nothing_back():
    gone = Call("", "UpdateAnswer", lens="wellarchitected", question="identities")
    assert left_with(ALL, keys(gone)) == frozenset()


def test_a_choice_outlives_other_values_in_the_same_answer():
    later = Call("", "UpdateAnswer", lens="house", question="ledger", why="Set 3 practices, write the notes")
    assert call_key(later) == call_key(HOUSE)

"""One answer in two words: what the Tool can say, what survives, and when both say the same."""

import pytest

from workbench.analyses.tool_cells import in_tool, matches, shortened, taken_in, with_cells
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.workload import Workload

STATE = ("mark", "l", "q", "c", "state")
NONE_STATE = ("mark", "l", "q", "q_no", "state")
NOTES = ("answer", "l", "q", "notes")


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ((MarkState.YES, Reason.NONE), ("SELECTED", "NONE"), True),
        ((MarkState.PARTLY, Reason.NONE), ("UNSELECTED", "NONE"), True),
        ((MarkState.DONT_KNOW, Reason.NONE), ("", "NONE"), True),
        ((None, Reason.NONE), ("", "NONE"), True),
        ((None, Reason.NONE), ("UNSELECTED", "NONE"), False),
        ((MarkState.NO, Reason.NONE), ("SELECTED", "NONE"), False),
        ((MarkState.NOT_APPLICABLE, Reason.OTHER), ("NOT_APPLICABLE", "OTHER"), True),
        ((MarkState.NOT_APPLICABLE, Reason.OTHER), ("NOT_APPLICABLE", "NONE"), False),
    ],
)
def test_when_both_say_the_same(ours, theirs, same):
    assert matches(STATE, ours, theirs) is same


def test_a_text_sent_cut_says_the_same_as_the_whole_one():
    text = "word " * 600
    cut = shortened(text, 2084)
    assert len(cut) <= 2084
    assert cut.endswith("[…]")
    assert matches(NOTES, text, cut)
    assert not matches(NOTES, text, cut[:-10])
    assert shortened("short", 250) == "short"


def test_line_ends_do_not_tell_texts_apart():
    assert matches(NOTES, "a\r\nb", "a\nb")


def test_what_is_unselected_there_stays_a_mark_here():
    assert taken_in(STATE, ("", "NONE"), (MarkState.YES, Reason.NONE)) == (MarkState.NO, Reason.NONE)
    assert taken_in(STATE, ("", "NONE"), None) == (None, Reason.NONE)
    assert taken_in(STATE, ("UNSELECTED", "NONE"), None) == (MarkState.NO, Reason.NONE)
    assert taken_in(NONE_STATE, ("UNSELECTED", "NONE"), (MarkState.YES, Reason.NONE)) == (None, Reason.NONE)


def test_a_reason_counts_only_where_something_is_not_applicable():
    assert in_tool(STATE, (MarkState.YES, Reason.OTHER)) == ("SELECTED", "NONE")
    assert in_tool(("answer", "l", "q", "applicable"), (True, Reason.OTHER)) == (True, "NONE")


def test_setting_cells_leaves_what_is_in_none():
    mark = Mark("c", MarkState.PARTLY, note="Half", owner="Ann")
    answer = Answer("q", (mark,), owner="Bo", flagged=True)
    snapshot = Snapshot(
        Workload("w", "W", next_review="2027-01-01"), (ReviewState("r", "l", "1", "L", "", answers=(answer,)),)
    )
    changed = with_cells(snapshot, {("mark", "l", "q", "c", "note"): "All", ("workload", "tags", "a"): "1", NOTES: "n"})
    kept = changed.reviews[0].answers[0]
    assert kept.mark("c") == Mark("c", MarkState.PARTLY, note="All", owner="Ann")
    assert (kept.owner, kept.flagged, kept.notes) == ("Bo", True, "n")
    assert changed.workload.tags == (("a", "1"),)
    assert changed.workload.next_review == "2027-01-01"

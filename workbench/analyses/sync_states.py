"""What the Tool holds, as a Snapshot beside ours: so the one merge there is can bring the two together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from workbench.analyses.merge_parts import Conflict
from workbench.analyses.tool_cells import (
    CREATED_WITH,
    Cells,
    Path,
    empty,
    local_cells,
    matches,
    taken_in,
    tool_cells,
    with_cells,
)
from workbench.domain.answer import MarkState, Reason
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.sync import ToolState
from workbench.domain.workload import Workload

__all__ = ["advanced", "first_base", "held_back", "lenses_of_theirs", "their_snapshot", "with_unselected"]

FRAMEWORK = "wellarchitected"
_OF_REVIEWS = ("evidence", "acceptances", "improvements", "inherited")


def first_base(mine: Snapshot, created_here: bool) -> Snapshot:
    """Return what the sides have in common before the first sync.

    Nothing at all with a workload that was there already: what only one side says is united, what both say differently
    is a conflict. With a workload created from ours: what was sent.
    """
    if created_here:
        sent = {name: getattr(mine.workload, name) for name in CREATED_WITH}
        return Snapshot(replace(_blank(mine.workload), improvement_status="NOT_APPLICABLE", **sent))
    return Snapshot(_blank(mine.workload))


def _blank(workload: Workload) -> Workload:
    return Workload(workload.id, "", environment="", improvement_status="", next_review=workload.next_review,
                    review_template_arns=workload.review_template_arns)  # fmt: skip


def lenses_of_theirs(state: ToolState, *ours: Snapshot) -> tuple[str, ...]:
    """Return the lenses of the Tool that count: an untouched Framework review that we do not use is the Tool's own habit."""
    known = {review.lens_alias for snapshot in ours for review in snapshot.reviews}
    return tuple(one.lens for one in state.reviews if one.lens != FRAMEWORK or one.lens in known or not one.is_empty)


def their_snapshot(state: ToolState, base: Snapshot, mine: Snapshot, headers: Mapping[str, ReviewState]) -> Snapshot:
    """Return what the Tool holds in our words, in the detail of ours wherever the two say the same.

    Args:
        state: What was read.
        base: What both sides had in common last.
        mine: What we have.
        headers: An empty review for each lens that only the Tool has.
    """
    theirs = tool_cells(state)
    sides = [local_cells(base), local_cells(mine)]
    wanted = {path: _in_our_detail(path, value, sides) for path, value in theirs.items()}
    for path in sides[0]:  # tags that are gone in the Tool
        if path[:2] == ("workload", "tags") and path not in theirs:
            wanted[path] = None
    lenses = lenses_of_theirs(state, base, mine)
    kept = [review for review in base.reviews if review.lens_alias in lenses]
    for alias in lenses:
        if base.review(alias) is None:
            own = mine.review(alias)
            kept.append(_bare(own) if own else headers[alias])
    template = replace(
        base, workload=replace(base.workload, id=mine.workload.id), reviews=tuple(kept),
        **_parts_of(base, {review.id for review in kept}),
    )  # fmt: skip
    counted = {path: value for path, value in wanted.items() if path[0] == "workload" or path[1] in lenses}
    return with_cells(template, counted)


def _bare(review: ReviewState) -> ReviewState:
    return replace(review, notes="", pillar_notes=(), answers=())


def _parts_of(snapshot: Snapshot, reviews: Iterable[str]) -> dict[str, Any]:
    stay = set(reviews)
    return {name: tuple(one for one in getattr(snapshot, name) if one.review_id in stay) for name in _OF_REVIEWS}


def _in_our_detail(path: Path, theirs: Any, sides: list[Cells]) -> Any:
    for cells in sides:
        ours = cells.get(path, empty(path))
        if matches(path, ours, theirs):
            return ours
    had = next((cells[path] for cells in sides if path in cells), None)
    if path[0] == "mark" and path[-1] == "state" and theirs[0] == "UNSELECTED" and had is not None:
        mine = sides[-1].get(path, empty(path))
        if mine[0] is None:
            return mine  # we took the mark back, they unselected the choice: nothing to decide
    return taken_in(path, theirs, had)


def advanced(base: Snapshot, sent: Snapshot, state: ToolState) -> Snapshot:
    """Return the common base after what was sent and is now proven to be in the Tool."""
    theirs, ours = tool_cells(state), local_cells(sent)
    kept = list(base.reviews)
    for review in state.reviews:
        own = sent.review(review.lens)
        if own is not None and base.review(review.lens) is None:
            kept.append(_bare(own))
    there = {review.lens_alias for review in kept}
    there &= {review.lens_alias for review in sent.reviews}
    proven = {
        path: said
        for path, value in theirs.items()
        if path[0] == "workload" or path[1] in there
        if matches(path, said := ours.get(path, empty(path)), value)
    }
    proven |= {path: value for path, value in _left_unselected(sent, theirs).items() if path[1] in there}
    for key, _text in base.workload.tags:
        path = ("workload", "tags", key)
        if path not in theirs and path not in ours:
            proven[path] = None
    return with_cells(replace(base, reviews=tuple(kept)), proven)


def with_unselected(base: Snapshot, mine: Snapshot, state: ToolState) -> Snapshot:
    """Return a base that says "no" where we took a mark back and the Tool keeps the choice as unselected.

    There is no way to make the Tool forget a choice; without this its "unselected" would come back as news of theirs.
    """
    there = {review.lens_alias for review in base.reviews}
    left = _left_unselected(mine, tool_cells(state))
    return with_cells(base, {path: value for path, value in left.items() if path[1] in there})


def _left_unselected(ours: Snapshot, theirs: Cells) -> Cells:
    cells = local_cells(ours)
    return {
        path: taken_in(path, value, (MarkState.NO, Reason.NONE))
        for path, value in theirs.items()
        if path[0] == "mark" and path[-1] == "state" and value[0] == "UNSELECTED"
        if cells.get(path, empty(path))[0] is None
    }


def held_back(base: Snapshot, theirs: Snapshot, undecided: Iterable[Conflict]) -> Snapshot:
    """Return theirs as the new base, but for what nobody decided yet: that stays as it was, and comes up again."""
    prefixes, whole = [], set()
    for conflict in undecided:
        if conflict.path[0] == "review":
            whole.add(conflict.path[1])
        prefixes.append(("mark", *conflict.path[1:]) if conflict.path[0] == "none" else conflict.path)
    old, new = local_cells(base), local_cells(theirs)
    kept = {
        path: old.get(path, empty(path))
        for path in {*old, *new}
        if any(path[: len(prefix)] == prefix for prefix in prefixes)
    }
    lost = [review for review in base.reviews if review.lens_alias in whole]
    reviews = (*(review for review in theirs.reviews if review.lens_alias not in whole), *lost)
    parts: dict[str, Any] = {
        name: tuple(dict.fromkeys((*getattr(theirs, name), *_parts_of(base, {review.id for review in lost})[name])))
        for name in _OF_REVIEWS
    }
    counted = {path: value for path, value in kept.items() if path[0] == "workload" or path[1] not in whole}
    there = {review.lens_alias for review in reviews}
    settled = {path: value for path, value in counted.items() if path[0] == "workload" or path[1] in there}
    return with_cells(replace(theirs, reviews=reviews, **parts), settled)

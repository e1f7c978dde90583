"""The Tool's risks beside our estimates: which answers they hold for, how often we are right, and where we are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workbench.analyses.risk import assess
from workbench.analyses.tool_cells import answer_cells, empty, local_cells, matches
from workbench.domain.lens import Lens
from workbench.domain.snapshot import Snapshot
from workbench.domain.sync import ToolState, combination_of

__all__ = ["HitRate", "LensFact", "compare_estimates", "risks_that_hold"]

RATED = ("HIGH", "MEDIUM", "NONE")
LensFact = tuple[str, str, str, str, str, str]
"""Lens alias, the Tool's lens version, question, combination, its risk, our estimate."""


@dataclass(frozen=True, slots=True)
class HitRate:
    """How often our estimate and the Tool say the same about the same answers.

    Attributes:
        version: The Tool's version of the lens.
        compared: Questions that both rated.
    """

    lens: str
    version: str
    compared: int
    hits: int


def risks_that_hold(mine: Snapshot, state: ToolState) -> tuple[tuple[str, str, str], ...]:
    """Return review id, question id and the Tool's risk; "" where our answer is not what the Tool rated."""
    ours = local_cells(mine)
    found = []
    for review in mine.reviews:
        theirs = state.review(review.lens_alias)
        for answer in theirs.answers if theirs else ():
            rated = {
                path: value
                for path, value in answer_cells(review.lens_alias, answer).items()
                if path[-1] in ("state", "applicable")
            }
            same = all(matches(path, ours.get(path, empty(path)), value) for path, value in rated.items())
            known = {mark.choice_id for mark in review.answer(answer.question_id).marks} <= set(answer.known)
            holds = same and known and answer.applicable and answer.risk in RATED
            found.append((review.id, answer.question_id, answer.risk if holds else ""))
    return tuple(found)


def compare_estimates(
    mine: Snapshot, state: ToolState, lenses: Mapping[str, Lens]
) -> tuple[tuple[HitRate, ...], tuple[LensFact, ...]]:
    """Compare our estimate with the Tool for every answer that both rate.

    Args:
        mine: Our state, in sync with the Tool where it counts.
        state: What the Tool holds.
        lenses: Our lens texts by hash.

    Returns:
        The hit rate per lens with estimated rules, and the combinations on which the Tool disagrees.
    """
    holds = {(review, question): risk for review, question, risk in risks_that_hold(mine, state) if risk}
    rates, facts = [], []
    for review in mine.reviews:
        lens, theirs = lenses.get(review.lens_sha256), state.review(review.lens_alias)
        if lens is None or theirs is None:
            continue
        compared = list(_compared(lens, review.id, mine, holds))
        if compared:
            hits = sum(estimate == risk for _question, _combination, estimate, risk in compared)
            rates.append(HitRate(review.lens_alias, theirs.version, len(compared), hits))
        facts += [
            (review.lens_alias, theirs.version, question, combination, risk, estimate)
            for question, combination, estimate, risk in compared
            if estimate != risk
        ]
    return tuple(rates), tuple(facts)


def _compared(
    lens: Lens, review_id: str, mine: Snapshot, holds: Mapping[tuple[str, str], str]
) -> Iterator[tuple[str, str, str, str]]:
    review = next(one for one in mine.reviews if one.id == review_id)
    for answer in review.answers:
        question, risk = lens.question(answer.question_id), holds.get((review_id, answer.question_id))
        if question is None or risk is None or question.rules_origin != "estimated":
            continue
        estimate = assess(replace(question, facts=()), replace(answer, tool_risk=None)).risk
        own = {choice.id for choice in question.choices}
        neutral = [m.choice_id for m in answer.marks if m.state == "not_applicable" and m.choice_id in own]
        selected = [key for key in answer.selected if key in own]
        yield question.id, combination_of(selected, neutral), str(estimate), risk

"""Which template an answer came from, in two copies of a review brought together: the mark goes with its answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbench.analyses.merge_parts import UNKNOWN, Merger, Taken, Unknown
from workbench.domain.answer import Answer
from workbench.domain.inherited import Inherited
from workbench.domain.session_answers import fingerprint

__all__ = ["merge_inherited"]

Marks = Mapping[str, Inherited]


def merge_inherited(
    merger: Merger, alias: str, answers: Iterable[Answer], base: Marks | Unknown, mine: Marks, theirs: Marks
) -> dict[str, Inherited]:
    """Return the marks of a merged review by question id; nobody is asked, for the answers were decided on already.

    Args:
        merger: Notes what it takes.
        alias: Lens of the review.
        answers: The merged answers.
        base, mine, theirs: The marks of the three states. Where both sides changed one, that which gave the merged
            answer counts; without a base, mine.
    """
    merged = {answer.question_id: answer for answer in answers}
    found = {}
    for key in sorted({*mine, *theirs}):
        own, other = mine.get(key), theirs.get(key)
        old = None if base is UNKNOWN else base.get(key)
        if base is UNKNOWN or own == other or other == old:
            one = own
        elif own == old:
            one = other
        else:
            given = fingerprint(merged.get(key) or Answer(key))
            one = next((each for each in (own, other) if each and each.given == given), own or other)
        if one != own:
            path = ("inherited", alias, key)
            names = (each.template or each.template_id if each else None for each in (own, one))
            merger.taken.append(Taken(path, merger.titles.of(path), *names))
        if one is not None:
            found[key] = one
    return found

"""What a merged review keeps although its lens version no longer asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workbench.domain.lens import Lens
from workbench.domain.snapshot import Snapshot

__all__ = ["Leftover", "leftovers"]


@dataclass(frozen=True, slots=True)
class Leftover:
    """What was said on a question or practice that the merged review's lens version does not have; it is kept."""

    lens_alias: str
    question_id: str
    choice_id: str = ""


def leftovers(merged: Snapshot, mine: Snapshot, theirs: Snapshot, lenses: Mapping[str, Lens]) -> tuple[Leftover, ...]:
    """Return what was said on parts that the merged version of a lens lacks, where the two sides answer different ones."""
    found = []
    for review in merged.reviews:
        alias = review.lens_alias
        own, other = mine.review(alias), theirs.review(alias)
        lens = lenses.get(review.lens_sha256)
        if lens is None or own is None or other is None or own.lens_sha256 == other.lens_sha256:
            continue
        for answer in review.answers:
            question = lens.question(answer.question_id)
            if question is None:
                found.append(Leftover(alias, answer.question_id))
                continue
            found += [
                Leftover(alias, question.id, m.choice_id) for m in answer.marks if question.choice(m.choice_id) is None
            ]
    return tuple(found)

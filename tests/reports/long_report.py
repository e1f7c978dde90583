"""A report of 60 pages or more: the whole Framework answered at length; for the test and for `make bench`."""

from __future__ import annotations

from workbench.domain.answer import Answer, Mark, MarkState
from workbench.domain.snapshot import ReviewState, Snapshot, digest
from workbench.domain.workload import Workload
from workbench.library.shelf import Shelf
from workbench.reports import Content, build_content

__all__ = ["long_content"]

_NOTE = "Measured each week and looked at by the team on Monday; the last two reviews found nothing new. "
_STATES = (MarkState.YES, MarkState.PARTLY, MarkState.YES, MarkState.NO, MarkState.DONT_KNOW)


def long_content() -> Content:
    """Return the content of the long report."""
    shelf = Shelf()
    lens = shelf.lens("wellarchitected")
    sha256 = digest(shelf.text("wellarchitected").encode())
    answers = []
    for place, question in enumerate(lens.questions()):
        marks = [
            Mark(choice.id, _STATES[(place + n) % len(_STATES)], note=_NOTE * 2, owner="Platform team")
            for n, choice in enumerate(question.practices)
        ]
        answers.append(Answer(question.id, tuple(sorted(marks, key=lambda mark: mark.choice_id)), notes=_NOTE * 9))
    review = ReviewState("r", lens.alias, lens.version, lens.name, sha256,
                         answers=tuple(sorted(answers, key=lambda answer: answer.question_id)))  # fmt: skip
    workload = Workload("w", "Long report", "Everything answered at length.", review_owner="Platform team")
    return build_content(Snapshot(workload, (review,)), {sha256: lens}, (), today="2026-11-23")

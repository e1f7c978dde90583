"""What is worked out from rows and kept for speed: the tally of risks per review and pillar."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from workbench.analyses.risk import assess
from workbench.domain.answer import Answer
from workbench.domain.lens import Lens, Pillar
from workbench.store.edits import Part
from workbench.store.queries.answers import answers_of
from workbench.store.queries.lenses import lens_of_review
from workbench.store.tables import TallyRow

__all__ = ["recount", "refresh_derived"]

_COUNTED = {"answer", "mark", "review"}


def refresh_derived(session: Session, parts: Iterable[Part]) -> None:
    """Bring the tally in line with what a step touched."""
    questions: dict[str, set[str]] = defaultdict(set)
    whole: set[str] = set()
    for part in parts:
        if part.kind not in _COUNTED:
            continue
        if part.kind == "review":
            whole.add(part.review_id)
        else:
            questions[part.review_id].add(part.question_id)
    for review_id in whole | set(questions):
        lens = lens_of_review(session, review_id)
        if lens is None:
            session.execute(delete(TallyRow).where(TallyRow.review_id == review_id))
        elif review_id in whole:
            recount(session, review_id, lens, lens.pillars)
        else:
            touched = {q.pillar_id for each in questions[review_id] if (q := lens.question(each))}
            recount(session, review_id, lens, [pillar for pillar in lens.pillars if pillar.id in touched])


def recount(session: Session, review_id: str, lens: Lens, pillars: Iterable[Pillar]) -> None:
    """Count the risks of some pillars of a review anew."""
    for pillar in pillars:
        ids = [question.id for question in pillar.questions]
        answers = {a.question_id: a for a in answers_of(session, review_id, ids)}
        counts = Counter(assess(q, answers.get(q.id, Answer(q.id))).risk.value for q in pillar.questions)
        session.execute(
            delete(TallyRow).where(TallyRow.review_id == review_id, TallyRow.pillar_id == pillar.id)
        )
        rows = [
            {"review_id": review_id, "pillar_id": pillar.id, "risk": risk, "questions": n}
            for risk, n in counts.items()
        ]
        if rows:
            session.execute(insert(TallyRow), rows)

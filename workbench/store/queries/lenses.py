"""Lens texts kept in the workspace."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from workbench.domain.lens import Lens, Question
from workbench.domain.sync import split_combination
from workbench.library.lens_format import read_lens_text
from workbench.store.blobs import read_blob
from workbench.store.tables import LensFactRow, LensRow, ReviewRow, WorkloadRow

__all__ = ["KeptLenses", "kept_lenses", "lens_by_hash", "lens_of_review", "lens_text", "lens_uses"]


_fact: Table = LensFactRow.__table__  # type: ignore[assignment]
_FACTS = (
    select(_fact.c.question_id, _fact.c.combination, _fact.c.risk)
    .where(_fact.c.lens_alias == bindparam("alias"))
    .order_by(_fact.c.at)
)
_known: dict[str, Lens] = {}
"""Lenses read in this process; a hash never changes its meaning."""


_review: Table = ReviewRow.__table__  # type: ignore[assignment]
_LENS_OF = select(_review.c.lens_sha256).where(_review.c.id == bindparam("id"))


def lens_by_hash(session: Session, sha256: str) -> Lens | None:
    """Return the lens with exactly this text, or None when the file does not hold it."""
    if sha256 not in _known:
        text = read_blob(session, sha256)
        if text is None:
            return None
        _known[sha256] = read_lens_text(text, sha256[:12])
    lens = _known[sha256]
    facts = tuple(tuple(row) for row in session.connection().execute(_FACTS, {"alias": lens.alias}))
    return _with_facts(sha256, facts) if facts else lens


@lru_cache(maxsize=64)
def _with_facts(sha256: str, facts: tuple[tuple[str, str, str], ...]) -> Lens:
    """Return the lens with what the Tool is known to say where our estimate says otherwise."""
    lens = _known[sha256]
    by_question: dict[str, dict[str, str]] = {}
    for question_id, combination, risk in facts:
        by_question.setdefault(question_id, {})[combination] = risk

    def told(question: Question) -> Question:
        found = by_question.get(question.id)
        if not found or question.rules_origin != "estimated":
            return question
        return replace(question, facts=tuple((*split_combination(text), risk) for text, risk in found.items()))

    pillars = tuple(replace(one, questions=tuple(told(question) for question in one.questions)) for one in lens.pillars)
    return replace(lens, pillars=pillars)


def lens_text(session: Session, sha256: str) -> str:
    """Return the exact lens text, or "" when the file does not hold it."""
    return (read_blob(session, sha256) or b"").decode("utf-8")


def lens_of_review(session: Session, review_id: str) -> Lens | None:
    """Return the lens a review answers, or None for an unknown review."""
    sha256 = session.connection().execute(_LENS_OF, {"id": review_id}).scalar()
    return lens_by_hash(session, sha256) if sha256 else None


def kept_lenses(session: Session) -> tuple[tuple[str, str, str, str], ...]:
    """Return (sha256, alias, version, name) of every lens text in the file."""
    query = select(LensRow.sha256, LensRow.alias, LensRow.version, LensRow.name).order_by(LensRow.alias)
    return tuple((row[0], row[1], row[2], row[3]) for row in session.execute(query))


class KeptLenses:
    """The lens texts of a workspace, for whoever looks through all lenses there are."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def listed(self) -> tuple[tuple[str, str, str, str], ...]:
        """See kept_lenses."""
        return kept_lenses(self._session)

    def text(self, sha256: str) -> str:
        """See lens_text."""
        return lens_text(self._session, sha256)


def lens_uses(session: Session) -> tuple[tuple[str, str, str, str], ...]:
    """Return (alias, version, workload id, workload name) of every review, by workload name."""
    query = (
        select(ReviewRow.lens_alias, LensRow.version, WorkloadRow.id, WorkloadRow.name)
        .join(LensRow, LensRow.sha256 == ReviewRow.lens_sha256)
        .join(WorkloadRow, WorkloadRow.id == ReviewRow.workload_id)
        .order_by(func.lower(WorkloadRow.name))
    )
    return tuple((row[0], row[1], row[2], row[3]) for row in session.execute(query))

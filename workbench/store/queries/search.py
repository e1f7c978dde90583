"""Search as you type over questions, practices, guidance and notes (FTS5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workbench.domain.lens import Lens
from workbench.store.tables import WorkloadRow

__all__ = ["Hit", "index_lens", "search"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that matches.

    Attributes:
        kind: workload, question, practice, guidance, note or practice_note.
        text: The matching text with [matches] between brackets, shortened.
    """

    kind: str
    text: str
    workload_id: str = ""
    workload_name: str = ""
    review_id: str = ""
    lens_alias: str = ""
    question_id: str = ""
    choice_id: str = ""


def _match(words: str) -> str:
    parts = re.findall(r"\w+", words)
    return " ".join(f'"{part}"*' for part in parts)


def search(session: Session, words: str, *, workload_id: str = "", limit: int = 40) -> tuple[Hit, ...]:
    """Find workloads, questions, practices, guidance and notes.

    Args:
        words: What was typed; every word must match the start of a word.
        workload_id: Lens hits are placed in this workload's reviews, and its notes come first; all if empty.
        limit: Most hits of each kind.
    """
    match = _match(words)
    if not match:
        return ()
    hits = []
    like = f"%{words.strip()}%"
    names = select(WorkloadRow.id, WorkloadRow.name).where(WorkloadRow.name.ilike(like)).limit(limit)
    hits += [Hit("workload", name, workload_id=key, workload_name=name) for key, name in session.execute(names)]
    hits += _lens_hits(session, match, workload_id, limit)
    for index, table, kind in (("answer_search", "answer", "note"), ("mark_search", "mark", "practice_note")):
        hits += _note_hits(session, index, table, kind, match, workload_id, limit)
    return tuple(hits)


def _lens_hits(session: Session, match: str, workload_id: str, limit: int) -> list[Hit]:
    query = text(
        "SELECT s.pillar_id, s.question_id, s.choice_id, snippet(lens_search, 0, '[', ']', '...', 14), s.sha256, "
        "(SELECT alias FROM lens WHERE lens.sha256 = s.sha256), "
        "(SELECT id FROM review WHERE review.lens_sha256 = s.sha256 AND review.workload_id = :workload) "
        "FROM lens_search s WHERE lens_search MATCH :match AND (:workload = '' OR EXISTS (SELECT 1 FROM review "
        "WHERE review.lens_sha256 = s.sha256 AND review.workload_id = :workload)) ORDER BY rank LIMIT :limit"
    )
    rows = session.execute(query, {"match": match, "workload": workload_id, "limit": limit})
    found = []
    for pillar_id, question_id, choice_id, snippet, _sha, alias, review_id in rows:
        kind = "guidance" if pillar_id == "guidance" else ("practice" if choice_id else "question")
        found.append(
            Hit(kind, snippet, workload_id=workload_id, review_id=review_id or "", lens_alias=alias or "",
                question_id=question_id, choice_id=choice_id)
        )  # fmt: skip
    return found


def _note_hits(
    session: Session, index: str, table: str, kind: str, match: str, workload_id: str, limit: int
) -> list[Hit]:
    choice = "t.choice_id" if table == "mark" else "''"
    query = text(
        f"SELECT snippet({index}, 0, '[', ']', '...', 14), t.review_id, t.question_id, {choice}, w.id, w.name, "
        f"r.lens_alias FROM (SELECT rowid FROM {index} WHERE {index} MATCH :match LIMIT 2000) f "
        f"JOIN {index} ON {index}.rowid = f.rowid JOIN {table} t ON t.id = f.rowid "
        "JOIN review r ON r.id = t.review_id JOIN workload w ON w.id = r.workload_id "
        f"WHERE {index} MATCH :match AND (:workload = '' OR w.id = :workload) LIMIT :limit"
    )
    rows = session.execute(query, {"match": match, "workload": workload_id, "limit": limit})
    return [
        Hit(kind, snippet, workload_id=wid, workload_name=name, review_id=review_id, lens_alias=alias,
            question_id=question_id, choice_id=choice_id)
        for snippet, review_id, question_id, choice_id, wid, name, alias in rows
    ]  # fmt: skip


_INDEX = text(
    "INSERT INTO lens_search(body, sha256, pillar_id, question_id, choice_id) VALUES (:body, :sha, :pillar, :q, :c)"
)


def index_lens(session: Session, sha256: str, lens: Lens) -> None:
    """Put the texts of a lens into the search index; once per text."""
    known = session.execute(text("SELECT 1 FROM lens_search WHERE sha256 = :sha LIMIT 1"), {"sha": sha256}).first()
    if known:
        return
    rows = []
    for pillar in lens.pillars:
        for question in pillar.questions:
            name = f"{question.code} {question.code.replace(' ', '')} {question.short} {question.title}".strip()
            rows.append((name, pillar.id, question.id, ""))
            guidance = " ".join(part for part in (question.about, question.ask, question.description) if part)
            rows.append((guidance, "guidance", question.id, ""))
            for choice in question.practices:
                rows.append((f"{choice.code} {choice.title}".strip(), pillar.id, question.id, choice.id))
                rows.append((f"{choice.meaning} {choice.help_text}".strip(), "guidance", question.id, choice.id))
    values = [{"body": b, "sha": sha256, "pillar": p, "q": q, "c": c} for b, p, q, c in rows if b]
    session.execute(_INDEX, values)

"""Search as you type over questions, practices, guidance and notes (FTS5)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from workbench.domain.lens import Lens
from workbench.store.tables import WorkloadRow

__all__ = ["Hit", "excerpt", "index_lens", "search"]


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
    named = WorkloadRow.name.icontains(words.strip(), autoescape=True)
    names = select(WorkloadRow.id, WorkloadRow.name).where(named).limit(limit)
    hits += [Hit("workload", name, workload_id=key, workload_name=name) for key, name in session.execute(names)]
    hits += _lens_hits(session, match, workload_id, limit)
    for table, column, kind in (("answer", "notes", "note"), ("mark", "note", "practice_note")):
        hits += _note_hits(session, table, column, kind, words, workload_id, limit)
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
    session: Session, table: str, column: str, kind: str, words: str, workload_id: str, limit: int
) -> list[Hit]:
    choice = "t.choice_id" if table == "mark" else "''"
    found = f"(SELECT rowid FROM {table}_search WHERE {table}_search MATCH :match"
    if workload_id:  # the index knows no workloads: go through this one's notes and look each up (`+` says so)
        places = "workload w CROSS JOIN review r ON r.workload_id = w.id CROSS JOIN {table} t ON t.review_id = r.id"
        where = f"w.id = :workload AND t.{column} <> '' AND +t.id IN {found})"
    else:
        places = "{table} t JOIN review r ON r.id = t.review_id JOIN workload w ON w.id = r.workload_id"
        where = f"t.id IN {found} LIMIT :limit)"
    query = text(
        f"SELECT t.{column}, t.review_id, t.question_id, {choice}, w.id, w.name, r.lens_alias "
        f"FROM {places.format(table=table)} WHERE {where} LIMIT :limit"
    )
    rows = session.execute(query, {"match": _match(words), "workload": workload_id, "limit": limit})
    return [
        Hit(kind, excerpt(note, words), workload_id=wid, workload_name=name, review_id=review_id, lens_alias=alias,
            question_id=question_id, choice_id=choice_id)
        for note, review_id, question_id, choice_id, wid, name, alias in rows
    ]  # fmt: skip


_WORD = re.compile(r"\w+")
_AROUND = 7


def _plain(word: str) -> str:
    """Lower case without accents, as the index compares."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign))


def excerpt(note: str, words: str) -> str:
    """Return the part of a note around its first match, with every [match] between brackets.

    SQLite's own snippet() searches anew for every row, which one letter makes slow.
    """
    wanted = tuple(_plain(word) for word in _WORD.findall(words))
    tokens = list(_WORD.finditer(note))
    hits = {place for place, token in enumerate(tokens) if _plain(token.group()).startswith(wanted)}
    if not hits:
        return " ".join(note.split())[:120]
    first = max(min(hits) - _AROUND // 2, 0)
    last = min(first + 2 * _AROUND, len(tokens)) - 1
    parts, at = [], tokens[first].start() if first else 0
    for place in sorted(hits):
        if place > last:
            break
        token = tokens[place]
        parts += [note[at : token.start()], "[", token.group(), "]"]
        at = token.end()
    end = len(note) if last == len(tokens) - 1 else tokens[last].end()
    middle = " ".join("".join([*parts, note[at:end]]).split())
    return ("..." if first else "") + middle + ("..." if end < len(note) else "")


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

"""What an answered homework sheet would change, line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workbench.analyses.homework import Proposal
from workbench.domain.answer import REASON_TITLES, STATE_TITLES, Answer, MarkState, Reason
from workbench.domain.lens import Lens
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.exchange.homework_xlsx import Homework, Row, fingerprint
from workbench.exchange.xlsx_cells import Cell
from workbench.i18n import _

__all__ = ["proposals_of"]

_YES = frozenset({"", "applicable", "yes", "true"})
_NO = frozenset({"not applicable", "no", "false", "n/a"})


def proposals_of(
    homework: Homework, snapshot: Snapshot, lenses: Mapping[str, Lens]
) -> tuple[list[Proposal], list[str]]:
    """Return what would change, and what cannot be used, one sentence each with sheet and cell.

    Args:
        homework: What came back.
        snapshot: The workload as it is now.
        lenses: By review id.
    """
    reviews = {review.id: review for review in snapshot.reviews}
    found: list[Proposal] = []
    notes = list(homework.notes)
    for row in homework.rows.values():
        lens, review = lenses.get(row.review_id), reviews.get(row.review_id)
        question = lens.question(row.question_id) if lens else None
        if review is None or question is None or (row.choice_id and question.choice(row.choice_id) is None):
            notes.append(
                _("{cell}: what it is about is not in this workload any more; the row is left out.").format(
                    cell=row.where
                )
            )
            continue
        answer = review.answer(row.question_id)
        values = _practice(row, answer, notes) if row.choice_id else _question(row, answer, notes)
        meanwhile = row.as_written != fingerprint(answer, row.choice_id)
        for cell, field, now, proposed in values:
            if now != proposed:
                sheet = row.where.rpartition("!")[0]
                found.append(
                    Proposal(len(found) + 1, f"{sheet}!{cell.name}", row.review_id, row.question_id, row.choice_id, field, now, proposed,
                             meanwhile)
                )  # fmt: skip
    return _complete(found, reviews, notes), notes


def _practice(row: Row, answer: Answer, notes: list[str]) -> Iterator[tuple[Cell, str, str, str]]:
    mark = answer.mark(row.choice_id)
    cell = row.values.get("answer")
    if cell is not None:
        states = _by_words({state: title for state, title in STATE_TITLES.items() if state is not None})
        state = _chosen(cell, states, row, notes, none=STATE_TITLES[None])
        if state is not None:
            yield cell, "state", str(mark.state) if mark else "", state
    cell = row.values.get("note")
    if cell is not None:
        yield cell, "note", mark.note if mark else "", _lines(cell.text)


def _question(row: Row, answer: Answer, notes: list[str]) -> Iterator[tuple[Cell, str, str, str]]:
    cell = row.values.get("applicable")
    if cell is not None:
        said = " ".join(cell.text.split()).casefold()
        if said in _YES | {_("Applicable").casefold()} or said in _NO | {_("Not applicable").casefold()}:
            applicable = said in _YES or said == _("Applicable").casefold()
            yield cell, "applicable", _flag(answer.applicable), _flag(applicable)
        else:
            notes.append(_bad(row, cell))
    cell = row.values.get("why not")
    if cell is not None:
        reason = _chosen(cell, _by_words(REASON_TITLES), row, notes, none="")
        if reason is not None:
            yield (
                cell,
                "reason",
                "" if answer.reason is Reason.NONE else str(answer.reason),
                "" if reason == Reason.NONE else reason,
            )
    cell = row.values.get("notes")
    if cell is not None:
        yield cell, "notes", answer.notes, _lines(cell.text)


def _flag(value: bool) -> str:
    return "yes" if value else "no"


def _by_words(titles: Mapping[MarkState, str] | Mapping[Reason, str]) -> dict[str, str]:
    """Every way to write a state: its title, translated or not, and its own word."""
    found: dict[str, str] = {}
    for one, title in titles.items():
        for words in (title, _(title), str(one), str(one).replace("_", " ")):
            found[words.casefold()] = str(one)
    return found


def _chosen(cell: Cell, words: Mapping[str, str], row: Row, notes: list[str], none: str) -> str | None:
    said = " ".join(cell.text.replace(";", ",").split()).casefold()
    if said in ("", none.casefold(), _(none).casefold() if none else ""):
        return ""
    if said not in words:
        notes.append(_bad(row, cell))
    return words.get(said)


def _bad(row: Row, cell: Cell) -> str:
    said = _('{cell}: "{text}" is none of the answers of its list; it is left out.')
    return said.format(cell=f"{row.where.rpartition('!')[0]}!{cell.name}", text=cell.text.strip()[:60])


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _complete(found: list[Proposal], reviews: Mapping[str, ReviewState], notes: list[str]) -> list[Proposal]:
    """Leave notes out that would stand on a practice nobody marked."""
    marked = {(one.review_id, one.question_id, one.choice_id) for one in found if one.field == "state" and one.proposed}
    cleared = {
        (one.review_id, one.question_id, one.choice_id) for one in found if one.field == "state" and not one.proposed
    }
    kept = []
    for one in found:
        key = (one.review_id, one.question_id, one.choice_id)
        review = reviews[one.review_id]
        has = review.answer(one.question_id).mark(one.choice_id) is not None and key not in cleared
        if one.field == "note" and one.proposed and not (has or key in marked):
            notes.append(
                _("{cell}: the note has no answer beside it; choose one. It is left out.").format(cell=one.where)
            )
        elif not (one.field == "note" and key in cleared):
            kept.append(one)
    return kept

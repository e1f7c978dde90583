"""Homework: the open questions of one person or team as a spreadsheet, and what comes back in it.

Each row carries a key and a fingerprint of what was answered when it was written, so that rows may be sorted, columns
moved and added, sheets renamed and files copied, and a change made meanwhile in the workbench is noticed. Headings are
part of the format and not translated; the states in the drop-downs are.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from workbench.domain.answer import REASON_TITLES, STATE_TITLES, Answer, Reason
from workbench.domain.lens import Lens, Question
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.errors import BadInput
from workbench.exchange.xlsx_cells import Cell, read_sheets
from workbench.exchange.xlsx_tables import MOST_IN_CELL, Table, bare, put_text, table_of
from workbench.i18n import N_, _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Homework", "Row", "file_name", "fingerprint", "read_homework", "write_homework"]

_SIGN = "wb1"
"""First part of every key; a later form of the format counts on."""
_BAR = "|"
_SPARE_ROWS = 500
_QUESTION_HEADINGS = (
    ("Code", 10), ("Question", 48), ("What it is about", 48), ("Applicable", 16), ("Why not", 26), ("Notes", 60), ("As written", 14),
)  # fmt: skip
_PRACTICE_HEADINGS = (
    ("Code", 10),
    ("Question", 36),
    ("Practice", 48),
    ("What it means", 60),
    ("Answer", 18),
    ("Note", 60),
    ("As written", 14),
)
_EDITABLE = frozenset({"applicable", "why not", "notes", "answer", "note"})
_INTRODUCTION = (
    N_("Open questions of {owner} about {workload}"),
    N_("Fill in the white cells on the sheets Questions and Practices, save the file as XLSX and send it back."),
    N_("Nothing is overwritten: what you change is shown as a difference and taken line by line."),
    N_("Rows may be sorted or left out, columns moved or added, sheets renamed. Keep the column Key and the headings."),
    N_("An answer is chosen from the list in its cell. Leave it empty for what nobody has discussed."),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that came back.

    Attributes:
        where: Sheet and key cell, for people: "Practices!A7".
        choice_id: The practice; empty for the row of a question.
        values: Cells that can be answered in, by bare heading.
        as_written: Fingerprint of the answer when the file was written; empty where the column is gone.
    """

    where: str
    review_id: str
    question_id: str
    choice_id: str
    values: Mapping[str, Cell]
    as_written: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What the row is about."""
        return self.review_id, self.question_id, self.choice_id


@dataclass
class Homework:
    """What a file holds.

    Attributes:
        rows: By what they are about, in the order of the file.
        notes: What was left out, one sentence each, with sheet and cell.
    """

    rows: dict[tuple[str, str, str], Row] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def fingerprint(answer: Answer, choice_id: str = "") -> str:
    """Return a short sign of what is answered now; it changes with the answer."""
    mark = answer.mark(choice_id) if choice_id else None
    said = (
        (str(mark.state) if mark else "", mark.note if mark else "")
        if choice_id
        else (str(answer.applicable), str(answer.reason), answer.notes)
    )
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:12]


# ---------------------------------------------------------------------------------------------------- writing
def file_name(workload: str, owner: str) -> str:
    """Return a name for the file of an owner that any system takes."""
    plain = re.sub(r"[^\w.-]+", "-", f"{workload}-{owner or _('nobody')}").strip("-.")
    return f"{plain[:100]}.xlsx"


def write_homework(
    snapshot: Snapshot, lenses: Mapping[str, Lens], questions: Sequence[tuple[str, str]], owner: str
) -> bytes:
    """Return the questions of one owner as an XLSX file.

    Args:
        snapshot: The workload as it is.
        lenses: By review id.
        questions: Review and question ids, in the order they are written.
        owner: Who is asked; for the first page.
    """
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Read me"
    sheet.column_dimensions["A"].width = 110
    for row, line in enumerate(_INTRODUCTION, 1):
        put_text(sheet, row, 1, _(line).format(owner=owner or _("nobody in particular"), workload=snapshot.workload.name),
                 locked=True, bold=row == 1)  # fmt: skip
    asked = list(_asked(snapshot, lenses, questions))
    _questions(book.create_sheet("Questions"), asked)
    _practices(book.create_sheet("Practices"), asked)
    book.properties.title = _("Open questions: {workload}").format(workload=snapshot.workload.name)
    book.active = 1
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _asked(
    snapshot: Snapshot, lenses: Mapping[str, Lens], questions: Sequence[tuple[str, str]]
) -> Iterator[tuple[ReviewState, Question, Answer]]:
    reviews = {review.id: review for review in snapshot.reviews}
    for review_id, question_id in questions:
        lens, review = lenses.get(review_id), reviews.get(review_id)
        question = lens.question(question_id) if lens else None
        if review is not None and question is not None:
            yield review, question, review.answer(question_id)


def _questions(sheet: Worksheet, asked: Sequence[tuple[ReviewState, Question, Answer]]) -> None:
    _heading(sheet, _QUESTION_HEADINGS)
    for row, (review, question, answer) in enumerate(asked, 2):
        cells = (
            question.code, question.title, question.about, "" if answer.applicable else _(_NOT_APPLICABLE),
            "" if answer.reason is Reason.NONE else _(REASON_TITLES[answer.reason]), answer.notes, fingerprint(answer),
        )  # fmt: skip
        _row(sheet, row, _key(review.id, question.id, ""), _QUESTION_HEADINGS, cells)
    _choices(sheet, "Applicable", [_(_APPLICABLE), _(_NOT_APPLICABLE)], _QUESTION_HEADINGS)
    _choices(
        sheet,
        "Why not",
        [_(title) for one, title in REASON_TITLES.items() if one is not Reason.NONE],
        _QUESTION_HEADINGS,
    )
    _finish(sheet, _QUESTION_HEADINGS)


def _practices(sheet: Worksheet, asked: Sequence[tuple[ReviewState, Question, Answer]]) -> None:
    _heading(sheet, _PRACTICE_HEADINGS)
    row = 2
    for review, question, answer in asked:
        for choice in question.practices:
            mark = answer.mark(choice.id)
            cells = (
                choice.code or question.code, question.title, choice.title, choice.meaning or choice.help_text,
                _(STATE_TITLES[mark.state]) if mark else "", mark.note if mark else "", fingerprint(answer, choice.id),
            )  # fmt: skip
            _row(sheet, row, _key(review.id, question.id, choice.id), _PRACTICE_HEADINGS, cells)
            row += 1
    _choices(sheet, "Answer", [_(title) for one, title in STATE_TITLES.items() if one is not None], _PRACTICE_HEADINGS)
    _finish(sheet, _PRACTICE_HEADINGS)


_APPLICABLE, _NOT_APPLICABLE = N_("Applicable"), N_("Not applicable")


def _key(review_id: str, question_id: str, choice_id: str) -> str:
    return _BAR.join((_SIGN, review_id, question_id, choice_id))


def _heading(sheet: Worksheet, headings: Sequence[tuple[str, int]]) -> None:
    for place, (heading, width) in enumerate((("Key", 8), *headings), 1):
        put_text(sheet, 1, place, heading, locked=True, bold=True)
        sheet.column_dimensions[sheet.cell(1, place).column_letter].width = width


def _row(sheet: Worksheet, row: int, key: str, headings: Sequence[tuple[str, int]], cells: Sequence[str]) -> None:
    put_text(sheet, row, 1, key, locked=True)
    for place, ((heading, _width), text) in enumerate(zip(headings, cells, strict=True), 2):
        put_text(sheet, row, place, text[:MOST_IN_CELL], locked=bare(heading) not in _EDITABLE)


def _choices(sheet: Worksheet, heading: str, words: Sequence[str], headings: Sequence[tuple[str, int]]) -> None:
    """Give a column a drop-down; other words are refused by the spreadsheet program."""
    from openpyxl.worksheet.datavalidation import DataValidation

    place = next(n for n, (name, _width) in enumerate(headings, 2) if name == heading)
    listed = '"' + ",".join(one.replace(",", ";").replace('"', "'") for one in words) + '"'
    rule = DataValidation(type="list", formula1=listed, allow_blank=True, showErrorMessage=True)
    rule.errorTitle, rule.error = heading, _("Choose one of the list, or leave it empty.")[:225]
    letter = sheet.cell(1, place).column_letter
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{max(sheet.max_row, 2) + _SPARE_ROWS}")


def _finish(sheet: Worksheet, headings: Sequence[tuple[str, int]]) -> None:
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = sheet.dimensions
    last = sheet.cell(1, len(headings) + 1).column_letter
    for letter in ("A", last):
        sheet.column_dimensions[letter].hidden = True


# ---------------------------------------------------------------------------------------------------- reading
def read_homework(content: bytes, name: str) -> Homework:
    """Return what came back in a file.

    Args:
        content: The file, after anybody worked on it in any program.
        name: What to call it in messages.

    Raises:
        BadInput: It cannot be read, or no sheet of it has keys of ours.
    """
    found = Homework()
    tables = [table for sheet in read_sheets(content, name) if (table := table_of(sheet))]
    for table in tables:
        _take(table, found)
    if not found.rows:
        raise BadInput(
            _("{file} holds no homework.").format(file=name),
            _("Keep the column Key of the file that was sent out; it is hidden at first."),
            tuple(found.notes[:20]),
        )
    return found


def _take(table: Table, found: Homework) -> None:
    for first, _second in table.twice:
        if bare(first.text) in _EDITABLE:
            said = _('{sheet}: two columns are called "{heading}"; only {cell} is read.')
            found.notes.append(said.format(sheet=table.sheet, heading=first.text.strip(), cell=first.name))
    for key, cells in table.rows():
        where = f"{table.sheet}!{key.name}"
        parts = key.text.strip().split(_BAR)
        if len(parts) != 4 or parts[0] != _SIGN:
            if key.text.strip() or any(cell.text.strip() for cell in cells.values()):
                found.notes.append(_("{cell}: the row has no key of the workbench and is left out.").format(cell=where))
            continue
        values = {name: cell for name, cell in cells.items() if name in _EDITABLE}
        written = cells["as written"].text.strip() if "as written" in cells else ""
        row = Row(where, parts[1], parts[2], parts[3], values, written)
        known = found.rows.get(row.key)
        if known is None:
            found.rows[row.key] = row
        elif any(
            known.values[each].text.strip() != values[each].text.strip() for each in known.values.keys() & values.keys()
        ):
            said = _("{cell} and {other} are about the same and say different things; {other} counts.")
            found.notes.append(said.format(cell=where, other=known.where))

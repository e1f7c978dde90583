"""Homework sheets: out to people, through whatever they and their programs do, and back as proposals."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.needs import needs
from workbench.analyses.homework import open_questions, owners_of
from workbench.domain.answer import Answer, Mark, MarkState
from workbench.domain.lens import Choice, Lens, Pillar, Question, RiskRule
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.workload import Workload
from workbench.errors import BadInput
from workbench.exchange.homework_proposals import proposals_of
from workbench.exchange.homework_xlsx import read_homework, write_homework

RULES = (RiskRule("a && b", "NO_RISK"), RiskRule("default", "HIGH_RISK"))


def question(name, title):
    return Question(
        id=name, title=title, pillar_id="p", code=name.upper(), rules=RULES, about="What it is about",
        choices=(Choice("a", "=First practice", meaning="+Meaning"), Choice("b", "Second practice"), Choice(f"{name}_no", "None")),
    )  # fmt: skip


LENS = Lens(
    alias="l",
    version="1",
    name="L",
    pillars=(Pillar("p", "Pillar", "P", (question("q1", "How?"), question("q2", "Who?"), question("q3", "When?"))),),
)
ANSWERS = (
    Answer(
        "q1", (Mark("a", MarkState.DONT_KNOW, note="ask", owner="Data team"),), owner="Payments", notes="First words"
    ),
    Answer("q2", (Mark("a", MarkState.YES), Mark("b", MarkState.YES)), owner="Payments"),
    Answer("q3", owner="payments"),
)
LENSES = {"r": LENS}


def snapshot(*answers):
    review = ReviewState("r", "l", "1", "L", "0" * 64, answers=answers or ANSWERS)
    return Snapshot(Workload("w", "Shop"), reviews=(review,))


def sheet_of(owner="Payments", now=None):
    here = now or snapshot()
    return write_homework(here, LENSES, open_questions(here, LENSES, owner or None), owner)


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def put(book, sheet, row_key, heading, text):
    rows = list(book[sheet].iter_rows())
    column = next(cell.column for cell in rows[0] if cell.value == heading)
    row = next(row[0].row for row in rows if str(row[0].value).endswith(row_key))
    book[sheet].cell(row, column).value = text


def changes(content, now=None):
    found, notes = proposals_of(read_homework(content, "f.xlsx"), now or snapshot(), LENSES)
    return {(one.question_id, one.choice_id, one.field): one.proposed for one in found}, notes, found


def answered():
    book = opened(sheet_of())
    put(book, "Practices", "|q1|a", "Answer", "Yes")
    put(book, "Practices", "|q3|b", "Answer", "partly ")
    put(book, "Practices", "|q3|b", "Note", "In one team\nonly")
    put(book, "Questions", "|q1|", "Notes", "@New words")
    put(book, "Questions", "|q3|", "Applicable", "Not applicable")
    put(book, "Questions", "|q3|", "Why not", "Out of scope")
    return book


WANTED = {
    ("q1", "a", "state"): "yes", ("q3", "b", "state"): "partly", ("q3", "b", "note"): "In one team\nonly", ("q1", "", "notes"): "@New words",
    ("q3", "", "applicable"): "no", ("q3", "", "reason"): "OUT_OF_SCOPE",
}  # fmt: skip


def test_who_is_asked_what():
    here = snapshot()
    assert owners_of(here, LENSES) == {"Payments": 2, "Data team": 1}
    assert open_questions(here, LENSES, "PAYMENTS") == [("r", "q1"), ("r", "q3")]
    assert open_questions(here, LENSES, "Data team") == [("r", "q1")]
    assert open_questions(here, LENSES, "") == []
    assert open_questions(here, LENSES) == [("r", "q1"), ("r", "q3")]


def test_what_comes_back_unchanged_proposes_nothing():
    assert changes(sheet_of())[:2] == ({}, [])


def test_answers_are_proposed_with_their_cells():
    found, notes, listed = changes(saved(answered()))
    assert (found, notes) == (WANTED, [])
    state = next(one for one in listed if one.field == "state" and one.question_id == "q1")
    assert (state.where, state.now, state.changed_meanwhile) == ("Practices!F2", "dont_know", False)


def test_the_drop_downs_offer_the_states():
    book = opened(sheet_of())
    rules = {str(rule.sqref): rule.formula1 for rule in book["Practices"].data_validations.dataValidation}
    (listed,) = rules.values()
    assert listed == '"Yes,Partly,No,Don\'t know,Not applicable"'
    assert book["Practices"]["D2"].value == "=First practice"
    assert book["Practices"]["D2"].data_type == "s"
    assert book["Practices"].column_dimensions["A"].hidden


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_sorted_rows_moved_and_added_columns_and_other_names_do_not_matter(seed):
    chance, book = random.Random(seed), answered()
    for sheet in list(book):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        if sheet.title == "Read me":
            book.remove(sheet)
            continue
        order = list(range(len(rows[0])))
        chance.shuffle(order)
        body = rows[1:]
        chance.shuffle(body)
        made = book.create_sheet(f"Copy of {sheet.title[:15]} {chance.randint(0, 9)}", chance.randint(0, 1))
        for _turn in range(chance.randint(0, 3)):
            made.append([])
        for row in [rows[0], *body]:
            made.append([*(row[n] for n in order), "mine" if row is rows[0] else chance.choice(["", "x", 3])])
        book.remove(sheet)
    found, _notes, listed = changes(saved(book))
    assert found == WANTED
    assert not any(one.changed_meanwhile for one in listed)


def test_a_change_made_meanwhile_is_seen():
    content = saved(answered())
    now = snapshot(replace(ANSWERS[0], notes="Changed here"), *ANSWERS[1:])
    found, _notes, listed = changes(content, now)
    assert found == WANTED
    assert {one.field for one in listed if one.changed_meanwhile} == {"notes"}
    book = answered()
    for sheet in ("Practices", "Questions"):
        book[sheet].delete_cols(book[sheet].max_column)
    assert all(one.changed_meanwhile for one in changes(saved(book))[2])


def test_what_cannot_be_used_is_named_by_its_cell():
    book = answered()
    put(book, "Practices", "|q1|b", "Answer", "perhaps")
    put(book, "Practices", "|q3|a", "Note", "a note alone")
    book["Practices"].append(["", "X", "Mine"])
    book["Practices"].append(["wb1|r|gone|a", "X", "Y"])
    found, notes, _listed = changes(saved(book))
    assert found == WANTED
    assert [one.split(":")[0] for one in notes] == ["Practices!A6", "Practices!F3", "Practices!A7", "Practices!G4"]


def test_rows_that_say_different_things_are_told():
    book = answered()
    row = [cell.value for cell in book["Practices"][2]]
    row[5] = "No"
    book["Practices"].append(row)
    found, notes, _listed = changes(saved(book))
    assert found == WANTED
    assert "different things" in notes[0]


def test_an_emptied_answer_takes_mark_and_note_away():
    book = opened(sheet_of())
    put(book, "Practices", "|q1|a", "Answer", None)
    put(book, "Practices", "|q1|a", "Note", None)
    assert changes(saved(book))[0] == {("q1", "a", "state"): ""}


def test_other_files_are_refused():
    for content in (b"", b"PK\x03\x04", b"not a file", saved(openpyxl.Workbook())):
        with pytest.raises(BadInput):
            read_homework(content, "f.xlsx")


@needs("soffice")
@pytest.mark.slow
@pytest.mark.parametrize("way", ["ods", "xls", "xlsx"])
def test_another_spreadsheet_program_keeps_it(tmp_path, way):
    path = tmp_path / "back.xlsx"
    path.write_bytes(saved(answered()))
    program = shutil.which("soffice")
    assert program
    for target in (way, "xlsx"):
        folder = tmp_path / f"{target}-{path.suffix[1:]}"
        home = f"-env:UserInstallation=file://{tmp_path}/profile"
        done = subprocess.run(
            [program, home, "--headless", "--convert-to", target, "--outdir", folder, path],
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        path = folder / f"back.{target}"
    found, notes, listed = changes(path.read_bytes())
    assert (found, notes) == (WANTED, [])
    assert not any(one.changed_meanwhile for one in listed)

"""Texts of a lens in a spreadsheet and back: whatever people and programs do to it, only texts change, and by key."""

from __future__ import annotations

import copy
import io
import random
import time
import zipfile
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import BadInput
from workbench.exchange.lens_xlsx import read_texts, write_texts
from workbench.exchange.xlsx_cells import read_sheets


def lens(**more):
    choice = {
        "id": "a", "title": "=1+1", "helpfulResource": {"displayText": "Help\nin two lines", "url": "https://a.example"},
        "improvementPlan": {"displayText": "+Plan"}, "guidance": {"meaning": "@Meaning", "see": "-see _x000D_ it"},
    }  # fmt: skip
    question = {
        "id": "q1", "title": "How?", "description": "D", "unknown": [1], "choices": [choice, {"id": "q1_no", "title": "None"}],
        "guidance": {"about": "About", "probes": ["One", "Two"]},
        "riskRules": [{"condition": "a", "risk": "NO_RISK"}, {"condition": "default", "risk": "HIGH_RISK"}],
    }  # fmt: skip
    other = {"id": "q1", "title": "Same id elsewhere", "choices": [{"id": "a", "title": "A"}]}
    return {
        "schemaVersion": "2021-11-01", "name": "L", "description": "About L",
        "pillars": [{"id": "p 1", "name": "One", "questions": [question]},
                    {"id": "p/2", "name": "Two", "questions": [other]}], **more,
    }  # fmt: skip


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def spot(book, sheet: str, key: str, heading: str):
    rows = list(book[sheet].iter_rows())
    column = next(cell.column for cell in rows[0] if cell.value == heading)
    row = next(row[0].row for row in rows if row[0].value == key)
    return book[sheet].cell(row, column)


def test_what_comes_back_unchanged_changes_nothing():
    data = lens()
    read = read_texts(write_texts(data), data)
    assert (read.data, read.changes, read.notes) == (data, (), ())
    again = read_texts(saved(opened(write_texts(data))), data)  # written anew by another program
    assert (again.changes, again.notes) == ((), ())


def test_texts_that_look_like_formulas_are_texts():
    book = opened(write_texts(lens()))
    for heading, text in (("Title", "=1+1"), ("Improvement plan", "+Plan"), ("Meaning", "@Meaning")):
        cell = spot(book, "Choices", "choice/p%201/q1/a", heading)
        assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
        assert cell.quotePrefix
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(write_texts(lens()))).read("xl/worksheets/sheet4.xml")


def test_changes_are_taken_by_key_and_shown_with_their_cells():
    data = lens()
    before = copy.deepcopy(data)
    book = opened(write_texts(data))
    spot(book, "Questions", "question/p%2F2/q1", "Title").value = "Another title"
    spot(book, "Questions", "question/p%201/q1", "Probes").value = "One\r\n\n Three \nFour"
    spot(book, "Questions", "question/p%201/q1", "Description").value = None
    spot(book, "Choices", "choice/p%201/q1/a", "Improvement plan").value = None
    spot(book, "Choices", "choice/p%201/q1/q1_no", "Meaning").value = "New text"
    spot(book, "Lens", "pillar/p%201", "Title").value = "First"
    spot(book, "Questions", "question/p%201/q1", "Risk rules").value = "NO_RISK: default"
    read = read_texts(saved(book), data)
    assert data == before
    assert {(one.where, one.part, one.field, one.after) for one in read.changes} == {
        ("Lens!D3", "pillar", "Title", "First"),
        ("Questions!D3", "question", "Title", "Another title"),
        ("Questions!E2", "question", "Description", ""),
        ("Questions!J2", "question", "Probes", "One\nThree\nFour"),
        ("Choices!F2", "choice", "Improvement plan", ""),
        ("Choices!G3", "choice", "Meaning", "New text"),
    }
    one, two = (pillar["questions"][0] for pillar in read.data["pillars"])
    assert two["title"] == "Another title"
    assert one["guidance"]["probes"] == ["One", "Three", "Four"]
    assert "description" not in one
    assert "improvementPlan" not in one["choices"][0]
    assert one["choices"][1]["guidance"] == {"meaning": "New text"}
    assert one["riskRules"] == before["pillars"][0]["questions"][0]["riskRules"]
    assert one["unknown"] == [1]


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=30
) | st.sampled_from(["=SUM(A1)", "+1", "-1", "@x", "_x0041_", "a\nb", "'", "#REF!", "TRUE", "12", "1/2", "<b>&amp;"])


@st.composite
def shuffled(draw):
    """A lens, and its table after rows, columns and sheets were moved, added, renamed and texts changed."""
    data = lens()
    data["pillars"][0]["questions"] = [
        {"id": f"q{n}", "title": draw(TEXTS), "choices": [{"id": c, "title": draw(TEXTS)} for c in ("a", "b")]}
        for n in range(draw(st.integers(1, 4)))
    ]
    wanted, book = copy.deepcopy(data), openpyxl.Workbook()
    for pillar in wanted["pillars"]:
        for question in pillar["questions"]:
            for part in (question, *question["choices"]):
                if draw(st.booleans()):
                    part["title"] = draw(TEXTS.filter(str.strip)).strip()
    chance = random.Random(draw(st.integers(0, 999)))
    for old in opened(write_texts(wanted)).worksheets:
        rows = [[cell.value for cell in row] for row in old.iter_rows()]
        for row in rows:
            row.append("An added column" if row is rows[0] else "=1")
        order = list(range(len(rows[0])))
        chance.shuffle(order)
        body = rows[1:]
        chance.shuffle(body)
        sheet = book.create_sheet(f"Sheet {chance.random()}"[:31])
        above = chance.randrange(3)
        for number, row in enumerate([*([[None] * len(order)] * above), rows[0], *body], 1):
            for place, column in enumerate(order, 1):
                if row[column] is not None:
                    cell = sheet.cell(number, place, row[column])
                    cell.data_type = "s"
    return data, wanted, saved(book)


@settings(max_examples=25)
@given(shuffled())
def test_rows_and_columns_in_any_order_say_the_same(drawn):
    data, wanted, content = drawn
    read = read_texts(content, data)
    assert read.notes == ()

    def titles(one):
        return [part["title"].strip() for pillar in one["pillars"] for question in pillar["questions"]
                for part in (question, *question["choices"])]  # fmt: skip

    assert titles(read.data) == titles(wanted)
    assert {key: read.data[key] for key in ("name", "description")} == {"name": "L", "description": "About L"}


def test_bad_cells_are_named_and_nothing_is_taken():
    data = lens()
    book = opened(write_texts(data))
    spot(book, "Questions", "question/p%2F2/q1", "Title").value = None
    spot(book, "Questions", "question/p%201/q1", "About").value = "=A1"
    spot(book, "Choices", "choice/p%201/q1/a", "Help").value = 12
    spot(book, "Choices", "choice/p%201/q1/a", "Meaning").value = True
    copied = book.copy_worksheet(book["Choices"])
    copied.title = "Copy"
    spot(book, "Copy", "choice/p%201/q1/q1_no", "Title").value = "Other"
    with pytest.raises(BadInput) as error:
        read_texts(saved(book), data, "texts.xlsx")
    said = "\n".join(error.value.details)
    for words in ("Questions!D3 is empty", "Questions!H2 holds a formula", "Choices!E2 holds a number", "Choices!G2 holds true or",
                  "Copy!D3 and Choices!D3 say different"):  # fmt: skip
        assert words in said
    assert len(error.value.details) == 5


def test_two_columns_of_one_name_and_rows_of_other_lenses():
    data = lens()
    book = opened(write_texts(data))
    book["Questions"]["A3"] = "question/elsewhere/q9"
    book["Questions"]["D4"] = "A new question"
    read = read_texts(saved(book), data)
    assert not read.changes
    assert [note.partition(":")[0] for note in read.notes] == ["Questions!A3", "Questions!A4"]
    book["Questions"]["T1"] = "title"
    with pytest.raises(BadInput, match='Questions!D1 and Questions!T1 are both called "title"'):
        read_texts(saved(book), data)


def test_another_table_is_no_table_of_texts():
    with pytest.raises(BadInput, match="no sheet with a column Key"):
        read_texts(saved(openpyxl.Workbook()), lens())


def test_a_text_too_long_for_a_cell_stays():
    data = lens(description="x" * 40_000)
    assert read_texts(write_texts(data), data).changes == ()


def member(**members: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml",
            '<x:workbook xmlns:x="u" xmlns:r="v"><x:sheets><x:sheet name="S" sheetId="1" r:id="a"/></x:sheets></x:workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="a" Type="t/worksheet" Target="/xl/s.xml"/>'
            '<Relationship Id="b" Type="t/sharedStrings" Target="t.xml"/></Relationships>',
        )
        for name, text in members.items():
            archive.writestr(f"xl/{name}.xml", text)
    return target.getvalue()


def test_the_forms_that_other_programs_write():
    shared = "<sst><si><r><t>Ri</t></r><r><t>ch</t></r><rPh><t>aloud</t></rPh></si><si><t>a_x000D_&#10;b_x005F_x0041_</t></si></sst>"
    sheet = (
        '<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c r="C1" t="s"><x:v>1</x:v></x:c></x:row>'
        '<x:row r="9"><x:c t="str"><x:f>1</x:f><x:v>f</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c><x:c><x:v>3</x:v></x:c>'
        '<x:c t="inlineStr"><x:is><x:t>in</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
    )
    (found,) = read_sheets(member(s=sheet, t=shared), "x.xlsx")
    assert [(cell.name, cell.text, cell.kind) for cell in found.cells] == [
        ("A1", "Rich", "text"), ("C1", "a\nb_x0041_", "text"), ("A9", "f", "formula"), ("B9", "#REF!", "error"),
        ("C9", "3", "number"), ("D9", "in", "text"),
    ]  # fmt: skip


BILLION = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
HOSTILE = {
    "nothing": b"",
    "text": b"Key,Title\n",
    "old or sealed": b"\xd0\xcf\x11\xe0" + b"0" * 100,
    "cut": write_texts(lens())[:-40],
    "huge": b"PK" + b"0" * 11_000_000,
    "bomb": member(s="<a>" + " " * 60_000_000 + "</a>"),
    "entities": member(s=BILLION),
    "deep": member(s="<a>" * 1_000_000),
    "many cells": member(s="<a>" + "<c><v>1</v></c>" * 400_000 + "</a>"),
    "no xml": member(s="\0\1\2"),
    "no number": member(s='<a><row r="1"><c t="s"><v>one</v></c></row></a>', t="<a/>"),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_hostile_files_end_in_a_message_soon(content):
    began = time.process_time()
    with pytest.raises(BadInput):
        read_texts(content, lens(), "x.xlsx")
    assert time.process_time() - began < 3


SMALL = write_texts({"name": "L", "pillars": []})


@settings(max_examples=100)
@given(st.data())
def test_damaged_files_end_in_a_message_or_are_read(data):
    content = bytearray(SMALL)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(BadInput):
        read_texts(bytes(content), lens())

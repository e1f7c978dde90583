"""The report on many workloads."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.reports import example
from workbench.analyses.portfolio import maturity
from workbench.analyses.portfolio_counts import loads, recurring
from workbench.domain.initiative import Initiative
from workbench.domain.risk import Risk
from workbench.progress import Silent
from workbench.reports import CATALOG, Content, Kind, Redaction, build_portfolio
from workbench.reports.content.material import Material
from workbench.reports.content.model import Table
from workbench.reports.content.portfolio_parts import facts_of


def material(name: str, workload_id: str, *, answered: bool = True, **other: object) -> Material:
    state = example.now() if answered else replace(example.now(), reviews=())
    workload = replace(example.WORKLOAD, id=workload_id, name=name, **other)
    milestones = example.milestones() if answered else ()
    lenses = {example.LENS_HASH: example.lens()}
    return Material(replace(state, workload=workload), lenses, milestones, example.TODAY, example.TODAY)


def materials() -> tuple[Material, ...]:
    first = material("Ticket shop", "w", next_review="2026-11-01")
    initiative = Initiative("i", "New directory", (), 12.0, 4, "IT", "2027-01-15", value="40,000 EUR a year")
    first = replace(first, snapshot=replace(first.snapshot, initiatives=(initiative,)))
    return (first, material("Box office", "v"), material("Not begun", "u", answered=False))


def content(kind: Kind = Kind.FULL, **other: object) -> Content:
    return build_portfolio({"Acme": materials()}, today=example.TODAY, name="Acme", kind=kind, **other)


def several(**other: object) -> Content:
    files = {"retail": materials()[:2], "logistics": materials()[:1]}
    return build_portfolio(files, today=example.TODAY, name="", **other)


def rows(section_id: str) -> list[list[str]]:
    (table,) = [block for block in content().section(section_id).blocks if isinstance(block, Table)]
    return [[cell.text for cell in row] for row in table.rows]


def test_what_is_missing_in_several_workloads_comes_once_with_where():
    found = recurring((facts_of("Acme", materials()),))
    assert {one.name.code for one in found} == {"SEC01-BP02", "SEC01-BP03", "SEC03-BP01", "REL01-BP01"}
    assert all(one.where == ("Box office", "Ticket shop") for one in found)
    assert recurring((facts_of("Acme", materials()[:1]),)) == ()


def test_the_load_of_an_owner_goes_over_all_workloads():
    found = {one.owner: one for one in loads((facts_of("Acme", materials()),), example.TODAY)}
    assert (found["Platform team"].high, found["Platform team"].overdue) == (2, 2)
    assert found["Platform team"].next_due == "2026-11-01"
    assert found[""].high > 0


def test_over_time_a_workload_counts_from_its_first_milestone_on():
    course = maturity((facts_of("Acme", materials()),), example.TODAY).points
    assert [(one.name, one.number, one.count(Risk.HIGH)) for one in course] == [
        ("2026 Q1", 2, 6), ("2026 Q2", 2, 6), ("2026 Q3", 2, 8), ("", 3, 6)]  # fmt: skip


def test_several_files_are_told_apart_in_every_part():
    content = several(kind=Kind.FULL)
    facts = dict(content.facts.pairs)
    assert facts["Files"] == "retail, logistics"
    assert content.title == "Portfolio"
    names = {row[0].text for row in content.charts()[0].data.rows}
    assert names == {"Ticket shop (retail)", "Box office (retail)", "Ticket shop (logistics)"}
    register = several(kind=Kind.REGISTER).section("questions")
    (table,) = [block for block in register.blocks if isinstance(block, Table)]
    assert {row[0].text for row in table.rows} == names


def test_files_that_were_not_read_are_named_unless_names_are_left_out():
    plain = several(not_read=("old.wawb is of an older version.",))
    assert dict(plain.facts.pairs)["Not read"] == "old.wawb is of an older version."
    text = str(several(not_read=("old.wawb is of an older version.",), redaction=Redaction(names=True)))
    assert not [word for word in ("old.wawb", "retail", "logistics", "Ticket shop") if word in text]
    assert "1 of 3 files" in text
    assert "Workload 1 (Workspace 2)" in text


def test_the_chapters_answer_where_again_who_when_and_what_it_brings():
    assert [section.id for section in content().sections] == [
        "summary", "heat-map", "workloads", "recurring", "maturity", "owners", "value", "due",
    ]  # fmt: skip
    assert rows("value")[0][:5] == ["New directory", "Ticket shop", "No risk found", "12", "40,000 EUR a year"]
    assert ["1 Nov 2026", "Review", "Ticket shop", "Shop team"] in rows("due")
    chart = content().charts()[0]
    assert chart.data.columns[0].key == "workload"
    assert [row[0].text for row in chart.data.rows] == ["Box office", "Ticket shop", "Not begun"]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("one", CATALOG, ids=lambda one: one.id)
def test_every_format_takes_it(one, kind, tmp_path):
    if kind in one.kinds:
        path = one.write(content(kind), tmp_path / f"r{one.suffix}", Silent())
        if one.id == "pdf" and kind is Kind.SUMMARY:
            assert len(PdfReader(path).pages) == 1


def test_names_of_workloads_become_words_that_stay_apart():
    text = str(content(redaction=Redaction(names=True)))
    assert "Workload 1" in text
    assert "Workload 2" in text
    assert not [name for name in ("Ticket shop", "Box office", "Acme", "Shop team") if name in text]


def test_an_empty_workspace_gives_a_report_too():
    for kind in Kind:
        assert build_portfolio({"Acme": ()}, today=example.TODAY, name="Acme", kind=kind).sections

"""What each kind of report says, whatever its format."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.reports import example
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.plan import ItemStatus
from workbench.domain.snapshot import Snapshot
from workbench.reports import Content, Kind, build_content
from workbench.reports.content.build import FULL
from workbench.reports.content.model import Bullets, Chart, Section, Table


def of(kind: Kind, snapshot: Snapshot | None = None, **other: object) -> Content:
    return example.content(snapshot, kind=kind, **other)


def tables(section: Section) -> list[Table]:
    found = [block for block in section.blocks if isinstance(block, Table)]
    found += [block.data for block in section.blocks if isinstance(block, Chart) and block.data]
    return found


def rows(content: Content, section_id: str) -> list[dict[str, object]]:
    (table,) = tables(content.section(section_id))
    keys = [column.key for column in table.columns]
    return [
        dict(zip(keys, (cell.text if cell.value is None else cell.value for cell in row), strict=True))
        for row in table.rows
    ]


@pytest.mark.parametrize("kind", list(Kind))
def test_columns_have_keys_of_their_own_and_rows_fit_them(kind):
    for section in of(kind).all_sections():
        for table in tables(section):
            keys = [column.key for column in table.columns]
            assert all(keys), (section.id, keys)
            assert len(set(keys)) == len(keys), (section.id, keys)
            assert all(len(row) == len(keys) for row in table.rows)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_picture_has_words_and_numbers(kind):
    for chart in of(kind).charts():
        assert len(chart.alt) > 40, chart.id
        assert chart.data is not None, chart.id
        assert chart.data.rows, chart.id


@pytest.mark.parametrize("kind", list(Kind))
def test_a_workload_without_any_answer_gives_every_kind(kind):
    for snapshot, lenses in ((Snapshot(example.WORKLOAD), {}), (example.now(), {})):
        content = build_content(snapshot, lenses, (), today=example.TODAY, kind=kind)
        assert content.sections
        assert not [chart.id for chart in content.charts() if not chart.draw()]


def test_the_one_page_says_the_worst_with_what_users_notice_who_and_when():
    content = of(Kind.SUMMARY)
    assert [section.id for section in content.sections] == ["state", "highest", "decided", "asked"]
    worst = rows(content, "highest")
    assert [row["risk"] for row in worst] == ["HIGH", "HIGH", "HIGH", "MEDIUM"]
    assert worst[0]["consequence"] == "Data or control may fall into the wrong hands."
    assert worst[0]["owner"] == "Platform team"
    decided = content.section("decided").blocks[0]
    assert isinstance(decided, Bullets)
    assert decided.items[0].text == "REL 1 How is failure met: accepted until 31 Dec 2026"
    asked = content.section("asked").blocks[0]
    assert "1 acceptance has expired: renew it, or improve" in [item.text for item in asked.items]


def test_journeys_at_stake_stand_beside_the_risk_whose_practices_findings_speak_to():
    from tests.reports.test_architecture import shop

    snapshot = replace(example.now(), graph=shop())
    content = of(Kind.SUMMARY, snapshot, compared=False)
    quiet = {row[0].text: row[2].quiet for row in tables(content.section("highest"))[0].rows}
    assert quiet["REL 3"] == "", "a question without practices"
    assert [text for text in quiet.values() if text] == ["At stake: Check out and pay"]
    assert not any(row[2].quiet for row in tables(of(Kind.SUMMARY, compared=False).section("highest"))[0].rows)


def test_the_deck_has_one_message_on_each_slide_and_notes():
    content = of(Kind.BOARD)
    assert [section.id for section in content.sections] == [
        "standing", "pillars", "highest", "course", "impact-effort", "plan", "decided", "asked",
    ]  # fmt: skip
    assert all(section.notes for section in content.sections)
    assert content.section("pillars").title == "Security has the most high risks: 2 of 3 questions"
    assert not content.section("highest").sections


def test_the_register_has_a_row_for_every_question_practice_risk_and_piece_of_evidence():
    content, lens = of(Kind.REGISTER), example.lens()
    questions = rows(content, "questions")
    assert [row["question_id"] for row in questions] == [question.id for question in lens.questions()]
    practices = rows(content, "practices")
    assert [row["practice_id"] for row in practices] == [c.id for q in lens.questions() for c in q.practices]
    assert {row["state"] for row in practices} == {
        "yes",
        "no",
        "partly",
        "dont_know",
        "not_applicable",
        "not_discussed",
    }
    risks = rows(content, "risks")
    assert [(row["code"], row["risk"], row["due"], row["overdue"]) for row in risks][:2] == [
        ("SEC 1", "HIGH", "2026-11-01", "yes"), ("SEC 3", "HIGH", "", "no"),
    ]  # fmt: skip
    assert risks[0]["accepted_until"] == "2026-10-31"
    evidence = rows(content, "evidence")
    assert [row["evidence"] for row in evidence] == ["Access list", "Trap", "Key policy"]
    assert [row["link"] for row in evidence] == ["", "", "https://wiki.example.com/keys"], "no other address is a link"


def test_initiatives_are_placed_by_what_people_said_and_stand_in_the_plan():
    gap = Gap("r", "security-1", "sec01_bp02")
    initiatives = (
        Initiative("i1", "New directory", (gap,), 12.0, 5, "IT", "2027-01-15", value="40,000 EUR a year"),
        Initiative("i2", "Second site", (), 60.0, 4, due="2026-11-01"),
        Initiative("i3", "Done long ago", (gap,), 3.0, 5, status=ItemStatus.DONE),
    )
    content = of(Kind.FULL, replace(example.now(), initiatives=initiatives))
    charts = {chart.id: chart for chart in content.charts()}
    assert charts["impact-effort"].title == "New directory closes most for least"
    assert [row[1].text for row in charts["impact-effort"].data.rows] == ["New directory", "Second site"]
    planned = charts["plan-timeline"]
    assert planned.title == "3 pieces of work are planned with a day, 2 are overdue"
    listed = rows(of(Kind.REGISTER, replace(example.now(), initiatives=initiatives)), "initiatives")
    assert listed[0]["closes"] == "SEC01-BP02"
    assert listed[0]["value"] == "40,000 EUR a year"
    assert (listed[0]["risk"], listed[1]["risk"]) == ("HIGH", "NONE")


def test_the_order_of_chapters_is_data():
    made = [chapter.__name__ for chapter in FULL]
    assert made.index("summary") == 0
    assert len(set(made)) == len(made)
    ids = [section.id for section in of(Kind.FULL).sections]
    assert ids.index("summary") < ids.index("risk") < ids.index("plan") < ids.index("improvements")

"""Tables over several workloads and files: what is counted, in which order, and what a quarter means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.analyses.portfolio import (
    Action,
    Exemption,
    FileFacts,
    OpenRisk,
    Point,
    PracticeName,
    WorkloadFacts,
    maturity,
)
from workbench.analyses.portfolio_counts import dues, heat, loads, recurring, totals
from workbench.analyses.portfolio_tables import VIEWS, portfolio_tables
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.plan import ItemStatus
from workbench.domain.risk import Risk

TODAY = "2026-11-24"
FIRE, EXIT = ("house", "fire"), ("house", "exit")
DOORS = {FIRE: PracticeName("F1", "Fire doors", "FIR 1")}
PILLARS = {("house", "safety"): ("SAF", "Safety"), ("house", "order"): ("", "Order")}


def counts(high: int = 0, medium: int = 0, none: int = 0) -> dict[Risk, int]:
    return {Risk.HIGH: high, Risk.MEDIUM: medium, Risk.NONE: none}


def workload(key: str, owner: str = "Shop team", review: str = "", points=(), **pillars) -> WorkloadFacts:
    return WorkloadFacts(
        key, key.title(), owner, review, {("house", name): each for name, each in pillars.items()}, tuple(points)
    )


ONE = FileFacts(
    "one",
    (
        workload("shop", review="2026-11-20", points=(Point("2026-02-01", counts(5)), Point("2026-03-31", counts(3))),
                 safety=counts(2, 1, 1)),
        workload("depot", "Depot team", "2027-06-01", safety=counts(1, 0, 4), order=counts(0, 3)),
    ),
    DOORS, {"house": "House lens"}, PILLARS,
    (OpenRisk("shop", Risk.HIGH, (FIRE, EXIT)), OpenRisk("shop", Risk.HIGH, (FIRE,)), OpenRisk("depot", Risk.HIGH, (FIRE,)),
     OpenRisk("depot", Risk.MEDIUM, (EXIT,))),
    (
        Action("shop", ("r1", "q1"), "Doors", Risk.HIGH, "Depot team", "2026-11-01", ItemStatus.PLANNED),
        Action("shop", ("r1", "q2"), "Lights", Risk.MEDIUM, "", "2026-12-01", ItemStatus.OPEN),
        Action("depot", ("r2", "q1"), "Doors", Risk.HIGH, " depot TEAM ", "2026-10-01", ItemStatus.DONE),
        Action("depot", ("", "i1"), "New doors", None, "Depot team", "2026-12-20", ItemStatus.OPEN),
    ),
    (Exemption("depot", "Doors", Risk.HIGH, "Moving out.", "Head of depots", "2027-09-30"),),
    (("shop", Initiative("i1", "New doors", (Gap("r1", "q1", "fire"), Gap("r2", "q9", "fire")), 4, value="2,000 EUR")),),
)  # fmt: skip
TWO = FileFacts("two", (workload("kiosk", points=(Point("2026-05-02", counts(1, 1)),), safety=counts(4)),), DOORS,
                {"house": "House lens"}, {("house", "safety"): ("SAF", "Safety")}, (OpenRisk("kiosk", Risk.HIGH, (FIRE,)),), is_main=False)  # fmt: skip


def test_the_worst_workload_comes_first_and_pillars_nobody_reviewed_say_nothing():
    found = portfolio_tables((ONE, TWO), TODAY)["heat"]
    assert [row.cells for row in found.table.rows] == [
        ("Kiosk (two)", "Shop team", "4", "", "4 / 0", ""),
        ("Shop (one)", "Shop team", "2", "1", "2 / 1", ""),
        ("Depot (one)", "Depot team", "1", "3", "1 / 0", "0 / 3"),
    ]
    assert [row.key for row in found.table.rows] == ["", "shop", "depot"], "only the open file's workloads are opened"
    assert found.records()[2]["pillars"]["order"] == {"high": 0, "medium": 3}
    assert [row.cells[0] for row in portfolio_tables((ONE,), TODAY)["heat"].table.rows] == ["Shop", "Depot"]


def test_a_pillar_that_nobody_answered_is_not_without_risk():
    file = FileFacts("x", (workload("shop", safety={Risk.UNANSWERED: 4}),), pillars=PILLARS)
    assert portfolio_tables((file,), TODAY)["heat"].table.rows[0].cells[-1] == ""


def test_a_practice_recurs_when_it_is_behind_high_risks_of_two_workloads():
    found = portfolio_tables((ONE, TWO), TODAY)["recurring"].table
    assert [row.cells for row in found.rows] == [
        ("F1 Fire doors", "3", "100%", "House lens", "Depot (one), Kiosk (two), Shop (one)")
    ], "exits are missing behind a high risk of one workload only"
    assert portfolio_tables((TWO,), TODAY)["recurring"].table.rows == ()


def test_a_quarter_counts_each_workload_with_its_last_milestone_by_then():
    points = maturity((ONE, TWO), TODAY).points
    assert [(one.name, one.number, one.count(Risk.HIGH)) for one in points] == [
        ("2026 Q1", 1, 3), ("2026 Q2", 2, 4), ("2026 Q3", 2, 4), ("", 3, 7)]  # fmt: skip
    last = portfolio_tables((ONE, TWO), TODAY)["time"].records()[-1]
    assert (last["day"], last["rated"], last["share_without_risk"]) == (TODAY, 16, pytest.approx(5 / 16))
    assert [one.name for one in maturity((FileFacts("none", ()),), TODAY).points] == [""]


def test_owners_are_the_same_whatever_the_case_and_nobody_is_last():
    found = portfolio_tables((ONE,), TODAY)["load"].records()
    assert [(one["owner"], one["workloads"], one["high"], one["medium"], one["initiatives"], one["overdue"], one["soon"])
            for one in found] == [("Depot team", 1, 1, 0, 1, 1, 1), ("Shop team", 1, 0, 0, 0, 0, 0), ("", 0, 0, 1, 0, 0, 1)]  # fmt: skip


def test_value_says_what_is_still_open():
    (found,) = portfolio_tables((ONE,), TODAY)["value"].records()
    assert (found["initiative"], found["value"], found["days"], found["still_high"]) == ("New doors", "2,000 EUR", 4, 1)


def test_what_ends_is_listed_by_day():
    found = portfolio_tables((ONE,), TODAY)["due"].table.rows
    assert [(row.cells[0], row.cells[1], row.cells[2]) for row in found] == [
        ("2026-11-01", "23 days ago", "Action"), ("2026-11-20", "4 days ago", "Review"),
        ("2027-09-30", "in 310 days", "Accepted risk"),
    ]  # fmt: skip


def test_mine_is_my_workloads_and_my_open_actions():
    found = portfolio_tables((ONE, TWO), TODAY, "depot team ")["mine"].records()
    assert [(one["what"], one["title"]) for one in found] == [
        ("workload", "Depot (one)"), ("action", "Doors"), ("initiative", "New doors")]  # fmt: skip
    assert not portfolio_tables((ONE,), TODAY, " ")["mine"].table.rows, "no name is nobody's"


@pytest.mark.parametrize("files", [(), (FileFacts("empty", ()),), (ONE,), (ONE, TWO)])
def test_every_table_is_whole(files):
    for key, found in portfolio_tables(files, TODAY, "Shop team").items():
        assert key in {view.id for view in VIEWS}
        assert found.table.title
        assert found.table.rows or found.table.empty
        assert {len(row.cells) for row in found.table.rows} <= {len(found.table.columns)}
        assert {len(row.values) for row in found.table.rows} <= {len(found.table.columns)}
        assert len(found.records()) == len(found.table.rows)


def test_pillars_of_one_name_are_one_and_an_id_that_two_share_is_told_apart():
    def file(name: str, alias: str, pillar: str, code: str) -> FileFacts:
        one = WorkloadFacts(name, name.title(), "", "", {(alias, "p1"): counts(1)})
        return FileFacts(name, (one,), pillars={(alias, "p1"): (code, pillar)})

    columns, rows = heat((file("a", "x", "Safety", "S"), file("b", "y", "Order", "O"), file("c", "z", "SAFETY", "S")))
    assert [(one.key, one.name) for one in columns] == [("p1", "Safety"), ("y:p1", "Order")]
    assert {row.place.title: [cell is not None for cell in row.cells] for row in rows} == {
        "A (a)": [True, False], "B (b)": [False, True], "C (c)": [True, False]}  # fmt: skip


def test_copies_of_a_file_share_ids_and_are_counted_apart():
    files = (ONE, replace(ONE, name="copy", is_main=False))
    assert totals(files).counts[Risk.HIGH] == 2 * totals((ONE,)).counts[Risk.HIGH]
    assert recurring(files)[0].where == ("Depot (copy)", "Depot (one)", "Shop (copy)", "Shop (one)")
    assert {one.place.title for one in dues(files, TODAY)} >= {"Shop (one)", "Shop (copy)"}


def test_the_state_of_a_milestone_is_judged_on_its_day():
    before = replace(ONE, workloads=tuple(replace(one, day="2026-10-15") for one in ONE.workloads))
    assert [one.overdue for one in loads((before,), TODAY) if one.owner] == [0, 0]
    assert not [one for one in dues((before,), TODAY) if one.is_over]

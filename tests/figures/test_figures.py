from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest

from workbench.analyses.trend import Trend, TrendPoint
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.figures import (
    DARK,
    LIGHT,
    BurnPoint,
    Due,
    Placed,
    draw_burn_down,
    draw_heat_map,
    draw_impact_effort,
    draw_plan_timeline,
    draw_progress,
    draw_risk_by_pillar,
    draw_trend,
    png_of,
    svg_of,
)
from workbench.figures.days import month_starts

NAMES = {risk: risk.value.capitalize() for risk in RISK_ORDER}
ROWS = (("Security", {Risk.HIGH: 3, Risk.UNANSWERED: 2}), ("A <b> & $x$ pillar", {Risk.NONE: 9, Risk.MEDIUM: 4}))


BURN = (
    BurnPoint("Base", "2026-01-05", 9, 12),
    BurnPoint("Same day", "2026-01-05", 8, 12),
    BurnPoint("Now", "2026-06-01", 4, 6),
)
HEAT = (("Shop", [{Risk.HIGH: 4, Risk.MEDIUM: 2}, None]), ("A <b> shop", [{Risk.NONE: 3}, {Risk.UNANSWERED: 5}]))
PLACED = (
    Placed(1, 4, 2),
    Placed(2, 4, 2, Risk.MEDIUM),
    Placed(3, 1, 8, Risk.NONE),
    *(Placed(n, 2, 5) for n in range(4, 9)),
)
DUE = (
    Due("SEC 1", "Team", "2026-10-01", Risk.HIGH, is_overdue=True), Due("REL 2", "", "2027-02-01", Risk.MEDIUM),
    Due("OPS 3", "Team", "2026-09-01", Risk.NONE, is_done=True),
)  # fmt: skip


def course(points: int) -> Trend:
    return Trend("", "", tuple(
        TrendPoint(n, f"M{n}", "2026-01-01", ((Risk.HIGH, 30 - n), (Risk.MEDIUM, 20), (Risk.NONE, n)))
        for n in range(1, points + 1)
    ))  # fmt: skip


def drawings(palette=LIGHT):
    return {
        "risk": lambda: draw_risk_by_pillar(ROWS, NAMES, "Finding", palette),
        "progress": lambda: draw_progress([("Security", 3, 5, "3 of 5 answered"), ("Empty", 0, 0, "-")], "", palette),
        "trend": lambda: draw_trend(course(3), NAMES, ["a", "b", "c"], "Finding", palette),
        "burn": lambda: draw_burn_down(BURN, NAMES, (2, "Target: 2"), "Finding", palette),
        "heat": lambda: draw_heat_map(["Security", "Reliability"], HEAT, NAMES, "Finding", palette),
        "placed": lambda: draw_impact_effort(PLACED, ("Effort", "Impact"), ("A", "B", "C", "D"), "Finding", palette),
        "timeline": lambda: draw_plan_timeline(DUE, "2026-11-23", ("Today", "{n} days"), "Finding", palette),
    }


def words_of(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", list(drawings()))
def test_the_same_figure_gives_the_same_svg_without_a_date(name, palette):
    draw = drawings(palette)[name]
    first = svg_of(draw())
    assert first == svg_of(draw())
    assert "<metadata" not in first
    assert date.today().isoformat() not in first


def test_texts_stay_texts_and_mean_themselves():
    words = words_of(svg_of(drawings()["risk"]()))
    assert "Finding" in words
    assert "A <b> & $x$ pillar" in words
    assert {"3", "2", "9", "4"} <= set(words)
    assert {"High", "Medium", "None", "Unanswered"} <= set(words)


def test_every_risk_has_a_mark_of_its_own_shape():
    from workbench.figures.drawing import draw_mark, new_figure

    shapes = set()
    for risk in RISK_ORDER:
        _figure, axes = new_figure(1, 1, LIGHT)
        draw_mark(axes, risk, 0, 0, LIGHT.text)
        (line,) = axes.lines
        shapes.add((line.get_marker(), line.get_markerfacecolor() == "none"))
    assert len(shapes) == len(RISK_ORDER)


@pytest.mark.parametrize("points", [1, 2, 40])
def test_a_trend_of_any_length_can_be_drawn(points):
    words = words_of(svg_of(draw_trend(course(points), NAMES, [f"m{n}" for n in range(points)])))
    assert f"m{points - 1}" in words, "the last point always has its label"
    assert len([word for word in words if word.startswith("m")]) <= 8


def test_nothing_at_all_can_be_drawn():
    for figure in (draw_risk_by_pillar((), NAMES), draw_progress(()), draw_trend(Trend("", "", ()), NAMES, ())):
        assert svg_of(figure).startswith("<svg")


def test_colours_are_those_of_the_window():
    from workbench.ui import theme

    for ours, theirs in ((LIGHT, theme.LIGHT), (DARK, theme.DARK)):
        for entry in dataclasses.fields(ours):
            assert getattr(ours, entry.name) == getattr(theirs, entry.name), entry.name


def test_numbers_not_colours_tell_a_heat_map():
    words = words_of(svg_of(drawings()["heat"]()))
    assert {"4", "2", "Shop", "A <b> shop", "Security", "Reliability"} <= set(words)


def test_entries_at_one_place_share_a_point_and_keep_their_numbers():
    words = words_of(svg_of(drawings()["placed"]()))
    assert "1, 2" in words
    assert "4, 5, 6 +2" in words


def test_a_timeline_names_who_and_marks_the_quarter():
    words = words_of(svg_of(drawings()["timeline"]()))
    assert {"SEC 1", "REL 2", "Team", "Today", "90 days"} <= set(words)


def test_states_of_one_day_are_drawn_apart_and_the_last_is_labelled():
    words = words_of(svg_of(drawings()["burn"]()))
    assert "Now" in words
    assert "Target: 2" in words
    assert "4  High" in words


def test_new_figures_take_nothing_at_all():
    for figure in (
        draw_burn_down((), NAMES), draw_heat_map((), (), NAMES), draw_impact_effort((), ("x", "y")),
        draw_plan_timeline((), "2026-11-23", ("Today", "{n} days")),
    ):  # fmt: skip
        assert svg_of(figure).startswith("<svg")


@pytest.mark.parametrize(("days", "most"), [(20, 8), (400, 8), (4000, 6)])
def test_months_on_an_axis_are_few_and_in_it(days, most):
    first = 739000
    found = [number for number, _day in month_starts(first, first + days, most)]
    assert len(found) <= most + 1
    assert all(first <= number <= first + days for number in found)


def test_a_png_has_the_size_of_its_figure_and_the_ground_asked_for():
    import struct

    data = png_of(drawings()["risk"](), 100, "#ffffff")
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">I", data[16:20])[0] == 690
    assert data == png_of(drawings()["risk"](), 100, "#ffffff"), "the same every time"

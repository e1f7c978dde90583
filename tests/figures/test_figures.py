from __future__ import annotations

import dataclasses
import xml.etree.ElementTree as ElementTree

import pytest

from workbench.analyses.trend import Trend, TrendPoint
from workbench.domain.risk import RISK_ORDER, Risk
from workbench.figures import DARK, LIGHT, draw_progress, draw_risk_by_pillar, draw_trend, svg_of

NAMES = {risk: risk.value.capitalize() for risk in RISK_ORDER}
ROWS = (("Security", {Risk.HIGH: 3, Risk.UNANSWERED: 2}), ("A <b> & $x$ pillar", {Risk.NONE: 9, Risk.MEDIUM: 4}))


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
    }


def words_of(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["risk", "progress", "trend"])
def test_the_same_figure_gives_the_same_svg_without_a_date(name, palette):
    draw = drawings(palette)[name]
    first = svg_of(draw())
    assert first == svg_of(draw())
    assert "<metadata" not in first
    assert "202" not in "".join(word for word in words_of(first) if "2026" not in word)


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

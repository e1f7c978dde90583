"""Pictures of the failure analysis, made of its numbers in the background: plain data in, PNG out."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analyses.failure.shares import shares
from workbench.analyses.failure.standing import STANDING_TITLES, Standing
from workbench.analyses.failure.words import Words, listed
from workbench.analyses.graph_numbers import minutes_a_year
from workbench.figures import (
    DARK,
    LIGHT,
    Palette,
    draw_availability_waterfall,
    draw_blast_radius,
    draw_domain_matrix,
    png_of,
)
from workbench.figures.domain_matrix import DEGRADED, DOWN
from workbench.i18n import _, n_
from workbench.progress import Progress
from workbench.ui.models.failure_work import Numbers

__all__ = ["Picture", "draw_picture"]

_DOTS = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (PNG, two dots per pixel at 100 dots per inch) and its words; without data the words say why."""

    data: bytes
    words: str


def draw_picture(numbers: Numbers, kind: str, journey_id: str, is_dark: bool, progress: Progress) -> Picture:
    """Draw "waterfall" of a journey, "blast" radii, or the "matrix" of journeys and failure domains."""
    progress(0, 0)
    palette = DARK if is_dark else LIGHT
    made = {"waterfall": _waterfall, "blast": _blast, "matrix": _matrix}[kind]
    return made(numbers, journey_id, palette)


def _waterfall(numbers: Numbers, journey_id: str, palette: Palette) -> Picture:
    analysis = numbers.analysis
    result = analysis.journeys.get(journey_id)
    if result is None:
        return Picture(b"", _("No user journey is named."))
    steps = shares(analysis.graph, result)
    if not steps or result.unavailability is None:
        return Picture(b"", _("The availability of {journey} is not known, so nothing adds up: how often its elements fail "
                              "is missing.").format(journey=result.journey.title))  # fmt: skip
    words = Words(analysis.graph)
    rows = [
        (words.full(one.element) if one.element else _("Only several together"), minutes_a_year(one.unavailability))
        for one in steps
    ]  # fmt: skip
    title = _("{journey} is down {n} minutes a year; {element} is {share} % of it").format(
        journey=result.journey.title, n=f"{minutes_a_year(result.unavailability):,.3g}", element=rows[0][0],
        share=f"{100 * steps[0].unavailability / result.unavailability:.0f}")  # fmt: skip
    figure = draw_availability_waterfall(rows, result.journey.title, _("Others"), title, palette)
    said = "; ".join(f"{name} {minutes:,.3g}" for name, minutes in rows)
    return Picture(png_of(figure, _DOTS), f"{title}. {said}")


def _blast(numbers: Numbers, _journey_id: str, palette: Palette) -> Picture:
    analysis = numbers.analysis
    words, compiled = Words(analysis.graph), analysis.compiled
    titles = {one.node: one.title for one in analysis.graph.journeys}
    found = []
    for unit, fallen in analysis.falls.items():
        down = compiled.elements(fallen)
        ended = [titles[name] for name in down if name in titles]
        found += [(words.full(name), len(down), listed(ended, 3), len(ended)) for name in compiled.faults[unit]]
    if not found:
        return Picture(b"", _("Nothing in this architecture can fail."))
    found.sort(key=lambda one: (-one[3], -one[1], one[0]))
    rows = [one[:3] for one in found[:16]]
    name, count, ended_words, _ended = found[0]
    title = n_("{name} takes {n} element down", "{name} takes {n} elements down", count).format(
        name=name, n=f"{count:,}"
    )
    if ended_words:
        title = _("{what} and ends {journeys}").format(what=title, journeys=ended_words)
    said = "; ".join(f"{one[0]} {one[1]:,} {one[2]}".strip() for one in rows)
    return Picture(png_of(draw_blast_radius(rows, title, palette), _DOTS), f"{title}. {said}")


def _matrix(numbers: Numbers, _journey_id: str, palette: Palette) -> Picture:
    analysis, words = numbers.analysis, Words(numbers.analysis.graph)
    journeys = analysis.graph.journeys
    if not journeys or not numbers.domains:
        return Picture(b"", _("There is no failure domain, or no user journey is named."))
    cells = {}
    for column, case in enumerate(numbers.domains):
        for row, one in enumerate(journeys):
            state = DOWN if one.id in case.ended else DEGRADED if one.id in case.lesser else ""
            if state:
                cells[row, column] = state
    n = sum(bool(case.ended) for case in numbers.domains)
    title = n_("{n} of {all} failure domains ends a journey", "{n} of {all} failure domains end a journey", n).format(
        n=n, all=len(numbers.domains))  # fmt: skip
    names = {DOWN: _(STANDING_TITLES[Standing.DOWN]), DEGRADED: _(STANDING_TITLES[Standing.DEGRADED])}
    figure = draw_domain_matrix(
        [one.title for one in journeys],
        [words.name(case.domain) for case in numbers.domains],
        cells,
        names,
        title,
        palette,
    )
    said = "; ".join(f"{journeys[row].title}, {words.name(numbers.domains[column].domain)}: {names[state]}"
                     for (row, column), state in cells.items())  # fmt: skip
    return Picture(png_of(figure, _DOTS), f"{title}. {said}")

"""What the failure analysis found, as tables: rows of words with what to light on the canvas for each."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

from workbench.analyses.failure.analysis import Analysis, JourneyResult
from workbench.analyses.failure.availability_words import availability_short
from workbench.analyses.failure.domains import WorstCase
from workbench.analyses.failure.verdicts import nearest_sets, of_size, split, verdict
from workbench.analyses.failure.words import Words
from workbench.analyses.fault_tree import Importance
from workbench.analyses.graph_numbers import minutes_a_year, nines
from workbench.analyses.graph_words import kind_text
from workbench.analyses.result_table import Column, Row, Table
from workbench.analyses.what_if.fix_words import cost_text, effect_lines
from workbench.analyses.what_if.fixes import Fix
from workbench.i18n import _

__all__ = ["Column", "Row", "Table", "cut_sets", "domains", "fixes", "importance", "journeys", "shared_fate"]


def journeys(analysis: Analysis) -> Table:
    """Return how each journey stands."""
    rows = []
    for key, one in analysis.journeys.items():
        down = one.unavailability
        known = down is not None and not one.at_rest
        parts = split(analysis.graph, one)
        rows.append(Row(
            (one.journey.title, verdict(one, parts), f"{len(parts.own):,}", of_size(one, 2), of_size(one, 3),
             availability_short(one), _nines(down) if known and down is not None else "",
             f"{minutes_a_year(down):,.3g}" if known and down is not None else ""),
            (one.journey.title, verdict(one, parts), len(parts.own), _number(of_size(one, 2)), _number(of_size(one, 3)),
             -1.0 if down is None else 1 - down, -1.0 if down is None else nines(down),
             -1.0 if down is None else minutes_a_year(down)),
            (one.journey.node,), key,
        ))  # fmt: skip
    return Table(
        _("Journeys"),
        (Column(_("User journey")), Column(_("Verdict")), Column(_("Single points"), True), Column(_("Pairs"), True),
         Column(_("Triples"), True), Column(_("Availability"), True), Column(_("Nines"), True),
         Column(_("Minutes down a year"), True)),
        tuple(rows), _("No user journey is named, so nothing can be said about what a user loses."),
        _("Elements are taken to fail independently of each other, except through what the graph says they share."),
    )  # fmt: skip


def cut_sets(analysis: Analysis, journey_id: str, most: int = 2000) -> Table:
    """Return what ends a journey: sets of one, two and three elements; those that only take down others are left out."""
    result = analysis.journeys.get(journey_id)
    words = Words(analysis.graph)
    rows = []
    if result is not None and not result.at_rest:
        for size in (1, 2, 3):
            sets = [one for one in result.cut_sets if len(one) == size]
            inside = [
                one for one in sets if all(result.journey.covers(analysis.graph.nodes[each].reach) for each in one)
            ]
            for one in nearest_sets(analysis, inside) if size > 1 else inside:
                rows.append(Row((str(size), " + ".join(words.full(each) for each in one), _who(analysis, one)),
                                (float(size), " + ".join(one), _who(analysis, one)), one, " ".join(one)))  # fmt: skip
    note = _("Only what the journey has to survive, and of sets of two and three the nearest.")
    if len(rows) > most:
        note += " " + _("The first {n} of {all}.").format(n=f"{most:,}", all=f"{len(rows):,}")
    return Table(
        _("Cut sets"), (Column(_("Size"), True), Column(_("Fail together")), Column(_("Whose"))), tuple(rows[:most]),
        _("No set of up to three elements ends it inside what it must survive."), note,
    )  # fmt: skip


def importance(analysis: Analysis, journey_id: str) -> Table:
    """Return which elements matter most for a journey."""
    result = analysis.journeys.get(journey_id)
    words = Words(analysis.graph)
    rows = []
    for name, one in sorted((result.importance if result else {}).items(), key=_weight, reverse=True):
        values = (one.fussell_vesely, one.birnbaum, one.raw, one.rrw)
        if all(value is None for value in values):
            continue
        share = _("{n} %").format(n=f"{100 * one.fussell_vesely:.3g}") if one.fussell_vesely is not None else ""
        rows.append(Row(
            (words.full(name), share, _short(one.birnbaum), _short(one.raw), _short(one.rrw)),
            (words.full(name), *(-1.0 if value is None else float(value) for value in values)), (name,), name,
        ))  # fmt: skip
    return Table(
        _("Importance"),
        (Column(_("Element")),
         Column(_("Share of the time down"), True, _("Fussell-Vesely: part of the time down in which it has a part")),
         Column(_("Birnbaum"), True, _("How much the journey gains while it is surely up instead of down")),
         Column(_("RAW"), True, _("Risk achievement worth: how many times more often down if it were always down")),
         Column(_("RRW"), True, _("Risk reduction worth: how many times less often down if it never failed"))),
        tuple(rows), _unknown(result, words),
    )  # fmt: skip


def shared_fate(analysis: Analysis) -> Table:
    """Return which element takes out several members of a redundancy group."""
    words = Words(analysis.graph)
    rows = tuple(
        Row(
            (words.full(one.cause), words.name(one.owner), words.names(one.members, 12),
             _("ends it") if one.fatal else _("leaves enough")),
            (words.full(one.cause), words.name(one.owner), float(len(one.members)), 0.0 if one.fatal else 1.0),
            (one.owner, *one.members, one.cause), f"{one.owner} {one.group} {one.cause}",
        )
        for one in sorted(analysis.shared_fate, key=lambda one: not one.fatal)
    )  # fmt: skip
    return Table(
        _("Shared fate"),
        (Column(_("Cause")), Column(_("Redundancy of")), Column(_("Takes out")), Column(_("So that"))), rows,
        _("No element takes out two members of a redundancy group."),
    )  # fmt: skip


def fixes(analysis: Analysis, found: Sequence[Fix]) -> Table:
    """Return the changes that help, the best first."""
    words = Words(analysis.graph)
    rows = tuple(
        Row(
            (one.candidate.title, f"{one.removed:,}", _gain(one.gained), cost_text(one.candidate),
             "; ".join(effect_lines(words, one)), one.candidate.rule.advice),
            (one.candidate.title, float(one.removed), one.gained or 0.0, cost_text(one.candidate), "", ""),
            (one.candidate.target,), one.candidate.id,
        )
        for one in found
    )  # fmt: skip
    return Table(
        _("Fixes"),
        (Column(_("Change")), Column(_("Single points removed"), True), Column(_("Availability gained"), True),
         Column(_("Effort")), Column(_("What it does")), Column(_("Advice"))), rows,
        _("No change that is known here removes a single point of failure."),
        _("Each change was made and the architecture analysed again. Effort is a judgement, not a price."),
    )  # fmt: skip


def domains(analysis: Analysis, cases: Sequence[WorstCase]) -> Table:
    """Return what the loss of each failure domain does, the worst first."""
    words = Words(analysis.graph)
    titles = {one.id: one.title for one in analysis.graph.journeys}
    rows = tuple(
        Row(
            (words.name(one.domain), kind_text(one.kind), f"{len(one.down):,}", ", ".join(titles[each] for each in one.ended),
             ", ".join(titles[each] for each in one.lesser)),
            (words.name(one.domain), kind_text(one.kind), float(len(one.down)), float(len(one.ended)),
             float(len(one.lesser))),
            one.down, one.domain,
        )
        for one in cases
    )  # fmt: skip
    return Table(
        _("Failure domains"),
        (Column(_("If it is lost")), Column(_("What it is")), Column(_("Elements down"), True), Column(_("Journeys that end")),
         Column(_("Journeys in a lesser way"))), rows, _("There is no failure domain."),
    )  # fmt: skip


def _who(analysis: Analysis, names: Sequence[str]) -> str:
    return _("managed") if all(analysis.graph.nodes[each].managed for each in names) else ""


def _weight(item: tuple[str, Importance]) -> tuple[float, float]:
    return item[1].fussell_vesely or 0.0, item[1].birnbaum or 0.0


def _unknown(result: JourneyResult | None, words: Words) -> str:
    if result is not None and result.unknown:
        text = _("How often these fail is not known, so nothing can be ranked: {names}.")
        return text.format(names=words.names(result.unknown))
    return _("Nothing to rank.")


def _nines(down: float) -> str:
    count = nines(down)
    return "" if isinf(count) else f"{count:.2g}"


def _gain(gained: float | None) -> str:
    return "" if not gained else _("{n} %").format(n=f"{100 * gained:.3g}")


def _short(value: float | None) -> str:
    return "" if value is None else "∞" if isinf(value) else f"{value:.3g}"


def _number(text: str) -> float:
    digits = "".join(each for each in text if each.isdigit())
    return float(digits) if digits else -1.0

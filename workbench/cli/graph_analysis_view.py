"""An analysis as a person reads it, top down: each journey with its verdict, then what is shared, asked and left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from workbench.analyses.failure.availability_words import (
    availability_line,
    availability_short,
    independence,
    sources_line,
)
from workbench.analyses.failure.verdicts import nearest_sets, of_size, split, verdict
from workbench.analyses.failure.words import Words, listed
from workbench.cli.graph_findings import print_left_open
from workbench.cli.graph_losses import extremes_line, print_coupling, print_worst_cases
from workbench.cli.graph_words import duration, journey_wants, kind_of, one_line
from workbench.cli.output import print_table, print_text
from workbench.domain.finding import (
    CATEGORY_TITLES,
    SEVERITY_TITLES,
    STATUS_TITLES,
    Category,
    Finding,
    Question,
    QuestionKind,
)
from workbench.domain.graph import Journey
from workbench.i18n import _, n_

if TYPE_CHECKING:
    from workbench.analyses.failure.analysis import Analysis, JourneyResult
    from workbench.analyses.failure.paths import Paths
    from workbench.analyses.findings.report import BoundaryLine
    from workbench.analyses.findings.variants import Extremes
    from workbench.cli.graph_analyse import Seen

__all__ = ["print_analysis"]

_NAMES = 12
_SINGLE = "single_point"


def print_analysis(name: str, seen: Seen, limit: int) -> None:
    """Print all of it, at most `limit` entries a table."""
    from workbench.analyses.failure.paths import Paths

    found, weak = seen.analysis, seen.findings
    words, paths = Words(found.graph), Paths(found.graph, found.compiled)
    _print_overview(name, found)
    singles = {one.elements[0]: one for one in weak.findings if one.rule == _SINGLE}
    extremes = {one.journey: one for one in seen.extremes}
    for key, result in found.journeys.items():
        _print_journey(found, result, words, paths, singles, weak.boundary, extremes.get(key), limit)
    _print_others([one for one in weak.findings if one.rule != _SINGLE], limit)
    print_worst_cases(words, found, seen.worst_cases, limit)
    print_coupling(words, found, seen.coupling)
    _print_questions(words, seen.questions, limit)
    print_left_open(weak)


def _print_overview(name: str, found: Analysis) -> None:
    graph = found.graph
    print_text(_("{name}: {elements}, {journeys}.").format(
        name=name, elements=n_("one element", "{n} elements", len(graph.nodes)),
        journeys=n_("one user journey", "{n} user journeys", len(graph.journeys))))  # fmt: skip
    if found.options.semantics == "steady":
        print_text(_("Steady: parts that hold each other up in a circle count as up."))
    if not graph.journeys:
        print_text(_("No user journey is named, so nothing can be said about what a user loses."))
        return
    rows = [
        (one_line(one.journey.title), verdict(one, split(graph, one)), of_size(one, 2), of_size(one, 3),
         availability_short(one))
        for one in found.journeys.values()
    ]  # fmt: skip
    print_table([_("User journey"), _("Verdict"), ">" + _("Pairs"), ">" + _("Triples"), _("Availability")], rows)


def _print_journey(
    found: Analysis, result: JourneyResult, words: Words, paths: Paths, singles: Mapping[str, Finding],
    lines: Iterable[BoundaryLine], extreme: Extremes | None, limit: int,
) -> None:  # fmt: skip
    journey, title = result.journey, one_line(result.journey.title)
    print_text(f"{title}\n{'-' * min(len(title), 80)}")
    print_text(_wants(journey))
    if result.at_rest:
        print_text(_("It is down with nothing failed: what it needs can only be up when it is up already."))
        print_text()
        return
    parts = split(found.graph, result)
    if parts.own:
        taken = {name: len(found.blast_radius(name)) for name in parts.own}
        order = sorted(parts.own, key=lambda name: -taken[name])
        rows = [
            (_element(words, name, singles.get(name)), kind_of(found.graph.nodes[name]), f"{taken[name]:,}",
             _proof(words, paths, journey, name))
            for name in order[:limit]
        ]  # fmt: skip
        print_table([_("Ends it alone"), _("What it is"), ">" + _("Takes down"), _("How")], rows)
        _print_more(len(parts.own) - limit)
    if parts.managed:
        names = listed([one_line(words.name(name)) for name in parts.managed], _NAMES)
        print_text(_("Managed by their provider, so their fate is that of their Region: {names}.").format(names=names))
    _print_boundary(words, [line for line in lines if line.journey == journey.id])
    _print_sets(found, result, words, limit)
    if extreme:
        print_text(extremes_line(words, found, extreme))
    if not found.options.quantify:
        print_text(_("Availability was not asked for."))
    else:
        print_text(availability_line(result))
    if sources := sources_line(found.graph, result):
        print_text(sources)
        print_text(independence())
    print_text()


def _print_boundary(words: Words, lines: Sequence[BoundaryLine]) -> None:
    """What lies beyond the boundary, in one line for what somebody accepted and one for the rest."""
    if waiting := [one_line(words.full(line.element)) for line in lines if not line.accepted]:
        said = _(
            "Also ended by the loss of {names}; that lies beyond what it must survive, and nobody has accepted it yet."
        )
        print_text(said.format(names=listed(waiting, _NAMES)))
    if accepted := [line for line in lines if line.accepted]:
        parts = [
            ", ".join(filter(None, (
                one_line(words.full(line.element)),
                _("by {person}").format(person=one_line(line.note.by)) if line.note and line.note.by else "",
                _("until {day}").format(day=line.note.until) if line.note and line.note.until else "",
            )))
            for line in accepted[:_NAMES]
        ]  # fmt: skip
        print_text(_("Accepted boundary: {names}.").format(names="; ".join(parts)))


def _element(words: Words, name: str, finding: Finding | None) -> str:
    said = one_line(words.full(name))
    if finding is None or finding.is_open:
        return said
    return f"{said} ({_(STATUS_TITLES[finding.status]).lower()})"


def _print_questions(words: Words, asked: Sequence[Question], limit: int) -> None:
    """What to ask the room; those about single numbers share a line."""
    rows = [(one_line(one.text), one_line(one.effect)) for one in asked if one.kind is not QuestionKind.UNAVAILABILITY]
    numbers = [one_line(words.full(one.about)) for one in asked if one.kind is QuestionKind.UNAVAILABILITY]
    more = len(rows) - limit
    rows = rows[:limit]
    if numbers:
        rows.append((
            _("How often are these down, or how long between failures and until they are back: {names}?").format(
                names=listed(numbers, _NAMES)),
            _("They matter most; as long as they are not known, availability is an interval and no figure."),
        ))  # fmt: skip
    if rows:
        print_table([_("To ask"), _("Why it matters")], rows)
        _print_more(more)


def _print_others(some: Sequence[Finding], limit: int) -> None:
    """Shared fate and every other weakness but single points."""
    for category in Category:
        of_it = [one for one in some if one.category is category]
        if of_it:
            rows = [
                (_(SEVERITY_TITLES[one.severity]) if one.is_open else _(STATUS_TITLES[one.status]), one_line(one.title),
                 "; ".join(map(one_line, one.path_words)) or one_line(one.explanation))
                for one in of_it[:limit]
            ]  # fmt: skip
            print_table(["!" + _("Severity"), _(CATEGORY_TITLES[category]), _("How")], rows)
            _print_more(len(of_it) - limit)


def _wants(journey: Journey) -> str:
    said = [_("Must survive: {what}.").format(what=journey_wants(journey))]
    if journey.criticality:
        said.append(_("Criticality: {word}.").format(word=one_line(journey.criticality)))
    if journey.rto_s is not None:
        said.append(_("Wanted RTO {time}.").format(time=duration(journey.rto_s)))
    if journey.rpo_s is not None:
        said.append(_("Wanted RPO {time}.").format(time=duration(journey.rpo_s)))
    return " ".join(said)


def _proof(words: Words, paths: Paths, journey: Journey, name: str) -> str:
    if name == journey.node:
        return _("The journey enters here")
    proof = paths.prove(journey.node, (name,))
    return "; ".join(map(one_line, words.proof(proof))) if proof else ""


def _print_sets(found: Analysis, result: JourneyResult, words: Words, limit: int) -> None:
    """Pairs, triples and larger sets; those that only take down what another set fails are counted, not listed."""
    nodes, journey = found.graph.nodes, result.journey
    for size in sorted({len(one) for one in result.cut_sets} - {0, 1}):
        sets = [one for one in result.cut_sets if len(one) == size]
        inside = [one for one in sets if all(journey.covers(nodes[name].reach) for name in one)]
        nearest = nearest_sets(found, inside)
        nearest.sort(key=lambda one: sum(nodes[name].managed for name in one))
        title = {2: _("Pairs that end it together"), 3: _("Triples that end it together")}.get(
            size, _("Sets of {n} that end it together").format(n=size)
        )
        if nearest:
            rows = [(" + ".join(one_line(words.name(name)) for name in one),) for one in nearest[:limit]]
            print_table([title], rows)
            _print_more(len(nearest) - limit)
        _print_left_out(size, len(inside) - len(nearest), len(sets) - len(inside))


def _print_left_out(size: int, folded: int, beyond: int) -> None:
    if folded > 0:
        said = n_("One more set of {size} only takes one of these down; --json lists it.",
                  "{n} more sets of {size} only take one of these down; --json lists them.", folded)  # fmt: skip
        if size == 2:
            said = n_("One more pair only takes one of these down; --json lists it.",
                      "{n} more pairs only take one of these down; --json lists them.", folded)  # fmt: skip
        print_text(said.format(size=size))
    if beyond > 0:
        print_text(n_("One set of {size} goes beyond what it must survive.",
                      "{n} sets of {size} go beyond what it must survive.", beyond).format(size=size))  # fmt: skip


def _print_more(number: int) -> None:
    if number > 0:
        print_text(
            n_("And one more; --limit or --json lists it.", "And {n} more; --limit or --json lists them.", number)
        )

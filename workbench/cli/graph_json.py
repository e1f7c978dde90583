"""An analysis as the JSON that `graph analyse --json` prints; its keys are described in the guide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.i18n import _

if TYPE_CHECKING:
    from workbench.analyses.failure.analysis import Analysis, JourneyResult
    from workbench.domain.finding import Question

__all__ = ["MOST_IDS", "analysis_json", "blast_radii", "journey_result_json", "question_json"]

MOST_IDS = 5_000_000
"""How many ids all blast radii together may have to be listed; above, their sizes are."""


def analysis_json(found: Analysis) -> dict[str, Any]:
    """Return cut sets, availability, importance, blast radii and shared fate as plain values."""
    return {
        "semantics": str(found.options.semantics),
        "journeys": {key: journey_result_json(one) for key, one in found.journeys.items()},
        **blast_radii(found),
        "shared_fate": [
            {"owner": one.owner, "group": one.group, "cause": one.cause, "members": list(one.members),
             "fatal": one.fatal}
            for one in found.shared_fate
        ],
        "unfounded": [{"element": one.element, "failures": list(one.failures)} for one in found.unfounded],
        "cold_start_never_up": list(found.never_up),
    }  # fmt: skip


def journey_result_json(one: JourneyResult) -> dict[str, Any]:
    """Return what can end one journey."""
    return {
        "node": one.journey.node,
        "must_survive": [str(each) for each in one.journey.must_survive],
        "cut_sets": [list(each) for each in one.cut_sets],
        "cut_set_order_limit": one.order,
        "listed_all": one.listed_all,
        "cut_set_count": one.count,
        "cut_set_count_by_order": None if one.counts is None else list(one.counts),
        "unavailability": one.unavailability,
        "unavailability_interval": list(one.interval),
        "unknown": list(one.unknown),
        "importance": {
            element: {"birnbaum": each.birnbaum, "criticality": each.criticality,
                      "fussell_vesely": each.fussell_vesely, "raw": each.raw, "rrw": each.rrw}
            for element, each in one.importance.items()
        },
    }  # fmt: skip


def blast_radii(found: Analysis) -> dict[str, Any]:
    """Return what is down with each element that can fail; only how much, where that is more than MOST_IDS ids."""
    compiled = found.compiled
    weight = [len(unit) for unit in compiled.units]
    resting = sum(weight[unit] for unit in compiled.at_rest)
    sizes = {unit: resting + sum(weight[each] for each in fallen) for unit, fallen in found.falls.items()}
    total = sum(sizes[unit] * len(compiled.faults[unit]) for unit in found.falls)
    elements = [name for name, node in found.graph.nodes.items() if node.failable]
    if total > MOST_IDS:
        said = _("All blast radii together have {n} ids, more than {most}; their sizes are given instead.")
        return {
            "blast_radius": None,
            "blast_radius_size": {name: sizes[compiled.unit_of[name]] for name in elements},
            "blast_radius_note": said.format(n=f"{total:,}", most=f"{MOST_IDS:,}"),
        }
    return {"blast_radius": {name: list(found.blast_radius(name)) for name in elements}}


def question_json(one: Question) -> dict[str, Any]:
    """Return a question to the room."""
    return {
        "id": one.id, "kind": str(one.kind), "about": one.about, "text": one.text, "options": list(one.options),
        "effect": one.effect, "data": dict(one.data),
    }  # fmt: skip

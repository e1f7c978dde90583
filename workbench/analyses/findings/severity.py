"""How bad a finding is: one rule, written down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.domain.finding import Severity
from workbench.domain.graph import Journey, Survivable
from workbench.i18n import N_

__all__ = ["SEVERITY_RULE", "criticality_rank", "severity"]

SEVERITY_RULE = N_(
    "Low: the provider manages the cause, no journey is touched, or only journeys of low criticality are. "
    "High: a journey of high criticality is touched, or two journeys or more, or the cause is a zone, Region, account "
    "or vendor that a journey is said to survive. Medium: everything else, also where nobody has said how critical "
    "the journey is."
)
"""The rule in words, for help and reports."""

_HIGH = frozenset((
    "high", "highest", "critical", "very high", "essential", "vital", "platinum", "gold", "tier 0", "tier 1", "p0", "p1",
    "mission critical", "business critical",
))  # fmt: skip
_LOW = frozenset(("low", "lowest", "very low", "minor", "bronze", "tier 3", "tier 4", "p3", "p4", "non critical"))


def criticality_rank(journey: Journey) -> int:
    """Return how critical a journey is: 0 high, 1 in between or not said, 2 low."""
    word = " ".join(journey.criticality.lower().replace("-", " ").replace("_", " ").split())
    return 0 if word in _HIGH else 2 if word in _LOW else 1


def severity(journeys: Sequence[Journey], reaches: Iterable[Survivable] = (), managed: bool = False) -> Severity:
    """Return the severity of a finding; see SEVERITY_RULE.

    Args:
        journeys: The journeys that it touches inside their boundary.
        reaches: What is lost when its causes fail.
        managed: The provider answers for the cause.
    """
    if managed or all(criticality_rank(one) == 2 for one in journeys):
        return Severity.LOW
    wide = set(reaches) - {Survivable.INSTANCE}
    said = any(one.must_survive and one.covers(reach) for one in journeys for reach in wide)
    if len(journeys) > 1 or said or any(criticality_rank(one) == 0 for one in journeys):
        return Severity.HIGH
    return Severity.MEDIUM

"""`--phase` and `--pillar`: from what a person types to the part of each lens that is meant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workbench.cli.names import Case
from workbench.domain.lens import Aspect, Lens, Pillar
from workbench.domain.scope import Scope
from workbench.errors import UnknownName
from workbench.exchange.review_json import review_to_json
from workbench.i18n import _

__all__ = ["scoped_json", "scopes_of"]


def scopes_of(lenses: Iterable[Lens], phase: str, pillar: str) -> dict[str, Scope]:
    """Return the scope by alias of every lens that has both phase and pillar.

    Args:
        lenses: Lenses of one workload.
        phase, pillar: Id, code or name in any case; empty for all.

    Raises:
        UnknownName: No lens has them.
    """
    known = list(lenses)
    found = {}
    for lens in known:
        scope = Scope(_named(lens.phases, phase), _named(lens.pillars, pillar))
        if bool(scope.phase) == bool(phase) and bool(scope.pillar) == bool(pillar):
            found[lens.alias] = scope
    if found or not (phase or pillar):
        return found
    if phase and not any(_named(lens.phases, phase) for lens in known):
        have = ", ".join(dict.fromkeys(one.id for lens in known for one in lens.phases))
        raise UnknownName(
            _('No lens of this workload has a phase "{name}".').format(name=phase),
            _("Phases: {names}.").format(names=have) if have else _("None of them has phases."),
        )
    have = ", ".join(dict.fromkeys(one.id for lens in known for one in lens.pillars))
    raise UnknownName(
        _('No lens of this workload has a pillar "{name}".').format(name=pillar) if not phase
        else _('No lens of this workload has both the phase "{phase}" and the pillar "{pillar}".').format(
            phase=phase, pillar=pillar),
        _("Pillars: {names}.").format(names=have),
    )  # fmt: skip


def _named(parts: tuple[Aspect, ...] | tuple[Pillar, ...], text: str) -> str:
    wanted = text.strip().casefold()
    names = ((one.id, (one.id, one.name, getattr(one, "code", ""))) for one in parts)
    return next((key for key, known in names if wanted and wanted in map(str.casefold, known)), "")


def scoped_json(case: Case, scopes: dict[str, Scope]) -> dict[str, Any]:
    """Return review JSON of the questions in scope; ids repeat across lenses, so each lens is asked for by itself."""
    reviews: dict[str, Any] = {}
    for alias, scope in scopes.items():
        lens = case.lenses[alias]
        ids = [question.id for question in lens.questions() if scope.holds(question)] if scope else None
        reviews |= review_to_json(case.snapshot, {alias: lens}, ids)["reviews"]
    return {"workload": case.name, "reviews": reviews}

"""A session plan as plain values: columns of its row, bodies of templates, output of the command line."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from workbench.domain.session import CheckItem, Format, Participant, PillarSlot, SessionPlan, Weights
from workbench.errors import BadInput

__all__ = ["plan_from_json", "plan_to_json"]


def plan_to_json(plan: SessionPlan) -> dict[str, Any]:
    """Return a plan as plain JSON values."""
    data = asdict(plan)
    data["format"] = str(plan.format)
    data["fixed"] = [[*spot, minutes] for spot, minutes in plan.fixed]
    data["homework"] = [list(spot) for spot in plan.homework]
    for name in ("participants", "pillars", "checklist", "rules"):
        data[name] = list(data[name])
    return data


def plan_from_json(data: dict[str, Any]) -> SessionPlan:
    """Read what plan_to_json wrote; unknown names are left out.

    Raises:
        BadInput: A part has the wrong form.
    """
    try:
        known = {field.name for field in fields(SessionPlan)}
        values = {name: value for name, value in data.items() if name in known}
        parts = {"participants": Participant, "pillars": PillarSlot, "checklist": CheckItem}
        for name, kind in parts.items():
            values[name] = tuple(kind(**each) for each in values.get(name, ()))
        values["pillars"] = tuple(
            replace(slot, minutes=None if slot.minutes is None else float(slot.minutes)) for slot in values["pillars"]
        )
        values["format"] = Format(values.get("format", Format.HALF_DAY))
        values["fixed"] = tuple(((lens, question), float(m)) for lens, question, m in values.get("fixed", ()))
        values["homework"] = tuple((lens, question) for lens, question in values.get("homework", ()))
        values["rules"] = tuple(values.get("rules", ()))
        values["weights"] = Weights(**{name: float(one) for name, one in values.get("weights", {}).items()})
        return SessionPlan(**values)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(f"The plan of a session has an unexpected form: {error}.") from error

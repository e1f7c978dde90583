"""Where an element or a journey is drawn, as plain JSON values of wb-graph/1."""

from __future__ import annotations

from typing import Any

from workbench.domain.graph import Position
from workbench.i18n import _

__all__ = ["position_from_json", "position_to_json"]

_FARTHEST = 1e7


def position_to_json(position: Position) -> dict[str, Any]:
    """Return a position; whether it is pinned is said only when it is."""
    pinned = {"pinned": True} if position.pinned else {}
    return {"x": position.x, "y": position.y} | pinned


def position_from_json(value: Any) -> tuple[Position | None, str]:
    """Read a position.

    Returns:
        The position, None where there is none; and what is wrong with it, empty if nothing is.
    """
    if value is None:
        return None, ""
    if not isinstance(value, dict):
        return None, _("is no JSON object")
    places = []
    for name in ("x", "y"):
        at = value.get(name)
        if isinstance(at, bool) or not isinstance(at, int | float) or not -_FARTHEST <= at <= _FARTHEST:
            return None, _("{name} is no number of pixels").format(name=name)
        places.append(at)
    pinned = value.get("pinned", False)
    if not isinstance(pinned, bool):
        return None, _("pinned is neither true nor false")
    return Position(places[0], places[1], pinned), ""

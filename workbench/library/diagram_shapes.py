"""What the AWS shapes of drawing tools stand for, from `resources/knowledge/diagram_shapes.json`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from workbench.library.places import resources_dir

__all__ = ["DiagramShapes", "diagram_shapes"]

_SHAPE = re.compile(
    r"(?:resIcon|grIcon|prIcon|shape|image)=[^;]*?aws[\w.]*[./](?P<name>[\w-]+?)(?:\.(?:png|svg))?(?:;|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DiagramShapes:
    """Meanings by the last part of a shape's name.

    Attributes:
        places: Kind of failure domain of a frame; "component" is a frame without such a meaning.
        people: Shapes of those who use the system.
        types: AWS resource types.
    """

    places: Mapping[str, str]
    people: frozenset[str]
    types: Mapping[str, str]

    def names(self, style: str) -> list[str]:
        """Return the names of the AWS shapes that a style mentions, the most telling first."""
        found = [match["name"].lower().replace("-", "_") for match in _SHAPE.finditer(style)]
        return sorted(
            dict.fromkeys(found), key=lambda name: name in ("resourceicon", "producticon", "group", "groupcenter")
        )


@cache
def diagram_shapes() -> DiagramShapes:
    """Return the shipped table."""
    read = json.loads((resources_dir() / "knowledge" / "diagram_shapes.json").read_text(encoding="utf-8"))
    return DiagramShapes(read["places"], frozenset(read["people"]), read["types"])

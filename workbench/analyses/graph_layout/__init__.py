"""Where the boxes of an architecture stand: nested containers, layers from entry points to data; pure, without Qt."""

from __future__ import annotations

from workbench.analyses.graph_layout.boxes import Point, Positions, Rect, Sizes, boxes_of
from workbench.analyses.graph_layout.choosing import layout
from workbench.analyses.graph_layout.keeping import gathered
from workbench.analyses.graph_layout.links import Link, LinkKind, links_of
from workbench.analyses.graph_layout.nesting import Nesting, is_place, journey_key, journey_of, nest
from workbench.analyses.graph_layout.placing import place_new, rearrange, room_for
from workbench.analyses.graph_layout.stored import pinned_in, positions_in, with_positions

__all__ = [
    "Link", "LinkKind", "Nesting", "Point", "Positions", "Rect", "Sizes", "boxes_of", "gathered", "is_place", "journey_key", "journey_of",
    "layout", "links_of", "nest", "pinned_in", "place_new", "positions_in", "rearrange", "room_for",
    "with_positions",
]  # fmt: skip

"""Dependency graphs as draw.io diagrams: containers, boxes where they stand on screen, arrows that are attached."""

from __future__ import annotations

from xml.etree import ElementTree

from workbench.analyses.graph_layout import (
    LinkKind,
    Rect,
    Sizes,
    boxes_of,
    journey_of,
    layout,
    links_of,
    nest,
    place_new,
    positions_in,
)
from workbench.domain.graph import Graph
from workbench.progress import Progress

__all__ = ["write_drawio"]

_BOX = "rounded=1;whiteSpace=wrap;html=0;"
_CONTAINER = "container=1;collapsible=0;rounded=0;whiteSpace=wrap;html=0;verticalAlign=top;align=left;spacingLeft=8;fillColor=none;strokeColor=#7f8c8d;"
_JOURNEY = "ellipse;whiteSpace=wrap;html=0;"
_EDGE = "edgeStyle=orthogonalEdgeStyle;rounded=1;html=0;endArrow=classic;"


def write_drawio(graph: Graph, progress: Progress) -> bytes:
    """Return a diagram of one page.

    Source of the format: https://www.drawio.com/doc/faq/diagram-source-edit

    Args:
        graph: Elements and journeys; boxes stand where it keeps them, the others beside them, and all are laid out when it
            keeps no positions.
        progress: Called while laying out.
    """
    sizes, nesting, positions = Sizes(), nest(graph), positions_in(graph)
    places = (
        place_new(graph, positions, sizes) if positions else layout(graph, sizes, nesting=nesting, progress=progress)
    )
    rects = boxes_of(nesting, places, sizes)
    ids = {name: str(number) for number, name in enumerate(rects, 2)}
    file = ElementTree.Element("mxfile", host="wa-review-workbench")
    model = ElementTree.SubElement(ElementTree.SubElement(file, "diagram", name="Architecture"), "mxGraphModel")
    root = ElementTree.SubElement(model, "root")
    ElementTree.SubElement(root, "mxCell", id="0")
    ElementTree.SubElement(root, "mxCell", {"id": "1", "parent": "0"})
    for name, rect in rects.items():
        outer = nesting.parent.get(name, "")
        _box(
            root,
            ids[name],
            ids.get(outer, "1"),
            _title(graph, name),
            _style(name, name in nesting.children),
            rect,
            rects.get(outer),
        )
    for number, link in enumerate(links_of(graph, nesting)):
        if link.source in ids and link.target in ids:
            dashed = "dashed=1;" if link.kind in (LinkKind.SOFT, LinkKind.LATER) else ""
            said = {
                "id": f"e{number}", "style": _EDGE + dashed, "edge": "1", "parent": "1", "source": ids[link.source],
                "target": ids[link.target],
            }  # fmt: skip
            cell = ElementTree.SubElement(root, "mxCell", said)
            ElementTree.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    ElementTree.indent(file)
    data: bytes = ElementTree.tostring(file, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _box(
    root: ElementTree.Element, id_: str, parent: str, title: str, style: str, rect: Rect, outer: Rect | None
) -> None:
    said = {"id": id_, "value": _clean(title), "style": style, "vertex": "1", "parent": parent}
    cell = ElementTree.SubElement(root, "mxCell", said)
    x, y = (rect.x - outer.x, rect.y - outer.y) if outer else (rect.x, rect.y)
    size = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{rect.w:g}", "height": f"{rect.h:g}", "as": "geometry"}
    ElementTree.SubElement(cell, "mxGeometry", size)


def _style(name: str, holds: bool) -> str:
    if journey_of(name):
        return _JOURNEY
    return _CONTAINER if holds else _BOX


def _title(graph: Graph, name: str) -> str:
    journey = graph.journey(journey_of(name)) if journey_of(name) else None
    return journey.title if journey else graph.title(name)


def _clean(text: str) -> str:
    """XML 1.0 has no place for most control characters."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")

"""draw.io diagrams, packed or plain: shapes, frames around them, and the arrows that are attached at both ends."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from workbench.exchange.xml_reader import Element, UnreadableXml, read_xml
from workbench.i18n import _, n_
from workbench.importers.diagrams.diagram import Arrow, Box, Diagram, plain_text
from workbench.importers.draft import Draft
from workbench.importers.report import FileReport
from workbench.importers.source import Source
from workbench.importers.yaml_values import Unreadable
from workbench.library.diagram_shapes import diagram_shapes
from workbench.progress import Progress

__all__ = ["DrawIo"]

_MOST_PAGE = 50_000_000
_FRAME = re.compile(r"(?:^|;)(?:swimlane|container=1|group|shape=mxgraph\.aws\d?\w*\.group)|grIcon=")
_NOTE = re.compile(r"^(?:text|edgeLabel)\b|(?:^|;)(?:edgeLabel|line|shape=note)\b")


class DrawIo:
    """Files of draw.io (diagrams.net)."""

    id = "drawio"
    title = "draw.io"
    source_url = "https://www.drawio.com/doc/faq/diagram-source-edit"

    def claims(self, source: Source) -> bool:
        """It is XML with an `mxfile` or an `mxGraphModel`."""
        return source.lead.startswith("<") and bool(re.search(r"<(?:mxfile|mxGraphModel)\b", source.text[:4_000]))

    def read(self, sources: Sequence[Source], draft: Draft, progress: Progress) -> None:
        """Read every page of every file."""
        for place, source in enumerate(sources):
            progress(place, len(sources), source.name)
            report = draft.report(source, self.id)
            try:
                pages = list(_pages(read_xml(source.text), report))
            except Unreadable as error:
                report.errors.append(error.trouble)
                continue
            except UnreadableXml as error:
                report.error(error.line, error.text)
                continue
            for number, (name, model) in enumerate(pages):
                prefix = f"{source.stem}/" if len(sources) > 1 else ""
                prefix += f"{name or number + 1}/" if len(pages) > 1 else ""
                _Page(model, report).draw(draft, prefix)


def _pages(root: Element, report: FileReport) -> Iterator[tuple[str, Element]]:
    if root.tag == "mxGraphModel":
        yield "", root
        return
    for diagram in (one for one in root.children if one.tag == "diagram"):
        name = diagram.attributes.get("name", "")
        plain = next((one for one in diagram.children if one.tag == "mxGraphModel"), None)
        try:
            yield name, plain if plain is not None else read_xml(_unpacked(diagram))
        except (Unreadable, UnreadableXml) as error:
            report.error(diagram.line, _("page {name} {why}").format(name=name, why=error))


def _unpacked(diagram: Element) -> str:
    """Base64 of raw deflate of a URL-encoded text, as draw.io packs its pages."""
    try:
        packed = base64.b64decode("".join(diagram.text.split()), validate=True)
        stream = zlib.decompressobj(-15)
        text = stream.decompress(packed, _MOST_PAGE)
    except (binascii.Error, zlib.error, ValueError):
        raise Unreadable(diagram.line, _("is packed in a way that cannot be read")) from None
    if stream.unconsumed_tail:
        raise Unreadable(diagram.line, _("is larger than {n} MB unpacked").format(n=_MOST_PAGE // 1_000_000))
    return unquote(text.decode("utf-8", "replace"))


@dataclass
class _Cell:
    id: str
    label: str
    style: str
    parent: str
    source: str
    target: str
    vertex: bool
    edge: bool
    line: int
    bounds: tuple[float, float, float, float]


class _Page:
    def __init__(self, model: Element, report: FileReport) -> None:
        self.report = report
        self.cells: dict[str, _Cell] = {}
        for root in (one for one in model.children if one.tag == "root"):
            for element in root.children:
                cell = _cell(element)
                if cell is not None:
                    self.cells[cell.id] = cell

    def draw(self, draft: Draft, prefix: str) -> None:
        """Draw the page."""
        vertices = [one for one in self.cells.values() if one.vertex]
        edges = [one for one in self.cells.values() if one.edge]
        drawn = {one.id for one in vertices}
        diagram, pairs = Diagram(), set[tuple[str, str]]()
        labels = {one.parent: one.label for one in vertices if self._of_edge(one) and one.label}
        attached = [one for one in edges if one.source in drawn and one.target in drawn]
        for edge in attached:
            pairs.add((edge.source, edge.target))
            if not (self._of_edge(self.cells[edge.source]) or self._of_edge(self.cells[edge.target])):
                diagram.arrows.append(_arrow(edge, labels.get(edge.id, edge.label)))
        ends = {key for one in diagram.arrows for key in (one.begin, one.end)}
        frames = self._frames(vertices)
        for cell in vertices:
            if not self._of_edge(cell) and (cell.id in ends or cell.id in frames or self._is_part(cell)):
                self._box(cell, frames, diagram)
        self._captions(vertices, diagram)
        self.report.resources += len(vertices)
        self.report.resources_expanded += len(vertices)
        self.report.references += len(pairs)
        loose = len(edges) - len(attached)
        if loose:
            self.report.warn(0, n_(
                "one arrow is not attached at both ends and is left out",
                "{n} arrows are not attached at both ends and are left out", loose))  # fmt: skip
        unnamed = sum(box.label == _("unnamed") for box in diagram.boxes.values())
        if unnamed:
            self.report.warn(0, n_("one shape has no name", "{n} shapes have no name", unnamed))
        diagram.draw(draft, self.report, prefix)

    def _of_edge(self, cell: _Cell) -> bool:
        above = self.cells.get(cell.parent)
        return above is not None and above.edge

    @staticmethod
    def _is_part(cell: _Cell) -> bool:
        """Whether a shape without arrows is part of the architecture, and no decoration or remark."""
        if _NOTE.search(cell.style):
            return False
        return bool(cell.label) or any(name in diagram_shapes().types for name in diagram_shapes().names(cell.style))

    def _frames(self, vertices: Sequence[_Cell]) -> dict[str, tuple[float, float, float, float]]:
        parents = {one.parent for one in vertices}
        return {
            one.id: self._bounds(one) for one in vertices
            if (_FRAME.search(one.style) or one.id in parents) and not self._of_edge(one) and not _NOTE.search(one.style)
        }  # fmt: skip

    def _bounds(self, cell: _Cell) -> tuple[float, float, float, float]:
        """Where a shape is on the page, as geometry is written relative to its parent."""
        x, y, width, height = cell.bounds
        seen, above = {cell.id}, self.cells.get(cell.parent)
        while above is not None and above.vertex and above.id not in seen:
            seen.add(above.id)
            x, y = x + above.bounds[0], y + above.bounds[1]
            above = self.cells.get(above.parent)
        return x, y, x + width, y + height

    def _box(self, cell: _Cell, frames: dict[str, tuple[float, float, float, float]], diagram: Diagram) -> None:
        shapes, names = diagram_shapes(), diagram_shapes().names(cell.style)
        type_ = next((shapes.types[name] for name in names if name in shapes.types), "")
        place = next((shapes.places[name] for name in names if name in shapes.places), "")
        frame = cell.id in frames
        known = next((name for name in names if name not in ("resourceicon", "producticon")), "")
        label = cell.label or known.replace("_", " ").strip().capitalize() or _("unnamed")
        diagram.box(
            Box(
                cell.id, label, type="" if frame and place else type_, kind=place if frame and place != "component" else "",
                inside=self._around(cell, frames), line=cell.line, person=any(name in shapes.people for name in names),
                holds=frame and bool(place or cell.label),
            )
        )  # fmt: skip

    def _around(self, cell: _Cell, frames: dict[str, tuple[float, float, float, float]]) -> str:
        """The smallest frame that holds a shape wholly, or its parent."""
        x, y, right, bottom = self._bounds(cell)
        holding = [
            (area, name) for name, (left, top, far, low) in frames.items()
            for area in [(far - left) * (low - top)]
            if name != cell.id and left <= x and top <= y and right <= far and bottom <= low and area > (right - x) * (bottom - y)
        ]  # fmt: skip
        if holding:
            return min(holding)[1]
        return cell.parent if cell.parent in frames else ""

    def _captions(self, vertices: Sequence[_Cell], diagram: Diagram) -> None:
        """Give an unnamed shape the text that stands right below it."""
        texts = [one for one in vertices if one.style.startswith("text") and one.label]
        for box in diagram.boxes.values():
            cell = self.cells[box.id]
            if cell.label or box.holds:
                continue
            x, _y, right, bottom = self._bounds(cell)
            below = [
                (abs(top - bottom), text.label) for text in texts
                for left, top, far, _low in [self._bounds(text)]
                if left <= (x + right) / 2 <= far and -10 <= top - bottom <= 40
            ]  # fmt: skip
            if below:
                box.label = min(below)[1]


def _cell(element: Element) -> _Cell | None:
    """One cell; data and a link may be wrapped around it."""
    inner, label = element, element.attributes.get("value", "")
    if element.tag in ("object", "UserObject"):
        found = next((one for one in element.children if one.tag == "mxCell"), None)
        if found is None:
            return None
        inner, label = found, element.attributes.get("label", "")
    elif element.tag != "mxCell":
        return None
    said = inner.attributes
    geometry = next((one.attributes for one in inner.children if one.tag == "mxGeometry"), {})
    bounds = tuple(_number(geometry.get(name, "0")) for name in ("x", "y", "width", "height"))
    return _Cell(
        element.attributes.get("id", said.get("id", "")), plain_text(label, markup="html=1" in said.get("style", "")), said.get("style", ""), said.get("parent", ""),
        said.get("source", ""), said.get("target", ""), said.get("vertex") == "1", said.get("edge") == "1", element.line,
        (bounds[0], bounds[1], bounds[2], bounds[3]),
    )  # fmt: skip


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        return 0.0
    return found if abs(found) < 1e9 else 0.0


def _arrow(edge: _Cell, label: str) -> Arrow:
    """Which end has the arrow head decides the direction; none at all is read as it was drawn."""
    said = dict(part.split("=", 1) for part in edge.style.split(";") if "=" in part)
    start, end = said.get("startArrow", "none") != "none", said.get("endArrow", "classic") != "none"
    begin, finish = (edge.target, edge.source) if start and not end else (edge.source, edge.target)
    return Arrow(begin, finish, label, edge.line, soft=said.get("dashed") == "1", both=start and end)

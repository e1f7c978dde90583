"""The drawing of an architecture, painted fast at every zoom: only what is seen, in the detail that can be seen.

Near: each item by itself, made when it is first seen. Middle: boxes as small pictures shared by all that look alike, links
as plain lines in one path per tile. Far: boxes as rectangles, all of one look at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap, QPolygonF

from workbench.analyses.graph_layout import LinkKind, Positions, journey_key, journey_of
from workbench.domain.collector import collector_paused
from workbench.domain.graph import Graph
from workbench.figures.architecture import Drawing, Item, Mark, Role, State, Tier, tier_at
from workbench.figures.architecture.icons import icon_name
from workbench.figures.architecture.lines import DASHES
from workbench.ui.theme import theme
from workbench.ui.widgets.canvas_lines import Grid
from workbench.ui.widgets.canvas_links import DrawnLinks, Pair
from workbench.ui.widgets.canvas_paint import Inks, Painted

__all__ = ["Layers", "Pair"]

_FEW = 400
_ROOM = 30.0
"""How far marks may stand out of the box they belong to."""
_DOWN = {Mark.FAILED, Mark.FALLEN}
_NO_MARKS: frozenset[Mark] = frozenset()


class Layers:
    """One drawing with everything that is kept to paint it quickly."""

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing
        self.open = [name for name in drawing.boxes if drawing.is_open(name)]
        opened = set(self.open)
        self.closed = [name for name in drawing.boxes if name not in opened]
        self._near_boxes: Grid[str] = Grid()
        self._rects: dict[str, QRectF] = {}
        for name in self.closed:
            self._note_box(name)
        self._links = DrawnLinks(drawing)
        self.links_of = self._links.of
        journeys = {journey_key(one.id): one.node for one in drawing.graph.journeys}
        quiet = (LinkKind.SOFT, LinkKind.LATER)
        self._carriers = [(pair, journeys.get(link.source, link.source), link.target)
                          for pair, link in drawing.links.items() if link.kind not in quiet]  # fmt: skip
        self._outlines = _placed(drawing.outlines())
        self._pills = _placed(drawing.pills())
        self.groups: dict[str, int] = {}
        """Number of the group a box is coloured as, see `canvas_colours`."""
        nodes = drawing.graph.nodes
        self._commented = [name for name in drawing.boxes if name in nodes and nodes[name].attributes.get("comment")]
        self._restyle()
        self._note_state()

    # -- state and theme -----------------------------------------------------------------------

    def take(self, state: State) -> None:
        """Show another state; only what looks different is made anew."""
        self.drawing.take(state)
        self._items.clear()
        self._painted.clear()
        self._note_state()

    def relabel(self, graph: Graph) -> None:
        """Show elements as another graph has them, until that graph is drawn; what is new there is not shown yet."""
        old = self.drawing.graph
        journeys = {one.id: one for one in (*old.journeys, *graph.journeys)}
        self.drawing.graph = Graph({**old.nodes, **graph.nodes}, tuple(journeys.values()))
        self._items.clear()
        self._painted.clear()
        self._pictures.clear()

    def restyle(self) -> None:
        """The theme is another one."""
        self._restyle()
        self._note_state()

    def _restyle(self) -> None:
        self.inks = Inks()
        self._items: dict[object, Item] = {}
        self._painted: dict[tuple[object, Tier], Painted] = {}
        self._pictures: dict[Hashable, tuple[QPixmap, QPointF]] = {}
        self._pictured_at = (0.0, 0.0, Tier.MIDDLE)

    def _note_state(self) -> None:
        """Sort the boxes by look, and find the links that are drawn over the others."""
        drawing = self.drawing
        plain = not (drawing.down or drawing.degraded or drawing.path)
        touched = {*drawing.down, *drawing.degraded, *drawing.path}
        names = () if plain else (
            name for name in drawing.boxes if name in touched or name in drawing.view.folded or journey_of(name)
        )  # fmt: skip
        self.marks = {name: found for name in names if (found := drawing.marks(name))}
        looks: defaultdict[tuple[bool, frozenset[Mark]], list[QRectF]] = defaultdict(list)
        for name in self.closed:
            looks[bool(journey_of(name)), self.marks.get(name, _NO_MARKS)].append(self._rects[name])
        self._looks = sorted(looks.items(), key=lambda one: len(one[0][1]))
        steps = list(zip(drawing.state.path, drawing.state.path[1:], strict=False))
        path = {(drawing.stand_in(a), drawing.stand_in(b)) for a, b in steps} & drawing.links.keys()
        fell = drawing.down
        down = {pair for pair, start, end in self._carriers if start in fell and end in fell} - path if fell else set()
        self._hot = ((Role.HIGH, down), (Role.ACCENT, path))
        self._hot_lines: list[tuple[Role, float, QPainterPath]] | None = None

    def _hot_paths(self) -> list[tuple[Role, float, QPainterPath]]:
        """Links that are drawn over the others, as one path each for what is down and for the path that is lit."""
        if self._hot_lines is None:
            (high, down), (accent, path) = self._hot
            width = 2.0 if len(down) <= _FEW else 1.0  # wide lines take many times as long
            self._hot_lines = [(high, width, self._links.path_of(down)),
                               (accent, 3.0, self._links.path_of(path))]  # fmt: skip
        return self._hot_lines

    # -- moving --------------------------------------------------------------------------------

    def move(self, graph: Graph, positions: Positions) -> bool:
        """Draw boxes elsewhere, with the links this touches; False where the drawing has to be made anew.

        From far away links are seen as they were, until the drawing is made anew.
        """
        with collector_paused():
            return self._move(graph, positions)

    def _move(self, graph: Graph, positions: Positions) -> bool:
        old = self.drawing
        drawing = old.moved(graph, positions, self._links.near)
        if drawing is None:
            return False
        names = {name for name, box in drawing.boxes.items() if box != old.boxes[name]}
        pairs = [pair for pair, route in drawing.routes.items() if route is not old.routes[pair]]
        self.drawing = drawing
        self._links.move(drawing, pairs)
        for name in names & set(self.closed):
            self._note_box(name)
        owners = names | {pair[0] for pair in pairs}
        self._outlines = [one for one in self._outlines if names.isdisjoint(one[1].ends[1:])]
        self._outlines += _placed(drawing.outlines(names))
        self._pills = [one for one in self._pills if one[1].ends[0] not in owners] + _placed(drawing.pills(owners))
        self._items.clear()
        self._painted.clear()
        self._note_state()
        return True

    def _note_box(self, name: str) -> None:
        r = self.drawing.boxes[name]
        self._rects[name] = QRectF(*r)
        self._near_boxes.add(name, r.x - _ROOM, r.y - _ROOM, r.right + _ROOM, r.bottom + _ROOM)

    # -- items ---------------------------------------------------------------------------------

    def words_at(self, place: QPointF, near: float) -> str:
        """Return what is to be said about what is at a place of the drawing, links so near included."""
        group, name = self.group_at(place), self.box_at(place)
        if group is not None:
            return group.words
        if name and not self.drawing.is_open(name):
            return self.item(name).words
        pair = self.link_at(place, near)
        if pair is not None:
            return self.item(pair).words
        return self.item(name).words if name else ""

    def item(self, key: str | Pair, title: bool = False) -> Item:
        """Return the item of a box, of the title of a container, or of a link; made when first asked for."""
        kept = self._items.get((key, title))
        if kept is None:
            kept = self._items[key, title] = self._made(key, title)
        return kept

    def _made(self, key: str | Pair, title: bool) -> Item:
        drawing = self.drawing
        if isinstance(key, tuple):
            return drawing.link(key)
        if title:
            return drawing.title(key)
        if journey_of(key):
            return drawing.journey(key)
        return drawing.container(key) if drawing.is_open(key) else drawing.element(key)

    def group_at(self, at: QPointF) -> Item | None:
        """Return the pill of a redundancy group at a place."""
        return next((item for rect, item in self._pills if rect.contains(at)), None)

    def box_at(self, at: QPointF) -> str:
        """Return the topmost box at a place, empty for none."""
        spot = QRectF(at.x(), at.y(), 0.01, 0.01)
        for name in self._near_boxes.at(spot):
            if QRectF(*self.drawing.boxes[name]).contains(at):
                return str(name)
        return self.container_at(at)

    def container_at(self, at: QPointF) -> str:
        """Return the innermost container at a place, empty for none."""
        found = [name for name in self.open if QRectF(*self.drawing.boxes[name]).contains(at)]
        return found[-1] if found else ""

    def link_at(self, at: QPointF, reach: float) -> Pair | None:
        """Return the link nearest to a place, within a distance."""
        return self._links.at(at, reach)

    def inside(self, rect: QRectF) -> list[str]:
        """Return the boxes that lie wholly in a rectangle."""
        return [name for name, box in self.drawing.boxes.items() if rect.contains(QRectF(*box))]

    # -- painting ------------------------------------------------------------------------------

    def paint(self, painter: QPainter, exposed: QRectF, zoom: float, detail: float) -> None:
        """Paint what is seen.

        Args:
            painter: Its units are those of the drawing.
            exposed: What is to be painted, in these units.
            zoom: Device pixels per unit.
            detail: The zoom that the level of detail goes by: what a person sees at 100 % text size.
        """
        tier = tier_at(detail)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, tier is not Tier.FAR)
        self._containers(painter, exposed, tier)
        for rect, item in self._outlines:
            if rect.intersects(exposed):
                self._paint_item(painter, item.id, item, tier)
        if tier is Tier.NEAR:
            (_high, down), (_accent, path) = self._hot
            seen = [pair for pair in self._links.near(exposed) if self._links.reaches[pair].intersects(exposed)]
            for pair in sorted(seen, key=lambda one: (one in down) + 2 * (one in path)):
                self._paint_item(painter, pair, self.item(pair), tier)
        else:
            self._paint_lines(painter, exposed, tier)
        if tier is not Tier.FAR:
            for name in self.open:
                box = self.drawing.boxes[name]
                if exposed.intersects(QRectF(box.x - 8, box.y - 12, box.w + 60, 60)):
                    item = self.item(name, True)
                    self._paint_item(painter, item.id, item, tier)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, tier is not Tier.FAR)
        self._boxes(painter, exposed, zoom, tier)
        for rect, item in self._pills:
            if rect.intersects(exposed):
                self._paint_item(painter, item.id, item, tier)

    def paint_boxes(self, painter: QPainter, names: Iterable[str], detail: float) -> None:
        """Paint some boxes by themselves, as they look at a level of detail (what is dragged)."""
        tier = tier_at(detail)
        for name in names:
            self._paint_item(painter, name, self.item(name), tier)
            if tier is not Tier.FAR and self.drawing.is_open(name):
                title = self.item(name, True)
                self._paint_item(painter, title.id, title, tier)

    def _paint_item(self, painter: QPainter, key: object, item: Item, tier: Tier) -> None:
        made = self._painted.get((key, tier))
        if made is None:
            made = self._painted[key, tier] = self.inks.painted(item.parts, tier)
        made.paint(painter)

    def _containers(self, painter: QPainter, exposed: QRectF, tier: Tier) -> None:
        for name in self.open:
            rect = self.drawing.boxes[name]
            if exposed.intersects(QRectF(rect.x - 4, rect.y - 4, rect.w + 8, rect.h + 8)):
                self._paint_item(painter, name, self.item(name), tier)

    def _paint_lines(self, painter: QPainter, exposed: QRectF, tier: Tier) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if tier is Tier.FAR:
            for role, path in self._links.far:
                painter.setPen(self.inks.pen(role, cosmetic=True))
                painter.drawPath(path)
        else:
            self._paint_tiles(painter, exposed)
        for role, width, path in self._hot_paths():
            painter.setPen(self.inks.pen(role, width, cosmetic=True))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(path)

    def _paint_tiles(self, painter: QPainter, exposed: QRectF) -> None:
        for kind, rect, path, heads in self._links.tiles.values():
            if rect.intersects(exposed):
                role = Role.ACCENT if kind is LinkKind.JOURNEY else Role.LINE
                painter.setPen(self.inks.pen(role, 1.0, DASHES.get(kind, ()), cosmetic=True))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPath(path)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(self.inks.brush(role))
                painter.drawPath(heads)

    def _boxes(self, painter: QPainter, exposed: QRectF, zoom: float, tier: Tier) -> None:
        if tier is Tier.FAR:
            for (is_journey, marks), rects in self._looks:
                fill, line, width = _far_look(is_journey, marks)
                painter.setPen(self.inks.pen(line, width, cosmetic=True))
                painter.setBrush(self.inks.brush(fill))
                painter.drawRects(rects)
            return
        wide = exposed.adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
        seen = [name for name in self._near_boxes.at(exposed) if wide.intersects(QRectF(*self.drawing.boxes[name]))]
        if tier is Tier.NEAR:
            for name in seen:
                self._paint_item(painter, name, self.item(name), tier)
            self._paint_signs(painter, exposed)
            return
        ratio = painter.device().devicePixelRatioF()
        if self._pictured_at != (zoom, ratio, tier):
            self._pictures.clear()
            self._pictured_at = (zoom, ratio, tier)
        boxes = self.drawing.boxes
        world = painter.worldTransform()
        painter.resetTransform()
        for name in seen:
            picture, shift = self._picture(name, zoom, ratio, tier)
            box = boxes[name]
            at = world.map(QPointF(box.x, box.y))
            painter.drawPixmap(QPointF(round(at.x() + shift.x()), round(at.y() + shift.y())), picture)
        painter.setWorldTransform(world)
        self._paint_signs(painter, exposed)

    def _paint_signs(self, painter: QPainter, exposed: QRectF) -> None:
        """Bars of the group a box belongs to, and a mark on what has a comment."""
        boxes = self.drawing.boxes
        painter.setPen(Qt.PenStyle.NoPen)
        for name, number in self.groups.items():
            box = boxes.get(name)
            if box is not None and exposed.intersects(QRectF(*box)):
                painter.setBrush(theme().category(number))
                painter.drawRoundedRect(QRectF(box.x, box.y + 6, 5, min(box.h, 52) - 12), 2, 2)
        painter.setBrush(self.inks.brush(Role.ACCENT))
        for name in self._commented:
            box = boxes[name]
            if exposed.intersects(QRectF(*box)):
                painter.drawPolygon(
                    QPolygonF(
                        [
                            QPointF(box.right - 14, box.y + 1),
                            QPointF(box.right - 1, box.y + 1),
                            QPointF(box.right - 1, box.y + 14),
                        ]
                    )
                )

    def _picture(self, name: str, zoom: float, ratio: float, tier: Tier) -> tuple[QPixmap, QPointF]:
        """A small picture of a box in the middle distance; boxes that look alike share it."""
        drawing = self.drawing
        node = drawing.graph.nodes.get(name)
        if node is None:
            key: Hashable = ("journey", self.marks.get(name))
        else:
            outside = node.kind in ("vendor", "model_provider")
            key = (icon_name(node), node.kind if not outside else "outside", node.failable, self.marks.get(name),
                   drawing.path.get(name), drawing.state.badges.get(name), bool(drawing.held(name)))  # fmt: skip
        if tier is Tier.WORDS:
            key = (key, drawing.graph.title(name) if node is not None else name)
        kept = self._pictures.get(key)
        if kept is None:
            box = drawing.boxes[name]
            area = QRectF(*box).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
            picture = QPixmap(int(area.width() * zoom * ratio) + 2, int(area.height() * zoom * ratio) + 2)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(zoom, zoom)
            painter.translate(-area.topLeft())
            self.inks.painted(self.item(name).parts, tier).paint(painter)
            painter.end()
            kept = self._pictures[key] = (picture, QPointF(-_ROOM * zoom, -_ROOM * zoom))
        return kept


def _placed(items: Iterable[Item]) -> list[tuple[QRectF, Item]]:
    return [(QRectF(*one.rect).adjusted(-2, -2, 2, 2), one) for one in items]


def _far_look(is_journey: bool, marks: frozenset[Mark]) -> tuple[Role, Role, float]:
    if Mark.PATH in marks:
        return (Role.HIGH if marks & _DOWN else Role.ACCENT_SOFT), Role.ACCENT, 2.0
    if marks & _DOWN:
        return (Role.HIGH if Mark.FAILED in marks else Role.HIGH_SOFT), Role.HIGH, 1.0
    if Mark.DEGRADED in marks:
        return Role.MEDIUM_SOFT, Role.MEDIUM, 1.0
    return (Role.ACCENT_SOFT, Role.ACCENT, 1.0) if is_journey else (Role.BOX, Role.LINE, 1.0)

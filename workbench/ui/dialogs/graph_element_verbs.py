"""What people do to the elements of an architecture; every verb is one undoable step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtWidgets import QApplication

from workbench.analyses.graph_layout import (
    Point,
    Sizes,
    journey_key,
    journey_of,
    nest,
    pinned_in,
    place_new,
    positions_in,
    room_for,
    with_positions,
)
from workbench.domain.graph import KIND_TITLES, Graph, Journey, Node, Position
from workbench.domain.graph_parts import Need, copied_into, fresh_id, grouped, linked, part_of, standing_in
from workbench.errors import WorkbenchError
from workbench.exchange.wb_graph import read_graph, write_graph
from workbench.i18n import _, n_
from workbench.operations.graph_moves import MoveElements, PutElements, RemoveElements
from workbench.operations.history import Operation
from workbench.ui.desk import Desk
from workbench.ui.models.architecture_desk import ArchitectureDesk
from workbench.ui.widgets.canvas_spots import free_shift

__all__ = ["JOURNEY_KIND", "MIME", "ElementVerbs"]

MIME = "application/vnd.workbench.graph+json"
JOURNEY_KIND = "journey"
"""What the palette calls a user journey; no kind of element."""
_FEW = 50
"""Copies of more elements than this make no room for each of them."""
Places = Callable[[], Mapping[str, Point]]


class ElementVerbs:
    """Verbs on what is selected on the page.

    Args:
        desk: Where changes go.
        architecture: What is shown and selected.
        places: Where everything is drawn just now, whether that is kept already or not.
    """

    def __init__(self, desk: Desk, architecture: ArchitectureDesk, places: Places) -> None:
        self._desk, self._architecture, self._places = desk, architecture, places

    # -- what can be done ----------------------------------------------------------------------

    @property
    def graph(self) -> Graph:
        """The graph that is shown."""
        return self._architecture.graph

    @property
    def elements(self) -> tuple[str, ...]:
        """The elements that are selected."""
        return tuple(one for one in self._architecture.selected if one in self.graph.nodes)

    def can_write(self) -> bool:
        """Whether something can be changed: not in a file opened read-only, and not while something is tried."""
        arch = self._architecture
        return bool(arch.workload_id) and not arch.read_only and arch.trial is None

    def has_selection(self) -> bool:
        """Whether something can be done to what is selected."""
        return self.can_write() and bool(self._architecture.selected)

    def has_element(self) -> bool:
        """Whether exactly one element is selected."""
        return self.can_write() and len(self.elements) == 1 == len(self._architecture.selected)

    def has_several(self) -> bool:
        """Whether several boxes are selected."""
        return self.can_write() and len(self._architecture.selected) > 1

    def do(self, operation: Operation, token: str = "") -> bool:
        """Make a change; False where it was refused."""
        return self._desk.editor.do(operation, token) is not None

    # -- adding and changing -------------------------------------------------------------------

    def add(
        self, kind: str, name: str, at: QPointF | None, container: str = "", needed_by: str = "", *, pinned: bool = True
    ) -> str:
        """Add an element or a journey; returns the name of its box, "" where it was refused.

        Args:
            kind: One of `KIND_TITLES`, another word, or `JOURNEY_KIND`.
            name: What people call it.
            at: The middle of its box; None lets the layout choose, and so does a view of a part.
            container: The place it stands in.
            needed_by: An element that cannot do without it; for a journey the element where it enters.
            pinned: Whether a new layout leaves it there.
        """
        graph, sizes = self.graph, Sizes()
        if at is None or self._architecture.view.is_part:
            place = Position(*self.spot(kind, container, needed_by))
        else:
            place = replace(_at(at.x() - sizes.width / 2, at.y() - sizes.height / 2), pinned=pinned)
        if kind == JOURNEY_KIND:
            return self._add_journey(name, place, needed_by or container)
        title = name or _(KIND_TITLES.get(kind, kind.capitalize()))
        node = Node(fresh_id(title, graph.nodes, kind), title, kind, position=place,
                    domains=(container,) if container else ())  # fmt: skip
        changed = [node]
        if needed_by in graph.nodes:
            changed.append(linked(graph.nodes[needed_by], node.id, Need.HARD))
        part = self._with_room(self._kept(Graph.of(changed)), node.id)
        return node.id if self.do(PutElements(self._workload, part, _("Add {name}").format(name=title))) else ""

    def spot(self, kind: str, container: str = "", needed_by: str = "") -> Point:
        """Return the free place nearest to where something new would like to stand; nothing else moves."""
        new, graph = fresh_id("new", self.graph.nodes), self.graph
        if kind == JOURNEY_KIND:
            new = fresh_id("new", {one.id for one in graph.journeys})
            with_it = Graph(graph.nodes, (*graph.journeys, Journey(new, node=needed_by)))
            return place_new(with_it, self._places())[journey_key(new)]
        if (
            container in self._places() and container not in nest(graph).children
        ):  # it holds nothing yet, and is drawn around what it holds from now on
            at, sizes = self._places()[container], Sizes()
            return Point(at.x + sizes.side, at.y + sizes.head)
        nodes = {**graph.nodes, new: Node(new, kind=kind, domains=(container,) if container else ())}
        if needed_by in nodes:
            nodes[needed_by] = linked(nodes[needed_by], new, Need.HARD)
        return place_new(Graph(nodes, graph.journeys), self._places())[new]

    def _with_room(self, part: Graph, new: str) -> Graph:
        """A part with what has to give way to a new element in it."""
        with_it = Graph({**self.graph.nodes, **part.nodes}, self.graph.journeys)
        moved = room_for(with_it, {**self._places(), **positions_in(part)}, new)
        if not moved:
            return part
        nodes = {name: node for name, node in with_it.nodes.items() if name in moved or name in part.nodes}
        journeys = (one for one in self.graph.journeys if journey_key(one.id) in moved)
        return with_positions(Graph.of(nodes.values(), journeys), moved)

    def _add_journey(self, name: str, place: Position | None, entry: str) -> str:
        if entry not in self.graph.nodes:
            self._desk.say(_("A journey enters somewhere: select the element where it enters first."))
            return ""
        title = name or _("User journey")
        one = Journey(fresh_id(title, {one.id for one in self.graph.journeys}, "journey"), title, entry, position=place)
        done = self.do(PutElements(self._workload, Graph({}, (one,)), _("Add journey {name}").format(name=title)))
        return journey_key(one.id) if done else ""

    def change(self, node: Node, token: str = "", words: str = "") -> None:
        """Replace an element by a changed one."""
        words = words or _("Change element {name}").format(name=node.title)
        if node != self.graph.nodes.get(node.id):
            self.do(PutElements(self._workload, Graph.of((node,)), words), token)

    def change_journey(self, journey: Journey, token: str = "") -> None:
        """Replace a journey by a changed one."""
        words = _("Change journey {name}").format(name=journey.title)
        if journey != self.graph.journey(journey.id):
            self.do(PutElements(self._workload, Graph({}, (journey,)), words), token)

    def rename(self, name: str, label: str) -> None:
        """Give a box another name; its id stays."""
        journey = self.graph.journey(journey_of(name)) if journey_of(name) else None
        if journey is not None:
            self.change_journey(replace(journey, label=label))
        elif name in self.graph.nodes:
            self.change(replace(self.graph.nodes[name], label=label))

    def remove(self) -> None:
        """Take what is selected out; it can be undone."""
        names = self._architecture.selected
        change = self._desk.editor.do(RemoveElements(self._workload, names)) if names else None
        if change is not None:
            said = n_("{n} element removed.", "{n} elements removed.", len(names)).format(n=len(names))
            self._desk.say(said, self._desk.editor.undo)

    # -- links ---------------------------------------------------------------------------------

    def connect(self, source: str, target: str, need: Need | None) -> None:
        """Let an element need another in some way, or no more; a journey enters there."""
        journey = self.graph.journey(journey_of(source)) if journey_of(source) else None
        if journey is not None:
            self.change_journey(replace(journey, node=target))
            return
        node = self.graph.nodes.get(source)
        if node is None or target not in self.graph.nodes or source == target:
            return
        title = self.graph.title
        words = _("Connect {a} to {b}") if need is not None else _("Remove the link from {a} to {b}")
        self.change(linked(node, target, need), words=words.format(a=title(source), b=title(target)))

    def disconnect(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Let elements need others no more, as one step."""
        nodes: dict[str, Node] = {}
        for source, target in pairs:
            nodes[source] = linked(nodes.get(source) or self.graph.nodes[source], target, None)
        if nodes:
            self.do(PutElements(self._workload, Graph.of(nodes.values()), _("Remove links")))

    def group(self, owner: str, members: Iterable[str], needs: int | None) -> None:
        """Let an element need some of several others."""
        names = tuple(one for one in members if one != owner and one in self.graph.nodes)
        if owner in self.graph.nodes and len(names) > 1:
            words = _("Group as redundant for {name}").format(name=self.graph.title(owner))
            self.change(grouped(self.graph.nodes[owner], names, needs), words=words)

    # -- places --------------------------------------------------------------------------------

    def move(self, names: Iterable[str], dx: float, dy: float, into: str | None = None) -> None:
        """Move boxes and all in them, and put them into another container or out of all ("")."""
        if into is None and not self._is_whole():
            return
        nesting, places = nest(self.graph), self._places()
        leaves = dict.fromkeys(leaf for name in names for leaf in nesting.leaves(name))
        moved = {one: _at(places[one].x + dx, places[one].y + dy) for one in leaves if one in places}
        if into is None:
            if moved and (dx or dy):
                self.do(MoveElements(self._workload, self._unsaved() | moved))
            return
        outer = [one for one in names if one in self.graph.nodes and not set(nesting.above(one)) & set(names)]
        entered = {into, *nesting.above(into)} if into else set()
        nodes = {name: self.graph.nodes[name] for name in leaves if name in self.graph.nodes}
        nodes |= {one: self.graph.nodes[one] for one in outer}
        changed = []
        for name, node in nodes.items():
            if name in outer:
                node = standing_in(node, set(nesting.above(name)) - entered, into)
            changed.append(replace(node, position=moved.get(name, node.position)))
        journeys = [replace(one, position=moved[journey_key(one.id)]) for one in self.graph.journeys
                    if journey_key(one.id) in moved]  # fmt: skip
        name = self.graph.title(into) if into else ""
        words = _("Put into {name}").format(name=name) if into else _("Take out of its container")
        self.do(PutElements(self._workload, self._kept(Graph.of(changed, journeys)), words))

    def put(self, places: Mapping[str, Point], words: str, *, pinned: bool = True) -> None:
        """Give boxes places, as one step."""
        if not self._is_whole():
            return
        before = pinned_in(self.graph)
        found = {name: Position(at.x, at.y, pinned or name in before) for name, at in places.items()}
        self.do(MoveElements(self._workload, self._unsaved() | found, words))

    def unpin(self) -> None:
        """Let a new layout move what is selected, or everything where nothing is."""
        nesting = nest(self.graph)
        names = self._architecture.selected or nesting.roots
        leaves = {leaf for name in names for leaf in nesting.leaves(name)}
        places = positions_in(self.graph)
        loose = {name: Position(*places[name]) for name in pinned_in(self.graph) if name in leaves}
        if loose:
            n = len(loose)
            self.do(MoveElements(self._workload, loose, n_("Unpin {n} element", "Unpin {n} elements", n).format(n=n)))

    def align(self, edge: str) -> None:
        """Put the selected boxes on one line: "left", "centre", "right", "top", "middle", "bottom"."""
        places, sizes = self._chosen_places(), Sizes()
        if len(places) < 2:
            return
        size = (sizes.width, sizes.height)
        axis = 0 if edge in ("left", "centre", "right") else 1
        low = min(at[axis] for at in places.values())
        high = max(at[axis] for at in places.values()) + size[axis]
        line = {"left": low, "top": low, "right": high - size[axis], "bottom": high - size[axis]}
        at_line = line.get(edge, (low + high - size[axis]) / 2)
        self.put({name: Point(at_line, at.y) if axis == 0 else Point(at.x, at_line) for name, at in places.items()},
                 _("Align"))  # fmt: skip

    def distribute(self, axis: int) -> None:
        """Spread the selected boxes evenly: 0 across, 1 down."""
        places = sorted(self._chosen_places().items(), key=lambda one: one[1][axis])
        if len(places) < 3:
            return
        first, last = places[0][1][axis], places[-1][1][axis]
        step = (last - first) / (len(places) - 1)
        spread = {
            name: Point(first + n * step, at.y) if axis == 0 else Point(at.x, first + n * step)
            for n, (name, at) in enumerate(places)
        }
        self.put(spread, _("Distribute"))

    # -- copies --------------------------------------------------------------------------------

    def copy(self) -> None:
        """Put what is selected on the clipboard, as wb-graph/1: for another workload, or any text."""
        part = self._part()
        if part:
            data = QMimeData()
            text = write_graph(part)
            data.setData(MIME, text)
            data.setText(text.decode())
            QApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Copy what is selected and take it out."""
        self.copy()
        self.remove()

    def can_paste(self) -> bool:
        """Whether the clipboard holds a graph."""
        data: Any = QApplication.clipboard().mimeData()
        return self.can_write() and data is not None and (
            data.hasFormat(MIME) or '"wb-graph/1"' in data.text()[:2000]
        )  # fmt: skip

    def paste(self) -> tuple[str, ...]:
        """Add the graph of the clipboard under ids of its own; returns its boxes."""
        data = QApplication.clipboard().mimeData()
        text = data.data(MIME).data() if data.hasFormat(MIME) else data.text().encode()
        try:
            part = read_graph(bytes(text), _("The clipboard"), [])
        except WorkbenchError as error:
            self._desk.faults.report(error)
            return ()
        n = len(part.nodes) + len(part.journeys)
        return self._add_part(part, n_("Paste {n} element", "Paste {n} elements", n).format(n=n))

    def duplicate(self) -> tuple[str, ...]:
        """Add a copy of what is selected; it needs what the original needs. Returns its boxes."""
        nesting = nest(self.graph)
        names = dict.fromkeys(each for one in self._architecture.selected for each in nesting.below(one))
        part = Graph({one: self.graph.nodes[one] for one in names if one in self.graph.nodes}, self._journeys())
        n = len(part.nodes) + len(part.journeys)
        return self._add_part(self._kept(part), n_("Duplicate {n} element", "Duplicate {n} elements", n).format(n=n))

    def _part(self) -> Graph:
        nesting = nest(self.graph)
        names = dict.fromkeys(each for one in self._architecture.selected for each in nesting.below(one))
        return self._kept(part_of(self.graph, names, {one.id for one in self._journeys()}))

    def _journeys(self) -> tuple[Journey, ...]:
        chosen = {journey_of(one) for one in self._architecture.selected}
        return tuple(one for one in self.graph.journeys if one.id in chosen)

    def _add_part(self, part: Graph, words: str) -> tuple[str, ...]:
        if not part:
            return ()
        copied = copied_into(self.graph, part)
        by = free_shift(positions_in(copied).values(), self._places().values(), Sizes())
        copied = with_positions(
            copied, {name: Point(at.x + by.x, at.y + by.y) for name, at in positions_in(copied).items()}
        )
        if len(copied.nodes) <= _FEW:
            for name in copied.nodes:
                copied = self._with_room(copied, name) if name in positions_in(copied) else copied
        added = (*(one for one in copied.nodes if one not in self.graph.nodes),
                 *(journey_key(one.id) for one in copied.journeys if self.graph.journey(one.id) is None))  # fmt: skip
        if not self.do(PutElements(self._workload, copied, words)):
            return ()
        self._architecture.select(added)
        return added

    # -- parts of it ---------------------------------------------------------------------------

    @property
    def _workload(self) -> str:
        return self._architecture.workload_id

    def _is_whole(self) -> bool:
        """Whether boxes are drawn where they are kept; in a part they stand closer together, and are not moved."""
        if self._architecture.view.is_part:
            self._desk.say(_("Boxes are moved in the whole system. Draw it without folds first."))
        return not self._architecture.view.is_part

    def _chosen_places(self) -> dict[str, Point]:
        nesting, places = nest(self.graph), self._places()
        chosen = (one for one in self._architecture.selected if one not in nesting.children)
        return {one: places[one] for one in chosen if one in places}

    def _unsaved(self) -> dict[str, Position | None]:
        """Places of boxes that are drawn there and not kept yet: the first move keeps them all."""
        kept = positions_in(self.graph)
        return {name: Position(at.x, at.y) for name, at in self._places().items() if kept.get(name) != at}

    def _kept(self, part: Graph) -> Graph:
        """A part with the places its boxes are drawn at."""
        places = self._places()

        def at(name: str, was: Position | None) -> Position | None:
            return was or (Position(*places[name]) if name in places else None)

        nodes = (replace(node, position=at(name, node.position)) for name, node in part.nodes.items())
        return Graph.of(nodes, (replace(one, position=at(journey_key(one.id), one.position)) for one in part.journeys))


def _at(x: float, y: float) -> Position:
    grid = Sizes().grid
    return Position(round(x / grid) * grid, round(y / grid) * grid, True)

"""What of an architecture is on the screen: what has failed in it and why the rest fell, the lit path, selection, view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from workbench.analyses.failure.analysis import JourneyResult
from workbench.analyses.failure.compiled import Compiled, compile_graph
from workbench.analyses.failure.degraded import Degrading
from workbench.analyses.failure.paths import Paths, Step
from workbench.analyses.failure.standing import Standing
from workbench.analyses.failure.verdicts import own_of
from workbench.analyses.failure.words import Words
from workbench.analyses.what_if.next_failures import next_of_pairs
from workbench.domain.graph import Graph, Journey
from workbench.figures.architecture import State, View, lose

__all__ = ["ArchitectureShown"]


class ArchitectureShown(QObject):
    """One architecture on the screen. Signals come on the UI thread.

    Attributes:
        graph: What is shown.
        compiled: The same, compiled.
        state: What failed, fell, is degraded; the path that is lit; findings by element.
        journeys: How each journey is, by id.
        results: What can end each journey, up to pairs; empty until it is known.
    """

    graph_changed = Signal()
    state_changed = Signal()
    """Also where the standing of the journeys changed."""
    selection_changed = Signal()
    view_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.graph = Graph()
        self.compiled: Compiled = compile_graph(self.graph)
        self.state = State()
        self.view = View()
        self.selected: tuple[str, ...] = ()
        self.journeys: dict[str, Standing] = {}
        self.results: Mapping[str, JourneyResult] = {}
        self._paths: Paths | None = None
        self._whole: State | None = None
        self._degrading: tuple[Graph, Degrading] | None = None
        self._singles: tuple[tuple[object, ...], dict[str, tuple[str, ...]]] = ((None,) * 4, {})
        self._next: tuple[Graph, tuple[str, ...], Mapping[str, tuple[str, ...]]] = (self.graph, (), {})
        self._words: tuple[Graph, Words] | None = None

    # -- what is known -------------------------------------------------------------------------

    def words(self) -> Words:
        """Return what names and sentences of this graph are made with."""
        if self._words is None or self._words[0] is not self.graph:
            self._words = (self.graph, Words(self.graph))
        return self._words[1]

    def singles(self, journey_id: str, *, at_rest: bool = False) -> tuple[str, ...]:
        """Return what ends a journey alone, inside what it must survive: now, or `at_rest`, with nothing failed.

        With several failures what ends it only together with two of them follows from the background.
        """
        failed = () if at_rest or self._whole is not None else self.state.failed
        of = (self.graph, self.results, self._next, failed)
        if any(was is not now for was, now in zip(self._singles[0], of, strict=True)):
            self._singles = (of, {one.id: self._ends(one, failed) for one in self.graph.journeys})
        return self._singles[1].get(journey_id, ())

    def _ends(self, journey: Journey, failed: tuple[str, ...]) -> tuple[str, ...]:
        graph, of, found = self._next
        if graph is self.graph and of == failed and journey.id in found:
            return own_of(graph, journey, found[journey.id])
        result = self.results.get(journey.id)
        if result is None or any(name not in self.graph.nodes for one in result.cut_sets for name in one):
            return ()
        return own_of(self.graph, journey, next_of_pairs(result, failed))

    def _lost(self, failed: Iterable[str], state: State) -> State:
        """Return a state in which some elements have failed; what the graph alone decides is worked out once."""
        if self._degrading is None or self._degrading[0] is not self.graph:
            self._degrading = (self.graph, Degrading(self.graph))
        return lose(self.graph, failed, state, self.compiled, self._degrading[1])

    def cascade(self) -> tuple[tuple[Step, ...], ...]:
        """Return what is down, in the order it falls, with the reason of each."""
        return self._proofs().cascade(self.state.failed)

    def why(self, element: str) -> tuple[str, ...]:
        """Say why an element is down, one sentence per step; empty for one that is up or failed itself."""
        if element not in self.state.fallen:
            return ()
        proof = self._proofs().prove(element, self.state.failed) if self.state.failed else None
        if proof is not None:
            return self.words().proof(proof)
        found = next((step for level in self._proofs().cascade(()) for step in level if step.element == element), None)
        return (self.words().step(found),) if found else ()

    def _proofs(self) -> Paths:
        if self._paths is None:
            self._paths = Paths(self.graph, self.compiled)
        return self._paths

    # -- what is shown -------------------------------------------------------------------------

    def select(self, ids: Iterable[str]) -> None:
        """Select elements, or journeys by `graph_layout.journey_key`."""
        wanted = tuple(dict.fromkeys(ids))
        if wanted != self.selected:
            self.selected = wanted
            self.selection_changed.emit()

    def set_view(self, view: View) -> None:
        """Draw another part."""
        if view != self.view:
            self.view = view
            self.view_changed.emit()

    def show_path(self, ids: Iterable[str]) -> None:
        """Light a path of elements."""
        path = self._there(ids)
        if path != self.state.path:
            self.state = replace(self.state, path=path)
            self.state_changed.emit()

    def clear_path(self) -> None:
        """Light no path."""
        self.show_path(())

    # -- failing -------------------------------------------------------------------------------

    def toggle_failed(self, ids: Iterable[str]) -> None:
        """Let elements fail, or repair them where all of them have failed."""
        wanted = self._there(ids)
        failed = self.state.failed
        if set(wanted) <= set(failed):
            self.fail(one for one in failed if one not in wanted)
        else:
            self.fail((*failed, *wanted))

    def fail(self, ids: Iterable[str]) -> None:
        """Let exactly these elements fail."""
        failed = self._there(ids)
        if failed != self.state.failed:
            self.state = self._lost(failed, self.state)
            self._whole = None
            self._stand()

    def repair(self) -> None:
        """Let everything work again."""
        self.fail(())

    def show_level(self, level: int | None) -> None:
        """Show the fall up to a level only, 0 for what failed itself; None shows all of it."""
        whole = self._whole or self.state
        if level is None:
            self._whole, self.state = None, replace(whole, path=self.state.path)
        else:
            fallen = (step.element for steps in self.cascade()[: level + 1] for step in steps)
            down = tuple(one for one in fallen if one not in whole.failed)
            self._whole, self.state = whole, replace(whole, fallen=down, degraded=())
        self._stand()

    def _stand(self) -> None:
        down, lesser = self.state.down(), set(self.state.degraded)
        self.journeys = {
            one.id: Standing.DOWN if one.node in down
            else Standing.DEGRADED if one.node in lesser
            else Standing.AT_RISK if self.singles(one.id)
            else Standing.UP
            for one in self.graph.journeys
        }  # fmt: skip
        self.state_changed.emit()

    def _there(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(one for one in dict.fromkeys(ids) if one in self.graph.nodes)

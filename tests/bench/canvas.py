"""The canvas: processor time per frame at 500, 2,000 and 5,000 elements with twice as many links and nested containers.

A frame is a change and the painting of everything it touches, in a canvas of 1400 by 900 pixels without a screen.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, median
from workbench.analyses.graph_layout import Point, Sizes, nest
from workbench.domain.graph import Dependency, Graph, Journey, Node
from workbench.figures.architecture import Drawing, State, View, lose

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

__all__ = ["canvas_figures", "nested"]

AIMS = {500: 9.0, 2_000: 20.0, 5_000: 42.0}
"""Aims [ms] for a frame with the whole model visible."""
_ROUNDS = 15


def nested(n: int, seed: int = 1) -> tuple[Graph, dict[str, Point]]:
    """Return a graph of Regions, zones and subnets with n elements in all and 2n links, and places for them."""
    pick = Random(seed)
    nodes: list[Node] = []
    places: dict[str, Point] = {}
    regions = max(1, n // 1_000)
    subnets: list[str] = []
    for region in range(regions):
        nodes.append(Node(f"r{region}", f"Region {region}", "region"))
        for zone in range(3):
            nodes.append(Node(f"r{region}z{zone}", f"Zone {zone}", "az", domains=(f"r{region}",)))
            for subnet in range(max(2, n // (regions * 3 * 20))):
                name = f"r{region}z{zone}s{subnet}"
                nodes.append(Node(name, f"Subnet {subnet}", "subnet", domains=(f"r{region}z{zone}",)))
                subnets.append(name)
    names = [f"e{place}" for place in range(n - len(nodes))]
    kinds = ("component", "service", "function", "resource")
    wide = max(1, round(len(subnets) ** 0.5))
    for place, name in enumerate(names):
        row, column = divmod(place, 20)
        home = subnets[row % len(subnets)]
        needs = {names[min(len(names) - 1, max(0, place + pick.randint(-40, 40)))] for _each in range(2)} - {name}
        nodes.append(
            Node(name, f"Element {place}", kinds[place % 4], domains=(home,), requires=tuple(map(Dependency, needs)))
        )
        at = row % len(subnets)
        x, y = (at % wide) * 1_000.0, (at // wide) * 700.0
        places[name] = Point(x + column % 4 * 220.0, y + column // 4 * 110.0 + row // len(subnets) * 550.0)
    journeys = [Journey(f"j{place}", f"Journey {place}", names[place * 7]) for place in range(min(20, len(names) // 7))]
    places |= {f"\0j{place}": Point(place * 200.0, -160.0) for place in range(len(journeys))}
    return Graph.of(nodes, journeys), places


def canvas_figures() -> Iterator[Figure]:
    """Measure fit, pan, zoom, drag and a failure on the real canvas."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from workbench.ui.theme import theme

    app = QApplication.instance() or QApplication([])
    theme().apply(app, "light")  # type: ignore[arg-type]
    for n, aim in AIMS.items():
        yield from _of_size(app, n, aim)


def _of_size(app: QApplication, n: int, aim: float) -> Iterator[Figure]:
    from PySide6.QtCore import QPointF

    from workbench.ui.widgets.canvas_hands import Doing
    from workbench.ui.widgets.canvas_layers import Layers
    from workbench.ui.widgets.canvas_view import Canvas

    graph, places = nested(n)
    layers = Layers(Drawing(graph, places, View(), State(), Sizes(), nest(graph)))
    canvas = Canvas()
    canvas.resize(1400, 900)
    canvas.show()
    canvas.show_layers(layers, fit=True)
    app.processEvents()

    def frame(change: Callable[[int], object]) -> float:
        took = []
        for turn in range(_ROUNDS):
            gc.collect()
            start = time.process_time()
            change(turn)
            canvas.repaint()
            took.append((time.process_time() - start) * 1000)
        return median(took)

    links = f"{len(layers.drawing.links):,} links, {len(layers.open)} containers"
    yield Figure(
        f"canvas, {n:,} elements, fit", frame(lambda _turn: canvas.fit()), "ms", aim, f"{links}, {canvas.percent} %"
    )
    yield Figure(
        f"canvas, {n:,} elements, pan, all seen", frame(lambda turn: canvas.pan(8 * (-1) ** turn, 5)), "ms", aim
    )
    yield Figure(
        f"canvas, {n:,} elements, zoom, all seen",
        frame(lambda turn: canvas.zoom_by(1 / 0.9 if turn % 2 else 0.9)),
        "ms",
        aim,
    )

    canvas.fit()
    canvas.pick(("e8",))
    canvas.hands.start = QPointF(canvas.rect_of("e8").center())
    canvas.hands._begin_move()

    def drag(turn: int) -> None:
        canvas.hands.shift = QPointF(20.0 * turn, 12.0 * turn)
        canvas.update()

    yield Figure(f"canvas, {n:,} elements, drag, all seen", frame(drag), "ms", aim)
    canvas.hands.doing, canvas.hands.moved = Doing.NOTHING, ()

    def drop(turn: int) -> None:
        places["e8"] = Point(places["e8"].x + 8.0 * (-1) ** turn, places["e8"].y)
        layers.move(graph, places)
        canvas.repaint_all()

    yield Figure(f"canvas, {n:,} elements, drop, all seen", frame(drop), "ms", 50.0 if n <= 2_000 else None)
    for zoom in (0.3, 1.0):
        canvas.zoom_to(zoom * 100)
        canvas.repaint()
        yield Figure(
            f"canvas, {n:,} elements, pan at {zoom:.0%}",
            frame(lambda turn: canvas.pan(30 * (-1) ** turn, 12)),
            "ms",
        )
        yield Figure(f"canvas, {n:,} elements, repaint at {zoom:.0%}", frame(lambda _turn: canvas.repaint_all()), "ms")
    canvas.fit()
    states = [lose(graph, (name,)) for name in ("r0z0", "r0z1")]
    took = frame(lambda turn: canvas.take_state(states[turn % 2]))
    yield Figure(
        f"canvas, {n:,} elements, show a failure, all seen", took, "ms", 50.0, f"{len(states[0].fallen):,} fall"
    )
    canvas.close()

"""Parts of an architecture are drawn closer together and not moved in; in a large one a drop moves only what it touches."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from tests.bench.graphs import layered
from tests.ui.architecture_stage import architecture, stored
from workbench.analyses.graph_layout import layout, positions_in, with_positions
from workbench.figures.architecture import View


@pytest.fixture
def made(qtbot, tmp_path):
    with architecture(tmp_path, qtbot) as one:
        one.page.verbs.move(("db",), 40.0, 40.0)  # from now on all places are kept
        one.page.architecture.set_view(View(folded=frozenset(("az-b",))))
        yield one


def test_boxes_are_not_dragged_in_a_part(qtbot, made):
    canvas, kept = made.page.canvas, positions_in(stored(made))
    start = canvas.rect_of("db").center()
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    for step in (20, 40, 60):
        at = QPointF(start + QPoint(step, step))
        event = QMouseEvent(QEvent.Type.MouseMove, at, QPointF(canvas.mapToGlobal(at)), Qt.MouseButton.NoButton,
                            Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
        QApplication.sendEvent(canvas, event)
    assert "whole system" in canvas.note
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 60))
    assert positions_in(stored(made)) == kept
    assert not canvas.note


@pytest.mark.parametrize("verb", ["move", "align", "distribute"])
def test_no_verb_moves_boxes_in_a_part(made, verb):
    page, kept = made.page, positions_in(stored(made))
    page.architecture.select(("db", "api-a", "key"))
    {
        "move": lambda: page.verbs.move(("db",), 80.0, 0.0),
        "align": lambda: page.verbs.align("left"),
        "distribute": lambda: page.verbs.distribute(0),
    }[verb]()
    assert positions_in(stored(made)) == kept


def test_what_is_added_in_a_part_is_placed_in_the_whole(made):
    page = made.page
    added = page.verbs.add("component", "New", QPointF(20_000.0, 20_000.0), "az-a")
    at = stored(made).nodes[added].position
    home = stored(made).nodes["db"].position
    assert abs(at.x - home.x) + abs(at.y - home.y) < 800
    page.architecture.set_view(View())
    boxes = page.canvas.layers.drawing.boxes
    assert not boxes["az-a"].meets(boxes["az-b"])


def test_a_drop_in_a_large_drawing_is_shown_at_once(qtbot, tmp_path):
    graph = layered(160, 1)
    with architecture(tmp_path, qtbot, with_positions(graph, layout(graph))) as made:
        page = made.page
        qtbot.waitUntil(lambda: page.pane.shown is not None and len(page.canvas.layers.drawing.boxes) > 100)
        layers, name = page.canvas.layers, "function-3"
        before, routes = layers.drawing.boxes[name], dict(layers.drawing.routes)
        page.verbs.move((name,), 400.0, 240.0)
        assert page.canvas.layers is layers, "nothing is drawn anew yet"
        now = layers.drawing.boxes[name]
        assert (now.x - before.x, now.y - before.y) == (400.0, 240.0)
        touched = {pair for pair, route in layers.drawing.routes.items() if route != routes[pair]}
        assert {pair for pair in routes if name in pair} <= touched
        assert len(touched) < len(routes) / 4
        assert layers.box_at(QPointF(*now.middle)) == name
        pair = next(pair for pair in routes if pair[0] == name)
        assert layers.link_at(QPointF(*layers.drawing.routes[pair][0]), 4.0) is not None
        qtbot.waitUntil(lambda: page.canvas.layers is not layers, timeout=20_000)
        assert page.canvas.layers.drawing.boxes == layers.drawing.boxes

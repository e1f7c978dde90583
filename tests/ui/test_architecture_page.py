"""The Architecture page: drawn, walked through, changed with mouse and keys, each change one undoable step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.architecture_stage import SHOP, architecture, stored
from tests.ui.standing_stage import nameless
from workbench.analyses.graph_layout import journey_key, positions_in
from workbench.domain.graph import Graph
from workbench.domain.graph_parts import Need, need_of
from workbench.exchange.wb_graph import read_graph

Key, Left = Qt.Key, Qt.MouseButton.LeftButton


@pytest.fixture
def made(qtbot, tmp_path):
    with architecture(tmp_path, qtbot) as one:
        yield one
        assert not one.told


def middle(page, name) -> QPoint:
    return page.canvas.rect_of(name).center()


def drag(qtbot, page, start, end, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.mousePress(page.canvas, Left, pos=start)
    qtbot.mouseMove(page.canvas, start + QPoint(12, 12))
    for share in (0.5, 1.0):
        at = start + (end - start) * share
        QApplication.sendEvent(page.canvas, _moved(page, at, modifier))
    qtbot.mouseRelease(page.canvas, Left, modifier, pos=end)


def _moved(page, at, modifier):
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    spot = QPointF(at)
    return QMouseEvent(
        QEvent.Type.MouseMove, spot, QPointF(page.canvas.mapToGlobal(at)), Qt.MouseButton.NoButton, Left, modifier
    )


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier):
    page.canvas.setFocus()
    qtbot.keyClick(page.canvas, key, modifier)


def test_everything_is_drawn_and_a_click_selects(qtbot, made):
    page = made.page
    assert set(page.canvas.layers.drawing.boxes) == {*SHOP.nodes, journey_key("checkout")}
    qtbot.mouseClick(page.canvas, Left, pos=middle(page, "db"))
    assert page.architecture.selected == ("db",)
    assert page.inspector.title.text() == "orders"
    qtbot.mouseClick(page.canvas, Left, Qt.KeyboardModifier.ShiftModifier, pos=middle(page, "key"))
    assert page.architecture.selected == ("db", "key")
    qtbot.mouseClick(page.canvas, Left, pos=QPoint(2, page.canvas.height() - 2))
    assert page.architecture.selected == ()


def test_looking_writes_nothing_and_the_first_move_keeps_every_place(qtbot, made):
    page = made.page
    assert positions_in(stored(made)) == {}
    before = dict(page.pane.places())
    start = middle(page, "key")
    drag(qtbot, page, start, start + QPoint(80, 40))
    graph = stored(made)
    kept = positions_in(graph)
    assert graph.nodes["key"].position.pinned
    assert not graph.nodes["db"].position.pinned
    assert kept["db"] == before["db"]
    assert kept["key"].x > before["key"].x
    made.desk.editor.undo()
    assert positions_in(stored(made)) == {}
    assert page.pane.places()["db"] == before["db"]


def test_an_element_dragged_into_another_zone_stands_there(qtbot, made):
    page = made.page
    target = page.canvas.rect_of("az-b")
    drag(qtbot, page, middle(page, "db"), QPoint(target.left() + 8, target.bottom() - 6))
    assert stored(made).nodes["db"].domains == ("az-b",)
    made.desk.editor.undo()
    assert stored(made).nodes["db"].domains == ("az-a",)


def test_dragging_out_needs_alt(qtbot, made):
    page = made.page
    away = QPoint(page.canvas.width() - 20, page.canvas.height() // 2)
    drag(qtbot, page, middle(page, "db"), away)
    assert stored(made).nodes["db"].domains == ("az-a",)
    made.desk.editor.undo()
    page.canvas.fit()
    drag(qtbot, page, middle(page, "db"), away, Qt.KeyboardModifier.AltModifier)
    assert stored(made).nodes["db"].domains == ()


def test_a_frame_selects_what_lies_in_it(qtbot, made):
    page = made.page
    rect = page.canvas.rect_of("key")
    drag(qtbot, page, rect.topLeft() - QPoint(14, 14), rect.bottomRight() + QPoint(14, 14))
    assert page.architecture.selected == ("key",)


def test_the_title_of_a_container_is_above_a_link_that_crosses_it(qtbot, made):
    page = made.page
    layers, camera = page.canvas.layers, page.canvas.camera
    rect = page.canvas.rect_of("az-a")
    spots = [QPoint(x, rect.top() + 5) for x in range(rect.left() + 2, rect.right() - 2)]
    crossed = [one for one in spots if layers.link_at(camera.to_drawing(QPointF(one)), 1 / camera.zoom)]
    assert crossed, "the drawing of this test has a link that enters from above"
    qtbot.mouseClick(page.canvas, Qt.MouseButton.LeftButton, pos=crossed[0])
    assert page.architecture.selected == ("az-a",)
    assert page.canvas.link is None


def test_a_link_is_drawn_from_the_handle(qtbot, made):
    page = made.page
    page.canvas.pick(("db",))
    start = page.canvas.hands.handle_of("db").toPoint()
    drag(qtbot, page, start, middle(page, "key"))
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    menu.activeAction().trigger()
    menu.close()
    assert need_of(stored(made).nodes["db"], "key") is Need.HARD
    assert ("db", "key") in page.canvas.layers.drawing.links
    page.canvas.pick_link(("db", "key"))
    press(qtbot, page, Key.Key_Delete)
    assert need_of(stored(made).nodes["db"], "key") is None


def test_a_double_click_adds_where_it_was_made(qtbot, made):
    page = made.page
    page.palette_box.choose("function")
    qtbot.mouseDClick(page.canvas, Left, pos=QPoint(30, 30))
    qtbot.keyClicks(page.pane.name, "Receipts")
    qtbot.keyClick(page.pane.name, Key.Key_Return)
    node = stored(made).nodes["receipts"]
    assert (node.label, node.kind, node.position.pinned) == ("Receipts", "function", True)
    assert page.architecture.selected == ("receipts",)


def test_escape_adds_nothing(qtbot, made):
    page = made.page
    press(qtbot, page, Key.Key_N)
    qtbot.keyClicks(page.pane.name, "Nothing")
    qtbot.keyClick(page.pane.name, Key.Key_Escape)
    assert stored(made).nodes.keys() == SHOP.nodes.keys()


def test_the_keyboard_alone_draws_a_system(qtbot, made):
    page = made.page
    page.canvas.pick(("db",))
    press(qtbot, page, Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(page.pane.name, "Backups")
    qtbot.keyClick(page.pane.name, Key.Key_Return)
    graph = stored(made)
    assert need_of(graph.nodes["db"], "backups") is Need.HARD
    assert graph.nodes["backups"].domains == ("az-a",)
    press(qtbot, page, Key.Key_F2)
    qtbot.keyClicks(page.pane.name, "Nightly backups")
    qtbot.keyClick(page.pane.name, Key.Key_Return)
    assert stored(made).nodes["backups"].label == "Nightly backups"
    press(qtbot, page, Key.Key_J)
    qtbot.keyClicks(page.pane.name, "Restore")
    qtbot.keyClick(page.pane.name, Key.Key_Return)
    assert stored(made).journey("restore").node == "backups"
    page.canvas.pick(("backups",))
    before = page.pane.places()["backups"]
    press(qtbot, page, Key.Key_M)
    press(qtbot, page, Key.Key_Right)
    press(qtbot, page, Key.Key_Return)
    assert page.pane.places()["backups"].x == before.x + 24
    press(qtbot, page, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert stored(made).nodes["backups-2"].label == "Nightly backups"
    press(qtbot, page, Key.Key_Delete)
    assert "backups-2" not in stored(made).nodes


def test_arrow_keys_go_along_links(qtbot, made):
    page = made.page
    page.canvas.pick((journey_key("checkout"),))
    press(qtbot, page, Key.Key_Down)
    assert page.architecture.selected == ("lb",)
    press(qtbot, page, Key.Key_Down)
    assert page.architecture.selected[0] in ("api-a", "api-b")
    press(qtbot, page, Key.Key_Escape)
    assert page.architecture.selected == ()
    press(qtbot, page, Key.Key_Tab)
    first = page.architecture.selected
    press(qtbot, page, Key.Key_Tab)
    assert page.architecture.selected not in ((), first)


def test_f_fails_and_r_repairs(qtbot, made):
    page = made.page
    page.canvas.pick(("db",))
    press(qtbot, page, Key.Key_F)
    assert page.architecture.state.failed == ("db",)
    assert {"api-a", "api-b", "lb"} <= set(page.architecture.state.fallen)
    assert "down with it" in page.canvas.words_at(QPointF(middle(page, "lb")))
    press(qtbot, page, Key.Key_R)
    assert page.architecture.state.failed == ()


def test_copies_go_to_another_workload(qtbot, made):
    page = made.page
    page.canvas.pick(("az-a",))
    press(qtbot, page, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QApplication.clipboard().text()
    assert set(read_graph(text.encode()).nodes) == {"az-a", "api-a", "db"}
    made.desk.place.go(workload_id="w1")
    assert page.stack.state == "empty"
    page.stack.currentWidget().others[1].click()
    with made.workspace.reading() as session:
        from workbench.store.queries.graphs import graph_of

        graph = graph_of(session, "w1")
    assert graph.nodes["api-a"].requires[0].id == "db"
    assert graph.nodes["db"].domains == ("az-a",)


def test_pasting_what_is_no_graph_says_so(qtbot, made):
    QApplication.clipboard().setText('{"format": "wb-graph/1", "nodes": {"a": {"kind": 3}}}')
    made.page.verbs.paste()
    assert made.told
    made.told.clear()
    assert stored(made).nodes.keys() == SHOP.nodes.keys()


def test_redundant_elements_are_grouped(qtbot, made):
    page = made.page
    page.canvas.pick(("db", "key"))
    press(qtbot, page, Key.Key_G)
    dialog = next(
        one for one in page.findChildren(type(page).__mro__[-1]) if hasattr(one, "needs") and hasattr(one, "choose")
    )
    dialog.choose("api-a")
    dialog.needs.setValue(1)
    dialog.accept()
    group = stored(made).nodes["api-a"].groups[0]
    assert (group.needs, group.members) == (1, ("db", "key"))
    assert not stored(made).nodes["api-a"].requires


def test_views_and_folds(qtbot, made):
    page = made.page
    page.canvas.pick(("db",))
    press(qtbot, page, Key.Key_B)
    assert set(page.canvas.layers.drawing.boxes) == {"region", "az-a", "az-b", "db", "api-a", "api-b"}
    press(qtbot, page, Key.Key_W)
    page.canvas.pick(("az-a",))
    press(qtbot, page, Key.Key_Period)
    assert "db" not in page.canvas.layers.drawing.boxes
    assert "az-a" in page.canvas.layers.drawing.boxes
    assert not page.canvas.layers.drawing.is_open("az-a")
    page.pane.search.open()
    page.pane.search.field.setText("orders")
    qtbot.keyClick(page.pane.search.field, Key.Key_Return)
    assert page.architecture.selected == ("az-a",), "a folded container stands for what it holds"


def test_layout_keeps_what_is_pinned(qtbot, made):
    page = made.page
    start = middle(page, "key")
    drag(qtbot, page, start, start + QPoint(90, 60))
    pinned = stored(made).nodes["key"].position
    press(qtbot, page, Key.Key_L)
    qtbot.waitUntil(lambda: not [one for one in made.desk.tasks.running if one.is_running])
    assert stored(made).nodes["key"].position == pinned
    page.canvas.pick(("key",))
    press(qtbot, page, Key.Key_U)
    assert not stored(made).nodes["key"].position.pinned


def test_align_and_distribute(made):
    page = made.page
    page.canvas.pick(("api-a", "db", "search"))
    page.verbs.align("left")
    assert len({stored(made).nodes[name].position.x for name in page.architecture.selected}) == 1
    page.verbs.distribute(1)
    ys = sorted(stored(made).nodes[name].position.y for name in page.architecture.selected)
    assert ys[1] - ys[0] == pytest.approx(ys[2] - ys[1])


def test_screen_readers_find_the_boxes(made):
    page = made.page
    found = QAccessible.queryAccessibleInterface(page.canvas)
    names = [found.child(n).text(QAccessible.Text.Name) for n in range(found.childCount())]
    assert len(names) == len(SHOP.nodes) + 1
    place = next(n for n, name in enumerate(names) if name.startswith("orders"))
    page.architecture.toggle_failed(("db",))
    page.canvas.pick(("db",))
    box = found.child(place)
    assert "failed" in box.text(QAccessible.Text.Name)
    assert "Needed by" in box.text(QAccessible.Text.Description)
    assert box.state().selected
    links = {(way, other.text(QAccessible.Text.Name).partition(":")[0]) for other, way in box.relations()}
    to = QAccessible.RelationFlag.FlowsTo
    assert links == {(to, "api a"), (to, "api b")}
    assert not nameless(page)


def test_no_graph_and_read_only(qtbot, tmp_path):
    with architecture(tmp_path, qtbot, Graph()) as made:
        assert made.page.stack.state == "empty"
        made.page.stack.currentWidget().others[0].click()
        qtbot.keyClicks(made.page.pane.name, "Web")
        qtbot.keyClick(made.page.pane.name, Key.Key_Return)
        assert stored(made).nodes["web"].label == "Web"
        assert made.page.stack.state == "content"


def test_the_picture_of_what_is_seen(qtbot, made, tmp_path):
    page = made.page
    target = tmp_path / "shop.svg"
    page.looks.pictures.ask_file = lambda form, title: str(target)
    page.looks.export("svg")
    qtbot.waitUntil(target.exists)
    assert "orders" in target.read_text(encoding="utf-8")
    page.looks.copy_picture()
    qtbot.waitUntil(lambda: QApplication.clipboard().mimeData().hasImage(), timeout=20_000)


def test_colours_say_what_they_mean(made):
    page = made.page
    page.looks.show_colours("owner")
    assert page.looks.colouring.titles == ("Shop team", "Data team")
    assert page.canvas.layers.groups["db"] == 1
    assert "Data team" in page.looks.legend.accessibleName()


def test_a_narrow_window_gives_its_room_to_the_drawing(qtbot, made):
    page = made.page
    assert not page.side.isHidden()
    made.window.resize(620, 700)
    qtbot.waitUntil(page.side.isHidden)
    assert page.palette_box.isHidden()
    page.canvas.pick(("db",))
    press(qtbot, page, Key.Key_Return)
    assert page.inspector.isVisible()
    qtbot.waitUntil(lambda: page.canvas.rect().intersects(page.canvas.rect_of("db")))
    page.toggle_side()
    assert page.side.isHidden()
    assert page.save_state()["side"] is False
    page.toggle_side()
    made.window.resize(1208, 736)
    qtbot.waitUntil(lambda: not page.palette_box.isHidden())
    assert not page.side.isHidden()

"""Adding to the architecture by keys and mouse: nothing is covered, nothing moves, and it stands where one expects it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QMenu

from tests.ui.architecture_stage import SHOP, architecture, stored
from workbench.domain.graph_parts import Need, need_of

Key = Qt.Key


@pytest.fixture
def made(qtbot, tmp_path):
    with architecture(tmp_path, qtbot) as one:
        yield one
        assert not one.told


def press(qtbot, page, key, modifier=Qt.KeyboardModifier.NoModifier):
    page.canvas.setFocus()
    qtbot.keyClick(page.canvas, key, modifier)


def overlaps(page):
    """Pairs of boxes that hold nothing and cover each other."""
    boxes = page.canvas.layers.drawing.boxes
    leaves = [name for name in boxes if not page.canvas.layers.drawing.is_open(name)]
    return [(a, b) for n, a in enumerate(leaves) for b in leaves[n + 1 :] if boxes[a].meets(boxes[b])]


@pytest.mark.parametrize("name", ["db", "lb", "key", "search"])
def test_what_is_added_by_keyboard_covers_nothing_and_moves_nothing(qtbot, made, name):
    page = made.page
    for number, key in enumerate((Key.Key_N, Key.Key_N, Key.Key_J, Key.Key_J)):
        page.canvas.pick((name,))
        before = dict(page.pane.places())
        press(
            qtbot, page, key, Qt.KeyboardModifier.ShiftModifier if key == Key.Key_N else Qt.KeyboardModifier.NoModifier
        )
        assert page.pane.name.isVisible()
        assert page.canvas.rect().contains(page.pane.name.geometry())
        qtbot.keyClicks(page.pane.name, f"Part {number}")
        qtbot.keyClick(page.pane.name, Key.Key_Return)
        after = dict(page.pane.places())
        assert {one: at for one, at in after.items() if one in before} == before
        assert not overlaps(page)
    for number in range(3):
        page.canvas.pick(())
        press(qtbot, page, Key.Key_N)
        qtbot.keyClicks(page.pane.name, f"Loose {number}")
        qtbot.keyClick(page.pane.name, Key.Key_Return)
        assert not overlaps(page)
    placed = stored(made).nodes["part-0"].position
    assert placed is not None
    assert not placed.pinned, "nobody put it there by hand"


def test_a_journey_without_an_entry_is_said_before_its_name_is_asked(qtbot, made):
    page = made.page
    page.palette_box.choose("journey")
    page.canvas.pick(())
    press(qtbot, page, Key.Key_N)
    assert not page.pane.name.isVisible()
    assert "select the element" in made.said[-1]


def test_copies_cover_nothing(qtbot, made):
    page = made.page
    for names in (("db",), ("key", "search"), ("az-a",)):
        page.canvas.pick(names)
        press(qtbot, page, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        assert not overlaps(page), names
    press(qtbot, page, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, page, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert not overlaps(page)
    for _step in range(4):
        made.desk.editor.undo()
    assert stored(made).nodes == SHOP.nodes
    for _step in range(4):
        made.desk.editor.redo()
    assert not overlaps(page)


def test_what_falls_on_an_empty_place_stands_in_it(qtbot, made):
    page = made.page
    page.verbs.add("az", "eu-west-1c", QPointF(-400.0, -300.0))
    middle_of = page.canvas.layers.drawing.boxes["eu-west-1c"].middle
    for kind, name in (("component", "Web c"), ("component", "App c")):
        page.adding.drop(kind, QPointF(*middle_of), page.canvas.layers.container_at(QPointF(*middle_of)))
        qtbot.keyClicks(page.pane.name, name)
        qtbot.keyClick(page.pane.name, Key.Key_Return)
        assert stored(made).nodes[name.casefold().replace(" ", "-")].domains == ("eu-west-1c",)
    page.adding.drop("journey", QPointF(*page.canvas.layers.drawing.boxes["db"].middle), "az-a")
    qtbot.keyClicks(page.pane.name, "Report")
    qtbot.keyClick(page.pane.name, Key.Key_Return)
    assert stored(made).journey("report").node == "db"


def test_adding_does_not_move_what_is_seen(qtbot, made):
    page = made.page
    before = (page.canvas.camera.x, page.canvas.camera.y, page.canvas.camera.zoom)
    page.canvas.pick(())
    press(qtbot, page, Key.Key_N)
    qtbot.keyClicks(page.pane.name, "Here")
    qtbot.keyClick(page.pane.name, Key.Key_Return)
    assert page.canvas.rect().contains(page.canvas.rect_of("here"))
    assert (page.canvas.camera.x, page.canvas.camera.y, page.canvas.camera.zoom) == before


def test_the_keyboard_gathers_a_selection(qtbot, made):
    page = made.page
    page.canvas.pick(("api-a",))
    press(qtbot, page, Key.Key_X)
    page.search()
    page.pane.search.field.setText("api b")
    page.pane.search.field.searched.emit("api b")
    qtbot.keyClick(page.pane.search.field, Key.Key_Return)
    assert page.architecture.selected == ("api-a", "api-b")
    press(qtbot, page, Key.Key_Return)
    press(qtbot, page, Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert page.architecture.selected == ("az-b",)
    press(qtbot, page, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert page.architecture.selected[0] in ("api-b", "search")


def test_a_kind_is_found_by_typing_and_the_new_one_stands_beside_the_selected(qtbot, made):
    page = made.page
    page.canvas.pick(("db",))
    press(qtbot, page, Key.Key_A)
    menu = next(one for one in page.findChildren(QMenu) if one.isVisible())
    qtbot.keyClicks(menu, "kms")
    assert menu.activeAction().text() == "KMS key"
    menu.activeAction().trigger()
    menu.close()
    qtbot.keyClicks(page.pane.name, "Ledger key")
    qtbot.keyClick(page.pane.name, Key.Key_Return)
    node = stored(made).nodes["ledger-key"]
    assert (node.kind, node.domains) == ("kms_key", ("az-a",))
    page.canvas.pick(("az-b",))
    press(qtbot, page, Key.Key_N)
    qtbot.keyClicks(page.pane.name, "Other key")
    qtbot.keyClick(page.pane.name, Key.Key_Return)
    assert stored(made).nodes["other-key"].domains == ("az-b",)


def test_one_element_is_no_redundancy_and_the_page_says_so(qtbot, made):
    made.page.canvas.pick(("db",))
    press(qtbot, made.page, Key.Key_G)
    assert "two or more" in made.said[-1]
    assert need_of(stored(made).nodes["api-a"], "db") is Need.HARD

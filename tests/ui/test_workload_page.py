"""The form of a workload on a real workspace: saved at once, checked while typing, nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.workload_stage import HOUSE_LENS, stage
from workbench.domain.workload import FIELDS
from workbench.ui.dialogs.add_lens import AddLensDialog
from workbench.ui.dialogs.remove_workload import RemoveCompletely
from workbench.ui.pages.workload import WorkloadPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    with stage(tmp_path, WorkloadPage, qtbot, workload_id="w0") as made:
        yield made


def in_dialog(work) -> None:
    def run():
        dialog = QApplication.activeModalWidget()
        try:
            work(dialog)
        finally:
            if dialog is not None and dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, run)


def type_into(qtbot, at, name: str, text: str) -> None:
    edit = at.page.rows[name].editor.edit
    edit.clear()
    qtbot.keyClicks(edit, text)
    at.page.rows[name].flush()


def test_every_field_has_a_row_with_its_value(at):
    assert set(at.page.rows) == {entry.name for entry in FIELDS}
    stored = at.stored()
    for name, row in at.page.rows.items():
        assert row.value() == getattr(stored, name), name


def test_text_is_stored_as_one_step_of_typing(at, qtbot):
    edit = at.page.rows["industry"].editor.edit
    for letter in "Retail":
        qtbot.keyClicks(edit, letter)
        at.page.rows["industry"].flush()
    assert at.stored().industry == "Retail"
    at.desk.editor.undo()
    assert at.stored().industry == ""
    assert edit.text() == "", "undo shows in the form"


def test_an_invalid_value_is_kept_and_marked(at, qtbot):
    row = at.page.rows["architectural_design"]
    edit = row.editor.edit
    qtbot.keyClicks(edit, "wiki/payments")
    assert "http" in row.note.text(), "at once, before it is stored"
    row.flush()
    assert at.stored().architectural_design == "wiki/payments"
    assert "1 field needs a look" in at.page.problems_button.text()
    at.page.next_problem()
    assert at.page.window().focusWidget() is edit
    type_into(qtbot, at, "architectural_design", "https://wiki.example.com/x")
    assert row.note.text() == ""
    assert at.page.problems_button.isHidden()


def test_a_name_that_is_taken_is_not_stored_and_not_lost(at, qtbot):
    type_into(qtbot, at, "name", "loy ALTY")
    row = at.page.rows["name"]
    assert at.stored().name == "Payments"
    assert "already" in row.note.text()
    at.page.refresh(None)
    assert row.value() == "loy ALTY", "what was typed stays"
    type_into(qtbot, at, "name", "Payments two")
    assert at.stored().name == "Payments two"
    assert at.told == []


def test_regions_are_tokens(at, qtbot):
    field = at.page.rows["aws_regions"].editor
    qtbot.keyClicks(field.input, "us-east-1, moon")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert at.stored().aws_regions == ("eu-west-1", "us-east-1", "moon")
    assert '"moon"' in at.page.rows["aws_regions"].note.text()
    qtbot.keyClick(field.input, Qt.Key.Key_Backspace)
    assert field.window().focusWidget() is field.tokens[2]
    qtbot.keyClick(field.tokens[2], Qt.Key.Key_Return)
    assert field.input.text() == "moon", "Enter opens it for editing"
    field.input.clear()
    field.remove(0)
    field.remove(0)
    assert at.stored().aws_regions == ()
    assert at.page.place_note.isVisibleTo(at.page), "one place is needed"


def test_what_is_typed_into_a_list_is_added_on_leaving(at, qtbot):
    qtbot.keyClicks(at.page.rows["non_aws_regions"].editor.input, "Rotterdam")
    at.page.flush()
    assert at.stored().non_aws_regions == ("Rotterdam",)


def test_tags_are_pairs(at, qtbot):
    field = at.page.rows["tags"].editor
    qtbot.keyClicks(field.input, "tier=2")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    qtbot.keyClicks(field.input, "note=a, b = c")
    qtbot.keyClick(field.input, Qt.Key.Key_Return)
    assert dict(at.stored().tags) == {"tier": "2", "note": "a, b = c"}


def test_pillars_are_ordered_by_keyboard(at, qtbot):
    field = at.page.rows["pillar_priorities"].editor
    assert field.list.item(0).text() == "1.  Security"
    field.list.setCurrentRow(1)
    qtbot.keyClick(field.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert at.stored().pillar_priorities == ("reliability", "security")
    field.add("sustainability")
    assert at.stored().pillar_priorities == ("reliability", "security", "sustainability")
    qtbot.keyClick(field.list, Qt.Key.Key_Delete)
    assert at.stored().pillar_priorities == ("reliability", "security")


def test_the_date_can_be_set_and_cleared(at):
    field = at.page.rows["next_review"].editor
    field.edit.setDate(QDate(2030, 5, 6))
    assert at.stored().next_review == "2030-05-06"
    field.clear_button.click()
    assert at.stored().next_review == ""
    assert field.choose_button.isVisibleTo(at.page)


def test_account_ids_are_masked_when_wanted(tmp_path, qtbot):
    with stage(tmp_path, WorkloadPage, qtbot, workload_id="w0", mask_account_ids=True) as at:
        token = at.page.rows["account_ids"].editor.tokens[0]
        assert "1111" not in token.accessibleName() + token.toolTip()
        assert at.page.rows["account_ids"].value() == ("111122223333",)


def test_typing_goes_to_the_workload_it_was_typed_for(at, qtbot):
    qtbot.keyClicks(at.page.rows["industry"].editor.edit, "Cards")
    at.desk.place.go(workload_id="w1")
    assert at.page.name.text() == "Loyalty"
    assert at.stored("w0").industry == "Cards"
    assert at.stored("w1").industry == ""


def test_lenses_are_added_and_removed(at, tmp_path):
    assert [row.name for row in at.page.lenses.rows] == ["AWS Well-Architected Framework", "House lens"]
    assert at.page.lenses.rows[0].progress == "1 of 57 answered"
    at.page.lenses.removed.emit("r0b")
    assert at.lenses() == ["wellarchitected"]
    at.undo[-1]()
    assert at.lenses() == ["wellarchitected", "house"]
    at.desk.place.go(workload_id="w1")

    def choose(dialog: AddLensDialog):
        aliases = [offer.entry.alias for offer in dialog.offers]
        assert "wellarchitected" not in aliases, "not what it has"
        dialog.list.setCurrentRow(aliases.index("house"))
        dialog.take()

    in_dialog(choose)
    at.page.lens_section.add_button.click()
    assert at.lenses("w1") == ["wellarchitected", "house"]


def test_a_lens_file_with_problems_says_which(at, tmp_path):
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    bad.write_text("{}", encoding="utf-8")
    good.write_text(HOUSE_LENS.replace('"house"', '"other"'), encoding="utf-8")

    def read(dialog: AddLensDialog):
        dialog.read_file(bad)
        assert dialog.messages.isVisibleTo(dialog)
        dialog.read_file(good)

    in_dialog(read)
    at.page.lens_section.add_lens()
    assert at.lenses() == ["wellarchitected", "house", "other"]


def test_removing_goes_to_the_portfolio_and_can_be_undone(at):
    at.page.remove_button.click()
    assert at.stored() is None
    assert at.pages == ["portfolio"]
    assert at.page.states.state == "empty"
    at.undo[-1]()
    assert at.stored().name == "Payments"
    assert at.lenses() == ["wellarchitected", "house"]


def test_removing_completely_shows_a_receipt(at, qtbot):
    dialog = RemoveCompletely(at.desk, "w0", "Payments")
    qtbot.addWidget(dialog)
    dialog.show()
    assert at.stored() is not None, "nothing happens before the button"
    dialog.remove_button.click()
    dialog.remove_button.click()
    qtbot.waitUntil(lambda: dialog.receipt is not None)
    assert "Payments" in dialog.receipt_text.toPlainText()
    dialog.copy()
    assert "Payments" in QApplication.clipboard().text()
    assert at.stored() is None
    assert b"Payments squad" not in at.workspace.path.read_bytes()
    assert at.told == []


def test_read_only_can_be_read_only(tmp_path, qtbot):
    with stage(tmp_path, WorkloadPage, qtbot, workload_id="w0", read_only=True) as at:
        assert at.page.read_only_note.isVisibleTo(at.page)
        assert at.page.rows["name"].editor.edit.isReadOnly()
        assert not at.page.rows["environment"].editor.isEnabled()
        assert not at.page.remove_button.isEnabled()
        assert at.page.rows["aws_regions"].editor.input.isHidden()


def test_without_a_workload_it_says_where_to_go(tmp_path, qtbot):
    with stage(tmp_path, WorkloadPage, qtbot) as at:
        assert at.page.states.state == "empty"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_it_fits_the_smallest_window(at, qapp, scale):
    theme().apply(qapp, "light", scale)
    at.window.resize(1208, 736)
    qapp.processEvents()
    assert at.window.width() == 1208
    body = at.page.form.widget()
    assert body.width() <= at.page.form.viewport().width(), "no field is cut off"


def test_everything_that_takes_the_focus_has_a_name(at):
    nameless = [
        widget for widget in at.page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(at.page)
        and not (widget.accessibleName() or (hasattr(widget, "text") and widget.text()))
    ]  # fmt: skip
    assert nameless == []

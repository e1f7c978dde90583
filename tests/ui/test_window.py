"""The window itself: opening, closing, busy files, undo across pages, what comes back on restart."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from workbench.app import make_window
from workbench.cli.sample import build_sample
from workbench.domain.answer import MarkState
from workbench.store.queries.answers import answer_of
from workbench.store.queries.portfolio import workload_names
from workbench.store.workspace import Workspace
from workbench.ui.pages import CATALOG

FRAMEWORK = "fault-isolation"


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("sample") / "Sample.wawb"
    build_sample(path)
    return path


@pytest.fixture
def sample(sample_file, tmp_path):
    copy = tmp_path / "Sample.wawb"
    copy.write_bytes(sample_file.read_bytes())
    return copy


@pytest.fixture
def start(qtbot):
    """Start the program on a file, as a user would; everything is closed again after the test."""
    windows = []

    def start_on(argument="", size=(1280, 800)):
        window, files = make_window(QApplication.instance())
        windows.append(window)
        window.resize(*size)
        window.show()
        files.start(str(argument))
        if argument:
            qtbot.waitUntil(lambda: files.opened is not None and files.opened.page is not None, timeout=15_000)
        return window, files

    yield start_on
    for window in windows:
        window.close()
        window.deleteLater()


def go_to_question(opened, name="Payments platform", question=FRAMEWORK):
    with opened.workspace.reading() as session:
        key = {text: key for key, text in workload_names(session)}[name]
    opened.place.go(workload_id=key)
    opened.place.go(question_id=question, page="review")


def test_without_a_workspace_the_window_offers_the_next_steps(start):
    window, files = start()
    texts = {button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()}
    assert {"Create workspace", "Open workspace", "Look at the sample"} <= texts
    assert files.opened is None
    assert not window.rail.button("review").isEnabled()


@pytest.mark.parametrize("page", [entry.id for entry in CATALOG])
def test_every_page_opens_on_the_sample_and_on_an_empty_file(start, sample, tmp_path, page):
    _window, files = start(sample)
    files.opened.show_page(page)
    assert files.opened.page.id == page
    with Workspace.create(tmp_path / "empty.wawb"):
        pass
    _window, files = start(tmp_path / "empty.wawb")
    files.opened.show_page(page)
    assert files.opened.page.isVisible()


def test_undo_reaches_across_pages_and_a_restart(start, sample, qtbot):
    window, files = start(sample)
    go_to_question(files.opened)
    review = files.opened.place.review_id
    with files.opened.workspace.reading() as session:
        before = answer_of(session, review, FRAMEWORK)
    qtbot.keyClick(files.opened.page, Qt.Key.Key_1)
    with files.opened.workspace.reading() as session:
        assert answer_of(session, review, FRAMEWORK) != before
    window.close()
    _window, files = start(sample)
    files.opened.show_page("portfolio")
    files.window.actions_of_window.run("edit.undo")
    with files.opened.workspace.reading() as session:
        assert answer_of(session, review, FRAMEWORK) == before


def test_a_second_window_is_told_who_has_the_file_and_opens_read_only(start, sample, qtbot):
    start(sample)
    other, files = make_window(QApplication.instance())
    qtbot.addWidget(other)
    other.show()
    files.start(str(sample))
    qtbot.waitUntil(lambda: "is open in another window" in other.messages.text, timeout=10_000)
    files.open(sample, read_only=True)
    qtbot.waitUntil(lambda: files.opened is not None and files.opened.page is not None, timeout=10_000)
    assert files.opened.workspace.read_only
    assert "read-only" in other.file_label.text()
    assert not files.window.actions_of_window["edit.undo"].enabled()
    other.close()


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "is empty"), (b"hello there" * 50, "no workspace file"), (None, "is not there")],
)
def test_an_unusable_file_is_explained_and_the_window_goes_on(start, tmp_path, qtbot, content, says):
    bad = tmp_path / "bad.wawb"
    if content is not None:
        bad.write_bytes(content)
    window, files = start()
    files.open(bad)
    qtbot.waitUntil(lambda: says in shown_text(window), timeout=10_000)
    files.welcome()
    assert "Create workspace" in shown_text(window)
    if content is not None:
        assert bad.read_bytes() == content


def test_page_question_and_workload_come_back_on_restart(start, sample):
    window, files = start(sample)
    go_to_question(files.opened)
    place = (files.opened.place.workload_id, files.opened.place.review_id, FRAMEWORK)
    window.close()
    _window, files = start(sample)
    again = files.opened.place
    assert files.opened.page.id == "review"
    assert (again.workload_id, again.review_id, again.question_id) == place


def test_a_daily_backup_is_made_once(start, sample, qtbot):
    folder = Path(str(sample.with_name("Sample backups")))
    window, files = start(sample)
    qtbot.waitUntil(lambda: folder.is_dir() and len(list(folder.glob("*daily.wawb"))) == 1, timeout=10_000)
    window.close()
    _window, files = start(sample)
    qtbot.wait(1800)
    assert len(list(folder.glob("*daily.wawb"))) == 1
    assert files.opened is not None


def test_every_theme_and_text_size_shows_every_page(start, sample):
    from dataclasses import replace

    window, files = start(sample)
    go_to_question(files.opened)
    for theme, scale in (("dark", 100), ("high_contrast", 150), ("light", 200)):
        files._keep(replace(files.settings, theme=theme, text_scale=scale))
        for entry in CATALOG:
            files.opened.show_page(entry.id)
            QApplication.processEvents()
            assert window.minimumSizeHint().width() <= 1280, (entry.id, scale)


def test_every_focusable_widget_has_a_name(start, sample):
    window, files = start(sample)
    go_to_question(files.opened)
    nameless = []
    for entry in CATALOG:
        files.opened.show_page(entry.id)
        QApplication.processEvents()
        nameless += [
            f"{entry.id}: {describe(widget)}" for widget in window.findChildren(QWidget) if is_nameless(widget)
        ]
    assert sorted(set(nameless)) == []


def is_nameless(widget):
    from PySide6.QtGui import QAccessible

    if not widget.isVisible() or widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isEnabled():
        return False
    if widget.focusProxy() is not None or widget.objectName().startswith("qt_"):
        return False
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface is None or not interface.text(QAccessible.Text.Name).strip()


def describe(widget):
    parent = widget.parent()
    return f"{type(widget).__name__} in {type(parent).__name__} {json.dumps(widget.objectName())}"


def shown_text(window):
    from PySide6.QtWidgets import QLabel

    widgets = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    return " ".join(widget.text() for widget in widgets if widget.isVisible())


def test_answering_keeps_the_promise_of_the_status_bar(start, sample, qtbot):
    window, files = start(sample)
    go_to_question(files.opened, question="backing-up-data")
    window.saved_label.clear()
    page = files.opened.page
    qtbot.keyClick(page, Qt.Key.Key_N)
    assert window.saved_label.text().startswith("Saved ")
    with Workspace.open(sample, read_only=True) as other, other.reading() as session:
        answer = answer_of(session, files.opened.place.review_id, "backing-up-data")
    assert [mark.state for mark in answer.marks if mark.choice_id.endswith("_no")] == [MarkState.YES]


def test_the_palette_finds_questions_notes_and_actions(start, sample, qtbot):
    from workbench.ui.dialogs.palette import Palette

    window, files = start(sample)
    go_to_question(files.opened)
    files.opened.open_palette("read replica")
    palette = next(p for p in window.findChildren(Palette) if p.isVisible())
    qtbot.waitUntil(lambda: any("replica" in place.text for place in palette.places), timeout=5_000)
    next(place for place in palette.places if "replica" in place.text).run()
    palette.close()
    assert files.opened.place.question_id == FRAMEWORK
    files.opened.open_palette("save a copy")
    palette = next(p for p in window.findChildren(Palette) if p.isVisible())
    assert "Save a copy..." in [place.text for place in palette.places]
    palette.close()

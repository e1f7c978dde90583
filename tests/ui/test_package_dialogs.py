"""A workload leaves as a package, is changed elsewhere, and comes back through the preview."""

from __future__ import annotations

import pytest

from tests.ui.standing_stage import OPS1, REL10, SEC2, stage
from workbench.operations.answers import SetNotes, SetQuestionOwner
from workbench.operations.history import History
from workbench.operations.packages import read_package, write_package
from workbench.store.queries.answers import answer_of
from workbench.store.workspace import Workspace
from workbench.ui.dialogs.package import PassphraseDialog, export_package, import_file
from workbench.ui.dialogs.package_import import ImportDialog
from workbench.ui.pages.reports import ReportsPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light", 1.0, "on")


@pytest.fixture
def made(qtbot, tmp_path):
    with stage(tmp_path, ReportsPage, qtbot) as made:
        yield made


def answer(made, question_id):
    with made.workspace.reading() as session:
        return answer_of(session, "r1", question_id)


def exported(qtbot, made, target, secret=""):
    dialog = export_package(made.desk, made.page)
    dialog.target.setText(str(target))
    dialog.secret.setText(secret)
    dialog.again.setText(secret)
    dialog.start()
    qtbot.waitUntil(lambda: bool(made.said), timeout=30000)


def changed_elsewhere(made, tmp_path, target, *operations):
    """What a colleague does with a copy of the file, as a package."""
    other = tmp_path / "other.wawb"
    made.workspace.save_copy(other)
    with Workspace.open(other) as workspace:
        history = History(workspace, "Bo")
        for operation in operations:
            history.do(operation)
        write_package(workspace, "w1", target)


def shown(qtbot, made, target) -> ImportDialog:
    import_file(made.desk, target, made.page)
    qtbot.waitUntil(lambda: made.page.findChild(ImportDialog) is not None, timeout=30000)
    dialog = made.page.findChild(ImportDialog)
    qtbot.waitUntil(lambda: dialog._preview_of is not None, timeout=30000)
    return dialog


def test_export_writes_a_package_that_can_be_read(qtbot, tmp_path, made):
    target = tmp_path / "p.wawb-package"
    exported(qtbot, made, target)
    assert read_package(target).name == "Payments"
    assert made.said[0].startswith("p.wawb-package written, ")


def test_passphrases_must_agree(made):
    dialog = export_package(made.desk, made.page)
    dialog.secret.setText("one")
    assert not dialog.export.isEnabled()
    assert dialog.fault.text() == "The two passphrases differ."
    dialog.again.setText("one")
    assert dialog.export.isEnabled()
    dialog.reject()


def test_an_unchanged_package_brings_nothing(qtbot, tmp_path, made):
    target = tmp_path / "p.wawb-package"
    exported(qtbot, made, target)
    dialog = shown(qtbot, made, target)
    assert dialog.title.text() == "Payments is up to date"
    assert not dialog.go.isEnabled()
    dialog.reject()


def test_a_changed_copy_is_merged_and_conflicts_are_chosen_one_by_one(qtbot, tmp_path, made):
    target = tmp_path / "p.wawb-package"
    exported(qtbot, made, target)
    changed_elsewhere(
        made, tmp_path, target, SetNotes("r1", SEC2, "Theirs on SEC 2"), SetQuestionOwner("r1", REL10, "Bo"),
        SetNotes("r1", OPS1, "Only theirs"),
    )  # fmt: skip
    made.desk.editor.do(SetNotes("r1", SEC2, "Mine on SEC 2"))
    made.desk.editor.do(SetQuestionOwner("r1", REL10, "Ana"))
    dialog = shown(qtbot, made, target)
    assert len(dialog._merge.undecided) == 2
    assert not dialog.go.isEnabled()
    taken = next(entry for entry in dialog.list.entries if entry.title == "Taken from the package")
    assert [entry.note for entry in taken.children] == ["nothing → Only theirs"]
    while dialog._merge.undecided:
        one = dialog._conflict()
        assert one.choice is None
        dialog.choose("both" if one.can_join else "theirs")
    assert dialog.go.isEnabled()
    dialog.window().grab()
    dialog.start()
    qtbot.waitUntil(lambda: "Payments imported" in made.said, timeout=30000)
    assert "Mine on SEC 2" in answer(made, SEC2).notes
    assert "Theirs on SEC 2" in answer(made, SEC2).notes
    assert answer(made, REL10).owner == "Bo"
    assert answer(made, OPS1).notes == "Only theirs"
    made.undo[-1]()
    assert answer(made, SEC2).notes == "Mine on SEC 2"
    assert answer(made, OPS1).notes == ""


def test_mine_can_be_kept_for_the_rest(qtbot, tmp_path, made):
    target = tmp_path / "p.wawb-package"
    exported(qtbot, made, target)
    changed_elsewhere(made, tmp_path, target, SetNotes("r1", SEC2, "Theirs"))
    made.desk.editor.do(SetNotes("r1", SEC2, "Mine"))
    dialog = shown(qtbot, made, target)
    dialog._keep_rest()
    assert dialog.go.isEnabled()
    dialog.reject()
    assert answer(made, SEC2).notes == "Mine"


def test_a_sealed_package_asks_until_the_passphrase_is_right(qtbot, tmp_path, made):
    target = tmp_path / "p.wawb-package"
    exported(qtbot, made, target, "open sesame")
    import_file(made.desk, target, made.page)
    dialog = made.page.findChild(PassphraseDialog)
    dialog.secret.setText("wrong")
    dialog.start()
    qtbot.waitUntil(lambda: dialog.fault.isVisible(), timeout=30000)
    assert dialog.open_button.isEnabled()
    dialog.secret.setText("open sesame")
    dialog.start()
    qtbot.waitUntil(lambda: made.page.findChild(ImportDialog) is not None, timeout=30000)
    preview = made.page.findChild(ImportDialog)
    qtbot.waitUntil(lambda: preview._preview_of is not None, timeout=30000)
    preview.reject()


def test_a_new_workload_comes_in_whole(qtbot, tmp_path, made):
    target = tmp_path / "p.wawb-package"
    exported(qtbot, made, target)
    (tmp_path / "b").mkdir()
    with stage(tmp_path / "b", ReportsPage, qtbot, workload_id="", before=_empty) as other:
        dialog = shown(qtbot, other, target)
        assert dialog.title.text() == "Import Payments as a new workload"
        dialog.start()
        qtbot.waitUntil(lambda: "Payments imported" in other.said, timeout=30000)
        assert other.desk.place.workload_id == "w1"


def _empty(workspace):
    from workbench.operations.workloads import RemoveWorkload

    History(workspace, "x").do(RemoveWorkload("w1"))


def test_a_file_that_is_no_package_is_told(qtbot, tmp_path, made):
    bad = tmp_path / "bad.wawb-package"
    bad.write_bytes(b"nothing")
    import_file(made.desk, bad, made.page)
    qtbot.waitUntil(lambda: bool(made.told), timeout=10000)
    assert "bad.wawb-package" in made.told[0].message

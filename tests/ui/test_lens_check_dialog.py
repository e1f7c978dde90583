"""Lens files brought in: what is wrong by place, what is known already, what is a new version, where they are kept."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui.workload_stage import HOUSE_LENS, stage
from workbench.host.own_shelf import OwnShelf
from workbench.store.queries.lenses import kept_lenses
from workbench.ui.dialogs.lens_check import LensCheckDialog
from workbench.ui.pages.lenses import LensesPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    folder = tmp_path / "stage"
    folder.mkdir()
    with stage(folder, LensesPage, qtbot, workload_id="w1") as made:
        yield made


@pytest.fixture
def files(tmp_path):
    """Write files into a folder of their own."""
    folder = tmp_path / "in"
    folder.mkdir()

    def write(name, content):
        path = folder / name
        path.write_bytes(content) if isinstance(content, bytes) else path.write_text(content, encoding="utf-8")
        return path

    write.folder = folder
    return write


@contextmanager
def checking(at, qtbot, *paths):
    """Open the dialog and wait for its result."""
    dialog = LensCheckDialog(at.desk, paths, at.window)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.found) or dialog.states.state == "failed")
    yield dialog


def newer(change=("Two sides.", "Both sides.")):
    return HOUSE_LENS.replace("2026-01", "2026-02").replace(*change)


def test_findings_stand_with_place_line_and_way_out(at, files, qtbot):
    data = json.loads(HOUSE_LENS) | {"name": "Cake; lens", "alias": "cake"}
    data["pillars"][0]["questions"][0]["riskRules"][0]["condition"] = "salt"
    with checking(at, qtbot, files("cake.json", json.dumps(data, indent=1))) as dialog:
        refused, noted = dialog.findings.list.entries[:2]
        assert (refused.title, noted.title) == ("AWS would refuse", "Noted only")
        notes = [one.note for one in refused.children]
        assert any(
            "pillars[0].questions[0].riskRules[0].condition · line" in note and "rule-unknown-choice" in note
            for note in notes
        )
        number = next(n for n, note in enumerate(notes) if "rule-unknown-choice" in note)
        dialog.findings.list.select_key(("error", str(number)))
        assert "Name choices of this question." in dialog.findings.hint.text()
        assert "ImportLens" in dialog.findings.aws.text()
        assert "1 question, 1 practice" in dialog.findings.counts.text()
        assert "AWS would refuse to import it" in dialog.findings.status.text()
        dialog.copy_button.click()
        assert "[rule-unknown-choice]" in QApplication.clipboard().text()
        assert dialog.keep_button.isEnabled(), "errors block publishing, not reviewing"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00\x01", "noise.json"), ('{"name": "x", "pillars": [', "line 1"), ("[" * 100_000, "noise.json"),
        ('{"name": "x"}', "no lens"), (b"PK\x03\x04rest", "ZIP archive"),
    ],
)  # fmt: skip
def test_what_is_no_lens_is_told_and_cannot_be_kept(at, files, qtbot, content, said):
    with checking(at, qtbot, files("noise.json", content)) as dialog:
        assert dialog.found[0].status == "failed"
        assert said in dialog.findings.status.text()
        assert len(dialog.findings.list.entries[0].children) == 1
        assert not dialog.keep_button.isEnabled()
        assert not dialog.own_button.isEnabled()
        assert at.told == []


def test_a_corrected_file_is_checked_again(at, files, qtbot):
    path = files("x.json", "{")
    with checking(at, qtbot, path) as dialog:
        assert not dialog.keep_button.isEnabled()
        files("x.json", newer())
        dialog.again_button.click()
        qtbot.waitUntil(dialog.keep_button.isEnabled)


def test_same_content_and_new_versions_are_noticed(at, files, qtbot):
    same = json.dumps(json.loads(HOUSE_LENS), indent=3)
    files("a-copy.json", same)
    files("b-newer.json", newer())
    files("c-notes.json", '{"no": "lens"}')
    with checking(at, qtbot, files.folder) as dialog:
        assert [one.status for one in dialog.found] == ["same", "version", "skipped"]
        assert "The same content as House lens 2026-01" in dialog.findings.status.text()
        dialog.list.select_key(("1",))
        status = dialog.findings.status.text()
        assert "A new version of House lens 2026-01, recognised by its name." in status
        assert "Reviewed with the older one: Payments." in status
        assert dialog.upgrade_button.isVisible()
        dialog.keep_and_upgrade()
        assert dialog.upgrades == (("w0", "house"),)
    with at.workspace.reading() as session:
        assert [row[2] for row in kept_lenses(session) if row[1] == "house"] == ["2026-01", "2026-02"]


def test_a_version_is_recognised_by_its_ids(at, files, qtbot):
    data = json.loads(newer())
    data["name"], data["alias"] = "Renamed", "renamed"
    question = data["pillars"][0]["questions"][0]
    data["pillars"][0]["questions"].append({**question, "id": "second", "title": "Which second thing do you watch?"})
    first, second = (
        files("a.json", json.dumps(data)),
        files("b.json", json.dumps(data | {"name": "Again", "alias": "again", "x": 1})),
    )
    with checking(at, qtbot, first, second) as dialog:
        assert [one.status for one in dialog.found] == ["new", "version"]
        dialog.list.select_key(("1",))
        assert "recognised by the ids of 2 questions" in dialog.findings.status.text()


def test_many_are_kept_as_one_step(at, files, qtbot):
    for number in range(3):
        data = json.loads(newer(("Two sides.", f"Side {number}."))) | {"name": f"Lens {number}", "alias": f"l{number}"}
        files(f"{number}.json", json.dumps(data))
    with checking(at, qtbot, files.folder) as dialog:
        assert dialog.keep_button.text() == "Keep 3 in workspace"
        dialog.keep_in_workspace()
        assert dialog.result() == dialog.DialogCode.Accepted
    at.undo[-1]()
    with at.workspace.reading() as session:
        assert not [row for row in kept_lenses(session) if row[1].startswith("l")]


def test_ones_own_shelf_needs_no_workspace(at, files, qtbot):
    with checking(at, qtbot, files("house.json", newer())) as dialog:
        dialog.keep_on_shelf()
        assert dialog.kept_key == "own:house@2026-02.json"
    assert [one.lens.version for one in OwnShelf().lenses()] == ["2026-02"]


def test_an_empty_folder_says_so(at, files, qtbot):
    with checking(at, qtbot, files.folder) as dialog:
        assert dialog.states.state == "failed"

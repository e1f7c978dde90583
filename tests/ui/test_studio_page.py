"""The studio on a real workspace, as an author works: write, break, undo, come back, publish."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt

from tests.ui.studio_stage import choose, draft, judged, names, sorted_parts, write
from tests.ui.workload_stage import HOUSE_LENS, stage
from workbench.analyses.lens_verdict import judge
from workbench.domain.lens_draft import CHOICE, LENS, PILLAR, QUESTION
from workbench.library.lens_drafts import copied_draft, edited_draft
from workbench.library.lens_file import read_lens_bytes
from workbench.operations.lens_drafts import StartDraft
from workbench.operations.lenses import KeepLens
from workbench.store.queries.lens_drafts import draft_names, lens_draft
from workbench.store.queries.lenses import kept_lenses
from workbench.store.workspace import Workspace
from workbench.ui.pages.studio import StudioPage
from workbench.ui.theme import theme


@pytest.fixture(autouse=True)
def dressed(qapp):
    theme().apply(qapp, "light")


@pytest.fixture
def at(tmp_path, qtbot):
    with stage(tmp_path, StudioPage, qtbot, empty=True) as made:
        made.desk.editor.flushing.connect(made.page.flush)
        yield made


@pytest.fixture
def new(at):
    at.page.new_lens()
    return at


def test_an_empty_studio_says_what_it_is_for(at):
    assert at.page.states.state == "empty"
    empty = at.page.states.currentWidget()
    assert empty.button.text() == "New lens"
    assert [other.text() for other in empty.others] == ["Edit a lens or a copy of one..."]
    empty.button.click()
    assert at.page.states.state == "content"
    assert at.page.forms[LENS].fields["name"].text() == "New lens"


def test_an_author_writes_a_lens_that_aws_would_take(new, qtbot, tmp_path):
    at = new
    write(qtbot, at, "name", "Payments lens")
    write(qtbot, at, "description", "How we move money.")
    choose(at, PILLAR)
    write(qtbot, at, "name", "Security")
    choose(at, QUESTION)
    write(qtbot, at, "title", "How do you protect keys?")
    write(qtbot, at, "description", "Keys open everything.")
    choose(at, CHOICE)
    write(qtbot, at, "title", "Keys are rotated every year")
    write(qtbot, at, "improvementPlan.displayText", "Turn on rotation.")
    at.page.add(CHOICE)
    write(qtbot, at, "title", "Keys are kept in a vault")
    write(qtbot, at, "improvementPlan.displayText", "Buy a vault; 100 % of keys go in.")
    question = draft(at).data()["pillars"][0]["questions"][0]
    assert draft(at).data()["pillars"][0]["id"] == "security"
    assert question["id"] == "protect_keys"
    assert [choice["id"] for choice in question["choices"]] == [
        "keys_rotated_every_year", "keys_kept_vault", "protect_keys_no"]  # fmt: skip
    assert question["riskRules"] == [
        {"condition": "keys_rotated_every_year && keys_kept_vault && !protect_keys_no", "risk": "NO_RISK"},
        {"condition": "default", "risk": "HIGH_RISK"},
    ]
    verdict = judged(qtbot, at)
    assert verdict.errors == 0, [str(each.finding) for each in verdict.findings]
    target = tmp_path / "payments.json"
    at.page.verbs.export_to(target)
    qtbot.waitUntil(lambda: bool(at.said) and "payments.json is written" in at.said[-1])
    assert not judge(read_lens_bytes(target.read_bytes(), "payments.json")).errors
    again = tmp_path / "again.json"
    at.page.verbs.export_to(again)
    qtbot.waitUntil(again.exists)
    qtbot.waitUntil(lambda: not at.desk.tasks.running)
    assert again.read_bytes() == target.read_bytes()


def test_everything_typed_is_there_after_a_restart(new, qtbot, tmp_path):
    at = new
    write(qtbot, at, "name", "Payments lens")
    at.page.forms[LENS].fields["description"].text_widget.setFocus()
    qtbot.keyClicks(at.page.forms[LENS].fields["description"].text_widget, "Half a sent")
    at.page.flush()
    key, state = at.desk.place.draft_id, at.page.save_state()
    at.workspace.close()
    with Workspace.open(tmp_path / "stage.wawb") as workspace, workspace.reading() as session:
        stored = lens_draft(session, key)
    assert stored.name == "Payments lens"
    assert stored.lens.text("description") == "Half a sent"
    assert state["draft"] == key


def test_problems_lead_to_their_place(new, qtbot):
    at = new
    choose(at, QUESTION)
    write(qtbot, at, "title", "x" * 140)
    verdict = judged(qtbot, at)
    assert verdict.errors
    at.page.show_pane(2)
    lines = [line.title for group in at.page.problems.list.entries for line in group.children]
    assert any("140" in line for line in lines)
    choose(at, LENS)
    wanted = next(each for each in verdict.findings if each.finding.rule == "question-title-length")
    at.page.problems.opened.emit(wanted.part_id, wanted.field)
    field = at.page.forms[QUESTION].fields["title"]
    assert at.page.form_stack.currentWidget() is at.page.forms[QUESTION]
    assert field.isVisible()
    assert "140" in field.note.text()
    assert "12 too many" in field.counter.text()
    at.page.next_problem()
    assert at.page.author.part is not None


def test_parts_move_by_keyboard_and_by_drag(new, qtbot):
    at = new
    for _time in range(2):
        choose(at, QUESTION)
        at.page.author.duplicate()
    at.page.add(PILLAR)
    assert names(at, PILLAR) == ["Pillar 1", "Pillar 2"]
    first = choose(at, QUESTION)
    keys = [part.key for part in sorted_parts(at) if part.kind == QUESTION]
    qtbot.keyClick(at.page.outline, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    moved = [part.key for part in sorted_parts(at) if part.kind == QUESTION]
    assert moved == [keys[1], keys[0], *keys[2:]]
    assert at.page.author.part_id == first.id
    second = [part for part in sorted_parts(at) if part.kind == PILLAR][1]
    at.page.outline.dropped.emit(first.id, second.id, 0)
    assert draft(at).part(first.id).parent == second.id
    at.desk.editor.undo()
    at.desk.editor.undo()
    assert [part.key for part in sorted_parts(at) if part.kind == QUESTION] == keys


def test_where_a_part_may_be_dropped(new):
    at = new
    choose(at, QUESTION)
    at.page.author.duplicate()
    model = at.page.outline.model()
    pillar = model.index(1, 0)
    question = model.index(0, 0, pillar)
    data = model.mimeData([question])
    move = Qt.DropAction.MoveAction
    assert model.canDropMimeData(data, move, 2, 0, pillar)
    assert model.canDropMimeData(data, move, -1, 0, model.index(1, 0, pillar))
    assert not model.canDropMimeData(data, move, -1, 0, model.index(0, 0))
    choice = model.mimeData([model.index(0, 0, question)])
    assert not model.canDropMimeData(choice, move, 0, 0, pillar)
    assert model.canDropMimeData(model.mimeData([pillar]), move, 1, 0, model.index(9, 0))


def test_parts_are_removed_by_key_and_come_back(new, qtbot):
    at = new
    at.page.add(PILLAR)
    choose(at, PILLAR, 1)
    at.page.outline.setFocus()
    qtbot.keyClick(at.page.outline, Qt.Key.Key_Delete)
    assert names(at, PILLAR) == ["Pillar 1"]
    at.desk.editor.undo()
    assert names(at, PILLAR) == ["Pillar 1", "Pillar 2"]


def test_a_bad_id_is_not_taken_and_says_why(new):
    at = new
    choose(at, CHOICE)
    field = at.page.forms[CHOICE].id_field
    for text, words in (("a b", "3 to 128"), ("question_1_no", "Another one has this id")):
        field.field.edit.setText(text)
        field.field.edit.editingFinished.emit()
        assert words in field.field.note.text()
        assert field.field.text() == text
    field.field.edit.setText("kms")
    field.field.edit.editingFinished.emit()
    assert draft(at).data()["pillars"][0]["questions"][0]["riskRules"][0]["condition"] == "kms && !question_1_no"


def test_published_ids_are_locked_until_they_are_unlocked(at, qtbot):
    at.desk.editor.do(KeepLens(HOUSE_LENS))
    made = edited_draft(HOUSE_LENS)
    at.desk.editor.do(StartDraft(made))
    at.page.show_draft(made.id)
    assert "2026-02" in at.page.name_button.text()
    choose(at, CHOICE)
    field = at.page.forms[CHOICE].id_field
    assert field.field.edit.isReadOnly()
    write(qtbot, at, "title", "Two entries for each movement")
    assert draft(at).inside(choose(at, QUESTION).id)[0].key == "ledger_double"
    choose(at, CHOICE)
    field.unlock_button.click()
    assert not field.field.edit.isReadOnly()
    assert "Reviews find answers by this id" in field.warning.text()


def test_publishing_makes_a_version_that_never_changes(new, qtbot):
    at = new
    from workbench.operations.lens_drafts import PublishDraft

    write(qtbot, at, "name", "Payments lens")
    at.desk.editor.do(PublishDraft(draft(at).id, "1.0"))
    with at.workspace.reading() as session:
        kept = [row[1:] for row in kept_lenses(session)]
    assert ("payments-lens", "1.0", "Payments lens") in kept
    assert draft(at).version == "1.1"
    choose(at, CHOICE)
    assert at.page.forms[CHOICE].id_field.field.edit.isReadOnly()
    assert at.desk.editor.do(PublishDraft(draft(at).id, "1.0")) is None
    assert "never changed" in str(at.told[-1])
    choose(at, LENS)
    write(qtbot, at, "name", "Another name")
    assert at.desk.editor.do(PublishDraft(draft(at).id, "1.1")) is None
    assert 'is called "Payments lens"' in str(at.told[-1])


def test_a_copy_of_a_shelf_lens_is_a_lens_of_ones_own(at, qtbot):
    made = copied_draft(at.desk.shelf.text("wellarchitected"))
    at.desk.editor.do(StartDraft(made))
    at.page.show_draft(made.id)
    assert draft(at).name.startswith("Copy of ")
    verdict = judged(qtbot, at)
    rules = {each.finding.rule for each in verdict.findings if each.is_error}
    assert not rules & {"question-id-characters", "choice-id-characters", "improvement-plan-missing"}
    assert verdict.counts["questions"] == 57


def test_further_resources_have_text_and_address(new, qtbot):
    at = new
    choose(at, CHOICE)
    rows = at.page.forms[CHOICE].resources["HELPFUL_RESOURCE"]
    rows.add()
    qtbot.keyClicks(rows.rows[0][0].edit, "Guide")
    qtbot.keyClicks(rows.rows[0][1].edit, "https://example.com")
    rows.flush()
    stored = draft(at).data()["pillars"][0]["questions"][0]["choices"][0]["additionalResources"]
    assert stored == [{"type": "HELPFUL_RESOURCE", "content": [{"displayText": "Guide", "url": "https://example.com"}]}]
    rows.remove(rows.rows[0][2])
    assert "additionalResources" not in draft(at).data()["pillars"][0]["questions"][0]["choices"][0]


def test_texts_go_to_a_spreadsheet_and_come_back(new, qtbot, tmp_path):
    from workbench.domain.lens_draft_edits import set_texts
    from workbench.exchange.lens_xlsx import read_texts, write_texts

    at = new
    data = draft(at).data()
    changed = json.loads(json.dumps(data))
    changed["pillars"][0]["questions"][0]["title"] = "How do you protect keys?"
    read = read_texts(write_texts(changed), data, "texts.xlsx")
    assert len(read.changes) == 1
    at.page.studio.do(set_texts(draft(at), read.data, "Texts"))
    assert names(at, QUESTION) == ["How do you protect keys?"]
    assert draft(at).data() == changed


def test_several_drafts_live_side_by_side(new):
    at = new
    first = at.desk.place.draft_id
    at.page.new_lens()
    assert at.desk.place.draft_id != first
    with at.workspace.reading() as session:
        assert [name for _key, name, _version in draft_names(session)] == ["New lens", "New lens 2"]
    at.page.verbs.remove()
    assert at.page.states.state == "empty"
    at.desk.editor.undo()
    assert at.page.states.state == "content"


def test_nothing_can_be_changed_in_a_read_only_workspace(tmp_path, qtbot):
    with stage(tmp_path, StudioPage, qtbot, empty=True, read_only=True) as at:
        assert not at.page.states.currentWidget().button.isVisible()
        assert not any(action.enabled() for action in at.page.actions() if action.id in ("studio.new", "studio.open"))

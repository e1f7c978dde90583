"""Drafts in the file: whatever an author does can be taken back, step by step, and what is published stays."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.generator import LENS_TEXTS
from workbench.domain.lens_draft import CHOICE, LENS, PILLAR, QUESTION, DraftEdit, DraftPart, LensDraft
from workbench.domain.lens_draft_edits import (
    add_choice,
    add_pillar,
    add_question,
    change_id,
    duplicate,
    move,
    move_to,
    remove,
    set_resources,
    set_rules,
    set_text,
)
from workbench.domain.lens_draft_ids import proposed_id
from workbench.errors import BadInput, Refused
from workbench.library.lens_drafts import (
    copied_draft,
    draft_file,
    draft_text,
    edited_draft,
    new_draft,
    next_version,
    published_parts,
    version_fault,
)
from workbench.library.lens_export import export_lens
from workbench.library.lens_format import read_lens_text
from workbench.library.lens_rules import ERROR
from workbench.library.shelf import Shelf
from workbench.operations import History
from workbench.operations.lens_drafts import EditDraft, PublishDraft, RemoveDraft, StartDraft
from workbench.operations.lenses import KeepLens
from workbench.store.queries.lens_drafts import draft_names, lens_draft
from workbench.store.queries.lenses import kept_lenses, lens_text
from workbench.store.workspace import Workspace

texts = st.text(max_size=40)
verbs = st.sampled_from(
    ("text", "rules", "resources", "id", "pillar", "question", "choice", "copy", "remove", "move", "to")
)
wishes = st.lists(st.tuples(verbs, st.integers(0, 10**6), st.integers(0, 10**6), texts), max_size=12)


def pick(parts: list[DraftPart], number: int) -> DraftPart | None:
    return parts[number % len(parts)] if parts else None


def edit_of(draft: LensDraft, verb: str, one: int, two: int, text: str) -> DraftEdit | None:
    """Turn a wish into an edit of the draft as it stands, where there is something to do it to."""
    inner = [part for part in draft.parts if part.kind != LENS]
    questions = [part for part in draft.parts if part.kind == QUESTION]
    choices = [part for part in draft.parts if part.kind == CHOICE]
    part, question, choice = pick(inner, one), pick(questions, one), pick(choices, one)
    pillar = pick([each for each in draft.parts if each.kind == PILLAR], one)
    if verb == "text" and part is not None:
        fields = {PILLAR: ("name",), QUESTION: ("title", "description", "helpfulResource.url"),
                  CHOICE: ("title", "improvementPlan.displayText", "improvementPlan.url")}[part.kind]  # fmt: skip
        return set_text(draft, part.id, fields[two % len(fields)], text)
    if verb == "rules" and question is not None:
        return set_rules(draft, question.id, ((text, "NO_RISK"), ("default", "HIGH_RISK"))[: two % 3])
    if verb == "resources" and choice is not None:
        return set_resources(draft, choice.id, "IMPROVEMENT_PLAN", [(text, "")][: two % 2])
    if verb == "id" and choice is not None:
        taken = {each.key for each in draft.inside(choice.parent)}
        return change_id(draft, choice.id, proposed_id(text, taken))
    if verb == "pillar":
        return add_pillar(draft, two % 5)
    if verb == "question" and pillar is not None:
        return add_question(draft, pillar.id, two % 5)
    if verb == "choice" and question is not None:
        return add_choice(draft, question.id, two % 5)
    if part is None:
        return None
    if verb == "copy":
        return duplicate(draft, part.id)
    if verb == "remove":
        return remove(draft, part.id)
    if verb == "move":
        return move(draft, part.id, 1 if two % 2 else -1)
    target = draft.part(pick(list(draft.parts), two).parent) if verb == "to" else None
    return move_to(draft, part.id, target.id, two % 4) if target is not None else None


def stored(workspace: Workspace, draft_id: str) -> LensDraft | None:
    with workspace.reading() as session:
        return lens_draft(session, draft_id)


def shape(draft: LensDraft | None) -> object:
    return None if draft is None else (draft.version, draft.base_sha256, sorted(draft.parts, key=lambda part: part.id))


@settings(max_examples=40)
@given(wishes)
def test_any_edits_can_be_undone_to_the_beginning_and_redone(wanted):
    with TemporaryDirectory() as folder, Workspace.create(Path(folder) / "w.wawb") as workspace:
        history = History(workspace, "Author")
        draft = new_draft("Payments lens")
        history.do(StartDraft(draft))
        states = [shape(draft)]
        for wish in wanted:
            edit = edit_of(draft, *wish)
            if edit is None:
                continue
            draft = draft.after(edit)
            if history.do(EditDraft(draft.id, edit)).step_id:
                states.append(shape(draft))
            assert shape(stored(workspace, draft.id)) == shape(draft)
            check_ids(draft)
        for state in reversed(states[:-1]):
            history.undo()
            assert shape(stored(workspace, draft.id)) == state
        for state in states[1:]:
            history.redo()
            assert shape(stored(workspace, draft.id)) == state


def check_ids(draft: LensDraft) -> None:
    """Ids are never twice, and every part stands in another."""
    addresses = [draft.address(part) for part in draft.parts if part.kind != LENS]
    assert len(set(addresses)) == len(addresses)
    assert {part.id for part in draft.whole(draft.lens.id)} == {part.id for part in draft.parts}


@pytest.fixture
def history(tmp_path):
    with Workspace.create(tmp_path / "w.wawb") as workspace:
        yield History(workspace, "Author")


def test_every_lens_of_the_shelf_can_be_copied_and_taken_to_aws():
    shelf = Shelf()
    for alias in shelf.aliases():
        text = shelf.text(alias)
        copy = copied_draft(text)
        written = draft_text(copy)
        lens = read_lens_text(written)
        assert not lens.official
        assert lens.origin == ""
        assert sum(1 for _question in lens.questions()) == sum(1 for _question in shelf.lens(alias).questions())
        exported = export_lens(written)
        assert exported == export_lens(exported) == export_lens(draft_text(copy))
        found = {one.rule for one in draft_file(copy).findings if one.severity == ERROR}
        assert not found & {"question-id-characters", "wrong-type", "improvement-plan-missing"}, alias
        again = LensDraft("", "", "", copy.parts)
        assert again.data() == json.loads(written)


def test_the_guidance_of_a_copied_lens_stays():
    shelf = Shelf()
    original = next(shelf.lens("wellarchitected").questions())
    copy = next(read_lens_text(draft_text(copied_draft(shelf.text("wellarchitected")))).questions())
    assert (copy.about, copy.ask, copy.probes) == (original.about, original.ask, original.probes)


def test_a_published_version_is_kept_exactly_and_export_leaves_its_name_out(history):
    draft = new_draft("Payments lens")
    history.do(StartDraft(draft))
    history.do(PublishDraft(draft.id, "1.0"))
    now = stored(history.workspace, draft.id)
    with history.workspace.reading() as session:
        text = lens_text(session, now.base_sha256)
    assert read_lens_text(text).version == "1.0"
    assert export_lens(text) == draft_text(draft)
    assert published_parts(text) == {draft.address(part) for part in draft.parts if part.kind != LENS}
    assert now.version == "1.1"
    history.undo()
    assert shape(stored(history.workspace, draft.id)) == shape(draft)


def test_a_lens_of_ones_own_goes_on_as_its_next_version(history):
    text = LENS_TEXTS[0]
    history.do(KeepLens(text))
    draft = edited_draft(text)
    history.do(StartDraft(draft))
    assert draft.version == next_version(read_lens_text(text).version)
    history.do(PublishDraft(draft.id, draft.version if not version_fault(draft.version) else "2"))
    with history.workspace.reading() as session:
        aliases = [row[1] for row in kept_lenses(session)]
    assert aliases == [read_lens_text(text).alias] * 2


def test_two_lenses_cannot_have_one_name(history):
    for number in range(2):
        draft = new_draft("Payments lens")
        history.do(StartDraft(draft))
        if number == 0:
            history.do(PublishDraft(draft.id, "1.0"))
        else:
            with pytest.raises(BadInput, match="There is a lens"):
                history.do(PublishDraft(draft.id, "1.0"))


def test_a_draft_that_is_gone_takes_no_edits(history):
    draft = new_draft("Payments lens")
    history.do(StartDraft(draft))
    history.do(RemoveDraft(draft.id))
    with history.workspace.reading() as session:
        assert draft_names(session) == ()
    for operation in (EditDraft(draft.id, set_text(draft, draft.lens.id, "name", "x")), PublishDraft(draft.id, "1.0")):
        with pytest.raises(Refused):
            history.do(operation)


def test_an_unreadable_draft_is_not_published(history):
    draft = new_draft("Payments lens")
    history.do(StartDraft(draft))
    pillar = draft.inside(draft.lens.id)[0]
    history.do(EditDraft(draft.id, remove(draft, pillar.id)))
    with pytest.raises(BadInput, match="no questions"):
        history.do(PublishDraft(draft.id, "1.0"))


@pytest.mark.parametrize(
    ("version", "expected"),
    [("", "1.0"), ("1.0", "1.1"), ("1.9", "1.10"), ("2026-01", "2026-02"), ("v1.3.2", "v1.3.3"), ("first", "first.1")],
)
def test_the_next_version_is_proposed(version, expected):
    assert next_version(version) == expected


@pytest.mark.parametrize(("version", "is_good"), [("1.0", True), ("", False), ("1-0", False), ("1" * 33, False)])
def test_versions_the_tool_takes(version, is_good):
    assert (version_fault(version) == "") is is_good

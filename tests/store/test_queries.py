"""Reading: portfolio, search, milestones and their chain, lens texts, content by hash."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import select, update

from tests.generator import LENS_TEXTS, Plan, build
from tests.operations.furnished import EVIDENCE, OLD, WORKLOAD, Q, R, T, W, counted_anew, tally_of
from workbench.domain.answer import Answer
from workbench.domain.risk import Risk
from workbench.domain.snapshot import canonical, snapshot_to_json
from workbench.errors import BadInput
from workbench.operations.answers import SetNotes
from workbench.operations.evidence import copy_evidence_file
from workbench.operations.milestones import SaveMilestone
from workbench.operations.workloads import RemoveLens
from workbench.store.blobs import chunks_of, drop_blob, keep_bytes, read_blob
from workbench.store.queries.answers import (
    acceptances_of,
    answer_of,
    answers_of,
    evidence_of,
    improvements_of,
    review_state,
    take_snapshot,
    workload_of,
)
from workbench.store.queries.lenses import kept_lenses, lens_by_hash, lens_of_review, lens_text
from workbench.store.queries.milestones import milestone_snapshot, milestones_of, verify_chain
from workbench.store.queries.portfolio import portfolio, tallies_of, workload_names
from workbench.store.queries.search import excerpt, search
from workbench.store.tables import BlobChunkRow, MilestoneRow
from workbench.store.workspace import Workspace


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    path = build(tmp_path_factory.mktemp("generated") / "some.wawb", Plan(workloads=12, milestones=2))
    with Workspace.open(path) as workspace:
        yield workspace


# -- the generator itself: what the benchmark stands on


def test_a_generated_workspace_is_a_real_one(generated):
    assert generated.check() == ()
    assert tally_of(generated) == counted_anew(generated)
    with generated.reading() as session:
        for workload_id, _name in workload_names(session):
            assert verify_chain(session, workload_id) == ()
            for milestone in milestones_of(session, workload_id):
                kept = read_blob(session, milestone.content_sha256)
                assert canonical(snapshot_to_json(milestone_snapshot(session, milestone))) == kept


def test_equal_plans_make_equal_contents(generated, tmp_path):
    path = build(tmp_path / "again.wawb", Plan(workloads=12, milestones=2))
    with Workspace.open(path) as again, again.reading() as one, generated.reading() as two:
        for workload_id, _name in workload_names(one):
            assert take_snapshot(one, workload_id) == take_snapshot(two, workload_id)


# -- portfolio


def test_the_portfolio_counts_every_question_once(generated):
    with generated.reading() as session:
        rows = portfolio(session)
        assert [(row.workload.id, row.workload.name) for row in rows] == list(workload_names(session))
        for row in rows:
            assert sum(n for _risk, n in row.counts) == 57 + 8 + 8
            assert row.questions == 73 - row.count(Risk.NOT_APPLICABLE)
            assert row.answered == row.questions - row.count(Risk.UNANSWERED)
            assert row.milestone is not None
            assert row.milestone[:2] == (2, "Stage 2")
            assert [line.lens_alias for line in row.reviews] == ["wellarchitected", "moneyflow", "dataflow"]
            for line in row.reviews:
                kept = {pillar: dict(counts) for pillar, counts in line.pillars}
                assert kept == tallies_of(session, line.id)


def test_names_come_without_regard_to_case(workspace, history):
    with workspace.reading() as session:
        assert workload_names(session) == ((W, "Ledger core"),)
        (row,) = portfolio(session)
        assert row.milestone[1] == "First look"
        assert row.workload == WORKLOAD


# -- search


def kinds(session, words, **more):
    return {hit.kind for hit in search(session, words, **more)}


def test_search_finds_every_kind_as_you_type(workspace, history):
    with workspace.reading() as session:
        assert "workload" in kinds(session, "ledger c")
        assert kinds(session, "how ledgers") == {"question"}
        assert "guidance" in kinds(session, "bad day")
        assert "practice" in kinds(session, "refunds writ")
        (note,) = search(session, "closed si")
        assert (note.kind, note.question_id, note.workload_name) == ("note", Q, "Ledger core")
        assert note.text == "Ledgers are [closed] at [six]"
        (practice,) = search(session, "DÁILY")
        assert (practice.kind, practice.choice_id, practice.lens_alias) == ("practice_note", f"{Q}_2", "moneyflow")
        assert practice.text == "Only the [daily] books"


@pytest.mark.parametrize(
    "words", ["", "  ", '"', "*", "'; DROP TABLE mark; --", "a OR b", "NEAR(", "%", "_", "-x", "^"]
)
def test_search_takes_whatever_is_typed(workspace, history, words):
    with workspace.reading() as session:
        hits = search(session, words)
        assert not [hit for hit in hits if hit.kind == "workload"]
        assert answer_of(session, R, Q).marks


def test_search_in_one_workload_finds_its_notes_among_many(generated):
    with generated.reading() as session:
        for workload_id, _name in workload_names(session):
            hits = search(session, "the", workload_id=workload_id, limit=500)
            reviews = {line.id for row in portfolio(session) if row.workload.id == workload_id for line in row.reviews}
            notes = [hit for hit in hits if hit.kind == "note"]
            assert notes
            assert {hit.workload_id for hit in notes} == {workload_id}
            assert {hit.review_id for hit in hits if hit.kind != "workload"} <= reviews
            answers = [a for review in reviews for a in answers_of(session, review)]
            assert len(notes) == sum(" the " in f" {a.notes.lower()}" or "there" in a.notes.lower() for a in answers)


def test_search_forgets_what_was_changed_or_removed(workspace, history):
    history.do(SetNotes(R, Q, "words anew"))
    with workspace.reading() as session:
        assert search(session, "closed") == ()
        assert kinds(session, "anew") == {"note"}
    history.do(RemoveLens(R))
    with workspace.reading() as session:
        assert search(session, "anew") == search(session, "daily books") == ()
    history.undo()
    with workspace.reading() as session:
        assert kinds(session, "daily books") == {"practice_note"}


@pytest.mark.parametrize(
    ("note", "words", "shown"),
    [
        ("one two three", "two", "one [two] three"),
        ("Übung macht", "ubung", "[Übung] macht"),
        ("a b c d e f g h target i j k l m n o p q", "targ", "...f g h [target] i j k l m n o p q"),
        ("x target " + "w " * 30, "target", "x [target]" + " w" * 12 + "..."),
        ("line\n\n  two", "two", "line [two]"),
        ("nothing here", "absent", "nothing here"),
    ],
)  # fmt: skip
def test_an_excerpt_shows_the_match_in_its_surroundings(note, words, shown):
    assert excerpt(note, words) == shown


# -- answers and snapshots


def test_answers_can_be_read_one_some_or_all(workspace, history):
    with workspace.reading() as session:
        all_of_them = answers_of(session, R)
        assert [answer.question_id for answer in all_of_them] == ["moneyflow_chargebacks", Q, OLD]
        assert answers_of(session, R, [Q, OLD, "none"]) == all_of_them[1:]
        assert answers_of(session, R, [OLD]) == all_of_them[2:]
        assert answers_of(session, R, []) == ()
        assert answer_of(session, R, "none") == Answer("none")
        review = review_state(session, R)
        assert review is not None
        assert review.answers == all_of_them
        assert review_state(session, "gone") is None
        assert workload_of(session, "gone") is None
        assert take_snapshot(session, "gone") is None
        assert evidence_of(session, [R, T]) == (EVIDENCE,)
        assert evidence_of(session, [R], OLD) == ()
        assert len(acceptances_of(session, [R])) == len(improvements_of(session, [R])) == 1


# -- milestones


@pytest.fixture
def three(workspace, history):
    for name in ("Second", "Third"):
        history.do(SaveMilestone(W, name.lower(), name))
    return workspace


def broken(workspace, number, **values):
    with workspace.transaction() as session:
        where = MilestoneRow.number == number
        if values:
            session.execute(update(MilestoneRow).where(where).values(**values))
        else:
            session.delete(session.execute(select(MilestoneRow).where(where)).scalar_one())
    with workspace.reading() as session:
        return [(one.number, one.what) for one in verify_chain(session, W)]


def test_a_whole_chain_has_no_break(three):
    with three.reading() as session:
        assert verify_chain(session, W) == ()
        assert milestone_snapshot(session, milestones_of(session, W)[-1]) == take_snapshot(session, W)


@pytest.mark.parametrize("field", ["name", "at", "by"])
def test_a_changed_field_breaks_the_chain(three, field):
    assert broken(three, 2, **{field: "changed"}) == [(2, "its name, number, date or author was changed")]


def test_a_removed_milestone_breaks_the_chain(three):
    assert (3, "milestone 2 is missing before it") in broken(three, 2)


def test_a_rewritten_chain_breaks_at_the_next_one(three):
    assert (3, "it does not follow from the milestone before") in broken(three, 2, chain="0" * 64)


@pytest.mark.parametrize(
    ("data", "said"), [(b"", "was changed"), (b"no zip at all", "was changed"), (None, "is missing")]
)
def test_changed_or_missing_content_breaks_the_chain(three, data, said):
    with three.reading() as session:
        milestone = milestones_of(session, W)[1]
    with three.transaction() as session:
        if data is None:
            drop_blob(session, milestone.content_sha256)
        else:
            where = BlobChunkRow.sha256 == milestone.content_sha256
            import zlib

            session.execute(update(BlobChunkRow).where(where).values(data=data or zlib.compress(b"{}")))
    with three.reading() as session:
        (found,) = {one.what for one in verify_chain(session, W)}
        assert said in found
    with three.reading() as session, pytest.raises(BadInput, match="missing or was changed"):
        milestone_snapshot(session, milestone)


# -- lens texts and contents


def test_lens_texts_are_kept_exactly(workspace, history):
    sha256 = hashlib.sha256(LENS_TEXTS[0].encode()).hexdigest()
    with workspace.reading() as session:
        assert lens_text(session, sha256) == LENS_TEXTS[0]
        assert lens_text(session, "0" * 64) == ""
        assert lens_by_hash(session, "0" * 64) is None
        lens = lens_of_review(session, R)
        assert lens is not None
        assert lens.alias == json.loads(LENS_TEXTS[0])["alias"]
        assert lens_of_review(session, "gone") is None
        assert (sha256, "moneyflow", "1.0", "Money flow") in kept_lenses(session)


def test_a_file_is_kept_in_pieces_and_only_once(workspace, tmp_path):
    file = tmp_path / "large.bin"
    data = bytes(range(256)) * 10_000
    file.write_bytes(data)
    seen = []
    sha256, size = copy_evidence_file(workspace, file, lambda done, total, note="": seen.append(done / total))
    assert copy_evidence_file(workspace, file) == (sha256, size) == (hashlib.sha256(data).hexdigest(), len(data))
    with workspace.transaction() as session:
        assert keep_bytes(session, b"") == hashlib.sha256(b"").hexdigest()
    assert seen == sorted(seen)
    assert seen[-1] == 1
    with workspace.reading() as session:
        assert b"".join(chunks_of(session, sha256)) == data
        assert max(len(piece) for piece in chunks_of(session, sha256)) == 1024 * 1024
        assert read_blob(session, hashlib.sha256(b"").hexdigest()) == b""
        assert read_blob(session, "0" * 64) is None
    with workspace.transaction() as session:
        drop_blob(session, sha256)
        assert list(chunks_of(session, sha256)) == []


def test_files_that_cannot_be_kept_say_why(workspace, tmp_path):
    file = tmp_path / "large.bin"
    file.write_bytes(b"x" * 3000)

    def change(done: float, total: float, note: str = "") -> None:
        file.write_bytes(b"y" * 3000)

    for path, limit, progress, said in (
        (file, 2000, None, "may have"),
        (tmp_path / "gone", 2000, None, "cannot be read"),
        (file, 5000, change, "changed while it was copied"),
    ):
        with pytest.raises(BadInput, match=said):
            copy_evidence_file(workspace, path, progress, limit)
    with workspace.reading() as session:
        assert session.execute(select(BlobChunkRow.sha256)).all() == []

"""What is due, what grows old, and how far the high risks of a baseline are closed, by which way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.analyses.states import answer, lens_of, lens_text, review_of
from workbench.analyses.comparison import compare
from workbench.analyses.follow_up import follow_up
from workbench.domain.evidence import Evidence, EvidenceKind
from workbench.domain.initiative import Gap, Initiative, PlanTerms
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload

NAMES = ("q1", "q2", "q3", "q4", "q5")
TEXT = lens_text("x", "1", NAMES)
SHA, LENS = lens_of(TEXT)
TODAY = "2026-06-15"


def state(*answers, workload=None, text=TEXT, **parts):
    review = review_of(text, *answers, review_id="r")
    return Snapshot(workload or Workload("w", "Shop"), (review,), **parts)


def since(before, after, *texts):
    lenses = dict(lens_of(text) for text in (TEXT, *texts))
    return compare(lenses, before, after, before_day="2026-01-01", after_day=TODAY, before_title="M1")


def followed(now, before=None, terms=None, **more):
    known = since(before, now) if before else None
    return follow_up(
        now, {"r": LENS}, terms or PlanTerms(), TODAY, since_baseline=known, since_last=known, **more
    )  # fmt: skip


ALL_HIGH = [answer(name, "a:no b:no") for name in NAMES]


def test_progress_counts_practices_and_tells_the_other_ways_apart():
    now = state(
        answer("q1", "a:yes b:yes"), answer("q2", "a:not_applicable b:yes"), answer("q3", "a:no b:no", applicable=False),
        answer("q4", "a:yes b:no"), answer("q5", "a:no b:yes"),
    )  # fmt: skip
    progress = followed(now, state(*ALL_HIGH), PlanTerms(target=0.4)).progress
    assert {one.question_id for one in progress.closed} == {"q1", "q4"}
    assert {one.question_id for one in progress.by_not_applicable} == {"q2", "q3"}
    assert progress.share == pytest.approx(0.4)
    assert progress.is_reached
    assert not replace(progress, target=0.41).is_reached


def test_what_the_lens_took_away_is_no_progress():
    other = lens_text("x", "2", ("q1", "q2"))
    now = state(answer("q1", "a:no"), answer("q2", "a:no"), text=other)
    progress = follow_up(
        now, {"r": lens_of(other)[1]}, PlanTerms(), TODAY, since_baseline=since(state(*ALL_HIGH), now, other)
    ).progress  # fmt: skip
    assert {one.question_id for one in progress.by_lens} == {"q3", "q4", "q5"}
    assert progress.share == 0


def test_an_answer_that_was_taken_back_closes_nothing():
    progress = followed(state(*ALL_HIGH[1:]), state(*ALL_HIGH)).progress
    assert progress.closed == progress.by_lens == progress.by_not_applicable == ()


def test_due_overdue_and_without_a_day():
    now = state(
        *ALL_HIGH,
        improvements=(
            Improvement("r", "q1", due="2026-06-14"), Improvement("r", "q2", due="2026-07-01", status=ItemStatus.DONE),
            Improvement("r", "q3", due="2026-08-01"),
        ),
        initiatives=(Initiative("i", "Both", (Gap("r", "q3", "a"), Gap("r", "q4", "a")), due="2026-08-01"),),
    )  # fmt: skip
    found = followed(now)
    assert [(one.kind, one.due, one.is_overdue) for one in found.due] == [
        ("question", "2026-06-14", True), ("initiative", "2026-08-01", False),
    ]  # fmt: skip
    assert found.undated == 1  # q5: all others have a day, q4 by its initiative
    assert [one.due for one in found.overdue] == ["2026-06-14"]


def test_old_evidence_and_acceptances_that_end():
    now = state(
        *ALL_HIGH,
        evidence=(
            Evidence("e1", "r", "q1", EvidenceKind.LINK, "Old", on="2025-12-01"),
            Evidence("e2", "r", "q1", EvidenceKind.LINK, "New", on="2026-06-01"),
            Evidence("e3", "r", "q1", EvidenceKind.TOOL, "Of the Tool", on="2020-01-01"),
        ),
        acceptances=(
            Acceptance("r", "q1", "w", "b", "2026-07-15"), Acceptance("r", "q2", "w", "b", "2026-06-01"),
            Acceptance("r", "q3", "w", "b", "2026-07-16"),
        ),
        workload=Workload("w", "Shop", next_review="2026-07-15"),
    )  # fmt: skip
    found = followed(now)
    assert [one.id for one in found.stale] == ["e1"]
    assert [one.question_id for one in found.expiring] == ["q2", "q1"]
    assert found.review_due


def test_when_to_review_again():
    before = state(*ALL_HIGH)
    closed = [answer(name, "a:yes b:yes") for name in NAMES]
    assert followed(state(*closed[:2], *ALL_HIGH[2:]), before).again == ()
    assert "3 high risks were closed since M1." in followed(state(*closed[:3], *ALL_HIGH[3:]), before).again
    moved = state(*ALL_HIGH, workload=Workload("w", "Shop", aws_regions=("eu-west-1",)))
    assert "AWS Regions" in followed(moved, before).again[0]
    noted = state(*ALL_HIGH, workload=Workload("w", "Shop", notes="New words"))
    assert followed(noted, before).again == ()
    assert "Twice the load" in followed(before, before, PlanTerms(requirements="Twice the load")).again[0]


def test_without_a_milestone_nothing_is_measured():
    found = followed(state(*ALL_HIGH))
    assert found.progress is None
    assert found.again == ()

"""Three-way merges: laws that hold for any three states, and the cases a person meets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.analyses.states import answer, lens_of, lens_text, review_of, snapshots
from workbench.analyses.merge import merge, resolve
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.plan import Acceptance
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import Workload
from workbench.errors import BadInput, UnknownName

SETS = {("workload", "aws_regions")}
LENS = lens_text("x")
LENSES = dict([lens_of(LENS)])


def values_of(state: Snapshot) -> dict[tuple, object]:
    """Every value of a state by the path that merges name it with; what is not there is not in it."""
    found: dict[tuple, object] = {}
    for name in Workload.__slots__:
        if name == "tags":
            found |= {("workload", "tags", key): value for key, value in state.workload.tags}
        elif name != "id":
            found["workload", name] = getattr(state.workload, name)
    alias_of = {review.id: review.lens_alias for review in state.reviews}
    for review in state.reviews:
        alias = review.lens_alias
        found["lens", alias] = review.lens_sha256
        if review.notes:
            found["notes", alias] = review.notes
        found |= {("pillar", alias, key): text for key, text in review.pillar_notes}
        for one in review.answers:
            bare = Answer(one.question_id)
            for name in ("notes", "owner", "flagged", "parked"):
                if getattr(one, name) != getattr(bare, name):
                    found["answer", alias, one.question_id, name] = getattr(one, name)
            if not one.applicable:
                found["answer", alias, one.question_id, "applicable"] = one.reason
            for mark in one.marks:
                path = ("mark", alias, one.question_id, mark.choice_id)
                found[(*path, "state")] = (mark.state, mark.reason)
                found |= {(*path, name): getattr(mark, name) for name in ("note", "owner") if getattr(mark, name)}
    for kind, items in (
        ("evidence", state.evidence),
        ("acceptance", state.acceptances),
        ("improvement", state.improvements),
    ):
        for item in items:
            key = item.id if kind == "evidence" else item.question_id
            found[kind, alias_of[item.review_id], key] = replace(item, review_id="")
    return found


def is_disputed(path: tuple, conflicts: set[tuple]) -> bool:
    whole_review = len(path) > 1 and ("review", path[1]) in conflicts
    none = path[0] == "mark" and ("none", *path[1:3]) in conflicts
    return whole_review or none or any(path[:n] in conflicts for n in range(1, len(path) + 1))


@settings(max_examples=60)
@given(snapshots(), snapshots())
def test_a_copy_that_only_one_side_changed_is_taken_whole(base, other):
    for mine, theirs in ((base, other), (other, base), (other, other)):
        result = merge(base, mine, theirs)
        assert result.conflicts == ()
        assert result.merged == other
    assert merge(base, other, other).taken == ()


@settings(max_examples=100)
@given(snapshots(), snapshots(), snapshots())
def test_no_change_of_either_side_is_lost(base, mine, theirs):
    result = merge(base, mine, theirs)
    disputed = {conflict.path for conflict in result.conflicts}
    was, own, other, now = (values_of(state) for state in (base, mine, theirs, result.merged))
    for path in was.keys() | own.keys() | other.keys() | now.keys():
        b, m, t, n = (one.get(path) for one in (was, own, other, now))
        if path in SETS:
            if path not in disputed:
                assert set(n) == (set(m) & set(t)) | (set(m) - set(b)) | (set(t) - set(b))
        elif is_disputed(path, disputed):
            assert n in (m, t, b)
        elif m == b:
            assert n == t, path
        else:
            assert t in (b, m), path
            assert n == m, path


@settings(max_examples=60)
@given(snapshots(), snapshots(), snapshots())
def test_both_directions_find_the_same_conflicts(base, mine, theirs):
    there = {c.id: (c.base, c.mine, c.theirs) for c in merge(base, mine, theirs).conflicts}
    back = {c.id: (c.base, c.theirs, c.mine) for c in merge(base, theirs, mine).conflicts}
    assert there == back


@settings(max_examples=60)
@given(snapshots(), snapshots(), snapshots())
def test_choices_give_one_side_in_every_dispute(base, mine, theirs):
    for side, state in (("mine", mine), ("theirs", theirs)):
        result = merge(base, mine, theirs)
        while result.undecided:
            result = resolve(result, {conflict.id: side for conflict in result.undecided})
        wanted, now = values_of(state), values_of(result.merged)
        for conflict in result.conflicts:
            if conflict.path[0] not in ("review", "none") and len(conflict.path) != 4:
                assert now.get(conflict.path) == wanted.get(conflict.path)


@settings(max_examples=60)
@given(snapshots(), snapshots(), snapshots())
def test_none_of_these_never_ends_up_beside_a_practice(base, mine, theirs):
    for review in merge(base, mine, theirs).merged.reviews:
        for one in review.answers:
            assert not ("q_no" in one.selected and len(one.selected) > 1)


@settings(max_examples=60)
@given(snapshots(), snapshots())
def test_without_a_common_state_every_difference_is_asked(mine, theirs):
    result = merge(None, mine, theirs)
    assert not result.has_base
    assert result.taken == ()
    assert result.merged == mine
    assert bool(result.conflicts) == (_asked_about(mine) != _asked_about(theirs))


def _asked_about(state: Snapshot) -> Snapshot:
    """Without marks that go with their answer, and without who kept a failure and when: nobody is asked about these."""
    kept = tuple(replace(one, failed=tuple(sorted(one.failed)), by="", on="") for one in state.scenarios)
    return replace(state, scenarios=kept, inherited=())


def state(*answers: Answer, **more) -> Snapshot:
    review = review_of(LENS, *answers, review_id=more.pop("review_id", ""), notes=more.pop("notes", ""))
    return Snapshot(more.pop("workload", Workload("w1", "Pay")), (review,), **more)


def test_two_people_on_different_practices_of_one_question():
    base = state(answer("q1", "a:no b:no"))
    result = merge(
        base, state(answer("q1", "a:yes b:no")), state(answer("q1", "a:no b:partly", notes="seen")), lenses=LENSES
    )
    assert result.conflicts == ()
    assert result.merged.reviews[0].answers == (answer("q1", "a:yes b:partly", notes="seen"),)
    assert {one.title[-1] for one in result.taken} == {"State", "Notes"}


def test_a_conflict_says_where_and_offers_both_texts():
    base = state(answer("q1", notes="base"))
    result = merge(base, state(answer("q1", notes="from me")), state(answer("q1", notes="from them")), lenses=LENSES)
    (conflict,) = result.conflicts
    assert conflict.title == ("Lens x", "P 1 Question q1", "Notes")
    assert (conflict.base, conflict.mine, conflict.theirs, conflict.can_join) == ("base", "from me", "from them", True)
    assert result.merged.reviews[0].answer("q1").notes == "from me"
    both = resolve(result, {conflict.id: "both"})
    assert both.undecided == ()
    assert both.merged.reviews[0].answer("q1").notes == "from me\n\nfrom them"


def test_a_state_cannot_be_both():
    base = state(answer("q1", "a:no"))
    result = merge(base, state(answer("q1", "a:yes")), state(answer("q1", "a:partly")))
    (conflict,) = result.conflicts
    with pytest.raises(BadInput):
        resolve(result, {conflict.id: "both"})
    with pytest.raises(UnknownName):
        resolve(result, {"mark/x/q9": "mine"})
    assert resolve(result, {conflict.id: "theirs"}).merged.reviews[0].answer("q1").state("a") is MarkState.PARTLY


def test_state_goes_with_its_reason_and_note_apart():
    base = state(Answer("q1", (Mark("a", MarkState.NO),)))
    mine = state(Answer("q1", (Mark("a", MarkState.NOT_APPLICABLE, Reason.OTHER),)))
    theirs = state(Answer("q1", (Mark("a", MarkState.NO, note="only in Frankfurt"),)))
    result = merge(base, mine, theirs)
    assert result.conflicts == ()
    wanted = Mark("a", MarkState.NOT_APPLICABLE, Reason.OTHER, "only in Frankfurt")
    assert result.merged.reviews[0].answer("q1").marks == (wanted,)


def test_a_mark_taken_off_while_the_other_side_wrote_on_it():
    base = state(Answer("q1", (Mark("a", MarkState.DONT_KNOW),), notes="n"))
    mine = state(Answer("q1", (), notes="n"))
    theirs = state(Answer("q1", (Mark("a", MarkState.DONT_KNOW, owner="Ada"),), notes="n"))
    (conflict,) = merge(base, mine, theirs).conflicts
    assert conflict.mine is None
    assert conflict.theirs.owner == "Ada"


def test_none_of_these_against_a_practice_is_asked():
    base = state(answer("q1", "b:no"))
    result = merge(base, state(answer("q1", "b:no q_no:yes")), state(answer("q1", "a:yes b:partly")), lenses=LENSES)
    (conflict,) = result.conflicts
    assert conflict.path == ("none", "x", "q1")
    assert result.merged.reviews[0].answers == (answer("q1", "b:partly q_no:yes"),)
    assert [one.path[-2:] for one in result.taken] == [("b", "state")]
    assert resolve(result, {conflict.id: "theirs"}).merged.reviews[0].answers == (answer("q1", "a:yes b:partly"),)


def test_a_pulled_answer_that_has_both_is_kept():
    pulled = answer("q1", "a:yes q_no:yes")
    result = merge(state(), state(answer("q2", "a:yes")), state(pulled))
    assert result.conflicts == ()
    assert result.merged.reviews[0].answer("q1") == pulled


def test_review_ids_may_differ_and_mine_stay():
    item = Evidence("e1", "theirs", "q1", EvidenceKind.LINK, "Runbook", target="https://example.org")
    theirs = state(answer("q1", "a:yes"), review_id="theirs", evidence=(item,), acceptances=(
        Acceptance("theirs", "q2", "cost", "Ada", "2030-01-01"),))  # fmt: skip
    merged = merge(state(review_id="base"), state(review_id="mine"), theirs).merged
    assert merged.reviews[0].id == "mine"
    assert merged.reviews[0].answers == theirs.reviews[0].answers
    assert [item.review_id for item in (*merged.evidence, *merged.acceptances)] == ["mine", "mine"]


def test_a_review_removed_here_and_worked_on_there_is_asked_whole():
    base = state(answer("q1", "a:no"))
    mine = Snapshot(base.workload)
    (conflict,) = merge(base, mine, state(answer("q1", "a:yes"))).conflicts
    assert conflict.path == ("review", "x")
    assert conflict.mine is None
    assert merge(base, mine, base).merged == mine
    kept = resolve(merge(base, mine, state(answer("q1", "a:yes"))), {conflict.id: "theirs"}).merged
    assert kept == state(answer("q1", "a:yes"))


def test_evidence_changed_on_both_sides_is_one_value():
    item = Evidence("e1", "r-x", "q1", EvidenceKind.STATEMENT, "said", target="u")
    states = [state(evidence=(one,)) for one in (item, replace(item, strength=Strength.SHOWN), replace(item, by="Ada"))]
    (conflict,) = merge(*states, lenses=LENSES).conflicts
    assert conflict.title == ("Lens x", "Evidence", "said")


def test_tags_merge_by_key_and_regions_by_entry():
    def workload(tags: dict[str, str], *regions: str) -> Snapshot:
        return Snapshot(Workload("w1", "Pay", tags=tuple(sorted(tags.items())), aws_regions=regions))

    result = merge(
        workload({"owner": "Ada", "cost": "1"}, "eu-west-1", "eu-west-3"),
        workload({"owner": "Bo", "cost": "1"}, "eu-west-1", "us-east-1"),
        workload({"owner": "Ada"}, "eu-central-1", "eu-west-1", "eu-west-3"),
    )
    assert result.conflicts == ()
    assert result.merged.workload.tags == (("owner", "Bo"),)
    assert result.merged.workload.aws_regions == ("eu-west-1", "us-east-1", "eu-central-1")


def test_a_union_over_the_limit_is_asked():
    def workload(*places: str) -> Snapshot:
        return Snapshot(Workload("w1", "Pay", non_aws_regions=places))

    result = merge(workload("one"), workload("one", "two", "three", "four"), workload("one", "five", "six"))
    (conflict,) = result.conflicts
    assert conflict.title == ("Workload", "Places outside AWS")


def test_what_a_newer_lens_version_no_longer_has_is_kept_and_listed():
    newer = lens_text("x", "2", ("q1", "q3"))
    lenses = LENSES | dict([lens_of(newer)])
    base = state(answer("q2", "a:no"))
    theirs = Snapshot(base.workload, (review_of(newer, answer("q3", "a:yes")),))
    mine = state(answer("q2", "a:yes"), answer("q1", "a:yes"))
    result = merge(base, mine, theirs, lenses=lenses)
    review = result.merged.reviews[0]
    assert review.lens_version == "2"
    assert {a.question_id for a in review.answers} == {"q1", "q2", "q3"}
    assert [(one.question_id, one.choice_id) for one in result.leftovers] == [("q2", "")]


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [("a", "a\nb", "a\nb"), ("a\nb", "b", "a\nb"), ("a\n", "\nb", "a\n\nb"), ("cannot", "not", "cannot\n\nnot")],
)
def test_both_texts_are_not_said_twice(mine, theirs, both):
    result = merge(state(answer("q1", notes="x")), state(answer("q1", notes=mine)), state(answer("q1", notes=theirs)))
    (conflict,) = result.conflicts
    assert resolve(result, {conflict.id: "both"}).merged.reviews[0].answer("q1").notes == both


def test_ids_of_conflicts_hold_any_id():
    base, mine, theirs = (state(answer("q/1%", "", notes=text)) for text in ("", "a", "b"))
    (conflict,) = merge(base, mine, theirs).conflicts
    assert conflict.id == "answer/x/q%2F1%25/notes"

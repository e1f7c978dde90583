"""Small states of one workload, drawn at random, for properties of merges, comparisons and packages."""

from __future__ import annotations

import json
from functools import cache

from hypothesis import strategies as st

from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.inherited import Inherited
from workbench.domain.initiative import Gap, Initiative
from workbench.domain.lens import Lens
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.session_answers import fingerprint
from workbench.domain.snapshot import ReviewState, Snapshot, digest
from workbench.domain.workload import Workload
from workbench.library.lens_format import read_lens_text

QUESTIONS = ("q1", "q2")
CHOICES = ("a", "b", "q_no")


@cache
def lens_text(alias: str, version: str = "1", questions: tuple[str, ...] = QUESTIONS) -> str:
    """A lens of one pillar; `a` is a high practice, `b` a medium one, as official lenses rate them."""
    levels = {"a": "HIGH", "b": "MEDIUM"}
    return json.dumps({
        "alias": alias, "version": version, "name": f"Lens {alias}",
        "pillars": [{"id": "p", "name": "Pillar", "code": "P", "questions": [
            {"id": key, "title": f"Question {key}", "choices": [
                {"id": each, "title": f"Choice {each}"} | ({"riskIfAbsent": levels[each]} if each in levels else {})
                for each in CHOICES
            ]}
            for key in questions
        ]}],
    })  # fmt: skip


@cache
def lens_of(text: str) -> tuple[str, Lens]:
    return digest(text.encode()), read_lens_text(text)


def review_of(text: str, *answers: Answer, review_id: str = "", notes: str = "") -> ReviewState:
    """A review of a lens text with the given answers."""
    sha256, lens = lens_of(text)
    kept = tuple(sorted((a for a in answers if not a.is_empty), key=lambda a: a.question_id))
    return ReviewState(review_id or f"r-{lens.alias}", lens.alias, lens.version, lens.name, sha256, notes, (), kept)


def answer(question_id: str, marks: str = "", **more) -> Answer:
    """An answer; marks as "a:yes b:no"."""
    pairs = (entry.split(":") for entry in marks.split())
    return Answer(
        question_id, tuple(sorted((Mark(c, MarkState(s)) for c, s in pairs), key=lambda m: m.choice_id)), **more
    )


WORDS = st.sampled_from(["", "one", "two"])


@st.composite
def _mark(draw, choice_id: str) -> Mark:
    if choice_id.endswith("_no"):
        return Mark(choice_id, MarkState.YES)
    state = draw(st.sampled_from(MarkState))
    reason = draw(st.sampled_from(Reason)) if state is MarkState.NOT_APPLICABLE else Reason.NONE
    return Mark(choice_id, state, reason, draw(WORDS), draw(WORDS))


@st.composite
def _answer(draw, question_id: str) -> Answer:
    marked = draw(st.sets(st.sampled_from(CHOICES)))
    marks = [draw(_mark(choice_id)) for choice_id in sorted(marked)]
    if "q_no" in marked and any(m.state is MarkState.YES for m in marks if m.choice_id != "q_no"):
        marks = [mark for mark in marks if mark.choice_id != "q_no"]
    applicable = draw(st.booleans())
    return Answer(
        question_id, tuple(marks), applicable, Reason.NONE if applicable else Reason.OTHER,
        draw(WORDS), draw(WORDS), draw(st.booleans()), draw(st.booleans()),
    )  # fmt: skip


def kept_scenarios() -> st.SearchStrategy[tuple[FailureScenario, ...]]:
    """A few failures kept under a name, by name."""
    one = st.builds(
        FailureScenario, st.sampled_from(["s", "t"]), st.sampled_from(["Loss of az-a", "Peak"]),
        st.lists(st.sampled_from(["az-a", "db", "gone"]), min_size=1, unique=True).map(tuple), st.sampled_from(["Ada", "Bo"]),
        st.sampled_from(["", "2026-01-01", "2026-02-02"]),
    )  # fmt: skip
    return st.lists(one, unique_by=lambda each: each.id).map(
        lambda kept: tuple(sorted(kept, key=lambda each: (each.name, each.id)))
    )


@st.composite
def snapshots(draw, aliases: tuple[str, ...] = ("x", "y")) -> Snapshot:
    """One state of the workload w1; few different values, so that two draws often agree."""
    entries = st.lists(st.sampled_from(["eu-west-1", "us-east-1", "ap-south-1"]), unique=True).map(tuple)
    workload = Workload(
        "w1", draw(st.sampled_from(["Payments", "Billing"])), notes=draw(WORDS), aws_regions=draw(entries),
        environment=draw(st.sampled_from(["PRODUCTION", "PREPRODUCTION"])),
        pillar_priorities=draw(st.permutations(["p", "s"]).map(tuple)),
        tags=tuple(sorted(draw(st.dictionaries(st.sampled_from(["k", "l"]), WORDS)).items())),
    )  # fmt: skip
    reviews, evidence, acceptances, improvements, inherited, gaps = [], [], [], [], [], []
    for alias in draw(st.permutations(aliases)):
        if draw(st.integers(0, 5)) == 0:
            continue
        one = review_of(lens_text(alias), *(draw(_answer(key)) for key in QUESTIONS), notes=draw(WORDS))
        notes = draw(WORDS)
        reviews.append(
            ReviewState(
                **{f: getattr(one, f) for f in one.__slots__} | {"pillar_notes": (("p", notes),) if notes else ()}
            )
        )
        gaps += [Gap(one.id, key, "a") for key in QUESTIONS]
        for key in draw(st.sets(st.sampled_from(QUESTIONS))):
            given = draw(st.sampled_from([fingerprint(one.answer(key)), "0" * 64]))
            inherited.append(Inherited(one.id, key, draw(st.sampled_from(["t", "u"])), given, "Platform"))
        for key in draw(st.sets(st.sampled_from(QUESTIONS))):
            evidence.append(
                Evidence(f"e-{alias}-{key}", one.id, key, EvidenceKind.STATEMENT, "said", target=draw(st.sampled_from(["u", "v"])),
                         strength=draw(st.sampled_from(Strength)))
            )  # fmt: skip
            acceptances.append(Acceptance(one.id, key, draw(st.sampled_from(["cost", "time"])), "Ada", "2030-01-01"))
            improvements.append(Improvement(one.id, key, status=draw(st.sampled_from(ItemStatus))))
    initiatives = [
        Initiative(key, f"Work {key}", tuple(draw(st.sets(st.sampled_from(gaps)).map(sorted))) if gaps else (), draw(st.sampled_from([0.0, 2.5])))
        for key in sorted(draw(st.sets(st.sampled_from("ij"))))
    ]  # fmt: skip
    return Snapshot(
        workload, tuple(reviews),
        tuple(sorted(evidence, key=lambda e: (e.review_id, e.question_id, e.title, e.id))),
        tuple(sorted(acceptances, key=lambda a: (a.review_id, a.question_id))),
        tuple(sorted(improvements, key=lambda i: (i.review_id, i.question_id))), initiatives=tuple(initiatives),
        scenarios=draw(kept_scenarios()), inherited=tuple(sorted(inherited, key=lambda i: (i.review_id, i.question_id))),
    )  # fmt: skip

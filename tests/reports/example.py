"""A small review that has one of everything a report can tell; texts from people are hostile."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from workbench.analyses.comparison import compare
from workbench.domain.answer import Answer, Mark, MarkState, Reason
from workbench.domain.evidence import Evidence, EvidenceKind, Strength
from workbench.domain.lens import Choice, Lens, Pillar, Question, RiskRule
from workbench.domain.milestone import Milestone, chain_hash
from workbench.domain.plan import Acceptance, Improvement, ItemStatus
from workbench.domain.risk import Level, Risk
from workbench.domain.snapshot import ReviewState, Snapshot
from workbench.domain.workload import Workload
from workbench.reports import Content, build_content

__all__ = ["ACCOUNT", "HOSTILE", "LENS_HASH", "TODAY", "content", "hostile_snapshot", "milestones", "now", "start"]

ACCOUNT = "111122223333"
TODAY = "2026-11-23"
LENS_HASH = "a" * 64
HOSTILE = '<script>alert(1)</script> #panic("x") $x$ [a](javascript:alert(1)) `c` |\n# no heading\n- no list & &lt; @ref <b> \x00\x1b\u202e'


def _practice(code: str, level: Level, title: str) -> Choice:
    return Choice(code.lower().replace("-", "_"), title, code, level, f"https://docs.example.com/{code.lower()}")


def _question(number: int, pillar: str, title: str, levels: tuple[Level, ...], origin: str = "estimated") -> Question:
    code = f"{pillar[:3].upper()} {number}"
    short = f"{pillar[:3].upper()}{number:02}"
    practices = tuple(
        _practice(f"{short}-BP0{i}", level, f"Practice {i} of {code}") for i, level in enumerate(levels, 1)
    )
    none = Choice(f"{short.lower()}_no", "None of these")
    ids = [choice.id for choice in practices]
    high = [choice.id for choice in practices if choice.risk_if_absent is Level.HIGH] or ids[:1]
    rules = (
        RiskRule(" && ".join(ids), "NO_RISK"), RiskRule(" && ".join(high), "MEDIUM_RISK"), RiskRule("default", "HIGH_RISK")
    )  # fmt: skip
    return Question(
        f"{pillar}-{number}", title, pillar, code, number, short=title.split("?")[0], url="https://docs.example.com/q",
        choices=(*practices, none), rules=rules, rules_origin=origin,
    )  # fmt: skip


@cache
def lens() -> Lens:
    high, medium = Level.HIGH, Level.MEDIUM
    security = (
        _question(1, "security", "How are people known?", (high, high, medium)),
        _question(2, "security", "How is data kept?", (high, medium)),
        _question(3, "security", "How are incidents met?", (high, medium)),
    )
    reliability = (
        _question(1, "reliability", "How is failure met?", (high, medium), origin=""),
        _question(2, "reliability", "How are backups made?", (medium,)),
        Question("reliability-3", "What does the room think?", "reliability", "REL 3", 3),
    )
    return Lens("small", "1.0", "Small lens", official=True, pillars=(
        Pillar("security", "Security", "SEC", security), Pillar("reliability", "Reliability", "REL", reliability),
    ))  # fmt: skip


def _marks(code: str, *states: MarkState | Mark | None) -> tuple[Mark, ...]:
    found = []
    for place, state in enumerate(states, 1):
        key = f"{code}_bp0{place}"
        if isinstance(state, Mark):
            found.append(replace(state, choice_id=key))
        elif state is not None:
            found.append(Mark(key, state))
    return tuple(found)


YES, NO, PARTLY, UNKNOWN = MarkState.YES, MarkState.NO, MarkState.PARTLY, MarkState.DONT_KNOW
OUT = Mark("", MarkState.NOT_APPLICABLE, Reason.OUT_OF_SCOPE, "No tapes here.")
WORKLOAD = Workload(
    "w", "Ticket shop", "Sells tickets.", review_owner="Shop team", aws_regions=("eu-west-1",), account_ids=(ACCOUNT,),
    notes=f"Runs in {ACCOUNT} and 1111-2222-4444.", pillar_priorities=("security", "reliability"),
)  # fmt: skip


def _review(*answers: Answer) -> ReviewState:
    kept = tuple(sorted(answers, key=lambda answer: answer.question_id))
    return ReviewState("r", "small", "1.0", "Small lens", LENS_HASH, "Two sessions.", (("security", "Calm."),), kept)


@cache
def start() -> Snapshot:
    """The state of the first milestone."""
    return Snapshot(WORKLOAD, (_review(
        Answer("security-1", _marks("sec01", YES, NO, None)),
        Answer("security-2", _marks("sec02", NO, NO)),
        Answer("security-3", _marks("sec03", YES, YES)),
        Answer("reliability-1", _marks("rel01", NO, YES)),
        Answer("reliability-2", _marks("rel02", NO)),
    ),))  # fmt: skip


@cache
def now() -> Snapshot:
    """The state as it stands."""
    partly = Mark("", PARTLY, note=f"Staff only, key in {ACCOUNT}.")
    unknown = Mark("", UNKNOWN, note="Nobody had the numbers.", owner="Data team")
    review = _review(
        Answer("security-1", _marks("sec01", YES, partly, None), notes="First line.\nSecond line.", owner="Shop team"),
        Answer("security-2", _marks("sec02", YES, YES)),
        Answer("security-3", _marks("sec03", unknown, YES), flagged=True),
        Answer("reliability-1", _marks("rel01", NO, YES)),
        Answer("reliability-2", _marks("rel02", OUT)),
        Answer("reliability-3", verdict=Risk.MEDIUM),
    )
    evidence = (
        Evidence("e1", "r", "security-2", EvidenceKind.LINK, "Key policy", "sec02_bp01", "https://wiki.example.com/keys",
                 Strength.VERIFIED, "Security lead", "2026-11-02"),
        Evidence("e2", "r", "security-1", EvidenceKind.FILE, "Access list", sha256="c" * 64, file_name="list.csv",
                 size=2_400_000, strength=Strength.SHOWN, by="Shop team"),
        Evidence("e3", "r", "security-1", EvidenceKind.LINK, "Trap", target="javascript:alert(1)"),
    )  # fmt: skip
    acceptances = (
        Acceptance("r", "reliability-1", "A second site costs more than a day of sales.", "Head of sales", "2026-12-31",
                   "security", "2026-09-01"),
        Acceptance("r", "security-1", "Until the new directory is there.", "Head of IT", "2026-10-31"),
    )  # fmt: skip
    improvements = (
        Improvement("r", "security-1", "Platform team", "2026-11-01", ItemStatus.IN_PROGRESS, "Directory is ordered."),
        Improvement("r", "reliability-1", status=ItemStatus.ACCEPTED),
    )
    return Snapshot(WORKLOAD, (review,), evidence, acceptances, improvements)


@cache
def milestones() -> tuple[Milestone, ...]:
    def saved(
        number: int, name: str, at: str, previous: str, counts: tuple[tuple[str, str, str, int], ...]
    ) -> Milestone:
        chain = chain_hash("w", number, name, at, "Facilitator", "d" * 64, previous)
        return Milestone(f"m{number}", "w", number, name, at, "Facilitator", "d" * 64, previous, chain, False, counts)

    first = saved(1, "Baseline", "2026-03-02T10:00:00Z", "", (
        ("small", "security", "HIGH", 2), ("small", "security", "NONE", 1), ("small", "reliability", "HIGH", 1),
        ("small", "reliability", "MEDIUM", 1), ("small", "reliability", "UNANSWERED", 1)))  # fmt: skip
    second = saved(2, "Summer", "2026-07-01T10:00:00Z", first.chain, (
        ("small", "security", "HIGH", 2), ("small", "security", "NONE", 1), ("small", "reliability", "HIGH", 2),
        ("small", "reliability", "UNANSWERED", 1)))  # fmt: skip
    return first, second


def hostile_snapshot() -> Snapshot:
    """The same review with markup, code and control characters wherever people can type."""
    state = now()
    review = state.reviews[0]
    answers = tuple(
        replace(
            answer,
            notes=HOSTILE,
            owner=HOSTILE,
            marks=tuple(replace(m, note=HOSTILE, owner=HOSTILE) for m in answer.marks),
        )
        for answer in review.answers
    )
    return Snapshot(
        replace(WORKLOAD, name=HOSTILE, description=HOSTILE, notes=HOSTILE, review_owner=HOSTILE),
        (replace(review, notes=HOSTILE, pillar_notes=(("security", HOSTILE),), answers=answers),),
        tuple(replace(item, title=HOSTILE, by=HOSTILE, target=HOSTILE) for item in state.evidence),
        tuple(replace(one, why=HOSTILE, by=HOSTILE) for one in state.acceptances),
        tuple(replace(one, owner=HOSTILE, note=HOSTILE) for one in state.improvements),
    )


def content(snapshot: Snapshot | None = None, *, compared: bool = True, **other: object) -> Content:
    """What the report of the example says."""
    state = snapshot or now()
    lenses = {LENS_HASH: lens()}
    comparison = compare(
        lenses, start(), state, before_day="2026-03-02", after_day=TODAY, before_title='Milestone 1 "Baseline"',
        after_title="Now", who={("small", "security-2"): ("Facilitator", "2026-11-02T09:00:00Z")},
    ) if compared else None  # fmt: skip
    facts = {
        "made_by": "Facilitator",
        "workspace_name": "Example",
        "earlier": (milestones()[0], start()) if compared else None,
    }
    return build_content(state, lenses, milestones(), today=TODAY, comparison=comparison, **(facts | other))  # type: ignore[arg-type]

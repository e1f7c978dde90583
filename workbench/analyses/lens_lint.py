"""What the risk rules of a question really do: the outcome of every combination of choices, and what is odd about them.

Every oddity comes with a counter-example, a combination of choices that shows it. Up to MOST_EXACT choices all combinations are
looked at; beyond, those named in the rules, and where these are still too many a sample, which is said.

Source: order of rules, `default` and states from the custom lens format specification of the WA Tool's user guide,
https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html; the properties proven are those
of https://github.com/awslabs/operational-readiness-review-custom-war-lens.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.analyses.lens_truth import MOST_EXACT, Rows, all_rows, condition_rows, sampled_rows
from workbench.domain.lens import RiskRule
from workbench.domain.risk import Risk
from workbench.domain.rules import Condition, mixed_operators, names_in, parse_condition
from workbench.errors import BadInput

__all__ = ["LintFinding", "Outcome", "RuleLab", "effort", "lint_rules"]

RISK_OF = {"NO_RISK": Risk.NONE, "MEDIUM_RISK": Risk.MEDIUM, "HIGH_RISK": Risk.HIGH}
_RANK = (Risk.NONE, Risk.MEDIUM, Risk.HIGH)
_MOST_SETS = 50
_MOST_SAMPLED = 200
_Ruling = tuple[int, Risk, Condition]
"""A rule that can count: its place, its risk, its condition."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answers that get one result.

    Attributes:
        risk: NONE, MEDIUM or HIGH; UNANSWERED where nothing is selected; None where no rule is true.
        rule: Place of the rule in the question; None where no rule decides.
        count: How many combinations, of those looked at.
        smallest: Combinations that contain no other one with this result, up to 50; of a sample one small one.
    """

    risk: Risk | None
    rule: int | None
    count: int
    smallest: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LintFinding:
    """Something odd about the rules.

    Attributes:
        rule: Id in `library/lens_rules.py`.
        place: Place of the risk rule it is about; None for the question.
        choice: The choice it is about; may be empty.
        example: A combination that shows it; None where there is nothing to show.
        then: What the example changes into: with `choice` added, or what the other reading gives.
        risks: Result of the example, and of what it changes into; None for no rule.
    """

    rule: str
    place: int | None = None
    choice: str = ""
    example: tuple[str, ...] | None = None
    then: tuple[str, ...] | None = None
    risks: tuple[Risk | None, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLab:
    """Everything about the rules of one question.

    Attributes:
        choices: All choices, in lens order.
        combinations: How many combinations were looked at.
        exact: True where these are all that matter.
        outcomes: By result, in the order of the rules.
        findings: What is odd.
    """

    choices: tuple[str, ...]
    combinations: int
    exact: bool
    outcomes: tuple[Outcome, ...]
    findings: tuple[LintFinding, ...]


def effort(choices: Sequence[str], rules: Sequence[RiskRule]) -> int:
    """Return about how many combinations `lint_rules` handles, counted once for each step [10^10 take about a second]."""
    size = len(choices)
    signs = sum(len(rule.condition) for rule in rules) // 4 + 1
    steps = signs + 40 * size if size <= MOST_EXACT else signs * (min(size, _MOST_SAMPLED) + 3)
    return ((1 << (size if size <= MOST_EXACT else 15)) + 30_000) * steps


def lint_rules(choices: Sequence[str], rules: Sequence[RiskRule]) -> RuleLab:
    """Look at all combinations of the choices of a question.

    Args:
        choices: Ids in lens order; an id that ends in `_no` is None of these.
        rules: In order. A rule that cannot be read, or has an unknown risk, never counts.
    """
    parsed: list[_Ruling] = []
    for place, rule in enumerate(rules):
        try:
            condition = parse_condition(rule.condition)
        except BadInput:
            continue
        if rule.risk in RISK_OF:
            parsed.append((place, RISK_OF[rule.risk], condition))
    named = {name for _place, _risk, condition in parsed for name in names_in(condition)}
    own = tuple(dict.fromkeys(choices))
    varied = own
    if len(own) > MOST_EXACT:  # of the choices no rule names, one stands for all
        idle = next((each for each in own if each not in named), None)
        varied = tuple(each for each in own if each in named or each == idle)
    if len(varied) > _MOST_SAMPLED:
        return RuleLab(own, 0, False, (), (LintFinding("lint-skipped"),))
    rows = all_rows(varied) if len(varied) <= MOST_EXACT else sampled_rows(varied)
    return _Lint(own, rows, parsed, named).lab(rules)


class _Lint:
    def __init__(self, choices: tuple[str, ...], rows: Rows, rules: list[_Ruling], named: set[str]) -> None:
        self.choices = choices
        self.rows = rows
        self.rules = rules
        self.named = named
        self.answered = rows.every
        for name in rows.names:  # the combinations that hold nothing are unanswered, whatever the rules say
            self.answered &= ~rows.columns[name]
        self.empty, self.answered = self.answered, rows.every & ~self.answered
        self.none = next((each for each in rows.names if each.endswith("_no")), "")
        self.hits = self.decided(rows)
        self.found: list[LintFinding] = []

    def decided(self, rows: Rows, conditions: list[int] | None = None) -> list[int]:
        """Return, for each rule, the combinations it decides."""
        left, hits = rows.every, []
        for number, (_place, _risk, condition) in enumerate(self.rules):
            true = conditions[number] if conditions else condition_rows(condition, rows)
            hits.append(true & left)
            left &= ~true
        return hits

    def added(self, name: str) -> list[int]:
        """Return, for each rule, the combinations without a choice that it decides once the choice is added."""
        without = self.rows.without(name)
        if self.rows.exact:  # row r and r + 2^n differ in choice number n alone
            shift = 1 << self.rows.names.index(name)
            return [(hit >> shift) & without for hit in self.hits]
        return [hit & without for hit in self.decided(self.rows.with_choice(name))]

    def by_risk(self, hits: list[int]) -> dict[Risk, int]:
        found = dict.fromkeys(_RANK, 0)
        for (_place, risk, _condition), hit in zip(self.rules, hits, strict=True):
            found[risk] |= hit
        return found

    def risk_of(self, selected: tuple[str, ...] | None, rules: Sequence[_Ruling] = ()) -> Risk | None:
        """Return what the rules, or others, give for one combination."""
        one = Rows(self.rows.names, {name: int(name in (selected or ())) for name in self.rows.names}, 1, True)
        return next((risk for (_place, risk, condition) in rules or self.rules if condition_rows(condition, one)), None)

    def lab(self, rules: Sequence[RiskRule]) -> RuleLab:
        outcomes = [self.outcome(risk, place, hit & self.answered)
                    for (place, risk, _condition), hit in zip(self.rules, self.hits, strict=True)]  # fmt: skip
        uncovered = self.answered
        for hit in self.hits:
            uncovered &= ~hit
        if uncovered:
            outcomes.append(self.outcome(None, None, uncovered))
        if self.empty:
            outcomes.append(self.outcome(Risk.UNANSWERED, None, self.empty))
        if self.choices and self.rules:
            if not self.rows.exact:
                self.found.append(LintFinding("lint-sampled"))
            self.reach(uncovered)
            self.monotone()
            self.none_of_these()
            self.effects()
            self.readings(rules)
        return RuleLab(self.choices, self.rows.every.bit_count(), self.rows.exact, tuple(outcomes), tuple(self.found))

    def outcome(self, risk: Risk | None, place: int | None, some: int) -> Outcome:
        if self.rows.exact:
            smallest = self.rows.minimal(some, _MOST_SETS) if some else ()
        else:
            one = self.rows.smallest(some)
            smallest = () if one is None else (one,)
        return Outcome(risk, place, some.bit_count(), smallest)

    # -- properties ----------------------------------------------------------------------------

    def reach(self, uncovered: int) -> None:
        """Rules and risks that no answer gets, and answers that no rule decides."""
        for (place, risk, condition), hit in zip(self.rules, self.hits, strict=True):
            if not hit & self.answered:
                example = self.rows.smallest(condition_rows(condition, self.rows) & self.answered)
                risks = () if example is None else (self.risk_of(example), risk)
                self.found.append(LintFinding("rule-unreachable", place, example=example, risks=risks))
        reached = self.by_risk(self.hits)
        if not reached[Risk.HIGH] & self.answered:
            worst = (self.none,) if self.none else self.rows.smallest(self.answered)
            self.found.append(LintFinding("risk-high-unreachable", example=worst, risks=(self.risk_of(worst),)))
        if not reached[Risk.NONE] & self.answered:
            best = tuple(name for name in self.choices if name != self.none)
            self.found.append(LintFinding("risk-none-unreachable", example=best, risks=(self.risk_of(best),)))
        if uncovered:
            self.found.append(LintFinding("outcome-uncovered", example=self.rows.smallest(uncovered), risks=(None,)))

    def monotone(self) -> None:
        """Practices that raise the risk when they are added; None of these is meant to."""
        now = self.by_risk(self.hits)
        for name in self.rows.names:
            if name == self.none or name not in self.named:
                continue
            added = self.by_risk(self.added(name))
            raised = (now[Risk.NONE] & (added[Risk.MEDIUM] | added[Risk.HIGH])) | (now[Risk.MEDIUM] & added[Risk.HIGH])
            raised &= self.rows.without(name) & self.answered
            example = self.rows.smallest(raised)
            if example is not None:
                then = tuple(each for each in self.choices if each == name or each in example)
                risks = (self.risk_of(example), self.risk_of(then))
                self.found.append(LintFinding("outcome-not-monotone", None, name, example, then, risks))

    def none_of_these(self) -> None:
        """None of these should give the worst result, alone and beside practices."""
        if not self.none:
            return
        alone = self.risk_of((self.none,))
        reached = self.by_risk(self.hits)
        worst = next((risk for risk in reversed(_RANK) if reached[risk] & self.answered), None)
        if alone is None or worst is None:
            return
        if alone is not worst:
            example = self.rows.smallest(reached[worst] & self.answered)
            self.found.append(LintFinding("none-not-worst", None, self.none, (self.none,), example, (alone, worst)))
        better = 0
        for risk in _RANK[: _RANK.index(alone)]:
            better |= reached[risk]
        example = self.rows.smallest(better & self.rows.columns[self.none])
        if example is not None:
            risks = (self.risk_of(example), alone)
            self.found.append(LintFinding("none-unguarded", None, self.none, example, (self.none,), risks))

    def effects(self) -> None:
        """Choices that no rule names, or that never change a result."""
        for name in self.choices:
            if name == self.none:
                continue
            if name not in self.named:
                self.found.append(LintFinding("choice-unused", None, name))
            elif self.added(name) == [hit & self.rows.without(name) for hit in self.hits]:
                self.found.append(LintFinding("choice-without-effect", None, name))

    def readings(self, rules: Sequence[RiskRule]) -> None:
        """Conditions without parentheses that mean something else where `||` binds tighter than `&&`."""
        for number, (place, _risk, _condition) in enumerate(self.rules):
            text = rules[place].condition
            if text.strip() == "default" or not mixed_operators(text):
                continue
            other = parse_condition(text, or_first=True)
            conditions = [condition_rows(each, self.rows) for _p, _r, each in self.rules]
            conditions[number] = condition_rows(other, self.rows)
            usual, changed = self.by_risk(self.hits), self.by_risk(self.decided(self.rows, conditions))
            differ = 0
            for risk in _RANK:
                differ |= usual[risk] ^ changed[risk]
            example = self.rows.smallest(differ & self.answered)
            others = [(p, r, other if k == number else each) for k, (p, r, each) in enumerate(self.rules)]
            risks = () if example is None else (self.risk_of(example), self.risk_of(example, others))
            self.found.append(LintFinding("rule-precedence", place, example=example, risks=risks))

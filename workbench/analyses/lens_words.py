"""What the rule laboratory found, in sentences."""

from __future__ import annotations

from workbench.analyses.lens_lint import LintFinding
from workbench.domain.lens import RiskRule
from workbench.domain.risk import Risk
from workbench.i18n import N_, _

__all__ = ["lint_text", "outcome_word", "selection_text"]

_WORDS = {
    Risk.NONE: N_("no risk"), Risk.MEDIUM: N_("medium risk"), Risk.HIGH: N_("high risk"),
    Risk.UNANSWERED: N_("unanswered"), None: N_("no result"),
}  # fmt: skip
_MOST_SHOWN = 20


def outcome_word(risk: Risk | None) -> str:
    """Return "no risk", "medium risk", "high risk", "unanswered" or "no result"."""
    return _(_WORDS[risk])


def selection_text(selected: tuple[str, ...] | None) -> str:
    """Return a combination of choices as people write it; "nothing" for none."""
    if not selected:
        return _("nothing")
    more = ", ..." if len(selected) > _MOST_SHOWN else ""
    return ", ".join(selected[:_MOST_SHOWN]) + more


def lint_text(found: LintFinding, rules: tuple[RiskRule, ...]) -> str:
    """Return what was found, with its counter-example.

    Args:
        found: A finding about these rules.
        rules: All rules of the question.
    """
    words = {
        "example": selection_text(found.example), "then": selection_text(found.then), "choice": found.choice,
        "first": outcome_word(found.risks[0]) if found.risks else "",
        "second": outcome_word(found.risks[1]) if len(found.risks) > 1 else "",
        "rule": f"{found.place + 1} ({rules[found.place].risk})" if found.place is not None else "",
    }  # fmt: skip
    return _(_sentence(found)).format(**words)


def _sentence(found: LintFinding) -> str:
    if found.rule == "rule-unreachable" and found.example is None:
        return N_("Rule {rule} decides no selection: its condition is true for none.")
    if found.rule == "rule-precedence" and found.example is None:
        return N_("Rule {rule} mixes && and || without parentheses; both ways to read it give the same results.")
    return _SENTENCES[found.rule]


_SENTENCES = {
    "rule-unreachable": N_("Rule {rule} decides no selection, the rules before it are true first: {example} gives {first}."),
    "risk-high-unreachable": N_("No selection gives a high risk: {example} gives {first}."),
    "risk-none-unreachable": N_("No selection gives no risk: {example} gives {first}."),
    "outcome-uncovered": N_("No rule is true for {example}."),
    "outcome-not-monotone": N_("{choice} raises the risk: {example} gives {first}, {then} gives {second}."),
    "none-not-worst": N_("{example} alone gives {first}, and {then} gives {second}."),
    "none-unguarded": N_("{example} gives {first} although {choice} is selected; {then} alone gives {second}."),
    "choice-unused": N_("No rule names {choice}."),
    "choice-without-effect": N_("{choice} is named in the rules and changes no result."),
    "rule-precedence": N_("Rule {rule} mixes && and || without parentheses: {example} gives {first}, or {second} where || binds tighter."),
    "lint-sampled": N_("The rules name too many choices to try all combinations; 32,768 were tried."),
    "lint-skipped": N_("The rules name too many choices to be tried out."),
}  # fmt: skip

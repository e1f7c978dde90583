"""What a lens file is checked against: every rule with its id, how bad a breach is, the way out, and what AWS says.

Sources: custom lens format specification of the WA Tool's user guide,
https://docs.aws.amazon.com/wellarchitected/latest/userguide/lenses-format-specification.html; the API reference of ImportLens;
for the characters of titles and descriptions and for the lengths of texts, what the maintainers of
https://github.com/awslabs/operational-readiness-review-custom-war-lens saw the service accept and refuse.
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.i18n import N_, _

__all__ = ["ERROR", "RULES", "WARNING", "Finding", "Rule"]

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is checked.

    Attributes:
        severity: "error": ImportLens refuses it, or is expected to; "warning": accepted, but look at it.
        hint: What to do, to be translated.
        aws: What AWS says or does, to be translated; empty where AWS has no opinion.
    """

    severity: str
    hint: str
    aws: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about one place of a lens file.

    Attributes:
        rule: Id in RULES.
        path: Place, for example `pillars[0].questions[2].title`; `$` for the whole file.
        line: Line of that place, from 1.
        column: Column of it, from 1.
        text: What is the matter, in the user's language.
    """

    rule: str
    path: str
    line: int
    column: int
    text: str

    @property
    def severity(self) -> str:
        """Return "error" or "warning"."""
        return RULES[self.rule].severity

    @property
    def hint(self) -> str:
        """What to do."""
        return _(RULES[self.rule].hint)

    @property
    def aws(self) -> str:
        """What AWS says or does; may be empty."""
        return _(RULES[self.rule].aws) if RULES[self.rule].aws else ""

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


_CANNOT_PARSE = N_("ImportLens answers ValidationException, reason CANNOT_PARSE.")
_FIELD = N_("ImportLens answers ValidationException, reason FIELD_VALIDATION_FAILED, and names one field at a time.")
_QUOTA = N_("ImportLens answers ValidationException or ServiceQuotaExceededException; the quota cannot be raised.")
_IGNORED = N_("ImportLens ignores it.")
_TAKEN = N_("ImportLens takes it as it is.")

RULES: dict[str, Rule] = {
    # the file
    "file-unreadable": Rule(ERROR, N_("Choose a JSON file as the WA Tool exports it."), _CANNOT_PARSE),
    "not-a-lens": Rule(ERROR, N_("Choose a JSON file as the WA Tool exports it."), _CANNOT_PARSE),
    "file-size": Rule(ERROR, N_("Shorten texts, or split the lens."), _QUOTA),
    "encoding": Rule(ERROR, N_("Save the file as UTF-8."), _CANNOT_PARSE),
    "encoding-bom": Rule(WARNING, N_("Save the file as UTF-8 without a byte order mark."),
                         N_("JSON allows readers to refuse a byte order mark (RFC 8259, section 8.1).")),
    "json-syntax": Rule(ERROR, N_("Correct the JSON at this place."), _CANNOT_PARSE),
    "json-comment": Rule(ERROR, N_("Remove the comment."), _CANNOT_PARSE),
    "json-trailing-comma": Rule(ERROR, N_("Remove the comma."), _CANNOT_PARSE),
    "json-nan": Rule(ERROR, N_("Write a number or null."), _CANNOT_PARSE),
    "json-control": Rule(ERROR, N_("Write line breaks as \\n and tabs as \\t."), _CANNOT_PARSE),
    "json-escape": Rule(ERROR, N_("Write a backslash as \\\\."), _CANNOT_PARSE),
    "json-surrogate": Rule(ERROR, N_("Write the character itself, or both halves of the pair."), _CANNOT_PARSE),
    "json-text-after": Rule(ERROR, N_("Remove what follows the last brace."), _CANNOT_PARSE),
    "json-duplicate-key": Rule(ERROR, N_("Keep one of them."),
                               N_("Which one counts is up to the reader (RFC 8259, section 4).")),
    "wrong-type": Rule(ERROR, N_("Write it as the lens format asks."), _FIELD),
    "unknown-key": Rule(WARNING, N_("It is kept in the file; remove it if it is a slip of the pen."), _IGNORED),
    "too-many-findings": Rule(WARNING, N_("Correct the first ones and check again.")),
    # the lens
    "schema-version": Rule(ERROR, N_('Write "schemaVersion": "2021-11-01".'), _FIELD),
    "pillar-count": Rule(ERROR, N_("A lens has 1 to 10 pillars."), _QUOTA),
    "question-count": Rule(ERROR, N_("A pillar has 1 to 20 questions."), _QUOTA),
    "choice-count": Rule(ERROR, N_("A question has 1 to 15 choices, None of these included."), _QUOTA),
    "additional-resource-count": Rule(ERROR, N_("A choice has up to two entries, one of each type, with up to five items each."), _FIELD),
    "additional-resource-type": Rule(ERROR, N_("The types are HELPFUL_RESOURCE and IMPROVEMENT_PLAN, each once."), _FIELD),
    "improvement-plan-missing": Rule(ERROR, N_("Give every choice but None of these an improvementPlan with a displayText."), _FIELD),
    # None of these
    "none-choice-missing": Rule(WARNING, N_("Add a choice whose id ends in _no, so that a team can say that nothing is in place."), _TAKEN),
    "none-choice-several": Rule(WARNING, N_("Keep one choice whose id ends in _no."), _TAKEN),
    "none-choice-id": Rule(WARNING, N_("Only an id that ends in _no makes a choice None of these."),
                           N_("The WA Tool treats it as an ordinary practice.")),
    # rules
    "rule-count": Rule(ERROR, N_("A question has 1 to 3 rules, at most one for each risk."), _FIELD),
    "rule-risk": Rule(ERROR, N_("The risk is HIGH_RISK, MEDIUM_RISK or NO_RISK."), _FIELD),
    "rule-risk-duplicate": Rule(ERROR, N_("Join the conditions with || in one rule."), _FIELD),
    "rule-condition-missing": Rule(ERROR, N_('Write choice ids joined by &&, || and !, or "default".'), _FIELD),
    "rule-syntax": Rule(ERROR, N_('Write choice ids joined by &&, || and !, with parentheses, or "default" alone.'), _FIELD),
    "rule-unknown-choice": Rule(ERROR, N_("Name choices of this question."), _FIELD),
    "rule-default-missing": Rule(WARNING, N_('End the rules with the condition "default".'),
                                 N_("The user guide asks for a default rule; a lens without one is published all the same.")),
    "rule-default-place": Rule(WARNING, N_('Put "default" last; nothing after it is ever reached.'), _TAKEN),
    "rule-precedence": Rule(WARNING, N_("Put parentheses around the parts that belong together."),
                            N_("Which of && and || binds tighter is not documented.")),
    # what the rules do, over all combinations of choices
    "rule-unreachable": Rule(WARNING, N_("Change the condition, or remove the rule.")),
    "risk-high-unreachable": Rule(WARNING, N_("Make sure that the worst answer gives a high risk.")),
    "risk-none-unreachable": Rule(WARNING, N_("Make sure that the best answer gives no risk.")),
    "outcome-uncovered": Rule(WARNING, N_('Add a rule "default".'), N_("The WA Tool does not say what such an answer gets.")),
    "outcome-not-monotone": Rule(WARNING, N_("A further practice should never raise the risk.")),
    "none-unguarded": Rule(WARNING, N_("Add && ! and the id of None of these to the conditions of NO_RISK and MEDIUM_RISK."),
                           N_("UpdateAnswer accepts None of these together with practices; the rules then count the practices.")),
    "none-not-worst": Rule(WARNING, N_("None of these should give the highest risk of the question.")),
    "choice-unused": Rule(WARNING, N_("Name it in a rule, or say why it only informs.")),
    "choice-without-effect": Rule(WARNING, N_("The rules name it, but no answer depends on it.")),
    "lint-sampled": Rule(WARNING, N_("Up to 20 choices in the rules of a question are looked at exactly.")),
    "lint-skipped": Rule(WARNING, N_("Look at single questions with `lens lint`.")),
}  # fmt: skip


def _field_rules() -> dict[str, Rule]:
    """The same five questions for each text that AWS restricts."""
    rules = {}
    for name, limit in (("lens-name", 128), ("lens-description", 2048), ("pillar-name", 128), ("question-title", 128),
                        ("question-description", 2048), ("choice-title", 128)):  # fmt: skip
        absent = WARNING if name == "question-description" else ERROR
        rules[f"{name}-missing"] = Rule(absent, N_("Write a text."), _FIELD if absent == ERROR else _TAKEN)
        rules[f"{name}-length"] = Rule(ERROR, N_("Shorten the text."), _FIELD)
        rules[f"{name}-characters"] = Rule(
            ERROR, N_("Allowed are letters, digits, spaces, line breaks and - _ . , : / ( ) @ ! & # + ' ? ’"),
            N_("ImportLens answers ValidationException with the field and the allowed characters."),
        )  # fmt: skip
        rules[f"{name}-ascii"] = Rule(
            WARNING, N_("Write it with the letters A to Z if ImportLens refuses it."),
            N_("Whether letters beyond A to Z are accepted is not documented."),
        )  # fmt: skip
        if limit > 1024:
            rules[f"{name}-long"] = Rule(
                WARNING, N_("Keep it to 1,024 characters if in doubt."),
                N_("ImportLens takes up to 2,048 characters; the API documents 1,024."),
            )  # fmt: skip
    return rules


def _id_rules() -> dict[str, Rule]:
    rules = {}
    for name, unique in (("pillar-id", N_("Every pillar of a lens has an id of its own.")),
                         ("question-id", N_("Every question of a lens has an id of its own; the API finds it by lens and id.")),
                         ("choice-id", N_("Every choice of a question has an id of its own."))):  # fmt: skip
        rules[f"{name}-missing"] = Rule(ERROR, N_("Write an id of 3 to 128 letters, digits and _."), _FIELD)
        rules[f"{name}-length"] = Rule(ERROR, N_("An id has 3 to 128 characters."), _FIELD)
        rules[f"{name}-characters"] = Rule(ERROR, N_("An id is made of A to Z, a to z, 0 to 9 and _."), _FIELD)
        rules[f"{name}-duplicate"] = Rule(ERROR, unique, _FIELD)
        rules[f"{name}-long"] = Rule(
            WARNING, N_("Keep ids to 64 characters."), N_("The API documents at most 64 characters for ids.")
        )
    return rules


def _resource_rules() -> dict[str, Rule]:
    rules = {}
    for name in ("question-help", "choice-help", "improvement-plan", "additional-resource"):
        rules[f"{name}-text-missing"] = Rule(ERROR, N_("Write a displayText."), _FIELD)
        rules[f"{name}-length"] = Rule(ERROR, N_("A displayText has at most 2,048 characters."), _FIELD)
        rules[f"{name}-url"] = Rule(ERROR, N_("A url begins with http:// or https://."), _FIELD)
        rules[f"{name}-url-empty"] = Rule(
            WARNING,
            N_("Leave the url out where there is none."),
            N_("Whether ImportLens takes an empty url is not recorded."),
        )
        rules[f"{name}-url-length"] = Rule(ERROR, N_("Use a shorter address."), _FIELD)
        rules[f"{name}-url-space"] = Rule(WARNING, N_("Remove the white space in the address."))
        rules[f"{name}-empty"] = Rule(WARNING, N_("Fill it in or leave it out."), _TAKEN)
    rules["question-help-long"] = Rule(
        WARNING, N_("Keep it to 64 characters if in doubt."),
        N_("ImportLens takes up to 2,048 characters; the API documents 64."),
    )  # fmt: skip
    return rules


RULES |= _field_rules() | _id_rules() | _resource_rules()

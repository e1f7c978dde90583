"""How a report names things: risks, states, days, numbers with their base."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from workbench.domain.answer import STATE_TITLES, MarkState
from workbench.domain.risk import Level, Risk
from workbench.i18n import N_, _, n_

__all__ = [
    "LEVEL_WORDS",
    "RISK_TITLES",
    "STATE_MARKS",
    "day_words",
    "high_risks",
    "listed",
    "medium_risks",
    "month_words",
    "of_questions",
    "risk_names",
    "sentences",
    "short_hash",
    "state_words",
]

RISK_TITLES: dict[Risk, str] = {
    Risk.HIGH: N_("High risk"),
    Risk.MEDIUM: N_("Medium risk"),
    Risk.NONE: N_("No risk found"),
    Risk.UNANSWERED: N_("Not answered"),
    Risk.NOT_APPLICABLE: N_("Not applicable"),
}
LEVEL_WORDS: dict[Level | None, str] = {
    Level.HIGH: N_("high"),
    Level.MEDIUM: N_("medium"),
    Level.LOW: N_("low"),
    None: "",
}
STATE_MARKS: dict[MarkState | None, str] = {
    None: "not_discussed",
    MarkState.YES: "yes",
    MarkState.PARTLY: "partly",
    MarkState.NO: "no",
    MarkState.DONT_KNOW: "dont_know",
    MarkState.NOT_APPLICABLE: "not_applicable",
}
_MONTHS = (N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"),
           N_("Oct"), N_("Nov"), N_("Dec"))  # fmt: skip


def risk_names() -> Mapping[Risk, str]:
    """Return what each risk is called, in the reader's language."""
    return {risk: _(title) for risk, title in RISK_TITLES.items()}


def state_words(state: MarkState | None) -> str:
    """Return what the state of a practice is called; no mark is "not discussed", never "no"."""
    return _(STATE_TITLES[state])


def day_words(text: str) -> str:
    """Return a day (YYYY-MM-DD, or a time that starts so) as people write it; any other text as it is."""
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return _("{day} {month} {year}").format(day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year)


def month_words(day: date) -> str:
    """Return a month as people write it beside its year."""
    return _("{month} {year}").format(month=_(_MONTHS[day.month - 1]), year=day.year)


def listed(parts: Sequence[str]) -> str:
    """Return the parts as people list them: a, b and c."""
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def sentences(*texts: str) -> str:
    """Join sentences that are not empty."""
    return " ".join(text for text in texts if text)


def high_risks(n: int) -> str:
    """Return a number of high risks in words."""
    return n_("{n} high risk", "{n} high risks", n)


def medium_risks(n: int) -> str:
    """Return a number of medium risks in words."""
    return n_("{n} medium risk", "{n} medium risks", n)


def of_questions(n: int) -> str:
    """Return the base of a number: of 57 questions."""
    return n_("of {n} question", "of {n} questions", n)


def short_hash(sha256: str) -> str:
    """Return enough of a hash to recognise it."""
    return sha256[:12]

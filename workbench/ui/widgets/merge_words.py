"""Values of a merge in words: marks, texts, evidence, plans."""

from __future__ import annotations

from enum import Enum

from workbench.analyses.graph_words import graph_value_text
from workbench.analyses.merge_parts import Unknown
from workbench.domain.answer import REASON_TITLES, STATE_TITLES, Mark, MarkState, Reason
from workbench.domain.evidence import Evidence, worth_title
from workbench.domain.plan import ITEM_TITLES, Acceptance, Improvement
from workbench.domain.risk import Risk
from workbench.i18n import _
from workbench.ui.days import day_text
from workbench.ui.widgets.marks import risk_title

__all__ = ["value_text"]


def value_text(value: object) -> str:
    """Return one side of a conflict as people read it."""
    if value is None or value == "" or value == ():
        return _("nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mark):
        words = [_(STATE_TITLES[value.state])]
        words += [_(REASON_TITLES[value.reason])] if value.reason is not Reason.NONE else []
        return " · ".join([*words, *(part for part in (value.note, value.owner) if part)])
    if isinstance(value, Evidence):
        parts = (
            value.title or value.file_name,
            _(worth_title(value)),
            value.by,
            day_text(value.on),
            value.target,
        )
        return " · ".join(part for part in parts if part)
    if isinstance(value, Acceptance):
        return _("Accepted by {by} until {until}: {why}").format(
            by=value.by, until=day_text(value.until), why=value.why
        )
    if isinstance(value, Improvement):
        plan = (_(ITEM_TITLES[value.status]), value.owner, day_text(value.due), value.note)
        return " · ".join(part for part in plan if part)
    if (said := graph_value_text(value)) is not None:
        return said
    if isinstance(value, tuple | list | frozenset | set):
        return ", ".join(value_text(one) for one in value if one not in (None, "")) or _("nothing")
    return _enum_text(value) if isinstance(value, Enum) else str(value)


def _enum_text(value: Enum) -> str:
    if isinstance(value, Unknown):
        return _("not known")
    if isinstance(value, MarkState):
        return _(STATE_TITLES[value])
    if isinstance(value, Risk):
        return risk_title(value)
    if isinstance(value, Reason):
        return _(REASON_TITLES[value])
    return str(value.value)

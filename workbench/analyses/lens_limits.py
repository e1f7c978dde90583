"""What ImportLens would refuse about a lens of ours, found before it is sent."""

from __future__ import annotations

import re

from workbench.domain.lens import Lens
from workbench.i18n import _

__all__ = ["lens_refusals"]

_REFUSED = re.compile(r"[^\w\s\-.,:/()@!&#+'?’]")
"""Every sign but letters, digits, white space and - _ . , : / ( ) @ ! & # + ' ? ’ (observed; the error text forgets "?")."""
_TITLE, _DESCRIPTION = 128, 2048
_PILLARS, _QUESTIONS, _CHOICES = 10, 20, 15


def lens_refusals(lens: Lens) -> tuple[str, ...]:
    """Return what the Tool would refuse, one sentence each.

    Source:
        Custom lens format specification of the Tool's user guide: lengths and counts.
    """
    found = []
    texts = [(_("the name"), lens.name, _TITLE), (_("the description"), lens.description, _DESCRIPTION)]
    for pillar in lens.pillars:
        texts.append((_("pillar {id}").format(id=pillar.id), pillar.name, _TITLE))
        if len(pillar.questions) > _QUESTIONS:
            found.append(_("Pillar {id} has more than {n} questions.").format(id=pillar.id, n=_QUESTIONS))
        for question in pillar.questions:
            texts.append((_("question {id}").format(id=question.id), question.title, _TITLE))
            texts.append((_("the description of {id}").format(id=question.id), question.description, _DESCRIPTION))
            texts += [(_("choice {id}").format(id=choice.id), choice.title, _TITLE) for choice in question.choices]
            if len(question.choices) > _CHOICES:
                found.append(_("Question {id} has more than {n} choices.").format(id=question.id, n=_CHOICES))
    if len(lens.pillars) > _PILLARS:
        found.append(_("It has more than {n} pillars.").format(n=_PILLARS))
    for where, text, limit in texts:
        if signs := sorted(set(_REFUSED.findall(text))):
            found.append(_("{where} holds {signs}, which the Tool does not take.").format(
                where=where.capitalize(), signs=" ".join(signs)))  # fmt: skip
        if len(text) > limit:
            found.append(_("{where} is longer than {n} characters.").format(where=where.capitalize(), n=limit))
    return tuple(found)

"""Verbs on platform answers: keep a template, apply it to a review as one step, let an answer go its own way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

from workbench.analyses.session_inherit import EffectKind, effects_of
from workbench.domain.session_answers import AnswerTemplate, fingerprint, template_answer_json
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.operations.rows import put_answer
from workbench.store.edits import Edits
from workbench.store.queries.answers import answers_of
from workbench.store.queries.lenses import lens_of_review
from workbench.store.queries.sessions import answer_template, inherited_of
from workbench.store.tables import AnswerTemplateRow, InheritedRow, TemplateAnswerRow

__all__ = ["ApplyAnswerTemplate", "KeepAnswerTemplate", "RemoveAnswerTemplate"]


@dataclass(frozen=True)
class KeepAnswerTemplate:
    """Keep answers for every workload on a platform, or replace those that were kept."""

    WHAT: ClassVar[str] = "keep answer template"
    template: AnswerTemplate

    @property
    def title(self) -> str:
        return _('Keep platform answers "{name}"').format(name=self.template.name)

    def apply(self, edits: Edits) -> None:
        one = self.template
        if not one.name.strip():
            raise BadInput(_("The template needs a name."))
        if not one.answers:
            raise BadInput(_("There is no answer to keep."), _("Answer at least one question first."))
        edits.put(
            AnswerTemplateRow, {"id": one.id}, name=one.name.strip(), lens=one.lens, lens_version=one.lens_version
        )
        wanted = {answer.question_id: template_answer_json(answer) for answer in one.answers}
        _remove_answers(edits, one.id, but=frozenset(wanted))
        rows = [({"template_id": one.id, "question_id": key}, {"body": body}) for key, body in wanted.items()]
        edits.put_all(TemplateAnswerRow, rows)


@dataclass(frozen=True)
class RemoveAnswerTemplate:
    """Drop platform answers; what was answered with them stays."""

    WHAT: ClassVar[str] = "remove answer template"
    template_id: str

    @property
    def title(self) -> str:
        return _("Remove platform answers")

    def apply(self, edits: Edits) -> None:
        _remove_answers(edits, self.template_id)
        edits.remove(AnswerTemplateRow, id=self.template_id)


def _remove_answers(edits: Edits, template_id: str, but: frozenset[str] = frozenset()) -> None:
    rows = edits.rows(TemplateAnswerRow, template_id=template_id)
    edits.remove_all(
        TemplateAnswerRow,
        [
            {"template_id": template_id, "question_id": row["question_id"]}
            for row in rows
            if row["question_id"] not in but
        ],
    )


@dataclass(frozen=True)
class ApplyAnswerTemplate:
    """Answer questions as a template does: those without an answer, and those it gave and nobody changed.

    Attributes:
        take: Questions answered here, or changed since, that take the template's answer all the same.
    """

    WHAT: ClassVar[str] = "apply answer template"
    template_id: str
    review_id: str
    take: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return _("Apply platform answers")

    def apply(self, edits: Edits) -> None:
        template = answer_template(edits.session, self.template_id)
        lens = lens_of_review(edits.session, self.review_id)
        if template is None or lens is None:
            raise Refused(_("The template or the review is gone."))
        if lens.alias != template.lens:
            raise BadInput(_("The template answers another lens than this review."))
        answers = {one.question_id: one for one in answers_of(edits.session, self.review_id)}
        inherited = inherited_of(edits.session, self.review_id)
        for effect in effects_of(template, lens, answers, inherited):
            key = {"review_id": self.review_id, "question_id": effect.question_id}
            if effect.kind is EffectKind.GONE:
                edits.remove(InheritedRow, **key)
            takes = effect.kind in (EffectKind.NEW, EffectKind.UPDATE) or effect.question_id in self.take
            if effect.given is None or not takes:
                continue
            current = answers.get(effect.question_id)
            given = effect.given
            if current is not None:  # flags and parking are of this workload
                given = replace(given, flagged=current.flagged, parked=current.parked, tool_risk=current.tool_risk)
                if given.rated != current.rated:
                    given = replace(given, tool_risk=None)
            put_answer(edits, self.review_id, given)
            edits.put(InheritedRow, key, template_id=template.id, given=fingerprint(given), template=template.name)

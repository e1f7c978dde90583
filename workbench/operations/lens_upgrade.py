"""The verb that moves a review to another version of its lens; what was there is saved as a milestone first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from workbench.analyses.lens_likeness import Ref
from workbench.analyses.lens_upgrade import Upgrade, plan_upgrade
from workbench.domain.answer import Answer
from workbench.domain.lens import Lens
from workbench.domain.session_answers import fingerprint
from workbench.errors import BadInput, Refused
from workbench.i18n import _
from workbench.library.lens_format import read_lens_text
from workbench.operations.milestones import SaveMilestone
from workbench.operations.rows import put_answer
from workbench.operations.workloads import keep_lens
from workbench.store.edits import Edits
from workbench.store.queries.answers import answers_of
from workbench.store.queries.lenses import lens_by_hash
from workbench.store.tables import (
    AcceptanceRow,
    EvidenceRow,
    ImprovementRow,
    InheritedRow,
    InitiativeGapRow,
    ReviewRow,
)

__all__ = ["UpgradeLens", "name_before"]


def name_before(lens: Lens, taken: Iterable[str]) -> str:
    """Return a name, not taken yet, for the milestone that is saved before a review moves to a version of a lens."""
    plain = _("Before {lens} {version}").format(lens=lens.name, version=lens.version).strip()[:90]
    known, name, number = {one.casefold() for one in taken}, plain, 2
    while name.casefold() in known:
        name, number = f"{plain} ({number})", number + 1
    return name


@dataclass(frozen=True)
class UpgradeLens:
    """Move a review to another version of its lens; one step, the milestone included.

    What the new version lacks keeps its rows under the old ids: it counts no more, and stays readable.

    Attributes:
        milestone_id: Id of the milestone that is saved first.
        milestone_name: See SaveMilestone.
        from_sha256: Hash of the lens text the person saw the plan for.
        lens_text: The exact text of the new version.
        mapping: Old and new question or choice of everything a person confirmed; a choice id is empty for a question.
    """

    WHAT: ClassVar[str] = "upgrade lens"
    review_id: str
    milestone_id: str
    milestone_name: str
    from_sha256: str
    lens_text: str
    mapping: tuple[tuple[Ref, Ref], ...] = ()

    @property
    def title(self) -> str:
        lens = read_lens_text(self.lens_text)
        return _("Upgrade {name} to version {version}").format(name=lens.name, version=lens.version)

    def apply(self, edits: Edits) -> None:
        row = edits.get(ReviewRow, id=self.review_id)
        if row is None:
            raise Refused(_("The review is gone."))
        old = lens_by_hash(edits.session, row["lens_sha256"])
        if old is None or row["lens_sha256"] != self.from_sha256:
            raise Refused(_("The review has moved to another version meanwhile."), _("Look at the upgrade again."))
        new = read_lens_text(self.lens_text)
        others = [each["lens_alias"] for each in edits.rows(ReviewRow, workload_id=row["workload_id"])
                  if each["id"] != self.review_id]  # fmt: skip
        if new.alias in others:
            raise BadInput(_("The workload is reviewed with {name} already.").format(name=new.name))
        SaveMilestone(row["workload_id"], self.milestone_id, self.milestone_name).apply(edits)
        sha256 = keep_lens(edits, self.lens_text)
        if sha256 == self.from_sha256:
            raise BadInput(_("The review answers exactly this version already."))
        given = answers_of(edits.session, self.review_id)
        upgrade = plan_upgrade(old, new, given, dict(self.mapping))
        edits.put(ReviewRow, {"id": self.review_id}, lens_alias=new.alias, lens_sha256=sha256)
        before = {answer.question_id: answer for answer in given}
        for question_id, answer in upgrade.answers.items():
            put_answer(edits, self.review_id, answer, before.get(question_id, Answer(question_id)))
        self._move(edits, upgrade)
        self._move_inherited(edits, upgrade, before)

    def _move(self, edits: Edits, upgrade: Upgrade) -> None:
        """Move what is attached to questions and choices; where a merged question has its own, the other stays behind."""
        for one in edits.rows(EvidenceRow, review_id=self.review_id):
            question_id, choice_id = upgrade.target(one["question_id"], one["choice_id"])
            edits.put(EvidenceRow, {"id": one["id"]}, question_id=question_id, choice_id=choice_id)
        for one in edits.rows(InitiativeGapRow, review_id=self.review_id):
            moved = upgrade.target(one["question_id"], one["choice_id"])
            if moved != (one["question_id"], one["choice_id"]):
                edits.remove(InitiativeGapRow, **one)
                edits.put(InitiativeGapRow, one | {"question_id": moved[0], "choice_id": moved[1]})
        for table in (AcceptanceRow, ImprovementRow):
            there = {one["question_id"]: one for one in edits.rows(table, review_id=self.review_id)}
            for question_id, values in list(there.items()):
                target, _choice = upgrade.target(question_id)
                if target != question_id and target not in there:
                    edits.remove(table, review_id=self.review_id, question_id=question_id)
                    key = {"review_id": self.review_id, "question_id": target}
                    there[target] = values
                    edits.put(table, key, **{name: value for name, value in values.items() if name not in table.KEY})

    def _move_inherited(self, edits: Edits, upgrade: Upgrade, before: Mapping[str, Answer]) -> None:
        """Take along which answers came from a template; one that was as given is still, in the ids of the new version."""
        rows = {one["question_id"]: one for one in edits.rows(InheritedRow, review_id=self.review_id)}
        sources = {one.new.id: [old.id for old in one.olds] for one in upgrade.questions if one.new}

        def is_as_given(question_id: str) -> bool:
            answer = before.get(question_id, Answer(question_id))
            row = rows.get(question_id)
            return fingerprint(answer) == row["given"] if row else answer.is_empty

        taken = set(rows)
        for question_id, row in rows.items():
            target, _choice = upgrade.target(question_id)
            if target != question_id and target in taken:
                continue  # several questions became one: the first mark counts, this one stays behind
            values = {name: row[name] for name in ("template_id", "template", "given")}
            if all(is_as_given(each) for each in sources.get(target, [question_id])):
                values["given"] = fingerprint(upgrade.answers.get(target, Answer(target)))
            if target != question_id:
                taken.add(target)
                edits.remove(InheritedRow, review_id=self.review_id, question_id=question_id)
            edits.put(InheritedRow, {"review_id": self.review_id, "question_id": target}, **values)

"""From a snapshot to everything a report says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.analyses.differences import Comparison
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import field_named
from workbench.i18n import _, n_
from workbench.reports.content.changes import changes
from workbench.reports.content.lists import acceptances, improvements, not_applicable, questions_to_find_out
from workbench.reports.content.masking import masked, masked_text
from workbench.reports.content.material import Material
from workbench.reports.content.model import Content, Facts, Section
from workbench.reports.content.questions import questions
from workbench.reports.content.records import chain_head, evidence_index, milestone_list
from workbench.reports.content.risks import risk_by_pillar
from workbench.reports.content.summary import summary
from workbench.reports.content.words import day_words, short_hash

__all__ = ["build_content"]


def build_content(
    snapshot: Snapshot,
    lenses: Mapping[str, Lens],
    milestones: Sequence[Milestone],
    *,
    today: str,
    comparison: Comparison | None = None,
    milestone: Milestone | None = None,
    made_by: str = "",
    mask_accounts: bool = True,
    workspace_name: str = "",
    earlier: tuple[Milestone, Snapshot] | None = None,
    language: str = "en",
) -> Content:
    """Build what a report says.

    Args:
        snapshot: The state to report.
        lenses: Every lens text it answers, by hash; a review without its lens is named and left out.
        milestones: All milestones of the workload, first to last.
        today: The day of the report, YYYY-MM-DD.
        comparison: What changed since an earlier milestone.
        milestone: The milestone the state is of; None for the state as it stands.
        made_by: Who makes the report.
        mask_accounts: Put dots for AWS account ids, in notes too.
        workspace_name: Where it comes from.
        earlier: What the comparison starts from.
        language: Code of the language the texts are in.
    """
    since = earlier[0] if earlier else None
    if mask_accounts:
        snapshot, milestones, comparison = masked(snapshot), masked(tuple(milestones)), masked(comparison)
        milestone, since = masked(milestone), masked(since)
        made_by, workspace_name = masked_text(made_by), masked_text(workspace_name)
    day = milestone.at[:10] if milestone else today
    material = Material(snapshot, lenses, tuple(milestones), day, today, milestone, comparison, since)
    workload = snapshot.workload
    names = [review.lens_name for review in snapshot.reviews]
    head = chain_head(material)
    foot = [day_words(today), _("chain {hash}").format(hash=short_hash(head.chain)) if head else _("no milestone")]
    return Content(
        kicker=_("Well-Architected review"),
        title=workload.name,
        subtitle=", ".join(names) or _("No lens yet"),
        lead=workload.description,
        facts=_facts(material, made_by, workspace_name),
        notice=_notice(material),
        running=" · ".join(foot),
        sections=_sections(material),
        labels=(
            ("contents", _("Contents")),
            ("page", _("Page {page} of {pages}")),
            ("skip", _("Skip to the report")),
            ("top", _("Back to contents")),
            ("official", _("Official text")),
        ),
        language=language,
        created_on=today,
        author=made_by,
    )


def _sections(material: Material) -> tuple[Section, ...]:
    compared = changes(material)
    return (
        summary(material),
        risk_by_pillar(material),
        *((compared,) if compared else ()),
        improvements(material),
        acceptances(material),
        not_applicable(material),
        questions_to_find_out(material),
        *questions(material),
        evidence_index(material),
        milestone_list(material),
    )


def _facts(material: Material, made_by: str, workspace_name: str) -> Facts:
    workload = material.snapshot.workload
    head = chain_head(material)
    one = material.milestone
    state = _("As it stands on {day}").format(day=day_words(material.today))
    if one is not None:
        state = _('Milestone {n} "{name}", saved on {day}').format(n=one.number, name=one.name, day=day_words(one.at))
    environment = dict(field_named("environment").choices).get(workload.environment, workload.environment)
    lenses = "; ".join(
        _("{name}, version {version}").format(name=review.lens_name, version=review.lens_version)
        for review in material.snapshot.reviews
    )
    pairs = [
        (_("State"), state),
        (_("Lens"), lenses),
        (_("Review owner"), workload.review_owner or _("not named")),
        (_("Environment"), _(environment)),
        (_("Industry"), ", ".join(part for part in (workload.industry_type, workload.industry) if part)),
        (_("Regions"), ", ".join((*workload.aws_regions, *workload.non_aws_regions))),
        (_("AWS accounts"), ", ".join(workload.account_ids)),
        (_("Pillar priorities"), ", ".join(_pillar_name(material, key) for key in workload.pillar_priorities)),
        (_("Architecture diagram"), workload.architectural_design),
        (_("Notes"), workload.notes),
        (_("Next review"), day_words(workload.next_review) if workload.next_review else ""),
        (_("Workspace"), workspace_name),
        (_("Made by"), _("{name}, {day}").format(name=made_by, day=day_words(material.today)) if made_by else ""),
        (_("Chain head"), head.chain if head else _("No milestone is saved yet.")),
    ]
    if not made_by:
        pairs.insert(-1, (_("Made on"), day_words(material.today)))
    return Facts(tuple((label, value) for label, value in pairs if value), (_("Chain head"),) if head else ())


def _pillar_name(material: Material, pillar_id: str) -> str:
    for _review, lens in material.reviews:
        pillar = lens.pillar(pillar_id)
        if pillar:
            return pillar.name
    return pillar_id


def _notice(material: Material) -> str:
    if not any(line.result.estimated for line in material.lines):
        return ""
    n = sum(line.result.estimated for line in material.lines)
    return n_(
        "The risk level of {n} question is estimated: AWS publishes no rules for its lens. The console may rate it "
        "otherwise.",
        "The risk levels of {n} questions are estimated: AWS publishes no rules for their lens. The console may rate "
        "them otherwise.",
        n,
    )

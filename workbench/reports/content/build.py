"""From a snapshot to everything a report says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from workbench.analyses.differences import Comparison
from workbench.domain.lens import Lens
from workbench.domain.milestone import Milestone
from workbench.domain.snapshot import Snapshot
from workbench.domain.workload import field_named
from workbench.i18n import _, n_
from workbench.reports.content.architecture import architecture
from workbench.reports.content.board import board
from workbench.reports.content.changes import changes
from workbench.reports.content.lists import acceptances, improvements, not_applicable, questions_to_find_out
from workbench.reports.content.material import Material
from workbench.reports.content.model import KIND_TITLES, PLAIN, Brand, Content, Facts, Kind, Section
from workbench.reports.content.one_page import clipped, one_page
from workbench.reports.content.plan import plan
from workbench.reports.content.questions import questions
from workbench.reports.content.records import chain_head, evidence_index, milestone_list
from workbench.reports.content.redaction import ACCOUNTS_ONLY, Redaction, Redactor
from workbench.reports.content.register import register
from workbench.reports.content.risks import risk_by_pillar
from workbench.reports.content.summary import summary
from workbench.reports.content.words import day_words, short_hash

__all__ = ["FULL", "build_content", "labels"]

Chapter = Callable[[Material], "Section | tuple[Section, ...] | None"]
FULL: tuple[Chapter, ...] = (
    summary, risk_by_pillar, architecture, changes, plan, improvements, acceptances, not_applicable,
    questions_to_find_out, questions, evidence_index, milestone_list,
)  # fmt: skip
"""Chapters of the full report in order; one with nothing to tell gives None."""


def build_content(
    snapshot: Snapshot,
    lenses: Mapping[str, Lens],
    milestones: Sequence[Milestone],
    *,
    today: str,
    comparison: Comparison | None = None,
    milestone: Milestone | None = None,
    made_by: str = "",
    redaction: Redaction = ACCOUNTS_ONLY,
    workspace_name: str = "",
    earlier: tuple[Milestone, Snapshot] | None = None,
    target: int | None = None,
    kind: Kind = Kind.FULL,
    brand: Brand = PLAIN,
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
        redaction: What is left out, in notes, pictures and properties of the document too.
        workspace_name: Where it comes from.
        earlier: What the comparison starts from.
        target: High risks that may be left by the plan.
        kind: Who it is for.
        brand: Logo, colours and cover line.
        language: Code of the language the texts are in.
    """
    since = earlier[0] if earlier else None
    known = (snapshot, tuple(milestones), comparison, milestone, since)
    redactor = Redactor(redaction, known, workspace_name)
    snapshot, milestones, comparison, milestone, since = redactor.applied(known)
    made_by = "" if redaction.names else redactor.text(made_by)
    workspace_name = "" if redaction.names else redactor.text(workspace_name)
    day = milestone.at[:10] if milestone else today
    material = Material(snapshot, lenses, tuple(milestones), day, today, milestone, comparison, since, target)
    workload = snapshot.workload
    names = [review.lens_name for review in snapshot.reviews]
    head = chain_head(material)
    foot = [day_words(today), _("chain {hash}").format(hash=short_hash(head.chain)) if head else _("no milestone")]
    return Content(
        kicker=_("Well-Architected review"),
        title=workload.name,
        subtitle=", ".join(names) or _("No lens yet"),
        lead=clipped(workload.description, 240) if kind is Kind.SUMMARY else workload.description,
        facts=_facts(material, made_by, workspace_name, redaction),
        notice=_notice(material),
        running=" · ".join((brand.cover, *foot) if brand.cover else foot),
        sections=_sections(material, kind),
        labels=labels(),
        language=language,
        created_on=today,
        author=made_by,
        kind=kind,
        brand=brand,
        subject=_subject(material),
    )


def labels() -> tuple[tuple[str, str], ...]:
    """Return the few words that layouts add."""
    return (
        ("contents", _("Contents")),
        ("page", _("Page {page} of {pages}")),
        ("skip", _("Skip to the report")),
        ("top", _("Back to contents")),
        ("official", _("Official text")),
        ("notes", _("Notes for the speaker")),
        ("data", _("The numbers as a table")),
        ("logo", _("Logo")),
        ("text", _("Text")),
        ("table", _("Table")),
        ("facts", _("About this report")),
        ("numbers", _("The numbers to see first")),
        ("more", _("and {n} more")),
        *((kind.value, _(title)) for kind, title in KIND_TITLES.items()),
    )


def _sections(material: Material, kind: Kind) -> tuple[Section, ...]:
    if kind is Kind.SUMMARY:
        return one_page(material)
    if kind is Kind.BOARD:
        return board(material)
    if kind is Kind.REGISTER:
        return register(material)
    found: list[Section] = []
    for chapter in FULL:
        made = chapter(material)
        found.extend(made if isinstance(made, tuple) else (made,) if made else ())
    return tuple(found)


def _subject(material: Material) -> tuple[tuple[str, str | int], ...]:
    head = chain_head(material)
    return (
        ("workload_id", material.snapshot.workload.id),
        ("workload", material.snapshot.workload.name),
        ("milestone", material.milestone.number if material.milestone else 0),
        ("compared_with", material.earlier.number if material.earlier else 0),
        ("state_of", material.day),
        ("chain_head", head.chain if head else ""),
        *((f"questions_{risk.value.lower()}", n) for risk, n in sorted(material.counts().items())),
    )


def _facts(material: Material, made_by: str, workspace_name: str, redaction: Redaction) -> Facts:
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
        (_("Left out"), redaction.words),
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

"""What was said under questions and practices that the lens lacks now: for reading."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from workbench.domain.answer import REASON_TITLES, STATE_TITLES
from workbench.i18n import _
from workbench.store.queries.retired import Retired, retired_of
from workbench.ui.desk import Desk
from workbench.ui.theme import theme
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import dim_label, heading
from workbench.ui.widgets.views import dress_view

__all__ = ["RetiredDialog"]


class RetiredDialog(QDialog):
    """One entry per question; below it what was said."""

    def __init__(self, desk: Desk, workload_id: str, review_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Retired answers"))
        self.tree = QTreeWidget()
        dress_view(self.tree, _("Retired answers"))
        self.tree.setHeaderHidden(True)
        self.tree.setWordWrap(True)
        with desk.workspace.reading() as session:
            for one in retired_of(session, workload_id, review_id):
                self.tree.addTopLevelItem(_item(one))
        self.tree.expandAll()
        words = _(
            "The lens lacks these questions and practices now. They count no more; milestones show them in their place."
        )
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(plain_button(_("Close"), self.reject))
        whole = QVBoxLayout(self)
        theme().space(whole, 8, (24, 20, 24, 12))
        whole.addWidget(heading(_("Retired answers")))
        whole.addWidget(dim_label(words, wrap=True))
        whole.addWidget(self.tree, 1)
        whole.addLayout(foot)
        self.resize(theme().px(720), theme().px(480))


def _item(one: Retired) -> QTreeWidgetItem:
    title = one.question.title if one.question else one.question_id
    since = _("{title} · retired with version {version}") if one.is_whole \
        else _("{title} · practices retired with version {version}")  # fmt: skip
    item = QTreeWidgetItem([since.format(title=title, version=one.retired_with)])
    item.setToolTip(0, one.question_id)
    for line in _lines(one):
        child = QTreeWidgetItem([line])
        child.setToolTip(0, line)
        item.addChild(child)
    return item


def _lines(one: Retired) -> list[str]:
    titles = {choice.id: choice.title for choice in one.question.choices} if one.question else {}
    found = []
    if not one.answer.applicable:
        found.append(_("Not applicable: {why}").format(why=_(REASON_TITLES[one.answer.reason])))
    for mark in one.answer.marks:
        said = "; ".join(part for part in (_(STATE_TITLES[mark.state]), mark.note, mark.owner) if part)
        found.append(f"{titles.get(mark.choice_id) or mark.choice_id}: {said}")
    if one.answer.notes:
        found.append(_("Notes: {text}").format(text=one.answer.notes))
    found += [_("Evidence: {title}").format(title=item.title) for item in one.evidence]
    if one.acceptance:
        found.append(_("Accepted until {day}: {why}").format(day=one.acceptance.until, why=one.acceptance.why))
    if one.improvement and one.improvement.note:
        found.append(_("Improvement: {text}").format(text=one.improvement.note))
    return found

"""Naming a version before it is published, with what is new in it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from workbench.analyses.lens_diff import LensDiff, diff_lenses
from workbench.domain.lens import Lens
from workbench.domain.lens_draft import LensDraft
from workbench.errors import BadInput
from workbench.i18n import _, n_
from workbench.library.lens_drafts import LONGEST_VERSION, draft_text, version_fault
from workbench.library.lens_format import read_lens_text
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button, primary_button
from workbench.ui.widgets.labels import dim_label, heading, label

__all__ = ["PublishLens"]


class PublishLens(QDialog):
    """One field with a proposed version; Enter publishes.

    Args:
        draft: What is published.
        base: The version before, if there is one.
        errors: How many things AWS would refuse.
    """

    def __init__(self, draft: LensDraft, base: Lens | None, errors: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Publish"))
        self._base = base
        self.field = LineField(_("Version"), LONGEST_VERSION)
        self.field.load("version", draft.version)
        self.field.edit.textChanged.connect(self._check)
        self.field.submitted.connect(self._submit)
        self.publish_button = primary_button(_("Publish"), self._submit, key="Return")
        self.publish_button.setDefault(True)
        self.fault, news = "", ""
        try:
            lens = read_lens_text(draft_text(draft), draft.name)
            news = _news(diff_lenses(base, lens)) if base else ""
        except BadInput as error:
            self.fault = error.message
        name = label(_("Version"))
        name.setBuddy(self.field.edit)
        buttons = QHBoxLayout()
        theme().space(buttons, 8)
        buttons.addStretch(1)
        buttons.addWidget(plain_button(_("Cancel"), self.reject))
        buttons.addWidget(self.publish_button)
        column = QVBoxLayout(self)
        theme().space(column, 8, (20, 20, 20, 16))
        column.addWidget(heading(_("Publish {lens}").format(lens=draft.name), "large"))
        if news:
            column.addWidget(label(news, wrap=True))
        column.addWidget(
            dim_label(
                _("The version is kept in the workspace, ready to review with, and is never changed again."), wrap=True
            )
        )
        if errors:
            words = n_("AWS would refuse it for {n} error; it can be reviewed with here.",
                       "AWS would refuse it for {n} errors; it can be reviewed with here.", errors)  # fmt: skip
            column.addWidget(label(words, tone="medium", wrap=True))
        if self.fault:
            column.addWidget(label(self.fault, tone="high", wrap=True))
        column.addSpacing(theme().px(4))
        column.addWidget(name)
        column.addWidget(self.field)
        column.addSpacing(theme().px(8))
        column.addLayout(buttons)
        self.setMinimumWidth(theme().px(460))
        self.field.edit.setFocus()
        self.field.edit.selectAll()
        self._check()

    @property
    def version(self) -> str:
        """The version as it will be published."""
        return self.field.text().strip()

    def _check(self) -> None:
        fault = version_fault(self.version)
        if not fault and self._base is not None and self.version == self._base.version:
            fault = _("This version is published already.")
        self.field.set_fault(fault)
        self.publish_button.setEnabled(not fault and not self.fault)

    def _submit(self, _text: str = "") -> None:
        if self.publish_button.isEnabled() and self.result() != QDialog.DialogCode.Accepted:
            self.accept()


def _news(diff: LensDiff) -> str:
    """Return "1 question new, 2 practices changed" against the version before."""
    counts = diff.counts()
    words = []
    for part, one, many in (
        ("pillar", _("{n} pillar"), _("{n} pillars")), ("question", _("{n} question"), _("{n} questions")),
        ("practice", _("{n} practice"), _("{n} practices")), ("rules", _("rules of {n} question"), _("rules of {n} questions")),
    ):  # fmt: skip
        for kind, said in (("added", _("{what} new")), ("removed", _("{what} gone")), ("changed", _("{what} changed")),
                           ("moved", _("{what} moved"))):  # fmt: skip
            if number := counts[part][kind]:
                words.append(said.format(what=n_(one, many, number)))
    if counts["lens"]["changed"] and any(one.field != "version" for one in diff.changes if one.part == "lens"):
        words.append(_("texts of the lens changed"))
    return ", ".join(words) + "." if words else _("Nothing differs from the version before.")

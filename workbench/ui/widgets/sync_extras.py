"""What the Tool reports beside a review: versions of lenses, prioritised questions, improvement items, checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.domain.risk import Risk
from workbench.domain.sync import NOTICE_TITLES
from workbench.i18n import _, n_
from workbench.operations.sync_extras import CHECK_TITLES, Extras, LensExtras, worst_checks
from workbench.ui.days import day_text, time_text
from workbench.ui.theme import theme
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import icon_button, plain_button
from workbench.ui.widgets.labels import dim_label, label
from workbench.ui.widgets.outline import OutlineView

__all__ = ["ExtrasPane", "extras_entries"]

_TONES = {"ERROR": "high", "WARNING": "medium", "OKAY": "none"}


class ExtrasPane(QWidget):
    """What was read last, with the way back to the plan."""

    opened = Signal(str, str)
    """Id of a review and of a question to show; UI thread."""

    def __init__(self, back: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(_("From the Tool"), step="large", strong=True)
        self.figures = dim_label("", wrap=True)
        self.list = OutlineView(_("From the Tool"), folds=True)
        self.list.opened.connect(self._open)
        top = QHBoxLayout()
        theme().space(top, 8)
        top.addWidget(self.title, 1)
        top.addWidget(icon_button("copy", _("Copy what the Tool reports"), self.copy))
        top.addWidget(plain_button(_("Back to the plan"), back, key="Esc"))
        column = QVBoxLayout(self)
        theme().space(column, 8, (16, 16, 24, 12))
        column.addLayout(top)
        column.addWidget(self.figures)
        column.addWidget(self.list, 1)

    def show_extras(self, found: Extras) -> None:
        """Show what was read."""
        n = len(found.evidence)
        kept = (
            n_("{n} item is kept as evidence", "{n} items are kept as evidence", n)
            if n
            else _("nothing to keep as evidence")
        )
        text = _("Read {time}; {kept}. Reading again renews them, and nothing here can be changed.")
        self.figures.setText(text.format(time=time_text(found.read_at), kept=kept))
        self.list.set_entries(extras_entries(found), unfold=True)
        self.list.select_first()

    def copy(self) -> None:
        """Put everything on the clipboard as text."""
        QGuiApplication.clipboard().setText(f"{self.title.text()}\n{self.figures.text()}\n\n{self.list.text()}\n")

    def _open(self, key: tuple[str, ...]) -> None:
        if key[:1] == ("item",):
            self.opened.emit(key[1], key[2])


def extras_entries(found: Extras) -> list[Entry]:
    """Return what the Tool reports as lines of an outline."""
    made = [_group(_("Versions of lenses"), _versions(found))]
    if found.profile:
        lines = [Entry(title, code=code, dim=True) for code, title in found.first]
        title = _("Put first by the profile {name}").format(name=found.profile)
        made.append(_group(title, lines or [Entry(_("No question."), wraps=True, dim=True)]))
    for one in found.lenses:
        if one.improvements:
            made.append(_group(_("Improvement items: {lens}").format(lens=one.name), list(_improvements(one))))
    checks = [line for one in found.lenses for line in _checks(one)]
    if not found.has_advisor:
        text = _("Not switched on for this workload. Switch it on among its fields and push, or do it in the Tool.")
        checks = [Entry(text, wraps=True, dim=True)]
    elif not checks:
        checks = [Entry(_("The account has no results for the practices of this workload."), wraps=True, dim=True)]
    made.append(_group(_("Trusted Advisor checks"), checks))
    return made


def _group(title: str, lines: list[Entry]) -> Entry:
    n = sum(1 for line in lines if not line.dim or line.code)
    return Entry(title, ("group", title), heading=True, note=str(n) if n else "", children=tuple(lines))


def _versions(found: Extras) -> list[Entry]:
    names = {one.alias: one.name for one in found.lenses}
    lines = [
        Entry(
            names.get(one.lens, one.lens), ("notice", one.lens, one.kind), note=f"{one.current} → {one.latest}",
            tag=_(NOTICE_TITLES.get(one.kind, one.kind)), tone="medium",
        )
        for one in found.notices
    ]  # fmt: skip
    return lines or [Entry(_("Every lens is reviewed in its newest version."), wraps=True, dim=True)]


def _improvements(one: LensExtras) -> Iterator[Entry]:
    for hint in one.improvements:
        risk = Risk(hint.risk) if hint.risk in [str(each) for each in Risk] else None
        plans = "; ".join(plan[1] for plan in hint.plans if plan[1])
        yield Entry(hint.title or hint.question_id, ("item", one.review_id, hint.question_id), risk=risk,
                    code=one.names.get(hint.question_id, ""), note=plans)  # fmt: skip


def _checks(one: LensExtras) -> Iterator[Entry]:
    for check, flagged, accounts in worst_checks(one.checks):
        facts = (
            n_("{n} resource flagged", "{n} resources flagged", flagged) if flagged else "",
            n_("{n} account", "{n} accounts", accounts) if accounts > 1 else "",
            day_text(check.updated_at[:10]),
        )
        yield Entry(
            check.name, ("item", one.review_id, check.question_id, check.choice_id, check.id),
            code=one.names.get(check.choice_id, ""), note=" · ".join(fact for fact in facts if fact),
            tag=_(CHECK_TITLES.get(check.status, check.status)), tone=_TONES.get(check.status, "dim"),
        )  # fmt: skip

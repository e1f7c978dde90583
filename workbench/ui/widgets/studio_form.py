"""The form of one part of a lens: its texts with their limits, its id, its further resources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.analyses.lens_draft_verdict import PlacedFinding
from workbench.domain.lens_draft import CHOICE, LENS, PILLAR, QUESTION, DraftPart
from workbench.i18n import N_, _
from workbench.ui.theme import theme
from workbench.ui.widgets.labels import heading, label
from workbench.ui.widgets.studio_field import IdField, StudioField
from workbench.ui.widgets.studio_resources import StudioResources

__all__ = ["PartForm"]

_WIDEST = 780


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a part: where it stands in the file, its limit in the WA Tool [characters], lines of its editor."""

    field: str
    label: str
    limit: int
    lines: int = 1
    help: str = ""


_HELP = N_("Any character is allowed here.")
_PLAIN = N_("Letters, digits, spaces, line breaks and - _ . , : / ( ) @ ! & # + ' ?")
_TEXTS: dict[str, tuple[_Text, ...]] = {
    LENS: (_Text("name", N_("Name"), 128), _Text("description", N_("Description"), 2048, 5, _PLAIN)),
    PILLAR: (_Text("name", N_("Name"), 128),),
    QUESTION: (
        _Text("title", N_("Title"), 128),
        _Text("description", N_("Description"), 2048, 4, _PLAIN),
        _Text("helpfulResource.displayText", N_("Help text"), 2048, 3, _HELP),
        _Text("helpfulResource.url", N_("Address of the help"), 2048),
    ),
    CHOICE: (
        _Text("title", N_("Title"), 128),
        _Text("helpfulResource.displayText", N_("Help text"), 2048, 4, _HELP),
        _Text("helpfulResource.url", N_("Address of the help"), 1024),
        _Text("improvementPlan.displayText", N_("Improvement plan"), 2048, 4, N_("What to do where the practice is missing.")),
        _Text("improvementPlan.url", N_("Address of the improvement plan"), 1024),
    ),
}  # fmt: skip
"""Source of the limits: see workbench/library/lens_rules.py."""
_TITLES = {LENS: N_("Lens"), PILLAR: N_("Pillar"), QUESTION: N_("Question"), CHOICE: N_("Practice")}
_RESOURCES = {"HELPFUL_RESOURCE": N_("Further help"), "IMPROVEMENT_PLAN": N_("Further improvement plans")}


class PartForm(QScrollArea):
    """One form for each kind of part; loaded with another part it tells first what was typed for the old one."""

    edited = Signal(str, str, str)
    """Part, field and whole text; UI thread."""
    resources_edited = Signal(str, str, object)
    """Part, type and rows of text and address; UI thread."""
    id_committed = Signal(str, str)
    """Part and its wanted id; UI thread."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.part: DraftPart | None = None
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_(_TITLES[kind]))
        self.title = heading(_(_TITLES[kind]), "large")
        self.where = label("", tone="dim", wrap=True)
        self.where.hide()
        self.id_field: IdField | None = None
        self.general = label("", step="small", tone="high", wrap=True)
        self.general.hide()
        self.fields: dict[str, StudioField] = {}
        self.resources: dict[str, StudioResources] = {}
        body = self._body = QWidget()
        body.setProperty("clear", True)
        self.setWidget(body)
        column = QVBoxLayout(body)
        theme().space(column, 12, (24, 16, 24, 24))
        for widget in (self.title, self.where, self.general):
            column.addWidget(widget)
        for number, text in enumerate(_TEXTS[kind]):
            made = StudioField(_(text.label), text.limit, text.lines, _(text.help) if text.help else "")
            made.edited.connect(partial(self._tell, text.field))
            self.fields[text.field] = made
            column.addWidget(made)
            if number == 0 and kind != LENS:
                column.addWidget(self._id_row())
        for key, name in _RESOURCES.items() if kind == CHOICE else ():
            rows = StudioResources(_(name))
            rows.edited.connect(partial(self._tell_resources, key))
            self.resources[key] = rows
            column.addWidget(rows)
        column.addStretch(1)
        theme().changed.connect(self._dress)
        self._dress()

    def _id_row(self) -> IdField:
        warning = _(
            "Reviews find answers by this id. With another one they take it for something new; never give an old id a new meaning."
        )
        made = IdField(_("Id"), _("Change id"), warning)
        made.committed.connect(self._tell_id)
        self.id_field = made
        return made

    def _dress(self) -> None:
        self._body.setMaximumWidth(theme().px(_WIDEST))

    def _tell(self, field: str, text: str) -> None:
        key = self.fields[field].editor.key
        if key:
            self.edited.emit(key, field, text)

    def _tell_id(self, text: str) -> None:
        if self.part is not None:
            self.id_committed.emit(self.part.id, text)

    def _tell_resources(self, kind: str, rows: object) -> None:
        if self.part is not None:
            self.resources_edited.emit(self.part.id, kind, rows)

    # -- showing -------------------------------------------------------------------------------

    def load(self, part: DraftPart, where: str, *, is_published: bool, is_read_only: bool) -> None:
        """Show a part; newer keys stay."""
        if self.part is not None and self.part.id != part.id:
            self.flush()
            self.verticalScrollBar().setValue(0)
        self.part = part
        title = _("None of these") if part.is_none else _(_TITLES[self.kind])
        self.title.setText(title)
        self.where.setText(where)
        self.where.setVisible(bool(where))
        for field, made in self.fields.items():
            made.load(part.id, part.text(field))
            made.set_read_only(is_read_only)
        if self.id_field is not None:
            self.id_field.load(part.id, part.key, is_locked=is_published, is_read_only=is_read_only)
        for kind, rows in self.resources.items():
            rows.load(part.id, _rows_of(part, kind))
            rows.set_read_only(is_read_only)

    def show_findings(self, found: Sequence[PlacedFinding]) -> None:
        """Say at every field what the checks found."""
        rest = []
        for field, made in self.fields.items():
            own = [each for each in found if _is_about(each.field, field)]
            made.set_findings([_words(each) for each in own if each.is_error],
                              [_words(each) for each in own if not each.is_error])  # fmt: skip
        for each in found:
            if each.is_error and not any(_is_about(each.field, field) for field in self.fields):
                rest.append(_words(each))
        words = "\n".join(dict.fromkeys(rest))
        self.general.setText(words)
        self.general.setVisible(bool(words))

    def go_to(self, field: str) -> None:
        """Put the focus where a finding is."""
        wanted = next((made for name, made in self.fields.items() if _is_about(field, name)), None)
        target: QWidget = wanted or next(iter(self.fields.values()))
        if field.startswith("id") and self.id_field is not None:
            target = self.id_field.field
        elif field.startswith("additionalResources") and self.resources:
            target = next(iter(self.resources.values()))
        target.setFocus()
        self.ensureWidgetVisible(target)

    def flush(self) -> None:
        """Tell what was typed and not told yet."""
        for made in self.fields.values():
            made.editor.flush()
        for rows in self.resources.values():
            rows.flush()


def _words(found: PlacedFinding) -> str:
    return f"{found.finding.text} {found.finding.hint}".strip()


def _is_about(path: str, field: str) -> bool:
    """Tell whether a path of a finding is about a field; what is said about a whole object is said at its text."""
    return path == field or (field.endswith(".displayText") and path == field.removesuffix(".displayText"))


def _rows_of(part: DraftPart, kind: str) -> list[tuple[str, str]]:
    value = part.body.get("additionalResources")
    entries = [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
    contents = [each.get("content") for each in entries if each.get("type") == kind]
    items = [item for content in contents if isinstance(content, list) for item in content if isinstance(item, dict)]
    return [(str(item.get("displayText") or ""), str(item.get("url") or "")) for item in items]

"""The lens studio: an outline, a form for the chosen part, its rules tried out, and everything AWS would refuse."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.analyses.lens_draft_verdict import part_words
from workbench.domain.lens_draft import CHOICE, LENS, PILLAR, QUESTION, DraftPart
from workbench.i18n import N_, _
from workbench.store.edits import Part
from workbench.store.queries.lens_drafts import draft_names
from workbench.ui.actions import Action
from workbench.ui.desk import Desk
from workbench.ui.dialogs.studio_verbs import StudioVerbs
from workbench.ui.models.studio import Studio
from workbench.ui.models.studio_author import Author
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.chip import Chip
from workbench.ui.widgets.empty_state import StateStack
from workbench.ui.widgets.kbd import flat_button, icon_button, plain_button
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.page import Page
from workbench.ui.widgets.studio_actions import studio_actions
from workbench.ui.widgets.studio_form import PartForm
from workbench.ui.widgets.studio_outline import StudioOutline, outline
from workbench.ui.widgets.studio_problems import StudioProblems, summary
from workbench.ui.widgets.studio_rules_pane import StudioRulesPane

__all__ = ["StudioPage"]

_EDIT, _RULES, _PROBLEMS = 0, 1, 2


class StudioPage(Page):
    """One draft at a time; every edit is a step that can be undone."""

    id = "studio"
    title = N_("Studio")
    icon = "edit"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.studio = Studio(desk.workspace, desk.editor, desk.tasks, desk.place, self)
        self.verbs = StudioVerbs(desk, self.studio, self)
        self.author = Author(self.studio, self.flush, self)
        self.name_button = flat_button("", self.choose_draft, "L", "lenses")
        self.name_button.give_way(120)
        self.state = dim_label("")
        self.publish_button = plain_button(_("Publish..."), self.verbs.publish)
        self.export_button = plain_button(_("Export..."), self.verbs.export, icon_name="upload")
        self.more_button = icon_button("more", _("More"), self.open_more)
        self.outline = StudioOutline()
        self.add_button = plain_button(_("Add"), self.open_add, icon_name="add")
        self.tabs = [Chip(_("Texts")), Chip(_("Rules")), Chip(_("Problems"))]
        self.forms = {kind: PartForm(kind) for kind in (LENS, PILLAR, QUESTION, CHOICE)}
        self.form_stack = QStackedWidget()
        for form in self.forms.values():
            self.form_stack.addWidget(form)
        self.rules = StudioRulesPane()
        self.problems = StudioProblems()
        self.panes = QStackedWidget()
        for pane in (self.form_stack, self.rules, self.problems):
            self.panes.addWidget(pane)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.states = StateStack(self._whole())
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(self.states)
        self._connect()
        theme().changed.connect(self._fit)
        self.keys.set_actions(self.actions())
        self.keys.watch(self.outline, self.problems.list)

    # -- parts ---------------------------------------------------------------------------------

    def _whole(self) -> QWidget:
        whole = QWidget()
        head = QHBoxLayout()
        theme().space(head, 8, (12, 8, 12, 8))
        for widget in (self.name_button, self.state):
            head.addWidget(widget)
        head.addStretch(1)
        for button in (self.publish_button, self.export_button, self.more_button):
            head.addWidget(button)
        left = QWidget()
        set_look(left, ground="raised")
        foot = QHBoxLayout()
        theme().space(foot, 8, (12, 8, 12, 8))
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        under = QVBoxLayout(left)
        theme().space(under, 0)
        under.addWidget(self.outline, 1)
        under.addLayout(foot)
        right = QWidget()
        bar = QHBoxLayout()
        theme().space(bar, 8, (24, 10, 24, 4))
        group = QButtonGroup(self)
        for place, chip in enumerate(self.tabs):
            group.addButton(chip, place)
            bar.addWidget(chip)
        bar.addStretch(1)
        group.idClicked.connect(self.show_pane)
        self.tabs[_EDIT].setChecked(True)
        beside = QVBoxLayout(right)
        theme().space(beside, 0)
        beside.addLayout(bar)
        beside.addWidget(self.panes, 1)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([theme().px(340), theme().px(860)])
        column = QVBoxLayout(whole)
        theme().space(column, 0)
        column.addLayout(head)
        column.addWidget(self.splitter, 1)
        return whole

    def _connect(self) -> None:
        self.studio.changed.connect(self._show)
        self.studio.judged.connect(self._show_verdict)
        self.outline.chosen.connect(self._choose)
        self.outline.opened.connect(lambda _key: self.go_to_form())
        self.outline.moved.connect(self.author.move)
        self.outline.dropped.connect(self.author.drop)
        self.outline.asked.connect(
            lambda what: {"rename": self.go_to_form, "duplicate": self.author.duplicate, "remove": self.author.remove}[
                what
            ]()
        )
        for form in self.forms.values():
            form.edited.connect(self.author.store_text)
            form.resources_edited.connect(self.author.store_resources)
            form.id_committed.connect(self._store_id)
        self.rules.edited.connect(self.author.store_rules)
        self.rules.lab_wanted.connect(self.studio.try_out)
        self.studio.tried.connect(self.rules.take_lab)
        self.problems.opened.connect(self.go_to)

    def actions(self) -> tuple[Action, ...]:  # type: ignore[override]
        return studio_actions(self)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self, parts: frozenset[Part] | None = None) -> None:  # type: ignore[override]
        self.studio.refresh(parts)
        if self.studio.draft is None:
            self._show_empty()

    def _show_empty(self) -> None:
        with self.desk.workspace.reading() as session:
            drafts = draft_names(session)
        text = _(
            "Write a lens of your own: pillars, questions, practices and the rules that turn answers into risks.\nIt is checked against the Tool's limits while you write, and kept in the workspace."
        )
        others: list[tuple[str, Callable[[], object]]] = []
        if not self.desk.editor.read_only:
            others.append((_("Edit a lens or a copy of one..."), self.open_lens))
        for key, name, version in drafts[:5]:
            others.append(
                (_("Go on with {lens} {version}").format(lens=name, version=version), partial(self.show_draft, key))
            )
        button = "" if self.desk.editor.read_only else _("New lens")
        self.states.show_empty("edit", _("Lens studio"), text, button, self.new_lens, others)

    def _show(self) -> None:
        draft = self.studio.draft
        if draft is None:
            self._show_empty()
            return
        if self.states.state != "content":
            self._fit()
            self.states.show_content()
        self.name_button.setText(_("{lens}, draft of {version}").format(lens=draft.name, version=draft.version))
        part = draft.part(self.author.wanted) or draft.part(self.author.part_id) or draft.lens
        if self.studio.is_outline_stale:
            blocked = self.outline.blockSignals(True)
            self.outline.set_entries(outline(draft, self.studio.verdict), unfold=True)
            self.outline.show_key((part.kind, part.id))
            self.outline.blockSignals(blocked)
        self.author.wanted = ""
        self._show_part(part)
        self._show_state()

    def _show_part(self, part: DraftPart) -> None:
        draft = self.studio.draft
        assert draft is not None
        is_read_only = self.desk.editor.read_only
        self.author.part_id = part.id
        form = self.forms[part.kind]
        around = draft.part(part.parent)
        where = part_words(draft, around) if around is not None and around.kind != LENS else ""
        form.load(part, where, is_published=self.studio.is_published(part), is_read_only=is_read_only)
        form.show_findings(self.studio.verdict.by_part.get(part.id, ()))
        self.form_stack.setCurrentWidget(form)
        question = draft.around(part, QUESTION)
        self.rules.show_question(draft, question, is_read_only=is_read_only)
        self.tabs[_RULES].setEnabled(question is not None)
        if question is None and self.panes.currentIndex() == _RULES:
            self.show_pane(_EDIT)

    def _show_verdict(self) -> None:
        draft = self.studio.draft
        if draft is not None:
            self.outline.set_entries(outline(draft, self.studio.verdict), unfold=True)
            self.problems.show_found(draft, self.studio.verdict)
            part = draft.part(self.author.part_id)
            if part is not None:
                self.forms[part.kind].show_findings(self.studio.verdict.by_part.get(part.id, ()))
            self._show_state()

    def _show_state(self) -> None:
        verdict = self.studio.verdict
        self.state.setText(_("Checking") if self.studio.is_judging and not verdict.counts else summary(verdict))
        self.tabs[_PROBLEMS].set_count(len(verdict.findings) or None)
        for button in (self.publish_button, self.add_button):
            button.setEnabled(self.author.can_change)
        self.outline.set_read_only(self.desk.editor.read_only)

    @property
    def form(self) -> PartForm:
        """The form of the chosen part."""
        part = self.author.part
        return self.forms[part.kind if part is not None else LENS]

    # -- going ---------------------------------------------------------------------------------

    def show_draft(self, draft_id: str) -> None:
        """Show another draft."""
        self.flush()
        self.desk.place.go(draft_id=draft_id)
        self.refresh(None)
        if self.studio.draft is not None:
            self.outline.setFocus()

    def choose_draft(self) -> None:
        """Open the list of drafts."""
        menu = QMenu(self.name_button)
        menu.aboutToHide.connect(menu.deleteLater)
        with self.desk.workspace.reading() as session:
            drafts = draft_names(session)
        for key, name, version in drafts:
            entry = menu.addAction(f"{name} {version}".replace("&", "&&"), partial(self.show_draft, key))
            entry.setCheckable(True)
            entry.setChecked(self.studio.draft is not None and key == self.studio.draft.id)
        menu.addSeparator()
        for text, run in ((_("New lens"), self.new_lens), (_("Edit a lens or a copy of one..."), self.open_lens)):
            menu.addAction(text, run).setEnabled(self.can_write())
        menu.popup(self.name_button.mapToGlobal(self.name_button.rect().bottomLeft()))

    def open_more(self) -> None:
        """Open the menu of what is done less often."""
        menu = QMenu(self.more_button)
        menu.aboutToHide.connect(menu.deleteLater)
        wanted = ("studio.compare", "", "studio.write_texts", "studio.read_texts", "", "studio.remove_draft")
        known = {action.id: action for action in self.actions()}
        for key in wanted:
            if not key:
                menu.addSeparator()
                continue
            menu.addAction(known[key].text, known[key].callback).setEnabled(known[key].enabled())
        menu.popup(self.more_button.mapToGlobal(self.more_button.rect().bottomLeft()))

    def show_pane(self, place: int) -> None:
        """Show texts (0), rules (1) or problems (2)."""
        if self.tabs[place].isEnabled():
            self.tabs[place].setChecked(True)
            self.panes.setCurrentIndex(place)

    def go_to_form(self) -> None:
        """Put the focus into the first text of the chosen part."""
        self.show_pane(_EDIT)
        self.form.go_to("")

    def go_to(self, part_id: str, field: str) -> None:
        """Go to a part and put the focus where a finding is."""
        draft = self.studio.draft
        part = draft.part(part_id) if draft is not None else None
        if part is None:
            return
        self.outline.show_key((part.kind, part.id))
        if field.startswith("riskRules"):
            self.show_pane(_RULES)
            number = field.removeprefix("riskRules").strip("[").partition("]")[0]
            self.rules.rules.go_to(int(number) if number.isdigit() else 0)
        else:
            self.show_pane(_EDIT)
            self.forms[part.kind].go_to(field)

    def next_problem(self) -> None:
        """Go to the next problem, errors first."""
        found = self.problems.next()
        if found is not None:
            self.go_to(found.part_id, found.field)
            self.outline.setFocus()

    def _choose(self, key: object) -> None:
        draft = self.studio.draft
        if draft is not None and isinstance(key, tuple) and len(key) == 2 and (part := draft.part(key[1])) is not None:
            self._show_part(part)

    # -- doing ---------------------------------------------------------------------------------

    def has_draft(self) -> bool:
        """Tell whether a draft is shown."""
        return self.studio.draft is not None

    def can_write(self) -> bool:
        """Tell whether the workspace can be changed."""
        return not self.desk.editor.read_only

    def new_lens(self) -> None:
        """Begin a new lens and put the focus on its name."""
        if draft_id := self.verbs.new():
            self.show_draft(draft_id)
            self.go_to_form()
            self.forms[LENS].fields["name"].text_widget.selectAll()

    def open_lens(self) -> None:
        """Ask for a lens and show the draft that was begun."""
        if draft_id := self.verbs.open():
            self.show_draft(draft_id)

    def open_add(self) -> None:
        """Open the list of what can be added here."""
        menu = QMenu(self.add_button)
        menu.aboutToHide.connect(menu.deleteLater)
        for kind, text in ((PILLAR, _("Pillar")), (QUESTION, _("Question")), (CHOICE, _("Practice"))):
            menu.addAction(text, partial(self.add, kind)).setEnabled(self.author.room_for(kind) is not None)
        menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def add_same(self) -> None:
        """Add a part of the kind that is chosen, after it."""
        part = self.author.part
        if part is not None:
            self.add(PILLAR if part.kind == LENS else part.kind)

    def add(self, kind: str) -> None:
        """Add a pillar, question or practice and put the focus on its title."""
        if self.author.add(kind):
            self.go_to_form()
            next(iter(self.forms[kind].fields.values())).text_widget.selectAll()

    def _store_id(self, part_id: str, wanted: str) -> None:
        fault = self.author.store_id(part_id, wanted)
        field = self.form.id_field
        if field is not None:
            field.refuse(fault)

    # -- page ----------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave the form most of a narrow window, whatever the text size."""
        widest = max(200, round(self.width() * 0.36))
        if self.splitter.sizes()[0] > widest or self.states.state != "content":
            self.splitter.setSizes([min(widest, theme().px(340)), self.width() - widest])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.studio.pause(False)

    def hideEvent(self, event: QHideEvent) -> None:
        self.studio.pause(True)
        super().hideEvent(event)

    def enter(self) -> None:
        if self.studio.draft is None or self.studio.draft.id != (self.desk.place.draft_id or ""):
            self.refresh(None)
        if self.studio.draft is not None:
            self.outline.setFocus()

    def flush(self) -> None:
        for form in self.forms.values():
            form.flush()
        self.rules.flush()

    def save_state(self) -> dict[str, Any]:
        """Return draft, chosen part and splitter."""
        return {"draft": self.desk.place.draft_id or "", "part": self.author.part_id, "splitter": self.splitter.sizes()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Go back to what save_state returned, unless another draft is wanted already."""
        if self.desk.place.draft_id is None:
            self.desk.place.draft_id = str(state.get("draft", ""))
            self.author.part_id = str(state.get("part", ""))
        sizes = state.get("splitter")
        if isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(n, int) for n in sizes):
            self.splitter.setSizes(sizes)

"""What falls, in order and why: the fall as a list, played step by step, kept, and what would have saved it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.analyses.failure.standing import Standing
from workbench.analyses.what_if.fix_words import cost_text
from workbench.analyses.what_if.rescue import Rescue
from workbench.domain.failure_scenario import FailureScenario
from workbench.domain.risk import Risk
from workbench.i18n import _, n_
from workbench.ui.theme import theme
from workbench.ui.widgets.chip import FlowRow
from workbench.ui.widgets.entry import Entry
from workbench.ui.widgets.kbd import KeyButton, flat_button, icon_button, link_button, plain_button
from workbench.ui.widgets.labels import dim_label, heading, label
from workbench.ui.widgets.outline import OutlineView
from workbench.ui.widgets.section import Section
from workbench.ui.widgets.toast import announce

if TYPE_CHECKING:
    from workbench.ui.models.architecture_desk import ArchitectureDesk

__all__ = ["FailureSteps"]

_BEAT_MS = 500
_MOST = 400
_FEW = 6


class FailureSteps(QWidget):
    """The fall that is on the screen; it tells what the person wants to do with it."""

    keep_asked = Signal()
    compare_asked = Signal()
    try_asked = Signal(object)
    """The Candidate to try; UI thread."""
    forget_asked = Signal(object)
    """The FailureScenario to remove; UI thread."""
    rename_asked = Signal(object)
    """The FailureScenario that gets another name; UI thread."""

    def __init__(self, architecture: ArchitectureDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture = architecture
        self._level: int | None = None
        self._levels = 0
        self._of: tuple[object, ...] = ()
        self.title = heading("", "large")
        self.hint = dim_label("", wrap=True)
        self.repair = plain_button(_("Repair"), architecture.repair)
        self.replay = plain_button(_("Replay"), self.play)
        self.keep = plain_button(_("Keep as scenario…"), self.keep_asked.emit)
        self.save = plain_button(_("What would save it"), architecture.want_rescues)
        self.list = OutlineView(_("What falls, in order"), ground="raised")
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.rescue = Section(_("What would save it"), key="failure/rescue")
        self.kept = Section(_("Scenarios"), key="failure/scenarios")
        self.play_buttons: list[KeyButton] = []
        self.try_buttons: list[KeyButton] = []
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show_fall)
        head = QVBoxLayout()
        theme().space(head, 8, (16, 12, 16, 8))
        head.addWidget(self.title)
        head.addWidget(self.hint)
        head.addWidget(FlowRow(self.repair, self.replay, self.keep, self.save))
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.rescue)
        column.addWidget(self.kept)
        column.addStretch(0)
        self.list.chosen.connect(self._choose)
        architecture.state_changed.connect(self._later.start)
        architecture.graph_changed.connect(self._later.start)
        architecture.rescues_changed.connect(self._show_rescues)
        architecture.scenarios_changed.connect(self._show_scenarios)
        self._show_fall()
        self._show_scenarios()

    # -- showing -------------------------------------------------------------------------------

    def _show_fall(self) -> None:
        architecture = self._architecture
        failed = architecture.state.failed
        self.title.setText(fall_words(architecture))
        rest = any(standing is Standing.DOWN for standing in architecture.journeys.values())
        self.hint.setText(
            _("Select something and press F, or fail it from its menu; a place takes down all that stands in it.")
        )
        self.hint.setVisible(not failed)
        for button in (self.repair, self.replay, self.keep):
            button.setEnabled(bool(failed))
        self.keep.setEnabled(bool(failed) and not architecture.read_only)
        self.save.setEnabled(bool(failed) and rest)
        if self._level is None:
            now = (architecture.graph, failed)
            if now != self._of:
                self._of = now
                self._list_steps()
        self._show_rescues()

    def _list_steps(self) -> None:
        architecture, words = self._architecture, self._architecture.words()
        levels = architecture.cascade() if architecture.state.failed or architecture.state.fallen else ()
        self._levels = len(levels)
        entries: list[Entry] = []
        for place, level in enumerate(levels):
            for step in level:
                if len(entries) == _MOST:
                    break
                why = words.step(step) or _("failed")
                risk = Risk.HIGH if any(one.node == step.element for one in architecture.graph.journeys) else None
                entries.append(Entry(words.full(step.element), (step.element,), code=f"{place}", note=why, risk=risk))
        left = sum(map(len, levels)) - len(entries)
        if left > 0:
            entries.append(Entry(n_("{n} more falls", "{n} more fall", left).format(n=f"{left:,}"), dim=True))
        self.list.set_entries(entries)
        self.list.setVisible(bool(entries))

    def _show_rescues(self) -> None:
        architecture = self._architecture
        found = architecture.rescues
        wanted = found is not None and bool(architecture.state.failed)
        self.rescue.setVisible(wanted)
        self.rescue.clear()
        self.try_buttons = []
        for one in (found or ())[:_FEW] if wanted else ():
            self._add_rescue(one)
        if wanted and not found:
            self.rescue.add(dim_label(_("No single change that is known here saves a journey from this."), wrap=True))

    def _add_rescue(self, one: Rescue) -> None:
        titles = {journey.id: journey.title for journey in self._architecture.graph.journeys}
        saved = ", ".join(titles.get(each, each) for each in one.saved)
        self.rescue.add(label(one.candidate.title, wrap=True))
        text = _("Saves {journeys}. Effort: {effort}.").format(journeys=saved, effort=cost_text(one.candidate))
        self.rescue.add(dim_label(text, wrap=True, step="small"))
        button = plain_button(_("Try"), partial(self.try_asked.emit, one.candidate))
        button.setAccessibleName(_("Try: {change}").format(change=one.candidate.title))
        self.try_buttons.append(button)
        self.rescue.add(button)

    def _show_scenarios(self) -> None:
        scenarios: Sequence[FailureScenario] = self._architecture.scenarios
        self.kept.setVisible(bool(scenarios))
        self.kept.set_summary(f"{len(scenarios):,}")
        self.kept.clear()
        self.play_buttons = []
        for one in scenarios:
            button = link_button(one.name.replace("&", "&&"), partial(self._architecture.fail, one.failed))
            button.setAccessibleName(_("Fail: {scenario}").format(scenario=one.name))
            button.give_way(80)
            self.play_buttons.append(button)
            rename = icon_button("edit", _("Rename {scenario}").format(scenario=one.name),
                                 partial(self.rename_asked.emit, one), size=14)  # fmt: skip
            remove = icon_button("trash", _("Remove {scenario}").format(scenario=one.name),
                                 partial(self.forget_asked.emit, one), size=14)  # fmt: skip
            for each in (rename, remove):
                each.setEnabled(not self._architecture.read_only)
            self.kept.add(FlowRow(button, rename, remove, gap=2))
        if len(scenarios) > 1:
            self.kept.add(flat_button(_("Compare…"), self.compare_asked.emit, icon_name="compare"))

    def _choose(self, key: object) -> None:
        element: tuple[str, ...] = tuple(key)  # type: ignore[arg-type]
        if element and self.list.hasFocus():
            self._architecture.select(element)

    # -- playing -------------------------------------------------------------------------------

    def play(self) -> None:
        """Show the fall level by level; where motion is not wanted, one level at each press."""
        if not self._architecture.state.failed:
            return
        if not theme().motion_ms:
            self._beat(start=self._level is None)
            return
        self._beat(start=True)
        self._timer.start()

    def _beat(self, start: bool = False) -> None:
        level = 0 if start or self._level is None else self._level + 1
        if level >= self._levels or not self._architecture.state.failed:
            self._timer.stop()
            self._level = None
            self._architecture.show_level(None)
            return
        self._level = level
        self._architecture.show_level(level)
        announce(self, _("Step {n}").format(n=level))


def fall_words(architecture: ArchitectureDesk) -> str:
    """Say in a sentence what failed and what it does to the journeys: "Lose eu-west-1a: Checkout falls"."""
    failed = architecture.state.failed
    titles = {one.id: one.title for one in architecture.graph.journeys}
    ended = [titles[key] for key, one in architecture.journeys.items() if one is Standing.DOWN]
    lesser = [titles[key] for key, one in architecture.journeys.items() if one is Standing.DEGRADED]
    parts = []
    if ended:
        parts.append(n_("{names} falls", "{names} fall", len(ended)).format(names=", ".join(ended)))
    if lesser:
        parts.append(n_("{names} degrades", "{names} degrade", len(lesser)).format(names=", ".join(lesser)))
    bare = [] if not failed else [
        titles[key] for key, one in architecture.journeys.items()
        if one is Standing.AT_RISK and not architecture.singles(key, at_rest=True)
    ]  # fmt: skip
    if bare:
        text = n_("{names} stands and has no redundancy left", "{names} stand and have no redundancy left", len(bare))
        parts.append(text.format(names=", ".join(bare)))
    if not failed:
        return _("With nothing failed, {what}").format(what=", ".join(parts)) if parts else _("Nothing has failed")
    lost = _("Lose {names}").format(names=architecture.words().names(failed))
    return f"{lost}: {', '.join(parts)}" if parts else _("{lost}: every journey goes on").format(lost=lost)

"""A user journey, to be read and changed: where it enters, how critical it is, what it must survive."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from workbench.analyses.graph_typed import seconds_of, text_of_seconds
from workbench.domain.graph import SURVIVABLE_TITLES, Graph, Journey, Survivable
from workbench.i18n import _
from workbench.ui.theme import theme
from workbench.ui.widgets.element_fields import Fields, KindField, ValueField
from workbench.ui.widgets.labels import dim_label
from workbench.ui.widgets.section import Section

__all__ = ["JourneyForm"]


class JourneyForm(QWidget):
    """The fields of one journey."""

    changed = Signal(object, str)
    """The journey with the change, and what names a burst of typing; UI thread."""

    def __init__(self) -> None:
        super().__init__()
        self._journey = Journey("")
        self.label = ValueField(_("Name"))
        self.entry = KindField(_("Enters at"), [])
        self.criticality = ValueField(_("Criticality"), placeholder=_("high"))
        self.rto = ValueField(_("RTO"), text_of_seconds, seconds_of, _("30 min"))
        self.rpo = ValueField(_("RPO"), text_of_seconds, seconds_of, _("5 min"))
        fields = Fields()
        fields.add(_("Name"), self.label)
        fields.add(_("Enters at"), self.entry)
        fields.add(_("Criticality"), self.criticality, _("In the words of its owner"))
        fields.add(_("RTO"), self.rto, _("Wanted time to recover"))
        fields.add(_("RPO"), self.rpo, _("Wanted limit of lost data"))
        what = Section(_("User journey"), key="journey-what")
        what.add(fields)
        survive = Section(_("Must survive the loss of"), key="journey-survive")
        self.survive = {word: QCheckBox(_(title)) for word, title in SURVIVABLE_TITLES.items()}
        for word, box in self.survive.items():
            box.clicked.connect(lambda on, word=word: self._survive(word, on))
            survive.add(box)
        survive.add(dim_label(_("Nothing chosen: every failure counts."), step="small", wrap=True))
        column = QVBoxLayout(self)
        theme().space(column, 0)
        column.addWidget(what)
        column.addWidget(survive)
        column.addStretch(1)
        self.label.changed.connect(lambda text: self._tell("label", label=text))
        self.entry.changed.connect(lambda name: self._tell("", node=name))
        self.criticality.changed.connect(lambda text: self._tell("criticality", criticality=text))
        self.rto.changed.connect(lambda value: self._tell("rto", rto_s=value))
        self.rpo.changed.connect(lambda value: self._tell("rpo", rpo_s=value))

    def show_journey(self, journey: Journey, graph: Graph, *, can_write: bool) -> None:
        """Show a journey; what is being typed about the same one stays."""
        self._journey = journey
        names = sorted(graph.nodes, key=lambda one: graph.title(one).casefold())
        if [self.entry.itemData(row) for row in range(self.entry.count())] != names:
            self.entry.clear()
            for name in names:
                self.entry.addItem(graph.title(name), name)
        self.label.show_value(journey.id, journey.label)
        self.label.edit.setPlaceholderText(journey.id)
        self.entry.show_value(journey.id, journey.node)
        self.criticality.show_value(journey.id, journey.criticality)
        self.rto.show_value(journey.id, journey.rto_s)
        self.rpo.show_value(journey.id, journey.rpo_s)
        for word, box in self.survive.items():
            box.setChecked(word in journey.must_survive)
            box.setEnabled(can_write)
        for line in (self.label, self.criticality, self.rto, self.rpo):
            line.edit.setReadOnly(not can_write)
        self.entry.setEnabled(can_write)

    def _survive(self, word: Survivable, on: bool) -> None:
        chosen = {*self._journey.must_survive, word} if on else {*self._journey.must_survive} - {word}
        self._tell("", must_survive=tuple(one for one in Survivable if one in chosen))

    def _tell(self, what: str, **values: Any) -> None:
        journey = replace(self._journey, **values)
        if journey != self._journey:
            self._journey = journey
            self.changed.emit(journey, f"journey {journey.id} {what}" if what else "")

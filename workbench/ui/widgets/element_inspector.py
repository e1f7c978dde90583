"""The inspector: what is selected, with everything that is known of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from workbench.analyses.graph_layout import journey_of
from workbench.domain.graph import Graph, Journey, Node
from workbench.figures.architecture.boxes import second_line
from workbench.i18n import _, n_
from workbench.operations.room_answers import asked_in
from workbench.ui.theme import set_look, theme
from workbench.ui.widgets.element_form import ElementForm
from workbench.ui.widgets.element_journey import JourneyForm
from workbench.ui.widgets.element_questions import ElementQuestions
from workbench.ui.widgets.labels import label
from workbench.ui.widgets.section import Section

if TYPE_CHECKING:
    from workbench.ui.models.architecture_desk import ArchitectureDesk

__all__ = ["ElementInspector"]


class ElementInspector(QWidget):
    """Follows the selection.

    Args:
        architecture: What is shown and selected.
        verbs: What can be done: change, change_journey, can_write, do.
    """

    shown = Signal(str)
    """Somebody wants to see another element; UI thread."""
    link_chosen = Signal(object)
    """Another link is to be selected."""

    def __init__(self, architecture: ArchitectureDesk, verbs: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._architecture, self._verbs = architecture, verbs
        self._link: tuple[str, str] | None = None
        set_look(self, ground="raised")
        self.title = label("", step="large", strong=True, wrap=True)
        self.about = label("", tone="dim", wrap=True)
        self.form, self.journey_form = ElementForm(), JourneyForm()
        self.questions = ElementQuestions(verbs.do, lambda: architecture.graph, lambda: architecture.workload_id)
        self.asked = Section(_("Questions"), key="element-questions")
        self.asked.add(self.questions)
        self.nothing = label("", tone="dim", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(16, 4, 16, 0)
        self.stack = QStackedWidget()
        for part in (self.nothing, self.form, self.journey_form):
            self.stack.addWidget(part)
        head = QVBoxLayout()
        theme().space(head, 2, (16, 12, 16, 4))
        head.addWidget(self.title)
        head.addWidget(self.about)
        inner = QWidget()
        set_look(inner, ground="raised")
        column = QVBoxLayout(inner)
        theme().space(column, 0)
        column.addLayout(head)
        column.addWidget(self.asked)
        column.addWidget(self.stack, 1)
        self.room = QScrollArea()
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setWidget(inner)
        whole = QVBoxLayout(self)
        theme().space(whole, 0)
        whole.addWidget(self.room)
        self.form.changed.connect(lambda node, token: verbs.change(node, token))
        self.form.opened.connect(self.shown)
        self.journey_form.changed.connect(lambda journey, token: verbs.change_journey(journey, token))
        for signal in (architecture.graph_changed, architecture.selection_changed, architecture.findings_changed,
                       architecture.trial_changed):  # fmt: skip
            signal.connect(self.refresh)
        self.refresh()

    @property
    def node(self) -> Node | None:
        """The element that is shown, or the source of the link that is."""
        selected = self._architecture.selected
        name = self._link[0] if self._link else selected[0] if len(selected) == 1 else ""
        return self._architecture.graph.nodes.get(name)

    @property
    def journey(self) -> Journey | None:
        """The journey that is shown."""
        selected = self._architecture.selected
        name = self._link[0] if self._link else selected[0] if len(selected) == 1 else ""
        return self._architecture.graph.journey(journey_of(name)) if journey_of(name) else None

    def show_link(self, pair: tuple[str, str] | None) -> None:
        """Show who needs what along a link; None for no link."""
        self._link = pair
        self.refresh()

    def start(self) -> None:
        """Put the focus into the first field."""
        if self.node is not None:
            self.form.label.setFocus()
            self.form.label.edit.selectAll()
        elif self.journey is not None:
            self.journey_form.label.setFocus()
            self.journey_form.label.edit.selectAll()

    def focus_comment(self) -> None:
        """Put the focus into the comment."""
        self.form.comment.setFocus()
        self.room.ensureWidgetVisible(self.form.comment)

    def refresh(self) -> None:
        """Show what is selected now."""
        graph, node, journey = self._architecture.graph, self.node, self.journey
        if node is not None:
            self.title.setText(node.title)
            self.about.setText(self._link_words(graph) or second_line(node))
            self.form.show_node(node, graph, can_write=self._verbs.can_write())
            self.stack.setCurrentWidget(self.form)
        elif journey is not None:
            self.title.setText(journey.title)
            self.about.setText(self._link_words(graph) or _("User journey"))
            self.journey_form.show_journey(journey, graph, can_write=self._verbs.can_write())
            self.stack.setCurrentWidget(self.journey_form)
        else:
            self._show_nothing(graph)
        about = node.id if node is not None else journey.id if journey is not None else ""
        found = asked_in(graph, self._architecture.questions) if about else ()
        mine = tuple(one.alone(about, graph) for one in found if about and about in (one.about, *one.also))
        self.questions.show_questions(mine)
        self.asked.setVisible(bool(mine) and self._verbs.can_write())
        self.asked.set_summary(str(len(mine)))

    def _link_words(self, graph: Graph) -> str:
        if self._link is None:
            return ""
        return _("Link to {name}").format(name=graph.title(self._link[1]))

    def _show_nothing(self, graph: Graph) -> None:
        n = len(self._architecture.selected)
        self.stack.setCurrentWidget(self.nothing)
        if n:
            self.title.setText(n_("{n} element selected", "{n} elements selected", n).format(n=n))
            self.about.setText(
                ", ".join(self._title(graph, one) for one in self._architecture.selected[:8])
                + (" ..." if n > 8 else "")
            )
            self.nothing.setText(_("They can be moved, aligned, grouped as redundant, duplicated and failed together."))
        else:
            self.title.setText(_("Nothing selected"))
            parts = n_("{n} element", "{n} elements", len(graph.nodes)).format(n=len(graph.nodes))
            journeys = n_("{n} user journey", "{n} user journeys", len(graph.journeys)).format(n=len(graph.journeys))
            self.about.setText(f"{parts}, {journeys}")
            self.nothing.setText(_("Select an element to see and change what is known of it. F lets it fail."))

    def _title(self, graph: Graph, name: str) -> str:
        journey = graph.journey(journey_of(name)) if journey_of(name) else None
        return journey.title if journey else graph.title(name)

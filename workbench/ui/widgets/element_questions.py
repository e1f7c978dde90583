"""What nobody has said yet about one element, with a place for the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.domain.graph import Graph
from workbench.errors import BadInput, UnknownName
from workbench.operations.history import Operation
from workbench.operations.room_answers import Asked, answer, hint_of, options_of
from workbench.ui.theme import theme
from workbench.ui.widgets.field_edit import LineField
from workbench.ui.widgets.kbd import plain_button
from workbench.ui.widgets.labels import label

__all__ = ["ElementQuestions"]


class ElementQuestions(QWidget):
    """Questions about one element; an answer is a change of the architecture.

    Args:
        do: Makes the change.
        graph: The graph that is shown.
        workload: Its workload.
    """

    def __init__(
        self, do: Callable[[Operation], object], graph: Callable[[], Graph], workload: Callable[[], str]
    ) -> None:
        super().__init__()
        self._do, self._graph, self._workload = do, graph, workload
        self._of: tuple[str, ...] = ()
        self.fields: list[LineField] = []
        self._column = QVBoxLayout(self)
        theme().space(self._column, 6)

    def show_questions(self, asked: tuple[Asked, ...]) -> None:
        """Show other questions; those that are there already keep what is typed."""
        of = tuple(one.id for one in asked)
        if of == self._of:
            return
        self._of, self.fields = of, []
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in asked:
            self._column.addWidget(label(one.text, wrap=True))
            if one.effect:
                self._column.addWidget(label(one.effect, step="small", tone="dim", wrap=True))
            options = options_of(one, self._graph())
            for value, words in options:
                self._column.addWidget(plain_button(words, partial(self._answer, one, value, None)))
            if not options:
                field = LineField(one.text, placeholder=hint_of(one))
                field.submitted.connect(partial(self._typed, one, field))
                self.fields.append(field)
                self._column.addWidget(field)

    def _typed(self, asked: Asked, field: LineField, text: str) -> None:
        if text.strip():
            self._answer(asked, text, field)

    def _answer(self, asked: Asked, value: str, field: LineField | None) -> None:
        try:
            self._do(answer(self._workload(), self._graph(), asked, value))
        except (BadInput, UnknownName) as error:
            if field is not None:
                field.set_fault(f"{error.message} {error.hint}".strip())

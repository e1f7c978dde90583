"""Where the person is: page, workload, review, question; shared by all pages."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

__all__ = ["Place"]


class Place(QObject):
    """The one selection that pages share; it outlives each of them and comes back on restart."""

    moved = Signal()
    """Workload, review or question became another one; UI thread."""
    page_asked = Signal(str)
    """Somebody wants a page shown, by id."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.workload_id = ""
        self.review_id = ""
        self.question_id = ""

    def go(
        self,
        *,
        workload_id: str | None = None,
        review_id: str | None = None,
        question_id: str | None = None,
        page: str = "",
    ) -> None:
        """Move; what is not named stays, but another workload forgets review and question.

        Args:
            workload_id, review_id, question_id: New ids, "" for none.
            page: Page to show after the move.
        """
        before = (self.workload_id, self.review_id, self.question_id)
        if workload_id is not None and workload_id != self.workload_id:
            self.workload_id, self.review_id, self.question_id = workload_id, "", ""
        if review_id is not None and review_id != self.review_id:
            self.review_id, self.question_id = review_id, ""
        if question_id is not None:
            self.question_id = question_id
        if (self.workload_id, self.review_id, self.question_id) != before:
            self.moved.emit()
        if page:
            self.page_asked.emit(page)

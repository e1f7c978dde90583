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
        self.draft_id = ""
        """The lens draft that the studio shows."""
        self._pillar_id: str | None = None
        self._finding_id = ""

    def go(
        self,
        *,
        workload_id: str | None = None,
        review_id: str | None = None,
        question_id: str | None = None,
        draft_id: str | None = None,
        pillar_id: str | None = None,
        finding_id: str = "",
        page: str = "",
    ) -> None:
        """Move; what is not named stays, but another workload forgets review and question.

        Args:
            workload_id, review_id, question_id: New ids, "" for none.
            draft_id: The lens draft that the studio is to show.
            pillar_id: The pillar that the review is to be narrowed to; "" for all of it.
            finding_id: The finding that the architecture is to show.
            page: Page to show after the move.
        """
        before = (self.workload_id, self.review_id, self.question_id)
        if workload_id is not None and workload_id != self.workload_id:
            self.workload_id, self.review_id, self.question_id = workload_id, "", ""
        if review_id is not None and review_id != self.review_id:
            self.review_id, self.question_id = review_id, ""
        if question_id is not None:
            self.question_id = question_id
        if draft_id is not None:
            self.draft_id = draft_id
        self._pillar_id = self._pillar_id if pillar_id is None else pillar_id
        self._finding_id = finding_id or self._finding_id
        if pillar_id is not None or (self.workload_id, self.review_id, self.question_id) != before:
            self.moved.emit()
        if page:
            self.page_asked.emit(page)

    def take_pillar(self) -> str | None:
        """Return the pillar that somebody wants to see, once; None where nobody asked."""
        wanted, self._pillar_id = self._pillar_id, None
        return wanted

    def take_finding(self) -> str:
        """Return the finding that somebody wants to see, once; "" where nobody asked."""
        wanted, self._finding_id = self._finding_id, ""
        return wanted

"""The draft that the studio shows: read again after every change, judged in the background."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.analyses.lens_draft_verdict import Judged, judge_draft
from workbench.analyses.lens_lint import RuleLab, lint_rules
from workbench.domain.lens import Lens, RiskRule
from workbench.domain.lens_draft import DraftEdit, DraftPart, LensDraft
from workbench.i18n import _
from workbench.library.lens_drafts import published_parts
from workbench.library.lens_format import read_lens_text
from workbench.operations.lens_drafts import EditDraft
from workbench.progress import Progress
from workbench.store.edits import Part
from workbench.store.queries.lens_drafts import lens_draft
from workbench.store.queries.lenses import lens_text
from workbench.store.workspace import Workspace
from workbench.ui.editor import Editor
from workbench.ui.place import Place
from workbench.ui.tasks import Tasks

__all__ = ["Studio"]

_SETTLE_MS = 500


def _judged(draft: LensDraft, _progress: Progress) -> Judged:
    return judge_draft(draft)


def _tried(ids: Sequence[str], rules: Sequence[RiskRule], _progress: Progress) -> RuleLab:
    return lint_rules(ids, rules)


def _is_line_kept(draft: LensDraft, part: DraftPart) -> bool:
    old = draft.part(part.id)
    return old is not None and (old.parent, old.place, old.name) == (part.parent, part.place, part.name)


class Studio(QObject):
    """One open draft; the page and its panes read here and change through `do`."""

    changed = Signal()
    """The draft is another one, or was edited; UI thread."""
    judged = Signal()
    """The checks of the draft as it stands are done; UI thread."""

    tried = Signal(object)
    """RuleLab of the rules that were tried out last; UI thread."""

    def __init__(
        self, workspace: Workspace, editor: Editor, tasks: Tasks, place: Place, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._workspace, self._tasks, self._place = workspace, tasks, place
        self.draft: LensDraft | None = None
        self.base: Lens | None = None
        self.base_text = ""
        self.published: frozenset[tuple[str, ...]] = frozenset()
        self.verdict = Judged()
        self.is_judging = False
        self.is_outline_stale = True
        """False where the last change left order and titles of all parts as they were."""
        self._expected: LensDraft | None = None
        self._is_paused = True
        self._timer = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._timer.timeout.connect(self.judge)

    def show_draft(self, draft_id: str) -> None:
        """Read a draft anew; tells when something is different."""
        if self._expected is not None and self._expected.id == draft_id:
            draft: LensDraft | None = self._expected  # what was just written need not be read
        else:
            self.is_outline_stale = True
            with self._workspace.reading() as session:
                draft = lens_draft(session, draft_id) if draft_id else None
                base = draft.base_sha256 if draft else ""
                if base != (self.draft.base_sha256 if self.draft else ""):
                    self._set_base(lens_text(session, base) if base else "")
            if draft == self.draft:
                return
        is_other = draft is None or self.draft is None or draft.id != self.draft.id
        self.draft = draft
        if is_other:
            self.verdict = Judged()
        self.is_judging = draft is not None
        if not self._is_paused:
            self._timer.start(0 if is_other else _SETTLE_MS)
        self.changed.emit()

    def _set_base(self, text: str) -> None:
        self.base_text = text
        self.base = read_lens_text(text) if text else None
        self.published = published_parts(text) if text else frozenset()

    def refresh(self, parts: frozenset[Part] | None) -> None:
        """Read again after a step that touched drafts."""
        if parts is None or any(part.kind in ("lens_draft", "draft_part") for part in parts):
            self.show_draft(self._place.draft_id or "")

    def is_published(self, part: DraftPart) -> bool:
        """Tell whether a part stands in the published version, so that answers may hang on its id."""
        return self.draft is not None and self.draft.address(part) in self.published

    def do(self, edit: DraftEdit | None, token: str = "") -> bool:
        """Make a change; False when there is none to make or it was refused."""
        if self.draft is None or edit is None or self.editor.read_only:
            return False
        self._expected = self.draft.after(edit)
        self.is_outline_stale = bool(edit.gone) or any(not _is_line_kept(self.draft, part) for part in edit.put)
        try:
            return self.editor.do(EditDraft(self.draft.id, edit), token) is not None
        finally:
            self._expected = None

    def pause(self, is_paused: bool) -> None:
        """Judge nothing while nobody looks; what is due is judged afterwards."""
        self._is_paused = is_paused
        if is_paused:
            self._timer.stop()
        elif self.is_judging:
            self._timer.start(0)

    def judge(self) -> None:
        """Check the draft now."""
        if self.draft is None:
            self.is_judging = False
            return
        title = _("Checking {lens}").format(lens=self.draft.name)
        self._tasks.start(title, partial(_judged, self.draft), self._take, owner=self, key="studio-judge", quiet=True)

    def try_out(self, ids: Sequence[str], rules: Sequence[RiskRule]) -> None:
        """Try all combinations of choices on rules; `tried` tells what came out."""
        self._tasks.start(
            _("Trying out rules"),
            partial(_tried, ids, rules),
            self.tried.emit,
            owner=self,
            key="studio-lab",
            quiet=True,
        )

    def _take(self, verdict: Judged) -> None:
        self.verdict = verdict
        self.is_judging = self._timer.isActive()
        self.judged.emit()

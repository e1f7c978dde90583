"""How a workload and the Tool stand to each other, and everything that moves between them; knows no widget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.analyses.merge import Conflict
from workbench.domain.sync import Call, Job, JobKind, Link, Receipt, SyncState, ToolMilestone, ToolState
from workbench.errors import AwsUnreachable, Refused, WorkbenchError
from workbench.host.aws_session import Connection
from workbench.i18n import _, n_
from workbench.operations.history import Together
from workbench.operations.sync import DecideConflict, LinkWorkload, UnlinkWorkload
from workbench.operations.sync_choice import CallKey, left_with
from workbench.operations.sync_jobs import (
    RemoteName,
    abandon,
    finish_push,
    keep_estimates,
    settle_creation,
    settle_push,
)
from workbench.operations.syncing import SyncPreview, fingerprint, pull_operation
from workbench.store.queries.history import last_changed
from workbench.store.queries.sync import calls_of, jobs_of, link_of
from workbench.store.workspace import Workspace
from workbench.sync.calling import Interrupted
from workbench.sync.pushing import receipt_from_json
from workbench.ui.days import time_text
from workbench.ui.editor import Editor
from workbench.ui.models import sync_work
from workbench.ui.models.sync_connection import SyncConnection
from workbench.ui.models.sync_work import Sent
from workbench.ui.tasks import Tasks

__all__ = ["SyncDesk"]


class SyncDesk(SyncConnection):
    """One workload at the Tool: reads in the background, writes through the editor."""

    pushed = Signal(object)
    """The Receipt of a push; UI thread."""
    looked_up = Signal(object)
    """RemoteNames that were searched for; UI thread."""
    arrived = Signal(str)
    """Id of a workload that was brought here; UI thread."""

    def __init__(self, workspace: Workspace, editor: Editor, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self._workspace, self._editor = workspace, editor
        self.look: SyncPreview | None = None
        self.jobs: tuple[Job, ...] = ()
        self.left_out: frozenset[CallKey] = frozenset()
        self.shorten = self.replay = False
        self.is_offline = False
        self.compared_at = ""
        self.ended.connect(self._read_jobs)
        self.moved.connect(self._move)

    # -- what is known -------------------------------------------------------------------------

    @property
    def standing(self) -> SyncState | None:
        """How both sides stand, as far as it is known."""
        if self.is_offline:
            return SyncState.OFFLINE
        return self.look.standing if self.look else None

    @property
    def open_job(self) -> Job | None:
        """What was interrupted."""
        if self.doing in ("push", "link") and not self.is_elsewhere:
            return None
        return next((job for job in self.jobs if job.state == "open"), None)

    @property
    def staying(self) -> frozenset[CallKey]:
        """Calls that are left out, with those that cannot go without them."""
        return left_with(self.look.plan.calls, self.left_out) if self.look else frozenset()

    @property
    def going(self) -> int:
        """Number of calls a push would make."""
        return len(self.look.plan.calls) - len(self.staying) if self.look else 0

    @property
    def can_push(self) -> bool:
        """True where a push has something to do and nothing stands in its way."""
        look = self.look
        return look is not None and not look.undecided and not look.plan.problems and bool(self.going) and self.is_free

    @property
    def can_pull(self) -> bool:
        """True where the Tool has something that is not here."""
        look = self.look
        return look is not None and self.is_free and (look.takes or bool(look.fetched.milestones))

    @property
    def is_free(self) -> bool:
        """True while nothing is under way that a person waits for, and the file can be written."""
        return self.task is None and not self._editor.read_only

    def receipt_of(self, job: Job) -> tuple[Receipt, tuple[Call, ...]]:
        """Return the receipt of a past job and its calls."""
        with self._workspace.reading() as session:
            calls = calls_of(session, job.id)
        return (receipt_from_json(job.receipt) if job.receipt else Receipt()), calls

    def whom(self, one: Conflict) -> dict[str, str]:
        """Say who changed a side of a conflict and when, as far as the journal here and the Tool's stamps know."""
        if self.look is None:
            return {}
        found, state = {}, self.look.fetched.state
        lens, question = (
            (one.path[1], one.path[2] if len(one.path) > 2 else "") if one.path[0] != "workload" else ("", "")
        )
        theirs = state.review(lens) if lens else None
        if stamp := theirs.updated_at if theirs else state.facts.updated_at:
            found["theirs"] = _("review changed {time}").format(time=time_text(stamp)) if theirs else time_text(stamp)
        review = next((one.id for one in self.look.fetched.mine.reviews if one.lens_alias == lens), "")
        if review and question:
            with self._workspace.reading() as session:
                who, at = last_changed(session, review).get(question, ("", ""))
            found["mine"] = _("{who}, {time}").format(who=who, time=time_text(at)) if at else ""
        return found

    # -- place -----------------------------------------------------------------------------------

    def show(self, workload_id: str, connection: Connection | None = None) -> None:
        """Turn to a workload; what was compared before is forgotten, a push under way goes on."""
        if workload_id != self.subject:
            stopped = self.leave()
            if stopped in ("read", "pull") and self.link is not None:
                self.said.emit(_("Stopped before anything was changed: the workload was left"))
            self.look, self.left_out, self.is_offline, self.compared_at = None, frozenset(), False, ""
            self.replay = False
        self.subject = workload_id
        if connection is not None:
            self.connection = connection
        self.read()

    def read(self) -> None:
        """Read the link and the log anew; a plan that is shown follows what changed here."""
        with self._workspace.reading() as session:
            link = link_of(session, self.subject) if self.subject else None
            self.jobs = jobs_of(session, self.subject) if self.subject else ()
        if link is None or (self.link and link.remote_id != self.link.remote_id):
            self.look = None
        self.link = link
        if link is not None:
            self.reach(link)
        if self.look is not None and not self.doing:
            self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        if self.look is None:
            return
        work = partial(sync_work.compare_again, self._workspace, self.look.fetched, self.shorten, self.replay)
        self._tasks.start("", work, self._take_look, self, self._refuse_replay, key="sync.again", quiet=True)

    def _take_look(self, look: SyncPreview) -> None:
        self.look = look
        self.changed.emit()

    def _move(self, link: Link) -> None:
        if not self._editor.read_only:
            self._editor.do(LinkWorkload(link))

    # -- link ------------------------------------------------------------------------------------

    def look_up(self, text: str, title: str) -> None:
        """Search the account."""
        work = partial(sync_work.look_up, text, self.connection)
        self.start("look up", title, work, self.looked_up.emit)

    def link_with(self, one: RemoteName, title: str) -> None:
        """Link with a workload that is there, then compare."""
        work = partial(sync_work.link_with, self.subject, one, self.connection)
        self.start("link", title, work, lambda link: self._linked(link, title))

    def create(self, title: str) -> None:
        """Create the workload in the Tool, link it, then compare."""
        work = partial(sync_work.create, self._workspace, self.subject, self.connection)
        self.start("link", title, work, lambda link: self._linked(link, title), self._tie)

    def _tie(self, link: Link) -> bool:
        self.remember(link.remote_id)
        if self._editor.do(LinkWorkload(link)) is None:
            return False
        settle_creation(self._workspace, link.workload_id)
        return True

    def _linked(self, link: Link, title: str) -> None:
        if self._tie(link):
            self.read()
            self.compare(title)

    def pull_as_new(self, one: RemoteName, title: str) -> None:
        """Bring a workload that is only in the Tool here."""

        def then(step: Any) -> None:
            self.remember(step.link.remote_id)
            if self._editor.do(step) is not None:
                self.arrived.emit(step.put.snapshot.workload.id)

        work = partial(sync_work.pull_as_new, self._workspace, one, self.connection)
        self.start("link", title, work, then)

    def unlink(self) -> None:
        """Untie; both stay as they are."""
        self._editor.do(UnlinkWorkload(self.subject))

    # -- sync ------------------------------------------------------------------------------------

    def compare(self, title: str) -> None:
        """Read the Tool and show what a sync would do."""
        work = partial(sync_work.compare, self._workspace, self.subject, self.shorten, self.replay, self.connection)
        self.start("compare", title, work, self._compared)

    def _compared(self, look: SyncPreview) -> None:
        self.is_offline, self.compared_at = False, datetime.now().strftime("%H:%M")
        self._take_look(look)

    def set_shorten(self, shorten: bool) -> None:
        """Send texts over a limit cut, or not."""
        if shorten != self.shorten:
            self.shorten = shorten
            self._follow()

    def set_replay(self, replay: bool, title: str) -> None:
        """Play older milestones back into the Tool, or not; whether that is safe is asked there."""
        if replay != self.replay:
            self.replay = replay
            if replay:
                self.compare(title)
            else:
                self._follow()

    def _refuse_replay(self, error: Exception) -> None:
        """Show the plan without older milestones, where they cannot be played back."""
        was, self.replay = self.replay, False
        self.failed.emit(error)
        if was:
            self._follow()

    def leave_out(self, keys: frozenset[CallKey]) -> None:
        """Choose which calls stay behind."""
        self.left_out = keys
        self.changed.emit()

    def decide(self, conflicts: tuple[Conflict, ...], take: str) -> None:
        """Choose a side in conflicts, as one step."""
        steps = tuple(DecideConflict(self.subject, one.id, take, fingerprint(one)) for one in conflicts)
        if steps:
            self._editor.do(steps[0] if len(steps) == 1 else Together(steps[0].title, steps))

    def pull(self, title: str) -> None:
        """Read the Tool again and take in what it has; conflicts that are undecided stay."""
        self._read_all("pull", title, self._pulled)

    def _pulled(self, read: Any) -> None:
        self._take_in(read)
        self.read()

    def push(self, title: str) -> None:
        """Read the Tool again, take in what it has, then make the calls that were shown."""
        shown = frozenset((call.op, call.lens, call.question) for call in self.look.plan.calls) if self.look else None
        self._read_all("read", title, lambda read: self._push_on(read, shown, title))

    def _read_all(self, doing: str, title: str, then: Callable[[Any], None]) -> None:
        self._editor.flush()
        work = partial(sync_work.read_all, self._workspace, self.subject, self.shorten, self.connection)
        self.start(doing, title, work, then)

    def _take_in(self, read: Any) -> bool:
        """Do the step that takes in what the Tool has; False where it was refused."""
        look, down = read
        self._compared(look)
        step = pull_operation(self._workspace, look, down.rows, down.numbers, down.texts)
        keep_estimates(self._workspace, look)
        return step is None or self._done(step)

    def _done(self, step: Any) -> bool:
        """Do a step of a sync; the plan does not follow it, what comes next does."""
        self.doing = "step"
        change = self._editor.do(step)
        self.doing = ""
        return change is not None

    def _push_on(self, read: Any, shown: frozenset[tuple[str, str, str]] | None, title: str) -> None:
        look = read[0]
        news = {(call.op, call.lens, call.question) for call in look.plan.calls} - (shown or frozenset())
        if look.undecided or look.plan.problems or news:
            self._compared(look)
            self.failed.emit(WorkbenchError(*_changed_since(look)))
            return
        if self._take_in(read):
            how = sync_work.How(self.shorten, self.replay, self.left_out)
            work = partial(sync_work.send, self._workspace, look.fetched, how, self.connection)
            self.start("push", title, work, self._sent, self._sent_away)

    def resume(self, title: str) -> None:
        """Bring what was interrupted to its end."""
        job = self.open_job
        if job is None:
            return
        work = partial(sync_work.resume, self._workspace, job, self.connection)
        if job.kind is JobKind.PUSH:
            self.start("push", title, work, self._sent, self._sent_away)
        else:
            self.start("link", title, work, lambda link: self._linked(link, title), self._tie)

    def give_up(self) -> None:
        """Leave what is left of the interrupted job; what was sent stays sent."""
        if self.open_job is not None:
            abandon(self._workspace, self.open_job)
            self.look = None
            self.read()

    def _sent(self, sent: Sent | None) -> None:
        if sent is None:
            self.read()
            return
        if self._note(sent):
            self.replay = False
            self.left_out = frozenset()
            after = replace(sent.found, state=_with_milestones(sent))
            if self.look is not None:
                self.look = replace(self.look, fetched=after)
            self.pushed.emit(sent.outcome.receipt)
        self.read()

    def _note(self, sent: Sent) -> bool:
        """Note what the Tool holds after a push, and close its job."""
        if not self._done(finish_push(self._workspace, sent.job, sent.found, sent.outcome)):
            return False
        settle_push(self._workspace, sent.job, sent.outcome)
        return True

    def _sent_away(self, sent: Sent | None) -> None:
        """Note a push that came to its end while another workload was shown."""
        if sent is not None and self._note(sent):
            done = len(sent.outcome.receipt.done)
            name = sent.found.mine.workload.name
            text = n_('Pushed {n} call of "{name}"', 'Pushed {n} calls of "{name}"', done).replace("{name}", name)
            self.said.emit(
                text if sent.outcome.receipt.is_clean else _("{what}, with something to look at").format(what=text)
            )
        self.read()

    def _read_jobs(self) -> None:
        with self._workspace.reading() as session:
            self.jobs = jobs_of(session, self.subject) if self.subject else ()
        self.changed.emit()

    def fail(self, doing: str, error: Exception) -> None:
        """Tell that something failed; what could not be read at all is offline."""
        if self.replay and isinstance(error, Refused):
            self.replay = False
        if isinstance(error, AwsUnreachable) or (
            isinstance(error, Interrupted) and doing in ("compare", "pull", "read")
        ):
            self.is_offline = True
        self.changed.emit()
        super().fail(doing, error)


def _with_milestones(sent: Sent) -> ToolState:
    """Return what the Tool holds after a push, with the milestones it made."""
    state = sent.outcome.state or sent.found.state
    names = {call.wanted.get("milestone_id"): call.wanted.get("MilestoneName", "") for call in sent.outcome.calls}
    known = {one.number for one in state.milestones}
    made = tuple(
        ToolMilestone(number, names[key], state.read_at)
        for key, number in sent.outcome.milestones
        if number not in known
    )
    return replace(state, milestones=(*state.milestones, *made))


def _changed_since(look: SyncPreview) -> tuple[str, str]:
    if look.undecided:
        return _("The Tool was changed meanwhile, and conflicts need a decision; nothing was sent."), _(
            "Decide each, or all by rule."
        )
    if look.plan.problems:
        return _("The Tool would refuse some of it; nothing was sent."), _("Correct it, or send long texts cut.")
    return _("The Tool was changed meanwhile; nothing was sent."), _("Look at the plan again, then push.")

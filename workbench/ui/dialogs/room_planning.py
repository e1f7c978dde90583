"""What can be done with planned sessions: begin one, choose one, templates of plans and of answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QDate, QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from workbench.domain.ids import new_id
from workbench.domain.risk import Risk
from workbench.domain.session import SessionPlan, SessionTemplate, ground_rules, plan_from, pre_work
from workbench.domain.session_answers import AnswerTemplate, as_template
from workbench.i18n import _
from workbench.operations.session import KeepSessionTemplate, RemoveSession, RemoveSessionTemplate, SetSession
from workbench.operations.session_answers import KeepAnswerTemplate, RemoveAnswerTemplate
from workbench.store.queries.answers import workload_of
from workbench.store.queries.session_reading import every_pillar, read_session
from workbench.store.queries.sessions import answer_templates, session_templates, sessions_of
from workbench.ui.desk import Desk
from workbench.ui.dialogs.recap_menu import RecapMenu
from workbench.ui.dialogs.room_answers import PlatformAnswersDialog
from workbench.ui.dialogs.save_milestone import save_milestone
from workbench.ui.models.room_session import RoomSession
from workbench.ui.widgets.room_capture import CaptureLine

__all__ = ["RoomPlanning"]


class RoomPlanning(QObject):
    """Makes and keeps plans; every change is an operation.

    Args:
        desk: The page's desk.
        room: The session that is open.
        capture: The line that asks for names.
        choose: Called with the id of a session that shall be open.
    """

    def __init__(
        self, desk: Desk, room: RoomSession, capture: CaptureLine, choose: Callable[[str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._room, self._capture, self._choose = desk, room, capture, choose
        self._parent, self._recap = parent, RecapMenu(desk, parent)
        self.menu: QMenu | None = None

    def plan_new(self, template: SessionTemplate | None = None) -> None:
        """Plan a session for the workload: from a template, else half a day with every pillar."""
        workload_id = self._desk.place.workload_id
        with self._desk.workspace.reading() as session:
            workload = workload_of(session, workload_id)
            if workload is None:
                return
            day = QDate.currentDate().toString(Qt.DateFormat.ISODate)
            plan = SessionPlan(
                new_id(), workload_id, _("Review of {day}").format(day=day), day=day, owner=workload.owner,
                checklist=pre_work(), rules=ground_rules(),
            )  # fmt: skip
            reading = read_session(session, plan)
        if template is not None:
            plan = replace(
                plan_from(template.plan, plan.id, workload_id, frozenset(reading.readings)), name=plan.name, day=day,
                owner=workload.owner,
            )  # fmt: skip
        if not plan.pillars:
            plan = replace(plan, pillars=every_pillar(reading))
        if self._desk.editor.do(SetSession(plan)) is not None:
            self._choose(plan.id)

    def edit(self, plan: SessionPlan, burst: str) -> None:
        """Keep the plan as it was changed."""
        self._desk.editor.do(SetSession(plan), f"session:{plan.id}:{burst}" if burst else "")

    # -- menus -----------------------------------------------------------------------------------

    def open_sessions(self, under: QWidget) -> None:
        """Offer the sessions of the workload, a new one, and to remove this one."""
        plan = self._room.plan
        with self._desk.workspace.reading() as session:
            known = sessions_of(session, self._desk.place.workload_id)
        menu = self._menu(under)
        for one in reversed(known):
            entry = menu.addAction(_plain(one.name if one.day in one.name else f"{one.name} · {one.day}"))
            entry.setCheckable(True)
            entry.setChecked(plan is not None and one.id == plan.id)
            entry.triggered.connect(partial(self._pick, one.id))
        menu.addSeparator()
        self._add(menu, _("Plan another session"), self.plan_new)
        if plan is not None:
            self._add(menu, _("Remove this session"), partial(self._remove, plan.id))
        self._pop(menu, under)

    def open_templates(self, under: QWidget) -> None:
        """Offer to plan from a template, and to keep this plan as one."""
        with self._desk.workspace.reading() as session:
            known = session_templates(session)
        menu = self._menu(under)
        for one in known:
            self._add(menu, _('Plan from "{name}"').format(name=one.name), partial(self.plan_new, one))
        menu.addSeparator()
        plan = self._room.plan
        if plan is not None:
            self._add(menu, _("Keep this plan as a template..."), self.keep_plan)
        for one in known:
            self._add(menu, _('Remove template "{name}"').format(name=one.name), partial(self._drop_plan, one.id))
        self._pop(menu, under)

    def open_platform(self, under: QWidget) -> None:
        """Offer to apply platform answers, and to keep the answers of a review as some."""
        reading = self._room.reading
        if reading is None:
            return
        menu = self._menu(under)
        with self._desk.workspace.reading() as session:
            known = [one for one in answer_templates(session) if one.lens in reading.readings]
        for one in known:
            self._add(menu, _('Apply "{name}"...').format(name=one.name), partial(self.apply_answers, one))
        menu.addSeparator()
        for alias, review in reading.readings.items():
            text = _("Keep the answers of {lens} as platform answers...").format(lens=review.lens.name)
            self._add(menu, text, partial(self.keep_answers, alias))
        for one in known:
            self._add(menu, _('Bring "{name}" up to date from this review').format(name=one.name),
                      partial(self._renew_answers, one))  # fmt: skip
            self._add(menu, _('Remove "{name}"').format(name=one.name), partial(self._drop_answers, one.id))
        self._pop(menu, under)

    # -- after a session -------------------------------------------------------------------------

    def save_milestone(self) -> None:
        """Save a milestone under the name of the session, unless there is one."""
        plan = self._room.plan
        save_milestone(self._desk, self._parent, plan.name if plan is not None else "")

    def open_recap(self, under: QWidget) -> None:
        """Offer what can be done with the recap of this session."""
        plan = self._room.plan
        if plan is not None:
            self._recap.open(under, plan.id)

    # -- templates -------------------------------------------------------------------------------

    def keep_plan(self) -> None:
        """Ask for a name and keep the plan for other workloads."""
        plan = self._room.plan
        if plan is not None:
            self._capture.ask("save", _("Name of the template"), "", partial(self._keep_plan, plan), plan.name)

    def _keep_plan(self, plan: SessionPlan, name: str) -> bool:
        lean = replace(plan, day="", participants=(), fixed=(), homework=(), owner="", goals=plan.goals)
        return self._desk.editor.do(KeepSessionTemplate(SessionTemplate(new_id(), name, lean))) is not None

    def keep_answers(self, alias: str) -> None:
        """Ask for a name and keep the answers of a review for other workloads."""
        self._capture.ask("save", _("Name of the platform"), "", partial(self._keep_answers, alias, new_id()))

    def _keep_answers(self, alias: str, template_id: str, name: str) -> bool:
        reading = self._room.reading
        review = reading.readings.get(alias) if reading else None
        if review is None:
            return True
        answers = tuple(as_template(line.answer) for line in review.lines.values() if line.risk is not Risk.UNANSWERED)
        template = AnswerTemplate(template_id, name, alias, review.review.lens_version, answers)
        return self._desk.editor.do(KeepAnswerTemplate(template)) is not None

    def _renew_answers(self, template: AnswerTemplate) -> None:
        """Give the template the answers this review has now to the questions it names."""
        reading = self._room.reading
        review = reading.readings.get(template.lens) if reading else None
        if review is None:
            return
        answers = tuple(
            as_template(review.lines[one.question_id].answer) if one.question_id in review.lines else one
            for one in template.answers
        )
        self._desk.editor.do(KeepAnswerTemplate(replace(template, answers=answers)))

    def apply_answers(self, template: AnswerTemplate) -> None:
        """Show what the template would do, and do it."""
        reading = self._room.reading
        review = reading.readings.get(template.lens) if reading else None
        if review is not None:
            PlatformAnswersDialog(self._desk, template, review, self._parent.window()).open()

    def _pick(self, session_id: str, _checked: bool = False) -> None:
        self._choose(session_id)

    def _remove(self, session_id: str) -> None:
        if self._desk.editor.do(RemoveSession(session_id)) is not None:
            self._desk.say(_("Session removed"), self._desk.editor.undo)

    def _drop_plan(self, template_id: str) -> None:
        self._desk.editor.do(RemoveSessionTemplate(template_id))

    def _drop_answers(self, template_id: str) -> None:
        self._desk.editor.do(RemoveAnswerTemplate(template_id))

    def _menu(self, under: QWidget) -> QMenu:
        menu = QMenu(under)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _add(self, menu: QMenu, text: str, run: Callable[[], object]) -> None:
        menu.addAction(_plain(text)).triggered.connect(lambda _checked=False: run())

    def _pop(self, menu: QMenu, under: QWidget) -> None:
        self.menu = menu
        menu.popup(under.mapToGlobal(under.rect().bottomLeft()))


def _plain(text: str) -> str:
    return text.replace("&", "&&")

"""Background work comes home on the UI thread, once, and only while it is wanted."""

from __future__ import annotations

import threading

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from workbench.errors import BadInput
from workbench.ui import tasks as module
from workbench.ui.tasks import Tasks
from workbench.ui.widgets.task_strip import TaskStrip


@pytest.fixture
def tasks(qapp):
    made = Tasks(workers=2)
    yield made
    made.shutdown()


@pytest.fixture
def gate():
    event = threading.Event()
    yield event
    event.set()


def wait_until_stopped(gate: threading.Event):
    """Work that reports until it is cancelled."""

    def work(progress):
        while not gate.wait(0.002):
            progress(1, 10, "going")
        return "done"

    return work


def test_the_result_arrives_on_the_ui_thread(tasks, qtbot):
    got = []
    work_thread = []

    def work(progress):
        work_thread.append(threading.get_ident())
        return 42

    task = tasks.start("Counting", work, lambda value: got.append((value, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(got))
    assert got == [(42, threading.get_ident())]
    assert work_thread != [threading.get_ident()]
    assert not tasks.running
    assert task.state == "done"


def test_progress_is_throttled_and_the_latest_wins(tasks, qtbot):
    seen = []
    done = []

    def work(progress):
        for number in range(20_000):
            progress(number, 20_000, f"row {number}")

    task = tasks.start("Reading", work, lambda _none: done.append(1))
    task.progressed.connect(lambda done, total, note: seen.append((done, total, note)))
    qtbot.waitUntil(lambda: bool(done))
    assert len(seen) < 200
    assert seen == sorted(seen)


def test_the_last_progress_is_told_though_nothing_follows(tasks, qtbot, gate):
    def work(progress):
        for number in range(100):
            progress(number, 100, "")
        gate.wait(5)

    task = tasks.start("Reading", work)
    qtbot.waitUntil(lambda: task.done == 99)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.running)


def test_cancel_is_silent(tasks, qtbot, gate):
    told = []
    tasks.failed.connect(told.append)
    task = tasks.start("Waiting", wait_until_stopped(gate), told.append)
    qtbot.waitUntil(lambda: task.done == 1)
    ended = []
    task.ended.connect(ended.append)
    task.cancel()
    qtbot.waitUntil(lambda: not tasks.running)
    assert ended == ["cancelled"]
    assert told == []


def test_waiting_work_is_cancelled_at_once(tasks, qtbot, gate):
    for _number in range(2):
        tasks.start("Busy", wait_until_stopped(gate))
    waiting = tasks.start("Waiting", wait_until_stopped(gate))
    waiting.cancel()
    assert waiting.state == "cancelled"
    assert waiting not in tasks.running


def test_a_gone_owner_gets_nothing(tasks, qtbot, gate):
    got = []
    owner = QObject()
    tasks.start("Waiting", wait_until_stopped(gate), got.append, owner)
    shiboken6.delete(owner)
    qtbot.waitUntil(lambda: not tasks.running)
    assert got == []


def test_failures_go_to_the_callback_or_the_funnel(tasks, qtbot):
    funnel, own = [], []
    tasks.failed.connect(funnel.append)

    def work(progress):
        raise BadInput("No such file.")

    tasks.start("Reading", work)
    tasks.start("Reading", work, failed=own.append)
    qtbot.waitUntil(lambda: len(funnel) == 1 and len(own) == 1)
    assert isinstance(funnel[0], BadInput)
    assert isinstance(own[0], BadInput)


def test_a_receiver_that_breaks_does_not_stop_the_others(tasks, qtbot):
    funnel, got = [], []
    tasks.failed.connect(funnel.append)

    def broken(_value):
        raise KeyError("x")

    tasks.start("One", lambda progress: 1, broken)
    tasks.start("Two", lambda progress: 2, got.append)
    qtbot.waitUntil(lambda: got == [2] and len(funnel) == 1)
    assert isinstance(funnel[0], KeyError)


def test_a_newer_task_with_the_same_key_replaces_the_older(tasks, qtbot, gate):
    got = []
    old = tasks.start("Searching", wait_until_stopped(gate), got.append, key="search")
    tasks.start("Searching", lambda progress: "new", got.append, key="search")
    qtbot.waitUntil(lambda: not tasks.running)
    assert got == ["new"]
    assert old.state == "cancelled"


def test_shutdown_cancels_and_waits(qtbot):
    made = Tasks(workers=1)
    forever = threading.Event()
    got = []
    for _number in range(3):
        made.start("Waiting", wait_until_stopped(forever), got.append)
    assert len(module.running()) == 3
    made.shutdown()
    assert not made.running
    assert module.running() == []
    assert got == []
    with pytest.raises(RuntimeError):
        made.start("Late", lambda progress: None)


def test_many_tasks_with_owners_that_come_and_go(tasks, qtbot):
    """The pattern that used to crash: objects die while workers report."""
    got = []
    for number in range(300):
        owner = QWidget()
        tasks.start("Some", lambda progress, number=number: progress(1, 2) or number, got.append, owner)
        if number % 2:
            shiboken6.delete(owner)
        else:
            qtbot.addWidget(owner)
    qtbot.waitUntil(lambda: not tasks.running, timeout=10_000)
    assert set(range(0, 300, 2)) >= {number for number in got if number % 2 == 0}
    assert not [number for number in got if number % 2]


def test_the_strip_shows_what_takes_longer_and_cancels_it(tasks, qtbot, gate):
    strip = TaskStrip(tasks)
    qtbot.addWidget(strip)
    task = tasks.start("Reading the template", wait_until_stopped(gate))
    assert strip.isHidden()
    qtbot.waitUntil(lambda: not strip.isHidden())
    assert strip.shown == [task]
    strip.cancel_shown()
    qtbot.waitUntil(strip.isHidden)


def test_quiet_tasks_are_not_shown(tasks, qtbot, gate):
    strip = TaskStrip(tasks)
    qtbot.addWidget(strip)
    tasks.start("Looking", wait_until_stopped(gate), quiet=True)
    qtbot.wait(450)
    assert strip.isHidden()

"""Everything nobody handled is said in the right place, without secrets."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import qWarning

from workbench.errors import BadInput
from workbench.host.redaction import redact
from workbench.progress import Cancelled
from workbench.ui.dialogs.crash import show_crash
from workbench.ui.faults import Faults

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


@pytest.fixture
def faults(qapp):
    made = Faults()
    made.install()
    yield made
    made.uninstall()


@pytest.fixture
def heard(faults):
    told, crashed = [], []
    faults.told.connect(told.append)
    faults.crashed.connect(crashed.append)
    return told, crashed


def test_errors_of_ours_are_told_and_cancel_is_silent(faults, heard):
    told, crashed = heard
    error = BadInput("No such file.", "Choose another one.")
    faults.report(error)
    faults.report(Cancelled())
    assert told == [error]
    assert crashed == []


def test_bugs_crash_with_details(faults, heard):
    told, crashed = heard
    try:
        {}["missing"]
    except KeyError as error:
        faults.report(error)
    assert told == []
    assert "KeyError: 'missing'" in crashed[0]
    assert "test_faults" in crashed[0]


def test_unhandled_exceptions_arrive(faults, heard):
    _told, crashed = heard
    sys.excepthook(ValueError, ValueError("from a slot"), None)
    assert "from a slot" in crashed[0]


def test_unhandled_exceptions_of_threads_arrive(faults, heard, qtbot):
    told, _crashed = heard

    def work():
        raise BadInput("from a thread")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].message == "from a thread"


def test_qt_messages_are_logged(faults, caplog):
    with caplog.at_level(logging.WARNING, logger="qt"):
        qWarning("layout is odd")
    assert "layout is odd" in caplog.text


def test_hooks_are_put_back(qapp):
    before = (sys.excepthook, threading.excepthook)
    made = Faults()
    made.install()
    made.install()
    assert (sys.excepthook, threading.excepthook) != before
    made.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


@pytest.mark.parametrize(
    "text",
    [
        f"aws_secret_access_key = {SECRET}",
        f'{{"SecretAccessKey": "{SECRET}"}}',
        f"secret_access_key='{SECRET}'",
        f"unlabelled {SECRET} here",
        f"AWS_SECRET_ACCESS_KEY={SECRET}",
    ],
)
def test_secrets_are_removed(text):
    assert SECRET not in redact(text)
    assert "removed" in redact(text)


@pytest.mark.parametrize(
    "secret",
    ["AKIAIOSFODNN7EXAMPLE", "ASIAIOSFODNN7EXAMPLE", "IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJH+a=="],
)
def test_key_ids_and_tokens_are_removed(secret):
    assert secret not in redact(f"call failed for {secret}, sorry")


def test_named_tokens_are_removed():
    text = "aws_session_token=abc123; X-Amz-Security-Token: zzz, password='p w'"
    shown = redact(text)
    assert "abc123" not in shown
    assert "zzz" not in shown
    assert "p w" not in shown


def test_ordinary_details_stay():
    text = 'File "/opt/workbench/ui/pages/review.py", line 10, in refresh\n    self.answers[question_id]'
    assert redact(text) == text


def test_a_crash_holds_no_secret(faults, heard):
    faults.report(RuntimeError(f"client of 123456789012 said AKIAIOSFODNN7EXAMPLE {SECRET}"))
    assert "123456789012" not in heard[1][0]
    assert "AKIA" not in heard[1][0]
    assert SECRET not in heard[1][0]


def test_the_crash_dialog_is_shown_once_at_a_time(qtbot, qapp, tmp_path):
    one = show_crash("first", tmp_path / "workbench.log")
    two = show_crash("second", tmp_path / "workbench.log")
    assert two is one
    assert one.details.toPlainText() == "first\n\nsecond"
    one.copy()
    assert qapp.clipboard().text() == "first\n\nsecond"
    one.close()
    three = show_crash("third")
    assert three is not one
    three.close()

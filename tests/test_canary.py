"""PySide6 6.12.0 drops references to None and True on Python 3.11 and aborts the process after some thousand calls."""

from __future__ import annotations

import subprocess
import sys

CALLS = """
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Bell(QObject):
    rung = Signal(bool)

app = QApplication([])
heard = []
bell = Bell()
bell.rung.connect(heard.append)
for _ in range(5000):
    bell.rung.emit(True)
label = QLabel()
for number in range(6000):
    label.setText(str(number))
print(len(heard), label.text())
"""


def test_thousands_of_signals_and_calls_keep_python_alive():
    result = subprocess.run([sys.executable, "-c", CALLS], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stdout.strip()) == (0, "5000 5999"), result.stderr

"""PySide6's wrapper around `import` is gone before the window's own modules are loaded."""

import subprocess
import sys

import pytest

pytest.importorskip("PySide6")
SCRIPT = """
import linecache
from PySide6 import QtWidgets
from workbench.host.quick_start import use_plain_import
use_plain_import()
use_plain_import()
import workbench.settings
print(any(name.endswith("settings.py") for name in linecache.cache))
"""


def test_imports_after_qt_do_not_read_sources():
    said = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"

"""kill -9 at any moment loses nothing that was acknowledged; 200 rounds here, 1,000 in `make bench`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_two_hundred_kills_lose_nothing(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "tests.kill", "200", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    said = json.loads(ran.stdout)
    assert said["rounds"] == 200
    assert said["acknowledged"] > 400  # it really was at work
    assert said["opened"] > 150

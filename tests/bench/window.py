"""How long the program takes to paint its first window, as a person starts it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.figures import Figure, median

__all__ = ["first_paint"]

ROOT = Path(__file__).resolve().parents[2]
_CACHES = Path("/proc/sys/vm/drop_caches")
_MOST_S = 60


def first_paint(rounds: int = 7) -> list[Figure]:
    """Measure the first paint warm and cold, and the memory of a window that shows the sample."""
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as folder:
        once, why, _peak = _start(Path(folder))
        if once is None:
            return [
                Figure("first paint, warm", None, "ms", 300, why),
                Figure("first paint, cold", None, "ms", note=why),
            ]
        runs = [_start(Path(folder)) for _ in range(rounds)]
        warm = median([took for took, _why, _peak in runs if took is not None])
        peak = max(peak for _took, _why, peak in runs)
        figures = [Figure("first paint, warm", warm, "ms", 300, f"middle of {rounds}, Python's own start included")]
        if _forget_files():
            cold, why, _peak = _start(Path(folder))
            figures.append(Figure("first paint, cold", cold, "ms", note=why or "file cache emptied"))
        else:
            figures.append(Figure("first paint, cold", None, "ms", note="emptying the file cache needs root"))
        figures.append(Figure("peak memory at first paint", peak, "MB"))
    return figures


def _start(folder: Path) -> tuple[float | None, str, float]:
    """Start the program once; return milliseconds, why there are none, and peak memory [MB]."""
    environment = os.environ | {
        "WORKBENCH_MEASURE": "first-paint",
        "WORKBENCH_CONFIG_DIR": str(folder / "config"),
        "WORKBENCH_DATA_DIR": str(folder / "data"),
    }
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    output = folder / "said"
    with output.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "workbench", "--sample"], cwd=ROOT, env=environment, stdout=said, stderr=said
        )
        status, peak = _wait(process)
    text = output.read_text(encoding="utf-8", errors="replace")
    match = re.search(r"first paint ([\d.]+) ms", text)
    if match:
        return float(match.group(1)), "", peak
    return None, (text.strip().splitlines() or [f"it ended with {status} and said nothing"])[-1][:100], peak


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, float]:
    """Wait for a process; return its exit code and peak memory [MB], 0 where the system does not tell."""
    if not hasattr(os, "wait4"):
        return process.wait(_MOST_S), 0.0
    until = time.monotonic() + _MOST_S
    while time.monotonic() < until:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            scale = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, KiB elsewhere
            return process.returncode, usage.ru_maxrss / scale
        time.sleep(0.01)
    process.kill()
    return process.wait(), 0.0


def _forget_files() -> bool:
    """Empty the system's file cache, so that the next start reads the disk; False where that is not allowed."""
    try:
        os.sync()
        _CACHES.write_text("3")
    except (OSError, AttributeError):
        return False
    return True

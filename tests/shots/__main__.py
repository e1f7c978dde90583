"""`make shots`: drives the sample and writes resources/help/images, or any folder and size for a closer look.

Usage: python -m tests.shots [FOLDER] [--theme light] [--size 1280x800] [--scale 100] [--pages review,plan]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = ("portfolio", "overview", "review", "plan", "milestones", "sync", "reports", "workload", "lenses")


def wait(app, fact, seconds=30.0):
    """Let the program run until the fact holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        if fact():
            return
        time.sleep(0.01)
    sys.exit("the window did not get there in time")


def settle(app, tasks, seconds=0.4):
    """Let layouts, timers and tasks come to rest."""
    end = time.monotonic() + seconds
    while time.monotonic() < end or any(task for task in tasks.running):
        app.processEvents()
        time.sleep(0.01)


def main() -> None:
    """Take one picture of every page."""
    parser = argparse.ArgumentParser(prog="tests.shots")
    parser.add_argument("folder", nargs="?", default=str(ROOT / "resources" / "help" / "images"))
    parser.add_argument("--theme", default="light")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--language", default="en")
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--pages", default=",".join(PAGES))
    parser.add_argument("--workload", default="Payments platform")
    parser.add_argument("--question", default="fault-isolation")
    parser.add_argument("--file", default="", help="another workspace than the sample")
    chosen = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["TZ"] = "UTC"
    with tempfile.TemporaryDirectory() as home:
        os.environ["WORKBENCH_CONFIG_DIR"] = f"{home}/config"
        os.environ["WORKBENCH_DATA_DIR"] = f"{home}/data"
        Path(home, "config").mkdir()
        Path(home, "config", "settings.json").write_text(
            json.dumps({"language": chosen.language, "display_name": "Architect"})
        )
        take(chosen)


def take(chosen: argparse.Namespace) -> None:
    """Open the window and save the pictures."""
    from PySide6.QtWidgets import QApplication

    from workbench.app import make_window
    from workbench.store.queries.portfolio import workload_names

    app = QApplication([])
    window, files = make_window(app)
    files.settings = replace(files.settings, theme=chosen.theme, text_scale=chosen.scale, reduced_motion="on")
    files.dress()
    width, height = (int(part) for part in chosen.size.split("x"))
    window.resize(width, height)
    window.show()
    files.start(chosen.file or "--sample")
    wait(app, lambda: files.opened is not None and files.opened.page is not None)
    opened = files.opened
    with opened.workspace.reading() as session:
        names = {name: key for key, name in workload_names(session)}
    opened.place.go(workload_id=names.get(chosen.workload, next(iter(names.values()), "")))
    opened.place.go(question_id=chosen.question)
    folder = Path(chosen.folder)
    folder.mkdir(parents=True, exist_ok=True)
    suffix = "" if chosen.theme == "light" else f"-{chosen.theme}"
    for page in chosen.pages.split(","):
        started = time.perf_counter()
        opened.show_page(page)
        app.processEvents()
        took = time.perf_counter() - started
        if page == "sync":
            link_with_peer(app, opened, files.tasks)
        settle(app, files.tasks)
        target = folder / f"{page}{suffix}.png"
        window.grab().save(str(target))
        print(f"{target}  shown in {took * 1000:.0f} ms")
    window.close()


def link_with_peer(app, opened, tasks) -> None:
    """Push the workload to a peer, then change it on both sides and compare."""
    from tests.sync.desk import MovingClock
    from tests.sync.peer import ACCESS_KEY, REGION, SECRET_KEY, Peer
    from workbench.host.aws_session import Connection
    from workbench.operations.answers import SetNotes

    os.environ |= {"AWS_ACCESS_KEY_ID": ACCESS_KEY, "AWS_SECRET_ACCESS_KEY": SECRET_KEY}
    page, sync = opened.page, opened.page.sync
    with Peer(clock=MovingClock()) as peer:
        sync.connect_with(Connection("", REGION, peer.endpoint))
        for step in (page.create_remote, page.push):
            step()
            wait(app, lambda: sync.task is None)
            settle(app, tasks)
        review = sync.look.fetched.mine.reviews[0].id
        for question, theirs, mine in (
            ("backing-up-data", "Restored on 2 November in 2 h 40 min.", "The restore of October took 3 h 5 min."),
            ("identities", "The key of the second acquirer is gone.", "Roles replace the key from December on."),
        ):
            peer.edit_answer(sync.link.remote_id, question, notes=theirs)
            opened.editor.do(SetNotes(review, question, mine))
        peer.edit_answer(sync.link.remote_id, "priorities", notes="Product and platform meet every month.")
        opened.editor.do(SetNotes(review, "cloud-financial-management", "Finance joins the weekly look at cost."))
        page.compare()
        wait(app, lambda: sync.task is None)
        settle(app, tasks)


if __name__ == "__main__":
    main()

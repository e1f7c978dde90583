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
PAGES = ("portfolio", "portfolio-heat", "overview", "review", "room-plan", "room", "room-presenter", "architecture", "architecture-failed", "architecture-table", "architecture-import", "plan", "plan-board", "milestones", "sync", "reports", "workload", "lenses",
         "lenses-reading", "lenses-search", "lenses-check", "studio", "studio-rules", "studio-problems")  # fmt: skip

PAYMENTS = (
    'digraph { api [label="Payments API"]; fraud [label="Fraud check"]; ledger [label="Ledger"]; mail [label="Receipts"]; '
    "api -> fraud; api -> ledger; ledger -> mail }"
)


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
    for _turn in range(20):  # what the last task brought is laid out now
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
        opened.show_page(page.partition("-")[0])
        app.processEvents()
        took = time.perf_counter() - started
        if page == "room-plan":
            opened.page.planning.plan_new()
        if page == "room":
            hold_session(opened)
        if page == "plan-board":
            group_risks(opened)
        if page == "sync":
            link_with_peer(app, opened, files.tasks)
        if page.startswith("portfolio"):
            opened.page.show_view(page.partition("-")[2])
        if page.startswith("architecture") and page != "architecture-import":
            draw_architecture(app, opened, files.tasks, page)
        if page.startswith("studio"):
            write_lens(opened, page)
        shown = show_lens(app, opened, files.tasks, page) if page.startswith("lenses") else window
        if page == "architecture-import":
            shown = import_again(app, opened, files.tasks)
        if page == "room-presenter":
            shown = opened.page.presenter
        settle(app, files.tasks)
        if page == "reports":  # the guide shows a name and no folder of the computer it was made on
            opened.page.target.load("target", Path(opened.page.target.text()).name)
        target = folder / f"{page}{suffix}.png"
        shown.grab().save(str(target))
        print(f"{target}  shown in {took * 1000:.0f} ms")
    window.close()


def draw_architecture(app, opened, tasks, page):
    """Show an architecture, where the workload has none yet a sample; a zone that fails, or the tables."""
    from workbench.exchange.wb_graph import read_graph
    from workbench.operations.graphs import SetGraph

    shown = opened.page
    if not shown.architecture.graph:
        text = (ROOT / "resources" / "sample" / "graphs" / "three-tier-shop.json").read_bytes()
        opened.editor.do(SetGraph(shown.architecture.workload_id, read_graph(text)))
    settle(app, tasks)
    if shown.is_table != (page == "architecture-table"):
        shown.toggle_table()
    shown.repair()
    graph = shown.architecture.graph
    zone = next((name for name, node in graph.nodes.items() if node.kind == "az"), next(iter(graph.nodes)))
    store = next((name for name, node in graph.nodes.items() if "RDS" in node.type), next(iter(graph.nodes)))
    shown.architecture.select((zone if page == "architecture-failed" else store,))
    if page == "architecture-failed":
        shown.toggle_failed()
    settle(app, tasks)
    shown.canvas.fit()
    opened.window.toast.hide()
    settle(app, tasks)


def import_again(app, opened, tasks):
    """Import a drawing, change it here and there, and look at what the next import says."""
    from workbench.operations.graphs import PutNode
    from workbench.store.queries.graphs import graph_of
    from workbench.ui.dialogs.graph_import import GraphImportDialog

    workload_id = opened.place.workload_id
    with tempfile.TemporaryDirectory() as home:
        path = Path(home, "payments.dot")
        path.write_text(PAYMENTS, encoding="utf-8")
        for again in (False, True):
            dialog = GraphImportDialog(opened.desk, workload_id, [path], opened.window)
            dialog.show()
            wait(app, lambda dialog=dialog: dialog.preview is not None)
            if again:
                break
            dialog.start()
            settle(app, tasks)
            with opened.workspace.reading() as session:
                nodes = graph_of(session, workload_id).nodes
            for key, label in (
                ("api", "Payment gateway"),
                ("fraud", "Fraud screening"),
                ("mail", "Receipt mail"),
            ):
                opened.editor.do(PutNode(workload_id, replace(nodes[key], label=label)))
            changed = PAYMENTS.replace("Payments API", "Acquirer API").replace("Fraud check", "Risk scoring")
            path.write_text(
                changed.replace("; ledger -> mail", "").replace(' mail [label="Receipts"];', ""), encoding="utf-8"
            )
    settle(app, tasks)
    dialog.report.list.select_key(("conflicts",))
    dialog.report.lines.select_key(("conflict", "node/api/label"))
    opened.window.toast.hide()
    settle(app, tasks)
    return dialog


def show_lens(app, opened, tasks, page):
    """Read a lens, search all of them, or check a file; return what the picture shows."""
    from tests.shots.house_lens import HOUSE_LENS
    from workbench.ui.dialogs.lens_check import LensCheckDialog

    lenses, window = opened.page, opened.window
    settle(app, tasks)
    if page == "lenses-reading":
        lenses.select("shelf:genai")
        lenses.read_lens()
        settle(app, tasks)
        lenses.reader.go("genops1")
    elif page == "lenses-search":
        lenses._focus_search(True)
        lenses.pane.search.setText("REL 10")
    elif page == "lenses-check":
        with tempfile.TemporaryDirectory() as home:
            text = json.dumps(json.loads(HOUSE_LENS), indent=2)
            names = {"payments-1.4.json": text, "payments-1.5.json": text.replace("?", "%?")}
            for name, text in names.items():
                Path(home, name).write_text(text, encoding="utf-8")
            dialog = LensCheckDialog(opened.desk, [Path(home)], window)
            dialog.show()
            settle(app, tasks)
            dialog.list.select_key(("1",))
            settle(app, tasks)
        return dialog
    return window


def write_lens(opened, page) -> None:
    """Go on with a lens of one's own, and show its texts, rules or problems."""
    from tests.shots.house_lens import HOUSE_LENS
    from workbench.domain.lens_draft import QUESTION
    from workbench.library.lens_drafts import edited_draft
    from workbench.operations.lens_drafts import StartDraft
    from workbench.operations.lenses import KeepLens

    studio = opened.page
    if studio.studio.draft is None:
        draft = edited_draft(HOUSE_LENS)
        opened.editor.do(KeepLens(HOUSE_LENS))
        opened.editor.do(StartDraft(draft))
        studio.show_draft(draft.id)
    question = next(part for part in studio.studio.draft.whole(studio.studio.draft.lens.id) if part.kind == QUESTION)
    studio.outline.show_key((QUESTION, question.id))
    studio.outline.expand(studio.outline.currentIndex())
    studio.show_pane({"studio": 0, "studio-rules": 1, "studio-problems": 2}[page])


def hold_session(opened) -> None:
    """Plan a session and begin it, at the question of the other pictures."""
    room = opened.page
    room.planning.plan_new()
    room.verbs.start()
    room.toggle_presenter()
    room.room.show((room.room.state.spot[0], "fault-isolation"))


def group_risks(opened) -> None:
    """Put risks of the workload into initiatives on the board."""
    from workbench.operations.initiatives import PutInitiative

    opened.page.views.show_view("board")
    pane = opened.page.views.board
    tray = pane.board.tray
    for count, days, impact in ((2, 5.0, 5), (1, 2.0, 4), (3, 12.0, 3), (1, 1.0, 2)):  # what is grouped leaves the tray
        for n in range(tray.count()):
            tray.item(n).setSelected(n < count)
        one = replace(pane._fresh(), closes=pane._chosen_gaps(), days=days, impact=impact)
        tray.clearSelection()
        opened.editor.do(PutInitiative(opened.place.workload_id, one))


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

"""The journey: a template becomes a picture, a zone fails, the finding becomes evidence, and the report says so."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from pathlib import Path

from tests.journey.hands import Hands, Seen
from tests.journey.stage import ROOT, Stage, StageError

__all__ = ["Told", "check", "travel"]

TEMPLATE = ROOT / "tests" / "samples" / "journey" / "shop.yaml"
ZONE = "eu-west-1a"
JOURNEY = "Requests to Balancer"
STRIP, DRAWING = "State of the journeys", "Architecture"
FOCUSED = ["focused"]


@dataclass
class Told:
    """What the program told on the way, to be compared with what is in its files.

    Attributes:
        finding: Title of the finding that became evidence.
        practice: Code of the practice it was attached to.
        boxes: What a screen reader is told of the drawing while the zone is down.
    """

    workspace: Path
    report: Path
    finding: str = ""
    practice: str = ""
    boxes: list[Seen] = field(default_factory=list)


def travel(hands: Hands) -> Told:
    """Go all the way; raise StageError at the first place where the program does not follow."""
    folder = hands.stage.folder
    told = Told(folder / "customer.wawb", folder / "shop.html")
    with hands.step("start"):
        hands.find("Create workspace", "push button")
    with hands.step("new workspace"):
        hands.key("ctrl+shift+n")
        hands.find("File name:", "text", states=FOCUSED)
        hands.type(str(told.workspace))
        hands.key("Return")
        create = hands.find("Create workload", "push button")
    with hands.step("new workload"):
        hands.click(create)
        _workload(hands)
    with hands.step("import"):
        hands.key("ctrl+4")
        hands.find("No architecture yet", "label")
        hands.key("ctrl+o")
        hands.find("Choose files...", "push button", states=FOCUSED)
        hands.key("space")
        hands.find("File name:", "text", states=FOCUSED)
        hands.type(str(TEMPLATE))
        hands.key("Return")
        hands.find("Import shop.yaml", "label")
        hands.key("ctrl+Return")
        hands.until(lambda: not hands.see("Import architecture", "dialog"), "the import to be over")
        hands.find(ZONE, "panel", part=True, within=DRAWING)
    with hands.step("fail a zone"):
        _fail(hands)
        told.boxes = [box for box in _boxes(hands) if box.name]
    with hands.step("attach the finding"):
        _attach(hands, told)
    with hands.step("see it in the review"):
        _review(hands, told)
    with hands.step("write the report"):
        _report(hands, told.report)
    with hands.step("quit"):
        hands.key("ctrl+q")
        assert hands.stage.program is not None
        hands.stage.program.wait(20)
    return told


def _workload(hands: Hands) -> None:
    """Fill the dialog by keyboard, as far as it asks."""
    hands.find("Name", "text", states=FOCUSED)
    hands.type("Shop")
    hands.key("Tab")
    hands.type("Web shop of one Region")
    hands.key("Tab", "Tab")
    hands.find("Review owner", "text", states=FOCUSED)
    hands.type("Platform team")
    hands.key("Tab", "Tab")
    hands.find("AWS Regions", "text", states=FOCUSED)
    hands.type("eu-west-1")
    hands.key("Return")
    hands.find("eu-west-1", "push button")
    hands.click(hands.find("Create workload", "push button", states=["enabled"], within="New workload"))
    hands.find("Workload: Shop", "push button")


def _boxes(hands: Hands) -> list[Seen]:
    return [one for one in hands.see(links=True, within=DRAWING) if one.role in ("panel", "list item")]


def _fail(hands: Hands) -> None:
    """Click the zone by its name plate and press F; the strip and the boxes tell what that does."""
    zone = hands.find(f"{ZONE}: Availability Zone", "panel", within=DRAWING)
    x, y, _width, _height = zone.box
    hands.click((x + 70, y + 9))
    hands.find(f"{ZONE}: Availability Zone", "panel", states=["selected"], within=DRAWING)
    hands.key("f")
    hands.find(f"{JOURNEY}, down", "push button", part=True, within=STRIP)


def _attach(hands: Hands, told: Told) -> None:
    """Repair, choose the first finding, and attach it with one key."""
    hands.key("r")
    hands.find(f"{JOURNEY}, at risk", "push button", part=True, within=STRIP)
    hands.key("bracketright")
    chosen = hands.find(role="table cell", states=["selected"], within="Findings")
    told.finding = chosen.name.partition(",")[0]
    hands.key("e")
    said = hands.find("The finding is evidence on ", "label", part=True)
    told.practice = said.name.rpartition(" ")[2]


def _review(hands: Hands, told: Told) -> None:
    """Find the question, and the evidence on it."""
    number = _code(told.practice)
    hands.key("ctrl+3")
    hands.find("Question", "filler")
    hands.key("slash")
    hands.type(number)
    hands.key("Return")
    hands.find(f"{number} ", "filler", part=True)
    hands.click(hands.find("In the room, unfolded", within="About the question"))
    hands.find(told.finding, part=True, within="About the question")


def _report(hands: Hands, target: Path) -> None:
    """Write the full report as HTML."""
    hands.key("ctrl+9")
    hands.click(hands.find("HTML", part=True, within="Report settings"))
    hands.click(hands.find("File", "text"))
    hands.key("ctrl+a")
    hands.type(str(target))
    hands.key("ctrl+Return")
    hands.find("The report is in ", "label", part=True)


def check(stage: Stage, told: Told) -> dict[str, object]:
    """Look from outside: the command line at the workspace, a reader of text at the report, the log at the program.

    Returns:
        What was found, in few words.

    Raises:
        StageError: Something the window told is not there, or the program met an unexpected error.
    """
    at = ("--workspace", str(told.workspace))
    evidence = stage.command("evidence", "list", "Shop", "--question", _code(told.practice), *at)
    findings = stage.command("graph", "findings", "--workload", "Shop", *at)["findings"]
    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", told.report.read_text(encoding="utf-8"))))
    said = {one["target"].partition(".\n")[0] for one in evidence}
    found = [one for one in findings if one["title"] == told.finding]
    faults = {
        f"the finding is not evidence on {told.practice}, but {said}": told.finding not in said,
        "it is no evidence on reliability": not told.practice.startswith("REL"),
        "the workspace has no such finding": not found,
        "the report does not tell the finding": told.finding not in text,
        "the report does not tell the evidence": f"[{told.practice}]" not in text,
        f"the log holds errors: {stage.errors()}": bool(stage.errors()),
    }
    if any(faults.values()):
        raise StageError("; ".join(fault for fault, is_so in faults.items() if is_so))
    return {
        "finding": found[0]["id"],
        "severity": found[0]["severity"],
        "evidence on": told.practice,
        "findings": len(findings),
    }


def _code(practice: str) -> str:
    """Return the code of a practice's question: "REL 10" of "REL10-BP01"."""
    return re.sub(r"([A-Z]+)0*(\d+)-.*", r"\1 \2", practice)

"""The journey with figures and pictures: what each step took in keys, clicks, and time of wall and processor.

Usage: python -m tests.journey [--folder pictures] [--theme light|dark] [--size 1280x800] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.journey.hands import Hands, Step
from tests.journey.stage import Stage, StageError, missing
from tests.journey.story import check, travel


def main() -> int:
    """Make the journey and tell what it took."""
    parser = argparse.ArgumentParser(prog="tests.journey")
    parser.add_argument("--folder", type=Path, help="a picture of the screen after each step goes here")
    parser.add_argument("--theme", default="light", choices=("light", "dark", "contrast"))
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    if lacking := missing():
        print(f"Not installed: {lacking}", file=sys.stderr)
        return 2
    width, height = (int(part) for part in chosen.size.split("x"))
    with tempfile.TemporaryDirectory() as home, Stage(Path(home), (width, height), {"theme": chosen.theme}) as stage:
        stage.start()
        hands = Hands(stage, chosen.folder)
        try:
            told = travel(hands)
            found = check(stage, told)
        except StageError as error:
            tell(hands.steps)
            print(error, file=sys.stderr)
            return 1
    if chosen.json:
        boxes = [
            {"name": one.name, "role": one.role, "description": one.description, "links": one.links}
            for one in told.boxes
        ]
        print(json.dumps({"steps": [asdict(one) for one in hands.steps], "found": found, "boxes": boxes}, indent=2))
    else:
        tell(hands.steps)
        print(", ".join(f"{name}: {value}" for name, value in found.items()))
    return 0


def tell(steps: list[Step]) -> None:
    """Print a line for each step and one for all."""
    whole = Step("all")
    print(f"{'step':22}{'keys':>6}{'letters':>9}{'clicks':>8}{'wall s':>8}{'CPU s':>8}")
    for one in steps:
        for name in ("keys", "letters", "clicks", "wall_s", "cpu_s"):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    for one in (*steps, whole):
        print(f"{one.title:22}{one.keys:6}{one.letters:9}{one.clicks:8}{one.wall_s:8.2f}{one.cpu_s:8.2f}")


if __name__ == "__main__":
    sys.exit(main())

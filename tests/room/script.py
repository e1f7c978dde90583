"""What a room does with each question, told once for synthetic and for real keys; the number decides, so runs are alike."""

from __future__ import annotations

from typing import Protocol

__all__ = ["PICTURED", "discuss"]

PICTURED = (12, 40)
"""Questions of which both windows are pictured."""
WORDS = {
    "t": 'Test the restore @"Platform team" !2027-01-31',
    "d": "Two Zones stay enough this year",
    "x": "One Zone is cheaper and was never down",
    "p": "Naming of the queues",
    "v": "5 2 1",
    "o": "Platform team",
}


class Hands(Protocol):
    """Whoever presses the keys."""

    def press(self, key: str, name: str, *, shift: bool = False) -> None: ...
    def type(self, text: str) -> None: ...


def discuss(hands: Hands, number: int, practices: int, *, known: bool) -> None:
    """Discuss one question.

    Args:
        hands: Press and type.
        number: Of the question, from 0.
        practices: How many it has.
        known: The last milestone has an answer to it.
    """
    if known and number % 3 == 0:
        hands.press("u", "unchanged")
    else:
        for key in "12345"[: 1 + number % min(practices, 4)]:
            hands.press(key, "practice")
    if number % 5 == 2:
        hands.press("e", "evidence")
        hands.press("e", "evidence")
    for every, key in ((6, "t"), (9, "d"), (13, "p"), (19, "x"), (21, "v"), (8, "o")):
        if number % every == every - 1:
            hands.press(key, "capture")
            hands.type(WORDS[key])
    hands.press("s", "reveal")

"""Risk rules for lenses whose own rules are not published: our estimate, marked as such."""

from __future__ import annotations

from workbench.domain.risk import Level

__all__ = ["estimated_rules"]


def estimated_rules(choices: tuple[tuple[str, Level | None], ...], none_id: str = "") -> tuple[tuple[str, str], ...]:
    """Write the rules we estimate for a question of an official lens.

    Any missing high practice gives HIGH, else any missing practice MEDIUM, else NONE; with no levels
    known, any missing practice gives MEDIUM.

    Args:
        choices: Practice ids with their level, without the None choice.
        none_id: Id of the None choice, if there is one.

    Returns:
        Pairs of condition and risk name, least risky first, `default` last.

    Source:
        WA Tool user guide, definition of high and medium risk issues; the algorithm itself is not published.
    """
    if not choices:
        return ()
    guard = f" && !{none_id}" if none_id else ""
    everything = " && ".join(choice_id for choice_id, _level in choices) + guard
    high = [choice_id for choice_id, level in choices if level is Level.HIGH]
    if not high:
        return ((everything, "NO_RISK"), ("default", "MEDIUM_RISK"))
    if len(high) == len(choices):
        return ((everything, "NO_RISK"), ("default", "HIGH_RISK"))
    return ((everything, "NO_RISK"), (" && ".join(high) + guard, "MEDIUM_RISK"), ("default", "HIGH_RISK"))

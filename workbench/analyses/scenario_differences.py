"""Failures kept under a name, before and after: what came, what went, what is called otherwise or fails otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.domain.failure_scenario import FailureScenario
from workbench.i18n import _, n_

__all__ = ["ScenarioChange", "compare_scenarios", "scenario_lines"]

Kept = tuple[FailureScenario, ...]


@dataclass(frozen=True, slots=True)
class ScenarioChange:
    """One scenario; None before means that it was added, None after that it was taken away."""

    before: FailureScenario | None
    after: FailureScenario | None


def compare_scenarios(old: Kept, new: Kept) -> tuple[ScenarioChange, ...]:
    """Compare what was kept, by id; who kept it and when does not count."""
    before, after = ({one.id: one for one in kept} for kept in (old, new))
    pairs = ((before.get(key), after.get(key)) for key in dict.fromkeys([*after, *before]))
    return tuple(ScenarioChange(was, now) for was, now in pairs if _said(was) != _said(now))


def _said(one: FailureScenario | None) -> tuple[str, tuple[str, ...]] | None:
    return (one.name, one.failed) if one else None


def scenario_lines(
    changes: tuple[ScenarioChange, ...], titles: Mapping[str, str] | None = None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the changes in words, as headings with lines; nothing where there is none.

    Args:
        changes: See compare_scenarios.
        titles: What elements are called, by id; None counts them instead, for readers who may not know their names.
    """
    parts = (
        (_("Scenarios added"), [_line(one.after, titles) for one in changes if one.after and not one.before]),
        (_("Scenarios removed"), [_line(one.before, titles) for one in changes if one.before and not one.after]),
        (_("Scenarios changed"), [line for one in changes for line in _changed(one, titles)]),
    )
    return tuple((title, tuple(lines)) for title, lines in parts if lines)


def _line(one: FailureScenario, titles: Mapping[str, str] | None) -> str:
    return f"{one.name}: {_elements(one, titles)}"


def _elements(one: FailureScenario, titles: Mapping[str, str] | None) -> str:
    if titles is None:
        n = len(one.failed)
        return n_("{n} element fails", "{n} elements fail", n).format(n=n)
    return ", ".join(titles.get(each, each) for each in one.failed)


def _changed(one: ScenarioChange, titles: Mapping[str, str] | None) -> Iterator[str]:
    if one.before is None or one.after is None:
        return
    if one.before.name != one.after.name:
        yield f"{one.before.name} → {one.after.name}"
    if one.before.failed != one.after.failed:
        was, now = _elements(one.before, titles), _elements(one.after, titles)
        yield f"{one.after.name}: {was} → {now}"

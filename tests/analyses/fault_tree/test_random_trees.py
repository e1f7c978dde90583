"""The solver against the oracle, on random trees."""

from __future__ import annotations

from math import isclose

import pytest
from hypothesis import given, settings

from tests.analyses.fault_tree.truth import ANY, SCALE, Recipe, recipes
from workbench.analyses.fault_tree import Budget, Solution, solve


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-9, abs_tol=1e-280)


def by_order(sets: list[tuple[str, ...]]) -> tuple[int, ...]:
    return tuple(sum(len(one) == size for one in sets) for size in range(max(map(len, sets), default=0) + 1))


@settings(max_examples=120)
@given(recipes())
def test_cut_sets_counts_and_probability(recipe: Recipe):
    found = solve(recipe.tree(), recipe.numbers, order=None)
    sets = recipe.cut_sets()
    assert list(found.cut_sets) == sets
    assert found.counts == by_order(sets)
    assert found.count == len(sets)
    assert (found.listed_all, found.exact, found.coherent) == (True, True, True)
    assert found.relevant == found.importance.keys() == {name for one in sets for name in one}
    truth = float(recipe.chance())
    assert same(found.unavailability, truth)
    assert found.interval == (found.unavailability, found.unavailability)


@settings(max_examples=50)
@given(recipes(most=8))
def test_importance(recipe: Recipe):
    found = solve(recipe.tree(), recipe.numbers)
    total = recipe.chance()
    for place, name in enumerate(recipe.names):
        if name not in found.importance:
            continue
        one = found.importance[name]
        up, down = recipe.chance({place: 0}), recipe.chance({place: SCALE})
        part = recipe.parts[place] or 0
        # A difference of two larger numbers keeps the digits of those.
        assert isclose(one.birnbaum or 0, float(down - up), rel_tol=1e-9, abs_tol=1e-13 * float(down))
        if total == 0:
            assert (one.criticality, one.fussell_vesely, one.raw) == (None, None, None)
        else:
            share = float(part * (down - up) / total) / SCALE
            assert isclose(one.criticality or 0, share, rel_tol=1e-9, abs_tol=1e-12)
            assert isclose(one.fussell_vesely or 0, float((total - up) / total), rel_tol=1e-9, abs_tol=1e-12)
            assert same(one.raw, float(down / total))
        assert same(one.rrw, float(total / up) if up else None)


@settings(max_examples=60)
@given(recipes(unknown=True, most=7))
def test_what_is_not_known_makes_an_interval(recipe: Recipe):
    found = solve(recipe.tree(), recipe.numbers)
    low, high = map(float, recipe.bounds())
    assert same(found.interval[0], low)
    assert same(found.interval[1], high)
    assert found.exact
    if not isclose(low, high):
        assert found.unavailability is None
        assert all(one.birnbaum is None and one.raw is None for one in found.importance.values())
    else:
        assert same(found.unavailability, low) or found.interval[0] < found.interval[1]


@settings(max_examples=80)
@given(recipes(kinds=ANY, most=9, unknown=True))
def test_trees_that_are_not_coherent_have_a_probability(recipe: Recipe):
    tree = recipe.tree()
    found = solve(tree, recipe.numbers)
    low, high = map(float, recipe.bounds())
    assert found.interval[0] <= low + 1e-13
    assert high <= found.interval[1] + 1e-13
    assert found.coherent == tree.coherent
    assert found.relevant == recipe.depends_on()
    if None not in recipe.parts:
        assert found.unavailability == pytest.approx(low, rel=1e-9, abs=1e-13)
    if not tree.coherent:
        assert (found.cut_sets, found.counts, found.count, dict(found.importance)) == ((), None, None, {})


def assert_honest(found: Solution, recipe: Recipe, order: int) -> None:
    sets = recipe.cut_sets()
    wanted = [one for one in sets if len(one) <= order]
    low, high = map(float, recipe.bounds())
    assert found.interval[0] <= low * (1 + 1e-9)
    assert high <= found.interval[1] * (1 + 1e-9)
    assert set(found.cut_sets) <= set(wanted)
    assert [one for one in found.cut_sets if len(one) < 3] == [one for one in wanted if len(one) < 3]
    assert not found.listed_all or list(found.cut_sets) == wanted
    assert found.counts in (None, by_order(sets))
    assert found.relevant >= {name for one in sets for name in one}
    assert not found.exact or found.counts is not None


@settings(max_examples=60)
@given(recipes(most=10, unknown=True))
@pytest.mark.parametrize("nodes", [4, 16, 30])
def test_a_spent_budget_leaves_what_is_certain(nodes: int, recipe: Recipe):
    found = solve(recipe.tree(), recipe.numbers, budget=Budget(nodes=nodes))
    assert_honest(found, recipe, 3)


@settings(max_examples=60)
@given(recipes(kinds=ANY, most=9))
def test_a_spent_budget_holds_the_truth_of_any_tree(recipe: Recipe):
    found = solve(recipe.tree(), recipe.numbers, budget=Budget(nodes=6))
    truth = float(recipe.chance())
    assert found.interval[0] <= truth * (1 + 1e-9) + 1e-13
    assert truth <= found.interval[1] * (1 + 1e-9) + 1e-13
    assert found.relevant >= recipe.depends_on()


@settings(max_examples=40)
@given(recipes(most=9))
@pytest.mark.parametrize("order", [1, 2, 4, None])
def test_no_more_is_listed_than_asked_for(order: int | None, recipe: Recipe):
    found = solve(recipe.tree(), recipe.numbers, order=order, budget=Budget(listed=2))
    wanted = [one for one in recipe.cut_sets() if order is None or len(one) <= order]
    small = [one for one in wanted if len(one) < 3]
    large = [one for one in wanted if len(one) > 2]
    assert list(found.cut_sets[: len(small)]) == small
    assert len(found.cut_sets) == len(small) + min(2, len(large))
    assert set(found.cut_sets) <= set(wanted)
    sizes = [len(one) for one in found.cut_sets]
    assert sizes == [len(one) for one in wanted][: len(sizes)], "smaller ones come first"
    assert found.listed_all == (len(large) <= 2)

"""Large regular trees, where the answer is a formula."""

from __future__ import annotations

from math import comb, isclose, prod

import pytest

from workbench.analyses.fault_tree import Budget, Builder, FaultTree, Solution, solve


def alike(tree: FaultTree, p: float) -> dict[str, float | None]:
    return dict.fromkeys(tree.events, p)


def votes(k: int, n: int) -> FaultTree:
    builder = Builder()
    return builder.tree(builder.at_least(k, [builder.event(f"e{place:04}") for place in range(n)]))


def test_all_of_64_keeps_the_digits_of_a_tiny_number():
    tree = votes(64, 64)
    found = solve(tree, alike(tree, 0.01), order=None)
    assert found.unavailability == pytest.approx(1e-128, rel=1e-12, abs=0)
    assert found.cut_sets == (tuple(sorted(tree.events)),)
    one = found.importance["e0000"]
    assert one.birnbaum == pytest.approx(1e-126, rel=1e-12, abs=0)
    assert one.raw == pytest.approx(100)
    assert one.rrw is None, "without this event nothing ends the top"
    assert one.fussell_vesely == pytest.approx(1)


def test_any_of_many_is_what_is_left_of_all_working():
    tree = votes(1, 2000)
    found = solve(tree, alike(tree, 1e-12))
    assert found.unavailability == pytest.approx(2e-9, rel=1e-8, abs=0)
    assert found.counts == (0, 2000)


@pytest.mark.parametrize(("k", "n"), [(2, 500), (250, 500), (499, 500), (3, 3000), (2990, 3000)])
def test_votes(k: int, n: int):
    p = 0.01 if k < 10 else 0.5
    tree = votes(k, n)
    found = solve(tree, alike(tree, p), budget=Budget(listed=100))
    truth = sum(comb(n, j) * p**j * (1 - p) ** (n - j) for j in range(k, n + 1)) if n < 1000 else found.unavailability
    assert found.unavailability == pytest.approx(truth, rel=1e-9, abs=0)
    assert found.counts == (*[0] * k, comb(n, k))
    slope = comb(n - 1, k - 1) * p ** (k - 1) * (1 - p) ** (n - k) if n < 1000 else None
    if slope:
        assert found.importance["e0007"].birnbaum == pytest.approx(slope, rel=1e-9, abs=0)
    assert len(found.cut_sets) == {2: comb(n, 2), 3: 100}.get(k, 0)


def test_a_vote_over_unequal_chances_agrees_with_its_mirror_image():
    """At least k of n fail, unless at least n - k + 1 work."""
    builder = Builder()
    events = [builder.event(f"e{place}") for place in range(60)]
    chances = {f"e{place}": (place + 1) / 100 for place in range(60)}
    failed = solve(builder.tree(builder.at_least(25, events)), chances)
    works = solve(builder.tree(builder.at_least(36, events)), {name: 1 - p for name, p in chances.items()})
    assert failed.unavailability == pytest.approx(1 - (works.unavailability or 0), rel=1e-12)


def nested(depth: int) -> FaultTree:
    builder = Builder()
    row = [builder.event(f"e{place:03}") for place in range(3**depth)]
    while len(row) > 1:
        row = [builder.at_least(2, row[at : at + 3]) for at in range(0, len(row), 3)]
    return builder.tree(row[0])


def test_two_of_three_six_deep():
    tree = nested(6)
    found = solve(tree, alike(tree, 0.01), order=None, budget=Budget(listed=50))
    p, count = 0.01, 1
    for _ in range(6):
        p, count = p * p * (3 - 2 * p), 3 * count**2
    assert found.count == count == 1144561273430837494885949696427
    assert found.counts == (*[0] * 64, count)
    assert found.unavailability == pytest.approx(p, rel=1e-11, abs=0)
    assert len(found.cut_sets) == 50
    assert {len(one) for one in found.cut_sets} == {64}
    assert not found.listed_all


def ladder(stages: int, shared: bool) -> FaultTree:
    """Stages in series, each of two parallel; each stage shares one side with the next if asked for."""
    builder = Builder()
    side = [builder.event(f"s{stage}") for stage in range(stages + 1)]
    other = side[1:] if shared else [builder.event(f"t{stage}") for stage in range(stages)]
    return builder.tree(builder.any_of([builder.all_of(pair) for pair in zip(side, other, strict=False)]))


def test_a_ladder_of_independent_stages():
    tree = ladder(800, shared=False)
    found = solve(tree, alike(tree, 0.001))
    assert found.unavailability == pytest.approx(1 - (1 - 1e-6) ** 800, rel=1e-9)
    assert found.counts == (0, 0, 800)


def test_a_ladder_whose_stages_share_their_sides():
    """Two failures side by side: 1 - P by Fibonacci-like recursion over the end of the row."""
    tree = ladder(400, shared=True)
    p = 0.05
    works_after_work, works_after_failure = 1.0, 0.0
    for _ in range(401):
        works_after_work, works_after_failure = (
            (works_after_work + works_after_failure) * (1 - p),
            works_after_work * p,
        )
    found = solve(tree, alike(tree, p))
    assert found.unavailability == pytest.approx(1 - works_after_work - works_after_failure, rel=1e-9)
    assert found.counts == (0, 0, 400)
    assert found.exact


def chain(length: int) -> FaultTree:
    """z or (a0 and ...): every other gate is an "and", so nothing melts."""
    builder = Builder()
    node = builder.event("z")
    for place in range(length):
        pair = (builder.event(f"e{place}"), node)
        node = builder.any_of(pair) if place % 2 else builder.all_of(pair)
    return builder.tree(node)


@pytest.mark.slow
def test_a_chain_of_50000_gates():
    tree = chain(50_000)
    assert len(tree.gates) == 50_000
    p = 1e-3
    truth = p
    for place in range(50_000):
        truth = truth + p - truth * p if place % 2 else truth * p
    found = solve(tree, alike(tree, p))
    assert isclose(found.unavailability or 0, truth, rel_tol=1e-9)
    assert found.count == 25_001
    assert found.counts is not None
    assert len(found.counts) == 25_002
    assert found.cut_sets == (("e49999",), ("e49997", "e49998"), ("e49995", "e49996", "e49998"))


def test_a_long_row_of_gates_of_one_kind_is_one_gate():
    builder = Builder()
    node = builder.event("z")
    for place in range(20_000):
        node = builder.any_of((builder.event(f"e{place}"), node))
    tree = builder.tree(node)
    assert len(tree.gates) == 1
    assert solve(tree, alike(tree, 1e-6)).count == 20_001


def grid(side: int) -> FaultTree:
    """Every row of a grid keeps the top up unless one of the row fails, and one row is enough; columns likewise."""
    builder = Builder()
    cells = [[builder.event(f"r{row}c{column}") for column in range(side)] for row in range(side)]
    rows = builder.all_of([builder.any_of(row) for row in cells])
    columns = builder.all_of([builder.any_of(column) for column in zip(*cells, strict=True)])
    return builder.tree(builder.any_of((rows, columns)))


def test_a_budget_that_is_too_small_gives_bounds_that_hold_the_truth():
    tree = grid(5)
    exact = solve(tree, alike(tree, 0.02))
    rough = solve(tree, alike(tree, 0.02), budget=Budget(nodes=40))
    truth = exact.unavailability
    assert truth is not None
    assert exact.exact
    assert not rough.exact
    assert (rough.counts, rough.count, rough.unavailability) == (None, None, None)
    assert rough.interval[0] <= truth <= rough.interval[1]
    assert rough.interval[1] < 20 * truth
    larger = solve(tree, alike(tree, 0.02), budget=Budget(nodes=400))
    assert larger.interval[0] <= truth <= larger.interval[1]
    assert larger.interval[1] - larger.interval[0] <= rough.interval[1] - rough.interval[0]


def tangle(size: int) -> FaultTree:
    """Votes over groups that overlap: no independent parts, no small cut sets."""
    builder = Builder()
    row = [builder.event(f"e{place:02}") for place in range(size)]
    groups = [builder.at_least(2, [row[(place + step * step) % size] for step in range(4)]) for place in range(size)]
    return builder.tree(builder.at_least(size // 2, groups))


@pytest.mark.parametrize("nodes", [25, 300, 900])
def test_bounds_of_votes_hold_the_truth(nodes: int):
    tree = tangle(18)
    chances: dict[str, float | None] = {name: 0.01 + place / 100 for place, name in enumerate(tree.events)}
    truth = solve(tree, chances).unavailability
    assert truth is not None
    found = solve(tree, chances, budget=Budget(nodes=nodes))
    assert found.unavailability is None
    assert found.interval[0] <= truth <= found.interval[1] < 1


def pairs(size: int, votes_first: bool) -> FaultTree:
    """Pairs, and votes over each side. Written votes first, the pairs come apart in a walk from the top."""
    builder = Builder()
    one, other = ([builder.event(f"{side}{place:02}") for place in range(size)] for side in "xy")
    both = [builder.all_of(pair) for pair in zip(one, other, strict=True)]
    many = [builder.any_of([builder.at_least(k, one), builder.at_least(k + 1, other)]) for k in (2, 3, 4)]
    return builder.tree(builder.all_of([*many, builder.any_of(both)] if votes_first else [builder.any_of(both), *many]))


def test_how_a_tree_is_written_does_not_matter():
    """The first orders of the one tree lead to diagrams that are far too large."""
    one, other = (pairs(14, votes_first) for votes_first in (True, False))
    first, second = (solve(tree, alike(tree, 0.03)) for tree in (one, other))
    assert first.exact
    assert (first.counts, first.cut_sets, first.relevant) == (second.counts, second.cut_sets, second.relevant)
    assert first.unavailability == pytest.approx(second.unavailability, rel=1e-12)
    small = solve(one, alike(one, 0.03), budget=Budget(nodes=300))
    assert not small.exact
    assert small.interval[0] <= (first.unavailability or 0) <= small.interval[1]


def sharing(parts: int) -> tuple[FaultTree, Solution]:
    """Many single failures, a vote and what both share."""
    builder = Builder()
    singles = [builder.event(f"s{place}") for place in range(parts)]
    members = [builder.any_of((builder.event(f"m{place}"), builder.event(f"z{place % 3}"))) for place in range(6)]
    tree = builder.tree(builder.any_of((*singles, builder.at_least(5, members))))
    return tree, solve(tree, alike(tree, 0.01), order=None)


def test_single_failures_beside_shared_fate():
    tree, found = sharing(40)
    assert found.counts is not None
    assert found.counts[1] == 40
    up_of_singles = prod([0.99] * 40)
    assert found.importance["z0"].birnbaum is not None
    assert found.unavailability is not None
    assert found.unavailability > 1 - up_of_singles
    assert all(solve(tree, {**alike(tree, 0.0), one: 1.0}).unavailability == 1.0 for one in ("s0", "s39"))

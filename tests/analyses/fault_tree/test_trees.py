"""What a Builder makes, and what holds for every answer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.analyses.fault_tree import Budget, Builder, FaultTree, solve
from workbench.progress import Cancelled

ROOT = Path(__file__).resolve().parents[3]


def events(builder: Builder, names: str) -> list[int]:
    return [builder.event(name) for name in names]


def test_constants_fold():
    builder = Builder()
    a, b = events(builder, "ab")
    yes, no = builder.TRUE, builder.FALSE
    assert builder.any_of([]) == no
    assert builder.all_of([]) == yes
    assert builder.any_of([a, yes]) == yes
    assert builder.any_of([a, no]) == a
    assert builder.all_of([a, no]) == no
    assert builder.all_of([a, yes, a]) == a
    assert builder.at_least(0, [a, b]) == yes
    assert builder.at_least(3, [a, b]) == no
    assert builder.at_least(2, [yes, a, b]) == builder.any_of([a, b])
    assert builder.at_least(2, [no, a, b]) == builder.all_of([b, a])
    assert builder.negate(no) == yes
    assert builder.negate(builder.negate(a)) == a
    assert builder.xor([a, a, yes]) == yes
    assert builder.xor([a, builder.negate(b)]) == builder.negate(builder.xor([a, b]))
    assert builder.one_of([a]) == a


def test_equal_gates_are_one_node():
    builder = Builder()
    a, b, c = events(builder, "abc")
    assert builder.event("a") == a
    assert builder.any_of([a, b]) == builder.any_of([b, a])
    assert builder.at_least(2, [a, b, c]) == builder.at_least(2, [c, a, b])


def test_an_argument_given_twice_counts_twice():
    builder = Builder()
    a, b, c = events(builder, "abc")
    assert builder.at_least(2, [a, a, b]) == a
    assert builder.at_least(3, [a, a, b, b]) == builder.all_of([a, b])
    assert builder.at_least(2, [a, a, b, b]) == builder.any_of([a, b])
    found = solve(builder.tree(builder.at_least(3, [a, a, b, c])), {})
    assert found.cut_sets == (("a", "b"), ("a", "c"))


def test_an_argument_must_exist():
    builder = Builder()
    a = builder.event("a")
    with pytest.raises(ValueError, match="does not exist"):
        builder.any_of([a, 7])


def test_a_tree_holds_only_what_its_top_reaches():
    builder = Builder()
    a, b, _unused, d = events(builder, "abcd")
    pair = builder.all_of([a, b])
    tree = builder.tree(builder.any_of([d, pair]))
    assert tree.events == ("a", "b", "d")
    assert [(node, gate.kind, gate.args) for node, gate in tree.steps()] == [(3, "and", (0, 1)), (4, "or", (2, 3))]
    assert tree.top == 4
    assert builder.tree(a) == FaultTree(("a",), (), 0, True)


def test_nested_gates_of_a_kind_melt_unless_shared():
    builder = Builder()
    a, b, c, d = events(builder, "abcd")
    inner = builder.any_of([b, c])
    assert builder.tree(builder.any_of([a, inner])).gates[0].args == (0, 1, 2)
    both = builder.all_of([builder.any_of([a, inner]), builder.any_of([d, inner])])
    assert len(builder.tree(both).gates) == 4


@pytest.mark.parametrize(("top", "sets", "counts", "p"), [("TRUE", ((),), (1,), 1.0), ("FALSE", (), (0,), 0.0)])
def test_a_top_that_depends_on_nothing(top: str, sets: tuple[tuple[str, ...], ...], counts: tuple[int, ...], p: float):
    builder = Builder()
    found = solve(builder.tree(getattr(builder, top)), {})
    assert (found.cut_sets, found.counts, found.count) == (sets, counts, counts[0])
    assert (found.unavailability, found.interval, found.exact, found.listed_all) == (p, (p, p), True, True)
    assert not found.relevant


def test_an_event_alone():
    builder = Builder()
    found = solve(builder.tree(builder.event("a")), {"a": 0.25})
    assert (found.cut_sets, found.counts, found.unavailability) == ((("a",),), (0, 1), 0.25)
    assert found.importance["a"].birnbaum == 1.0
    assert found.importance["a"].raw == 4.0


def test_something_that_is_always_true_though_no_gate_is():
    builder = Builder()
    a, b = events(builder, "ab")
    always = builder.any_of([a, builder.negate(a)])
    found = solve(builder.tree(always), {"a": 0.5})
    assert (found.unavailability, found.relevant, found.coherent) == (1.0, frozenset(), False)
    found = solve(builder.tree(builder.all_of([always, b])), {"a": 0.5, "b": 0.125})
    assert (found.unavailability, found.relevant) == (0.125, {"b"})


def test_an_event_that_is_hidden_by_another_does_not_matter():
    builder = Builder()
    a, b = events(builder, "ab")
    found = solve(builder.tree(builder.any_of([a, builder.all_of([a, b])])), {"a": 0.5})
    assert found.cut_sets == (("a",),)
    assert found.relevant == {"a"}
    assert found.unavailability == 0.5, "b has no number and needs none"


@pytest.mark.parametrize("p", [-0.1, 1.5, float("nan")])
def test_what_is_no_probability_is_refused(p: float):
    builder = Builder()
    with pytest.raises(ValueError, match="no probability"):
        solve(builder.tree(builder.event("a")), {"a": p})


def tangle(size: int) -> FaultTree:
    """Votes over overlapping groups: no independent parts."""
    builder = Builder()
    row = [builder.event(f"e{place:02}") for place in range(size)]
    groups = [builder.at_least(2, [row[(place + step * step) % size] for step in range(4)]) for place in range(size)]
    return builder.tree(builder.at_least(size // 2, groups))


ONE_ANSWER = """
from tests.analyses.fault_tree.test_trees import tangle
from workbench.analyses.fault_tree import Budget, solve
tree = tangle(14)
for budget in (Budget(), Budget(nodes=60), Budget(listed=7)):
    found = solve(tree, {name: 0.01 + i / 99 for i, name in enumerate(tree.events)}, budget=budget)
    print(found.cut_sets, found.counts, found.interval, list(found.importance.items()), sorted(found.relevant))
"""


def test_the_same_tree_has_the_same_answer_in_every_process():
    said = set()
    for seed in ("0", "1", "4711"):
        ran = subprocess.run(
            [sys.executable, "-c", ONE_ANSWER],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        said.add(ran.stdout)
    assert len(said) == 1


def test_it_stops_when_cancelled():
    class Stop:
        calls = 0

        def __call__(self, done: float, total: float, note: str = "") -> None:
            self.calls += 1
            assert 0 <= done <= total
            if self.calls == 3:
                raise Cancelled

    with pytest.raises(Cancelled):
        solve(tangle(20), {}, budget=Budget(nodes=50), progress=Stop())


def test_a_spent_budget_still_counts_what_needs_no_diagram():
    tree = tangle(16)
    full = solve(tree, {}, order=2)
    spent = solve(tree, {}, order=2, budget=Budget(nodes=30))
    assert not spent.exact
    assert spent.cut_sets == full.cut_sets
    assert spent.listed_all

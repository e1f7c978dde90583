"""Achieved against wanted, and the strategies of disaster recovery."""

from __future__ import annotations

from math import inf

import pytest

from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.recovery.strategies import Fit, resembles, strategies_for
from workbench.analyses.recovery.table import Verdict, judge, recovery_table
from workbench.domain.graph import Journey
from workbench.domain.graph_json import graph_from_json
from workbench.errors import BadInput
from workbench.library.lens_format import read_lens_text
from workbench.library.places import lenses_dir
from workbench.library.recovery_strategies import read_strategies, shipped_strategies


@pytest.mark.parametrize(
    ("wanted", "at_least", "at_most", "verdict", "over"),
    [
        (None, 5, 5, Verdict.NOT_WANTED, 0),
        (10, 10, 10, Verdict.MET, 0),
        (10, 12, 12, Verdict.MISSED, 2),
        (10, 12, inf, Verdict.MISSED, 2),
        (10, 0, 9, Verdict.MET, 0),
        (10, 0, inf, Verdict.UNKNOWN, 0),
        (10, inf, inf, Verdict.MISSED, inf),
    ],
)
def test_bounds_are_enough_where_they_decide(wanted, at_least, at_most, verdict, over):
    assert judge(wanted, at_least, at_most) == (verdict, over)


def regions(failover: float | None, lag: float | None) -> dict:
    return {
        "nodes": {
            "app": {"failable": False, "groups": [{"members": ["one", "two"], "failover_s": failover, "lag_s": lag}]},
            "one": {"domains": ["az"], "rto_s": 7200, "rpo_s": 3600},
            "two": {"domains": ["us"], "rto_s": 60, "rpo_s": 60},
            "az": {"kind": "az", "domains": ["eu"], "rto_s": 3600, "rpo_s": 0},
            "eu": {"kind": "region", "rto_s": 86400, "rpo_s": 0}, "us": {"kind": "region", "rto_s": 86400, "rpo_s": 0},
            "aside": {},
        },
        "journeys": [{"id": "j", "node": "app", "rto_s": 300, "rpo_s": 10, "must_survive": ["az"]}],
    }  # fmt: skip


def test_the_worst_failure_it_has_to_survive_comes_first():
    graph = graph_from_json(regions(600, 5))
    (found,) = recovery_table(graph, analyse(graph, Options(order=2, quantify=False))).values()
    assert found.tried == 5
    assert {row.recovery.failed for row in found.rows} == {("one",), ("az",), ("eu",)}
    worst = found.worst
    assert worst is not None
    assert (worst.recovery.rto_s, worst.rto, worst.rto_over, worst.rpo) == (600, Verdict.MISSED, 300, Verdict.MET)
    assert [row.inside for row in found.rows] == [True, True, False]


def test_what_nobody_knows_is_no_verdict():
    graph = graph_from_json(regions(None, 5))
    (found,) = recovery_table(graph, analyse(graph, Options(order=2, quantify=False))).values()
    assert found.worst is not None
    assert found.worst.rto is Verdict.UNKNOWN


def test_strategies_against_what_is_wanted():
    fits = strategies_for(Journey("j", rto_s=1800, rpo_s=60))
    assert [one.both for one in fits] == [Fit.NOT, Fit.AT_BEST, Fit.AT_BEST, Fit.TYPICALLY]
    assert [one.strategy.cost for one in fits] == [1, 2, 3, 4]
    assert {one.both for one in strategies_for(Journey("j"))} == {Fit.NOT_WANTED}


@pytest.mark.parametrize(
    ("failover", "lag", "strategy"),
    [
        (0, 0, "multi_site"),
        (120, 10, "warm_standby"),
        (1800, 600, "pilot_light"),
        (7200, 5, "backup_and_restore"),
        (None, 5, None),
    ],
)
def test_what_a_graph_resembles(failover, lag, strategy):
    graph = graph_from_json(regions(failover, lag))
    found = resembles(graph, graph.journeys[0])
    assert (found.strategy.id if found.strategy else None) == strategy
    assert found.groups == (("app", 0),)
    assert found.unknown == ((("app", 0),) if failover is None else ())


def test_without_a_second_region_it_resembles_none():
    data = regions(0, 0)
    data["nodes"]["two"]["domains"] = ["eu"]
    graph = graph_from_json(data)
    found = resembles(graph, graph.journeys[0], analyse(graph, Options(order=2, quantify=False)).journeys["j"].singles)
    assert (found.strategy, found.groups, found.alone) == (None, (), ("eu",))


def test_the_table_names_a_practice_that_exists():
    table = shipped_strategies()
    lens = read_lens_text((lenses_dir() / "wellarchitected.json").read_bytes())
    choices = [choice for pillar in lens.pillars for question in pillar.questions for choice in question.choices]
    assert any(choice.code == table.practice and choice.url == table.url for choice in choices)
    assert len(table.strategies) == 4


@pytest.mark.parametrize("text", ["[]", "{}", '{"format": "other"}', "no"])
def test_another_file_is_refused(text):
    with pytest.raises(BadInput):
        read_strategies(text)

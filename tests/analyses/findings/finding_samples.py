"""For every rule: a graph on which it fires once, with the words it says, and the same graph mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from workbench.analyses.failure.analysis import Options, analyse
from workbench.analyses.findings.report import find
from workbench.domain.finding import Category, Finding, Severity
from workbench.domain.graph_json import graph_from_json

__all__ = ["SAMPLES", "Sample", "found_in"]


@dataclass(frozen=True)
class Sample:
    category: Category
    severity: Severity
    title: str
    words: tuple[str, ...]
    broken: dict[str, Any]
    mended: dict[str, Any]


def found_in(nodes: dict[str, Any], rule: str) -> list[Finding]:
    """Findings of a rule; the journey Pay enters at `top` and has to survive a zone."""
    journey = {"id": "pay", "label": "Pay", "node": "top", "must_survive": ["az"]}
    graph = graph_from_json({"format": "wb-graph/1", "nodes": nodes, "journeys": [journey]})
    return [one for one in find(analyse(graph, Options(quantify=False, order=2))).findings if one.rule == rule]


def group(*members: str, **more: Any) -> dict[str, Any]:
    return {"failable": False, "groups": [{"needs": 1, "members": list(members), **more}]}


A, B = {"kind": "az"}, {"kind": "az"}
KEY = {"kind": "kms_key", "label": "orders"}
IN_A, IN_B = {"domains": ["a"]}, {"domains": ["b"]}
KEYED = {"requires": ["key"]}
AGENT = {
    "threads_per_minute": 10, "max_completion_tokens": 600, "tokens_per_second": 60, "system_prompt_tokens": 500,
    "user_prompt_tokens": 200, "recursion_limit": 3,
}  # fmt: skip
"""10 threads of 1 + 60 / (600 / 60) = 7 calls each are 70 calls a minute of 700 + 600 * 2 / 3 = 1,100 tokens."""

_SPOF, _FATE, _LOAD = Category.SINGLE_POINT_OF_FAILURE, Category.SHARED_FATE, Category.EXCESSIVE_LOAD
_SLOW, _BUGS = Category.EXCESSIVE_LATENCY, Category.MISCONFIGURATION_AND_BUGS


def agent(quota: dict[str, int]) -> dict[str, Any]:
    return {"top": {"requires": ["model"], "attributes": AGENT}, "model": {"kind": "model", "attributes": quota}}


def line(ms: int) -> dict[str, Any]:
    top = {"requires": ["api"], "attributes": {"slo_ms": 100, "latency_ms": 5}}
    below = {"groups": [{"needs": 1, "members": ["x", "y"]}], "attributes": {"latency_ms": 20}}
    return {"top": top, "api": below, "x": {"attributes": {"latency_ms": ms}}, "y": {"attributes": {"latency_ms": 1}}}


def circle(support: bool) -> dict[str, Any]:
    y = group("uy", "x") if support else group("uy", "uz")
    return {"top": {"requires": ["x"]}, "x": group("ux", "y"), "y": y, "ux": {}, "uy": {}, "uz": {}}


SAMPLES = {
    "single_point": Sample(
        _SPOF, Severity.MEDIUM, "db alone ends Pay", ("Pay enters at top", "top needs db"),
        {"top": {"failable": False, "requires": ["db"]}, "db": {}}, {"top": group("db", "db2"), "db": {}, "db2": {}},
    ),
    "shared_fate": Sample(
        _FATE, Severity.MEDIUM, "The redundant members of q share KMS key orders: h and i",
        ("q needs 1 of h and i; both need KMS key orders",),
        {"top": group("q", "r"), "q": group("h", "i"), "r": {}, "h": KEYED, "i": KEYED, "key": KEY},
        {"top": group("q", "r"), "q": group("h", "i"), "r": {}, "h": KEYED, "i": {}, "key": KEY},
    ),
    "shared_fate_single_point": Sample(
        _FATE, Severity.HIGH, "The redundant members of top stand together in Availability Zone a: h and i",
        ("top needs 1 of h and i; both stand in Availability Zone a",),
        {"top": group("h", "i"), "h": IN_A, "i": IN_A, "a": A},
        {"top": group("h", "i"), "h": IN_A, "i": IN_B, "a": A, "b": B},
    ),
    "shared_fate_partial": Sample(
        _FATE, Severity.LOW, "Availability Zone a takes out 2 of the 3 members of top; 1 left",
        ("top needs 1 of h, i and j; h and i stand in Availability Zone a, which leaves 1",),
        {"top": group("h", "i", "j"), "h": IN_A, "i": IN_A, "j": IN_B, "a": A, "b": B},
        {"top": group("h", "i", "j"), "h": IN_A, "i": IN_B, "j": {}, "a": A, "b": B},
    ),
    "failover_needs_what_failed": Sample(
        _FATE, Severity.HIGH, "The failover of top needs images, which goes down with Availability Zone a",
        (
            "top needs 1 of h and i; h goes down, which leaves 1", "h stands in Availability Zone a",
            "images stands in Availability Zone a", "i needs images to recover",
        ),
        {
            "top": group("h", "i", failover_s=60), "h": IN_A, "a": A, "b": B, "images": IN_A,
            "i": {**IN_B, "requires": [{"id": "images", "phase": "recover"}]},
        },
        {
            "top": group("h", "i", failover_s=60), "h": IN_A, "a": A, "b": B, "images": IN_B,
            "i": {**IN_B, "requires": [{"id": "images", "phase": "recover"}]},
        },
    ),
    "capacity_after_loss": Sample(
        _LOAD, Severity.HIGH, "top needs 2 members; 1 is left after the loss of Availability Zone a",
        ("top needs 2 of h, i and j; h and i stand in Availability Zone a, which leaves 1",),
        {"top": group("h", "i", "j", needs=2), "h": IN_A, "i": IN_A, "j": IN_B, "a": A, "b": B},
        {"top": group("h", "i", "j", needs=1), "h": IN_A, "i": IN_A, "j": IN_B, "a": A, "b": B},
    ),
    "requests_per_minute": Sample(
        _LOAD, Severity.MEDIUM, "top would need 70 requests per minute; model allows 60",
        ("top needs 70 requests per minute at peak", "model allows 60 requests per minute"),
        agent({"requests_per_minute": 60}), agent({"requests_per_minute": 70}),
    ),
    "tokens_per_minute": Sample(
        _LOAD, Severity.MEDIUM, "top would need 77,000 tokens per minute; model allows 50,000",
        ("top needs 77,000 tokens per minute at peak", "model allows 50,000 tokens per minute"),
        agent({"tokens_per_minute": 50_000}), agent({"tokens_per_minute": 77_000}),
    ),
    "slow_journey": Sample(
        _SLOW, Severity.MEDIUM, "Pay takes 115 ms on its slowest line; 100 ms are promised",
        ("Pay enters at top", "top takes 5 ms", "api takes 20 ms", "x takes 90 ms"), line(90), line(75),
    ),
    "circular_redundancy": Sample(
        _BUGS, Severity.MEDIUM, "The redundancy of x and y goes round in a circle",
        ("x and y only hold each other up once ux and uy are down",), circle(True), circle(False),
    ),
    "down_at_rest": Sample(
        _BUGS, Severity.HIGH, "x and y are down with nothing failed", ("x and y only hold each other up",),
        {"top": {"requires": ["x"]}, "x": group("y"), "y": group("x")},
        {"top": {"requires": ["x"]}, "x": group("y"), "y": group("z"), "z": {}},
    ),
    "no_cold_start": Sample(
        _BUGS, Severity.MEDIUM, "dns and top wait for each other and cannot start from cold",
        ("dns needs top to start", "top needs dns to start"),
        {"top": {"requires": ["dns"]}, "dns": {"requires": [{"id": "top", "phase": "start"}]}},
        {"top": {"requires": ["dns"]}, "dns": {}},
    ),
    "needs_all_members": Sample(
        _BUGS, Severity.MEDIUM, "top needs both members of its group", ("top needs both h and i",),
        {"top": group("h", "i", needs=2), "h": {}, "i": {}}, {"top": group("h", "i"), "h": {}, "i": {}},
    ),
    "group_of_one": Sample(
        _BUGS, Severity.LOW, "The redundancy group of top has one member: h", ("top needs h",),
        {"top": group("h"), "h": {}}, {"top": group("h", "i"), "h": {}, "i": {}},
    ),
    "members_as_one": Sample(
        _BUGS, Severity.MEDIUM, "The members of top require each other: h and i", ("top needs 1 of h and i",),
        {"top": group("h", "i"), "h": {"requires": ["i"]}, "i": {"requires": ["h"]}},
        {"top": group("h", "i"), "h": {}, "i": {"requires": ["h"]}},
    ),
    "soft_but_hard": Sample(
        _BUGS, Severity.MEDIUM, "top is said to do without mail, yet goes down with it",
        ("top needs api", "api needs mail"),
        {"top": {"soft": ["mail"], "requires": ["api"]}, "api": {"requires": ["mail"]}, "mail": {}},
        {"top": {"soft": ["mail"], "requires": ["api"]}, "api": {"soft": ["mail"]}, "mail": {}},
    ),
    "nothing_can_fail": Sample(
        _BUGS, Severity.MEDIUM, "Nothing below Pay can fail", ("Pay enters at top",),
        {"top": {"failable": False}}, {"top": {}},
    ),
}  # fmt: skip

"""Excessive load: members that are left cannot carry the peak, and agents that outrun their quotas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from workbench.analyses.findings.false_redundancy import Hit
from workbench.analyses.findings.scene import Scene
from workbench.domain.finding import Category, Finding
from workbench.domain.graph import Node, Phase
from workbench.i18n import N_, _, n_

__all__ = ["AGENT_INPUTS", "QUOTAS", "agents", "demand", "number", "over_capacity", "quotas"]

AGENT_INPUTS = (
    "threads_per_minute", "max_completion_tokens", "tokens_per_second", "system_prompt_tokens", "user_prompt_tokens",
    "recursion_limit",
)  # fmt: skip
"""Attributes of an agent: conversations begun per minute at peak [1/min], tokens of one completion at most, speed of
the model [tokens/s], tokens of the two prompts, and calls of the model per conversation at most."""

_LARGEST = 1e15
"""Beyond every real load and time, and small enough that no sum or product of these overflows."""

QUOTAS = {"requests_per_minute": N_("requests per minute"), "tokens_per_minute": N_("tokens per minute")}
"""Attributes of an agent, or of what it requires or stands in, that limit it [1/min]."""


def over_capacity(scene: Scene, found: Iterable[Hit]) -> list[Finding]:
    """Return one finding per group that has too few members left after the loss of one failure domain."""
    by_group: dict[tuple[str, int], list[Hit]] = {}
    for hit in found:
        if hit.is_load:
            by_group.setdefault((hit.owner, hit.number), []).append(hit)
    return [_too_few(scene, some) for some in by_group.values()]


def _too_few(scene: Scene, some: list[Hit]) -> Finding:
    words = scene.words
    worst = min(some, key=lambda hit: (hit.left, hit.cause))
    causes = [hit.cause for hit in some]
    needed = scene.needed(worst.group)
    title = n_(
        "{owner} needs {k} members; {n} is left after the loss of {cause}",
        "{owner} needs {k} members; {n} are left after the loss of {cause}",
        worst.left,
    ).format(owner=words.name(worst.owner), k=needed, cause=words.full(worst.cause))
    said = [
        _("{owner} needs {group} to carry the load.").format(
            owner=words.name(worst.owner), group=words.needs(worst.group)
        )
    ]
    for hit in some:
        text = n_("When {cause} fails, {n} is left.", "When {cause} fails, {n} are left.", hit.left)
        said.append(text.format(cause=words.full(hit.cause)))
    return scene.finding(
        Category.EXCESSIVE_LOAD, "capacity_after_loss", title, " ".join(said),
        journeys=scene.inside(worst.owner, *causes), owner=worst.owner,
        elements=(worst.owner, *worst.group.members, *causes), about=worst.group.members,
        proof=scene.paths.prove_members(worst.owner, worst.number, worst.fallen, (worst.cause,)), causes=causes,
        detail={"needs": needed, "left": {hit.cause: hit.left for hit in some}},
    )  # fmt: skip


def demand(node: Node) -> dict[str, float] | None:
    """Return the peak demand of an agent on its model, by the names of QUOTAS [1/min]; None when an input is missing.

    requests = threads * (1 + 60 / (completion tokens / tokens per second))
    tokens = requests * (system + user prompt tokens + completion tokens * (recursion limit - 1) / recursion limit)

    No prompt cache is assumed.

    Source: https://aws.amazon.com/blogs/architecture/build-resilient-generative-ai-agents
    """
    found = {name: number(node.attributes, name) for name in AGENT_INPUTS}
    if any(value is None for value in found.values()):
        return None
    threads, completion, speed, system, user, limit = (value or 0.0 for value in found.values())
    if completion < 1 or limit < 1:
        return None
    requests = threads * (1 + 60 * speed / completion)
    tokens = requests * (system + user + completion * (limit - 1) / limit)
    return {"requests_per_minute": requests, "tokens_per_minute": tokens}


def agents(scene: Scene) -> tuple[list[str], list[str]]:
    """Return the agents whose demand can be worked out, and those that lack an input."""
    said = [name for name, node in scene.graph.nodes.items() if "threads_per_minute" in node.attributes]
    able = [name for name in said if demand(scene.graph.nodes[name])]
    return able, [name for name in said if name not in able]


def quotas(scene: Scene) -> tuple[list[Finding], int]:
    """Return the quotas that agents outrun at peak, and how many quotas were compared.

    What limits an agent: itself, what it requires or stands in, and each member of its groups, as any one of them may
    have to carry everything. Agents that share a quota add up.
    """
    users: dict[str, list[str]] = {}
    for name in agents(scene)[0]:
        node = scene.graph.nodes[name]
        below = [name, *node.required(Phase.RUN), *(each for group in node.groups for each in group.members)]
        for each in dict.fromkeys(below):
            users.setdefault(each, []).append(name)
    findings = []
    compared = 0
    for limit, some in sorted(users.items()):
        for metric in QUOTAS:
            quota = number(scene.graph.nodes[limit].attributes, metric)
            if quota is None:
                continue
            compared += 1
            wanted = {name: (demand(scene.graph.nodes[name]) or {})[metric] for name in some}
            if sum(wanted.values()) > quota:
                findings.append(_outrun(scene, limit, metric, quota, wanted))
    return findings, compared


def _outrun(scene: Scene, limit: str, metric: str, quota: float, wanted: Mapping[str, float]) -> Finding:
    words = scene.words
    total = sum(wanted.values())
    who = words.names(wanted)
    numbers = {"total": f"{total:,.0f}", "quota": f"{quota:,.0f}", "what": _(QUOTAS[metric])}
    title = _("{agents} would need {total} {what}; {limit} allows {quota}")
    said = [
        _("{agent} needs {n} {what} at peak").format(agent=words.name(name), n=f"{value:,.0f}", what=numbers["what"])
        for name, value in wanted.items()
    ]
    said.append(_("{limit} allows {quota} {what}").format(limit=words.full(limit), **numbers))
    explanation = n_(
        "At peak the demand is {times} times the quota.",
        "At peak the demand of these {n} agents together is {times} times the quota.",
        len(wanted),
    ).format(times=f"{total / quota:.1f}" if quota else "∞")
    journeys = {one.id: one for name in wanted for one in scene.leaning(name)}
    return scene.finding(
        Category.EXCESSIVE_LOAD, metric, title.format(agents=who, limit=words.full(limit), **numbers), explanation,
        journeys=list(journeys.values()), elements=(limit, *wanted), about=(limit,), said=said, causes=(limit,),
        assumptions=[_("No prompt cache helps, and every conversation goes to its limits.")],
        detail={"demand": dict(wanted), "quota": quota},
    )  # fmt: skip


def number(attributes: Mapping[str, Any], name: str) -> float | None:
    """Return an attribute that is a number from 0 to 10^15; None if it is missing or something else."""
    value = attributes.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LARGEST:
        return None
    return float(value)

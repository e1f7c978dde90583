"""Sentences of the failure analysis: plain words that can be read aloud, in the language of the user."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from workbench.analyses.failure.paths import Proof, Reason, Step
from workbench.domain.graph import KIND_TITLES, Criticality, Graph, Group, Journey, Phase
from workbench.i18n import N_, _, n_

__all__ = ["PLACES", "Words"]

PLACES = frozenset(("region", "az", "account", "vpc", "subnet", "cluster", "node_group", "rack"))
"""Kinds of failure domains that one stands in; of all others one makes use."""
_MOST = 5


class Words:
    """Names and sentences for one graph; two elements of one name are told apart by their ids.

    Args:
        graph: The graph.
        full_groups: Whether groups that nobody has answered for need all of their members.
    """

    def __init__(self, graph: Graph, full_groups: bool = False) -> None:
        self._graph = graph
        self._full = full_groups
        self._times = Counter(node.title for node in graph.nodes.values())
        run = [(name, one) for name, node in graph.nodes.items() for one in node.requires if one.phase is Phase.RUN]
        self._unsure = {(name, one.id) for name, one in run if one.criticality is Criticality.UNKNOWN}
        self._unsure -= {(name, one.id) for name, one in run if one.criticality is Criticality.HARD}

    def name(self, element: str) -> str:
        """Return what people call an element."""
        title = self._graph.title(element)
        return title if title == element or self._times[title] == 1 else f"{title} ({element})"

    def full(self, element: str) -> str:
        """Return the name after the kind, where the kind says something: "KMS key orders"."""
        node = self._graph.nodes[element]
        name = self.name(element)
        kind = KIND_TITLES.get(node.kind, "")
        if node.kind in ("component", "service", "resource", "function", "system") or not kind:
            return name
        return name if _(kind).lower() in name.lower() else f"{_(kind)} {name}"

    def names(self, elements: Iterable[str], most: int = _MOST) -> str:
        """Return "a, b and c"; of a long list the first ones and how many more there are."""
        return listed([self.name(each) for each in elements], most)

    def journeys(self, journeys: Sequence[Journey]) -> str:
        """Return the names of journeys."""
        return listed([one.title for one in journeys])

    def entry(self, journey: Journey) -> str:
        """Say where a journey enters."""
        return _("{journey} enters at {element}").format(journey=journey.title, element=self.name(journey.node))

    def proof(self, proof: Proof, journey: Journey | None = None) -> tuple[str, ...]:
        """Say a proof, one sentence per step; members that fall for one reason share a sentence."""
        said: list[str] = [self.entry(journey)] if journey else []
        steps = {step.element: step for step in proof.steps}
        uses = Counter(each for step in proof.steps for each in step.because)
        hidden: set[str] = set()
        for step in proof.steps:
            if step.element in hidden or step.reason is Reason.FAILED:
                continue
            if step.reason is Reason.GROUP:
                below = [steps[each] for each in step.because]
                alike = len(below) > 1 and len({(one.reason, one.because) for one in below}) == 1
                if alike and below[0].reason in (Reason.REQUIRES, Reason.DOMAIN):
                    hidden.update(each for each in step.because if uses[each] == 1)
                    said.append(self._group(step, below[0]))
                    continue
            said.append(self.step(step))
        return tuple(dict.fromkeys(said))

    def step(self, step: Step) -> str:
        """Say why one element is down; empty for one that failed itself."""
        if step.reason is Reason.FAILED:
            return ""
        if step.reason is Reason.GROUP:
            return self._group(step, None)
        return self._circle(step) if step.reason is Reason.CIRCLE else self._single(step)

    def needs(self, group: Group) -> str:
        """Say what a group asks for: "1 of a and b"."""
        size = len(group.members)
        needed = size if self._full and group.needs is None else group.needed
        if size == 1:
            return self.names(group.members)
        if needed == size:
            return (_("both {members}") if size == 2 else _("all of {members}")).format(
                members=self.names(group.members)
            )
        return _("{n} of {members}").format(n=needed, members=self.names(group.members))

    def _single(self, step: Step) -> str:
        below = step.because[0]
        if step.reason is Reason.DOMAIN:
            return self._stands((step.element,), below)
        text = _("{element} needs {other}")
        if self.is_unsure(step.element, below):
            text = _("{element} needs {other}, as long as nobody says that it can do without")
        return text.format(element=self.name(step.element), other=self.full(below))

    def is_unsure(self, element: str, other: str) -> bool:
        """Whether nobody has said that one element cannot run without another, and yet it counts as such."""
        return (element, other) in self._unsure

    def _stands(self, elements: Sequence[str], domain: str) -> str:
        if len(elements) == 1:
            text = _("{element} stands in {domain}") if self.is_place(domain) else _("{element} relies on {domain}")
            return text.format(element=self.name(elements[0]), domain=self.full(domain))
        text = _("{elements} stand in {domain}") if self.is_place(domain) else _("{elements} rely on {domain}")
        return text.format(elements=self.names(elements), domain=self.full(domain))

    def is_place(self, element: str) -> bool:
        """Whether one stands in it, as in a zone, instead of making use of it, as of a key."""
        return self._graph.nodes[element].kind in PLACES

    def _group(self, step: Step, shared: Step | None) -> str:
        group = self._graph.nodes[step.element].groups[step.group]
        hit, size = step.because, len(group.members)
        text = _("{element} needs {group}").format(element=self.name(step.element), group=self.needs(group))
        if shared:
            text += "; " + self._together(hit, shared, size)
        elif len(hit) < size:
            down = _("{members} goes down") if len(hit) == 1 else _("{members} go down")
            text += "; " + down.format(members=self.names(hit))
        if len(hit) < size:
            text += ", " + n_("which leaves {n}", "which leaves {n}", size - len(hit))
        return text

    def _together(self, members: Sequence[str], shared: Step, of: int) -> str:
        below = shared.because[0]
        if shared.reason is Reason.DOMAIN and self.is_place(below):
            both, every = _("both stand in {domain}"), _("all {n} stand in {domain}")
            some = _("{members} stand in {domain}")
        elif shared.reason is Reason.DOMAIN:
            both, every = _("both rely on {domain}"), _("all {n} rely on {domain}")
            some = _("{members} rely on {domain}")
        else:
            both, every = _("both need {domain}"), _("all {n} need {domain}")
            some = _("{members} need {domain}")
        text = some if len(members) < of else both if of == 2 else every
        return text.format(n=of, domain=self.full(below), members=self.names(members))

    def _circle(self, step: Step) -> str:
        if not step.because:
            one, several = N_("{elements} only holds itself up"), N_("{elements} only hold each other up")
        elif len(step.because) == 1:
            one = N_("{elements} only holds itself up once {others} is down")
            several = N_("{elements} only hold each other up once {others} is down")
        else:
            one = N_("{elements} only holds itself up once {others} are down")
            several = N_("{elements} only hold each other up once {others} are down")
        text = _(one if len(step.circle) == 1 else several)
        return text.format(elements=self.names(step.circle), others=self.names(step.because))


def listed(names: Collection[str], most: int = _MOST) -> str:
    """Return "a, b and c", or "a, b and 7 more" when there are many."""
    shown = list(names)
    if len(shown) > most + 1:
        more = n_("{n} more", "{n} more", len(shown) - most)
        shown = [*shown[:most], more]
    if len(shown) < 2:
        return "".join(shown)
    return _("{first} and {last}").format(first=", ".join(shown[:-1]), last=shown[-1])

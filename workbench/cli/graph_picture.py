"""Pictures of a graph for `workbench graph export`: SVG, PNG and PDF of the one scene."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from workbench.cli.graph_analyse import only_journey
from workbench.cli.graph_source import Source, element_named, not_coherent

if TYPE_CHECKING:
    from workbench.figures.architecture import State
    from workbench.progress import Progress

__all__ = ["PICTURES", "PictureChoice", "PictureTheme", "picture_bytes"]

PICTURES = ("svg", "png", "pdf")
"""Formats of pictures; each is the end of a file's name, too."""


class PictureTheme(StrEnum):
    """Colours of a picture."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What a picture shows.

    Attributes:
        journey: Only what this journey leads to; its id or its name.
        fail: Elements that have failed.
        findings: Whether findings are marked.
    """

    journey: str = ""
    fail: Sequence[str] = ()
    theme: PictureTheme = PictureTheme.LIGHT
    findings: bool = False

    def __bool__(self) -> bool:
        return bool(self.journey or self.fail or self.findings or self.theme is not PictureTheme.LIGHT)


def picture_bytes(source: Source, format_: str, choice: PictureChoice, progress: Progress) -> bytes:
    """Return a graph as a picture, where people put things, and laid out where nobody did.

    Raises:
        BadInput: It is no graph.
        UnknownName: There is no such journey or element.
    """
    from workbench.analyses.graph_layout import place_new, positions_in
    from workbench.figures import DARK, LIGHT
    from workbench.figures.architecture import View, leading_to, pdf_of_scene, png_of_scene, scene, svg_of_scene

    if source.trees:
        raise not_coherent(source)
    state, graph = _state(source, choice), only_journey(source.graph, choice.journey)
    kept = positions_in(graph)
    view = View(journey=graph.journeys[0].id) if choice.journey else View()
    if view.journey and not kept:
        graph, view = leading_to(graph, view.journey), View()
    drawn = scene(graph, place_new(graph, kept, progress=progress), view, state, title=source.name)
    palette = DARK if choice.theme is PictureTheme.DARK else LIGHT
    if format_ == "png":
        return png_of_scene(drawn, palette)
    if format_ == "pdf":
        return pdf_of_scene(drawn, palette)
    return svg_of_scene(drawn, palette).encode()


def _state(source: Source, choice: PictureChoice) -> State:
    from workbench.figures.architecture import State, badges_of, lose

    state = State()
    if choice.findings:
        from workbench.analyses.failure.analysis import Options, analyse
        from workbench.analyses.findings.report import find

        found = find(analyse(source.graph, Options(order=2, quantify=False)), source.notes)
        state = State(badges=badges_of(found.findings))
    if choice.fail:
        state = lose(source.graph, [element_named(source.graph, one) for one in choice.fail], state)
    return state

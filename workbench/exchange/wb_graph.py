"""wb-graph/1 as bytes: strict JSON in, one byte form out."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any, NoReturn

from workbench.domain.graph import Graph
from workbench.domain.graph_json import graph_from_json, graph_to_json
from workbench.errors import BadInput
from workbench.i18n import _

__all__ = ["read_graph", "write_graph"]

_MOST_BYTES = 200_000_000
_MOST_DIGITS = 400


def read_graph(data: bytes, name: str = "", warnings: list[str] | None = None) -> Graph:
    """Read a graph.

    Args:
        data: JSON in UTF-8 (a byte order mark is fine).
        name: What to call the text in errors.
        warnings: Where unknown keys are noted.

    Raises:
        BadInput: No JSON, or no graph; with the line, or every place.
    """
    called = name or _("The graph")
    if len(data) > _MOST_BYTES:
        most = f"{_MOST_BYTES // 1_000_000} MB"
        raise BadInput(_("{name} is larger than {most}.").format(name=called, most=most))
    try:
        text = data.decode("utf-8-sig")
        parsed = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number, parse_int=_whole)
    except UnicodeDecodeError as error:
        raise BadInput(_("{name} is no UTF-8 text (byte {place}).").format(name=called, place=error.start)) from error
    except json.JSONDecodeError as error:
        said = _("{name} is no JSON: line {line}, column {column}: {what}.")
        raise BadInput(said.format(name=called, line=error.lineno, column=error.colno, what=error.msg)) from error
    except RecursionError as error:
        raise BadInput(_("{name} is nested too deeply.").format(name=called)) from error
    except ValueError as error:
        raise BadInput(_("{name} cannot be used: {what}.").format(name=called, what=error)) from error
    return graph_from_json(parsed, warnings)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entry = dict(pairs)
    if len(entry) != len(pairs):
        twice, _times = Counter(name for name, _value in pairs).most_common(1)[0]
        raise ValueError(_('the key "{key}" is there twice').format(key=twice[:60]))
    return entry


def _no_number(word: str) -> NoReturn:
    raise ValueError(_("{word} is no number").format(word=word))


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError(_("a number has more than {n} digits").format(n=_MOST_DIGITS))
    return int(digits)


def write_graph(graph: Graph) -> bytes:
    """Return the graph as readable JSON with a line end; equal graphs give equal bytes."""
    return (json.dumps(graph_to_json(graph), ensure_ascii=False, indent=1) + "\n").encode()

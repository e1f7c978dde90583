"""A recap for the two bodies of a mail: plain text, and HTML as simple as mail programs show it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from workbench.reports.content.model import Bullets, Content, Section, Table, Text

__all__ = ["recap_html", "recap_text"]


def recap_text(content: Content) -> str:
    """Return a recap as plain text, for the body of a mail."""
    lines = [content.kicker, content.title, content.subtitle, "", content.lead, "", content.notice, ""]
    lines += [f"{name}: {value}" for name, value in content.facts.pairs]
    for section in content.sections:
        lines += ["", section.title, "-" * len(section.title)]
        for block in section.blocks:
            if isinstance(block, Text):
                lines.append(block.text)
            elif isinstance(block, Bullets):
                lines += [f"{block.title}:"] if block.title else []
                lines += [f"* {one.text}" + (f" ({one.quiet})" if one.quiet else "") for one in block.items]
            elif isinstance(block, Table):
                for row in block.rows:
                    said = [
                        f"{column.title}: {cell.text}"
                        for column, cell in zip(block.columns[1:], row[1:], strict=True)
                        if cell.text
                    ]
                    lines.append(f"* {row[0].text}" + (f" ({'; '.join(said)})" if said else ""))
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def recap_html(content: Content) -> str:
    """Return a recap as one HTML document without style sheets, pictures or links."""
    head = [f"<h1>{escape(content.kicker)}: {escape(content.title)}</h1>", f"<p>{escape(content.subtitle)}</p>"]
    if content.lead:
        head.append(f"<p>{escape(content.lead)}</p>")
    if content.notice:
        head.append(f"<p><em>{escape(content.notice)}</em></p>")
    head.append(_listed(f"{name}: {value}" for name, value in content.facts.pairs))
    body = "".join(_section(section) for section in content.sections)
    title = escape(f"{content.kicker}: {content.title}")
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(content.language)}"><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{''.join(head)}{body}</body></html>\n"
    )


def _listed(lines: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _section(section: Section) -> str:
    parts = [f"<h2>{escape(section.title)}</h2>"]
    for block in section.blocks:
        if isinstance(block, Text):
            parts.append(f"<p>{escape(block.text)}</p>")
        elif isinstance(block, Bullets):
            parts += [f"<h3>{escape(block.title)}</h3>"] if block.title else []
            parts.append(_listed(one.text + (f" ({one.quiet})" if one.quiet else "") for one in block.items))
        elif isinstance(block, Table):
            heads = "".join(f'<th align="left">{escape(column.title)}</th>' for column in block.columns)
            rows = "".join(f"<tr>{''.join(f'<td>{escape(cell.text)}</td>' for cell in row)}</tr>" for row in block.rows)
            parts.append(f'<table border="1" cellpadding="4" cellspacing="0"><tr>{heads}</tr>{rows}</table>')
    return "".join(parts)

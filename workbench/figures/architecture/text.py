"""Widths of texts without a window: the advance widths of DejaVu Sans, and texts cut to a width.

Source of the numbers: the `hmtx` table of DejaVu Sans 2.37, https://dejavu-fonts.github.io (2048 units to the em).
"""

from __future__ import annotations

import unicodedata

__all__ = ["cut", "text_width", "wrapped"]

_EM = 2048
_CODES = (*range(32, 127), *range(160, 256))
_OTHER, _WIDE = 1300, 2048


def _table(widths: str) -> dict[str, int]:
    return dict(zip(map(chr, _CODES), map(int, widths.split()), strict=True))


# fmt: off
_REGULAR = _table(
    "651 821 942 1716 1303 1946 1597 563 799 799 1024 1716 651 739 651 690 1303 1303 1303 1303 1303 1303 1303 "
    "1303 1303 1303 690 690 1716 1716 1716 1087 2048 1401 1405 1430 1577 1294 1178 1587 1540 604 604 1343 1141 "
    "1767 1532 1612 1235 1612 1423 1300 1251 1499 1401 2025 1403 1251 1403 799 690 799 1716 1024 1024 1255 1300 "
    "1126 1300 1260 721 1300 1298 569 569 1186 569 1995 1298 1253 1300 1300 842 1067 803 1298 1212 1675 1212 "
    "1212 1075 1303 690 1303 1716 "
    "651 821 1303 1303 1303 1303 690 1024 1024 2048 965 1253 1716 739 2048 1024 1024 1716 821 821 1024 1303 "
    "1303 651 1024 821 965 1253 1985 1985 1985 1087 1401 1401 1401 1401 1401 1401 1995 1430 1294 1294 1294 1294 "
    "604 604 604 604 1587 1532 1612 1612 1612 1612 1612 1716 1612 1499 1499 1499 1499 1251 1239 1290 1255 1255 "
    "1255 1255 1255 1255 2011 1126 1260 1260 1260 1260 569 569 569 569 1253 1298 1253 1253 1253 1253 1253 1716 "
    "1253 1298 1298 1298 1298 1212 1300 1212 "
)
_BOLD = _table(
    "713 934 1067 1716 1425 2052 1786 627 936 936 1071 1716 778 850 778 748 1425 1425 1425 1425 1425 1425 1425 "
    "1425 1425 1425 819 819 1716 1716 1716 1188 2048 1585 1561 1503 1700 1399 1399 1681 1714 762 762 1587 1305 "
    "2038 1714 1741 1501 1741 1577 1475 1397 1663 1585 2259 1579 1483 1485 936 748 936 1716 1024 1024 1382 1466 "
    "1214 1466 1389 891 1466 1458 702 702 1362 702 2134 1458 1407 1466 1466 1010 1219 979 1458 1335 1892 1321 "
    "1335 1192 1458 748 1458 1716 "
    "713 934 1425 1425 1303 1425 748 1024 1024 2048 1155 1323 1716 850 2048 1024 1024 1716 897 897 1024 1507 "
    "1303 778 1024 897 1155 1323 2120 2120 2120 1188 1585 1585 1585 1585 1585 1585 2222 1503 1399 1399 1399 "
    "1399 762 762 762 762 1716 1714 1741 1741 1741 1741 1741 1716 1741 1663 1663 1663 1663 1483 1511 1473 1382 "
    "1382 1382 1382 1382 1382 2146 1214 1389 1389 1389 1389 702 702 702 702 1407 1458 1407 1407 1407 1407 1407 "
    "1716 1407 1458 1458 1458 1458 1335 1466 1335 "
)
# fmt: on


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line [same unit as its size]; signs the table lacks count as a usual letter or as wide."""
    widths = _BOLD if bold else _REGULAR
    return sum(widths.get(sign) or _guess(sign) for sign in text) * size / _EM


def _guess(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Cc"):
        return 0
    return _WIDE if unicodedata.east_asian_width(sign) in "WF" or sign == "…" else _OTHER


def cut(text: str, size: float, room: float, bold: bool = False) -> str:
    """Return a text that fits; what was cut off shows as an ellipsis."""
    if text_width(text, size, bold) <= room:
        return text
    room -= text_width("…", size, bold)
    kept, width = 0, 0.0
    for sign in text:
        width += text_width(sign, size, bold)
        if width > room:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def wrapped(text: str, size: float, room: float, lines: int, bold: bool = False) -> tuple[str, ...]:
    """Return a text in lines that fit, at most some; the last is cut."""
    words, found = text.split(), [""]
    for place, word in enumerate(words):
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or text_width(longer, size, bold) <= room:
            found[-1] = longer
        elif len(found) < lines:
            found.append(word)
        else:
            found[-1] = " ".join((found[-1], *words[place:]))
            break
    return tuple(cut(line, size, room, bold) for line in found)

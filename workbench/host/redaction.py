"""Takes secrets and account ids out of texts that leave the program: logs, crash details, failures, shared screens."""

from __future__ import annotations

import re

__all__ = ["redact", "room_safe"]

_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # name = value, in any of the usual spellings: TOKEN=x, "password": "x", aws_secret_access_key: x
    (
        re.compile(
            r"""(?ix) ( [\w-]* (?: secret | token | pass(?:word|phrase|wd) | authorization | api[_-]?key
            | access_?key_?id | signature | credential | device_?code ) [\w-]* ["']? \s* [=:] \s* )
            (?: "[^"]*" | '[^']*' | (?!bearer\b|basic\b) [^\s,;&)}\]]+ )"""
        ),
        r"\1[removed]",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/._~=-]{8,}"), r"\1 [removed]"),
    # AWS ids by their prefixes (IAM user guide, "Understanding unique ID prefixes").
    (re.compile(r"\b(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,}\b"), "[removed]"),
    # Session tokens by how they begin, and what looks like a secret access key: 40 mixed signs.
    (
        re.compile(r"\b(?:FwoGZXIvYXdz|IQoJb3JpZ2lu|FQoGZXIvYXdz|eyJ[A-Za-z0-9_-]{10,}\.)[A-Za-z0-9/+=._-]+"),
        "[removed]",
    ),
    (
        re.compile(r"(?<![A-Za-z0-9/+=_.-])(?=\S*[A-Z])(?=\S*[a-z])(?=\S*\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_.-])"),
        "[removed]",
    ),
    # A password in an address: https://person:password@proxy
    (re.compile(r"""(?<=://)[^\s"'<>@]*:[^\s"'<>@]*@"""), "[removed]@"),
)
_ACCOUNT = re.compile(r"(?<!\d)\d{12}(?!\d)|(?<!\d)\d{4}-\d{4}-\d{4}(?!\d)")


def redact(text: str) -> str:
    """Return the text without access keys, secrets, tokens, passwords and 12-digit account ids."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return _ACCOUNT.sub("[account id]", text)


def room_safe(text: str) -> str:
    """Return a text of the screen with dots for every account id, also inside ARNs; nothing else changes."""
    return _ACCOUNT.sub("•" * 12, text)

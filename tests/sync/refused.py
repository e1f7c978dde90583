"""Asking for the error of a call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


def refused(call: Callable[..., Any], code: str, **members: Any) -> dict[str, Any]:
    """Call, expect this error code, and return the whole error response."""
    with pytest.raises(ClientError) as caught:
        call(**members)
    response: dict[str, Any] = caught.value.response
    assert response["Error"]["Code"] == code, response
    return response

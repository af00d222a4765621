"""What an act says when it refuses."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError


def refused(error: pytest.ExceptionInfo[ValidationError]) -> str:
    """The sentence of a refusal: exactly one."""
    assert len(error.value.messages) == 1
    return error.value.messages[0]

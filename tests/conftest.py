"""Fixtures that tests of several rooms use."""

import pytest
from django.conf import settings
from django.utils import translation

from tests.browser import browser_page, chromium, new_page, site
from tests.databases import made_database

__all__ = ["browser_page", "chromium", "made_database", "new_page", "site"]


@pytest.fixture(autouse=True)
def bokmal_first() -> None:
    """A page in another language leaves its language behind in the thread; no test begins with another's."""
    translation.activate(settings.LANGUAGE_CODE)

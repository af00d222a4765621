"""Fixtures that tests of several rooms use."""

from tests.browser import browser_page, chromium, new_page, site
from tests.databases import made_database

__all__ = ["browser_page", "chromium", "made_database", "new_page", "site"]

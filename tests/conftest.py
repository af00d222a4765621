"""Fixtures that tests of several rooms use."""

from tests.browser import browser_page, chromium, new_page, site

__all__ = ["browser_page", "chromium", "new_page", "site"]

"""What the lock-out after failed logins counts by: the account that is tried, and from where, also behind proxies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The client's address as the outermost trusted proxy saw it.

    With ``settings.PROXIES`` proxies in front, the last that many entries of X-Forwarded-For were written by them;
    what stands before is the client's own word and is never believed. Without proxies the header counts for nothing.
    """
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        return forwarded[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR", ""))


def account_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The account that is tried, in one spelling: logins don't tell upper case from lower, so neither does the lock."""
    given = (credentials or {}).get("username") or request.POST.get("username", "")
    return str(given).strip().lower()[:255]

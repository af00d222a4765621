"""From where a request comes, also behind proxies: what the lock-out after failed logins counts by."""

from __future__ import annotations

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

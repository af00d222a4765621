from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from styrhus import __version__
from styrhus.identity.access import logged_in, public
from styrhus.steering.queries import DueItem

from . import queries
from .calendars import as_calendar


@logged_in
@require_GET
def front(request: HttpRequest) -> HttpResponse:
    plan_key = request.GET.get("plan", "")
    page, sights, plans = queries.front(
        request.user, request.GET.get("blikk"), int(plan_key) if plan_key.isdecimal() and len(plan_key) < 10 else None
    )
    context = {
        "page": page,
        "plans": plans,
        "sights": [
            (sight.value, queries.SIGHT_NAMES[sight], page is not None and sight is page.sight) for sight in sights
        ],
        "facts": queries.facts_of(page.plan) if page else [],
    }
    return render(request, "portal/front.html", context)


@logged_in
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    hits = queries.search(request.user, text) if text else []
    rows = [(hit, reverse(hit.url_name, args=hit.url_args)) for hit in hits]
    context = {"text": text, "rows": rows, "full": len(rows) >= queries.SEARCH_LIMIT}
    return render(request, "portal/search.html", context)


@logged_in
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Where one finds the secret addresses of one's own feed."""
    key = request.user.feed_key
    address = request.build_absolute_uri(reverse("portal:feed", args=[key])) if key else ""
    return render(request, "portal/calendar.html", {"address": address, "mine": f"{address}?mine=1" if address else ""})


@public
@require_GET
@never_cache
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """The feed itself: calendar programs can't log in, so the address is secret and can be renewed."""
    user = queries.feed_owner(key)
    if user is None:
        raise Http404
    mine = request.GET.get("mine") == "1"

    def address(item: DueItem) -> str:
        return request.build_absolute_uri(reverse(item.url_name, args=item.url_args))

    with translation.override(user.language):
        content = as_calendar(
            queries.feed_items(user, mine), _("Styrhus: mine frister") if mine else "Styrhus", address
        )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="styrhus.ics"'
    return response


@public
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/about.html", {"version": __version__})


@public
@require_GET
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/privacy.html")


@public
@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """For load balancers: 200 when the database answers. Tells nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return HttpResponse("ok", content_type="text/plain")

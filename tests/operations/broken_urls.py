"""A site whose one page fails, to see what its error answers carry."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from styrhus.identity.access import public
from styrhus.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]


@public
def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret that no page may show")


@public
def refuses(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Dette er grunnen.")


def unmarked(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to all by mistake")


urlpatterns = [path("fails/", fails), path("refuses/", refuses), path("unmarked/", unmarked), *urlpatterns]

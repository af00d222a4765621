"""One's notices, one's choices of mail, and the outbox for those who look after it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from styrhus.identity.access import logged_in, requires
from styrhus.ui.tables import table_response

from . import actions, queries
from .access import Permission
from .digests import preferences_of
from .forms import PreferencesForm
from .models import Notice
from .tables import NoticeTable, OutboxTable


@logged_in
def notices(request: HttpRequest) -> HttpResponseBase:
    table = NoticeTable(queries.notices_of(request.user), request, user=request.user)
    unread = Notice.objects.visible_to(request.user).unread().count()
    context = {"unread": unread, "mail_is_on": bool(settings.SMTP_URL)}
    return table_response(request, table, "notices/notices.html", context)


@logged_in
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Mark one notice read, or all of them."""
    chosen = Notice.objects.visible_to(request.user)
    wanted = request.POST.get("notice", "")
    if wanted:
        chosen = (
            chosen.filter(pk=int(wanted))
            if wanted.isascii() and wanted.isdigit() and len(wanted) < 18
            else chosen.none()
        )
        if not chosen.exists():
            raise Http404
    marked = actions.mark_read(notices=chosen, by=request.user)
    words = ngettext("%(count)s varsel er merket som lest.", "%(count)s varsler er merket som lest.", marked)
    messages.success(request, words % {"count": marked})
    return redirect("notices:notices")


@logged_in
def preferences(request: HttpRequest) -> HttpResponse:
    chosen = preferences_of(request.user)
    initial = {name: getattr(chosen, name) for name in actions.PREFERENCES}
    form = PreferencesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_preferences(user=request.user, values=form.cleaned_data, by=request.user)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
        else:
            messages.success(request, _("Valgene dine er lagret."))
            return redirect("notices:preferences")
    return render(request, "notices/preferences.html", {"form": form, "mail_is_on": bool(settings.SMTP_URL)})


@requires(Permission.SEE_OUTBOX)
def outbox(request: HttpRequest) -> HttpResponseBase:
    """Whether mail has gone out. The text of a mail is between the program and the one who gets it."""
    table = OutboxTable(queries.mails_visible_to(request.user), request)
    return table_response(request, table, "notices/outbox.html", {"mail_is_on": bool(settings.SMTP_URL)})


@requires(Permission.SEND_AGAIN)
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    mail = queries.mails_visible_to(request.user).filter(pk=pk).first()
    if mail is None:
        raise Http404
    try:
        actions.send_again(mail=mail, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("E-posten er lagt i køen på nytt."))
    return redirect("notices:outbox")

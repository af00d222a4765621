"""The program's own mail: what is urgent at once outside quiet hours, the rest once a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.ui import formats

from .mail import write
from .models import Mail, Notice, NoticeQuerySet, Preferences
from .rules import Quiet, digest_is_due, group_of, is_quiet

OLDEST = timedelta(days=30)  # what nobody has read by then is not told by mail any more
SHOWN = 60  # notices in one mail; the page has them all


def preferences_of(user: User) -> Preferences:
    """The user's own choices, or the defaults (which are not saved)."""
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


def quiet_of(preferences: Preferences) -> Quiet:
    return Quiet(preferences.quiet_from, preferences.quiet_to, preferences.weekends)


def write_urgent() -> int:
    """One mail to each user whose urgent notices wait and whose quiet hours don't. Returns how many."""
    return sum(_write_urgent(user) for user in _waiting_users(urgent=True))


def write_digests() -> int:
    """The day's digest to each user who wants one and has something to be told. Returns how many."""
    return sum(_write_digest(user) for user in _waiting_users())


def _waiting_users(**conditions: bool) -> list[User]:
    waiting = _waiting().filter(**conditions).order_by().values("user")
    return list(User.objects.filter(is_active=True, pk__in=waiting).order_by("pk"))


def _waiting() -> NoticeQuerySet:
    """Notices that no mail has carried yet and that nobody has read."""
    return Notice.objects.unread().filter(mail=None, made_at__gte=clock.now() - OLDEST)


@transaction.atomic
def _write_urgent(user: User) -> bool:
    preferences = preferences_of(user)
    if not preferences.urgent_at_once or is_quiet(clock.now(), quiet_of(preferences)):
        return False
    notices = _take(user, urgent=True)
    if not notices:
        return False
    with override(user.language):
        subject = notices[0].text if len(notices) == 1 else _("%(count)s saker haster") % {"count": len(notices)}
        body = urgent_body(user, notices)
    mail = write(to=user, subject=subject, body=body, key=f"urgent:{user.pk}:{max(notice.pk for notice in notices)}")
    _mark(notices, mail)
    return True


@transaction.atomic
def _write_digest(user: User) -> bool:
    preferences, now = preferences_of(user), clock.now()
    if not preferences.digest or not digest_is_due(now, preferences.digest_hour):
        return False
    key = f"digest:{user.pk}:{now.date().isoformat()}"
    notices = _take(user)
    if not notices or Mail.objects.filter(key=key).exists():
        return False
    with override(user.language):
        groups = grouped(notices, now.date())
        subject = digest_subject(groups)
        body = digest_body(user, groups, now.date())
    _mark(notices, write(to=user, subject=subject, body=body, key=key))
    return True


def _take(user: User, **conditions: bool) -> list[Notice]:
    """The user's waiting notices, held for this transaction; what another worker holds is not taken."""
    rows = _waiting().filter(user=user, **conditions).select_for_update(skip_locked=True, of=("self",))
    return list(rows.order_by("-urgent", "due_on", "made_at", "pk"))


def _mark(notices: Sequence[Notice], mail: Mail) -> None:
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mail=mail)


# -- the words


def grouped(notices: Sequence[Notice], today: date) -> dict[str, list[Notice]]:
    """The notices under "urgent", "soon" and "other"; a group without any is left out."""
    groups: dict[str, list[Notice]] = {"urgent": [], "soon": [], "other": []}
    for notice in notices:
        groups[group_of(notice.urgent, notice.due_on, today)].append(notice)
    return {name: rows for name, rows in groups.items() if rows}


def digest_subject(groups: dict[str, list[Notice]]) -> str:
    count = sum(len(rows) for rows in groups.values())
    words = ngettext("%(count)s varsel i Styrhus", "%(count)s varsler i Styrhus", count) % {"count": count}
    urgent = len(groups.get("urgent", ()))
    return _("%(words)s, %(urgent)s haster") % {"words": words, "urgent": urgent} if urgent else words


def digest_body(user: User, groups: dict[str, list[Notice]], today: date) -> str:
    headings = {"urgent": _("HASTER"), "soon": _("SNART"), "other": _("ELLERS")}
    lines = [
        _("Hei, %(name)s!") % {"name": user.name},
        "",
        _("Dette er nytt for deg i Styrhus %(day)s.") % {"day": formats.date_long(today)},
    ]
    left = SHOWN
    for name, rows in groups.items():
        lines += ["", headings[name], ""]
        for notice in rows[:left]:
            lines += _lines(notice)
        left = max(0, left - len(rows))
    hidden = sum(len(rows) for rows in groups.values()) - SHOWN
    if hidden > 0:
        lines += ["", _("… og %(count)s til, som står i Styrhus.") % {"count": hidden}]
    return "\n".join([*lines, *_ending(_("Du får ett sammendrag hver arbeidsdag når det er noe nytt."))])


def urgent_body(user: User, notices: Sequence[Notice]) -> str:
    lines = [_("Hei, %(name)s!") % {"name": user.name}, "", _("Dette haster:"), ""]
    for notice in notices[:SHOWN]:
        lines += _lines(notice)
    return "\n".join([*lines, *_ending(_("Du får hastesaker med en gang, utenom stilletiden din."))])


def _lines(notice: Notice) -> list[str]:
    """The notice, and its address under it where the site's own is known."""
    due = _(" (frist %(day)s)") % {"day": formats.date_short(notice.due_on)} if notice.due_on else ""
    lines = [f"– {notice.text}{due}"]
    return [*lines, f"  {settings.SITE_URL}{notice.url}", ""] if settings.SITE_URL else [*lines, ""]


def _ending(why: str) -> list[str]:
    """Why this mail came, and where that is changed. "-- " begins a signature, which readers set apart."""
    place = f"{settings.SITE_URL}/varsler/valg/" if settings.SITE_URL else _("Min side i Styrhus")
    return ["", "-- ", why, _("Endre hva du får på e-post: %(place)s") % {"place": place}, ""]

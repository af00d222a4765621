"""The acts of this room in words, for the event log."""

from django.utils.translation import gettext_lazy as _

ACTS = {
    "notices.queue": _("E-post lagt til sending"),
    "notices.send_again": _("E-post sendt på nytt"),
    "notices.set_preferences": _("Valg for e-post endret"),
}
FIELDS = {
    "digest": _("daglig sammendrag"),
    "digest_hour": _("sammendrag klokken"),
    "urgent_at_once": _("hastesaker med en gang"),
    "quiet_from": _("stille fra"),
    "quiet_to": _("stille til"),
    "weekends": _("også i helger og på helligdager"),
}

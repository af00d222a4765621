"""What agency and ministry settle together: enquiries from the Storting, and joint routines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.obligations import actions, queries
from styrhus.obligations.access import Permission, may_keep
from styrhus.obligations.forms import (
    ClearForm,
    ContactForm,
    DayForm,
    NoForm,
    RoutineForm,
)
from styrhus.obligations.models import JointRoutine, StortingContact
from styrhus.obligations.rules import data
from styrhus.obligations.tables import ContactTable, RoutineTable
from styrhus.ui.formats import date_long, date_time

from .registers import Act, Register, act_view, initial_of, managed

# -- the Storting


def storting_rule() -> tuple[str, str, bool]:
    """The rule in our own words, its source, and whether it is confirmed."""
    rule = data("storting")["rule"]
    words = _now(
        "Ingen ansatte svarer Stortinget eller dets organer før statsråden har avklart det. Statsråden kan sette rammer."
    )
    return words, rule["source"], rule["verified"]


def _contact_page(request: HttpRequest, row: StortingContact) -> dict[str, Any]:
    acts: list[tuple[str, Any, str]] = []
    if _clears(request.user, row):
        acts.append((reverse("obligations:clear_contact", args=(row.pk,)), _("Avklar kontakten"), "check"))
    if row.cleared and row.answered_on is None and may_keep(request.user, row.agency_id):
        acts.append((reverse("obligations:answer_contact", args=(row.pk,)), _("Besvart"), "envelope"))
    if row.answered_on:
        notes = [("success", _now("Besvart %(day)s.") % {"day": date_long(row.answered_on)})]
    elif row.cleared is None:
        notes = [("warning", _now("Venter på avklaring med statsråden. Ingen skal svare ennå."))]
    elif row.cleared:
        notes = [("success", _now("Avklart. Svar innenfor rammene."))]
    else:
        notes = [("danger", _now("Henvendelsen skal ikke besvares av virksomheten."))]
    return {"acts": acts, "notes": notes, "rules": [storting_rule()]}


def _clears(user: User, row: StortingContact) -> bool:
    ministry = row.agency.parent_id
    return row.cleared is None and ministry is not None and user.may(Permission.CLEAR_CONTACT, ministry)


CONTACTS = Register(
    url="contact",
    list_url="contacts",
    model=StortingContact,
    table=ContactTable,
    form=ContactForm,
    rows=queries.contacts_for,
    enter=actions.enter_contact,
    change=None,
    title=_("Kontakt med Stortinget"),
    lead=_("Henvendelser føres her og avklares med statsråden i departementet før noen svarer."),
    new_text=_("Før en henvendelse"),
    saved_text=_("Henvendelsen er ført, og departementet har fått beskjed."),
    names=(*StortingContact.FIELDS, "frame"),
    see=Permission.SEE_JOINT,
    head=lambda request: {"rules": [storting_rule()]},
    page=_contact_page,
)
clear_contact = act_view(
    Act(
        CONTACTS, ClearForm,
        lambda row, values, user: actions.clear_contact(row=row, by=user, **values),
        title=_("Avklar kontakten"),
        saved=_("Avklaringen er lagret."),
        allowed=_clears,
        permission=Permission.CLEAR_CONTACT,
    )
)  # fmt: skip
answer_contact = act_view(
    Act(
        CONTACTS, DayForm,
        lambda row, values, user: actions.answer_contact(row=row, answered_on=values["day"], by=user),
        title=_("Henvendelsen er besvart"),
        saved=_("Svaret er ført."),
        allowed=lambda user, row: bool(row.cleared) and row.answered_on is None and may_keep(user, row.agency_id),
        initial=lambda row: {"day": clock.today()},
    )
)  # fmt: skip

# -- joint routines


def _anchors(user: User, row: JointRoutine) -> bool:
    ministry = row.agency.parent_id
    if ministry and user.may(Permission.ANCHOR_ROUTINE, ministry):
        return row.ministry_at is None
    return user.may(Permission.ANCHOR_ROUTINE, row.agency_id) and row.agency_at is None


def _routine_page(request: HttpRequest, row: JointRoutine) -> dict[str, Any]:
    acts: list[tuple[str, Any, str]] = []
    if _anchors(request.user, row):
        acts.append((reverse("obligations:anchor_routine", args=(row.pk,)), _("Forankre på vår side"), "handshake"))
    if managed(request.user, row) and row.holds:
        acts.append((reverse("obligations:routine_known", args=(row.pk,)), _("Gjort kjent"), "people"))
    if managed(request.user, row) and (row.agency_at or row.ministry_at):
        acts.append((reverse("obligations:renew_routine", args=(row.pk,)), _("Ny versjon"), "merge"))
    notes = []
    for side, at, by in (
        (_now("Virksomheten"), row.agency_at, row.agency_by),
        (_now("Departementet"), row.ministry_at, row.ministry_by),
    ):
        if at:
            words = _now("%(side)s: forankret av %(who)s %(time)s.")
            notes.append(
                ("success", words % {"side": side, "who": by.name if by else "Styrhus", "time": date_time(at)})
            )
        else:
            notes.append(("warning", _now("%(side)s: ikke forankret ennå.") % {"side": side}))
    if row.made_known_on:
        notes.append(("info", _now("Gjort kjent for de ansatte %(day)s.") % {"day": date_long(row.made_known_on)}))
    links = []
    if row.replaces_id:
        links.append((reverse("obligations:routine", args=(row.replaces_id,)), _now("Forrige versjon")))
    newer = JointRoutine.objects.filter(replaces=row).first()
    if newer:
        links.append((reverse("obligations:routine", args=(newer.pk,)), _now("Nyere versjon")))
        acts = []
    return {"acts": acts, "notes": notes, "links": links}


ROUTINES = Register(
    url="routine",
    list_url="routines",
    model=JointRoutine,
    table=RoutineTable,
    form=RoutineForm,
    rows=queries.routines_for,
    find=lambda user: JointRoutine.objects.visible_to(user).select_related(
        "agency__parent", "agency_by", "ministry_by"
    ),
    enter=actions.propose_routine,
    change=actions.change_routine,
    title=_("Felles rutiner"),
    lead=_("Hvordan departement og virksomhet arbeider sammen. Lederne på begge sider forankrer hver rutine."),
    new_text=_("Skriv en rutine"),
    saved_text=_("Rutinen er lagret og venter på forankring."),
    names=JointRoutine.FIELDS,
    see=Permission.SEE_JOINT,
    keep=Permission.MANAGE_REGISTERS,
    page=_routine_page,
    open=lambda row: row.agency_at is None and row.ministry_at is None,
)
anchor_routine = act_view(
    Act(
        ROUTINES, NoForm,
        lambda row, values, user: actions.anchor_routine(row=row, by=user),
        title=_("Forankre rutinen"),
        lead=_("Du sier som leder at rutinen gjelder på deres side. Når begge parter har gjort det, låses den."),
        saved=_("Rutinen er forankret på deres side."),
        submit=_("Forankre rutinen"),
        allowed=_anchors,
        permission=Permission.ANCHOR_ROUTINE,
    )
)  # fmt: skip
renew_routine = act_view(
    Act(
        ROUTINES, RoutineForm,
        lambda row, values, user: actions.renew_routine(row=row, values=values, by=user),  # type: ignore[arg-type]
        title=_("Ny versjon av rutinen"),
        lead=_("Den nye versjonen må forankres på begge sider."),
        saved=_("Den nye versjonen er lagret."),
        allowed=lambda user, row: managed(user, row) and bool(row.agency_at or row.ministry_at),
        permission=Permission.MANAGE_REGISTERS,
        initial=lambda row: initial_of(row, JointRoutine.FIELDS),
    )
)  # fmt: skip
routine_known = act_view(
    Act(
        ROUTINES, DayForm,
        lambda row, values, user: actions.make_routine_known(row=row, on=values["day"], by=user),
        title=_("Rutinen er gjort kjent for de ansatte"),
        saved=_("Datoen er lagret."),
        allowed=lambda user, row: managed(user, row) and row.holds,
        permission=Permission.MANAGE_REGISTERS,
        initial=lambda row: {"day": clock.today()},
    )
)  # fmt: skip

"""The lists of this room."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from styrhus.audit.acts import act_text
from styrhus.ui.table_filters import Rows
from styrhus.ui.tables import (
    ChoiceFilter,
    Column,
    DateColumn,
    DateRangeFilter,
    DateTimeColumn,
    NumberColumn,
    Table,
    TagColumn,
    TextFilter,
)

from .models import RoleAssignment, User
from .roles import OrganisationKind, Role


def _roles_text(user: User) -> str:
    return "; ".join(f"{held.get_role_display()}, {held.organisation.label}" for held in user.held_now)  # type: ignore[attr-defined]


def _departments_text(user: User) -> str:
    return "; ".join(str(held.department) for held in user.held_now if held.department)  # type: ignore[attr-defined]


class RoleFilter(ChoiceFilter):
    """Users who hold the chosen role today."""

    def apply(self, rows: Rows, name: str, values: dict[str, Any]) -> Rows:
        wanted = values.get(name)
        holders = RoleAssignment.objects.current().filter(role=wanted).values("user")
        return rows.filter(pk__in=holders) if wanted and isinstance(rows, QuerySet) else rows


class UserTable(Table):
    caption = _("Brukere")
    name = Column(_("Navn"), sort=True, header=True, link=lambda user: reverse("identity:user", args=[user.pk]))
    email = Column(_("E-post"), sort=True)
    roles = Column(_("Roller i dag"), value=_roles_text, wide=True)
    department = Column(_("Avdeling"), value=_departments_text, only_export=True)
    state = TagColumn(
        _("Konto"),
        value=lambda user: _("Åpen") if user.is_active else _("Stengt"),
        sort="is_active",
        kinds=lambda user: "success" if user.is_active else "neutral",
    )
    last_login = DateTimeColumn(_("Sist innlogget"), sort=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("name", "email")),
        "role": RoleFilter(_("Rolle"), field="role", choices=Role.choices),
        "active": ChoiceFilter(_("Konto"), field="is_active", choices=[("True", _("Åpen")), ("False", _("Stengt"))]),
    }
    default_sort = "name"
    empty_title = _("Ingen brukere")
    empty_text = _("Opprett den første brukeren, og gi den en rolle.")


class RoleTable(Table):
    """The roles of one user."""

    caption = _("Roller")
    exports = False  # the users' list holds them
    role = Column(_("Rolle"), value=lambda held: held.get_role_display(), header=True, sort="role")
    organisation = Column(_("Virksomhet"), value="organisation.label", wide=True)
    department = Column(_("Avdeling"), wide=True)
    valid_from = DateColumn(_("Fra"), sort=True)
    valid_to = DateColumn(_("Til"), sort=True)
    granted_by = Column(_("Gitt av"))
    default_sort = "-valid_from"
    empty_title = _("Ingen roller")
    empty_text = _("Uten en rolle kan brukeren bare se sin egen profil.")


class OrganisationTable(Table):
    caption = _("Organisasjoner")
    name = Column(
        _("Navn"), sort=True, header=True, wide=True, link=lambda row: reverse("identity:organisation", args=[row.pk])
    )
    short_name = Column(_("Kortnavn"), sort=True)
    kind = Column(_("Type"), value=lambda row: row.get_kind_display(), sort="kind")
    number = Column(_("Org.nr."), sort=True)
    area_code = Column(_("Kommune- eller fylkesnummer"), sort=True)
    user_count = NumberColumn(_("Brukere"), sort=True)
    filters = {
        "q": TextFilter(_("Søk"), fields=("name", "short_name", "number", "area_code")),
        "kind": ChoiceFilter(_("Type"), field="kind", choices=OrganisationKind.choices),
    }


def _changes(values: dict[str, Any] | None) -> str:
    return ", ".join(f"{name}: {value}" for name, value in (values or {}).items())


class EventTable(Table):
    caption = _("Hendelseslogg")
    number = Column(_("Nr."), sort=True, header=True, link=lambda event: reverse("identity:event", args=[event.number]))
    at = DateTimeColumn(_("Tidspunkt"), sort=True)
    actor_name = Column(_("Hvem"), sort=True)
    acting_for = Column(_("På vegne av"), wide=True, only_export=True)
    act = Column(_("Handling"), value=lambda event: act_text(event.act), sort="act")
    subject_label = Column(_("Gjelder"), sort=True, wide=True)
    why = Column(_("Begrunnelse"), wide=True)
    old = Column(_("Før"), value=lambda event: _changes(event.old), only_export=True)
    new = Column(_("Etter"), value=lambda event: _changes(event.new), only_export=True)
    hash = Column(_("Kontrollsum"), only_export=True)
    filters = {
        "who": TextFilter(_("Hvem"), fields=("actor_name",)),
        "what": TextFilter(_("Hva"), fields=("act", "subject_label", "why")),
        "when": DateRangeFilter(_("Dato"), field="at", times=True),
    }
    default_sort = "-number"
    empty_title = _("Ingen hendelser ennå")
    empty_text = _("Hver endring som gjøres i Styrhus, blir stående her.")

"""Every change to organisations, users and roles."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from styrhus.audit.actions import record, snapshot

from .access import AccessDenied, Permission, require
from .models import Department, Organisation, RoleAssignment, User
from .queries import may_manage
from .roles import ROLES_OF, OrganisationKind, Role


@transaction.atomic
def create_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    by: User | None,
    short_name: str = "",
    number: str = "",
    area_code: str = "",
    parent: Organisation | None = None,
) -> Organisation:
    """Enter an organisation. ``number`` is its nine digits in the register of legal entities, empty where unknown.

    Raises: AccessDenied, ValidationError (name or number is taken, the number has not nine digits).
    """
    if by:
        require(by, Permission.MANAGE_ORGANISATIONS)
    organisation = Organisation(
        kind=kind, name=name.strip(), short_name=short_name.strip(), number=number, area_code=area_code, parent=parent
    )
    organisation.full_clean()
    organisation.save()
    new = snapshot(organisation, "kind", "name", "short_name", "number", "area_code", "parent")
    record(act="identity.create_organisation", subject=organisation, by=by, new=new)
    return organisation


@transaction.atomic
def create_department(*, organisation: Organisation, name: str, by: User | None, short_name: str = "") -> Department:
    """Enter a department of ``organisation``. Raises: AccessDenied, ValidationError (the name is taken)."""
    if by:
        require(by, Permission.MANAGE_ORGANISATIONS, organisation)
    department = Department(organisation=organisation, name=name.strip(), short_name=short_name.strip())
    department.full_clean()
    department.save()
    new = snapshot(department, "organisation", "name", "short_name")
    record(act="identity.create_department", subject=department, by=by, new=new)
    return department


@transaction.atomic
def create_user(*, email: str, name: str, password: str, by: User | None, language: str = "nb") -> User:
    """Make a local account. ``by`` is None only for the first administrator and the demo.

    Raises: AccessDenied, ValidationError (the e-mail is taken, the password too weak).
    """
    if by:
        require(by, Permission.MANAGE_USERS)
    user = User(email=email.strip().lower(), name=name.strip(), language=language)
    validate_password(password, user)
    user.set_password(password)
    user.feed_key = secrets.token_urlsafe(32)
    user.full_clean()
    user.save()
    record(act="identity.create_user", subject=user, by=by, new=snapshot(user, "email", "name", "language"))
    return user


@transaction.atomic
def create_administrator(
    *, email: str, name: str, password: str, organisation_name: str, kind: OrganisationKind
) -> User:
    """Make the first administrator of an organisation, and the organisation where it is not entered yet.

    Called from the command line alone, by whoever runs the server: inside the site an administrator comes from
    another administrator. Raises: ValidationError.
    """
    organisation = Organisation.objects.filter(kind=kind, name=organisation_name.strip()).first()
    if organisation is None:
        organisation = create_organisation(kind=kind, name=organisation_name, by=None)
    user = create_user(email=email, name=name, password=password, by=None)
    grant_role(user=user, organisation=organisation, role=Role.ADMINISTRATOR, by=None)
    return user


@transaction.atomic
def set_active(*, user: User, active: bool, by: User, why: str = "") -> None:
    """Close an account, or open it again. One's own can't be closed. Raises: AccessDenied, ValidationError."""
    _require_management(user, by)
    if user == by:
        raise ValidationError(_("Du kan ikke stenge din egen konto. Be en annen administrator gjøre det."))
    old = snapshot(user, "is_active")
    user.is_active = active
    user.save(update_fields=["is_active"])
    record(act="identity.set_active", subject=user, by=by, old=old, new=snapshot(user, "is_active"), why=why)


@transaction.atomic
def set_password(*, user: User, password: str, by: User) -> None:
    """Give ``user`` a new password: one's own, or as administrator. Raises: AccessDenied, ValidationError."""
    if user != by:
        _require_management(user, by)
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(act="identity.set_password", subject=user, by=by)


@transaction.atomic
def set_profile(*, user: User, name: str, language: str, by: User) -> None:
    """Change the name and language of ``user``: one's own, or as administrator.

    Raises: AccessDenied, ValidationError.
    """
    if user != by:
        _require_management(user, by)
    old = snapshot(user, "name", "language")
    user.name, user.language = name.strip(), language
    user.full_clean()
    user.save(update_fields=["name", "language"])
    new = snapshot(user, "name", "language")
    if new != old:
        record(act="identity.set_profile", subject=user, by=by, old=old, new=new)


@transaction.atomic
def set_language(*, user: User, language: str) -> None:
    """Remember the language that ``user`` reads. A preference, not an act: no event is written."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def renew_feed_key(*, user: User, by: User) -> str:
    """Give ``user`` a new secret address for the calendar feed; the old one stops working. Raises: AccessDenied."""
    if user != by:
        _require_management(user, by)
    user.feed_key = secrets.token_urlsafe(32)
    user.save(update_fields=["feed_key"])
    record(act="identity.renew_feed_key", subject=user, by=by)
    return user.feed_key


@transaction.atomic
def grant_role(
    *,
    user: User,
    organisation: Organisation,
    role: Role,
    by: User | None,
    department: Department | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
    why: str = "",
) -> RoleAssignment:
    """Give ``user`` a role. Administrators give roles in their own organisation, never to themselves.

    Raises: AccessDenied, ValidationError (the role does not belong in such an organisation, is held already).
    """
    if by:
        require(by, Permission.MANAGE_USERS, organisation)
        if by == user:
            raise ValidationError(_("Du kan ikke gi deg selv en rolle. Be en annen administrator gjøre det."))
    if role not in ROLES_OF[OrganisationKind(organisation.kind)]:
        raise ValidationError(
            _("Rollen %(role)s finnes ikke i %(kind)s.")
            % {"role": Role(role).label, "kind": organisation.get_kind_display().lower()}
        )
    if department and department.organisation_id != organisation.pk:
        raise ValidationError(_("Avdelingen hører ikke til denne organisasjonen."))
    assignment = RoleAssignment(
        user=user,
        organisation=organisation,
        department=department,
        role=role,
        valid_from=valid_from or timezone.localdate(),
        valid_to=valid_to,
        granted_by=by,
    )
    _refuse_overlap(assignment)
    assignment.full_clean()
    assignment.save()
    new = snapshot(assignment, "user", "organisation", "department", "role", "valid_from", "valid_to")
    record(act="identity.grant_role", subject=assignment, by=by, new=new, why=why)
    return assignment


@transaction.atomic
def end_role(*, assignment: RoleAssignment, by: User, why: str = "") -> None:
    """End a role as of yesterday, or remove one that began today; what it gave is gone at once.

    Raises: AccessDenied, ValidationError (it has ended already).
    """
    require(by, Permission.MANAGE_USERS, assignment.organisation_id)
    old = snapshot(assignment, "valid_to")
    yesterday = timezone.localdate() - timedelta(days=1)
    if assignment.valid_to and assignment.valid_to <= yesterday:
        raise ValidationError(_("Rollen er allerede avsluttet."))
    record(act="identity.end_role", subject=assignment, by=by, old=old, new={"valid_to": yesterday}, why=why)
    if assignment.valid_from > yesterday:
        assignment.delete()
    else:
        assignment.valid_to = yesterday
        assignment.save(update_fields=["valid_to"])


def _require_management(user: User, by: User) -> None:
    require(by, Permission.MANAGE_USERS)
    if not may_manage(by, user):
        raise AccessDenied(_("Brukeren har roller i en virksomhet som du ikke er administrator i."))


def _refuse_overlap(assignment: RoleAssignment) -> None:
    same = RoleAssignment.objects.filter(
        user=assignment.user,
        organisation=assignment.organisation,
        department=assignment.department,
        role=assignment.role,
    ).overlapping(assignment.valid_from, assignment.valid_to)
    if same.exists():
        raise ValidationError(_("Brukeren har allerede denne rollen i den perioden."))

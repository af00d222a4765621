"""Organisations, people with roles and a small plan, made through the same acts that the site uses.

Every name is invented and looks so. ``world()`` makes two agencies under two ministries and an auditor, so that a
test can ask what each of them sees; ``small_plan()`` makes a plan with one or two of everything.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.hashers import make_password

from styrhus.archive.actions import register_document
from styrhus.archive.models import Document
from styrhus.archive.sourced import Place
from styrhus.economy import actions as economy
from styrhus.economy.models import Binding, Chapter, Post
from styrhus.identity.models import Department, Organisation, RoleAssignment, User
from styrhus.identity.roles import OrganisationKind, Role
from styrhus.steering import actions as steering
from styrhus.steering.models import Assignment, Deadline, DeadlineKind, Duty, Goal, Parameter, Plan

PASSWORD = "Et langt passord til prøving 2023"
_number = itertools.count(1)


def organisation(kind: OrganisationKind = OrganisationKind.DIRECTORATE, **fields: object) -> Organisation:
    number = next(_number)
    fields = {"name": f"Prøveorganisasjon {number}", "short_name": f"PO{number}"} | fields
    return Organisation.objects.create(kind=kind, **fields)


def department(of: Organisation, name: str = "") -> Department:
    return Department.objects.create(organisation=of, name=name or f"Prøveavdeling {next(_number)}")


def user(
    role: Role | None = None, at: Organisation | None = None, *, inside: Department | None = None, **fields: object
) -> User:
    """A user, with ``role`` in the organisation ``at`` (and in the department ``inside``) when they are given."""
    number = next(_number)
    fields = {"email": f"bruker{number}@example.invalid", "name": f"Prøve Bruker {number}"} | fields
    made = User.objects.create(password=make_password(PASSWORD), feed_key=f"key-{number}", **fields)
    if role:
        assert at is not None
        RoleAssignment.objects.create(user=made, organisation=at, department=inside, role=role)
    return made


def document(of: Organisation, text: str = "", title: str = "Prøvebrev") -> Document:
    """A text document of ``of``; each has bytes of its own. Without ``text`` it has 200 numbered lines."""
    number = next(_number)
    words = text or "\n".join(f"Linje {line} i prøvebrev {number}" for line in range(1, 201))
    return register_document(
        organisation=of,
        content=f"{words}\n{number}".encode(),
        filename="provebrev.txt",
        media_type="text/plain",
        title=title,
        text=words,
        by=None,
    )


@dataclass
class World:
    """Two agencies that must not see each other, with the people who work there."""

    ministry: Organisation
    agency: Organisation
    other_ministry: Organisation
    other_agency: Organisation
    auditor_office: Organisation
    department: Department
    other_department: Department
    people: dict[Role, User]
    other_controller: User
    other_official: User
    stranger: User = field(repr=False)  # has an account and no role

    @property
    def controller(self) -> User:
        return self.people[Role.CONTROLLER]


def world() -> World:
    ministry = organisation(OrganisationKind.MINISTRY, name="Prøvedepartementet", short_name="PD")
    agency = organisation(name="Prøvedirektoratet", short_name="Prøvedir", parent=ministry)
    other_ministry = organisation(OrganisationKind.MINISTRY, name="Annet departement", short_name="AD")
    other_agency = organisation(name="Annet direktorat", short_name="Anndir", parent=other_ministry)
    auditor_office = organisation(OrganisationKind.AUDITOR, name="Prøverevisjonen", short_name="PR")
    place = department(agency, "Avdeling for prøving")
    other_place = department(agency, "Østlig avdeling")
    inside = {Role.DEPARTMENT_HEAD: place, Role.CASE_OFFICER: place}
    people = {
        role: user(role, agency, inside=inside.get(role), name=f"Prøve {role.label}")
        for role in (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.ADMINISTRATOR)
    }
    people[Role.MINISTRY_OFFICIAL] = user(Role.MINISTRY_OFFICIAL, ministry, name="Prøve Etatsstyrer")
    people[Role.AUDITOR] = user(Role.AUDITOR, auditor_office, name="Prøve Revisor")
    return World(
        ministry=ministry,
        agency=agency,
        other_ministry=other_ministry,
        other_agency=other_agency,
        auditor_office=auditor_office,
        department=place,
        other_department=other_place,
        people=people,
        other_controller=user(Role.CONTROLLER, other_agency),
        other_official=user(Role.MINISTRY_OFFICIAL, other_ministry),
        stranger=user(),
    )


def plan(of: Organisation, year: int = 2023, by: User | None = None) -> Plan:
    """An empty plan of the agency ``of``, which has its ministry as parent."""
    assert of.parent is not None
    return steering.make_plan(
        agency=of,
        ministry=of.parent,
        year=year,
        letter=document(of, title=f"Tildelingsbrev {year}"),
        letter_date=date(year, 1, 10),
        reference=f"{year - 2000}/{next(_number)}",
        by=by,
    )


def goal(of: Plan, number: str = "", title: str = "Flere får hjelp i tide") -> Goal:
    return steering.add_goal(
        plan=of, number=number or str(of.goals.count() + 1), title=title, place=Place(of.letter, (10,)), by=None
    )


def assignment(of: Plan, number: str = "", title: str = "Utrede en prøveordning", **fields: object) -> Assignment:
    fields = {"goal": None, "earlier": False, "place": Place(of.letter, (20, 21)), "by": None} | fields
    return steering.add_assignment(plan=of, number=number or f"{of.year}-{next(_number)}", title=title, **fields)


def deadline(of: Assignment, day: date | None = date(2023, 6, 1), **fields: object) -> Deadline:
    text = f"{day:%d.%m.%Y}" if day else "Løpende"
    kind = DeadlineKind.DATE if day else DeadlineKind.CONTINUOUS
    fields = {"part": "", "text": text, "kind": kind, "place": Place(of.document, (22,)), "by": None} | fields
    return steering.add_deadline(assignment=of, date=day, **fields)


def post(
    of: Plan, number: str = "01", appropriated: int = 10_000_000, at_disposal: int | None = None, chapter: str = "670"
) -> Post:
    place = Place(of.letter, (30,))
    known = Chapter.objects.filter(agency=of.agency, year=of.year, number=chapter).first()
    row = known or economy.add_chapter(
        agency=of.agency, year=of.year, number=chapter, name="Prøvekapittel", stated_sum=None, place=place, by=None
    )
    return economy.add_post(
        chapter=row,
        number=number,
        name="Driftsutgifter",
        appropriated=appropriated,
        at_disposal=at_disposal,
        carry_over=False,
        estimate=False,
        place=place,
        by=None,
        decided_on=of.letter_date,
    )


def binding(of: Post, amount: int | None = 1_000_000, text: str = "En prøveordning", depth: int = 0) -> Binding:
    place = Place(of.document, (31,))
    return economy.add_binding(post=of, text=text, amount=amount, group="", depth=depth, place=place, by=None)


def duty(
    of: Plan, text: str = "Virksomheten skal ha dokumenterte rutiner.", section: str = "4.2 Internkontroll"
) -> Duty:
    return steering.add_duty(plan=of, section=section, text=text, place=Place(of.letter, (40,)), by=None)


@dataclass
class SmallPlan:
    plan: Plan
    goals: list[Goal]
    parameters: list[Parameter]
    assignments: list[Assignment]
    post: Post
    bindings: list[Binding]
    duties: list[Duty]


def small_plan(of: Organisation, year: int = 2023) -> SmallPlan:
    """Two goals, two parameters, two assignments (one earlier), money, reports, meetings, a directive, two duties."""
    made = plan(of, year)
    letter = made.letter
    goals = [goal(made, "1", "Flere deltar i arbeidslivet"), goal(made, "2", "Tolkene er kvalifiserte")]
    parameters = [
        steering.add_parameter(
            plan=made,
            goal=goals[0],
            label="SP 1",
            text="Andel deltakere i arbeid",
            place=Place(letter, (12,)),
            by=None,
            target="70",
            unit="prosent",
        ),
        steering.add_parameter(
            plan=made,
            goal=goals[1],
            label="SP 2",
            text="Antall tolker i registeret",
            place=Place(letter, (13,)),
            by=None,
        ),
    ]
    new = assignment(
        made,
        f"{year}-01",
        "Kartlegge opplevd diskriminering",
        goal=goals[0],
        is_rd=True,
        lead="Prøvedir",
        partners=["NAV"],
        background="Bakgrunn for kartleggingen",
        description="Metoden skal prøves i to kommuner",
    )
    steering.add_part(assignment=new, label="Del 1", text="Utvikle metode", place=Place(letter, (21,)), by=None)
    deadline(new, date(year, 6, 1), part="Del 1")
    deadline(new, date(year, 12, 31), part="Del 2", text="31.12")
    old = assignment(made, f"{year - 1}-07", "Evaluere tolkeordningen", goal=goals[1], earlier=True)
    deadline(old, None)
    money = post(made, "21", 61_000_000, 32_900_000, "671")
    bindings = [
        binding(money, 12_200_000, "Kartlegging av diskriminering"),
        binding(money, 2_000_000, "hvorav reiser", 1),
    ]
    steering.bind_to_assignment(assignment=new, binding=bindings[0], part="Del 2", by=None)
    steering.add_funding(
        assignment=new, part="Del 2", post=money, amount=12_200_000, place=Place(letter, (22,)), by=None
    )
    economy.add_named_grant(
        post=money, recipient="Prøveforeningen", amount=300_000, place=Place(letter, (33,)), by=None
    )
    steering.add_reporting_demand(
        plan=made,
        kind="annual",
        title=f"Årsrapport {year}",
        cut_off=date(year, 12, 31),
        deadline=date(year + 1, 3, 15),
        place=Place(letter, (50,)),
        by=None,
    )
    steering.add_meeting(
        plan=made,
        kind="steering",
        title="Etatsstyringsmøte",
        count=2,
        when="etter halvårsrapporten",
        place=Place(letter, (51,)),
        by=None,
    )
    steering.add_directive(
        plan=made, title="Færre konsulenter", text="Kjøp skal ned.", place=Place(letter, (52,)), by=None
    )
    duties = [duty(made), duty(made, "Ansatte skal varsle om trusler.", "5 Sikkerhet")]
    return SmallPlan(made, goals, parameters, [new, old], money, bindings, duties)

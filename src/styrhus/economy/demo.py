"""An invented year of changes and commitments, so that every screen of the money has something to show.

Only the wage compensation of the revised budget is from the letter; the rest says of itself that it is invented.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction

from styrhus.archive.actions import register_document
from styrhus.archive.models import Direction as Way
from styrhus.archive.models import Document
from styrhus.archive.sourced import Place
from styrhus.identity import clock
from styrhus.identity.models import Department, Organisation, User

from . import actions
from .models import (
    AppropriationKind,
    AuthorisationKind,
    BudgetHolder,
    CommitmentKind,
    Direction,
    HolderState,
    Post,
    ReleaseKind,
)
from .queries import budgets_of

SHARES = (
    ("Bosetting", (("670.01", 61_000_000), ("671.60", 900_000_000))),
    ("Kvalifisering", (("670.01", 48_500_000),)),
    ("Samfunn", (("670.01", 39_200_000), ("671.71", 30_000_000))),
    ("Tolk", (("670.01", 52_300_000),)),
    ("Økonomi", (("670.01", 74_000_000),)),
)
# department, post, kind, purpose, counterpart, kroner, day
COMMITMENTS = (
    ("Økonomi", "670.01", CommitmentKind.CONTRACT, "Husleie for kontorene", "Demo Eiendom AS", 31_800_000, (1, 12)),
    ("Økonomi", "670.01", CommitmentKind.CONTRACT, "Drift av fagsystemene", "Demo Drift AS", 18_400_000, (1, 16)),
    ("Bosetting", "670.01", CommitmentKind.CONTRACT, "Regionale samlinger om bosetting", "Demo Kurs AS", 1_150_000, (2, 3)),
    ("Tolk", "670.01", CommitmentKind.CONTRACT, "Autorisasjonsprøve i tolking", "Demo Høgskole", 6_200_000, (2, 8)),
    ("Kvalifisering", "670.01", CommitmentKind.ASSIGNMENT, "Digitalt kurs for flyktninger", "Demo Læring AS", 3_900_000, (2, 14)),
    ("Samfunn", "671.71", CommitmentKind.DECISION, "Tilskudd til frivillige, første tildeling", "Demo Forening", 12_500_000, (2, 17)),
    ("Bosetting", "671.60", CommitmentKind.DECISION, "Integreringstilskudd, januar og februar", "Demo kommuner", 412_000_000, (2, 24)),
)  # fmt: skip


@transaction.atomic
def make_demo_budget(*, agency: Organisation, year: int, by: User) -> None:
    """Make what is missing of the room's demo. ``by`` is the controller. Personal authorities are held already."""
    if BudgetHolder.objects.filter(agency=agency, year=year).exists():
        return
    posts = {
        f"{post.chapter.number}.{post.number}": post
        for post in Post.objects.filter(chapter__agency=agency, chapter__year=year).select_related("chapter")
    }
    director = User.objects.get(name="Demo Direktør")
    if "670.01" not in posts:
        return
    letter = posts["670.01"].appropriations.earliest("decided_on").decided_on
    _changes(agency, posts, year, by)
    _authorisations(agency, posts, year, letter, by)
    _holders(agency, posts, year, letter, by)
    _commitments(agency, posts, letter, director)


def _paper(agency: Organisation, title: str, day: date, sender: str = "") -> Document:
    return register_document(
        organisation=agency,
        content=f"{title}\n\nDokumentet er oppdiktet for demonstrasjonen.\n".encode(),
        filename="oppdiktet.txt",
        media_type="text/plain",
        title=title,
        text=f"{title}\n\nDokumentet er oppdiktet for demonstrasjonen.",
        by=None,
        direction=Way.IN if sender else Way.WITHIN,
        document_date=day,
        sender=sender,
    )


def _changes(agency: Organisation, posts: dict[str, Post], year: int, by: User) -> None:
    operations = posts["670.01"]
    with clock.at(day := date(year, 2, 10)):
        letter = _paper(
            agency, "Supplerende tildelingsbrev nr. 1 (oppdiktet)", day, "Arbeids- og inkluderingsdepartementet"
        )
        actions.revise(
            kind=AppropriationKind.SUPPLEMENT, changes=[actions.Change(operations, 3_000_000, 3_000_000)],
            decided_on=day, place=Place(letter, (1,)), why="Flere ankomster fra Ukraina (oppdiktet beløp)", by=by,
        )  # fmt: skip
    with clock.at(day := date(year, 2, 20)):
        letter = _paper(
            agency, "Overføring av ubrukt bevilgning (oppdiktet)", day, "Arbeids- og inkluderingsdepartementet"
        )
        actions.carry_over(
            post=operations, amount=8_400_000, decided_on=day, place=Place(letter, (1,)),
            why="Ubrukt driftsbevilgning fra i fjor (oppdiktet beløp)", by=by,
        )  # fmt: skip
    with clock.at(day := date(year, 6, 20)):
        actions.revise(
            kind=AppropriationKind.REVISED, changes=[actions.Change(operations, 5_200_000, 5_200_000)],
            decided_on=day, place=Place(), why="Lønnskompensasjon i RNB, varslet i tildelingsbrevet", by=by,
        )  # fmt: skip


def _authorisations(agency: Organisation, posts: dict[str, Post], year: int, day: date, by: User) -> None:
    operations = posts["670.01"]
    with clock.at(day):
        attachment = _paper(agency, "Vedlegg 5 Budsjettfullmakter (oppdiktet innhold)", day)
        common = {"decided_on": day, "place": Place(attachment, (1,)), "by": by}
        actions.authorise(
            post=operations, kind=AuthorisationKind.BEYOND_YEAR, amount=None, legal_basis="R-110 punkt 2.3", **common
        )
        actions.authorise(
            post=operations, kind=AuthorisationKind.EXCEED, amount=2_000_000,
            legal_basis="Romertallsvedtak II (oppdiktet)", **common,
        )  # fmt: skip
        if "671.45" in posts:
            actions.authorise(
                post=posts["671.45"], kind=AuthorisationKind.ORDER, amount=10_000_000,
                legal_basis="Romertallsvedtak III (oppdiktet)", **common,
            )  # fmt: skip
        chapter = actions.add_chapter(
            agency=agency, year=year, number="3670", name="Inntekter (oppdiktet)", stated_sum=None,
            place=Place(attachment, (1,)), by=by,
        )  # fmt: skip
        income = actions.add_post(
            chapter=chapter, number="01", name="Ymse inntekter (oppdiktet)", appropriated=1_200_000, at_disposal=None,
            carry_over=False, estimate=False, place=Place(attachment, (1,)), by=by, decided_on=day,
        )  # fmt: skip
        actions.authorise(
            post=operations, kind=AuthorisationKind.EXTRA_INCOME, amount=None, income_post=income,
            legal_basis="Romertallsvedtak I (oppdiktet)", **common,
        )  # fmt: skip
        actions.add_charge(
            post=operations, direction=Direction.GIVEN, counterpart="Demo direktorat for digitale tjenester",
            amount=1_500_000, decided_on=day, text="Felles innlogging for kommunene (oppdiktet)", place=Place(), by=by,
        )  # fmt: skip
        actions.receive_charge(
            agency=agency, year=year, chapter_number="440", post_number="01", post_name="Driftsutgifter (oppdiktet)",
            counterpart="Demo politidirektorat", amount=800_000, decided_on=day,
            text="Forebygging av negativ sosial kontroll (oppdiktet)", place=Place(), by=by,
        )  # fmt: skip


def _holders(agency: Organisation, posts: dict[str, Post], year: int, day: date, by: User) -> None:
    departments = {row.name.split()[0]: row for row in Department.objects.filter(organisation=agency)}
    with clock.at(day):
        for name, shares in SHARES:
            if name not in departments:
                continue
            holder = actions.make_holder(agency=agency, department=departments[name], year=year, by=by)
            for code, amount in shares:
                if code in posts:
                    share = min(amount, budgets_of([posts[code]], as_at=day)[0].spendable)
                    if share <= 0:
                        continue
                    actions.give_share(holder=holder, post=posts[code], amount=share, on=day, why="", by=by)
            locked = date(year, 3, 15) if name == "Tolk" else date(year, 12, 16)
            why = "Budsjettet gjennomgås" if name == "Tolk" else "Årsavslutning"
            actions.set_state(holder=holder, state=HolderState.OPEN, locked_from=locked, why=why, by=by)


def _room(post: Post, day: date) -> int:
    return budgets_of([post], as_at=day)[0].undisposed


def _commitments(agency: Organisation, posts: dict[str, Post], letter: date, director: User) -> None:
    departments = {row.name.split()[0]: row for row in Department.objects.filter(organisation=agency)}
    made = []
    for name, code, kind, text, counterpart, wanted, (month, day) in COMMITMENTS:
        decided_on = max(letter, date(letter.year, month, day))
        amount = min(wanted, _room(posts[code], decided_on)) if code in posts and name in departments else 0
        if amount <= 0:
            continue
        with clock.at(decided_on):
            made.append(
                actions.commit(
                    post=posts[code], amount=amount, kind=kind, text=f"{text} (oppdiktet)", counterpart=counterpart,
                    department=departments[name], decided_on=decided_on, by=director,
                )
            )  # fmt: skip
    if "670.01" in posts and "Økonomi" in departments:
        with clock.at(day := max(letter, date(letter.year, 1, 25))):
            actions.commit(
                post=posts["670.01"], amount=2_600_000, later_amount=5_200_000, last_year=letter.year + 2,
                kind=CommitmentKind.CONTRACT, text="Rammeavtale om renhold (oppdiktet)", counterpart="Demo Renhold AS",
                department=departments["Økonomi"], decided_on=day, by=director,
            )  # fmt: skip
    with clock.at(day := date(letter.year, 2, 27)):
        actions.release(
            commitment=made[1], kind=ReleaseKind.PART, amount=400_000, on=day, why="Billigere enn avtalt", by=director
        )

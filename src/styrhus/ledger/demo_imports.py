"""Synthetic accounts for the demo, brought in through the real acts: last year whole, this year month by month."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.core.files.base import ContentFile

from styrhus.archive.sourced import Place
from styrhus.economy import actions as economy
from styrhus.economy.models import Chapter, Post
from styrhus.identity import clock
from styrhus.identity.models import Organisation, User

from .actions import begin_confirm, run_check, run_confirm, save_mapping, upload_accounts
from .models import AccountsImport, ImportMapping
from .synthetic import PLAN, SyntheticPost, write_accounts

YEAR = 2023
LAST_YEAR = YEAR - 1
CHAPTERS = {
    "0670": "Integrerings- og mangfoldsdirektoratet",
    "0671": "Bosetting av flyktninger og tiltak for innvandrere",
    "0672": "Opplæring i norsk og samfunnskunnskap for voksne innvandrere",
}
GROWTH = 107  # percent of last year's amounts that this year's are
# What the agency has entered by hand as well comes beside the file, so the file has a little less of it.
BESIDE = {"067001": 94}


def make_demo_imports(*, agency: Organisation, controller: User, director: User) -> None:
    """Bring in last year's accounts, then January and February, and a file that still has wrong lines in it."""
    if not Chapter.objects.filter(agency=agency, year=YEAR).exists():
        return
    with clock.at(date(YEAR, 1, 12)):
        _posts_of_last_year(agency, controller)
    this_year = _this_years(agency)
    last_year = [replace(post, amount=post.amount * 100 // GROWTH) for post in PLAN if post.chapter in CHAPTERS]
    _bring_in(
        agency,
        (controller, director),
        "regnskap-2022.csv",
        date(YEAR, 1, 20),
        last_year,
        months=range(1, 13),
        lines=2400,
    )
    _bring_in(
        agency, (controller, director), "regnskap-2023-01.csv", date(YEAR, 2, 8), this_year, months=[1], lines=500
    )
    _bring_in(
        agency, (controller, director), "regnskap-2023-02.csv", date(YEAR, 3, 1), this_year, months=[2], lines=500
    )
    with clock.at(date(YEAR, 3, 1)):
        _with_faults(agency, controller, this_year)
        _mapping(agency, controller)


def _this_years(agency: Organisation) -> list[SyntheticPost]:
    standing = {
        post.chapter.number.zfill(4) + post.number
        for post in Post.objects.filter(chapter__agency=agency, chapter__year=YEAR).select_related("chapter")
    }
    return [
        replace(post, amount=post.amount * BESIDE.get(post.chapter + post.post, 100) // 100)
        for post in PLAN
        if post.chapter + post.post in standing and not post.is_income
    ]


def _posts_of_last_year(agency: Organisation, by: User) -> None:
    """The same posts as this year's, with what synthetic amounts say; there is no letter of that year in the demo."""
    for number, name in CHAPTERS.items():
        short = number.lstrip("0")
        if Chapter.objects.filter(agency=agency, year=LAST_YEAR, number=short).exists():
            continue
        chapter = economy.add_chapter(
            agency=agency, year=LAST_YEAR, number=short, name=name, stated_sum=None, place=Place(), by=by
        )
        for post in (post for post in PLAN if post.chapter == number):
            amount = post.amount * 100 // GROWTH // 100_000 * 100_000
            economy.add_post(
                chapter=chapter, number=post.post, name=post.name, appropriated=amount, at_disposal=None,
                carry_over=False, estimate=False, place=Place(), by=by, decided_on=date(LAST_YEAR, 1, 14),
            )  # fmt: skip


def _bring_in(
    agency: Organisation,
    people: tuple[User, User],
    name: str,
    day: date,
    posts: list[SyntheticPost],
    *,
    months: Iterable[int],
    lines: int,
) -> None:
    if AccountsImport.objects.filter(agency=agency, files__filename=name).exists():
        return
    controller, director = people
    content = _file(agency, int(name[9:13]), posts, months, lines)
    with clock.at(day):
        accounts = run_check(
            upload_accounts(
                agency=agency, year=int(name[9:13]), file=ContentFile(content), filename=name, by=controller
            )
        )
        run_confirm(begin_confirm(accounts=accounts, by=director))


def _file(agency: Organisation, year: int, posts: list[SyntheticPost], months: Iterable[int], lines: int) -> bytes:
    file = io.BytesIO()
    write_accounts(
        file, year=year, lines=lines, agency=agency.name, agency_number=agency.number, posts=posts, months=months,
        seed=year * 100 + lines,
    )  # fmt: skip
    return file.getvalue()


def _with_faults(agency: Organisation, by: User, posts: list[SyntheticPost]) -> None:
    """February once more with three wrong lines, waiting for somebody to mend them."""
    name = "regnskap-2023-02-rettet.csv"
    if AccountsImport.objects.filter(agency=agency, files__filename=name).exists():
        return
    lines = _file(agency, YEAR, posts, [2], 500).decode("cp1252").splitlines(keepends=True)
    lines[12] = lines[12].replace('"067001"', '"067009"')
    start, amount = lines[13].rsplit(";", 1)
    lines[13] = f"{start};{amount.replace(',', '.')}"
    lines[40] = lines[40].replace('"202302"', '"202322"')
    content = "".join(lines).encode("cp1252")
    run_check(upload_accounts(agency=agency, year=YEAR, file=ContentFile(content), filename=name, by=by))


def _mapping(agency: Organisation, by: User) -> None:
    if not ImportMapping.objects.filter(agency=agency).exists():
        save_mapping(
            agency=agency, name="Demo hovedbok fra økonomisystemet", sheet="Hovedbok", heading_row=1, by=by,
            columns={"period": "Periode", "chapter": "Kapittel", "post": "Post", "account": "Artskonto", "amount": "Beløp",
                     "department": "Avdeling"},
        )  # fmt: skip

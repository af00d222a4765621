"""Synthetic accounts in the state accounts' format, for the demo, tests and measurements. No figure in them is real.

The same seed gives the same bytes. Every line says that it is synthetic, in "Konto" and in "Regnskapsfører".
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from .importing.layout import STATE_COLUMNS
from .rules import account_of

MARK = "Syntetisk, ikke ekte tall"
END = "\r\n"
MONTHS = range(1, 13)

# How a post's money goes through the year, by what kind of post it is; each row sums to 1 000.
EVEN = (80, 82, 84, 80, 86, 84, 70, 80, 86, 88, 88, 92)
GRANTS = (20, 110, 60, 40, 150, 90, 30, 40, 150, 110, 90, 110)
LATE = (10, 20, 40, 60, 70, 80, 40, 70, 110, 130, 160, 210)

# The accounts of a kind of post, with how many of a hundred lines each has.
OPERATING = (
    ("500", 34), ("510", 6), ("540", 16), ("580", 2), ("630", 9), ("670", 12), ("680", 6), ("690", 3), ("710", 6),
    ("650", 3), ("660", 1), ("770", 2),
)  # fmt: skip
PURCHASES = (("670", 60), ("450", 20), ("680", 10), ("490", 10))
TO_MUNICIPALITIES = (("870", 100),)
TO_OTHERS = (("860", 45), ("870", 55))
INCOME = (("340", 70), ("390", 30))


@dataclass(frozen=True, slots=True)
class SyntheticPost:
    """A post with what goes through it in a year, in whole kroner. Income posts have a chapter from 3000 on."""

    chapter: str
    post: str
    name: str
    amount: int

    @property
    def is_income(self) -> bool:
        return 3000 <= int(self.chapter) < 6000

    @property
    def accounts(self) -> Sequence[tuple[str, int]]:
        if self.is_income:
            return INCOME
        if self.post < "20":
            return OPERATING
        if self.post < "50":
            return PURCHASES
        return TO_MUNICIPALITIES if self.post < "70" else TO_OTHERS

    @property
    def profile(self) -> Sequence[int]:
        if self.post < "20":
            return EVEN
        return LATE if self.post < "50" else GRANTS


# Chapters, posts and amounts as in the plan of 2023, and two income posts.
PLAN = (
    SyntheticPost("0670", "01", "Driftsutgifter", 353_610_000),
    SyntheticPost("0671", "21", "Spesielle driftsutgifter", 61_000_000),
    SyntheticPost("0671", "45", "Større utstyrsanskaffelser og vedlikehold", 45_200_000),
    SyntheticPost("0671", "60", "Integreringstilskudd", 15_335_900_000),
    SyntheticPost("0671", "61", "Særskilt tilskudd ved bosetting av enslige, mindreårige flyktninger", 1_411_800_000),
    SyntheticPost("0671", "62", "Kommunale innvandrertiltak", 243_500_000),
    SyntheticPost("0671", "70", "Bosettingsordningen og integreringstilskudd, oppfølging", 2_500_000),
    SyntheticPost("0671", "71", "Tilskudd til innvandrerorganisasjoner og annen frivillig virksomhet", 210_100_000),
    SyntheticPost("0671", "72", "Kvalifiseringsordninger for tolker", 20_200_000),
    SyntheticPost("0671", "73", "Tilskudd", 18_900_000),
    SyntheticPost("0672", "60", "Tilskudd til opplæring i norsk og samfunnskunnskap", 1_523_900_000),
    SyntheticPost("0672", "61", "Kompetansekartlegging i mottak før bosetting", 800_000),
    SyntheticPost("3670", "01", "Diverse inntekter", 4_000_000),
    SyntheticPost("3671", "04", "Tolketjenester", 15_000_000),
)


def write_accounts(
    file: BinaryIO,
    *,
    year: int,
    lines: int,
    agency: str,
    agency_number: str,
    posts: Sequence[SyntheticPost] = PLAN,
    months: Iterable[int] = MONTHS,
    seed: int = 2023,
) -> None:
    """Write about a year's accounts: exactly ``lines`` lines, spread over the months and over the posts."""
    chosen = random.Random(seed)  # noqa: S311 - the same figures each time
    wanted = list(months)
    file.write(_line(STATE_COLUMNS))
    parts = [(month, post) for month in wanted for post in posts]
    weights = [_weight(post) for _month, post in parts]
    whole = sum(weights)
    begun = done = 0
    for (month, post), weight in zip(parts, weights, strict=True):
        begun += weight
        until = lines * begun // whole
        file.writelines(_month(post, _Book(year, month, agency, agency_number), until - done, chosen))
        done = until


def _weight(post: SyntheticPost) -> int:
    """How many lines a post has beside the others: operations have many small ones, grants fewer large ones."""
    return 12 if post.post < "20" else 4 if post.post < "50" else 7


@dataclass(frozen=True, slots=True)
class _Book:
    """One month of an agency's accounts."""

    year: int
    month: int
    agency: str
    number: str


def _month(post: SyntheticPost, book: _Book, count: int, chosen: random.Random) -> Iterator[bytes]:
    if not count:
        return
    amount = post.amount * 100 * post.profile[book.month - 1] // sum(post.profile)
    numbers = [number for number, _share in post.accounts]
    shares = [share for _number, share in post.accounts]
    heads = {number: _head(post, book, number) for number in numbers}
    each = amount / count
    sign = -1 if post.is_income else 1
    for number in chosen.choices(numbers, shares, k=count):
        ore = round(each * chosen.uniform(0.2, 1.8))
        if chosen.random() < 0.02:  # a correction of an earlier month
            ore = -ore // 3
        ore *= sign
        kroner, rest = divmod(abs(ore), 100)
        yield heads[number] + f'{"-" if ore < 0 else ""}{kroner},{rest:02}"{END}'.encode("cp1252")


def _head(post: SyntheticPost, book: _Book, number: str) -> bytes:
    """All of a line before its amount."""
    account = account_of(number, date(book.year, book.month, 1))
    name = account.name["nb"] if account else number
    income = post.is_income
    cells = (
        str(book.year), f"{book.year}{book.month:02}", post.chapter + post.post + number, MARK, "09", "Arbeid og sosiale formål",
        "0950", "Integrering og mangfold", "06", "Arbeids- og inkluderingsdepartementet", post.chapter,
        f"Kapittel {int(post.chapter)}", post.chapter + post.post, post.name, "Inntekt" if income else "Utgift", number[0],
        f"Kontoklasse {number[0]}", number[:2], name, number, name, "06", "Arbeids- og inkluderingsdepartementet",
        book.number, book.agency, "000000000", MARK, "",
    )  # fmt: skip
    return _line(cells)[: -len(END) - 1]


def _line(cells: Iterable[str]) -> bytes:
    return (";".join(f'"{cell}"' for cell in cells) + END).encode("cp1252", "replace")

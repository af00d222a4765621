"""What the database holds true of the ledger, whoever writes to it and in whatever order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from styrhus.economy.models import Post
from styrhus.embedded import PROGRAM
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.ledger import actions, line_sets, queries
from styrhus.ledger.actions import Cause, Line
from styrhus.ledger.models import Entry, EntrySum, Month, Posting
from styrhus.privileges import set_privileges
from tests import factories
from tests.databases import connect, own_database, skip_unless_house_roles
from tests.factories import World
from tests.refusals import refused

DAY = date(2023, 3, 15)
CAUSE = Cause("invoice", "f-1", "Faktura 1")
LINES = [Line("671", Decimal("100.50")), Line("192", Decimal("-100.50"))]


def posted(place: World, lines: list[Line] = LINES, key: str = "k", day: date = DAY) -> Entry:
    return actions.post_entry(
        agency=place.agency, on=day, text="Prøvebilag", lines=lines, cause=CAUSE, key=key, by=place.controller
    )


def judge() -> None:
    """What commit would do."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def bare_entry(place: World, **fields: Any) -> Entry:
    fields = {"lines": 2, "on": DAY, "kind": "manual", "key": "bare"} | fields
    return Entry.objects.create(
        agency=place.agency, number=0, entered_at="2023-05-01T10:00Z", text="Rett i basen", cause_kind="document",
        cause_label="Ingen", **fields,
    )  # fmt: skip


def add(entry: Entry, *lines: tuple[str, str, str], first: int = 1) -> None:
    Posting.objects.bulk_create(
        Posting(entry=entry, line=number, account=account, amount=amount, basis=basis)
        for number, (account, amount, basis) in enumerate(lines, first)
    )


def refuses(act: Callable[[], object], words: str = "") -> None:
    with pytest.raises(DatabaseError, match=words or None):
        _committed(act)


def _committed(act: Callable[[], object]) -> None:
    with transaction.atomic():
        act()
        judge()


def test_an_entry_without_postings_is_refused(place: World) -> None:
    refuses(lambda: bare_entry(place), "0 of 2 lines")


@pytest.mark.parametrize(
    "lines",
    [
        [("671", "100", "both"), ("192", "-99.99", "both")],
        [("671", "100", "cash"), ("192", "-100", "accrual")],
        [("671", "100", "cash"), ("192", "-100", "both")],
        [("671", "100", "accrual"), ("192", "-100", "both")],
    ],
)
def test_an_unbalanced_entry_is_refused_in_either_view(place: World, lines: list[tuple[str, str, str]]) -> None:
    refuses(lambda: add(bare_entry(place), *lines), "not balanced")


def test_an_entry_is_full_from_its_first_moment(place: World) -> None:
    entry = posted(place)
    judge()
    refuses(lambda: add(entry, ("671", "1", "both"), ("192", "-1", "both"), first=3), "one more than its entry has")
    refuses(lambda: add(entry, ("671", "1", "both"), ("192", "-1", "both"), first=1))
    refuses(lambda: Posting.objects.create(entry=entry, line=0, account="671", amount=0, basis="both"))
    refuses(lambda: Posting.objects.create(entry_id=0, line=1, account="671", amount=0, basis="both"), "no entry")


def test_nothing_of_a_posted_entry_changes(place: World) -> None:
    entry = posted(place)
    for rows, values in (
        (Entry.objects.filter(pk=entry.pk), {"text": "Annet"}),
        (Posting.objects.filter(entry=entry), {"amount": 0}),
        (EntrySum.objects.filter(entry=entry), {"amount": 0}),
    ):
        refuses(lambda rows=rows, values=values: rows.update(**values), "append-only")
        refuses(lambda rows=rows: rows._raw_delete(rows.db), "append-only")


def test_sums_are_written_by_the_database_alone(place: World) -> None:
    entry = posted(place)
    refuses(
        lambda: EntrySum.objects.create(entry=entry, account="671", basis="both", debit=5, credit=0, amount=5, rows=1),
        "by the database alone",
    )


def test_numbers_run_without_holes_whatever_is_asked(place: World) -> None:
    with transaction.atomic():
        assert posted(place, key="lost").number == 1
        transaction.set_rollback(True)
    numbers = [posted(place, key=str(one)).number for one in range(3)]
    entry = bare_entry(place)
    add(entry, ("671", "1", "both"), ("192", "-1", "both"))
    judge()
    entry.refresh_from_db()
    assert [*numbers, entry.number] == [1, 2, 3, 4]
    assert posted(place, key="next year", day=date(2024, 1, 2)).number == 1


def test_a_reversal_mirrors_exactly_and_once(place: World) -> None:
    entry = posted(place)

    def mirror(*lines: tuple[str, str, str], **fields: Any) -> None:
        made = bare_entry(place, kind="reversal", reverses=entry, **fields)
        add(made, *lines)

    true = [("671", "-100.50", "both"), ("192", "100.50", "both")]
    refuses(lambda: mirror(("671", "-100", "both"), ("192", "100", "both")), "does not mirror")
    refuses(lambda: mirror(("670", "-100.50", "both"), ("192", "100.50", "both")), "does not mirror")
    refuses(lambda: mirror(*reversed(true)), "does not mirror")
    refuses(lambda: mirror(*true, on=date(2023, 3, 14)), "can not be reversed")
    refuses(lambda: mirror(*true, on=date(2024, 3, 15)), "can not be reversed")
    refuses(lambda: mirror(*true, lines=3), "can not be reversed")
    reversal = actions.reverse_entry(entry=entry, on=DAY, why="Feil", by=place.controller)
    judge()
    refuses(lambda: mirror(*true))
    refuses(lambda: bare_entry(place, kind="reversal", reverses=reversal), "can not be reversed")
    refuses(lambda: bare_entry(place, kind="reversal"))
    assert queries.by_account(place.agency, 2023, as_at=DAY) == {"192": 0, "671": 0}


def test_another_agencys_entry_is_not_reversed(place: World) -> None:
    entry = posted(place)
    refuses(lambda: bare_entry(replace(place, agency=place.other_agency), kind="reversal", reverses=entry))
    with pytest.raises(AccessDenied):
        actions.reverse_entry(entry=entry, on=DAY, why="Feil", by=place.other_controller)


def test_a_post_or_department_of_another_is_refused(place: World, post: Post) -> None:
    other = factories.post(factories.plan(place.other_agency), "01", 1)
    last_year = factories.post(factories.plan(place.agency, 2022), "01", 1)
    foreign = factories.department(place.other_agency)
    for lines in (
        [Line("671", Decimal(1), other), Line("192", Decimal(-1))],
        [Line("671", Decimal(1), last_year), Line("192", Decimal(-1))],
        [Line("671", Decimal(1), None, foreign), Line("192", Decimal(-1))],
    ):
        with pytest.raises(ValidationError) as error:
            posted(place, lines)
        assert refused(error).startswith("Linje 1:")

        def past_the_act(lines: list[Line] = lines) -> None:
            entry = bare_entry(place)
            for number, one in enumerate(lines, 1):
                Posting.objects.create(
                    entry=entry, line=number, account=one.account, post=one.post, department=one.department,
                    amount=one.amount, basis="both",
                )  # fmt: skip

        refuses(past_the_act, "another agency or year")


def test_a_locked_month_takes_nothing(place: World) -> None:
    entry = posted(place)
    month = actions.lock_month(agency=place.agency, year=2023, month=3, by=place.people[Role.DIRECTOR])
    for act in (
        lambda: posted(place, key="late"),
        lambda: actions.reverse_entry(entry=entry, on=DAY, why="Feil", by=place.controller),
    ):
        with pytest.raises(ValidationError, match="Mars 2023 er låst"):
            act()
    refuses(lambda: bare_entry(place), "is locked")
    assert posted(place).pk == entry.pk  # what stands already is found, not posted
    actions.reverse_entry(entry=entry, on=date(2023, 4, 1), why="Feil", by=place.controller)
    rows = Month.objects.filter(pk=month.pk)
    refuses(lambda: rows.update(month=2), "locked")
    refuses(lambda: rows._raw_delete(rows.db), "locked")
    actions.reopen_month(month=month, why="En faktura manglet", by=place.people[Role.DIRECTOR])
    refuses(lambda: rows.update(reopened_why="Annet"), "locked")
    posted(place, key="now")


@pytest.mark.parametrize("why", ["", "  "])
def test_reopening_and_reversing_need_a_reason(place: World, why: str) -> None:
    entry = posted(place)
    month = actions.lock_month(agency=place.agency, year=2023, month=4, by=place.people[Role.DIRECTOR])
    with pytest.raises(ValidationError):
        actions.reopen_month(month=month, why=why, by=place.people[Role.DIRECTOR])
    with pytest.raises(ValidationError):
        actions.reverse_entry(entry=entry, on=DAY, why=why, by=place.controller)


def test_who_may_do_what(place: World) -> None:
    director = place.people[Role.DIRECTOR]
    for user in (*place.people.values(), place.other_controller, place.stranger):
        if user != place.controller:
            with pytest.raises(AccessDenied):
                actions.post_entry(agency=place.agency, on=DAY, text="T", lines=LINES, cause=CAUSE, key="x", by=user)
        if user != director:
            with pytest.raises(AccessDenied):
                actions.lock_month(agency=place.agency, year=2023, month=3, by=user)


def test_a_key_is_used_once(place: World) -> None:
    entry = posted(place)
    assert posted(place) == entry
    with pytest.raises(ValidationError) as error:
        posted(place, [Line("671", Decimal(5)), Line("192", Decimal(-5))])
    assert "med et annet innhold" in refused(error)
    assert Entry.objects.count() == 1
    refuses(lambda: add(bare_entry(place, key="k"), ("671", "1", "both"), ("192", "-1", "both")))


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "minst to linjer"),
        ([Line("671", Decimal(1))], "minst to linjer"),
        ([Line("671", Decimal(0)), Line("192", Decimal(0))], "Linje 1: skriv et beløp"),
        ([Line("671", Decimal("0.001")), Line("192", Decimal("-0.001"))], "Linje 1: skriv et beløp"),
        ([Line("671", Decimal("NaN")), Line("192", Decimal(1))], "Linje 1: skriv et beløp"),
        ([Line("671", Decimal(10) ** 17), Line("192", -(Decimal(10) ** 17))], "Linje 1: skriv et beløp"),
        ([Line("999", Decimal(1)), Line("192", Decimal(-1))], "kontoen «999» finnes ikke"),
        ([Line("67", Decimal(1)), Line("192", Decimal(-1))], "kontoen «67» finnes ikke"),
        ([Line("671", Decimal(3)), Line("192", Decimal(-2))], "kontantregnskapet: debet er 3,00 og kredit 2,00"),
        ([Line("671", Decimal(3), basis="accrual"), Line("192", Decimal(-3))], "balanserer ikke i kontantregnskapet"),
        ([Line("671", Decimal(3), basis="cash"), Line("192", Decimal(-3))], "balanserer ikke i SRS-regnskapet"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(place: World, lines: list[Line], words: str) -> None:
    with pytest.raises(ValidationError) as error:
        posted(place, lines)
    assert words in refused(error).replace("\xa0", " ")
    assert not Entry.objects.exists()


def test_the_programs_own_role_can_not_change_the_ledger(made_database, django_db_blocker) -> None:
    skip_unless_house_roles()
    with django_db_blocker.unblock(), own_database("ledger_sql"):
        assert set_privileges()
        place = factories.world()
        entry = posted(place)
        with connect(PROGRAM, autocommit=True) as program:
            for table in ("ledger_entry", "ledger_posting", "ledger_entrysum"):
                for statement in (f"update {table} set id = id", f"delete from {table}", f"truncate {table} cascade"):
                    with pytest.raises(psycopg.errors.InsufficientPrivilege):
                        program.execute(statement)
            with pytest.raises(psycopg.errors.RestrictViolation):
                program.execute(
                    "insert into ledger_posting (entry_id, line, account, amount, basis, text) values (%s, 3, '671', 1, 'both', '')",
                    [entry.pk],
                )
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                program.execute("alter table ledger_posting disable trigger all")
            head = 'insert into ledger_entry (agency_id, number, kind, "on", entered_at, text, lines, cause_kind, cause_ref, cause_label, cause_url, key)'
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
                program.execute(
                    f"{head} values (%s, 0, 'manual', '2023-03-15', now(), 'T', 2, 'document', '', 'L', '', 'sql')",
                    [place.agency.pk],
                )


def test_two_who_post_at_once_get_a_number_each_and_one_key_gives_one_entry(made_database, django_db_blocker) -> None:
    with django_db_blocker.unblock(), own_database("ledger_race"):
        place = factories.world()
        found: list[tuple[int, int]] = []
        start = threading.Barrier(4)

        def post(key: str) -> None:
            start.wait()
            entry = posted(place, key=key)
            found.append((entry.pk, entry.number))
            connection.close()

        threads = [threading.Thread(target=post, args=(key,)) for key in ("a", "a", "b", "c")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == 4
        assert len(set(found)) == 3
        assert sorted({number for _pk, number in found}) == [1, 2, 3]


class LedgerMachine(RuleBasedStateMachine):
    """Any sequence of acts, allowed and not, leaves a ledger that balances and whose past stands as it was."""

    place: World
    post: Post

    def __init__(self) -> None:
        super().__init__()
        self.inner = transaction.atomic()
        self.inner.__enter__()
        self.known: dict[str, tuple[Any, ...]] = {}
        self.expected = {"cash": Decimal(0), "accrual": Decimal(0)}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.inner.__exit__(None, None, None)

    def attempt(self, act: Callable[[], Entry | Month]) -> Entry | Month | None:
        try:
            with transaction.atomic():
                made = act()
                judge()
        except (ValidationError, DatabaseError):
            return None
        return made

    def learn(self, entry: Any) -> None:
        if entry is None or entry.key in self.known:
            return
        self.known[entry.key] = seen(entry)
        for view in self.expected:
            self.expected[view] += sum(
                (line.amount for line in queries.lines_of(entry) if line.post and view in line.views), Decimal(0)
            )

    days = st.dates(date(2023, 1, 1), date(2023, 12, 31))
    amounts = st.decimals("0.01", "999999999.99", places=2)

    @rule(
        day=days, amount=amounts, key=st.integers(1, 6),
        kind=st.sampled_from(["payment", "invoice_received", "invoice_paid", "grant_paid", "depreciation", "income"]),
    )  # fmt: skip
    def post_one(self, day: date, amount: Decimal, key: int, kind: str) -> None:
        lines = {
            "payment": lambda: line_sets.payment(account="671", amount=amount, post=self.post),
            "invoice_received": lambda: line_sets.invoice_received(account="671", amount=amount, post=self.post),
            "invoice_paid": lambda: line_sets.invoice_paid(account="671", amount=amount, post=self.post),
            "grant_paid": lambda: line_sets.grant_paid(amount=amount, post=self.post),
            "depreciation": lambda: line_sets.depreciation(asset="125", amount=amount),
            "income": lambda: line_sets.income_received(account="320", amount=amount, post=self.post),
        }[kind]()
        self.learn(self.attempt(lambda: posted(self.place, lines, f"k{key}", day)))

    @rule(day=days, first=amounts, second=amounts, basis=st.sampled_from(["cash", "accrual", "both"]))
    def post_crooked(self, day: date, first: Decimal, second: Decimal, basis: Any) -> None:
        lines = [Line("671", first, self.post, None, basis), Line("192", -second)]
        made = self.attempt(lambda: posted(self.place, lines, f"crooked-{first}-{second}-{basis}", day))
        assert made is None or (first == second and basis == "both")
        self.learn(made)

    @rule(day=days, first=amounts, second=amounts, lines=st.integers(2, 4))
    def past_the_acts(self, day: date, first: Decimal, second: Decimal, lines: int) -> None:
        def act() -> Entry:
            entry = bare_entry(self.place, on=day, lines=lines, key=f"sql-{first}-{second}-{lines}")
            add(entry, ("671", str(first), "both"), ("192", str(-second), "both"))
            entry.refresh_from_db()
            return entry

        made = self.attempt(act)
        assert made is None or (first == second and lines == 2)
        self.learn(made)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), day=days)
    def reverse_one(self, data: st.DataObject, day: date) -> None:
        entry = Entry.objects.get(key=data.draw(st.sampled_from(sorted(self.known))))
        self.learn(
            self.attempt(lambda: actions.reverse_entry(entry=entry, on=day, why="Feil", by=self.place.controller))
        )

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def tamper(self, data: st.DataObject) -> None:
        entry = Entry.objects.get(key=data.draw(st.sampled_from(sorted(self.known))))
        for act in (
            lambda: Entry.objects.filter(pk=entry.pk).update(text="Annet"),
            lambda: Posting.objects.filter(entry=entry).update(amount=0),
            lambda: add(entry, ("671", "1", "both"), ("192", "-1", "both"), first=entry.lines + 1),
        ):
            refuses(act)

    @rule(month=st.integers(1, 4))
    def lock(self, month: int) -> None:
        self.attempt(
            lambda: actions.lock_month(
                agency=self.place.agency, year=2023, month=month, by=self.place.people[Role.DIRECTOR]
            )
        )

    @precondition(lambda self: Month.objects.standing().exists())
    @rule()
    def reopen(self) -> None:
        month = Month.objects.standing().order_by("pk")[0]
        actions.reopen_month(month=month, why="Prøve", by=self.place.people[Role.DIRECTOR])

    @invariant()
    def balanced_in_both_views(self) -> None:
        for view in ("cash", "accrual"):
            assert sum(queries.by_account(self.place.agency, 2023, as_at=date(2023, 12, 31), basis=view).values()) == 0

    @invariant()
    def nothing_lost_doubled_or_changed(self) -> None:
        assert {entry.key: seen(entry) for entry in Entry.objects.all()} == self.known
        assert sorted(Entry.objects.values_list("number", flat=True)) == list(range(1, len(self.known) + 1))

    @invariant()
    def used_is_what_was_posted(self) -> None:
        used = queries.used(self.place.agency, 2023, as_at=date(2023, 12, 31))
        assert used.get(self.post.pk, Decimal(0)) == self.expected["cash"]


def seen(entry: Entry) -> tuple[Any, ...]:
    lines = entry.postings.order_by("line").values_list("line", "account", "post", "department", "amount", "basis")
    return entry.pk, entry.number, entry.on, entry.text, entry.reverses_id, tuple(lines)


def test_no_sequence_of_acts_breaks_the_ledger(place: World, post: Post) -> None:
    machine = type("Machine", (LedgerMachine,), {"place": place, "post": post})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

"""Checking and posting files of accounts, against a real database."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction

from styrhus.archive.sourced import Place
from styrhus.audit.models import Event
from styrhus.economy.models import Chapter, Post
from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.ledger import queries
from styrhus.ledger.actions import (
    begin_confirm,
    check_again,
    discard_import,
    lock_month,
    reverse_entry,
    run_check,
    run_confirm,
    save_mapping,
    stop_confirm,
    upload_accounts,
    upload_mended,
)
from styrhus.ledger.models import AccountsImport, Entry, ImportState, MonthState
from styrhus.ledger.queries import imports as import_queries
from styrhus.ledger.synthetic import PLAN, write_accounts
from tests.factories import World, department, world
from tests.ledger.test_import_lines import HEAD, content, quoted, sheet, values
from tests.refusals import refused

NUMBER = "999999999"
DAY = date(2023, 5, 1)


@pytest.fixture
def here(db: None, settings: object, tmp_path: Path) -> World:
    """An agency with the posts of the synthetic file."""
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": storage}  # type: ignore[attr-defined]
    settings.DEMO_TODAY = DAY  # type: ignore[attr-defined]
    return with_posts(world())


def with_posts(made: World) -> World:
    made.agency.number = NUMBER
    made.agency.save()
    for post in PLAN:
        chapter, _new = Chapter.objects.get_or_create(
            agency=made.agency,
            year=2023,
            number=post.chapter.lstrip("0"),
            defaults={"name": "K", **Place().as_fields()},
        )
        Post.objects.create(chapter=chapter, number=post.post, name=post.name, **Place().as_fields())
    return made


def line(amount: str = "100,00", **own: str) -> str:
    return quoted(values(**{"Virksomhet_id": NUMBER, "Beløp": amount} | own))


def uploaded(here: World, file: bytes, name: str = "regnskap.csv", **options: object) -> AccountsImport:
    return upload_accounts(
        agency=here.agency, year=2023, file=ContentFile(file), filename=name, by=here.controller, **options
    )  # type: ignore[arg-type]


def checked(here: World, *lines: str, **options: object) -> AccountsImport:
    return run_check(uploaded(here, content(*lines), **options))


def posted(here: World, *lines: str) -> AccountsImport:
    return run_confirm(begin_confirm(accounts=checked(here, *lines), by=here.controller))


def codes(accounts: AccountsImport) -> list[tuple[int, str]]:
    return list(accounts.faults.order_by("line", "code").values_list("line", "code"))


def used(here: World) -> dict[str, Decimal]:
    sums = queries.used(here.agency, 2023, as_at=DAY)
    return {str(Post.objects.get(pk=post))[:16]: amount for post, amount in sums.items() if amount}


def synthetic(lines: int, seed: int = 1) -> bytes:
    file = io.BytesIO()
    write_accounts(
        file, year=2023, lines=lines, agency="Prøvedirektoratet", agency_number=NUMBER, months=range(1, 5), seed=seed
    )
    return file.getvalue()


def test_a_right_file_is_checked_and_touches_nothing(here: World):
    accounts = checked(here, line(), line("-30,50"), line(Periode="202301", Post_id="067001", Kapittel_id="0670"))
    assert (accounts.state, accounts.lines, accounts.wrong_lines, accounts.progress) == ("checked", 3, 0, 100)
    found = [(m.month, m.state, m.lines, m.amount) for m in accounts.months.all()]
    assert found == [(1, "new", 1, Decimal("100.00")), (3, "new", 2, Decimal("69.50"))]
    assert not Entry.objects.exists()
    assert used(here) == {}


def test_confirming_makes_one_balanced_entry_a_month_with_its_lines(here: World):
    accounts = posted(here, line(), line("-30,50"), line(Periode="202301"))
    assert accounts.state == ImportState.CONFIRMED
    january, march = Entry.objects.order_by("on")
    assert (january.on, march.on, march.kind) == (date(2023, 1, 31), date(2023, 3, 31), "import")
    assert sum(row.amount for row in march.postings.all()) == 0
    assert {row.account: row.amount for row in march.postings.all()} == {
        "670": Decimal("69.50"),
        "280": Decimal("-69.50"),
    }
    assert [row.amount for row in accounts.imported_lines.order_by("line")] == [100, Decimal("-30.50"), 100]
    assert used(here) == {"Kap. 671 post 21": Decimal("169.50")}
    assert queries.by_account(here.agency, 2023, as_at=DAY)["670"] == Decimal("169.50")


def test_the_same_file_twice_changes_nothing_and_says_so(here: World):
    first = posted(here, line(), line(Periode="202301"))
    before = list(Entry.objects.values_list("pk", flat=True))
    again = checked(here, line(), line(Periode="202301"))
    assert {month.state for month in again.months.all()} == {MonthState.SAME}
    assert import_queries.same_file_posted(again) == first
    assert import_queries.differences(again) == []
    with pytest.raises(ValidationError) as error:
        begin_confirm(accounts=again, by=here.controller)
    assert "det er ingenting å føre" in refused(error).lower()
    assert list(Entry.objects.values_list("pk", flat=True)) == before
    assert not again.imported_lines.exists()


def test_a_changed_month_is_reversed_and_posted_anew_and_others_stand(here: World):
    posted(here, line(), line(Periode="202301"))
    january, march = Entry.objects.order_by("on")
    again = posted(here, line("250,00"), line("1,00", Artskonto_id="500"), line(Periode="202301"))
    march.refresh_from_db()
    assert march.reversed_by.on == march.on
    assert not hasattr(Entry.objects.get(pk=january.pk), "reversed_by")
    assert again.months.get(month=3).entry.key != march.key
    assert again.months.get(month=1).entry is None
    assert used(here) == {"Kap. 671 post 21": Decimal("351.00")}
    # and back to the first file again: nothing is lost because the content was seen before
    back = posted(here, line(), line(Periode="202301"))
    assert back.months.get(month=3).entry is not None
    assert used(here) == {"Kap. 671 post 21": Decimal("200.00")}


def test_the_difference_tells_new_changed_gone_and_same(here: World):
    posted(here, line(), line("5,00", Artskonto_id="500"), line("7,00", Artskonto_id="540"))
    again = checked(here, line("90,00"), line("7,00", Artskonto_id="540"), line("1,00", Artskonto_id="710"))
    told = {one.account: (one.kind, one.change) for one in import_queries.differences(again, with_same=True)}
    assert told == {"500": ("gone", -5), "540": ("same", 0), "670": ("changed", -10), "710": ("new", 1)}
    assert "540" not in {one.account for one in import_queries.differences(again)}


def test_an_entry_that_was_reversed_by_hand_may_be_imported_again(here: World):
    posted(here, line())
    entry = Entry.objects.get()
    reverse_entry(entry=entry, on=entry.on, why="Feil fil", by=here.controller)
    assert used(here) == {}
    posted(here, line())
    assert used(here) == {"Kap. 671 post 21": Decimal("100.00")}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"År": "2022", "Periode": "3"}, "year"),
        ({"Periode": "202313"}, "period"),
        ({"Periode": "mars"}, "period"),
        ({"Periode": "202306"}, "future"),
        ({"Virksomhet_id": "111111111"}, "agency"),
        ({"Post_id": "067199"}, "post"),
        ({"Kapittel_id": "0670"}, "chapter"),
        ({"Artskonto_id": "999"}, "account"),
        ({"Artskonto_id": "67"}, "account"),
        ({"Beløp": "tusen"}, "amount"),
        ({"Beløp": "1.5"}, "amount"),
        ({"Beløp": ""}, "amount"),
        ({"Beløp": "1,005"}, "amount"),
    ],
)
def test_each_fault_is_told_of_its_line(here: World, wrong: dict[str, str], code: str):
    accounts = checked(here, line(), line(**wrong), line())
    assert codes(accounts) == [(3, code)]
    assert (accounts.wrong_lines, accounts.imported_lines.count()) == (1, 0)
    with pytest.raises(ValidationError) as error:
        begin_confirm(accounts=accounts, by=here.controller)
    assert refused(error).startswith("1 linjer har feil")


def test_several_faults_of_one_line_are_all_told_and_it_counts_once(here: World):
    accounts = checked(here, line("x", Artskonto_id="9", Post_id="1"))
    assert codes(accounts) == [(2, "account"), (2, "amount"), (2, "post")]
    assert accounts.wrong_lines == 1


def test_a_line_with_too_few_columns_stands_beside_the_others(here: World):
    accounts = checked(here, line(), quoted(values()[:20]))
    assert codes(accounts) == [(3, "columns")]


def test_the_wrong_lines_are_given_back_mended_and_taken_in(here: World):
    accounts = checked(here, line(), line("ti"), line(Post_id="067199"), line("3,00"))
    rows = list(import_queries.lines_to_mend(accounts))
    assert rows[0][:4] == ["Hva er galt", "Slik retter du", "Linje i filen", "År"]
    assert [row[2] for row in rows[1:]] == ["3", "4"]
    assert "ti" in rows[1][0]
    rows[1][-1] = "10,00"  # one of them is mended
    accounts = run_check(_mend(here, accounts, rows))
    assert codes(accounts) == [(4, "post")]
    rows = list(import_queries.lines_to_mend(accounts))
    assert len(rows) == 2
    rows[1][3 + 12] = "067121"
    accounts = run_check(_mend(here, accounts, rows))
    assert (accounts.lines, accounts.wrong_lines) == (4, 0)
    run_confirm(begin_confirm(accounts=accounts, by=here.controller))
    assert used(here) == {"Kap. 671 post 21": Decimal("213.00")}


def _mend(here: World, accounts: AccountsImport, rows: list[list[str]]) -> AccountsImport:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    file = ContentFile(b"\xef\xbb\xbf" + text.getvalue().encode())
    return upload_mended(accounts=accounts, file=file, filename="rettet.csv", by=here.controller)


def test_a_mended_file_without_line_numbers_is_refused(here: World):
    accounts = checked(here, line("ti"))
    with pytest.raises(ValidationError) as error:
        upload_mended(accounts=accounts, file=ContentFile(content(line())), filename="x.csv", by=here.controller)
    assert "linjenummer" in refused(error)


def test_the_same_line_number_twice_is_refused(here: World):
    accounts = checked(here, line("ti"))
    rows = list(import_queries.lines_to_mend(accounts))
    accounts = run_check(_mend(here, accounts, [*rows, rows[1]]))
    assert (accounts.state, accounts.refusal) == (ImportState.FAILED, "line-twice")


def test_a_locked_month_is_left_out_and_the_rest_is_posted(here: World):
    posted(here, line(Periode="202301"))
    director = here.people[Role.DIRECTOR]
    lock_month(agency=here.agency, year=2023, month=1, by=director)
    lock_month(agency=here.agency, year=2023, month=2, by=director)
    same = checked(here, line(Periode="202301"), line())
    assert [(m.month, m.state) for m in same.months.all()] == [(1, "same"), (3, "new")]
    assert codes(same) == []
    accounts = checked(here, line("2,00", Periode="202301"), line(Periode="202302"), line())
    assert codes(accounts) == [(2, "locked"), (3, "locked")]
    assert (accounts.locked_lines, accounts.wrong_lines) == (2, 0)
    run_confirm(begin_confirm(accounts=accounts, by=here.controller))
    assert {row.month for row in accounts.imported_lines.all()} == {3}
    assert used(here) == {"Kap. 671 post 21": Decimal("200.00")}


def test_a_month_that_is_locked_after_the_check_stops_the_posting(here: World):
    accounts = checked(here, line(), line(Periode="202301"))
    begin_confirm(accounts=accounts, by=here.controller)
    lock_month(agency=here.agency, year=2023, month=3, by=None)
    with pytest.raises(ValidationError) as error, transaction.atomic():
        run_confirm(accounts)
    assert "Mars 2023 er låst" in refused(error)
    assert not Entry.objects.exists()
    stopped = stop_confirm(accounts=accounts, why=refused(error))
    assert (stopped.state, stopped.refusal_values) == (ImportState.CHECKED, {"why": refused(error)})


def test_two_checked_imports_of_a_month_are_not_both_posted(here: World):
    first, second = checked(here, line()), checked(here, line("5,00"))
    run_confirm(begin_confirm(accounts=first, by=here.controller))
    begin_confirm(accounts=second, by=here.controller)
    with pytest.raises(ValidationError) as error, transaction.atomic():
        run_confirm(second)
    assert "endret i regnskapet" in refused(error)
    stop_confirm(accounts=second, why="Endret")
    again = run_check(check_again(accounts=second, by=here.controller))
    assert again.months.get().state == MonthState.CHANGED


def test_another_agencys_file_is_refused_whole(here: World):
    accounts = checked(here, line(Virksomhet_id="111111111", Virksomhet="Annet direktorat"))
    assert (accounts.state, accounts.refusal) == (ImportState.FAILED, "other-agency")
    assert accounts.refusal_values["agency"] == "Annet direktorat"
    assert not accounts.faults.exists()


def test_the_file_of_the_whole_state_gives_only_our_own_lines(here: World):
    other = line(Virksomhet_id="111111111", Post_id="022599", Kapittel_id="0225")
    accounts = checked(here, other, line(), other, only_own=True)
    assert (accounts.wrong_lines, accounts.skipped_lines, accounts.lines) == (0, 2, 3)
    assert [row.line for row in accounts.imported_lines.all()] == [3]


def test_files_that_can_not_be_read_say_why(here: World):
    accounts = run_check(uploaded(here, b"noe annet enn csv"))
    assert (accounts.state, accounts.refusal) == (ImportState.FAILED, "not-csv")
    assert run_check(uploaded(here, content())).refusal == "no-rows"
    with pytest.raises(ValidationError) as error:
        uploaded(here, b"")
    assert refused(error).startswith("Filen er tom")


def test_a_sheet_comes_in_through_its_mapping(here: World):
    north = department(here.agency, "Nord")
    rows = [HEAD, ["Nord", 12.5, date(2023, 3, 1), 670, 67121], ["Sør", 1, 3, 670, 67121]]
    with pytest.raises(ValidationError):
        uploaded(here, sheet(*rows).getvalue())
    mapping = save_mapping(
        agency=here.agency, name="Fra økonomisystemet", by=here.controller,
        columns={"period": "måned", "post": "Kapittel/post", "account": "Artskonto", "amount": "Beløp", "department": "avd"},
    )  # fmt: skip
    accounts = run_check(uploaded(here, sheet(*rows).getvalue(), mapping=mapping))
    assert codes(accounts) == [(3, "department")]
    accounts = run_check(uploaded(here, sheet(*rows[:2]).getvalue(), mapping=mapping))
    run_confirm(begin_confirm(accounts=accounts, by=here.controller))
    posting = Entry.objects.get().postings.get(account="670")
    assert (posting.department, posting.amount) == (north, Decimal("12.50"))


def test_a_mapping_needs_its_columns_and_each_once(here: World):
    columns = {"period": "A", "post": "B", "account": "C", "amount": "D"}
    for wrong in (columns | {"amount": " "}, columns | {"account": "a"}):
        with pytest.raises(ValidationError) as error:
            save_mapping(agency=here.agency, name="X", columns=wrong, by=here.controller)
        refused(error)
    save_mapping(agency=here.agency, name="X", columns=columns, by=here.controller)
    newer = save_mapping(agency=here.agency, name="X", columns=columns, by=here.controller, heading_row=2)
    assert list(import_queries.mappings_visible_to(here.controller)) == [newer]


# -- who may


@pytest.mark.parametrize("role", [Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.MINISTRY_OFFICIAL, Role.AUDITOR])
def test_only_the_controller_and_the_director_import(here: World, role: Role):
    with pytest.raises(AccessDenied):
        upload_accounts(
            agency=here.agency, year=2023, file=ContentFile(content(line())), filename="x", by=here.people[role]
        )
    accounts = checked(here, line())
    with pytest.raises(AccessDenied):
        begin_confirm(accounts=accounts, by=here.people[role])


def test_the_director_may_confirm(here: World):
    run_confirm(begin_confirm(accounts=checked(here, line()), by=here.people[Role.DIRECTOR]))
    assert used(here) == {"Kap. 671 post 21": Decimal("100.00")}


def test_the_agencys_own_and_the_auditor_see_imports(here: World):
    checked(here, line())
    people = here.people
    seeing = [people[Role.CONTROLLER], people[Role.DIRECTOR], people[Role.AUDITOR]]
    blind = [people[Role.MINISTRY_OFFICIAL], people[Role.CASE_OFFICER], here.other_controller, here.stranger]
    assert [import_queries.imports_visible_to(user).count() for user in (*seeing, *blind)] == [1, 1, 1, 0, 0, 0, 0]


# -- what the database holds


def test_a_posted_import_is_closed_in_the_database(here: World):
    accounts = posted(here, line(), line("5,00"))
    post = Post.objects.filter(chapter__agency=here.agency)[0]
    attempts: list[Callable[[], object]] = [
        lambda: AccountsImport.objects.filter(pk=accounts.pk).update(year=2022),
        lambda: AccountsImport.objects.filter(pk=accounts.pk).update(state="checked", confirmed_at=None),
        lambda: accounts.imported_lines.all().delete(),
        lambda: accounts.imported_lines.update(amount=1),
        lambda: accounts.imported_lines.create(line=9, month=3, post=post, account="670", amount=1),
        lambda: accounts.sums.all().delete(),
        lambda: accounts.months.update(entry=None),
        lambda: accounts.faults.create(line=1, code="post"),
        lambda: accounts.files.update(sha256="0" * 64),
        lambda: _sql("truncate ledger_importedline"),
        lambda: _sql("delete from ledger_accountsimport"),
        lambda: _sql("insert into ledger_importedline values (0, 1, 1, 1, null, '670', '', 1)"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_line_is_not_changed_before_it_is_posted_either(here: World):
    accounts = checked(here, line())
    with pytest.raises(DatabaseError), transaction.atomic():
        accounts.imported_lines.update(amount=1)
    discard_import(accounts=accounts, by=here.controller)
    assert not accounts.imported_lines.exists()


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_act_is_in_the_log(here: World):
    posted(here, line())
    acts = list(
        Event.objects.filter(subject_type="ledger.accountsimport").order_by("number").values_list("act", flat=True)
    )
    assert acts == [f"ledger.{act}" for act in ("upload_accounts", "check_import", "begin_confirm", "confirm_import")]

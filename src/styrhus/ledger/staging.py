"""Staging and checking a file of accounts, set by set, in the database.

The lines are copied into a table of this connection alone, which leaves no trace when the process dies. There they are
gathered into groups (month, post, account …); what is judged is the groups, a few thousand of them, never line by line.
Only what the whole check found is written to the ledger's own tables, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, Protocol

from django.db import connection, transaction

from styrhus.identity import clock

from .importing.layout import FIELDS, Refused
from .importing.lines import Block
from .models import AccountsImport, Basis, ImportedMonth
from .rules import accounts_on

ROUND = 24  # blocks (megabytes) between two signs of progress
AMOUNT = r"^-?[0-9]{1,13}(,[0-9]{1,2})?$"

STAGED = f"""
    drop table if exists pg_temp.staged, pg_temp.mended, pg_temp.grouped, pg_temp.judged;
    create temp table staged (line integer, {" text, ".join(FIELDS)} text, fault text, detail text);
    create temp table mended (like staged);
"""
OVERRIDE = "delete from staged s using mended m where m.line = s.line"
TAKE_MENDED = "insert into staged select * from mended"

# One pass over all lines. Ids and names that repeat a million times are counted here.
GROUP = """
    create temp table grouped as
    select year, period, chapter, post, account, agency, agency_name, department, count(*) as lines,
           count(*) filter (where not right_amount) as wrong_amounts,
           sum(case when right_amount then replace(amount, ',', '.')::numeric(18, 2) end) as amount
      from (select *, amount ~ %(amount)s as right_amount from staged where fault is null) s
     group by 1, 2, 3, 4, 5, 6, 7, 8
"""

# `codes`: all that is wrong with a group. `month`: 1–12 where the period is one.
JUDGE = """
    create temp table judged as
    with read as (
        select g.*,
               case when g.period ~ '^[0-9]{6}$' and left(g.period, 4) = g.year then right(g.period, 2)::integer
                    when g.period ~ '^[0-9]{1,2}$' then g.period::integer end as period_month
          from grouped g
    ), placed as (
        select r.*, case when r.period_month between 1 and 12 then r.period_month end as month,
               (r.agency <> '' and r.agency is distinct from %(number)s and %(number)s <> '')
               or (%(number)s = '' and r.agency_name <> '' and lower(r.agency_name) <> lower(%(name)s)) as others
          from read r
    ), chart as (
        select distinct unnest(%(months)s::integer[]) as month, unnest(%(accounts)s::text[]) as account
    )
    select p.*, b.post_id, d.id as department_id,
           array_remove(array[
               case when p.year <> %(year)s::text then 'year' end,
               case when p.month is null then 'period' when p.month > %(last)s then 'future' end,
               case when p.others then 'agency' end,
               case when b.post_id is null then 'post' when p.chapter <> '' and p.chapter <> left(p.post, 4) then 'chapter' end,
               case when p.month is not null and (
                        p.account !~ '^[1-9][0-9]{2,3}$' or (a2.month is null and a3.month is null)
                    ) then 'account' end,
               case when p.department <> '' and d.id is null then 'department' end
           ], null) as codes
      from placed p
      left join (
          select lpad(c.number, 4, '0') || q.number as number, min(q.id) as post_id
            from economy_post q join economy_chapter c on c.id = q.chapter_id
           where c.agency_id = %(agency)s and c.year = %(year)s group by 1
      ) b on b.number = p.post
      left join (
          select w.word, min(w.id) as id
            from (select id, lower(name) as word from identity_department where organisation_id = %(agency)s
                  union all select id, lower(short_name) from identity_department where organisation_id = %(agency)s) w
           where w.word <> '' group by 1
      ) d on d.word = lower(p.department)
      left join chart a2 on a2.month = p.month and a2.account = left(p.account, 2)
      left join chart a3 on a3.month = p.month and a3.account = left(p.account, 3)
"""
GROUPED_BY = ("year", "period", "chapter", "post", "account", "agency", "agency_name", "department")
SAME_GROUP = " and ".join(f"s.{name} = j.{name}" for name in GROUPED_BY)

# What stands in the ledger from an earlier import of the same month, unless it was reversed there.
STANDING = """
    select distinct on (m.month) m.id, m.month, m.accounts_id
      from ledger_importedmonth m join ledger_accountsimport i on i.id = m.accounts_id
     where i.agency_id = %(agency)s and i.year = %(year)s and i.basis = %(basis)s and i.state = 'confirmed'
       and m.state in ('new', 'changed')
       and not exists (select 1 from ledger_entry e where e.reverses_id = m.entry_id)
     order by m.month, m.id desc
"""
CLEAR = tuple(
    f"delete from ledger_{table} where accounts_id = %(key)s"  # noqa: S608
    for table in ("importedline", "importsum", "importedmonth", "importfault")
)
SUM = """
    insert into ledger_importsum (accounts_id, month, post_id, account, department_id, amount, lines)
    select %(key)s, month, post_id, account, department_id, sum(coalesce(amount, 0)), sum(lines)
      from judged where codes = '{}' and not (%(only_own)s and others)
     group by month, post_id, account, department_id order by 2, 3, 4, 5
"""
MONTHS = f"""
    with standing as ({STANDING}),
    before as (
        select s.month, s.post_id, s.account, s.department_id, s.amount
          from ledger_importsum s join standing t on t.accounts_id = s.accounts_id and t.month = s.month
    ), now as (
        select month, post_id, account, department_id, amount from ledger_importsum where accounts_id = %(key)s
    ), differing as (
        select distinct month from (
            (select * from before except all select * from now) union all (select * from now except all select * from before)
        ) d
    ), locked as (
        select month from ledger_month where agency_id = %(agency)s and year = %(year)s and reopened_at is null
    )
    insert into ledger_importedmonth (accounts_id, month, state, lines, amount, replaces_id)
    select %(key)s, n.month,
           case when t.id is not null and n.month not in (select month from differing) then 'same'
                when n.month in (select month from locked) then 'locked'
                when t.id is null then 'new' else 'changed' end,
           n.lines, n.amount, t.id
      from (select month, sum(lines) as lines, sum(amount) as amount
              from ledger_importsum where accounts_id = %(key)s group by month) n
      left join standing t on t.month = n.month
     order by n.month
"""  # noqa: S608
UNREADABLE = """
    insert into ledger_importfault (accounts_id, line, code, value)
    select %(key)s, line, fault, left(detail, 200) from staged where fault is not null order by line
"""
WRONG_AMOUNTS = """
    insert into ledger_importfault (accounts_id, line, code, value)
    select %(key)s, line, 'amount', left(amount, 200) from staged where fault is null and not amount ~ %(amount)s
     order by line
"""
WRONG_GROUPS = f"""
    insert into ledger_importfault (accounts_id, line, code, value)
    select %(key)s, s.line, c.code, left(case c.code
               when 'year' then s.year when 'period' then s.period when 'future' then s.period
               when 'agency' then concat_ws(' ', nullif(s.agency, ''), nullif(s.agency_name, ''))
               when 'post' then s.post when 'chapter' then s.chapter || ' / ' || s.post
               when 'account' then s.account when 'department' then s.department end, 200)
      from staged s join judged j on {SAME_GROUP} cross join lateral unnest(j.codes) c(code)
     where s.fault is null and j.codes <> '{{}}' and not (%(only_own)s and j.others)
     order by s.line
"""  # noqa: S608
LOCKED_LINES = f"""
    insert into ledger_importfault (accounts_id, line, code, value)
    select %(key)s, s.line, 'locked', s.period
      from staged s join judged j on {SAME_GROUP}
      join ledger_importedmonth m on m.accounts_id = %(key)s and m.month = j.month and m.state = 'locked'
     where s.fault is null and j.codes = '{{}}' and not (%(only_own)s and j.others)
     order by s.line
"""  # noqa: S608
KEEP = f"""
    insert into ledger_importedline (accounts_id, line, month, post_id, department_id, account, number, amount)
    select %(key)s, s.line, j.month, j.post_id, j.department_id, s.account, left(s.number, 40),
           replace(s.amount, ',', '.')::numeric(18, 2)
      from staged s join judged j on {SAME_GROUP}
      join ledger_importedmonth m on m.accounts_id = %(key)s and m.month = j.month and m.state in ('new', 'changed')
     where s.fault is null and j.codes = '{{}}' and not (%(only_own)s and j.others)
"""  # noqa: S608
COUNTS = """
    select (select count(*) from staged),
           (select count(distinct line) from ledger_importfault where accounts_id = %(key)s and code <> 'locked'),
           (select count(*) from ledger_importfault where accounts_id = %(key)s and code = 'locked'),
           (select coalesce(sum(lines), 0) from judged where %(only_own)s and others)
"""


class Lines(Protocol):
    """What ``importing`` reads out of a file."""

    encoding: str

    def blocks(self) -> Iterator[Block]: ...


def begin() -> None:
    """Make the tables of this connection anew."""
    with connection.cursor() as cursor:
        cursor.execute(STAGED)


def end() -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.staged, pg_temp.mended, pg_temp.grouped, pg_temp.judged")


def stage(lines: Lines, into: Literal["staged", "mended"], tell: Callable[[Block], None]) -> None:
    """Copy all lines of a file into "staged" or "mended", a good many at a time, and ``tell`` how far it has come.

    Raises: Refused where the file stops being readable on the way.
    """
    command = f"copy {into} from stdin with (format csv, delimiter ';', encoding '{lines.encoding}')"
    blocks = lines.blocks()
    while True:
        last = None
        with connection.cursor() as cursor, cursor.copy(command) as copy:
            for _number, last in zip(range(ROUND), blocks, strict=False):
                copy.write(last.content)
        if last is None:
            return
        tell(last)


def use_mended() -> list[int]:
    """Let the mended lines stand for the wrong ones. Returns line numbers that stand twice among them, or nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("select line from mended group by line having count(*) > 1 order by line limit 5")
        twice = [row[0] for row in cursor]
        if not twice:
            cursor.execute(OVERRIDE)
            cursor.execute(TAKE_MENDED)
            cursor.execute("truncate mended")
        return twice


def judge(accounts: AccountsImport) -> None:
    """Gather the staged lines into groups and say what is wrong with each. Raises: Refused (no lines, all another's)."""
    known = {month: accounts_on(date(accounts.year, month, 1)) for month in range(1, 13)}
    pairs = [(month, number) for month, chart in known.items() for number in chart]
    today = clock.today()
    last = 12 if accounts.year < today.year else today.month if accounts.year == today.year else 0
    values = _values(accounts) | {
        "amount": AMOUNT,
        "number": accounts.agency.number,
        "name": accounts.agency.name,
        "last": last,
        "months": [month for month, _number in pairs],
        "accounts": [number for _month, number in pairs],
    }
    with connection.cursor() as cursor:
        cursor.execute("analyze staged")
        cursor.execute(GROUP, values)
        cursor.execute(JUDGE, values)
        cursor.execute("analyze judged")
        cursor.execute("select count(*) = 0 from staged")
        if cursor.fetchone()[0]:
            raise Refused("no-rows")
        cursor.execute(
            "select min(nullif(agency_name, '')), min(agency) from judged having bool_and(others) and count(*) > 0"
        )
        if (other := cursor.fetchone()) is not None:
            raise Refused("other-agency", agency=other[0] or other[1] or "", ours=accounts.agency.name)


@transaction.atomic
def keep(accounts: AccountsImport) -> tuple[int, int, int, int]:
    """Write what the check found, in place of what an earlier one found: faults, sums, months, and the right lines.

    Returns how many lines there are, how many are wrong, in locked months, and others' that were passed over.
    """
    values = _values(accounts) | {"amount": AMOUNT}
    with connection.cursor() as cursor:
        for statement in (*CLEAR, SUM, MONTHS, UNREADABLE):
            cursor.execute(statement, values)
        cursor.execute(
            "select coalesce(bool_or(wrong_amounts > 0), false), coalesce(bool_or(codes <> '{}'), false) from judged"
        )
        amounts, groups = cursor.fetchone()
        if amounts:
            cursor.execute(WRONG_AMOUNTS, values)
        if groups:
            cursor.execute(WRONG_GROUPS, values)
        if ImportedMonth.objects.filter(accounts=accounts, state="locked").exists():
            cursor.execute(LOCKED_LINES, values)
        cursor.execute(COUNTS, values)
        counts: tuple[int, int, int, int] = cursor.fetchone()
        if not counts[1]:
            cursor.execute(KEEP, values)
    return counts


def standing_months(accounts: AccountsImport) -> dict[int, int]:
    """Month → the imported month (by its key) whose entry stands in the ledger now."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, _values(accounts))
        return {month: key for key, month, _import in cursor.fetchall()}


def _values(accounts: AccountsImport) -> dict[str, object]:
    return {
        "key": accounts.pk,
        "agency": accounts.agency_id,
        "year": accounts.year,
        "basis": Basis(accounts.basis).value,
        "only_own": accounts.only_own,
    }

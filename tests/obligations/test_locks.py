"""What stands can't be changed, not even in SQL by the program's own role."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from styrhus.identity.roles import Role
from styrhus.obligations import actions
from styrhus.privileges import APPEND_ONLY
from tests.obligations.conftest import APPRENTICES


def refuses(sql: str, *values: object) -> bool:
    """Whether the database refuses. What it does not refuse is undone, and has to have touched a row."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            touched = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    assert touched, "the statement touched no row"
    return False


def test_an_approved_account_its_answers_and_entries_stand(here, small):
    directive = small.plan.directives.get()
    actions.answer_directive(directive=directive, answers={"measures": "Ja"}, by=here.controller)
    entry = actions.add_directive_entry(
        directive=directive, happened_on=date(2023, 4, 1), text="Gjort", document=None, by=here.controller
    )
    change = "update obligations_directiveanswer set text = 'Nei'"
    assert not refuses(change)
    account = actions.approve_account(directive=directive, text="Teksten", by=here.controller)
    assert refuses(change)
    assert refuses("update obligations_directiveentry set text = 'Nei' where id = %s", entry.pk)
    assert refuses("delete from obligations_directiveentry where id = %s", entry.pk)
    assert refuses("update obligations_directiveaccount set approved_text = 'Nei' where id = %s", account.pk)
    assert refuses(
        "update obligations_directiveaccount set approved_at = null, approved_text = '' where id = %s", account.pk
    )
    assert refuses("delete from obligations_directiveaccount where id = %s", account.pk)
    assert refuses("truncate obligations_directiveaccount cascade")


def test_an_asset_is_never_removed_and_stands_when_disposed_of(here, asset):
    assert refuses("delete from obligations_asset where id = %s", asset.pk)
    assert not refuses("update obligations_asset set place = 'Rom 2' where id = %s", asset.pk)
    actions.dispose_asset(
        row=asset,
        disposed_on=date(2023, 4, 1),
        disposed_how="sold",
        disposed_note="Solgt på auksjon",
        by=here.controller,
    )
    assert refuses("update obligations_asset set place = 'Rom 2' where id = %s", asset.pk)
    assert refuses("update obligations_asset set cost = 1 where id = %s", asset.pk)


def test_a_claim_that_is_sent_decided_and_closed_stands_step_by_step(here, claim):
    change = "update obligations_claim set assessment = 'Annet' where id = %s"
    assert not refuses(change, claim.pk)
    row = actions.send_claim(row=claim, by=here.controller)
    assert refuses(change, row.pk)
    assert refuses("update obligations_claim set sent_at = null where id = %s", row.pk)
    row = actions.decide_claim(row=row, decision="partly", text="Delvis", by=here.people[Role.MINISTRY_OFFICIAL])
    assert refuses("update obligations_claim set decision = 'accepted' where id = %s", row.pk)
    row = actions.close_claim(row=row, closed_note="Ferdig", by=here.controller)
    assert refuses("update obligations_claim set closed_note = 'Annet' where id = %s", row.pk)
    assert refuses("delete from obligations_claim where id = %s", row.pk)


def test_a_routine_that_both_have_anchored_stands(here):
    row = actions.propose_routine(
        agency=here.agency, values={"title": "Rutine", "text": "Slik", "document": None}, by=here.controller
    )
    row = actions.anchor_routine(row=row, by=here.people[Role.DIRECTOR])
    actions.anchor_routine(row=row, by=here.people[Role.MINISTRY_OFFICIAL])
    assert refuses("update obligations_jointroutine set text = 'Ikke slik' where id = %s", row.pk)
    assert not refuses("update obligations_jointroutine set made_known_on = '2023-05-01' where id = %s", row.pk)


def test_an_answered_enquiry_stands(here):
    values = {"received_on": date(2023, 4, 1), "body": "Komité", "subject": "Spørsmål"}
    row = actions.enter_contact(agency=here.agency, values=values, by=here.controller)
    row = actions.clear_contact(row=row, cleared=True, frame="Fritt", by=here.people[Role.MINISTRY_OFFICIAL])
    row = actions.answer_contact(row=row, answered_on=date(2023, 4, 2), by=here.controller)
    assert refuses("update obligations_stortingcontact set frame = 'Ingenting' where id = %s", row.pk)


def test_controls_counts_and_reports_are_append_only(here, procurement, asset):
    actions.check_point(
        procurement=procurement, point="need", outcome="in_order", deviation="", document=None,
        checked_on=date(2023, 4, 1), by=here.controller,
    )  # fmt: skip
    actions.count_assets(agency=here.agency, counted_on=date(2023, 4, 1), found={asset.pk}, note="", by=here.controller)
    strategy = actions.enter_strategy(
        agency=here.agency, by=here.controller,
        values={"title": "Plan", "lead": "PD", "first_year": 2022, "last_year": 2024, "link": "", "role": ""},
    )  # fmt: skip
    actions.report_strategy(strategy=strategy, year=2023, text="I rute", by=here.controller)
    assert refuses("update obligations_controlpoint set outcome = 'not_relevant'")
    assert refuses("update obligations_assetcountline set found = false")
    assert refuses("update obligations_assetcount set note = 'x'")
    assert refuses("delete from obligations_strategyreport")
    ours = {name for name in APPEND_ONLY if name.startswith("obligations_")}
    assert ours == {
        "obligations_assetcount", "obligations_assetcountline", "obligations_controlpoint", "obligations_strategyreport",
    }  # fmt: skip


@pytest.mark.parametrize(
    "sql",
    [
        "update obligations_apprenticecount set apprentices = employees + 1",
        "update obligations_consultantpurchase set campaign = true",
        "update obligations_consultantpurchase set amount = -1",
        "update obligations_consultantpurchase set struck_on = '2023-04-01'",
        "update obligations_evaluation set kudos_on = '2023-04-01'",
        "update obligations_evaluation set published_on = '2020-01-01'",
        "update obligations_procurement set contract_on = '2020-01-01'",
        "update obligations_asset set disposed_on = '2023-04-01'",
        "update obligations_claim set decided_at = now()",
    ],
)
@pytest.mark.usefixtures("purchase", "evaluation", "procurement", "asset", "claim")
def test_the_database_holds_the_truth(here, sql):
    actions.count_apprentices(agency=here.agency, values=APPRENTICES, by=here.controller)
    assert refuses(sql)

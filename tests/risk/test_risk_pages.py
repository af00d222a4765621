"""The pages as they are used: from a reported risk to a locked decision, and what a refusal keeps of what was typed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from styrhus.identity.roles import Role
from styrhus.risk import actions
from styrhus.risk.heat_map import heat_map
from styrhus.risk.models import Acceptance, Risk, Scale
from styrhus.risk.presentation import Scales, placed_measures, placed_now
from styrhus.risk.queries.lines import lines_of
from styrhus.risk.scale_data import usual_draft
from tests.risk.conftest import assess

LEVELS = {"before_likelihood": 4, "before_consequence": 5, "after_likelihood": 2, "after_consequence": 4}


def test_from_reported_to_accepted(place, small, browser):
    officer = browser(place.people[Role.CASE_OFFICER])
    plan = small.plan.pk
    answer = officer.post(
        f"/risiko/plan-{plan}/ny/",
        {
            "event": "Tolkene er for få", "cause": "Få kurs", "consequence": "Ukvalifisert tolking",
            "goals": [small.goals[1].pk], "department": place.department.pk,
        },
    )  # fmt: skip
    risk = Risk.objects.get()
    assert answer.headers["Location"] == f"/risiko/{risk.pk}/vurder/"
    officer.post(f"/risiko/{risk.pk}/vurder/", LEVELS | {"words": "Etter registeret"})
    head = browser(place.people[Role.DEPARTMENT_HEAD])
    assert "Kan vi leve med risikoen?" in head.get(f"/risiko/{risk.pk}/beslutt/").content.decode()
    head.post(f"/risiko/{risk.pk}/beslutt/", {"outcome": "accept", "why": "Kursene er i gang"})
    made = Acceptance.objects.get()
    assert made.accepted
    page = officer.get(f"/risiko/{risk.pk}/").content.decode()
    assert "Kursene er i gang" in page
    assert "Beslutningen er låst" in page
    again = head.post(f"/risiko/{risk.pk}/beslutt/", {"outcome": "measures", "why": "Angrer"}, follow=True)
    assert "ingenting å beslutte" in again.content.decode()
    assert Acceptance.objects.count() == 1


def test_a_refusal_keeps_what_was_typed(make_risk, place, browser):
    risk = make_risk()
    answer = browser(place.controller).post(
        f"/risiko/{risk.pk}/vurder/",
        {"before_likelihood": 1, "before_consequence": 1, "after_likelihood": 5, "after_consequence": 5,
         "words": "En lang begrunnelse"},
    )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "kan ikke være høyere etter tiltak enn før" in page
    assert "En lang begrunnelse" in page
    assert not risk.assessments.exists()


def test_a_case_officer_who_chooses_another_department_is_told_so_in_the_form(place, small, browser):
    answer = browser(place.people[Role.CASE_OFFICER]).post(
        f"/risiko/plan-{small.plan.pk}/ny/",
        {"event": "E", "cause": "Å", "consequence": "K", "department": place.other_department.pk},
    )
    assert answer.status_code == 200
    assert "Velg din egen avdeling" in answer.content.decode()
    assert not Risk.objects.exists()


def test_another_department_s_pages_say_why_they_are_closed(make_risk, place, browser):
    risk = make_risk(department=place.other_department, after=(2, 3))
    client = browser(place.people[Role.DEPARTMENT_HEAD])
    assert client.get(f"/risiko/{risk.pk}/").status_code == 200
    for act in ("vurder", "endre", "avslutt", "beslutt", "tiltak/ny"):
        assert client.get(f"/risiko/{risk.pk}/{act}/").status_code == 403, act
        assert client.post(f"/risiko/{risk.pk}/{act}/", {"why": "x"}).status_code == 403, act


def test_the_report_page_shows_its_sentences(make_risk, place, browser):
    risk = make_risk("Løftet forhold", after=(5, 4))
    actions.raise_risk(risk=risk, why="Viktig", by=place.controller)
    page = browser(place.controller).get(f"/risiko/plan-{risk.plan_id}/rapport/").content.decode()
    assert "har løftet 1 risiko til styringsdialogen" in page
    assert "fortsatt høye: R1 Løftet forhold" in page


@pytest.mark.parametrize("size", [(3, 4, 2), (5, 3, 4), (4, 4, 3)])
def test_a_scale_of_another_size_is_made_on_the_screen(size, make_risk, place, browser):
    rows, columns, levels = size
    plan = make_risk().plan_id
    client = browser(place.controller)
    address = f"/risiko/plan-{plan}/skala/ny/?rader={rows}&kolonner={columns}&nivaer={levels}"
    form = client.get(address).context["form"]
    sent = {name: field.initial() if callable(field.initial) else field.initial for name, field in form.fields.items()}
    sent["verified"] = "on"
    answer = client.post(address, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    scale = Scale.objects.get(version=2)
    assert scale.cells.count() == rows * columns
    assert scale.bands.count() == levels
    assert scale.verified


def test_a_scale_that_falls_is_refused_on_the_screen(make_risk, place, browser):
    plan = make_risk().plan_id
    client = browser(place.controller)
    address = f"/risiko/plan-{plan}/skala/ny/"
    form = client.get(address).context["form"]
    sent = {name: field.initial() if callable(field.initial) else field.initial for name, field in form.fields.items()}
    sent |= {"cell_5_5": 1, "verified": "on"}
    assert "lavere nivå enn en rute med mindre risiko" in client.post(address, sent).content.decode()
    assert Scale.objects.count() == 1


def test_every_risk_stands_in_its_cell_of_the_map_and_arrows_stay_inside(make_risk, place, small):
    for after in ((1, 1), (3, 4), (5, 5), (2, 5)):
        make_risk(after=after)
    view = Scales(place.agency).standing
    lines = lines_of(small.plan)
    drawn = heat_map(view, placed_measures(lines), id="m", title="T")
    places = {
        chip.code: (cell.cell.likelihood, cell.cell.consequence)
        for _step, cells in drawn.rows
        for cell in cells
        for chip in cell.chips
    }
    assert places == {"R1": (1, 1), "R2": (3, 4), "R3": (5, 5), "R4": (2, 5)}
    assert [step.value for step, _cells in drawn.rows] == [5, 4, 3, 2, 1]
    assert len(drawn.arrows) == 3, "the one that measures do not move has none"
    for arrow in drawn.arrows:
        assert all(0 < float(value) < 100 for value in (arrow.x1, arrow.y1, arrow.x2, arrow.y2))
        assert arrow.kind == "down"


def test_the_map_links_each_risk_and_names_it_in_words(make_risk, place, small, browser):
    risk = make_risk("Færre kommer i arbeid", after=(2, 3))
    actions.take_snapshot(plan=small.plan, title="Møte", on=risk.registered_on, by=place.controller)
    assess(risk, (4, 4), place.controller)
    page = browser(place.controller).get("/risiko/").content.decode()
    chip = re.search(rf'<a class="risk-chip" href="/risiko/{risk.pk}/".*?</a>', page, re.S)
    assert chip is not None
    assert "Færre kommer i arbeid" in chip[0]
    assert "Opp" in chip[0]
    assert "Sto her før" in page


def test_a_risk_on_an_older_scale_is_named_and_not_placed(make_risk, place, small):
    make_risk(after=(4, 4))
    view = Scales(place.agency).standing
    other = Scale.objects.get()
    assert view.scale == other
    actions.set_scale(
        agency=place.agency, draft=usual_draft(3, 3), valid_from=date(2023, 5, 1),
        by=place.controller,
    )  # fmt: skip
    drawn = heat_map(Scales(place.agency).standing, placed_now(lines_of(small.plan)), id="m", title="T")
    assert [one.code for one in drawn.left_out] == ["R1"]
    assert all(not cell.chips for _step, cells in drawn.rows for cell in cells)

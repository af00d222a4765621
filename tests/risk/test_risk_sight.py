"""Who sees what: internal risks, and each party's assessment until both have made theirs."""

from __future__ import annotations

from datetime import date

import pytest

from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.risk import actions
from styrhus.risk.agenda import room_points
from styrhus.risk.front import cards
from styrhus.risk.models import Risk
from styrhus.risk.queries.lines import Standing, lines_for
from styrhus.risk.report import report_block
from tests.risk.conftest import assess

WORDS = "Vi ser det annerledes"


def official(place):
    return place.people[Role.MINISTRY_OFFICIAL]


def line(user, risk):
    return next((one for one in lines_for(user, risk.plan) if one.risk.pk == risk.pk), None)


def test_an_internal_risk_is_the_agency_s_and_the_auditor_s_alone(make_risk, place):
    risk = make_risk(after=(5, 4))
    for role in (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.AUDITOR):
        assert risk in Risk.objects.visible_to(place.people[role])
    for user in (official(place), place.other_controller, place.other_official, place.stranger):
        assert risk not in Risk.objects.visible_to(user)
        assert line(user, risk) is None
    assert list(room_points(risk.plan)) == []
    assert cards(official(place), risk.plan, "departementet") == []
    assert report_block(risk.plan).lines == []


def test_a_raised_risk_is_seen_without_the_agency_s_level_until_the_ministry_has_answered(make_risk, place):
    risk = make_risk(after=(5, 4))
    actions.raise_risk(risk=risk, why="Gjelder hovedmålet", by=place.controller)
    before = line(official(place), risk)
    assert before.assessment is None
    assert before.hidden
    assert before.decision is None
    assert before.movement is None
    assert before.standing == Standing.HIDDEN
    assert line(place.controller, risk).ministry is None
    actions.assess_as_ministry(risk=risk, level=(3, 3), words=WORDS, by=official(place))
    after = line(official(place), risk)
    assert (after.assessment.after.likelihood, after.assessment.after.consequence) == (5, 4)
    assert line(place.controller, risk).ministry.words == WORDS
    assert not after.ministry.saw_other


def test_the_agency_may_share_before_and_the_ministry_s_answer_says_that_it_had_seen(make_risk, place):
    risk = make_risk(after=(5, 4))
    actions.raise_risk(risk=risk, why="Haster", by=place.controller)
    actions.share_assessment(risk=risk, by=place.people[Role.DIRECTOR])
    assert line(official(place), risk).assessment is not None
    risk.refresh_from_db()
    actions.assess_as_ministry(risk=risk, level=(3, 3), words=WORDS, by=official(place))
    assert line(official(place), risk).ministry.saw_other


def test_nothing_is_shared_of_what_is_not_raised(make_risk, place):
    risk = make_risk(after=(5, 4))
    with pytest.raises(Exception, match="Løft risikoen"):
        actions.share_assessment(risk=risk, by=place.controller)
    with pytest.raises(AccessDenied):
        actions.assess_as_ministry(risk=risk, level=(3, 3), words=WORDS, by=official(place))


@pytest.mark.parametrize("who", ["other_official", "controller", "stranger"])
def test_only_the_agency_s_own_ministry_assesses_for_the_ministry(who, make_risk, place):
    risk = make_risk(after=(5, 4))
    actions.raise_risk(risk=risk, why="Haster", by=place.controller)
    with pytest.raises(AccessDenied):
        actions.assess_as_ministry(risk=risk, level=(3, 3), words=WORDS, by=getattr(place, who))


def test_assessments_from_before_the_risk_was_raised_stay_internal(make_risk, place, browser):
    risk = make_risk()
    actions.assess(risk=risk, before=(5, 5), after=(5, 5), words="Fortrolig første vurdering", by=place.controller)
    actions.assess(risk=risk, before=(5, 5), after=(4, 4), words="Vurderingen vi løfter", by=place.controller)
    actions.raise_risk(risk=risk, why="Haster", by=place.controller)
    page = browser(official(place)).get(f"/risiko/{risk.pk}/").content.decode()
    assert "Vurderingen vi løfter" not in page
    actions.assess_as_ministry(risk=risk, level=(3, 3), words=WORDS, by=official(place))
    assess(risk, (3, 4), place.controller)
    page = browser(official(place)).get(f"/risiko/{risk.pk}/").content.decode()
    assert "Vurderingen vi løfter" in page
    assert "Fortrolig første vurdering" not in page
    assert "Historikk" not in page
    own = browser(place.controller).get(f"/risiko/{risk.pk}/").content.decode()
    assert "Fortrolig første vurdering" in own
    assert WORDS in own


def test_no_page_or_export_shows_the_ministry_an_internal_risk(make_risk, place, browser):
    risk = make_risk("Hemmelig internt forhold", after=(5, 4))
    shown = make_risk("Løftet forhold", after=(5, 4))
    actions.raise_risk(risk=shown, why="Viktig", by=place.controller)
    made = actions.take_snapshot(plan=risk.plan, title="Møte", on=date(2023, 5, 1), by=place.controller)
    client = browser(official(place))
    plan = risk.plan_id
    for address in (
        "/risiko/", f"/risiko/plan-{plan}/", f"/risiko/plan-{plan}/?format=csv", f"/risiko/plan-{plan}/rapport/",
        f"/risiko/plan-{plan}/bilder/", f"/risiko/bilder/{made.pk}/", f"/risiko/bilder/{made.pk}/?format=csv",
    ):  # fmt: skip
        answer = client.get(address)
        assert answer.status_code == 200, address
        text = b"".join(answer) if answer.streaming else answer.content
        assert "Hemmelig internt" not in text.decode(), address
    assert client.get(f"/risiko/{risk.pk}/").status_code == 404
    assert client.get(f"/risiko/plan-{plan}/tiltak/").status_code == 403
    assert "Løftet forhold" in client.get("/risiko/").content.decode()


def test_the_ministry_reads_no_level_of_a_raised_risk_out_of_any_list(make_risk, place, browser):
    risk = make_risk("Løftet forhold", after=(5, 4))
    actions.raise_risk(risk=risk, why="Viktig", by=place.controller)
    client = browser(official(place))
    for address in ("", "?vis=tiltak", "?format=csv"):
        answer = client.get(f"/risiko/plan-{risk.plan_id}/{address}")
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        assert "Løftet forhold" in text
        assert "5 × 4" not in text
        assert "5 × 5" not in text


def test_a_measure_is_found_only_where_its_risk_is(make_risk, place, browser):
    risk = make_risk(after=(5, 4))
    measure = actions.add_measure(
        risk=risk, title="Internt tiltak", effect="E", owner=None, department=place.department, due=date(2023, 4, 1),
        by=place.controller,
    )  # fmt: skip
    assert browser(official(place)).get(f"/risiko/tiltak/{measure.pk}/").status_code == 404
    assert browser(place.other_controller).get(f"/risiko/tiltak/{measure.pk}/").status_code == 404
    assert browser(place.controller).get(f"/risiko/tiltak/{measure.pk}/").status_code == 200

"""The pages, as those see them who use them, without any script."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from styrhus.control import actions, front, reminders
from styrhus.control.models import AuditReply, Control, Cycle, Delegation, DelegationUse, Finding, Performance
from styrhus.identity.roles import Role
from tests.control.test_findings import made_ready
from tests.control.test_internal_control import YES
from tests.factories import document


def url(name, *args):
    return reverse(f"control:{name}", args=args)


def text(answer):
    return answer.content.decode()


def test_a_year_is_played_through_in_forms(place, browser):
    controller, agency = browser(place.controller), place.agency
    data = {
        "title": "Attestasjon", "answers": "Feil utbetaling", "nature": "preventive", "level": "transaction",
        "frequency": "yearly", "owner": place.controller.pk, "procedure": "", "department": "", "duty": "",
    }  # fmt: skip
    answer = controller.post(url("new_control", agency.pk), data, follow=True)
    assert "Kontrollen er lagret." in text(answer)
    answer = controller.post(url("new_cycle", agency.pk), {"year": 2023}, follow=True)
    assert "0 av 1" in text(answer)
    cycle = Cycle.objects.get()
    planned = cycle.planned.get()
    data = {"performed_on": "2023-04-01", "evidence": "Ti bilag", "result": "satisfactory"}
    file = SimpleUploadedFile("skjema.txt", b"Skjema med ti bilag")
    answer = controller.post(url("perform", planned.pk), {**data, "file": file}, follow=True)
    assert "Kontrollen er ført i loggen." in text(answer)
    assert Performance.objects.get().document.organisation == agency
    for assessment in cycle.assessments.all():
        data = {
            f"{key}_{part}": value
            for key, pair in YES.items()
            for part, value in zip(("reply", "words"), pair, strict=True)
        }
        answer = controller.post(url("assessment", assessment.pk), data, follow=True)
        assert "Egenvurderingen er levert." in text(answer)
    controller.post(url("finish_controls", cycle.pk), {"shortfall": ""})
    controller.post(url("finish_self_assessment", cycle.pk))
    assert "Dette bør vurderes" in text(controller.get(url("overall", cycle.pk)))
    controller.post(url("overall", cycle.pk), {"grade": "good", "overall": "God", "matters": ""})
    director = browser(place.people[Role.DIRECTOR])
    assert "Godkjenn og lås året" in text(director.get(url("cycle", cycle.pk)))
    answer = director.post(url("approve", cycle.pk), follow=True)
    assert "Året er godkjent og låst." in text(answer)
    assert controller.get(url("perform", planned.pk)).status_code == 404


def test_a_refused_form_keeps_what_was_typed(place, browser):
    actions.add_control(
        agency=place.agency, title="Attestasjon", answers="x", nature="preventive", level="other", frequency="yearly",
        owner=place.controller, department=None, by=place.controller,
    )  # fmt: skip
    data = {"title": "Attestasjon", "answers": "Det jeg skrev", "nature": "preventive", "level": "other",
            "frequency": "yearly", "owner": place.controller.pk}  # fmt: skip
    answer = browser(place.controller).post(url("new_control", place.agency.pk), data)
    assert "Det finnes alt en kontroll som heter det samme." in text(answer)
    assert "Det jeg skrev" in text(answer)
    assert Control.objects.count() == 1


def test_can_i_commit_answers_without_writing_and_logs_when_told(place, delegation, small, browser):
    head = browser(place.people[Role.DEPARTMENT_HEAD])
    asked = {"post": small.post.pk, "amount": "1 000 000", "on": "2023-05-01"}
    answer = head.get(url("check"), asked)
    assert "Ja, det er innenfor fullmakten" in text(answer)
    assert "Nei, det er utenfor fullmakten" in text(head.get(url("check"), {**asked, "amount": "1 000 001"}))
    assert not DelegationUse.objects.exists()
    head.post(url("use"), {**asked, "purpose": "Avtale om tolking"})
    assert DelegationUse.objects.get().allowed


def test_a_delegation_is_given_in_a_form(place, small, browser):
    director = browser(place.people[Role.DIRECTOR])
    paper = document(place.agency)
    data = {
        "giver": place.people[Role.DIRECTOR].pk, "receiver": place.people[Role.CASE_OFFICER].pk, "parent": "",
        "posts": ["671.21"], "per_commitment": "100 000", "per_year": "", "valid_from": "2023-05-01", "valid_to": "",
        "document": paper.pk, "conditions": "", "department": "",
    }  # fmt: skip
    answer = director.post(url("new_delegation", place.agency.pk), {**data, "document": ""})
    assert "Velg dokumentet, eller legg ved filen." in text(answer)
    director.post(url("new_delegation", place.agency.pk), data)
    made = Delegation.objects.get()
    assert (made.posts, made.per_commitment) == (["671.21"], 100_000)
    assert "100\u00a0000" in text(director.get(url("delegations") + "?dato=2023-05-01"))
    assert "Ingen fullmakter denne dagen" in text(director.get(url("delegations") + "?dato=2023-04-30"))
    assert director.get(url("delegations") + "?dato=2023-99-99").status_code == 200


def test_the_verifier_closes_and_the_owner_has_no_such_page(place, finding, browser):
    made_ready(finding, place.people[Role.CASE_OFFICER])
    assert browser(place.people[Role.CASE_OFFICER]).get(url("verify", finding.pk)).status_code == 403
    controller = browser(place.controller)
    assert "Bekreft lukket eller send tilbake" in text(controller.get(url("finding", finding.pk)))
    controller.post(url("verify", finding.pk), {"words": "Mangler referat", "svar": "tilbake"})
    assert Finding.objects.get().state == "open"
    actions.propose_closing(finding=finding, why="Nå", by=place.people[Role.CASE_OFFICER])
    answer = controller.post(url("verify", finding.pk), {"words": "Har sett det"}, follow=True)
    assert "Lukket og låst" in text(answer)


def test_the_ministry_sees_the_finding_and_not_the_evidence(place, finding, browser):
    officer = place.people[Role.CASE_OFFICER]
    actions.add_evidence(finding=finding, text="Internt notat", by=officer)
    page = text(browser(place.people[Role.MINISTRY_OFFICIAL]).get(url("finding", finding.pk)))
    assert "Rutinen mangler" in page
    assert "Internt notat" not in page
    assert "Internt notat" in text(browser(place.people[Role.AUDITOR]).get(url("finding", finding.pk)))


LISTS = ["findings", "audit_cases", "annual_report", "controls", "delegations", "uses", "front"]


@pytest.mark.parametrize("asked", [f"{name} {kind}" for name in LISTS for kind in ("csv", "xlsx")])
def test_every_list_can_be_taken_out(small, finding, delegation, browser, asked):
    name, kind = asked.split()
    with closing(browser(delegation.giver).get(url(name) + f"?format={kind}")) as answer:
        assert answer.status_code == 200
        assert "attachment" in answer.headers["Content-Disposition"]


def test_the_annual_report_s_text_can_be_taken_out(place, small, finding, browser):
    answer = browser(place.controller).get(url("annual_report") + f"?plan={small.plan.pk}&format=txt")
    assert "Riksrevisjonen: Rutinen mangler" in text(answer)
    assert browser(place.other_controller).get(url("annual_report") + f"?plan={small.plan.pk}").status_code == 404


def test_what_waits_for_each(place, small, finding, delegation):
    def titles(role, sight):
        return [str(card.title) for card in front.cards(place.people[role], small.plan, sight)]

    assert titles(Role.CASE_OFFICER, "mine") == ["Merknader som venter på deg"]
    assert titles(Role.CONTROLLER, "mine") == []
    made_ready(finding, place.people[Role.CASE_OFFICER])
    assert titles(Role.CASE_OFFICER, "mine") == []
    assert titles(Role.CONTROLLER, "mine") == ["Merknader som venter på deg"]
    assert titles(Role.MINISTRY_OFFICIAL, "departementet") == ["Åpne merknader fra revisjon og tilsyn"]
    assert front.cards(place.other_controller, small.plan, "virksomheten") == []


def test_delegations_that_end_within_thirty_days_are_shown(place, small, delegation, settings):
    head = place.people[Role.DEPARTMENT_HEAD]
    for day, shown in ((date(2023, 11, 30), 0), (date(2023, 12, 1), 1), (date(2023, 12, 31), 1), (date(2024, 1, 1), 0)):
        settings.DEMO_TODAY = day
        found = [card for card in front.cards(head, small.plan, "mine") if "30 dager" in str(card.title)]
        assert len(found) == shown, day
        kinds = [one.kind for one in reminders.due(day)]
        assert ("control.delegation_ends" in kinds) == bool(shown)


def test_a_reply_that_is_due_is_reminded_of_until_it_is_sent(place, finding):
    assert "control.reply_overdue" in [one.kind for one in reminders.due(date(2023, 5, 1))]
    reply = actions.draft_reply(case=finding.case, title="Svar", document=document(place.agency), by=place.controller)
    actions.send_reply(reply=AuditReply.objects.get(pk=reply.pk), sent_on=date(2023, 5, 1), by=place.controller)
    assert "control.reply_overdue" not in [one.kind for one in reminders.due(date(2023, 5, 1))]

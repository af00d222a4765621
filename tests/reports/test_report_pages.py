"""The pages of reports: who sees what, saving without JavaScript, the conflict, receipts, the whole way in the browser."""

from __future__ import annotations

from datetime import date

import pytest

from styrhus.identity.roles import Role
from styrhus.reports import actions
from styrhus.reports.models import AcceptedGap, OwnTemplate, Report, ReportPart
from styrhus.steering.models import ReportingDemand
from tests.reports.conftest import begun, part, received, sent, written

pytestmark = pytest.mark.usefixtures("august")


def messages_of(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_the_deadline_view_shows_reports_and_demands_without_one(small, place, browser):
    begun(small.plan)
    page = browser(place.controller).get("/rapporter/")
    rows = {row.title: row for row in page.context["table"].rows}
    assert rows["Halvårsrapport 2023"].timing == "ahead"
    assert rows["Årsrapport 2023"].state == "not_begun"
    export = browser(place.controller).get("/rapporter/?format=csv").getvalue().decode()
    assert "Halvårsrapport 2023" in export


def test_a_filter_narrows_the_deadline_view(small, place, browser):
    begun(small.plan)
    page = browser(place.controller).get("/rapporter/?state=not_begun")
    assert [row.title for row in page.context["table"].rows] == ["Årsrapport 2023"]


def test_the_ministry_sees_a_report_from_when_it_is_sent(small, place, browser):
    official = browser(place.people[Role.MINISTRY_OFFICIAL])
    draft = begun(small.plan)
    assert official.get(draft.get_absolute_url()).status_code == 404
    report = sent(small.plan, place, "ukraine", end=date(2023, 7, 31), cut_off=date(2023, 7, 31), due=date(2023, 8, 10))
    assert official.get(report.get_absolute_url()).status_code == 200
    assert official.get(f"/rapporter/{report.pk}/les/").status_code == 200
    inside = (f"/rapporter/{report.pk}/krav/", part(report).get_absolute_url())
    for address in inside:
        assert official.get(address).status_code in (403, 404), address
    assert browser(place.other_controller).get(report.get_absolute_url()).status_code == 404


def test_a_report_is_begun_from_a_demand(small, place, browser):
    demand, client = ReportingDemand.objects.get(plan=small.plan), browser(place.controller)
    page = client.get(f"/rapporter/plan-{small.plan.pk}/ny/")
    assert "Begynn: Årsrapport" in page.content.decode()
    address = f"/rapporter/plan-{small.plan.pk}/ny/annual/?krav={demand.pk}"
    form = client.get(address).context["form"]
    assert form.initial["due"] == date(2024, 3, 15)
    typed = {
        "title": "Årsrapport 2023", "demand": demand.pk, "begin": "2023-01-01", "end": "2023-12-31",
        "cut_off": "2023-12-31", "due": "2024-03-15", "language": "nn",
    }  # fmt: skip
    done = client.post(address, typed, follow=True)
    report = Report.objects.get()
    assert done.redirect_chain[-1][0] == report.get_absolute_url()
    assert part(report).title == "Leiarens fråsegn"
    refusal = client.post(address, typed | {"end": "2022-12-31"})
    assert "slutter før den begynner" in refusal.content.decode()
    assert refusal.context["form"]["title"].value() == "Årsrapport 2023", "what was typed stays"


def test_a_section_is_saved_without_javascript(small, place, browser):
    one = part(begun(small.plan))
    client = browser(place.controller)
    typed = {f"tekst-{one.pk}": "Vi er i rute.", f"versjon-{one.pk}": "0", "videre": "ferdig"}
    client.post(one.get_absolute_url(), typed)
    kept = ReportPart.objects.get(pk=one.pk)
    assert (kept.text, kept.state) == ("Vi er i rute.", "ready")


def test_a_conflict_is_shown_without_javascript_and_both_are_kept(small, place, browser):
    one = part(begun(small.plan))
    actions.write_part(part=one, text="Den ene.", version=0, by=place.people[Role.DIRECTOR])
    client = browser(place.controller)
    page = client.post(one.get_absolute_url(), {f"tekst-{one.pk}": "Den andre.", f"versjon-{one.pk}": "0"})
    text = page.content.decode()
    assert "To har skrevet i samme del" in text
    assert "Den ene." in text
    assert ">\nDen andre.</textarea>" in text
    again = {f"tekst-{one.pk}": "Den andre.", f"versjon-{one.pk}": "0", f"sett-{one.pk}": "1", f"valg-{one.pk}": "both"}
    client.post(one.get_absolute_url(), again)
    assert ReportPart.objects.get(pk=one.pk).text == "Den ene.\n\nDen andre."
    earlier = client.get(f"/rapporter/deler/{one.pk}/tidligere/")
    assert "Den ene." in earlier.content.decode()


def test_a_conflict_that_stands_on_the_page_is_left_alone(small, place, browser):
    one = part(begun(small.plan))
    actions.write_part(part=one, text="Den ene.", version=0, by=place.people[Role.DIRECTOR])
    client, address = browser(place.controller), f"/rapporter/deler/{one.pk}/lagre/"
    typed = {f"tekst-{one.pk}": "Den andre.", f"versjon-{one.pk}": "0"}
    shown = client.post(address, typed)
    assert f'name="sett-{one.pk}" value="1"' in shown.content.decode()
    assert client.post(address, typed | {f"sett-{one.pk}": "1"}).status_code == 204


def test_an_unknown_figure_is_refused_and_the_text_stays_in_the_field(small, place, browser):
    one = part(begun(small.plan))
    client = browser(place.controller)
    typed = {f"tekst-{one.pk}": "Brukt: [[tull.ball]].", f"versjon-{one.pk}": "0"}
    assert (
        "Tallet [[tull.ball]] finnes ikke" in client.post(f"/rapporter/deler/{one.pk}/lagre/", typed).content.decode()
    )
    page = client.post(one.get_absolute_url(), typed)
    assert "Brukt: [[tull.ball]].</textarea>" in page.content.decode()
    assert not ReportPart.objects.get(pk=one.pk).text


def test_a_figure_is_put_in_without_javascript(small, place, browser):
    one = part(begun(small.plan))
    typed = {f"tekst-{one.pk}": "Risikoer:", f"versjon-{one.pk}": "0", "sett_inn": "risk.raised"}
    browser(place.controller).post(one.get_absolute_url(), typed)
    assert ReportPart.objects.get(pk=one.pk).text == "Risikoer: [[risk.raised]]"


def test_each_figure_leads_to_a_receipt_that_says_the_same(small, place, browser):
    report = begun(small.plan)
    actions.write_part(part=part(report), text="Vi har [[risk.raised]] risikoer.", version=0, by=None)
    written(report)
    client = browser(place.controller)
    figures = client.get(f"/rapporter/{report.pk}/tall/")
    assert list(figures.context["table"].rows)
    address = f"/rapporter/{report.pk}/tall/1/"
    assert address in client.get(f"/rapporter/{report.pk}/les/").content.decode()
    receipt = client.get(address)
    assert receipt.context["same"] is True
    assert "Samme tall" in receipt.content.decode()
    assert client.get(f"/rapporter/{report.pk}/tall/9999/").status_code == 404


def test_the_whole_way_on_the_pages(small, place, browser):
    report = written(begun(small.plan))
    controller, director = browser(place.controller), browser(place.people[Role.DIRECTOR])
    official = browser(place.people[Role.MINISTRY_OFFICIAL])
    base = report.get_absolute_url()
    controller.post(f"{base}legg-fram/")
    assert controller.get(f"{base}godkjenn/").status_code == 403
    director.post(f"{base}godkjenn/", {"position": "Direktør", "place": "Oslo"})
    controller.post(f"{base}send/", {"message": "Her er rapporten."})
    official.post(f"{base}mottatt/")
    official.post(f"{base}merknad/", {"part": part(report).pk, "text": "Forklar dette."})
    official.post(f"{base}send-tilbake/", {"why": "Mangler prognose."})
    assert Report.objects.get(pk=report.pk).state == "returned"
    new = Report.objects.get(follows=report)
    assert "Forklar dette." in controller.get(part(new).get_absolute_url()).content.decode()
    receipts = controller.get("/rapporter/kvitteringer/").content.decode()
    for word in ("Sendt til departementet", "Mottatt av departementet", "Sendt tilbake"):
        assert word in receipts


def test_a_returned_report_needs_a_reason(small, place, browser):
    report = received(small.plan, place)
    page = browser(place.people[Role.MINISTRY_OFFICIAL]).post(f"/rapporter/{report.pk}/send-tilbake/", {"why": " "})
    assert "Fyll ut feltet" in page.content.decode()
    assert Report.objects.get(pk=report.pk).state == "received"


def test_an_unanswered_demand_is_red_until_it_is_accepted(small, place, browser):
    report, client = begun(small.plan), browser(place.controller)
    page = client.get(f"/rapporter/{report.pk}/krav/")
    rows = page.context["table"].rows
    open_rows = [row for row in rows if row.state == "open"]
    assert open_rows, "the test would prove nothing"
    client.post(open_rows[0].accept_url, {"why": "Avtalt"})
    assert AcceptedGap.objects.get().demand == open_rows[0].demand
    again = {row.demand: row.state for row in client.get(f"/rapporter/{report.pk}/krav/").context["table"].rows}
    assert again[open_rows[0].demand] == "accepted"


def test_a_template_is_made_and_changed_in_the_browser(small, place, browser):
    client = browser(place.controller)
    typed = {
        "antall": "2", "name": "Kvartalsbrev", "del-0-nb": "Status", "del-0-number": "1",
        "del-0-sources": ["assignments"], "del-1-nb": "",
    }  # fmt: skip
    more = client.post("/rapporter/maler/ny/", typed | {"flere": "1"})
    assert len(more.context["sections"]) == 5
    assert more.context["sections"][0]["nb"].value() == "Status", "nothing typed is lost"
    client.post("/rapporter/maler/ny/", typed)
    template = OwnTemplate.objects.get()
    assert template.latest.outline["section"][0]["sources"] == ["assignments"]
    client.post(f"{template.get_absolute_url()}endre/", typed | {"del-0-key": "part-1", "del-1-nb": "Risiko"})
    assert [row["key"] for row in template.latest.outline["section"]] == ["part-1", "part-2"]
    client.post(f"{template.get_absolute_url()}bruk/")
    assert not OwnTemplate.objects.get().in_use
    assert browser(place.other_controller).get(template.get_absolute_url()).status_code == 404

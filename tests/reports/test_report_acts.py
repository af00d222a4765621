"""Making and writing reports: who may, what is refused, and that no writer's words are lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from styrhus.identity.access import AccessDenied
from styrhus.identity.roles import Role
from styrhus.notices.models import Notice
from styrhus.reports import actions, queries
from styrhus.reports.compose import document_of, gathered
from styrhus.reports.models import Assembly, EarlierText, Report, ReportPart
from styrhus.steering.models import ReportingDemand
from tests.factories import plan as bare_plan
from tests.refusals import refused
from tests.reports.conftest import approved, begun, part, written

pytestmark = pytest.mark.usefixtures("august")


def test_a_report_keeps_its_template_as_it_was(small, place):
    report = begun(small.plan, by=place.controller)
    assert report.title == "Halvårsrapport 2023"
    assert [one.key for one in report.template.sections] == [one.key for one in report.parts.order_by("order")]
    assert report.outline_version == report.template.version


def test_only_who_leads_reports_may_begin_one(small, place):
    for role in (Role.DEPARTMENT_HEAD, Role.CASE_OFFICER, Role.MINISTRY_OFFICIAL, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(AccessDenied):
            begun(small.plan, by=place.people[role])
    with pytest.raises(AccessDenied):
        begun(small.plan, by=place.other_controller)


def test_a_demand_has_one_report_of_a_kind_that_answers_it(small, place):
    demand = ReportingDemand.objects.get(plan=small.plan)
    with pytest.raises(ValidationError) as error:
        begun(small.plan, "half_year", demand=demand)
    assert "svarer ikke på" in refused(error)
    year = {"end": date(2023, 12, 31), "cut_off": date(2023, 12, 31)}
    begun(small.plan, "annual", demand=demand, **year)
    with pytest.raises(ValidationError) as error:
        begun(small.plan, "annual", demand=demand, **year)
    assert "svarer allerede" in refused(error)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"end": date(2022, 12, 31)}, "slutter før"),
        ({"cut_off": date(2022, 6, 30)}, "før perioden begynner"),
        ({"begin": date(2021, 1, 1), "end": date(2021, 6, 30), "cut_off": date(2021, 6, 30)}, "2022 eller 2023"),
    ],
)
def test_a_period_that_is_none_is_refused(small, fields, words):
    with pytest.raises(ValidationError) as error:
        begun(small.plan, **fields)
    assert words in refused(error)


def test_two_writers_at_once_lose_nothing(small, place):
    one = part(begun(small.plan))
    first = actions.write_part(part=one, text="Den første.", version=0, by=place.controller)
    with pytest.raises(actions.WrittenMeanwhile) as error:
        actions.write_part(part=one, text="Den andre.", version=0, by=place.people[Role.DIRECTOR])
    assert place.controller.name in refused(error)
    assert error.value.part.text == "Den første."
    both = actions.write_part(part=one, text="Den andre.", version=0, by=place.people[Role.DIRECTOR], keep_both=True)
    assert both.text == "Den første.\n\nDen andre."
    assert EarlierText.objects.get(part=one).text == first.text


def test_a_figure_that_is_not_there_is_refused_in_one_sentence(small):
    one = part(begun(small.plan))
    with pytest.raises(ValidationError) as error:
        actions.write_part(part=one, text="Vi brukte [[regnskap.finnes_ikke]].", version=0, by=None)
    assert refused(error).startswith("Tallet [[regnskap.finnes_ikke]] finnes ikke.")
    assert not ReportPart.objects.get(pk=one.pk).text


def test_a_figure_in_a_text_is_printed_with_its_value(small):
    report = begun(small.plan)
    one = part(report)
    actions.write_part(part=one, text="Vi har [[risk.raised]] risikoer.", version=0, by=None)
    document = document_of(report)
    assert document.figures["risk.raised"].value == 0
    words = ["".join(span.text for span in block.spans) for block in document.sections[0].blocks[:1]]
    assert words == ["Vi har 0 risikoer."]


def test_who_writes_where(small, place):
    report = begun(small.plan)
    first, second = part(report), part(report, 1)
    officer = place.people[Role.CASE_OFFICER]
    with pytest.raises(AccessDenied):
        actions.write_part(part=first, text="Nei", version=0, by=officer)
    actions.assign_part(part=first, department=None, writers=[officer], due=date(2023, 8, 10), by=place.controller)
    actions.assign_part(part=second, department=place.department, writers=[], due=None, by=place.controller)
    assert actions.write_part(part=first, text="Ja", version=0, by=officer).version == 1
    assert actions.write_part(part=second, text="Ja", version=0, by=officer).version == 1
    assert Notice.objects.filter(user=officer, kind="reports.assigned").count() == 1
    for stranger in (place.other_controller, place.people[Role.MINISTRY_OFFICIAL], place.people[Role.AUDITOR]):
        with pytest.raises(AccessDenied):
            actions.write_part(part=first, text="Nei", version=1, by=stranger)
    assert [one.pk for one in queries.waiting_for(officer)] == [first.pk, second.pk]


def test_only_people_and_departments_of_the_agency_write(small, place):
    one = part(begun(small.plan))
    with pytest.raises(ValidationError) as error:
        actions.assign_part(part=one, department=None, writers=[place.other_controller], due=None, by=place.controller)
    assert "kan ikke skrive i rapporter" in refused(error)
    with pytest.raises(ValidationError) as error:
        actions.assign_part(part=one, department=None, writers=[], due=date(2023, 9, 1), by=place.controller)
    assert "etter fristen for rapporten" in refused(error)
    assert not one.writers.exists()


def test_a_section_that_is_ready_is_opened_before_it_is_changed(small):
    one = part(begun(small.plan))
    saved = actions.write_part(part=one, text="Ferdig.", version=0, by=None)
    actions.mark_ready(part=saved, by=None)
    with pytest.raises(ValidationError) as error:
        actions.write_part(part=saved, text="Mer.", version=1, by=None)
    assert "merket ferdig" in refused(error)
    actions.reopen_part(part=saved, by=None)
    assert actions.write_part(part=saved, text="Mer.", version=1, by=None).text == "Mer."


def test_the_facts_are_held_against_what_was_gathered(small, place):
    report = begun(small.plan)
    one = next(row for row in report.parts.all() if report.template.section(row.key).sources)
    kept = actions.assemble_part(part=one, by=None)
    assert actions.assemble_part(part=one, by=None).pk == kept.pk, "the same facts are not kept twice"
    before = queries.kept_facts(one)
    assert queries.changed_lines(before, gathered(one)[1]) == []
    Assembly.objects.filter(part=one)
    changed = before.sections[0].__class__("x", "", "Ny", before.sections[0].blocks[1:])
    later = before.__class__(
        before.title, "", "", "", "nb", before.dated, "", (changed, *before.sections[1:]), before.figures
    )
    assert queries.changed_lines(before, later)


def test_facts_that_are_left_out_stay_out(small):
    report = begun(small.plan)
    one = next(row for row in report.parts.all() if report.template.section(row.key).sources)
    sources = report.template.section(one.key).sources
    actions.choose_facts(part=one, left_out=[sources[0], "finnes ikke"], by=None)
    assert ReportPart.objects.get(pk=one.pk).left_out == [sources[0]]


def test_the_next_year_starts_from_the_last(small, place):
    old = approved(small.plan, place)
    plan = bare_plan(place.agency, 2024)
    report = begun(plan, by=place.controller, starts_from=old)
    same = {row.key: row for row in old.parts.all()}
    carried = [row for row in report.parts.all() if row.key in same]
    assert carried
    assert all(row.text == same[row.key].text and row.from_before for row in carried)
    saved = actions.write_part(part=carried[0], text=carried[0].text, version=0, by=place.controller)
    assert not saved.from_before, "going through the text and saving takes the mark away"
    draft = begun(bare_plan(place.agency, 2025))
    with pytest.raises(ValidationError) as error:
        begun(plan, starts_from=draft)
    assert "godkjent rapport" in refused(error)


def test_an_unanswered_demand_is_accepted_with_a_reason(small, place):
    report = begun(small.plan)
    values = {"report": report, "demand": "rule:x", "label": "Et krav"}
    with pytest.raises(ValidationError) as error:
        actions.accept_unanswered(why=" ", by=place.controller, **values)
    assert "hvorfor" in refused(error)
    with pytest.raises(AccessDenied):
        actions.accept_unanswered(why="Avtalt", by=place.people[Role.CASE_OFFICER], **values)
    gap = actions.accept_unanswered(why="Avtalt med departementet", by=place.controller, **values)
    assert actions.accept_unanswered(why="Igjen", by=place.controller, **values).pk == gap.pk


def test_an_own_template_has_versions_and_reports_keep_theirs(small, place):
    data = {
        "key": "own", "nb": "Månedsbrev", "nn": "Månadsbrev", "en": "", "valid_from": "2023-01-01",
        "section": [{"key": "part-1", "number": "1", "nb": "Status", "nn": "Status", "sources": ["assignments"]}],
    }  # fmt: skip
    template = actions.make_template(agency=place.agency, data=data, by=place.controller)
    report = begun(small.plan, template.key, by=place.controller)
    revised = data | {"section": [*data["section"], {"key": "part-2", "nb": "Risiko", "nn": "Risiko"}]}
    assert actions.revise_template(template=template, data=revised, by=place.controller).number == 2
    assert actions.revise_template(template=template, data=revised, by=place.controller).number == 2
    assert report.parts.count() == 1
    assert begun(small.plan, template.key).parts.count() == 2
    with pytest.raises(ValidationError) as error:
        actions.make_template(agency=place.agency, data=data, by=place.controller)
    assert "allerede en mal" in refused(error)
    broken = data | {"nb": "Annet", "section": [data["section"][0] | {"sources": ["finnes ikke"]}]}
    with pytest.raises(ValidationError) as error:
        actions.make_template(agency=place.agency, data=broken, by=place.controller)
    assert "finnes ikke" in refused(error)
    with pytest.raises(AccessDenied):
        actions.make_template(agency=place.agency, data=data, by=place.people[Role.CASE_OFFICER])


def test_another_agency_and_the_ministry_see_no_draft(small, place):
    report = written(begun(small.plan))
    seen = lambda user: Report.objects.visible_to(user).filter(pk=report.pk).exists()  # noqa: E731
    assert seen(place.people[Role.CASE_OFFICER])
    assert seen(place.people[Role.AUDITOR])
    for user in (place.people[Role.MINISTRY_OFFICIAL], place.other_controller, place.other_official, place.stranger):
        assert not seen(user)

"""What the sources put in a report: every figure walks back, nothing internal gets out, an empty agency is told of plainly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.utils import timezone, translation

from styrhus import demo
from styrhus.alerts import actions as alerts
from styrhus.alerts.models import DeviationKind
from styrhus.common.figures import Figure
from styrhus.control.models import Cycle
from styrhus.identity import clock
from styrhus.identity.roles import Role
from styrhus.reports import registry
from styrhus.reports.document import Block, Bullets, Cell, Chart, Paragraph, Section, Signature, Span, Table
from styrhus.reports.kinds import KINDS
from styrhus.reports.sources import SOURCES, context_of, shown
from styrhus.risk import actions as risk
from styrhus.risk.actions.risks import Threatened
from styrhus.steering import actions as steering
from styrhus.steering.models import Plan
from tests import factories
from tests.databases import cloned_database, leading_to

SECRET = "HEMMELIGMERKE"
BOTH = ("nb", "nn")


def spans_of(block: Block) -> Iterator[Span | Cell]:
    """Every piece of text of a block."""
    match block:
        case Paragraph():
            yield from block.spans
        case Bullets():
            for item in block.items:
                yield from item
        case Table():
            for row in block.rows:
                yield from row
        case Chart():
            yield from spans_of(block.table)


def text_of(blocks: list[Block]) -> str:
    found = [piece.text for block in blocks for piece in spans_of(block)]
    found += [
        text for block in blocks if isinstance(block, Table) for text in (block.caption, *block.header, block.note)
    ]
    return "\n".join(found)


def is_valid(block: Block) -> None:
    """A block as the renderers take it."""
    assert isinstance(block, Paragraph | Bullets | Table | Chart | Signature)
    if isinstance(block, Paragraph):
        assert block.role in ("judgement", "facts")
        assert "".join(one.text for one in block.spans).strip()
    if isinstance(block, Bullets):
        assert block.items
    if isinstance(block, Table):
        assert block.rows
        assert block.caption
        assert {len(row) for row in block.rows} == {len(block.header)}
        assert all(0 <= row < len(block.rows) for row in block.sums)
    Section("key", "", "Tittel", (block,))


def blocks_of(plan: Plan, source: str, **more: Any) -> tuple[list[Block], dict[str, Figure]]:
    """What a source gives for the half year of ``plan``, with the figures it asked for."""
    kept: dict[str, Figure] = {}
    values = {"begin": date(plan.year, 1, 1), "end": date(plan.year, 6, 30), "cut_off": date(plan.year, 6, 30)} | more
    return SOURCES[source].function(context_of(plan=plan, kept=kept, **values)), kept


def all_sources(plan: Plan) -> list[str]:
    """Every key, and those with an argument for each goal."""
    goals = plan.goals.order_by("order").values_list("number", flat=True)
    return [*SOURCES, *(f"{key}:{one}" for key in SOURCES if SOURCES[key].takes_argument for one in goals)]


def check_figures(blocks: list[Block], kept: dict[str, Figure], recompute: Callable[[str], Figure]) -> int:
    """Each figure in the blocks was kept, is printed as its value, and recomputes to the same. How many there were."""
    seen = 0
    for block in blocks:
        is_valid(block)
        for piece in spans_of(block):
            if not piece.figure:
                continue
            seen += 1
            first, again = kept[piece.figure], recompute(piece.figure)
            assert again == first, piece.figure
            assert piece.text in (shown(first), shown(first, bare=True)), piece.figure
            assert len(first.fingerprint) == 64
            assert first.key == piece.figure
            assert first.label
            assert first.definition
            assert first.url.startswith("/") or first.rows == 0, piece.figure
    return seen


# -- the demo's agency


@pytest.fixture(scope="module")
def demo_plan(made_database: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plan]:
    files = tmp_path_factory.mktemp("documents")
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": files}}
    chosen = override_settings(
        DEMO=True,
        DEMO_TODAY=date(2023, 5, 1),
        STORAGES=django_settings.STORAGES | {"default": own},
        AUDIT_HEADS=files / "heads.log",
    )
    with django_db_blocker.unblock(), chosen, cloned_database("sources") as name, leading_to(name):
        demo.make()
        yield Plan.objects.get(year=2023, agency__short_name="IMDi")


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("key", list(KINDS))
def test_every_figure_in_every_kind_recomputes_to_the_same_value(demo_plan, key, language):
    """The heart: walk the whole of each report of the demo's agency, and ask each room for each figure again."""
    kind = KINDS[key]
    begin, end, cut_off = kind.period_of(2023)
    known_at = clock.now()
    kept: dict[str, Figure] = {}
    context = context_of(
        plan=demo_plan, begin=begin, end=end, cut_off=cut_off, known_at=known_at, language=language, kept=kept
    )

    def again(figure: str) -> Figure:
        with translation.override(language):
            return registry.compute(figure, agency=demo_plan.agency, year=2023, as_at=cut_off, known_at=known_at)

    with translation.override(language):
        seen = 0
        for section in kind.outline(demo_plan).sections:
            for source in section.sources:
                blocks = SOURCES[source].function(context)
                assert blocks, source
                seen += check_figures(blocks, kept, again)
    if key not in ("ad_hoc",):
        assert seen, "a report without a single figure has forgotten its registers"


def test_a_later_entry_changes_no_figure_of_a_frozen_report(demo_plan):
    """What is entered after the moment of freezing is not known then, though it happened before the cut-off."""
    known_at = timezone.make_aware(datetime(2023, 5, 2))
    keys = [
        "steering.deliveries",
        "steering.parameters_judged:red",
        "steering.parameters_judged:green",
        "alerts.deviations",
        "alerts.deviations_open",
        "risk.raised_high",
        "obligations.consultants_spent",
    ]

    def values() -> list[object]:
        return [
            registry.compute(key, agency=demo_plan.agency, year=2023, as_at=date(2023, 12, 31), known_at=known_at)
            for key in keys
        ]

    before = values()
    by = demo_plan.parameters.order_by("order").first()
    with clock.at(date(2023, 8, 1)):
        controller = demo.get_user_model().objects.get(name="Demo Controller")
        for parameter in demo_plan.parameters.all():
            steering.judge(item=parameter, colour="red", reason="Demotekst: Faller.", shared=True, by=controller)
        late = alerts.draft_deviation(
            plan=demo_plan, kind=DeviationKind.PLAN, what="Demotekst: Sent.", why="Demotekst.", measures="Demotekst.",
            known_at=clock.now(), by=controller,
        )  # fmt: skip
        alerts.report_deviation(deviation=late, by=controller)
    assert by is not None
    assert values() == before
    now = registry.compute(
        "steering.parameters_judged:red", agency=demo_plan.agency, year=2023, as_at=date(2023, 12, 31)
    )
    assert now.value == demo_plan.parameters.count()


def test_what_happens_after_the_cut_off_is_left_out(demo_plan):
    figure = registry.compute("alerts.deviations", agency=demo_plan.agency, year=2023, as_at=date(2023, 1, 1))
    assert figure.value == 0


def test_the_owners_words_stand_as_they_were_written(demo_plan):
    blocks, _kept = blocks_of(demo_plan, "goals", cut_off=date(2023, 6, 30))
    reason = "Demotekst: Tallene for januar ligger under måltallet. Vi følger kommunene tettere i første halvår."
    spoken = [block for block in blocks if isinstance(block, Paragraph) and reason in text_of([block])]
    assert [block.role for block in spoken] == ["judgement"]
    assert "til departementet" not in text_of(blocks)


def test_the_texts_of_the_program_come_in_both_languages(demo_plan):
    nb, _kept = blocks_of(demo_plan, "assignments")
    nn, _kept = blocks_of(demo_plan, "assignments", language="nn")
    assert "fra tidligere år" in text_of(nb)
    assert "frå tidlegare år" in text_of(nn)
    assert "tidligere" not in text_of([one for one in nn if isinstance(one, Paragraph)])


# -- an agency with nothing


@pytest.mark.django_db
@pytest.mark.parametrize("language", BOTH)
def test_an_agency_with_nothing_is_told_of_plainly(language):
    plan = factories.plan(factories.world().agency)
    for source in SOURCES:
        blocks, kept = blocks_of(plan, source, language=language)
        assert blocks, source
        assert text_of(blocks).strip(), source

        def again(key: str, plan: Plan = plan) -> Figure:
            with translation.override(language):
                return registry.compute(key, agency=plan.agency, year=2023, as_at=date(2023, 6, 30))

        check_figures(blocks, kept, again)


@pytest.mark.django_db
def test_every_source_takes_a_small_plan():
    small = factories.small_plan(factories.world().agency)
    for source in all_sources(small.plan):
        blocks, kept = blocks_of(small.plan, source)
        for block in blocks:
            is_valid(block)
        assert all(figure.as_at == date(2023, 6, 30) for figure in kept.values())


def test_an_unknown_source_is_no_source():
    assert "nowhere" not in SOURCES
    assert "parameters:1" not in SOURCES
    with pytest.raises(KeyError):
        SOURCES["nowhere"]
    assert "goals:3" in SOURCES


# -- nothing internal


@pytest.mark.django_db
def test_nothing_that_is_internal_gets_into_a_report(settings):
    """A secret in every register where the ministry sees nothing, and in another agency's: none of it comes out."""
    settings.DEMO_TODAY = date(2023, 5, 1)
    world = factories.world()
    small = factories.small_plan(world.agency)
    by = world.controller
    _secret_follow_up(small, by)
    _secret_alerts(small.plan, by)
    _secret_risks(small, world)
    Cycle.objects.create(agency=world.agency, year=2023, shortfall=SECRET, overall=SECRET, matters=SECRET)
    other = factories.small_plan(world.other_agency)
    for parameter in other.parameters:
        steering.judge(item=parameter, colour="red", reason=SECRET, shared=True, by=world.other_controller)
    steering.write_note(item=other.assignments[0], text=SECRET, shared=True, by=world.other_controller)
    for source in all_sources(small.plan):
        for language in BOTH:
            blocks, kept = blocks_of(small.plan, source, cut_off=date(2023, 12, 31), language=language)
            assert SECRET not in text_of(blocks), source
            assert not any(SECRET in f"{one.label}{one.definition}{one.value}" for one in kept.values()), source
    blocks, _kept = blocks_of(small.plan, "raised_risks", cut_off=date(2023, 12, 31))
    assert "Åpen risiko" in text_of(blocks)
    assert "ikke delt" in text_of(blocks)


def _secret_follow_up(small: factories.SmallPlan, by: Any) -> None:
    for item in (*small.assignments, *small.parameters):
        steering.judge(item=item, colour="red", reason=SECRET, shared=False, by=by)
        steering.write_note(item=item, text=SECRET, shared=False, by=by)
    shared = steering.write_note(item=small.assignments[0], text=SECRET, shared=True, by=by)
    steering.correct_note(note=shared, text="Rettet notat", why="Skrivefeil", by=by)
    steering.add_milestone(assignment=small.assignments[0], title=SECRET, date=date(2023, 5, 20), owner=None, by=by)
    steering.describe_partner(assignment=small.assignments[0], name=SECRET, contact=SECRET, agreed=SECRET, by=by)


def _secret_alerts(plan: Plan, by: Any) -> None:
    values = {"plan": plan, "kind": DeviationKind.GOAL, "why": SECRET, "measures": SECRET, "by": by}
    alerts.draft_deviation(what=SECRET, known_at=clock.now(), **values)
    exempt = alerts.draft_deviation(what=SECRET, known_at=clock.now(), exemption="offl. § 14", **values)
    alerts.report_deviation(deviation=exempt, by=by)


def _secret_risks(small: factories.SmallPlan, world: factories.World) -> None:
    values = {
        "plan": small.plan, "owner": None, "department": world.department, "by": world.controller,
        "threatens": Threatened(goals=[small.goals[0]]),
    }  # fmt: skip
    risk.register_risk(event=SECRET, cause=SECRET, consequence=SECRET, **values)
    known = risk.register_risk(event="Åpen risiko", cause="En årsak", consequence="En følge", **values)
    risk.assess(risk=known, before=(5, 5), after=(4, 5), words=SECRET, by=world.controller)
    risk.raise_risk(risk=known, why=SECRET, by=world.people[Role.DIRECTOR])

"""Invented rows for the demo, so that every register has something to look at. Rules and a few lines, all synthetic."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from styrhus.economy.models import Post
from styrhus.identity import clock
from styrhus.identity.models import User
from styrhus.steering.models import Assignment, Directive, Plan

from . import actions
from .models import ApprenticeCount, DirectiveKind
from .queries import kind_of


def make_demo_obligations(*, plan: Plan, by: User, official: User, director: User) -> None:
    """Make the rows once. ``official`` is of the ministry, ``director`` leads the agency. Nothing lies after today."""
    if ApprenticeCount.objects.filter(agency=plan.agency).exists():
        return
    today = clock.today()
    with transaction.atomic():
        _directives(plan, by, today)
        _evaluations(plan, by, today)
        _property(plan, by, today)
        _strategies(plan, by)
        _relations(plan, by, official, director, today)


def _directives(plan: Plan, by: User, today: date) -> None:
    agency, year = plan.agency, plan.year
    for day, employees, apprentices in (
        (date(year - 1, 11, 15), 231, 1),
        (date(year, 2, 15), 236, 1),
        (date(year, 4, 14), 238, 0),
    ):
        if day <= today:
            actions.count_apprentices(agency=agency, by=by, values={
                "counted_on": day, "employees": employees, "apprentices": apprentices,
                "trades": "IKT-servicefaget" if apprentices else "", "training_office": "OK stat", "students": 4, "note": "",
            })  # fmt: skip
    for day, supplier, kind, field, amount, campaign in (
        (date(year - 1, 3, 20), "Demo Rådgivning AS", "consultancy", "ict", 1_450_000, False),
        (date(year - 1, 9, 5), "Demo Kommunikasjon AS", "communication", "communication", 380_000, False),
        (date(year, 1, 24), "Demo Rådgivning AS", "consultancy", "ict", 620_000, False),
        (date(year, 2, 28), "Demo Utredning AS", "research", "analysis", 410_000, False),
        (date(year, 3, 17), "Demo Kommunikasjon AS", "communication", "communication", 240_000, True),
    ):
        if day <= today:
            actions.enter_purchase(agency=agency, by=by, values={
                "bought_on": day, "supplier": supplier, "supplier_kind": kind, "field": field, "campaign": campaign,
                "amount": amount, "purpose": "Demooppdrag som viser hvordan kjøp føres.",
                "why_not_own": "Virksomheten har ikke denne spesialkompetansen i dag.", "case_number": "", "department": None,
            })  # fmt: skip
    for day, spread in ((date(year - 1, 12, 1), 31), (date(year, 3, 1), 34)):
        if day <= today:
            actions.count_decentralised(agency=agency, by=by, values={
                "counted_on": day, "employees": 236, "decentralised": spread, "advertised": 12, "advertised_open": 5,
                "offices": "Demokontorene i nord og vest", "note": "Fungerer best der flere sitter sammen.",
            })  # fmt: skip
    consultants = next(
        (
            row
            for row in Directive.objects.filter(plan=plan).order_by("pk")
            if kind_of(row) == DirectiveKind.CONSULTANTS
        ),
        None,
    )
    if consultants:
        actions.answer_directive(directive=consultants, by=by, answers={
            "measures": "Forvaltningen av to fagsystemer er tatt over av egne ansatte.",
            "heavy": "IKT står for mest, fordi fagsystemene bygges om.",
        })  # fmt: skip
        actions.add_directive_entry(
            directive=consultants, happened_on=min(date(year, 2, 1), today), document=None, by=by,
            text="Avtalen om drift ble ikke forlenget. To utviklere er ansatt i stedet.",
        )  # fmt: skip


def _evaluations(plan: Plan, by: User, today: date) -> None:
    agency, year = plan.agency, plan.year
    post = Post.objects.filter(chapter__agency=agency, chapter__year=year, number="21").order_by("pk").first()
    research = Assignment.objects.filter(agency=agency, is_rd=True, given_year=year).order_by("number", "pk")[:2]
    for place, assignment in enumerate(research):
        row = actions.plan_evaluation(agency=agency, by=by, values={
            "title": assignment.title[:480], "kind": "Studie", "purpose": "Svarer på oppdraget i tildelingsbrevet.",
            "assignment": assignment, "parameter": None, "supplier": "Demo Forskningsinstitutt" if place == 0 else "",
            "department": None, "contract_on": min(date(year, 3, 1), today) if place == 0 else None, "due_on": date(year, 12, 1),
            "delivered_on": None, "abstract": "", "language": "nb", "concerned_from": year, "concerned_to": year,
            "authors": "", "publishers": "", "recipients": "",
        })  # fmt: skip
        actions.set_cost(evaluation=row, year=year, post=post, planned=700_000, spent=0, by=by)
    done = actions.plan_evaluation(agency=agency, by=by, values={
        "title": "Demoevaluering av en prøveordning", "kind": "Evaluering", "purpose": "Hvordan ordningen virker.",
        "assignment": None, "parameter": None, "supplier": "Demo Forskningsinstitutt", "department": None,
        "contract_on": date(year - 1, 4, 1), "due_on": date(year, 2, 1), "delivered_on": date(year, 2, 1),
        "abstract": "Ordningen virker etter hensikten, men er lite kjent.", "language": "nb", "concerned_from": year - 1,
        "concerned_to": year - 1, "authors": "Demo Forfatter", "publishers": "Demo Forskningsinstitutt", "recipients": agency.name,
    })  # fmt: skip
    actions.set_cost(evaluation=done, year=year - 1, post=None, planned=900_000, spent=880_000, by=by)
    published = min(date(year, 3, 6), today)
    actions.publish_evaluation(
        row=done, published_on=published, report=None, link="https://example.invalid/demorapport", by=by
    )


def _property(plan: Plan, by: User, today: date) -> None:
    agency, year = plan.agency, plan.year
    big = actions.enter_procurement(agency=agency, by=by, values={
        "number": f"{year % 100}/demo-1", "title": "Rammeavtale om undersøkelser", "value": 6_400_000, "procedure": "open",
        "supplier": "Demo Forskningsinstitutt", "started_on": date(year - 1, 11, 1), "contract_on": date(year, 2, 10),
        "contract_until": date(year + 2, 2, 9), "department": None, "note": "",
    })  # fmt: skip
    for point, outcome, words in (
        ("need", "in_order", ""),
        ("competition", "in_order", ""),
        ("protocol", "deviation", "Protokollen manglet vurderingen av habilitet. Den er skrevet i ettertid."),
    ):
        actions.check_point(
            procurement=big,
            point=point,
            outcome=outcome,
            deviation=words,
            document=None,
            checked_on=min(date(year, 2, 20), today),
            by=by,
        )
    actions.enter_procurement(agency=agency, by=by, values={
        "number": f"{year % 100}/demo-2", "title": "Møbler til kontorfellesskap", "value": 85_000, "procedure": "framework",
        "supplier": "Demo Møbler AS", "started_on": min(date(year, 3, 1), today), "contract_on": None, "contract_until": None,
        "department": None, "note": "",
    })  # fmt: skip
    made = [
        actions.list_asset(agency=agency, by=by, values={
            "number": number, "title": title, "cost": cost, "bought_on": bought, "place": place, "department": None, "note": "",
        })
        for number, title, cost, bought, place in (
            ("D-001", "Videoutstyr til møterom", 148_000, date(year - 2, 5, 3), "Møterom 1"),
            ("D-002", "Skriver", 42_000, date(year - 4, 2, 1), "Kopirom"),
            ("D-003", "Nødstrøm til serverrom", 96_000, date(year - 1, 9, 12), "Serverrom"),
        )
    ]  # fmt: skip
    counted = date(year - 1, 12, 5)
    actions.count_assets(agency=agency, counted_on=counted, found={row.pk for row in made}, note="", by=by)
    actions.dispose_asset(
        row=made[1],
        disposed_on=min(date(year, 1, 20), today),
        disposed_how="scrapped",
        disposed_note="Kunne ikke repareres.",
        by=by,
    )


def _strategies(plan: Plan, by: User) -> None:
    strategy = actions.enter_strategy(agency=plan.agency, by=by, values={
        "title": "Demoplan for et åpnere arbeidsliv", "lead": "Demodepartementet", "first_year": plan.year - 1,
        "last_year": plan.year + 1, "link": "", "role": "Virksomheten har to av tiltakene.",
    })  # fmt: skip
    for number, title, state, words in (
        ("4", "Kurs for arbeidsgivere", "running", "To av fire kurs er holdt."),
        ("7", "Samle gode eksempler", "planned", ""),
    ):
        actions.add_measure(strategy=strategy, by=by, values={
            "number": number, "title": title, "assignment": None, "department": None, "due_on": date(plan.year, 12, 1),
            "state": state, "words": words,
        })  # fmt: skip


def _relations(plan: Plan, by: User, official: User, director: User, today: date) -> None:
    agency, year = plan.agency, plan.year
    sent = actions.register_claim(agency=agency, by=by, values={
        "reference": f"{year % 100}/demo-41", "subject": "Påstått feil i veiledning om en tilskuddsordning", "amount": 120_000,
        "received_on": min(date(year, 1, 16), today),
    })  # fmt: skip
    sent = actions.assess_claim(
        row=sent,
        assessment="Det er ikke sannsynliggjort at veiledningen førte til et tap.",
        recommendation="Kravet bør avslås.",
        by=by,
    )
    actions.send_claim(row=sent, by=by)
    actions.register_claim(agency=agency, by=by, values={
        "reference": f"{year % 100}/demo-57", "subject": "Forsinket utbetaling", "amount": None, "received_on": min(date(year, 3, 9), today),
    })  # fmt: skip
    contact = actions.enter_contact(agency=agency, by=by, values={
        "received_on": min(date(year, 2, 6), today), "body": "En komité (demo)", "subject": "Spørsmål om tall for en ordning",
    })  # fmt: skip
    actions.clear_contact(
        row=contact, cleared=True, frame="Svar med publiserte tall. Send kopi til departementet.", by=official
    )
    actions.enter_contact(agency=agency, by=by, values={
        "received_on": today, "body": "Et utredningskontor (demo)", "subject": "Ber om et møte med fagavdelingen",
    })  # fmt: skip
    routine = actions.propose_routine(agency=agency, by=by, values={
        "title": "Arbeidsdeling og kontakt mellom fagavdelingene", "document": None,
        "text": "Ledere avtaler samarbeid om en oppgave før saksbehandlerne begynner. Bestillinger går gjennom kontaktpersonene.",
    })  # fmt: skip
    actions.anchor_routine(row=routine, by=director)
    actions.anchor_routine(row=routine, by=official)
    actions.propose_routine(agency=agency, by=by, values={
        "title": "Frister for faglige innspill", "text": "Departementet ber om innspill minst ti virkedager før fristen.", "document": None,
    })  # fmt: skip

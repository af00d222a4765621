"""From the plan: key figures, goals and parameters, with what their owners have judged and written for the ministry.

Only judgements and notes marked "til departementet" enter. Milestones and agreements with partners are the agency's own
and never do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from styrhus.reports.document import Block
from styrhus.steering.figures import Asked, drops_of, judgements_of
from styrhus.steering.models import Colour, DropState, Goal, Judgement, Parameter, ProgressNote
from styrhus.ui.formats import date_long

from .context import Context, Source, cell, facts, heading, plain, said, table


def asked_of(context: Context) -> Asked:
    return Asked(context.agency, context.year, context.cut_off, context.known_at)


def notes_of(context: Context, kind: str) -> dict[int, list[ProgressNote]]:
    """The notes for the ministry in the period, oldest first, by the "assignment" or "parameter" they are about.

    Of a corrected note the version that held at the cut-off.
    """
    asked = asked_of(context)
    known = ProgressNote.objects.filter(asked.dated("made_at"), **{f"{kind}__isnull": False})
    replaced = known.filter(corrects__isnull=False).values("corrects")
    rows = known.filter(shared=True, made_at__date__gte=context.begin).exclude(pk__in=replaced)
    if kind == "parameter":
        rows = rows.filter(parameter__plan=context.plan)
    else:
        rows = rows.filter(assignment__agency=context.agency)
    found: dict[int, list[ProgressNote]] = {}
    for row in rows.order_by("made_at", "pk"):
        found.setdefault(getattr(row, f"{kind}_id"), []).append(row)
    return found


def parameter_name(parameter: Parameter) -> str:
    return f"{parameter.label}: {parameter.text}".removesuffix(".")


def target_words(parameter: Parameter) -> str:
    """The letter's own starting point and target, as printed; empty where it gives none."""
    unit = f" {parameter.unit}" if parameter.unit else ""
    said_of = []
    if parameter.baseline:
        said_of.append(_("Utgangspunkt: %(text)s.") % {"text": f"{parameter.baseline}{unit}"})
    if parameter.target:
        said_of.append(_("Måltall: %(text)s.") % {"text": f"{parameter.target}{unit}"})
    return " ".join(said_of)


def judgement_words(judgement: Judgement | None) -> list[Block]:
    """The judgement with its day, and its reason word for word."""
    if judgement is None:
        return []
    lead = _("Vurdering per %(day)s: %(colour)s.") % {
        "day": date_long(judgement.made_at),
        "colour": Colour(judgement.colour).label,
    }
    return said(lead, judgement.reason) or [plain(lead)]


def note_words(notes: Sequence[ProgressNote]) -> list[Block]:
    return [block for note in notes for block in said(f"{date_long(note.made_at)}:", note.text)]


def goals(context: Context, number: str = "") -> list[Block]:
    """The result of each goal through its parameters, as the owners have judged it; ``number`` for one goal alone.

    Leaves out judgements and notes that are not marked for the ministry.
    """
    wanted = Goal.objects.filter(asked_of(context).documented(), plan=context.plan).order_by("order", "pk")
    rows = list(wanted.filter(number=number) if number else wanted)
    if not rows:
        return [plain(_("Planen har ingen mål."))]
    judged = judgements_of(asked_of(context), "parameter")
    noted = notes_of(context, "parameter")
    found: list[Block] = []
    for goal in rows:
        if not number:
            found.append(heading(str(goal)))
        parameters = list(goal.parameters.filter(asked_of(context).documented()).order_by("order", "pk"))
        if not parameters:
            found.append(plain(_("Målet har ingen styringsparametere.")))
        for parameter in parameters:
            found += _parameter(parameter, judged.get(parameter.pk), noted.get(parameter.pk, ()))
    return found


def _parameter(parameter: Parameter, judgement: Judgement | None, notes: Sequence[ProgressNote]) -> list[Block]:
    found: list[Block] = [heading(parameter_name(parameter))]
    target = target_words(parameter)
    if target:
        found.append(plain(target))
    own = [*judgement_words(judgement), *note_words(notes)]
    return found + (own or [plain(_("Det er ikke skrevet noen vurdering av denne styringsparameteren."))])


def parameters(context: Context) -> list[Block]:
    """All parameters in one table with the newest judgement for the ministry, and how many have which colour."""
    rows = list(
        Parameter.objects.filter(asked_of(context).documented(), plan=context.plan)
        .select_related("goal")
        .order_by("order", "pk")
    )
    if not rows:
        return [plain(_("Planen har ingen styringsparametere."))]
    judged = judgements_of(asked_of(context), "parameter")
    first = facts(
        context,
        _("Styringsparametere i alt: %(all)s. Vurdert som grønne: %(green)s, gule: %(yellow)s, røde: %(red)s."),
        all="steering.parameters",
        **{colour: f"steering.parameters_judged:{colour}" for colour in Colour.values},
    )
    lines = [
        (
            parameter_name(row),
            str(row.goal) if row.goal else "",
            f"{row.target} {row.unit}".strip() or _("ikke satt"),
            Colour(judged[row.pk].colour).label if row.pk in judged else _("ikke vurdert"),
        )
        for row in rows
    ]
    header = (_("Styringsparameter"), _("Mål"), _("Måltall"), _("Vurdering"))
    return [first, *table(_("Styringsparametere"), header, lines)]


def goal_deviations(context: Context) -> list[Block]:
    """The parameters that their owners judge as yellow or red for the ministry, with the reasons word for word."""
    judged = judgements_of(asked_of(context), "parameter")
    wanted = {pk: row for pk, row in judged.items() if row.colour != Colour.GREEN}
    rows = Parameter.objects.filter(pk__in=wanted).select_related("goal").order_by("order", "pk")
    found: list[Block] = [
        facts(
            context,
            _("Styringsparametere i alt: %(all)s. Vurdert som gule: %(yellow)s, røde: %(red)s."),
            all="steering.parameters",
            yellow="steering.parameters_judged:yellow",
            red="steering.parameters_judged:red",
        )
    ]
    for row in rows:
        found += [heading(parameter_name(row)), *judgement_words(wanted[row.pk])]
    if not wanted:
        found.append(plain(_("Ingen styringsparametere er meldt som gule eller røde.")))
    return found


def drops(context: Context) -> list[Block]:
    """What the agency has asked the ministry to end or lower, with reasons and answers as they were sent."""
    from_register = drops_rows(context)
    if not from_register:
        return [plain(_("Det er ikke sendt ønsker om å avslutte eller nedprioritere arbeid."))]
    first = facts(
        context,
        _("Ønsker om å avslutte eller nedprioritere arbeid: %(all)s. Godkjent: %(granted)s."),
        all="steering.drops",
        granted="steering.drops:granted",
    )
    header = (_("Hva det gjelder"), _("Ønske"), _("Svar"))
    return [first, *table(_("Ønsker om nedprioritering"), header, from_register)]


def drops_rows(context: Context) -> list[tuple[str, str, str]]:
    return [
        (str(row.subject), str(row.get_kind_display()), str(DropState(state).label))
        for row, state in drops_of(asked_of(context))
    ]


def key_figures(context: Context) -> list[Block]:
    """The plan and the agency in numbers: what the introduction of an annual report begins with."""
    keys: list[str] = [
        "steering.goals",
        "steering.parameters",
        "steering.assignments:new",
        "steering.assignments:earlier",
        "steering.assignments_delivered",
        "obligations.employees",
    ]
    rows = [(context.figure(key).label, cell(context, key)) for key in keys]
    labels = {"steering.assignments:new": _("Nye oppdrag"), "steering.assignments:earlier": _("Videreførte oppdrag")}
    lines = [(labels.get(key, row[0]), row[1]) for key, row in zip(keys, rows, strict=True)]
    return table(_("Virksomheten i tall"), (_("Hovedtall"), _("Antall")), lines)


OFFERED: dict[str, Any] = {
    "key_figures": Source(lazy("Hovedtall for planen og virksomheten"), key_figures),
    "goals": Source(lazy("Resultat per mål, slik de ansvarlige har vurdert det"), goals, takes_argument=True),
    "parameters": Source(lazy("Styringsparametere i en tabell"), parameters),
    "goal_deviations": Source(lazy("Styringsparametere som er gule eller røde"), goal_deviations),
    "drops": Source(lazy("Ønsker om nedprioritering"), drops),
}

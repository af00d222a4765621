"""Assessing risks, by the agency and by its ministry, and deciding whether to live with them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from styrhus.archive.formal import file_record
from styrhus.archive.models import Direction
from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.identity.roles import Role
from styrhus.notices.actions import notify
from styrhus.risk.access import Permission, is_director, require_decide, require_work
from styrhus.risk.models import Acceptance, Assessment, Decider, MinistryAssessment, Risk, ScaleCell, Then
from styrhus.risk.queries.people import holders, those_who_answer
from styrhus.steering.access import require_in

from .raising import dialogue_case, make_raised
from .risks import lock_open
from .scales import scale_in_force


@transaction.atomic
def assess(
    *,
    risk: Risk,
    before: tuple[int, int],
    after: tuple[int, int],
    words: str,
    by: User | None,
) -> Assessment:
    """The agency's assessment on the scale in force: (likelihood, consequence) before measures, and with them.

    Each assessment is a new version, and needs a new decision where its band asks for one.
    Raises: AccessDenied, ValidationError (outside the scale, or the measures make the risk greater).
    """
    require_work(by, risk)
    risk = lock_open(risk)
    first, last = _cell(risk, before), _cell(risk, after)
    if last.band.order > first.band.order:
        raise ValidationError(_("Risikoen kan ikke være høyere etter tiltak enn før. Sjekk de to vurderingene."))
    if not words.strip():
        raise ValidationError(_("Skriv hva vurderingen bygger på."))
    newest = risk.assessments.first()
    made = Assessment(
        risk=risk,
        version=newest.version + 1 if newest else 1,
        before=first,
        after=last,
        words=words,
        event=risk.event,
        cause=risk.cause,
        consequence=risk.consequence,
        assessed_by=by,
        assessed_on=clock.today(),
        made_at=clock.now(),
    )
    save_checked(made)
    new = {"version": made.version, "before": str(first), "after": str(last), "band": last.band.nb, "words": words}
    old = {"before": str(newest.before), "after": str(newest.after)} if newest else None
    record(act="risk.assess", subject=risk, by=by, old=old, new=new)
    _ask_for_decision(made)
    return made


@transaction.atomic
def assess_as_ministry(*, risk: Risk, level: tuple[int, int], words: str, by: User | None) -> MinistryAssessment:
    """The ministry's own assessment of a risk that is raised. Handing it in opens both assessments to both parties.

    Raises: AccessDenied, ValidationError (not raised, outside the scale, no words).
    """
    require_in(by, Permission.ASSESS_AS_MINISTRY, risk.plan.ministry_id)
    risk = lock_open(risk)
    if risk.raised_on is None:
        raise AccessDenied(_("Risikoen er ikke løftet til styringsdialogen."))
    cell = _cell(risk, level)
    if not words.strip():
        raise ValidationError(_("Skriv hva vurderingen bygger på."))
    newest = risk.ministry_assessments.first()
    made = MinistryAssessment(
        risk=risk,
        version=newest.version + 1 if newest else 1,
        cell=cell,
        words=words,
        saw_other=bool(newest or risk.shared_at),
        assessed_by=by,
        assessed_on=clock.today(),
        made_at=clock.now(),
    )
    save_checked(made)
    record(
        act="risk.assess_as_ministry",
        subject=risk,
        by=by,
        new={"version": made.version, "level": str(cell), "band": cell.band.nb, "words": words},
    )
    plan = risk.plan
    file_record(
        case=dialogue_case(plan, by),
        title=_("Departementets vurdering av risiko %(code)s: %(event)s") % {"code": risk.code, "event": risk.event},
        facts=[(_("Nivå"), f"{cell.band.nb} ({cell})"), (_("Vurdert"), f"{made.assessed_on:%d.%m.%Y}")],
        sections=[(_("Begrunnelse"), words)],
        direction=Direction.IN,
        sender=plan.ministry.name,
        recipient=plan.agency.name,
        by=by,
        shared_with=[plan.ministry],
    )
    code = risk.code
    notify(
        users=those_who_answer(risk),
        kind="risk.ministry_assessed",
        text=lambda: _("Departementet har vurdert risiko %(code)s. Dere ser nå hverandres vurdering.") % {"code": code},
        url=reverse("risk:risk", args=(risk.pk,)),
        key=f"risk.ministry_assessed.{made.pk}",
    )
    return made


@transaction.atomic
def decide(*, assessment: Assessment, accepted: bool, then: str, why: str, by: User) -> Acceptance:
    """Accept the risk as the newest assessment has it, or not, and then what happens. It can't be changed afterwards.

    The risk's band says who may accept it; a department head can send the decision on to the director.
    Not accepted and to be taken up with the ministry (at once or at the next meeting): the director alone, and the
    risk is raised by the same act. Raises: AccessDenied, ValidationError.
    """
    risk = assessment.risk
    require_decide(by, risk)
    risk = lock_open(risk)
    newest = risk.assessments.select_related("after__band").first()
    if newest is None or newest.pk != assessment.pk:
        raise ValidationError(_("Risikoen er vurdert på nytt. Les den nye vurderingen før du beslutter."))
    if newest.acceptances.exclude(then=Then.DIRECTOR).exists():
        raise ValidationError(
            _("Det er allerede besluttet på denne vurderingen. En ny vurdering gir en ny beslutning.")
        )
    if words_changed(risk, newest):
        raise ValidationError(_("Teksten er endret etter vurderingen. Vurder risikoen på nytt før den besluttes."))
    if not why.strip():
        raise ValidationError(_("Skriv hvorfor."))
    _check_outcome(newest, accepted, then, by, risk)
    made = Acceptance(
        assessment=newest,
        accepted=accepted,
        then="" if accepted else then,
        why=why,
        decided_by=by,
        decided_on=clock.today(),
        made_at=clock.now(),
    )
    save_checked(made)
    new = {
        "version": newest.version,
        "after": str(newest.after),
        "accepted": accepted,
        "then": Then(then).label if made.then else "",
    }
    record(act="risk.decide", subject=risk, by=by, new=new, why=why)
    if made.then in (Then.MEETING, Then.MINISTRY) and risk.raised_on is None:
        make_raised(risk, why, by)
    if made.then == Then.DIRECTOR:
        _tell_deciders(newest, holders(risk.plan.agency, Role.DIRECTOR))
    return made


def words_changed(risk: Risk, assessment: Assessment) -> bool:
    """Whether the risk's words have changed since the assessment, so that it no longer says what was assessed."""
    return any(getattr(risk, name) != getattr(assessment, name) for name in ("event", "cause", "consequence"))


def _check_outcome(assessment: Assessment, accepted: bool, then: str, by: User, risk: Risk) -> None:
    director = is_director(by, risk.plan.agency_id)
    if accepted:
        if assessment.after.band.accepted_by == Decider.DIRECTOR and not director:
            raise AccessDenied(_("Bare direktøren kan godta en risiko på dette nivået. Løft den til direktøren."))
        return
    if then not in Then.values:
        raise ValidationError(_("Velg hva som skal skje med risikoen når den ikke godtas."))
    if then == Then.DIRECTOR and director:
        raise ValidationError(_("Du er direktøren: godta risikoen, eller velg noe annet som skal skje."))
    if then in (Then.MEETING, Then.MINISTRY) and not director:
        raise AccessDenied(_("Bare direktøren tar en risiko opp med departementet. Løft den til direktøren."))


def _cell(risk: Risk, level: tuple[int, int]) -> ScaleCell:
    scale = scale_in_force(risk.plan.agency)
    found = scale.cells.select_related("band").filter(likelihood=level[0], consequence=level[1]).first()
    if found is None:
        raise ValidationError(_("Velg et trinn på skalaen for både sannsynlighet og konsekvens."))
    return found


def _ask_for_decision(assessment: Assessment) -> None:
    """Tell those who may decide that an assessment waits for them."""
    risk, needed = assessment.risk, assessment.after.band.accepted_by
    if needed == Decider.HEAD and risk.department:
        _tell_deciders(assessment, holders(risk.plan.agency, Role.DEPARTMENT_HEAD, risk.department))
    elif needed:
        _tell_deciders(assessment, holders(risk.plan.agency, Role.DIRECTOR))


def _tell_deciders(assessment: Assessment, users: list[User]) -> None:
    risk = assessment.risk
    words = {"code": risk.code, "event": risk.event}
    notify(
        users=users,
        kind="risk.decision_wanted",
        text=lambda: _("Risiko %(code)s venter på at du beslutter om den kan godtas: %(event)s") % words,
        url=reverse("risk:risk", args=(risk.pk,)),
        key=f"risk.decision_wanted.{assessment.pk}",
    )

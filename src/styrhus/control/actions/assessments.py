"""The departments' own assessments."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from styrhus.audit.actions import record
from styrhus.audit.rows import save_checked
from styrhus.control.access import Permission, require_in
from styrhus.control.models import Answer, CycleState, Reply, SelfAssessment
from styrhus.control.texts import questions
from styrhus.identity import clock
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User

from .cycles import locked_cycle


def may_assess(user: User, assessment: SelfAssessment) -> bool:
    """The head of the department itself, or who plans the controls. Another department's head may not."""
    agency = assessment.department.organisation_id
    if user.may(Permission.PLAN_CONTROLS, agency):
        return True
    own = {held.department_id for held in user.current_roles}
    return user.may(Permission.ASSESS_DEPARTMENT, agency) and assessment.department_id in own


@transaction.atomic
def answer_self_assessment(
    *, assessment: SelfAssessment, answers: Mapping[str, tuple[str, str]], by: User
) -> SelfAssessment:
    """Submit a department's answers: question key → (reply, words). Words are due where the reply is not yes.

    They may be given anew until the year's self-assessment is finished. Raises: AccessDenied, ValidationError.
    """
    require_in(by, Permission.ASSESS_DEPARTMENT, assessment.department.organisation_id)
    if not may_assess(by, assessment):
        raise AccessDenied(_("Egenvurderingen skrives av avdelingens egen leder."))
    cycle = locked_cycle(assessment.cycle)
    if cycle.state not in (CycleState.PLANNED, CycleState.CARRIED_OUT):
        raise ValidationError(_("Egenvurderingen er avsluttet for dette året."))
    assessment = SelfAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    for place, question in enumerate(questions(), 1):
        reply, words = answers.get(question.key, ("", ""))
        if not reply:
            raise ValidationError(_("Svar på spørsmål %(number)s.") % {"number": place})
        if reply != Reply.YES and not words.strip():
            raise ValidationError(_("Skriv en begrunnelse til spørsmål %(number)s.") % {"number": place})
        known = Answer.objects.filter(assessment=assessment, question=question.key).first()
        row = known or Answer(assessment=assessment, question=question.key)
        row.question_text, row.order, row.reply, row.words = question.words["nb"], place, reply, words
        save_checked(row)
    assessment.submitted_by, assessment.submitted_at = by, clock.now()
    save_checked(assessment, only=("submitted_by", "submitted_at"))
    new = {key: reply for key, (reply, _words) in answers.items()}
    record(act="control.answer_self_assessment", subject=assessment, by=by, new=new)
    return assessment

"""A supplementary letter, and a new version of the letter, taken into the plan one difference at a time."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from styrhus.audit.queries import history_of
from styrhus.economy.models import Binding, Post
from styrhus.identity.access import AccessDenied
from styrhus.identity.models import User
from styrhus.intake import actions
from styrhus.intake.models import Decision, Reading, ReadingState, Verdict
from styrhus.intake.pictures import changes_of
from styrhus.intake.rules.changes import Change, ChangeKind
from styrhus.letters.demo import LETTER, SUPPLEMENT, demo_text
from styrhus.steering.actions import enter_oral_order
from styrhus.steering.models import Assignment, AssignmentState, Deadline, Plan
from tests.factories import World
from tests.intake.conftest import take_in
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def waiting(reading: Reading) -> list[Change]:
    decided = set(reading.decisions.values_list("key", flat=True))
    return [one for one in changes_of(reading) if one.kind != ChangeKind.UNCHANGED and one.key not in decided]


def one(reading: Reading, kind: ChangeKind) -> Change:
    (found,) = [change for change in waiting(reading) if change.kind == kind]
    return found


def adopt(reading: Reading, kind: ChangeKind, by: User) -> Decision:
    return actions.adopt_change(reading=reading, key=one(reading, kind).key, by=by)


def test_the_supplement_says_what_it_changes(supplement: Reading):
    kinds = {change.kind for change in waiting(supplement)}
    assert kinds >= {
        ChangeKind.NEW_ASSIGNMENT,
        ChangeKind.CHANGED_DEADLINE,
        ChangeKind.CHANGED_FUNDING,
        ChangeKind.WITHDRAWN_ASSIGNMENT,
    }
    moved = one(supplement, ChangeKind.CHANGED_DEADLINE)
    assert (moved.old, moved.new) == ("31.05.2023", "30.09.2023")


def test_a_moved_deadline_replaces_the_old_and_points_to_the_supplement(supplement: Reading, controller: User):
    adopt(supplement, ChangeKind.CHANGED_DEADLINE, controller)
    assignment = Assignment.objects.get(number="2023-06")
    standing = assignment.deadlines.get(replaced_by=None)
    old = assignment.deadlines.get(date=date(2023, 5, 31))
    assert (standing.date, standing.document_id, old.replaced_by) == (
        date(2023, 9, 30),
        supplement.document_id,
        standing,
    )
    assert standing.lines
    assert "steering.change_deadline" in [event.act for event in history_of(assignment)]


def test_a_new_assignment_comes_with_its_deadline_and_money(supplement: Reading, controller: User):
    adopt(supplement, ChangeKind.NEW_ASSIGNMENT, controller)
    made = Assignment.objects.get(number="2023-15")
    assert [d.date for d in made.deadlines.all()] == [date(2023, 10, 15)]
    assert [(f.amount, f.post.number) for f in made.funding.all()] == [(600_000, "21")]
    assert made.listings.get().goal.number == "4"
    assert made.document_id == supplement.document_id


def test_a_changed_amount_and_a_withdrawn_assignment(supplement: Reading, controller: User):
    adopt(supplement, ChangeKind.CHANGED_FUNDING, controller)
    adopt(supplement, ChangeKind.WITHDRAWN_ASSIGNMENT, controller)
    assert Assignment.objects.get(number="2023-07").funding.get().amount == 3_500_000
    assert Assignment.objects.get(number="2023-10").state == AssignmentState.WITHDRAWN


def test_leaving_a_change_out_needs_a_reason_and_can_be_taken_up_again(supplement: Reading, controller: User):
    change = one(supplement, ChangeKind.CHANGED_DEADLINE)
    with pytest.raises(ValidationError) as error:
        actions.reject_change(reading=supplement, key=change.key, why="", by=controller)
    assert "hvorfor" in refused(error)
    decision = actions.reject_change(reading=supplement, key=change.key, why="Avklares først", by=controller)
    assert (decision.verdict, decision.old, decision.new) == (Verdict.REJECTED, "31.05.2023", "30.09.2023")
    assert change.key not in [left.key for left in waiting(supplement)]
    actions.reopen_change(decision=decision, by=controller)
    assert change.key in [left.key for left in waiting(supplement)]
    assert Deadline.objects.filter(date=date(2023, 9, 30)).count() == 0


def test_a_decided_change_is_not_decided_again(supplement: Reading, controller: User):
    key = one(supplement, ChangeKind.CHANGED_DEADLINE).key
    actions.adopt_change(reading=supplement, key=key, by=controller)
    with pytest.raises(ValidationError) as error:
        actions.adopt_change(reading=supplement, key=key, by=controller)
    assert "allerede avgjort" in refused(error)


def test_the_letter_is_adopted_when_its_last_change_is_decided(supplement: Reading, plan: Plan, controller: User):
    while left := waiting(supplement):
        actions.adopt_change(reading=supplement, key=left[0].key, by=controller)
    supplement.refresh_from_db()
    assert (supplement.state, supplement.plan) == (ReadingState.ADOPTED, plan)
    assert {change.kind for change in changes_of(supplement)} <= {ChangeKind.UNCHANGED}


def test_the_ministry_and_others_decide_nothing(here: World, supplement: Reading):
    key = waiting(supplement)[0].key
    for user in (here.other_controller, here.people["ministry_official"], here.people["director"]):
        with pytest.raises(AccessDenied):
            actions.adopt_change(reading=supplement, key=key, by=user)


def test_a_supplement_confirms_an_oral_order(supplement: Reading, plan: Plan, controller: User):
    order = enter_oral_order(
        plan=plan,
        title="Lage en plan for helse",
        description="",
        given_by_name="Demo Ekspedisjonssjef",
        given_on=date(2023, 4, 20),
        deadline_date=None,
        goal=None,
        by=controller,
    )
    item = supplement.items.get(kind="assignment", key="2023-15")
    actions.confirm_by_letter(reading=supplement, assignment=order, item=item, by=controller)
    order.refresh_from_db()
    assert (order.awaits_confirmation, order.confirmation, order.lines) == (False, supplement.document, item.lines)
    assert ChangeKind.NEW_ASSIGNMENT not in [change.kind for change in waiting(supplement)]
    with pytest.raises(ValidationError):
        actions.confirm_by_letter(reading=supplement, assignment=order, item=None, by=controller)


def test_without_a_plan_there_is_nothing_to_change(here: World, controller: User):
    alone = take_in(here, demo_text(SUPPLEMENT), "tillegg.txt", controller)
    assert changes_of(alone) == ()
    with pytest.raises(ValidationError) as error:
        actions.adopt_change(reading=alone, key="deadline:2023-06:", by=controller)
    assert "ingen plan" in refused(error)
    with pytest.raises(ValidationError) as error:
        actions.adopt_letter(reading=alone, accept_open_errors=True, by=controller)
    assert "endring for endring" in refused(error)


NEW_DEADLINE = ("15.12.2023", "22.12.2023")


def test_a_new_version_of_the_letter_is_shown_against_the_plan(here: World, plan: Plan, controller: User):
    """The same letter with one deadline moved everywhere: that, and nothing else, is the difference."""
    text = demo_text(LETTER)
    assert NEW_DEADLINE[0] in text
    second = take_in(here, text.replace(*NEW_DEADLINE), "versjon-2.txt", controller)
    changes = waiting(second)
    assert {change.kind for change in changes} == {ChangeKind.CHANGED_DEADLINE}
    assert {(change.old, change.new) for change in changes} == {NEW_DEADLINE}


SHARE = """DET KONGELIGE ARBEIDS- OG INKLUDERINGSDEPARTEMENT

Prøvedirektoratet

Vår ref
22/3753

Dato
20. juni 2023

Supplerende tildelingsbrev nr. 2 til Prøvedirektoratet for 2023

1. Budsjett

Stortinget har i revidert nasjonalbudsjett endret bevilgningen på kap. 670.

Kap. 670 Integrerings- og mangfoldsdirektoratet

Post\tBetegnelse\tTildeling 2023
Post 01\tDriftsutgifter\t{amount}
Sum\t\t{amount}
"""


@pytest.mark.parametrize(("amount", "addition"), [("358 810 000", False), ("5 200 000", True)])
def test_a_posts_new_amount_or_an_addition_to_it(here: World, plan: Plan, amount: str, addition: bool):
    by = here.controller
    reading = take_in(here, SHARE.format(amount=amount), f"rnb-{addition}.txt", by)
    change = one(reading, ChangeKind.CHANGED_POST)
    actions.adopt_change(reading=reading, key=change.key, as_addition=addition, by=by)
    post = Post.objects.with_amounts().get(chapter__number="670", number="01")
    assert (post.appropriated, post.disposable, post.appropriations.count()) == (358_810_000, 358_810_000, 2)


def test_a_binding_is_changed_with_its_source(supplement: Reading, controller: User):
    changed = [change for change in waiting(supplement) if change.kind == ChangeKind.CHANGED_BINDING]
    assert changed, "the demo's supplement changes a budget line"
    actions.adopt_change(reading=supplement, key=changed[0].key, by=controller)
    binding = Binding.objects.get(pk=changed[0].target)
    assert (binding.amount, binding.document_id) == (3_500_000, supplement.document_id)


def test_deciding_in_the_browser(web: Client, supplement: Reading):
    address = reverse("intake:decide_change", args=(supplement.pk,))
    key = one(supplement, ChangeKind.CHANGED_DEADLINE).key
    assert web.post(address, {"act": "reject", "key": key, "why": "Venter"}).status_code == 302
    decision = supplement.decisions.get(key=key)
    page = web.get(reverse("intake:changes", args=(supplement.pk,))).content.decode()
    assert "Venter" in page
    assert web.post(reverse("intake:reopen_change", args=(supplement.pk, decision.pk))).status_code == 302
    assert web.post(address, {"act": "adopt", "key": key}).status_code == 302
    assert Deadline.objects.filter(date=date(2023, 9, 30)).exists()
    assert web.post(address, {"act": "adopt", "key": "tull"}, follow=True).status_code == 200

"""The forms of the dialogue. What may be chosen comes from the queries, so that nothing else can be sent in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from styrhus.archive.models import Document
from styrhus.economy.models import Post
from styrhus.identity.models import User
from styrhus.steering.forms import DocumentForm
from styrhus.steering.models import Deadline, DeadlineKind, Goal, Listing, Meeting, MeetingKind, Plan, ReportingDemand
from styrhus.steering.queries import documents_to_choose
from styrhus.ui.forms import KronerField, NearDate

from . import queries
from .models import CalledMeeting, PointKind, ResolutionKind, ResolutionState, Side

LONG_TEXT = forms.Textarea(attrs={"rows": 5})
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "ui-input--short"})


class MeetingForm(forms.Form):
    announced = forms.ModelChoiceField(
        Meeting.objects.none(),
        label=_("Møte som brevet varsler"),
        required=False,
        empty_label=_("Ikke varslet i brevet"),
    )
    kind = forms.ChoiceField(label=_("Type møte"), choices=MeetingKind.choices)
    title = forms.CharField(label=_("Tittel"), max_length=300)
    day = forms.DateField(label=_("Dato"), widget=NearDate)
    begins = forms.TimeField(label=_("Begynner"), widget=TIME)
    ends = forms.TimeField(label=_("Slutter"), widget=TIME)
    venue = forms.CharField(label=_("Sted"), max_length=300, required=False)
    video = forms.URLField(label=_("Videolenke"), max_length=500, required=False, assume_scheme="https")
    chair = forms.ModelChoiceField(
        User.objects.none(), label=_("Møteleder"), required=False, empty_label=_("Ikke bestemt")
    )
    builds_on = forms.ModelMultipleChoiceField(
        ReportingDemand.objects.none(),
        label=_("Rapporter som møtet bygger på"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["announced"].queryset = Meeting.objects.filter(plan=plan).order_by("pk")  # type: ignore[attr-defined]
        self.fields["chair"].queryset = queries.people_of_parties(plan)  # type: ignore[attr-defined]
        self.fields["builds_on"].queryset = ReportingDemand.objects.filter(plan=plan).order_by("deadline", "pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        begins, ends = values.get("begins"), values.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", _("Møtet slutter før det begynner."))
        if not values.get("venue") and not values.get("video") and "video" not in self.errors:
            self.add_error("venue", _("Skriv hvor møtet er, eller lim inn en videolenke."))
        return values

    def values(self) -> dict[str, Any]:
        """The fields as the acts take them. Call it on a valid form."""
        found = dict(self.cleaned_data)
        day, begins, ends = found.pop("day"), found.pop("begins"), found.pop("ends")
        found["starts_at"] = timezone.make_aware(datetime.combine(day, begins))
        found["ends_at"] = timezone.make_aware(datetime.combine(day, ends))
        found["builds_on"] = list(found["builds_on"])
        return found

    @staticmethod
    def initial_of(meeting: CalledMeeting) -> dict[str, Any]:
        begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
        return {
            "announced": meeting.announced_id,
            "kind": meeting.kind,
            "title": meeting.title,
            "day": begins.date(),
            "begins": begins.time(),
            "ends": ends.time(),
            "venue": meeting.venue,
            "video": meeting.video,
            "chair": meeting.chair_id,
            "builds_on": [report.pk for report in meeting.builds_on.all()],
        }


class ReasonForm(forms.Form):
    why = forms.CharField(label=_("Begrunnelse"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ParticipantForm(forms.Form):
    user = forms.ModelChoiceField(User.objects.none(), label=_("Bruker"), required=False, empty_label=_("Noen utenfra"))
    name = forms.CharField(
        label=_("Navn"), max_length=200, required=False, help_text=_("Bare for noen som ikke er bruker her.")
    )
    email = forms.EmailField(label=_("E-post"), required=False)
    body = forms.CharField(label=_("Kommer fra"), max_length=200, required=False)

    def __init__(self, *args: Any, meeting: CalledMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = meeting.participants.exclude(user=None).values("user")
        self.fields["user"].queryset = queries.people_of_parties(meeting.plan).exclude(pk__in=asked)  # type: ignore[attr-defined]


class AttendanceForm(forms.Form):
    attended = forms.MultipleChoiceField(
        label=_("Til stede"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, *args: Any, meeting: CalledMeeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attended"].choices = [(str(row.pk), str(row)) for row in meeting.participants.all()]  # type: ignore[attr-defined]


class ItemForm(forms.Form):
    title = forms.CharField(label=_("Sak"), max_length=500)
    note = forms.CharField(label=_("Saksframstilling"), max_length=20_000, widget=LONG_TEXT, required=False)
    side = forms.ChoiceField(label=_("Ansvar for saken"), choices=Side.choices)


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Eget notat"),
        max_length=20_000,
        widget=LONG_TEXT,
        required=False,
        help_text=_("Bare deres side ser det. Den andre parten og revisor ser det aldri."),
    )


class PaperForm(forms.Form):
    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Dokument"),
        empty_label=_("Velg dokument"),
        help_text=_("Dokumentet blir synlig for begge parter."),
    )

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = documents_to_choose(user, plan)  # type: ignore[attr-defined]


class PointForm(forms.Form):
    kind = forms.ChoiceField(label=_("Type punkt"), choices=PointKind.choices, initial=PointKind.DECISION)
    text = forms.CharField(label=_("Punkt"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))
    side = forms.ChoiceField(label=_("Ansvar"), choices=Side.choices)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Ansvarlig"), required=False, empty_label=_("Ingen"))
    due = forms.DateField(label=_("Frist"), widget=NearDate, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.people_of_parties(plan)  # type: ignore[attr-defined]


class SendForm(forms.Form):
    public_title = forms.CharField(
        label=_("Offentlig tittel"),
        max_length=300,
        required=False,
        help_text=_("Når tittelen selv ikke kan stå i den offentlige journalen."),
    )
    exemption = forms.CharField(
        label=_("Unntatt offentlighet etter"),
        max_length=100,
        required=False,
        help_text=_("Paragrafen, for eksempel «offl. § 15»."),
    )


class CommentForm(forms.Form):
    text = forms.CharField(label=_("Merknad"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


class OwnerForm(forms.Form):
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Ansvarlig"), required=False, empty_label=_("Ingen"))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = queries.people_of_parties(plan)  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    state = forms.ChoiceField(
        label=_("Hvordan gikk det?"), choices=ResolutionState.choices[1:], widget=forms.RadioSelect
    )
    outcome = forms.CharField(label=_("Hva det ble til"), max_length=5000, widget=LONG_TEXT)


class SignalForm(DocumentForm):
    kind = forms.ChoiceField(label=_("Type"), choices=ResolutionKind.choices)
    text = forms.CharField(label=_("Hva departementet sier"), max_length=5000, widget=LONG_TEXT)
    given_on = forms.DateField(label=_("Dato"), widget=NearDate)
    given_by = forms.CharField(label=_("Gitt av"), max_length=200, help_text=_("Den faste kontakten i departementet."))
    received_by = forms.CharField(label=_("Mottatt av"), max_length=200)
    side = forms.ChoiceField(label=_("Ansvar"), choices=Side.choices)
    owner = forms.ModelChoiceField(User.objects.none(), label=_("Ansvarlig"), required=False, empty_label=_("Ingen"))
    due = forms.DateField(label=_("Frist"), widget=NearDate, required=False)
    field_order = ("kind", "text", "given_on", "given_by", "received_by", "document", "side", "owner", "due")

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, user=user, plan=plan, **kwargs)
        del self.fields["first_line"], self.fields["last_line"]
        self.fields["owner"].queryset = queries.people_of_parties(plan)  # type: ignore[attr-defined]


class WrittenActForm(DocumentForm):
    """A change of the plan by a decision. The document is asked for by the act itself, which says why."""

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, user=user, plan=plan, **kwargs)
        self.fields["document"].required = False
        self.fields["document"].label = _("Dokumentet fra departementet som bestemmer det")


class NewAssignmentForm(WrittenActForm):
    number = forms.CharField(label=_("Nummer"), max_length=40, required=False)
    title = forms.CharField(label=_("Tittel"), max_length=1000)
    description = forms.CharField(label=_("Beskrivelse"), max_length=20_000, widget=LONG_TEXT, required=False)
    goal = forms.ModelChoiceField(
        Goal.objects.none(), label=_("Hører til mål"), required=False, empty_label=_("Ikke knyttet til et mål")
    )
    deadline = forms.DateField(label=_("Frist"), widget=NearDate, required=False)
    field_order = ("document", "first_line", "last_line", "number", "title", "description", "goal", "deadline")

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, user=user, plan=plan, **kwargs)
        self.fields["goal"].queryset = plan.goals.order_by("order")  # type: ignore[attr-defined]


class NewDeadlineForm(WrittenActForm):
    deadline = forms.ModelChoiceField(
        Deadline.objects.none(), label=_("Fristen som endres"), empty_label=_("Velg frist")
    )
    kind = forms.ChoiceField(label=_("Type frist"), choices=DeadlineKind.choices, initial=DeadlineKind.DATE)
    day = forms.DateField(label=_("Ny dato"), widget=NearDate, required=False)
    text = forms.CharField(
        label=_("Fristen slik dokumentet skriver den"), max_length=300, help_text=_("For eksempel «Ut 2024».")
    )
    field_order = ("document", "first_line", "last_line", "deadline", "kind", "day", "text")

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, user=user, plan=plan, **kwargs)
        listed = Listing.objects.filter(plan=plan).values("assignment")
        rows = Deadline.objects.standing().filter(assignment__in=listed).select_related("assignment")
        self.fields["deadline"].queryset = rows.order_by("assignment__number", "pk")  # type: ignore[attr-defined]


class NewAmountForm(WrittenActForm):
    post = forms.ModelChoiceField(Post.objects.none(), label=_("Post"), empty_label=_("Velg post"))
    appropriated = KronerField(label=_("Endring i bevilgningen"), help_text=_("Med minus foran når den går ned."))
    at_disposal = KronerField(label=_("Endring i det virksomheten disponerer"))
    field_order = ("document", "first_line", "last_line", "post", "appropriated", "at_disposal")

    def __init__(self, *args: Any, user: User, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, user=user, plan=plan, **kwargs)
        rows = Post.objects.filter(chapter__agency=plan.agency_id, chapter__year=plan.year).select_related("chapter")
        self.fields["post"].queryset = rows.order_by("chapter__number", "number")  # type: ignore[attr-defined]

"""The room's forms. What may be chosen comes from the queries, so that nothing else can be sent in."""

from .delegations import CheckForm, DayForm, DelegationForm, SubstituteForm, UseForm, WithdrawForm
from .findings import (
    CaseForm,
    DoneOnForm,
    EvidenceForm,
    FindingForm,
    FindingOwnerForm,
    MeasureForm,
    ReplyForm,
    SendForm,
    WordsForm,
)
from .internal import (
    AnswersForm,
    ChangeControlForm,
    ControlForm,
    CycleForm,
    DoneTextForm,
    EndControlForm,
    OverallForm,
    PerformanceForm,
    ShortfallForm,
    SystemTextForm,
)

__all__ = (
    "AnswersForm",
    "CaseForm",
    "ChangeControlForm",
    "CheckForm",
    "ControlForm",
    "CycleForm",
    "DayForm",
    "DelegationForm",
    "DoneOnForm",
    "DoneTextForm",
    "EndControlForm",
    "EvidenceForm",
    "FindingForm",
    "FindingOwnerForm",
    "MeasureForm",
    "OverallForm",
    "PerformanceForm",
    "ReplyForm",
    "SendForm",
    "ShortfallForm",
    "SubstituteForm",
    "SystemTextForm",
    "UseForm",
    "WithdrawForm",
    "WordsForm",
)

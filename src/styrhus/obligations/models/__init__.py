"""The registers of what the instruction demands beside the plan."""

from .directives import (
    ApprenticeCount,
    ConsultantField,
    ConsultantPurchase,
    DecentralisedCount,
    DirectiveAccount,
    DirectiveAnswer,
    DirectiveEntry,
    DirectiveKind,
    SupplierKind,
)
from .knowledge import Evaluation, EvaluationCost, KudosType, ReportLanguage
from .property import (
    Asset,
    AssetCount,
    AssetCountLine,
    ControlPoint,
    Disposal,
    Outcome,
    Point,
    Procedure,
    Procurement,
    Threshold,
)
from .relations import Claim, Decision, JointRoutine, StortingContact
from .strategies import MeasureState, Strategy, StrategyMeasure, StrategyReport

__all__ = (
    "ApprenticeCount",
    "Asset",
    "AssetCount",
    "AssetCountLine",
    "Claim",
    "ConsultantField",
    "ConsultantPurchase",
    "ControlPoint",
    "DecentralisedCount",
    "Decision",
    "DirectiveAccount",
    "DirectiveAnswer",
    "DirectiveEntry",
    "DirectiveKind",
    "Disposal",
    "Evaluation",
    "EvaluationCost",
    "JointRoutine",
    "KudosType",
    "MeasureState",
    "Outcome",
    "Point",
    "Procedure",
    "Procurement",
    "ReportLanguage",
    "StortingContact",
    "Strategy",
    "StrategyMeasure",
    "StrategyReport",
    "SupplierKind",
    "Threshold",
)

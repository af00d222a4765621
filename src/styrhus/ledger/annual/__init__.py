"""The annual accounts of a year (R-115), computed from the ledger and the budget."""

from .report import accounts_by_type as accounts_by_type
from .report import annual_accounts as annual_accounts
from .report import appropriation_report as appropriation_report
from .report import note_a as note_a
from .report import note_b as note_b

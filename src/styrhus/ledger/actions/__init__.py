from styrhus.ledger.rules import Cause as Cause
from styrhus.ledger.rules import Line as Line

from .entries import hold_entries as hold_entries
from .entries import post_entry as post_entry
from .entries import reverse_entry as reverse_entry
from .months import lock_month as lock_month
from .months import reopen_month as reopen_month

from .entries import by_account as by_account
from .entries import lines_of as lines_of
from .entries import sums_at as sums_at
from .entries import used as used
from .entries import used_by_month as used_by_month
from .months import is_locked as is_locked
from .months import locked_months as locked_months

"""Background work of this room: checking and posting files of accounts. A worker runs it; any number may run at once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from .actions import give_up_check, run_check, run_confirm, stop_confirm
from .models import AccountsImport, ImportState

QUEUE = "accounts"
STALLED_AFTER = 60  # seconds without a sign of life from the worker
ATTEMPTS = 3
AGAIN = RetryStrategy(max_attempts=ATTEMPTS, wait=2, linear_wait=10)


@app.task(name="ledger.check_import", queue=QUEUE, retry=AGAIN, pass_context=True)
def check_import_job(context: JobContext, import_id: int) -> None:
    """Check one file. A check that is cut off has written nothing and is begun again."""
    accounts = AccountsImport.objects.filter(pk=import_id).first()
    if accounts is None:
        return
    try:
        run_check(accounts)
    except Exception:
        if context.job and context.job.attempts >= ATTEMPTS:
            give_up_check(accounts)
        raise


def check_in_background(accounts: AccountsImport) -> None:
    """Queue the check, in the transaction that asked for it."""
    check_import_job.defer(import_id=accounts.pk)


@app.task(name="ledger.confirm_import", queue=QUEUE, retry=AGAIN, pass_context=True)
def confirm_import_job(context: JobContext, import_id: int) -> None:
    """Post one import. It is one transaction, so a run that is cut off has posted nothing."""
    accounts = AccountsImport.objects.select_related("confirmed_by").filter(pk=import_id).first()
    if accounts is None or accounts.state != ImportState.CONFIRMING:
        return
    with override(accounts.confirmed_by.language if accounts.confirmed_by else "nb"):
        try:
            run_confirm(accounts)
        except ValidationError as error:
            stop_confirm(accounts=accounts, why=error.messages[0])
        except Exception:
            if context.job and context.job.attempts >= ATTEMPTS:
                stop_confirm(accounts=accounts, why=_("Importen kunne ikke føres nå. Prøv igjen om litt."))
            raise


def confirm_in_background(accounts: AccountsImport) -> None:
    """Queue the posting, in the transaction that decided it."""
    confirm_import_job.defer(import_id=accounts.pk)


@app.periodic(cron="* * * * *")
@app.task(name="ledger.take_up_stalled", queue=QUEUE, queueing_lock="ledger.take_up_stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Queue again what a worker had begun when it was killed."""
    stalled = await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=STALLED_AFTER)
    for job in stalled:
        await app.job_manager.retry_job(job)

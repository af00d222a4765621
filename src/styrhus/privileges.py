"""What each database role may do. Run by the owner after every migration.

The program may read and write, but never change or remove what is append-only; the reader may only read, and
nothing of accounts and sessions. Where the server has no such roles (a single DATABASE_URL), nothing is done:
the triggers of the append-only tables refuse all the same.
"""

from django.db import connection

from styrhus.embedded import OWNER, PROGRAM, READER

APPEND_ONLY = (
    "alerts_followup",
    "audit_event",
    "control_delegationuse",
    "control_performance",
    "control_systemtext",
    "economy_appropriation",
    "economy_bindingversion",
    "economy_commitment",
    "economy_holdershare",
    "economy_release",
    "ledger_entry",
    "ledger_entrysum",
    "ledger_posting",
    "forecast_approval",
    "forecast_sharing",
    "forecast_submission",
    "forecast_versionrow",
    "preparedness_sharedinformation",
    "steering_dutyentry",
    "steering_routineversion",
    "steering_delivery",
    "steering_deliveryfile",
    "steering_deliveryreply",
    "steering_judgement",
    "steering_progressnote",
    "dialogue_earliertext",
    "dialogue_effect",
    "risk_scale",
    "risk_scalestep",
    "risk_scaleband",
    "risk_scalecell",
    "risk_assessment",
    "risk_ministryassessment",
    "risk_acceptance",
    "risk_snapshot",
    "risk_snapshotrow",
    "obligations_assetcount",
    "obligations_assetcountline",
    "obligations_controlpoint",
    "obligations_strategyreport",
    "reports_acceptedgap",
    "reports_assembly",
    "reports_comment",
    "reports_copy",
    "reports_earliertext",
    "reports_frozenreport",
    "reports_owntemplateversion",
    "reports_sectionsignature",
    "reports_step",
)
HIDDEN_FROM_READER = (
    "notices_mail",
    "notices_mailattachment",
    "notices_notice",
    "notices_preferences",
    "identity_user",
    "django_session",
    "axes_accessattempt",
    "axes_accesslog",
    "axes_accessfailurelog",
)


def set_privileges() -> bool:
    """Grant and revoke for the roles of the house. Returns whether the roles exist and were set."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_roles where rolname = any(%s)", [[OWNER, PROGRAM, READER]])
        if cursor.fetchone()[0] < 3:
            return False
        statements = [
            f"grant usage on schema public to {PROGRAM}, {READER}",
            f"grant select, insert, update, delete on all tables in schema public to {PROGRAM}",
            f"grant usage, select on all sequences in schema public to {PROGRAM}",
            f"grant execute on all functions in schema public to {PROGRAM}, {READER}",
            f"grant select on all tables in schema public to {READER}",
            *(f"revoke update, delete, truncate on {table} from {PROGRAM}" for table in APPEND_ONLY),
            *(f"revoke all on {table} from {READER}" for table in HIDDEN_FROM_READER),
        ]
        for statement in statements:
            cursor.execute(statement)
    return True

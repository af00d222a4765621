from django.utils.translation import gettext_lazy as _

from styrhus.identity.access import PermissionEnum, grant
from styrhus.identity.roles import Role


class Permission(PermissionEnum):
    SEE_SUMS = "ledger.see_sums", _("Se hva som er brukt per post")
    SEE_ENTRIES = "ledger.see_entries", _("Se alle bilag i virksomheten")
    SEE_OWN_ENTRIES = "ledger.see_own_entries", _("Se bilag som er ført på egen avdeling")
    SEE_ALL_LEDGERS = "ledger.see_all_ledgers", _("Se regnskapet i alle virksomheter")
    POST_ENTRIES = "ledger.post_entries", _("Føre og reversere bilag")
    IMPORT_ACCOUNTS = "ledger.import_accounts", _("Laste opp regnskapsfiler, kontrollere og føre dem")
    LOCK_MONTHS = "ledger.lock_months", _("Låse og gjenåpne måneder i regnskapet")


INSIDE = (Role.CONTROLLER, Role.DIRECTOR, Role.DEPARTMENT_HEAD, Role.CASE_OFFICER)

grant(
    {
        Permission.SEE_SUMS: (*INSIDE, Role.MINISTRY_OFFICIAL, Role.AUDITOR),
        Permission.SEE_ENTRIES: (Role.CONTROLLER, Role.DIRECTOR, Role.AUDITOR),
        Permission.SEE_OWN_ENTRIES: (Role.DEPARTMENT_HEAD,),
        Permission.SEE_ALL_LEDGERS: (Role.AUDITOR,),
        Permission.POST_ENTRIES: (Role.CONTROLLER,),
        Permission.IMPORT_ACCOUNTS: (Role.CONTROLLER, Role.DIRECTOR),
        Permission.LOCK_MONTHS: (Role.DIRECTOR,),
    }
)

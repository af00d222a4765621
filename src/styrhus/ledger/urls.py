from django.urls import path

from .views import annual, entries, imports, months, overview

app_name = "ledger"
urlpatterns = [
    path("", overview.front, name="front"),
    path("<int:agency>/<int:year>/", overview.front, name="front"),
    path("<int:agency>/<int:year>/saldobalanse/", overview.trial_balance, name="trial_balance"),
    path("<int:agency>/<int:year>/konto/<str:account>/", overview.account, name="account"),
    path("kontoplan/", overview.chart_of_accounts, name="chart"),
    path("bilag/", entries.entries, name="entries"),
    path("bilag/<int:pk>/", entries.entry, name="entry"),
    path("bilag/<int:pk>/reverser/", entries.reverse_entry, name="reverse"),
    path("<int:agency>/<int:year>/nytt-bilag/", entries.new_entry, name="new_entry"),
    path("<int:agency>/<int:year>/maneder/", months.months, name="months"),
    path("<int:agency>/<int:year>/maneder/<int:month>/las/", months.lock, name="lock_month"),
    path("maneder/<int:pk>/apne/", months.reopen, name="reopen_month"),
    path("arsregnskap/", annual.annual, name="annual"),
    path("<int:agency>/<int:year>/arsregnskap/", annual.annual, name="annual"),
    path("<int:agency>/<int:year>/arsregnskap/<str:key>/", annual.annual_part, name="annual_part"),
    path("import/", imports.imports, name="imports"),
    path("import/ny/", imports.upload, name="import_upload"),
    path("import/kolonner/", imports.mappings, name="import_mappings"),
    path("import/kolonner/nytt/", imports.mapping, name="new_import_mapping"),
    path("import/kolonner/<int:pk>/", imports.mapping, name="import_mapping"),
    path("import/kolonner/<int:pk>/fjern/", imports.retire_mapping, name="retire_import_mapping"),
    path("import/<int:pk>/", imports.accounts_import, name="import"),
    path("import/<int:pk>/status/", imports.status, name="import_status"),
    path("import/<int:pk>/feil/", imports.faults, name="import_faults"),
    path("import/<int:pk>/feil/fil/", imports.faults_file, name="import_faults_file"),
    path("import/<int:pk>/rett/", imports.mend, name="import_mend"),
    path("import/<int:pk>/forskjeller/", imports.difference, name="import_difference"),
    path("import/<int:pk>/linjer/", imports.lines, name="import_lines"),
    path("import/<int:pk>/fil/", imports.original, name="import_file"),
    path("import/<int:pk>/for/", imports.confirm, name="confirm_import"),
    path("import/<int:pk>/kontroller/", imports.check_again, name="check_import"),
    path("import/<int:pk>/forkast/", imports.discard, name="discard_import"),
]

from django.urls import path

from .views import annual, entries, months, overview

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
]

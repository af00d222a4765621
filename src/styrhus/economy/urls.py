from django.urls import path

from . import views

app_name = "economy"
YEAR = "<int:agency>/<int:year>/"
urlpatterns = [
    path("", views.money, name="money"),
    path(YEAR, views.money, name="money"),
    path("post/<int:pk>/", views.post, name="post"),
    path(f"{YEAR}endringer/", views.changes, name="changes"),
    path(f"{YEAR}endringer/ny/", views.revise, name="revise"),
    path(f"{YEAR}omdisponering/", views.move, name="move"),
    path(f"{YEAR}overforing/", views.carry, name="carry"),
    path(f"{YEAR}fullmakter/", views.authorisations, name="authorisations"),
    path(f"{YEAR}fullmakter/ny/", views.new_authorisation, name="new_authorisation"),
    path(f"{YEAR}belastningsfullmakt/", views.new_charge, name="new_charge"),
    path("fullmakt/<int:pk>/trekk/", views.withdraw_authorisation, name="withdraw_authorisation"),
    path("belastningsfullmakt/<int:pk>/trekk/", views.withdraw_charge, name="withdraw_charge"),
    path(f"{YEAR}disponeringer/", views.commitments, name="commitments"),
    path(f"{YEAR}disponer/", views.commit, name="commit"),
    path("disponering/<int:pk>/", views.commitment, name="commitment"),
    path("disponering/<int:pk>/frigi/", views.release, name="release"),
    path(f"{YEAR}delegert/", views.holders, name="holders"),
    path(f"{YEAR}delegert/ny/", views.new_holder, name="new_holder"),
    path("delegert/<int:pk>/", views.holder, name="holder"),
    path("delegert/<int:pk>/andel/", views.share, name="share"),
    path("delegert/<int:pk>/tilstand/", views.state, name="state"),
]

from django.urls import path

from . import views

app_name = "preparedness"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("avhengigheter/", views.dependencies, name="dependencies"),
    path("sarbarheter/", views.vulnerabilities, name="vulnerabilities"),
    path("funksjoner/<int:pk>/", views.function, name="function"),
    path("planer/", views.plans, name="plans"),
    path("planer/<int:pk>/", views.plan, name="plan"),
    path("planer/<int:pk>/utskrift/", views.plan_print, name="plan_print"),
    path("planer/<int:pk>/versjon/", views.write_version, name="write_version"),
    path("planer/versjon/<int:pk>/godkjenn/", views.approve_version, name="approve_version"),
    path("planer/varsling/", views.contacts, name="contacts"),
    path("planer/varsling/utskrift/", views.contacts_print, name="contacts_print"),
    path("ovelser/", views.exercises, name="exercises"),
    path("ovelser/<int:pk>/", views.exercise, name="exercise"),
    path("hendelser/", views.incidents, name="incidents"),
    path("hendelser/ny/", views.report_incident, name="report_incident"),
    path("hendelser/<int:pk>/", views.incident, name="incident"),
    path("hendelser/<int:pk>/varsle/", views.notify_ministry, name="notify_ministry"),
    path("hendelser/<int:pk>/mottatt/", views.receive_notice, name="receive_notice"),
    path("hendelser/<int:pk>/delt/", views.share_information, name="share_information"),
    path("hendelser/<int:pk>/avslutt/", views.close_incident, name="close_incident"),
    path("laering/", views.learning, name="learning"),
    path("laering/nytt/", views.add_learning_point, name="add_learning_point"),
    path("laering/<int:pk>/", views.learning_point, name="learning_point"),
    path("laering/<int:pk>/lukk/", views.close_learning_point, name="close_learning_point"),
    path("personopplysninger/", views.processings, name="processings"),
    path("register/<str:kind>/ny/", views.enter, name="enter"),
    path("register/<str:kind>/<int:pk>/", views.row, name="row"),
    path("register/<str:kind>/<int:pk>/endre/", views.change, name="change"),
]

from django.urls import path

from . import administration, views

app_name = "identity"
urlpatterns = [
    path("logg-inn/", views.Login.as_view(), name="login"),
    path("logg-ut/", views.Logout.as_view(), name="logout"),
    path("profil/", views.profile, name="profile"),
    path("profil/passord/", views.password, name="password"),
    path("profil/kalender/", views.renew_feed, name="renew_feed"),
    path("brukere/", administration.users, name="users"),
    path("brukere/ny/", administration.add_user, name="add_user"),
    path("brukere/<int:pk>/", administration.user, name="user"),
    path("brukere/<int:pk>/rolle/", administration.grant_role, name="grant_role"),
    path("brukere/<int:pk>/konto/", administration.set_active, name="set_active"),
    path("brukere/<int:pk>/passord/", administration.reset_password, name="reset_password"),
    path("roller/<int:pk>/avslutt/", administration.end_role, name="end_role"),
    path("organisasjoner/", administration.organisations, name="organisations"),
    path("organisasjoner/ny/", administration.add_organisation, name="add_organisation"),
    path("organisasjoner/<int:pk>/", administration.organisation, name="organisation"),
    path("tilganger/", administration.access, name="access"),
    path("hendelser/", administration.events, name="events"),
    path("hendelser/<int:number>/", administration.event, name="event"),
]

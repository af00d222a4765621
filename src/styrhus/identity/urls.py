from django.urls import path

from . import views

app_name = "identity"
urlpatterns = [
    path("logg-inn/", views.Login.as_view(), name="login"),
    path("logg-ut/", views.Logout.as_view(), name="logout"),
]

from django.urls import path

from . import views

app_name = "ui"
urlpatterns = [
    path("sprak/", views.language, name="language"),
    path("fargevalg/", views.colour_scheme, name="colour-scheme"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("_designsystem/", views.gallery, name="gallery"),
]

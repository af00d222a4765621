from django.urls import path

from . import views

app_name = "archive"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("nytt/", views.register, name="register"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/fil/", views.download, name="download"),
    path("<int:pk>/journal/", views.edit_journal, name="edit_journal"),
]

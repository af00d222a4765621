from django.urls import path

from . import journal_views, views

app_name = "archive"
urlpatterns = [
    path("", views.documents, name="documents"),
    path("nytt/", views.register, name="register"),
    path("journal/", journal_views.journal, name="journal"),
    path("journal/<int:pk>/", journal_views.entry, name="entry"),
    path("journal/<int:pk>/rett/", journal_views.correct_entry, name="correct_entry"),
    path("offentlig-journal/", journal_views.public_journal, name="public_journal"),
    path("saker/", journal_views.cases, name="cases"),
    path("saker/ny/", journal_views.new_case, name="new_case"),
    path("saker/<int:pk>/", journal_views.case, name="case"),
    path("saker/<int:pk>/rett/", journal_views.correct_case, name="correct_case"),
    path("saker/<int:pk>/avslutt/", journal_views.close_case, name="close_case"),
    path("saker/<int:pk>/journalfor/", journal_views.enter, name="enter"),
    path("saker/<int:pk>/arkivmelding/", journal_views.export_case, name="export_case"),
    path("arkivmelding/", journal_views.export_period, name="export_period"),
    path("<int:pk>/", views.document, name="document"),
    path("<int:pk>/fil/", views.download, name="download"),
    path("<int:pk>/journal/", views.edit_journal, name="edit_journal"),
]

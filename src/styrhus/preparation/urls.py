from django.urls import path

from . import point_views, views

app_name = "preparation"
urlpatterns = [
    path("", views.notes, name="notes"),
    path("nytt/<int:plan>/", views.new_note, name="new_note"),
    path("<int:pk>/", views.note, name="note"),
    path("<int:pk>/endre/", views.change_note, name="change_note"),
    path("<int:pk>/punkter/", views.points, name="points"),
    path("<int:pk>/dokumenter/", views.documents, name="documents"),
    path("<int:pk>/ferdigstill/", views.finish, name="finish"),
    path("<int:pk>/notat.docx", views.docx, name="docx"),
    path("punkt/<int:pk>/", point_views.point, name="point"),
    path("punkt/<int:pk>/linjer/", point_views.choose_lines, name="choose_lines"),
    path("punkt/<int:pk>/fra-planen/", point_views.choose_plan_words, name="choose_plan_words"),
    path("ord/<int:pk>/ta-ut/", point_views.drop_passage, name="drop_passage"),
]

from django.urls import path

from . import views

app_name = "economy"
urlpatterns = [
    path("penger/", views.money, name="money"),
    path("penger/<int:agency>/<int:year>/", views.money, name="money"),
    path("penger/post/<int:pk>/", views.post, name="post"),
]

from django.urls import path

from . import views

app_name = "economy"
urlpatterns = [
    path("", views.money, name="money"),
    path("<int:agency>/<int:year>/", views.money, name="money"),
    path("post/<int:pk>/", views.post, name="post"),
]

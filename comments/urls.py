"""Addresses of comments."""

from django.urls import path

from comments import views

app_name = "comments"

urlpatterns = [
    path("comments/<int:article_pk>/", views.submit, name="submit"),
    path("comments/<int:article_pk>/confirm/", views.confirm, name="confirm"),
]

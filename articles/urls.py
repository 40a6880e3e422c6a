"""Addresses of the public pages. An id finds the row; the slug is there to be read."""

from django.urls import path

from articles import views

app_name = "articles"

urlpatterns = [
    path("", views.home, name="home"),
    path("news/<int:pk>/<str:slug>/", views.article, name="article"),
    path("n/<int:pk>", views.short, name="short"),
    path("n/<int:pk>/views", views.count_view, name="count_view"),
    path("preview/<int:pk>/", views.preview, name="preview"),
    path("category/<int:pk>/<str:slug>/", views.category, name="category"),
    path("tag/<int:pk>/<str:slug>/", views.tag, name="tag"),
    path("author/<int:pk>/<str:slug>/", views.author, name="author"),
    path("archive/<int:year>/<int:month>/", views.archive_month, name="archive_month"),
    path("archive/<int:year>/<int:month>/<int:day>/", views.archive_day, name="archive_day"),
    path("page/<int:pk>/<str:slug>/", views.page, name="page"),
]

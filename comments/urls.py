"""Addresses of comments."""

app_name = "comments"

urlpatterns: list = []

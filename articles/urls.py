"""Addresses of the public pages. An id finds the row; the slug is there to be read."""

from django.urls import path

from articles import feeds, installable, oembed, robots, search_views, sitemaps, views

app_name = "articles"

urlpatterns = [
    path("", views.home, name="home"),
    path("news/<int:pk>/<str:slug>/", views.article, name="article"),
    path("accents.<str:digest>.css", views.accents, name="accents"),
    path("n/<int:pk>", views.short, name="short"),
    path("n/<int:pk>/views", views.count_view, name="count_view"),
    path("preview/<int:pk>/", views.preview, name="preview"),
    path("category/<int:pk>/<str:slug>/", views.category, name="category"),
    path("tag/<int:pk>/<str:slug>/", views.tag, name="tag"),
    path("author/<int:pk>/<str:slug>/", views.author, name="author"),
    path("archive/<int:year>/<int:month>/", views.archive_month, name="archive_month"),
    path("archive/<int:year>/<int:month>/<int:day>/", views.archive_day, name="archive_day"),
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("page/<int:pk>/<str:slug>/", views.page, name="page"),
    path("feeds/<str:file>", feeds.site, name="feed"),
    path("feeds/<str:kind>/<int:pk>/<str:file>", feeds.listing, name="list_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-tags-<int:number>.xml", sitemaps.tags, name="sitemap_tags"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<int:year>-<int:month>-<int:number>.xml", sitemaps.month, name="sitemap_month"),
    path("robots.txt", robots.robots, name="robots"),
    path("oembed", oembed.oembed, name="oembed"),
    path("saved/", installable.saved, name="saved"),
    path("offline/", installable.offline, name="offline"),
    path("manifest.webmanifest", installable.manifest, name="manifest"),
    path("service-worker.js", installable.service_worker, name="service_worker"),
]

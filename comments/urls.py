"""Addresses of comments."""

from django.urls import path

from comments import feeds
from comments.views import mail, own, place, reacting, writing

app_name = "comments"

urlpatterns = [
    path("comments/stamp/", writing.new_stamp, name="stamp"),
    path("comments/mine/", own.mine, name="mine"),
    path("comments/<int:article_pk>/", writing.submit, name="submit"),
    path("comments/<int:article_pk>/confirm/", writing.confirm, name="confirm"),
    path("comment/<int:pk>/", place.place, name="place"),
    path("comment/<int:pk>/like/", reacting.like, name="like"),
    path("comment/<int:pk>/report/", reacting.report, name="report"),
    path("comment/<int:pk>/reply/", writing.reply, name="reply"),
    path("comment/<int:pk>/correct/", own.correct, name="correct"),
    path("comment/<int:pk>/withdraw/", own.withdraw, name="withdraw"),
    path("comments/mail/confirm/<str:token>/", mail.confirm, name="mail_confirm"),
    path("comments/mail/unsubscribe/<str:token>/", mail.unsubscribe, name="mail_unsubscribe"),
    path("feeds/comments/<str:file>", feeds.site, name="feed"),
    path("feeds/comments/story/<int:pk>/<str:file>", feeds.story, name="story_feed"),
]

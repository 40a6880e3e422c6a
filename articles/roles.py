"""The newsroom's roles, shipped as groups, and what each may do with a story or a picture.

Groups are made and brought up to date after each migration; a newsroom may add groups of its own.
The rule for one row is written here once and asked by the admin, by actions and by previews.
"""

from typing import TYPE_CHECKING, Any

from articles.publication import Status

if TYPE_CHECKING:
    from articles.models import Article, Page, Picture

REPORTER = "مراسل"
EDITOR = "محرر"
MODERATOR = "مشرف التعليقات"
ADMINISTRATOR = "مدير الموقع"

_FULL = ("view", "add", "change", "delete")

PERMISSIONS: dict[str, dict[str, tuple[str, ...]]] = {
    REPORTER: {
        "articles.article": ("view", "add", "change", "delete"),
        "articles.byline": _FULL,
        "articles.picture": ("view", "add", "change"),
        "articles.tag": ("view", "add"),
        "articles.category": ("view",),
        "articles.author": ("view",),
    },
    EDITOR: {
        "articles.article": (*_FULL, "publish", "edit_any"),
        "articles.byline": _FULL,
        "articles.picture": _FULL,
        "articles.tag": _FULL,
        "articles.category": _FULL,
        "articles.author": _FULL,
        "articles.breakingnews": _FULL,
        "articles.page": _FULL,
        "comments.comment": ("view",),
    },
    MODERATOR: {
        "articles.article": ("view",),
        "comments.comment": ("view", "moderate"),
        "comments.moderationrecord": ("view",),
        "comments.block": ("view", "add", "change"),
        "comments.blockedterm": _FULL,
        "comments.moderationpolicy": ("view",),
    },
    ADMINISTRATOR: {
        "articles.article": (*_FULL, "publish", "edit_any"),
        "articles.byline": _FULL,
        "articles.picture": _FULL,
        "articles.tag": _FULL,
        "articles.category": _FULL,
        "articles.author": _FULL,
        "articles.breakingnews": _FULL,
        "articles.page": _FULL,
        "articles.sitesettings": ("view", "change"),
        "comments.comment": ("view", "moderate", "erase"),
        "comments.moderationrecord": ("view",),
        "comments.block": ("view", "add", "change"),
        "comments.blockedterm": _FULL,
        "comments.moderationpolicy": ("view", "change"),
        "auth.user": _FULL,
        "auth.group": ("view",),
    },
}
"""What each role may do, by model. Reporters change and delete own unpublished stories alone.

What a role may do with one story or picture is narrower: see the functions below.
"""


def ensure_groups(sender: Any = None, **kwargs: Any) -> None:
    """Make the shipped groups and give each exactly the permissions listed above.

    Runs after every migration, once all tables are there. Django makes the permissions of an app
    only when that app's turn comes, which is later for some named here: they are made first.
    """
    from django.apps import apps
    from django.contrib.auth.management import create_permissions
    from django.contrib.auth.models import Group, Permission

    for label in sorted({model.split(".")[0] for role in PERMISSIONS.values() for model in role}):
        create_permissions(apps.get_app_config(label), verbosity=0)
    stored = {
        (
            f"{permission.content_type.app_label}.{permission.content_type.model}",
            permission.codename,
        ): permission
        for permission in Permission.objects.select_related("content_type")
    }
    for name, models in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(
            stored[key]
            for model, verbs in models.items()
            for verb in verbs
            if (key := (model, f"{verb}_{model.split('.')[1]}")) in stored
        )


def may_change(user: Any, article: "Article | None") -> bool:
    """Whether `user` may edit the story: any story for an editor, an own unpublished one else."""
    if not user.has_perm("articles.change_article"):
        return False
    if article is None or user.has_perm("articles.edit_any_article"):
        return True
    return article.stored_status in UNPUBLISHED and article.is_owned_by(user)


def may_delete(user: Any, article: "Article | None") -> bool:
    """Whether `user` may delete the story: as for editing, and never one that readers may know.

    A published story is withdrawn instead and stays so: its address then answers 410, where that
    of a deleted story could only answer 404.
    """
    if not user.has_perm("articles.delete_article"):
        return False
    if article is None:
        return True
    return article.stored_status in UNPUBLISHED and may_change(user, article)


def may_change_picture(user: Any, picture: "Picture | None") -> bool:
    """Whether `user` may edit the picture's texts and its focal point.

    Any picture for an editor, else an own upload until readers may see it: in a published story,
    on a public page or as a portrait. Up to four queries, one of which reads the stories' texts.
    """
    from articles.picture_uses import uses_of

    if not user.has_perm("articles.change_picture"):
        return False
    if picture is None or user.has_perm("articles.edit_any_article"):
        return True
    if picture.uploaded_by_id is None or picture.uploaded_by_id != user.pk:
        return False
    uses = uses_of([picture])
    return not uses.portraits and not any(
        _readers_may_see(row) for row in (*uses.texts, *uses.covers)
    )


def _readers_may_see(row: "Article | Page") -> bool:
    return getattr(row, "status", None) == Status.PUBLISHED or getattr(row, "is_public", False)


def may_publish(user: Any) -> bool:
    """Whether `user` may publish, schedule and withdraw stories."""
    return user.has_perm("articles.publish_article")


UNPUBLISHED = frozenset({Status.DRAFT, Status.IN_REVIEW})
"""The statuses that need no right to publish."""

"""Accounts and roles in the admin.

Rights come from roles alone. Who manages accounts without being a superuser can neither make a
superuser nor touch one, and so cannot gain rights of her own.
"""

from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.newsroom_admin import NewsroomAdminMixin, yes_or_no

_VERBS = {
    "view": _("view"),
    "add": _("add"),
    "change": _("change"),
    "delete": _("delete"),
}

admin.site.unregister(User)
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(NewsroomAdminMixin, UserAdmin):
    """Accounts of the newsroom."""

    index_position = 200
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Personal info"), {"fields": ("first_name", "last_name", "email")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Important dates"), {"fields": ("last_login", "date_joined")}),
    )
    list_display = (
        "username",
        "first_name",
        "last_name",
        yes_or_no("is_staff", _("staff status")),
        yes_or_no("is_active", _("active")),
    )
    list_filter = ("is_staff", "is_active", "groups")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    show_facets = admin.ShowFacets.NEVER

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [
            (title, options | {"fields": _without(options["fields"], "is_superuser")})
            for title, options in fieldsets
        ]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request.user, obj)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def _without(names: Any, name: str) -> tuple[Any, ...]:
    return tuple(entry for entry in names if entry != name)


def _may_touch(user: Any, account: User | None) -> bool:
    return user.is_superuser or account is None or not account.is_superuser


class PermissionChoice(forms.ModelMultipleChoiceField):
    """Permissions by what they allow, in the reader's language: the stored names are English."""

    def label_from_instance(self, permission: Permission) -> str:
        model = permission.content_type.model_class()
        verb = permission.codename.partition("_")[0]
        if model is None or verb not in _VERBS:
            return gettext(permission.name)
        return f"{model._meta.verbose_name_plural}: {_VERBS[verb]}"


@admin.register(Group)
class RoleAdmin(NewsroomAdminMixin, GroupAdmin):
    """Roles: those that are shipped, and those the newsroom adds."""

    index_position = 210
    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: Any, request: Any = None, **kwargs: Any) -> Any:
        if db_field.name != "permissions":
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        return PermissionChoice(
            queryset=_role_permissions(),
            required=False,
            label=db_field.verbose_name,
            widget=forms.CheckboxSelectMultiple,
        )


def _role_permissions() -> QuerySet:
    """Permissions that mean something in the newsroom: for what the admin shows."""
    shown = Q()
    for model in apps.get_models():
        if admin.site.is_registered(model):
            options = model._meta
            shown |= Q(
                content_type__app_label=options.app_label, content_type__model=options.model_name
            )
    return (
        Permission.objects.filter(shown)
        .select_related("content_type")
        .order_by("content_type__app_label", "content_type__model", "codename")
    )

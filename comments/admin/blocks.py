"""Blocked senders: who is turned away, until when, and why. A block is ended, never deleted."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.folded_search import FoldedSearchMixin
from articles.admin.newsroom_admin import NewsroomAdminMixin, phase_label
from comments import blocks
from comments.admin.exact_times import ExactTimesMixin
from comments.models import Block

TYPED_KINDS = (Block.Kind.EMAIL, Block.Kind.NAME, Block.Kind.DOMAIN)
"""What a moderator can type; a network is known from its comments alone."""


class BlockForm(forms.ModelForm):
    """A new block, or another end or reason of one in force."""

    class Meta:
        model = Block
        fields = ("kind", "value", "reason", "ends_at")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds: Any = self.fields["kind"]
            kinds.choices = [(kind.value, kind.label) for kind in TYPED_KINDS]
            self.fields["value"].widget.attrs["dir"] = "auto"

    def clean_ends_at(self) -> Any:
        ends_at = self.cleaned_data["ends_at"]
        if ends_at <= timezone.now():
            raise ValidationError(_("The end lies in the past. To end a block, use the action."))
        return ends_at

    def clean(self) -> dict[str, Any]:
        """The value as it is compared; an error where it cannot be blocked, or is blocked."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"kind", "value"} <= cleaned.keys():
            try:
                cleaned["value"] = blocks.cleaned(cleaned["kind"], cleaned["value"])
            except ValidationError as error:
                self.add_error("value", error)
        if {"kind", "value", "ends_at"} <= cleaned.keys():
            self._refuse_double(cleaned)
        return cleaned

    def _refuse_double(self, cleaned: dict[str, Any]) -> None:
        same = Block.objects.in_force(timezone.now()).filter(
            kind=cleaned["kind"], value=cleaned["value"], ends_at__gte=cleaned["ends_at"]
        )
        if same.exists():
            self.add_error("value", _("This is blocked already, for as long or longer."))


class InForceFilter(admin.SimpleListFilter):
    """Blocks in force, unless the ended ones or all are asked for."""

    title = _("state")
    parameter_name = "state"
    IN_FORCE, ENDED, ALL = "in-force", "ended", "all"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(self.IN_FORCE, _("In force")), (self.ENDED, _("Ended")), (self.ALL, _("All"))]

    def value(self) -> str:
        asked = super().value()
        return asked if asked in {self.ENDED, self.ALL} else self.IN_FORCE

    def choices(self, changelist: Any) -> Iterator[Any]:
        for value, title in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        match self.value():
            case self.IN_FORCE:
                return queryset.filter(ends_at__gt=now)
            case self.ENDED:
                return queryset.filter(ends_at__lte=now)
        return queryset


@admin.register(Block)
class BlockAdmin(ExactTimesMixin, FoldedSearchMixin, NewsroomAdminMixin, admin.ModelAdmin):
    """Blocked senders, the latest first."""

    index_position = 30
    form = BlockForm
    folded_search_fields = ("value",)
    list_display = ("kind", "shown_value", "state", "ends_at", "author", "reason", "origin")
    list_filter = (InForceFilter, "kind")
    list_select_related = ("created_by", "comment")
    list_per_page = 50
    sortable_by = ("ends_at",)
    exact_times = ("starts_at", "ends_at")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    fields = ("kind", "value", "reason", "ends_at")
    actions = ("end_now",)

    # --- Who may do what

    def has_change_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        """A block that has ended tells of the past and is not changed."""
        if obj is not None and obj.ends_at <= timezone.now():
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        return False

    # --- List

    @admin.display(description=_("value"))
    def shown_value(self, block: Block) -> SafeString | str:
        """The value on its own direction; the hash of a network says nothing to anybody."""
        if block.kind == Block.Kind.NETWORK:
            return "—"
        direction = "auto" if block.kind == Block.Kind.NAME else "ltr"
        return format_html('<bdi dir="{}">{}</bdi>', direction, block.value)

    @admin.display(description=_("state"))
    def state(self, block: Block) -> SafeString:
        if block.ends_at <= timezone.now():
            return phase_label("ended", _("block ended"))
        return phase_label("out", _("in force"))

    @admin.display(description=_("blocked by"))
    def author(self, block: Block) -> str:
        """Without the link Django would make: moderators may not open accounts."""
        return str(block.created_by) if block.created_by else "—"

    @admin.display(description=_("because of the comment"))
    def origin(self, block: Block) -> SafeString | str:
        if block.comment is None:
            return "—"
        url = reverse("admin:comments_comment_change", args=[block.comment_id])
        # An erased comment has no name.
        writer = block.comment.name or f"#{block.comment_id}"
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, writer)

    # --- Form

    def get_fields(self, request: HttpRequest, obj: Block | None = None) -> Any:
        if obj is None:
            return self.fields
        return ("kind", "shown_value", "reason", "starts_at", "ends_at", "author", "origin")

    def get_readonly_fields(self, request: HttpRequest, obj: Block | None = None) -> Any:
        """Who is blocked is said once; a block of somebody else is another block."""
        if obj is None:
            return ()
        names = ("kind", "shown_value", "starts_at", "author", "origin")
        return self.told_exactly(request, names)

    def save_model(self, request: HttpRequest, obj: Block, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    # --- Action

    @admin.action(description=_("End the chosen blocks now"), permissions=["change"])
    def end_now(self, request: HttpRequest, queryset: QuerySet[Block]) -> None:
        with transaction.atomic():
            now = timezone.now()
            chosen = Block.objects.filter(pk__in=queryset.values("pk"), ends_at__gt=now)
            ended = list(chosen.select_for_update())
            Block.objects.filter(pk__in=[block.pk for block in ended]).update(ends_at=now)
            for block in ended:
                self.log_change(request, block, [{"changed": {"fields": ["until"]}}])
        if ended:
            self.message_user(request, _("The chosen blocks have ended."), messages.SUCCESS)
        else:
            self.message_user(request, _("These blocks had ended before."), messages.WARNING)

"""The moderation settings, one row whose list is its form."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from articles.admin.newsroom_admin import NewsroomAdminMixin
from comments.models import ModerationPolicy, TrainedAssistant
from newsportal.arabic.counting import counted, since


class PolicyForm(forms.ModelForm):
    """The limits, which must leave room between the least and the most of a thing."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._must_grow(
            "shortest", "longest", _("It must be more than the letters that are too few.")
        )
        if cleaned.get("links_to_hold") and cleaned.get("links_to_spam"):
            self._must_not_shrink(
                "links_to_hold",
                "links_to_spam",
                _("It must not be less than the links that make a comment suspicious."),
            )
        self._must_not_shrink(
            "assistant_hold_from",
            "assistant_reject_from",
            _("It must not be less than the probability from which the assistant holds."),
        )
        return cleaned

    def _must_grow(self, lower: str, upper: str, text: Any) -> None:
        least, most = self.cleaned_data.get(lower), self.cleaned_data.get(upper)
        if least is not None and most is not None and most <= least:
            self.add_error(upper, text)

    def _must_not_shrink(self, lower: str, upper: str, text: Any) -> None:
        least, most = self.cleaned_data.get(lower), self.cleaned_data.get(upper)
        if least is not None and most is not None and most < least:
            self.add_error(upper, text)


@admin.register(ModerationPolicy)
class ModerationPolicyAdmin(NewsroomAdminMixin, admin.ModelAdmin):
    """What the checks go by, in the order in which a comment meets them."""

    index_position = 50
    form = PolicyForm
    readonly_fields = ("training",)
    fieldsets = (
        (
            _("Floods"),
            {"fields": ("flood_minutes", "flood_per_sender", "flood_per_network")},
        ),
        (_("Programs"), {"fields": ("least_seconds", "proof_of_work_bits")}),
        (_("Text"), {"fields": ("shortest", "longest", "links_to_hold", "links_to_spam")}),
        (
            _("Assistant"),
            {
                "fields": ("training", "assistant_hold_from", "assistant_reject_from"),
                "description": _(
                    "It sorts the queue and says which words weighed most. It decides only from "
                    "the probabilities that stand here."
                ),
            },
        ),
        (_("Reports"), {"fields": ("reports_to_hide",)}),
        (_("Personal data"), {"fields": ("rejected_days", "network_days")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        ModerationPolicy.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:comments_moderationpolicy_change", args=[1]))

    def save_model(
        self, request: HttpRequest, obj: ModerationPolicy, form: forms.ModelForm, change: bool
    ) -> None:
        """Only what was changed: other columns note what happens meanwhile."""
        if form.changed_data:
            obj.save(update_fields=form.changed_data)

    @admin.display(description=_("last training"))
    def training(self, policy: ModerationPolicy) -> str:
        trained = TrainedAssistant.objects.order_by("-pk").defer("state").first()
        if trained is None:
            command = mark_safe('<code dir="ltr">manage.py train_moderation</code>')
            return format_html("{} {}", _("Not trained so far. Command:"), command)
        return _("%(when)s, on %(decisions)s (rejected: %(rejected)s)") % {
            "when": since(trained.trained_at, timezone.now()),
            "decisions": counted(trained.kept + trained.rejected, "decision"),
            "rejected": trained.rejected,
        }

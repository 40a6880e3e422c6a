"""Blocked terms: their list, its search, and the page that takes many at once."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.newsroom_admin import NewsroomAdminMixin
from comments.admin.exact_times import ExactTimesMixin
from comments.models import BlockedTerm
from comments.moderation import term_lists
from newsportal.arabic.counting import counted

SHOWN = 50
"""Lines shown of each kind that was not added."""

MOST_LINES = 20_000


class TermForm(forms.ModelForm):
    """A term, which must have something to look for and not be in the list under other letters."""

    class Meta:
        model = BlockedTerm
        fields = ("term", "verdict")
        widgets = {"term": forms.TextInput(attrs={"dir": "auto", "class": "vTextField"})}

    def clean_term(self) -> str:
        term = term_lists.tidied(self.cleaned_data["term"])
        if not term_lists.has_letters(term):
            raise forms.ValidationError(_("Write a letter or a digit: nothing else is looked for."))
        others = BlockedTerm.objects.exclude(pk=self.instance.pk).values_list("term", flat=True)
        wanted = term_lists.same_as(term)
        for other in others:
            if term_lists.same_as(other) == wanted:
                raise forms.ValidationError(
                    _("It is in the list already: %(term)s"), params={"term": other}
                )
        return term


class ManyTermsForm(forms.Form):
    """Terms, one on a line."""

    lines = forms.CharField(
        label=_("Terms"),
        help_text=_("One on a line."),
        widget=forms.Textarea(attrs={"rows": 20, "dir": "auto", "class": "vLargeTextField"}),
    )
    verdict = forms.ChoiceField(
        label=_("what happens"),
        choices=BlockedTerm.Verdict.choices,
        initial=BlockedTerm.Verdict.HOLD,
        widget=forms.RadioSelect,
    )

    def clean_lines(self) -> list[str]:
        lines = self.cleaned_data["lines"].splitlines()
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                _("At most %(most)d lines are taken at once."), params={"most": MOST_LINES}
            )
        return lines


@admin.register(BlockedTerm)
class BlockedTermAdmin(ExactTimesMixin, NewsroomAdminMixin, admin.ModelAdmin):
    """Terms that hold a comment back, or turn it away, however they are spelt."""

    index_position = 40
    form = TermForm
    list_display = ("written", "verdict", "added_at")
    list_display_links = ("written",)
    exact_times = ("added_at",)
    list_filter = ("verdict",)
    list_per_page = 100
    # Django shows its box where there is something here; the search itself is the list's own.
    search_fields = ("term",)
    show_full_result_count = False
    fields = ("term", "verdict")
    radio_fields = {"verdict": admin.VERTICAL}
    actions = ("hold", "reject", "mark_as_spam")
    change_list_template = "admin/comments/blockedterm/change_list.html"

    class Media:
        css = {"all": ["admin_portal/terms.css"]}

    @admin.display(description=_("term"), ordering="term")
    def written(self, term: BlockedTerm) -> SafeString:
        return format_html("<bdi>{}</bdi>", term.term)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """The terms in which the folded query occurs; none if it folds to nothing."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=term_lists.matching(search_term)), False

    # --- What happens to a comment with one of them

    @admin.action(permissions=["change"], description=_("Hold comments with the chosen terms"))
    def hold(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set(request, queryset, BlockedTerm.Verdict.HOLD)

    @admin.action(permissions=["change"], description=_("Reject comments with the chosen terms"))
    def reject(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set(request, queryset, BlockedTerm.Verdict.REJECT)

    @admin.action(
        permissions=["change"], description=_("Mark comments with the chosen terms as spam")
    )
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set(request, queryset, BlockedTerm.Verdict.SPAM)

    def _set(self, request: HttpRequest, queryset: QuerySet, verdict: str) -> None:
        chosen = BlockedTerm.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))
        changed = list(chosen.exclude(verdict=verdict))
        chosen.exclude(verdict=verdict).update(verdict=verdict)
        # The log keeps msgids and translates them when it is read.
        message = [{"changed": {"fields": ["what happens"]}}]
        _log(request, changed, CHANGE, message)
        self.message_user(
            request,
            _("Changed: %(terms)s.") % {"terms": counted(len(changed), "term")},
            messages.SUCCESS if changed else messages.WARNING,
        )

    # --- Many at once

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.add_many_view)
        return [path("add-many/", view, name="comments_blockedterm_add_many"), *super().get_urls()]

    def add_many_view(self, request: HttpRequest) -> HttpResponse:
        """Take terms, one a line, and say what became of each; POST fields of ManyTermsForm."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ManyTermsForm(request.POST or None)
        added = None
        if request.method == "POST" and form.is_valid():
            added = term_lists.add(form.cleaned_data["lines"], form.cleaned_data["verdict"])
            terms = BlockedTerm.objects.filter(term__in=added.new)
            _log(request, terms, ADDITION, [{"added": {}}])
            if not (added.known or added.empty or added.too_long):
                text = _("Added: %(terms)s.") % {"terms": counted(len(added.new), "term")}
                self.message_user(request, text, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:comments_blockedterm_changelist"))
            # What can be put right stays in the form; the rest is in the list by now.
            left = "\n".join([*added.too_long, *added.empty])
            form = ManyTermsForm(initial={"lines": left, "verdict": form.cleaned_data["verdict"]})
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add many terms"),
            "opts": self.opts,
            "form": form,
            "media": self.media,
            "added": counted(len(added.new), "term") if added else None,
            "left_out": _left_out(added) if added else [],
        }
        return TemplateResponse(
            request,
            "admin/comments/blockedterm/add_many.html",
            context,
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        )


def _log(request: HttpRequest, terms: Iterable[BlockedTerm], act: int, message: Any) -> None:
    moderator = cast(int, request.user.pk)
    LogEntry.objects.log_actions(moderator, list(terms), act, message)


def _left_out(added: term_lists.Added) -> list[dict[str, Any]]:
    """The lines that were not added, by why: the heading, their number, the first of them."""
    kinds = (
        (_("In the list already"), added.known),
        (_("Without a letter or digit to look for"), added.empty),
        (_("Too long"), added.too_long),
    )
    return [
        {
            "why": why,
            "number": counted(len(lines), "term"),
            "lines": lines[:SHOWN],
            "hidden": max(0, len(lines) - SHOWN),
        }
        for why, lines in kinds
        if lines
    ]

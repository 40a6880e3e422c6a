"""One person's data by her e-mail address: looked up, exported, erased.

The address is posted, never part of a page's address: those are logged, kept and sent on.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters

from articles.context_processors import of_request
from comments import personal_data
from comments.models import EMAIL_LIMIT
from newsportal.admin_site import SitePage
from newsportal.arabic.counting import counted
from newsportal.arabic.dates import format_date

TITLE = gettext_lazy("A commenter's personal data")
FILE_NAME = "personal-data.json"

ERASURE: dict[str, Any] = {"auto_id": "erase_%s", "label_suffix": ""}
"""How the second form of the page differs from the first."""


class AddressForm(forms.Form):
    """Whose data."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=EMAIL_LIMIT,
        widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "vTextField"}),
    )


class ErasureForm(AddressForm):
    """What is erased for ever is confirmed."""

    is_sure = forms.BooleanField(
        label=gettext_lazy("Erase for ever; there is no way back"),
        error_messages={"required": gettext_lazy("Tick the box to erase.")},
    )
    blocks_too = forms.BooleanField(
        label=gettext_lazy("End the blocks of this person as well"), required=False
    )


@sensitive_post_parameters("email")
def personal_data_view(request: HttpRequest) -> HttpResponse:
    """POST: `email` and `act`, which is `find`, `export` or `erase` (with ErasureForm's fields)."""
    if not request.user.has_perm(personal_data.PERMISSION):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, AddressForm())
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    email = form.cleaned_data["email"]
    act = request.POST.get("act")
    if act == "export":
        return _download(email)
    if act != "erase":
        return _page(request, form, email)
    erasure = ErasureForm(request.POST, **ERASURE)
    if not erasure.is_valid():
        return _page(request, form, email, erasure)
    _erase(request, email, erasure.cleaned_data["blocks_too"])
    return HttpResponseRedirect(reverse("admin:comments_personal_data"))


def _download(email: str) -> HttpResponse:
    response = JsonResponse(
        personal_data.export(email), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _erase(request: HttpRequest, email: str, blocks_too: bool) -> None:
    erased = personal_data.erase(email, request.user, blocks_too=blocks_too)
    style = of_request(request).date_style
    messages.success(
        request,
        _("Erased: %(comments)s.") % {"comments": counted(erased.comments, "comment", style)},
    )
    if erased.kept_until is not None:
        until = format_date(timezone.localdate(erased.kept_until), style)
        messages.warning(
            request,
            _("Blocks of this person stay, the last of them until %(until)s.") % {"until": until},
        )


def _page(
    request: HttpRequest, form: AddressForm, email: str = "", erasure: ErasureForm | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": TITLE,
        "form": form,
        "email": email,
    }
    if email:
        found = personal_data.find(email)
        style = of_request(request).date_style
        context |= {
            "found": found,
            "number": counted(found.comments, "comment", style),
            "statuses": [
                (status.label, counted(number, "comment", style))
                for status, number in found.by_status
            ],
            "erasure": erasure or ErasureForm(**ERASURE),
        }
    wrong = form.errors or (erasure is not None and erasure.errors)
    return TemplateResponse(
        request, "admin/comments/personal_data.html", context, status=422 if wrong else 200
    )


admin.site.add_page(  # type: ignore[attr-defined]
    SitePage(
        "comments",
        "personal_data",
        TITLE,
        personal_data_view,
        personal_data.PERMISSION,
        index_position=60,
    )
)

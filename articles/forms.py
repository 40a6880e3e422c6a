"""What the newsroom's forms accept: checks that depend on who types, and on files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles import accents, edit_conflicts, front_places, renditions, roles
from articles.front_places import FrontPlace
from articles.models import Byline, Category
from articles.publication import Status

PUBLISHERS_FIELDS = ("published_at", "ends_at", "comment_mode")
"""Fields of a story that decide when it is out and who comments; for those who may publish."""

FRONT_FIELDS = ("front_place", "front_until")
"""Fields of a story's place on the home page; whoever may not publish sees nothing of them."""

VERSION = "version"
"""The hidden field in which a story's form carries what it showed; see edit_conflicts.py."""


class StoryForm(forms.ModelForm):
    """A story. `may_publish` and `user` are set for each user by the admin.

    `version` is to be sent back as VERSION. `differences` are the fields that others have changed
    since the form was opened; while there are any the form is not valid, and the page that shows
    them carries a version that takes them for seen.
    """

    may_publish = True
    user: Any = None

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.differences: list[edit_conflicts.Difference] = []
        self.version = ""
        if self.fields and not self.instance._state.adding:
            # Before validation writes what was sent into the instance.
            self.version = edit_conflicts.token(self.instance)
        if "standfirst" in self.fields:
            self.fields["standfirst"].widget.attrs["rows"] = 3
        if self.may_publish:
            return
        if "status" in self.fields:
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                (status.value, status.label) for status in Status if status in roles.UNPUBLISHED
            ]
        for name in self._reserved():
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.may_publish:
            for name in self._reserved():
                if self._was_sent(name):
                    self.add_error(name, ValidationError(_("Only those who publish set this.")))
        shown = edit_conflicts.Shown.read(self.data.get(VERSION), self.instance)
        self._check_end_of_place(shown)
        if self.version:
            self._compare_with_stored(shown)
        return cleaned

    def _check_end_of_place(self, shown: edit_conflicts.Shown) -> None:
        """A place that ends before the story holds it would never be seen.

        One that had ended, or did so while the form was open, is nobody's wish: it is given up.
        """
        place, until = sent = [self.cleaned_data.get(name) for name in FRONT_FIELDS]
        if not (place and until):
            return
        now = timezone.now()
        is_untouched = all(map(shown.has, FRONT_FIELDS, sent))
        if until <= now and is_untouched and not front_places.lasts(self.instance, now):
            self.cleaned_data |= {"front_place": FrontPlace.NONE, "front_until": None}
        elif set(FRONT_FIELDS) & set(self.changed_data) and until <= max(
            now, self.cleaned_data.get("published_at") or now
        ):
            self.add_error(
                "front_until", ValidationError(_("The place would end before it began."))
            )

    def _compare_with_stored(self, shown: edit_conflicts.Shown) -> None:
        sent = self.cleaned_data
        if (
            sent.get("status") == Status.PUBLISHED
            and sent.get("published_at", "") is None
            and shown.has("published_at", None)
        ):
            # A button pressed twice publishes once: the moment of the first save stands.
            sent["published_at"] = self.instance.published_at
        self.differences = [
            difference
            for difference in edit_conflicts.differences(shown, self.instance, sent)
            # What the form does not show, it does not undo.
            if difference.name not in FRONT_FIELDS or difference.name in self.fields
        ]
        if self.differences:
            other = edit_conflicts.last_saved_by(self.instance, shown.at)
            self.add_error(None, ValidationError([_changed_by(other, self.user), _KEPT]))

    def _reserved(self) -> list[str]:
        return [name for name in PUBLISHERS_FIELDS if name in self.fields]

    def _was_sent(self, name: str) -> bool:
        """Whether the request carries a value for a field that the form shows as disabled."""
        sent = self.fields[name].widget.value_from_datadict(
            self.data, self.files, self.add_prefix(name)
        )
        return any(sent) if isinstance(sent, (list, tuple)) else bool(sent)


def _changed_by(account: Any, reader: Any) -> Any:
    if account is None:
        return _("A colleague has changed this story since you opened it.")
    if account == reader:
        return _("You have saved this story on another page since you opened this one.")
    name = account.get_full_name() or account.get_username()
    return _("A colleague (%(name)s) has changed this story since you opened it.") % {"name": name}


_KEPT = _(
    "Nothing has been saved yet, and all that you wrote is still here. Compare it with what is "
    "stored now; if you save again, yours takes its place."
)


class BylineFormSet(forms.BaseInlineFormSet):
    """The bylines of a story. They may trade places, and colleagues may sign meanwhile.

    A line that a colleague has deleted since the form was opened comes back as a new line.
    """

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if self.is_bound:
            self._turn_deleted_into_new()

    def get_queryset(self) -> Any:
        """The stored lines; in a form that was sent, those it holds, in its order."""
        stored = super().get_queryset()
        if not self.is_bound:
            return stored
        if not hasattr(self, "_held"):
            by_key = {str(line.pk): line for line in stored}
            held = (by_key.get(self._sent(index, "id")) for index in self._initial_indexes())
            self._held = [line for line in held if line is not None]
        return self._held

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        # The story as this form saves it: a byline asks it whether anybody has read it before.
        form.instance.article = self.instance
        return form

    def validate_unique(self) -> None:
        """Each author once in a role: among the lines sent, and beside those of colleagues."""
        # `deleted_forms` names none while any form is in error.
        kept = [
            form
            for form in self.forms
            if form.is_valid() and not form.cleaned_data.get(DELETION_FIELD_NAME)
        ]
        held = [line.pk for line in self.get_queryset()]
        others = Byline.objects.filter(article_id=self.instance.pk).exclude(pk__in=held)
        taken = set(others.values_list("author_id", "role"))
        for form in kept:
            author, role = form.cleaned_data.get("author"), form.cleaned_data.get("role")
            if author is None or role is None:
                continue
            if (author.pk, role) in taken:
                form.add_error("author", _SIGNS_ALREADY)
            taken.add((author.pk, role))

    def save(self, commit: bool = True) -> Any:
        """Save line by line, as Django does, after taking changed lines out of each other's way."""
        if commit:
            for form in self.initial_forms:
                if form in self.deleted_forms or {"author", "role"} & set(form.changed_data):
                    # No role is a hexadecimal number, and no two lines have the same.
                    Byline.objects.filter(pk=form.instance.pk).update(role=f"{form.instance.pk:x}")
        return super().save(commit)

    def _initial_indexes(self) -> range:
        return range(min(self.initial_form_count(), self.total_form_count()))

    def _sent(self, index: int, name: str) -> str:
        return self.data.get(f"{self.add_prefix(index)}-{name}", "")

    def _turn_deleted_into_new(self) -> None:
        stored = {str(line.pk) for line in self.get_queryset()}
        initial = self._initial_indexes()
        held = [index for index in initial if self._sent(index, "id") in stored]
        if len(held) == len(initial):
            return
        gone = [
            index
            for index in range(self.total_form_count())
            if index not in held
            and not (index in initial and self._sent(index, DELETION_FIELD_NAME))
        ]
        data = {
            key: value for key, value in self.data.items() if not key.startswith(f"{self.prefix}-")
        }
        data |= {
            f"{self.prefix}-TOTAL_FORMS": str(len(held) + len(gone)),
            f"{self.prefix}-INITIAL_FORMS": str(len(held)),
        }
        for place, index in enumerate([*held, *gone]):
            for name in ("id", "article", "author", "role", "position", DELETION_FIELD_NAME):
                if sent := self._sent(index, name):
                    data[f"{self.add_prefix(place)}-{name}"] = sent
            if index in gone:
                data.pop(f"{self.add_prefix(place)}-id", None)
        self.data = data
        del self.management_form


_SIGNS_ALREADY = _("This author already signs the story in this role.")


class CategoryForm(forms.ModelForm):
    """A section. A field for colours always holds one: a box beside it says whether it counts."""

    own_accent = forms.BooleanField(
        label=_("a colour of its own"),
        required=False,
        help_text=_("Without one the section has the colour of the newspaper."),
    )

    class Meta:
        model = Category
        fields = ("name", "description", "position", "accent", "block", "comment_mode", "slug")
        widgets = {"accent": forms.TextInput(attrs={"type": "color"})}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("own_accent", bool(self.instance.accent))
        if not self.initial.get("accent"):
            self.initial["accent"] = accents.HOUSE

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("own_accent"):
            self.cleaned_data["accent"] = ""
            self.errors.pop("accent", None)
        elif not self.cleaned_data.get("accent") and "accent" not in self.errors:
            self.add_error(
                "accent", ValidationError(_("Write a colour as # and six hexadecimal digits."))
            )
        return cleaned


class PictureForm(forms.ModelForm):
    """A picture. Its file is decoded here, so that an unusable one is an error beside the field."""

    class Meta:
        # Decoding says all that Django's own check of the file would, and which formats are taken.
        field_classes = {"file": forms.FileField}

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            # The uploader's name is not kept, so it may be as long as a phone makes it.
            self.fields["file"].max_length = None  # type: ignore[attr-defined]
            self.fields["file"].widget.attrs["accept"] = "image/*"

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if "file" not in self.fields or "file" in self.errors:
            return
        try:
            renditions.encode_upload(self.instance)
        except renditions.UnusablePicture as error:
            self.add_error("file", error.message)

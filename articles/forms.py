"""What the newsroom's forms accept: checks that depend on who types, and on files."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles import renditions, roles
from articles.publication import Status

PUBLISHERS_FIELDS = ("published_at", "ends_at")
"""Fields of a story that decide when it is out; for those who may publish."""


class StoryForm(forms.ModelForm):
    """A story. `may_publish` is set for each user by the admin."""

    may_publish = True

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
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
        return cleaned

    def _reserved(self) -> list[str]:
        return [name for name in PUBLISHERS_FIELDS if name in self.fields]

    def _was_sent(self, name: str) -> bool:
        """Whether the request carries a value for a field that the form shows as disabled."""
        sent = self.fields[name].widget.value_from_datadict(
            self.data, self.files, self.add_prefix(name)
        )
        return any(sent) if isinstance(sent, (list, tuple)) else bool(sent)


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

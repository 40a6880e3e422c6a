"""Pictures, where no web server in front serves them."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

SERVED_TYPES = frozenset({"image/avif", "image/jpeg", "image/webp"})
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")

# A stored file never changes (its name does), and is an image whatever a browser makes of it.
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
def serve_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """The stored picture `name`; 404 for anything that is not one of our encodings."""
    kind, _encoding = mimetypes.guess_type(name)
    if kind not in SERVED_TYPES:
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    return FileResponse(file, content_type=kind, headers=HEADERS)

"""Pictures in the sizes the pages need.

An upload is encoded anew at once, with one small rendition of the whole picture (`PREVIEW`). A
worker makes all others outside the request (`jobs.py`, `manage.py make_renditions`). The picture's
row says what there is: pages show that, open no file and ask no other table.

`slots.py` is the only list of cuts and widths, `places.py` that of the places on pages.
"""

from articles.renditions.places import PLACES, Place
from articles.renditions.shown import (
    Shown,
    Sources,
    as_thumbnail,
    largest_jpeg,
    preview,
    sources,
)
from articles.renditions.slots import KINDS, SLOTS, Slot, path, url, wanted
from articles.renditions.stored import (
    delete_files,
    is_ready,
    make_missing,
    missing,
    store_preview,
)
from articles.renditions.uploads import (
    LARGEST,
    UnusablePicture,
    decode,
    encode_upload,
    pending_upload,
    upload_path,
)

__all__ = [
    "KINDS",
    "LARGEST",
    "PLACES",
    "SLOTS",
    "Place",
    "Shown",
    "Slot",
    "Sources",
    "UnusablePicture",
    "as_thumbnail",
    "decode",
    "delete_files",
    "encode_upload",
    "is_ready",
    "largest_jpeg",
    "make_missing",
    "missing",
    "path",
    "pending_upload",
    "preview",
    "sources",
    "store_preview",
    "upload_path",
    "url",
    "wanted",
]

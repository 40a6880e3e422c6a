"""The demo's pictures: painted on this machine, in as many processes as it has cores.

Painting and encoding need no database, so all of it happens before the first row is written; the
rows then find their files in place.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

import django
from django.core.files.base import ContentFile
from PIL import Image

SCENE_SIZE = (1280, 800)
"""Pixels; as wide as the widest rendition a page asks for."""

PORTRAIT_SIZE = (640, 640)

FIRST = ("jpg", "webp")
"""What the first view of the demo shows. AVIF would take as long as the painting."""


@dataclass(frozen=True)
class Sketch:
    """What to paint: a scene of `theme`, or a portrait where there is none."""

    key: str
    theme: str | None
    seed: int


@dataclass(frozen=True)
class Painted:
    """A picture whose files are stored: what its row needs to know."""

    key: str
    file: str
    width: int
    height: int
    focal_x: int
    focal_y: int
    renditions: dict[str, Any] = field(default_factory=dict, compare=False)


Painter = Callable[[Sketch], Image.Image]


def paint(sketch: Sketch) -> Image.Image:
    """The picture of a sketch (RGB); raises ValueError for an unknown theme."""
    from articles.demo import pictures

    if sketch.theme is None:
        return pictures.portrait(sketch.seed, PORTRAIT_SIZE)
    return pictures.paint(sketch.theme, sketch.seed, SCENE_SIZE)


def focal_point(sketch: Sketch) -> tuple[int, int]:
    """Percent from the left and from the top of what the picture is about."""
    from articles.demo import pictures

    if sketch.theme is None:
        return 50, 50
    return pictures.focal_point(sketch.theme, sketch.seed)


def paint_and_store(sketch: Sketch) -> Painted:
    """Paint one picture and store its file and the renditions of FIRST; touches no database."""
    return store(sketch, paint(sketch), focal_point(sketch))


def store(sketch: Sketch, image: Image.Image, focus: tuple[int, int]) -> Painted:
    """Store a painted picture with the renditions of FIRST; the worker makes the others.

    The name follows from the content: the same picture is stored once, and another one painted
    for the same story some day does not hide behind a cached address.
    """
    from articles import renditions
    from articles.models import Picture
    from articles.renditions.encoding import encode_original

    content = encode_original(image)
    digest = blake2b(content, digest_size=6).hexdigest()
    width, height = image.size
    painted = Painted(sketch.key, f"pictures/demo/{sketch.key}-{digest}.jpg", width, height, *focus)
    picture = Picture(**row(painted))
    storage = picture.file.storage
    if not storage.exists(painted.file):
        storage.save(painted.file, ContentFile(content))
    return replace(painted, renditions=renditions.make_missing(picture, FIRST))


def row(painted: Painted) -> dict[str, Any]:
    """The fields of a Picture that follow from the painting."""
    return {
        "file": painted.file,
        "width": painted.width,
        "height": painted.height,
        "focal_x": painted.focal_x,
        "focal_y": painted.focal_y,
        "renditions": painted.renditions,
    }


def paint_all(sketches: Iterable[Sketch]) -> Iterator[Painted]:
    """Paint and store all pictures in a pool of processes; yields each as it is ready."""
    # A fresh interpreter for each: a forked one would share this one's database connection.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(mp_context=context, initializer=_begin)
    try:
        for future in as_completed([pool.submit(paint_and_store, sketch) for sketch in sketches]):
            yield future.result()
    finally:
        # Who interrupts the start does not wait for the pictures that have not been begun.
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Ready a process of the pool; an interruption is for the one that started it to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()

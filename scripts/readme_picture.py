"""The picture of the README, docs/screenshot.png: a desktop and two phones, side by side.

    python -m scripts.readme_picture [--site ADDRESS]

Without --site the demo is started on a free port for as long as it takes.
"""

import argparse
import contextlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from scripts.chromium import PHONE, launch
from scripts.screenshot import ROOT, SiteUnavailable, demo_site

FILE = ROOT / "docs" / "screenshot.png"
DESKTOP_WIDTH = 1280
HEIGHT = 1080
GAP = 40
GROUND = "#d9d4c8"
COLOURS = 256


@dataclass(frozen=True)
class View:
    """What one window shows: a width in CSS pixels, a colour scheme, the story or the home page."""

    width: int
    scheme: Literal["light", "dark"]
    story: bool


VIEWS = (
    View(DESKTOP_WIDTH, "light", story=False),
    View(PHONE["width"], "light", story=True),
    View(PHONE["width"], "dark", story=False),
)


def take(browser: Browser, site: str, view: View) -> Image.Image:
    """The first HEIGHT pixels of the page."""
    context = browser.new_context(
        viewport={"width": view.width, "height": HEIGHT},
        base_url=site,
        color_scheme=view.scheme,
        reduced_motion="reduce",
        locale="ar-MA",
        timezone_id="Africa/Casablanca",
    )
    page = context.new_page()
    page.goto("/", wait_until="networkidle")
    if view.story:
        page.locator(".card--lead .card__headline a").click()
        page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    return picture.convert("RGB")


def compose(pictures: list[Image.Image]) -> Image.Image:
    """All pictures in a row, the first on the right as Arabic is read."""
    width = sum(picture.width for picture in pictures) + GAP * (len(pictures) + 1)
    whole = Image.new("RGB", (width, HEIGHT + 2 * GAP), GROUND)
    edge = width - GAP
    for picture in pictures:
        edge -= picture.width
        whole.paste(picture, (edge, GAP))
        edge -= GAP
    return whole


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Take the picture of the README.")
    parser.add_argument("--site", help="address of a running portal with the demo's content")
    parser.add_argument("--file", type=Path, default=FILE)
    arguments = parser.parse_args()
    try:
        with contextlib.ExitStack() as stack:
            site = arguments.site or stack.enter_context(demo_site())
            browser = launch(stack.enter_context(sync_playwright()))
            whole = compose([take(browser, site, view) for view in VIEWS])
            browser.close()
    except (SiteUnavailable, RuntimeError) as error:
        print(f"screenshot: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    arguments.file.parent.mkdir(parents=True, exist_ok=True)
    whole.quantize(COLOURS, dither=Image.Dither.NONE).save(arguments.file, optimize=True)
    print(arguments.file)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The system's Chromium, driven by Playwright, for tests and pictures of pages.

Playwright's own browser builds are a download outside the package index; Debian's package is kept
up to date by the system.
"""

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright, ViewportSize

# Nothing but the pages asked for may use the network, and a page is drawn the same way each time.
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

PHONE: "ViewportSize" = {"width": 360, "height": 740}
DESKTOP: "ViewportSize" = {"width": 1280, "height": 900}


def chromium_path() -> str | None:
    """Where Chromium is: the environment's CHROMIUM, else PATH; None when there is none."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def launch(playwright: "Playwright") -> "Browser":
    """Starts Chromium. Raises RuntimeError when it is not installed."""
    path = chromium_path()
    if path is None:
        raise RuntimeError("Chromium is not installed (Debian: apt-get install chromium)")
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))

"""Pictures of pages as a phone and a desktop show them, in var/screenshots.

    python -m scripts.screenshot [--site ADDRESS] [PATH …]

Without --site the demo is started on a free port for as long as it takes.
"""

import argparse
import contextlib
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from scripts.chromium import DESKTOP, PHONE, launch
from scripts.postgres import free_port
from scripts.system_packages import BROWSER, SystemPackageMissing, require

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "screenshots"
# The first start loads the demo content.
START_SECONDS = 300


class SiteUnavailable(Exception):
    """The site does not answer; the message says which."""


@contextlib.contextmanager
def demo_site() -> Iterator[str]:
    """Runs `manage.py serve` in demo mode on a free port; yields its address.

    Raises SiteUnavailable when it ends or does not answer within START_SECONDS.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    variables = {**os.environ, "NEWSPORTAL_MODE": "demo", "PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=variables,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while not answers(address):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SiteUnavailable("manage.py serve did not start the demo")
            time.sleep(0.2)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def answers(address: str) -> bool:
    """True when a web server answers at `address`, whatever it says."""
    try:
        urllib.request.urlopen(address, timeout=10).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def file_name(path: str, width: int) -> str:
    """Name of the picture of the page at `path`: "/" at 360 is "home-360.png"."""
    words = re.findall(r"\w+", path) or ["home"]
    return f"{'-'.join(words)}-{width}.png"


def take(site: str, paths: Sequence[str], folder: Path) -> Iterator[Path]:
    """Writes a picture of the whole page for each path and width; yields the files."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for viewport in (PHONE, DESKTOP):
            context = browser.new_context(
                viewport=viewport,
                base_url=site,
                locale="ar-MA",
                timezone_id="Africa/Casablanca",
                is_mobile=viewport is PHONE,
            )
            page = context.new_page()
            for path in paths:
                page.goto(path, wait_until="load")
                file = folder / file_name(path, viewport["width"])
                page.screenshot(path=file, full_page=True)
                yield file
        browser.close()


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Take pictures of pages.")
    parser.add_argument("--site", help="address of a running portal")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("paths", nargs="*", default=["/"])
    arguments = parser.parse_args()
    try:
        require(*BROWSER)
        with contextlib.ExitStack() as stack:
            site = arguments.site or stack.enter_context(demo_site())
            for file in take(site, arguments.paths, arguments.folder):
                print(file, flush=True)
    except (SiteUnavailable, SystemPackageMissing) as error:
        print(f"screenshot: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Infrastructure of the test run: markers, Hypothesis, cache, and guarded browser pages."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.configuration import set_hypothesis_home_dir

from newsportal import page_cache
from newsportal.catalogues import compile_catalogues
from scripts import node_packages
from scripts.chromium import DESKTOP, PHONE, chromium_path, launch
from tests.page_problems import PageProblems

ROOT = Path(__file__).resolve().parent.parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

MARKERS = {
    "browser": "drives Chromium; needs Debian's package chromium",
    "html_checker": "runs the Nu HTML checker; needs Java and the packages of package.json",
    "production": "starts nginx and what is behind it; needs Debian's packages",
    "slow": "takes more than a second; left out of `make test-fast`",
    "sqlite_only": "tests what only SQLite does; left out on PostgreSQL",
}


def pytest_configure(config: pytest.Config) -> None:
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    set_hypothesis_home_dir(ROOT / "var" / "cache" / "hypothesis")
    # A shared machine is slow at times, which says nothing about the code: no deadline.
    hypothesis_settings.register_profile(
        "newsportal",
        deadline=None,
        derandomize=IN_CI,
        max_examples=15 if config.getoption("--few-examples") else 60,
        suppress_health_check=[HealthCheck.too_slow],
    )
    hypothesis_settings.load_profile("newsportal")
    compile_catalogues()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--touching-data", action="store_true", help="leave out the tests that use no database"
    )
    parser.addoption(
        "--few-examples", action="store_true", help="give property tests a quarter of the examples"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright leaves an event loop running in the thread."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
    if config.getoption("--touching-data"):
        pure = [item for item in items if not touches_data(item)]
        items[:] = [item for item in items if touches_data(item)]
        config.hook.pytest_deselected(items=pure)


def touches_data(item: pytest.Item) -> bool:
    """Whether a test uses the database, or starts the portal, which does."""
    fixtures = set(getattr(item, "fixturenames", ()))
    test_class = getattr(item, "cls", None)
    return (
        bool(fixtures & {"db", "transactional_db", "live_server"})
        or item.get_closest_marker("django_db") is not None
        or item.get_closest_marker("slow") is not None
        or (test_class is not None and issubclass(test_class, TransactionTestCase))
    )


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    """No test sees what another one cached."""
    from django.core.cache import caches

    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def forgotten(django_capture_on_commit_callbacks: Any) -> Callable[..., set[str]]:
    """Call with a function: the cache tags of the pages forgotten because of it."""

    def run(act: Callable[[], object]) -> set[str]:
        heard: set[str] = set()

        def receiver(tags: frozenset[str], **kwargs: Any) -> None:
            heard.update(tags)

        page_cache.tags_invalidated.connect(receiver)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                act()
        finally:
            page_cache.tags_invalidated.disconnect(receiver)
        return heard

    return run


# --- Browser -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for the run. Skips where it is missing, fails there in CI."""
    if chromium_path() is None:
        reason = "Chromium is not installed (Debian: apt-get install chromium)"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)

    from playwright.sync_api import sync_playwright

    # Playwright's event loop runs in this thread, so Django takes every query of a test for one
    # made from asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core. Skips where it is not installed, fails there in CI."""
    if not node_packages.AXE.exists():
        reason = "axe-core is not installed (make test does it, or npm ci --omit=dev)"
        if IN_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return node_packages.AXE.read_text(encoding="utf-8")


@pytest.fixture
def page_problems() -> Iterator[PageProblems]:
    """Fails the test for every problem in its pages that it did not expect."""
    problems = PageProblems()
    yield problems
    if problems.unexpected():
        pytest.fail("problems in the browser:\n" + "\n".join(problems.unexpected()))


@pytest.fixture
def open_page(
    page_problems: PageProblems, chromium: Any, live_server: Any
) -> Iterator[Callable[..., Any]]:
    """`open_page(viewport, **context_options)`: a watched page of a fresh profile.

    Paths given to its `goto` start at the live server: `page.goto("/")`.
    """
    contexts = []

    def _open_page(viewport: dict[str, int], **context_options: Any) -> Any:
        # A service worker fetches behind a test's back; who tests it asks for it.
        context_options.setdefault("service_workers", "block")
        context = chromium.new_context(
            viewport=viewport,
            base_url=live_server.url,
            locale="ar-MA",
            timezone_id="Africa/Casablanca",
            **context_options,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        page_problems.watch(context, live_server.url)
        return context.new_page()

    yield _open_page
    for context in contexts:
        context.close()


@pytest.fixture
def phone_page(open_page: Callable[..., Any]) -> Any:
    """A page on a phone 360 CSS pixels wide, with touch."""
    return open_page(PHONE, is_mobile=True, has_touch=True)


@pytest.fixture
def desktop_page(open_page: Callable[..., Any]) -> Any:
    """A page in a window 1280 CSS pixels wide."""
    return open_page(DESKTOP)


@pytest.fixture
def phone_page_without_scripts(open_page: Callable[..., Any]) -> Any:
    """The phone's page with JavaScript switched off."""
    return open_page(PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)

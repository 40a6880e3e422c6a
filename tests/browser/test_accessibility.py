"""Every public page by WCAG 2.2 AA, as far as a machine can tell, in both colour schemes.

axe-core looks first; what it cannot see, or does not see in Arabic, is looked at by the
inspections of accessibility/.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.chromium import DESKTOP, PHONE
from tests.public_pages import PAGES, Content, open_all

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

INSPECTIONS = Path(__file__).parent / "accessibility"
SCHEMES = ("light", "dark")
# A window 1280 px wide at 400 % (WCAG 2.2, 1.4.10).
ZOOMED = {"width": 320, "height": 256}

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
UNDECIDED: dict[str, str] = {
    "color-contrast": "what axe cannot tell, test_every_text_stands_out can",
}
"""Rules that axe may leave undecided, each with the reason."""

KEYBOARD_PAGES = {"home", "story", "search results", "comment with errors"}
PAGES_OF_NAMES = ("home", "story", "author", "search results")
# Puts a word before what people wrote: names, headlines, texts. Words of the interface are ours.
LENGTHEN = """(word) => {
  for (const element of document.querySelectorAll("bdi, h1, .prose p, .prose li")) {
    element.prepend(`${word} `);
  }
}"""

# Then every story in a list bears the mark of a new one.
VISITED_LONG_AGO = "try { localStorage.setItem('visits', '[1, 2]') } catch {}"

# More than any page has to tab through.
MOST_STOPS = 400

RUN_AXE = f"""async () => {{
  const done = await axe.run(document, {{
    runOnly: {{ type: "tag", values: {list(TAGS)} }},
    resultTypes: ["violations", "incomplete"],
    // Would write imported style sheets into the page, which our content policy forbids.
    preload: false,
  }});
  const tell = (results) => results.flatMap(
    (rule) => rule.nodes.map((node) => [rule.id, `${{node.target}} ${{node.failureSummary}}`]),
  );
  return {{ violations: tell(done.violations), incomplete: tell(done.incomplete) }};
}}"""


@pytest.fixture
def content() -> Content:
    return Content()


@pytest.fixture
def inspected(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """`inspected(viewport, **context_options)`: a page that knows the inspections."""

    def _open(viewport: Any, **context_options: Any) -> Any:
        page = open_page(viewport, **context_options)
        page.add_init_script(VISITED_LONG_AGO)
        for name in ("common", "contrast", "layout"):
            page.add_init_script(path=INSPECTIONS / f"{name}.js")
        return page

    return _open


@pytest.fixture
def _expected_statuses(page_problems) -> None:
    """Error pages are among those looked at; Chromium reports their status as a problem."""
    page_problems.expect("status of (404|422)")


def report(found: list[str]) -> None:
    """Fails with all that was found, a line for each, however many pages share it."""
    pages: dict[str, list[str]] = {}
    for line in found:
        where, _, what = line.partition(": ")
        pages.setdefault(what, []).append(where)
    lines = [f"{what}  [{', '.join(where)}]" for what, where in pages.items()]
    assert not lines, "\n".join(lines)


def inspect(page: Any, where: str, *names: str) -> Iterator[str]:
    """What the inspections `names` find on the page, each line beginning with `where`."""
    for name in names:
        for line in page.evaluate(f"inspection.{name}()"):
            yield f"{where}: {line}"


# --- axe ---------------------------------------------------------------------------------------


def run_axe(page: Any, source: str) -> tuple[list[str], list[str]]:
    """What axe says of the page: violations, and what it leaves undecided without our leave."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"{source}; undefined")
    said = page.evaluate(RUN_AXE)
    return (
        [f"{rule}: {what}" for rule, what in said["violations"]],
        [f"undecided {rule}: {what}" for rule, what in said["incomplete"] if rule not in UNDECIDED],
    )


@pytest.mark.usefixtures("_expected_statuses")
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(open_page, content, axe, viewport):
    page = open_page(viewport)
    found = []
    for kind in open_all(page, content):
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            violations, undecided = run_axe(page, axe)
            found += [f"{kind.name}, {scheme}: {line}" for line in violations + undecided]
    report(found)


# --- Contrast ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("_expected_statuses")
def test_every_text_stands_out(inspected, content):
    page = inspected(PHONE)
    found: list[str] = []
    for kind in open_all(page, content):
        for viewport in (PHONE, DESKTOP):
            page.set_viewport_size(viewport)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                where = f"{kind.name} {viewport['width']} {scheme}"
                assert page.evaluate("inspection.countTexts()") > 10
                found += inspect(page, where, "paleTexts")
    report(found)


PARAGRAPH = """(style) => {
  const paragraph = document.createElement("p");
  paragraph.textContent = "محتوى";
  Object.assign(paragraph.style, style);
  document.querySelector("main").append(paragraph);
}"""


@pytest.mark.parametrize(
    ("style", "finding"),
    [
        ({"color": "#bbb", "background": "#fff"}, "1.92 of 4.5"),
        ({"color": "#000", "background": "#fff", "opacity": "0.3"}, " of 4.5"),
        ({"color": "rgb(0 0 0 / 40%)", "background": "#fff"}, " of 4.5"),
        ({"color": "#888", "background": "#fff", "fontSize": "24px"}, ""),
        ({"color": "#888", "background": "#fff", "fontSize": "23px"}, " of 4.5"),
        ({"color": "oklch(0.4 0.1 200)", "background": "#fff"}, ""),
        ({"background": "linear-gradient(#000, #fff)"}, "unknown ground"),
    ],
)
def test_a_pale_arabic_paragraph_is_found(inspected, style, finding):
    page = inspected(PHONE)
    page.goto("/search/")
    assert page.evaluate("inspection.paleTexts()") == []
    page.evaluate(PARAGRAPH, style)
    found = page.evaluate("inspection.paleTexts()")
    assert len(found) == bool(finding)
    assert all(finding in line and "محتوى" in line for line in found)


def test_axe_alone_would_not_find_it(open_page, axe):
    """When this fails, axe has learnt Arabic: the reason for a test of our own is gone."""
    page = open_page(PHONE)
    page.goto("/search/")
    page.evaluate(PARAGRAPH, {"color": "#bbb", "background": "#fff"})
    assert run_axe(page, axe) == ([], [])


ADD = """([markup, styles]) => {
  const box = document.createElement("div");
  box.innerHTML = markup;
  document.querySelector("main").append(box);
  for (const element of box.children) {
    element.style.cssText = styles;
  }
}"""


# --- Structure, sizes, order -------------------------------------------------------------------


@pytest.mark.usefixtures("_expected_statuses")
def test_structure_order_and_sizes(inspected, content):
    page = inspected(PHONE)
    found: list[str] = []
    for kind in open_all(page, content):
        found += inspect(page, kind.name, "structure", "hoverOnly")
        for viewport in (PHONE, DESKTOP):
            page.set_viewport_size(viewport)
            found += inspect(page, f"{kind.name} {viewport['width']}", "smallTargets", "textJumps")
    report(found)


@pytest.mark.usefixtures("_expected_statuses")
def test_nothing_is_cut_when_enlarged_or_spaced(inspected, content):
    page = inspected(PHONE)
    found: list[str] = []
    for kind in open_all(page, content):
        for viewport in (ZOOMED, PHONE, DESKTOP):
            page.set_viewport_size(viewport)
            where = f"{kind.name} {viewport['width']}"
            found += inspect(page, where, "cutTexts")
            page.evaluate("inspection.spaceTexts()")
            found += inspect(page, f"{where} spaced", "cutTexts")
            page.evaluate("inspection.unspaceTexts()")
    report(found)


def test_a_very_long_word_does_not_widen_the_page(open_page, content):
    page = open_page(ZOOMED)
    widened = {}
    for kind in PAGES:
        if kind.name not in PAGES_OF_NAMES:
            continue
        page.goto(kind.address(content))
        page.evaluate(LENGTHEN, "القسطنطينية" * 8)
        widened[kind.name] = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert widened == dict.fromkeys(PAGES_OF_NAMES, 0)


@pytest.mark.usefixtures("_expected_statuses")
def test_less_motion_and_forced_colours(inspected, content):
    page = inspected(PHONE, reduced_motion="reduce")
    found: list[str] = []
    for kind in open_all(page, content):
        found += inspect(page, kind.name, "movingParts")
        page.emulate_media(forced_colors="active")
        found += inspect(page, kind.name, "edgelessControls")
        page.emulate_media(forced_colors="none")
    report(found)


@pytest.mark.parametrize(
    ("inspection", "markup", "styles", "finding"),
    [
        (
            "smallTargets",
            "<button>أ</button><button>ب</button>",
            "inline-size: 12px",
            " px: div > button",
        ),
        ("smallTargets", "<button>أ</button><button>ب</button>", "margin: 20px", ""),
        (
            "cutTexts",
            "<p>كلام طويل لا يتسع له السطر</p>",
            "inline-size: 30px; overflow: clip; white-space: nowrap",
            "cut by p.",
        ),
        (
            "cutTexts",
            "<p>كلام طويل لا يتسع له السطر</p>",
            "block-size: 20px; overflow: hidden; inline-size: 60px",
            "cut by p.",
        ),
        ("cutTexts", "<p>كلام</p>", "inline-size: 2000px", "too wide"),
        (
            "textJumps",
            "<div><p>أول</p><p>ثان</p></div>",
            "display: flex; flex-direction: column-reverse",
            " → ",
        ),
        ("movingParts", "<p>كلام</p>", "transition: transform 1s", "with a transition"),
        ("movingParts", "<p>كلام</p>", "transition: color 1s", ""),
        ("edgelessControls", "<button>زر</button>", "border: 0", "no edge"),
        ("structure", "<h1>ثان</h1>", "", "not exactly one h1"),
        ("structure", "<h2>ثان</h2><h4>رابع</h4>", "", "h2 → h4"),
    ],
)
def test_the_inspections_see_mistakes(inspected, inspection, markup, styles, finding):
    page = inspected(PHONE, reduced_motion="reduce")
    page.goto("/search/")
    before = page.evaluate(f"inspection.{inspection}()")
    page.evaluate(ADD, [markup, styles])
    found = [line for line in page.evaluate(f"inspection.{inspection}()") if line not in before]
    assert bool(found) is bool(finding)
    assert any(finding in line for line in found) or not finding


# --- Keyboard ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("_expected_statuses")
@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_keyboard_reaches_everything_in_order_of_sight(inspected, content, viewport):
    page = inspected(viewport, reduced_motion="reduce")
    found: list[str] = []
    for kind in open_all(page, content):
        if kind.name not in KEYBOARD_PAGES:
            continue
        page.evaluate("inspection.startWalk()")
        expected = page.evaluate("inspection.countStops()")
        stops = list(walk(page))
        problems = [f"{problem}: {stop['name']}" for stop in stops for problem in stop["problems"]]
        in_flow = [stop for stop in stops if stop["inFlow"]]
        jumps = page.evaluate("(places) => inspection.jumps(places)", in_flow)
        problems += [f"the focus jumps back: {jump}" for jump in jumps]
        if len(stops) < expected:
            problems.append(f"{len(stops)} stops, {expected} expected")
        found += [f"{kind.name}: {problem}" for problem in problems]
    report(found)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (":focus-visible { outline: none !important; }", "no outline"),
        (":focus-visible { outline-color: transparent !important; }", "outline of contrast 1.00"),
        ("main::after { content: ''; position: fixed; inset: 0; z-index: 99; }", "hidden by"),
    ],
)
def test_the_walk_sees_mistakes(inspected, rule, problem):
    page = inspected(PHONE, reduced_motion="reduce")
    page.goto("/search/")
    page.evaluate(
        """(rule) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rule);
          document.adoptedStyleSheets = [sheet];
          inspection.startWalk();
        }""",
        rule,
    )
    assert any(problem in found for stop in walk(page) for found in stop["problems"])


def walk(page: Any) -> Iterator[dict[str, Any]]:
    """Each place where the Tab key stops, until it leaves the page."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("inspection.focusStop()")
        if stop is None:
            return
        yield stop
    pytest.fail("the Tab key does not get out of the page")

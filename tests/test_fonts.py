"""The portal's two faces: their weight, their letters, and that their arrival moves nothing."""

import base64
import hashlib
import re
import subprocess
import unicodedata
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from fontTools.ttLib import TTFont

from articles.demo import texts
from scripts.chromium import PHONE
from scripts.fonts import (
    DISPLAY,
    FACES,
    FONTS,
    TEXT,
    Face,
    Package,
    PackageChanged,
    fetch,
    letters_of,
    unicode_range,
)

ROOT = FONTS.parent.parent
FONTS_CSS = (ROOT / "static/css/fonts.css").read_text(encoding="utf-8")
BUDGET = 27 * 1024

# Joining, ligatures and marks: without these Arabic is broken.
NEEDED = {"init", "medi", "fina", "rlig", "liga", "ccmp", "mark", "mkmk"}

# A story's letters that the two faces leave to the system: these are no part of Arabic words.
FOREIGN = re.compile(r"[\W\d_a-zA-Z\u00c0-\u024f\u2d30-\u2d7f]")

DECLARATION = r"@font-face \{[^}]*?%s[^}]*\}"


def font(face: Face) -> TTFont:
    return TTFont(FONTS / face.file)


def declaration(of: str) -> str:
    """The @font-face rule in which `of` stands."""
    found = re.search(DECLARATION % re.escape(of), FONTS_CSS)
    assert found is not None
    return found[0]


def arabic_letters(text: str) -> set[str]:
    return set(FOREIGN.sub("", text)) | {
        mark for mark in text if unicodedata.combining(mark) and "ARABIC" in unicodedata.name(mark)
    }


def test_both_weigh_less_than_their_budget():
    assert sum((FONTS / face.file).stat().st_size for face in FACES) <= BUDGET


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_letters_are_those_that_were_asked_for(face):
    assert {ord(letter) for letter in face.letters} == letters_of(FONTS / face.file)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_browsers_ask_a_file_for_the_letters_it_holds(face):
    written = declaration(f"/{face.file}").split("unicode-range:")[1].rstrip(" ;\n}")

    assert re.sub(r"\s+", " ", written.strip()) == unicode_range(letters_of(FONTS / face.file))


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_layout_features_are_kept(face):
    features = {
        record.FeatureTag
        for table in ("GSUB", "GPOS")
        for record in font(face)[table].table.FeatureList.FeatureRecord
    }

    assert features >= NEEDED


def test_headlines_have_every_weight_from_regular_to_bold():
    axes = [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font(DISPLAY)["fvar"].axes]

    assert axes == [("wght", 400, 700)]
    assert "font-weight: 400 700;" in declaration(f"/{DISPLAY.file}")


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_hinting_is_dropped(face):
    assert not {"fpgm", "prep", "cvt "} & set(font(face).keys())


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_the_licence_lies_beside_and_reserves_no_name(face):
    licence = (FONTS / face.licence_file).read_text(encoding="utf-8")
    notice = licence.partition("This Font Software is licensed under the SIL Open Font License")[0]

    assert notice != licence
    # OFL 1.1, condition 3: a changed version of a face with a reserved name needs another name.
    assert "Reserved Font Name" not in notice
    assert font(face)["name"].getDebugName(0).strip() == notice.strip()


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_no_word_of_the_demo_is_drawn_in_two_faces(face):
    prose = "".join(
        path.read_text(encoding="utf-8") for path in sorted(texts.FOLDER.glob("*.toml"))
    )

    assert arabic_letters(prose) <= set(face.letters)


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.file)
def test_no_word_of_the_interface_is_drawn_in_two_faces(face):
    with (ROOT / "locale/ar/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="ar")
    translations = "".join(str(message.string) for message in catalogue if message.id)

    assert arabic_letters(translations) <= set(face.letters)


def test_figures_and_their_signs_come_from_one_face():
    assert set("0123456789%«»") <= set(DISPLAY.letters)
    assert not set("0123456789%«»") & set(TEXT.letters)


def test_a_package_with_another_content_is_refused(monkeypatch, tmp_path):
    """Whatever the registry sends under the pinned version."""
    package = Package(
        "face", "1.0.0", "sha512-" + base64.b64encode(hashlib.sha512(b"pinned").digest()).decode()
    )

    def pack(command, cwd, **options):
        assert command[-1] == "face@1.0.0"
        (cwd / "face-1.0.0.tgz").write_bytes(sent)
        return subprocess.CompletedProcess(command, 0, stdout="face-1.0.0.tgz\n")

    monkeypatch.setattr(subprocess, "run", pack)
    sent = b"pinned"
    assert fetch(package, tmp_path) == sent
    sent = b"changed"
    with pytest.raises(PackageChanged, match="has the hash"):
        fetch(package, tmp_path)


# --- In a browser --------------------------------------------------------------------------------

ORIGIN = "http://fonts.test"
PAGE = """<!doctype html>
<html lang="ar" dir="rtl">
<meta charset="utf-8">
<title>خبر</title>
<link rel="stylesheet" href="/css/fonts.css">
<style>
  body {{ margin: 1rem; }}
  h1, h2 {{
    font: 700 28px/1.45 "Portal Display", "Portal Display Naskh", "Portal Display Sans", sans-serif;
  }}
  p {{ font: 19px/1.9 "Portal Text", "Portal Text Sans", "Portal Display", sans-serif; }}
</style>
<h1>{headline}</h1>
{paragraphs}
{headlines}
<script>
  window.shifts = 0;
  new PerformanceObserver((list) => {{
    for (const entry of list.getEntries()) window.shifts += entry.value;
  }}).observe({{ type: "layout-shift", buffered: true }});
</script>
"""
# What the browser drew last is painted, and its shifts are reported, before this ends.
PAINTED = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame += 1) {
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""
HEIGHTS = """(name) => [...document.querySelectorAll(name)].map((element) =>
  element.getBoundingClientRect().height)"""


def page_of(story: dict, stories: list[dict]) -> str:
    paragraphs = [line for line in story["body"].split("\n") if line.strip()]
    return PAGE.format(
        headline=story["headline"],
        paragraphs="\n".join(f"<p>{line}</p>" for line in paragraphs),
        headlines="\n".join(f"<h2>{other['headline']}</h2>" for other in stories),
    )


# As on a device without Android's face: the text face is fetched too, and other faces stand in.
WITHOUT_NASKH = re.sub(r'local\("Noto Naskh[^"]*"\)', 'local("")', FONTS_CSS)
DEVICES = pytest.mark.parametrize(
    "css", [FONTS_CSS, WITHOUT_NASKH], ids=["with Noto Naskh", "without"]
)


class LateFonts:
    """A page whose fonts are sent when `arrive` is called."""

    def __init__(self, page, html: str, css: str) -> None:
        self.page = page
        self._waiting = []
        page.route(f"{ORIGIN}/", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.route(
            f"{ORIGIN}/css/fonts.css",
            lambda route: route.fulfill(body=css, content_type="text/css"),
        )
        page.route(f"{ORIGIN}/fonts/*", lambda route: self._waiting.append(route))
        with page.expect_request(f"{ORIGIN}/fonts/*"):
            page.goto(f"{ORIGIN}/", wait_until="commit")
        page.wait_for_function("document.querySelector('h2:last-of-type') !== null")

    @property
    def asked_for(self) -> list[str]:
        """Names of the files that the browser wanted."""
        return [Path(route.request.url).name for route in self._waiting]

    def heights(self, name: str) -> list[float]:
        """Of the elements with that name, in CSS pixels."""
        return self.page.evaluate(HEIGHTS, name)

    def drawn_with(self, name: str) -> str:
        """The face that draws most letters of the first element with that name."""
        devtools = self.page.context.new_cdp_session(self.page)
        devtools.send("DOM.enable")
        devtools.send("CSS.enable")
        root = devtools.send("DOM.getDocument")["root"]["nodeId"]
        node = devtools.send("DOM.querySelector", {"nodeId": root, "selector": name})["nodeId"]
        fonts = devtools.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        return max(fonts, key=lambda font: font["glyphCount"])["familyName"]

    def arrive(self) -> None:
        for route in self._waiting:
            file = FONTS / Path(route.request.url).name
            route.fulfill(body=file.read_bytes(), content_type="font/woff2")
        self.page.evaluate(PAINTED)


@pytest.fixture
def open_late(chromium):
    """`open_late(html, css)`: LateFonts on a phone that has nothing in its cache."""
    contexts = []

    def _open_late(html: str, css: str) -> LateFonts:
        context = chromium.new_context(viewport=PHONE, device_scale_factor=2, locale="ar-MA")
        contexts.append(context)
        return LateFonts(context.new_page(), html, css)

    yield _open_late
    for context in contexts:
        context.close()


@pytest.mark.browser
@pytest.mark.slow
@DEVICES
def test_headlines_keep_their_lines_when_the_face_arrives(open_late, css):
    stories = texts.load().stories
    late = open_late(page_of(stories[-1], stories), css)
    before = late.heights("h2")

    late.arrive()
    after = late.heights("h2")

    changed = sum(one != other for one, other in zip(before, after, strict=True))
    assert changed <= len(stories) * 0.05


# Cumulative Layout Shift is good up to 0.1 (web.dev/cls). One paragraph of the story takes a line
# less in the sans face that stands in where there is no naskh.
@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("css", "most"),
    [(FONTS_CSS, 0.01), (WITHOUT_NASKH, 0.03)],
    ids=["with Noto Naskh", "without"],
)
def test_a_story_stays_where_it_is_when_the_faces_arrive(open_late, css, most):
    stories = texts.load().stories
    late = open_late(page_of(stories[-1], stories), css)
    assert late.drawn_with("h1") != "Vazirmatn"

    late.arrive()

    assert late.drawn_with("h1") == "Vazirmatn"
    assert late.page.evaluate("window.shifts") < most


@pytest.mark.browser
@pytest.mark.slow
def test_a_device_with_the_text_face_fetches_only_the_other(open_late):
    stories = texts.load().stories
    late = open_late(page_of(stories[-1], stories), FONTS_CSS)

    late.arrive()

    assert late.asked_for == [DISPLAY.file]

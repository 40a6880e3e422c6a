"""Makes static/fonts/ anew: the two faces of the portal, cut down to the letters that are used.

    python -m scripts.fonts

Takes the faces from npm packages of pinned version and SHA-512, so npm has to be installed. Which
faces, which letters and why: docs/decisions/012-two-faces.md. static/css/fonts.css declares what
is made here; its `unicode-range` lines are printed at the end, to be copied when letters change.
"""

import base64
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"

# Everything that joins, places or spaces letters; stylistic sets and the like are left out.
FEATURES = ["init", "medi", "fina", "isol", "rlig", "liga", "calt", "rclt", "ccmp", "locl"]
FEATURES += ["mark", "mkmk", "curs", "kern", "dist", "rvrn"]
# Other languages' forms of the same letters (Urdu, Sindhi, Kashmiri) are never asked for.
SCRIPTS = ["DFLT.dflt", "arab.dflt", "arab.ARA ", "latn.dflt"]
# Copyright, family, style, licence's address.
NAMES = [0, 1, 2, 14]
# Browsers read widths and line metrics from other tables, or from fonts.css.
NEEDLESS_TABLES = ["HVAR", "MVAR", "STAT", "DSIG", "meta"]
# Ten units for each pixel of a paragraph on a phone with two dots a pixel. Smaller numbers take
# fewer bytes: 2048 units cost 2.5 KB more.
UNITS_PER_EM = 400

MARKS = "".join(map(chr, range(0x064B, 0x0653))) + "\u0670"
JOINERS = "\u200c\u200d\u200e\u200f"
# Arabic; Moroccan and Maghrebi ڭ گ ڤ پ چ; ک ی, which Persian keyboards write for ك ي; ٱ of the
# Koran.
ARABIC = "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىي" + "ڭگڤپچ" + "کی" + "ٱ" + MARKS + "،؛؟"
FIGURES = "0123456789" + ".,:!()/+-%·×–—…" + "«»“”’\"'"
SPACES = " \u00a0"


@dataclass(frozen=True)
class Package:
    """A package of the npm registry: `integrity` is its Subresource Integrity value."""

    name: str
    version: str
    integrity: str


@dataclass(frozen=True)
class Face:
    """A file to make: from which member of which package, with which letters.

    `weights` limits the axis of weight of a variable font; None leaves a static font as it is.
    """

    file: str
    package: Package
    member: str
    licence: str
    letters: str
    weights: tuple[int, int] | None = None

    @property
    def licence_file(self) -> str:
        """Name of the licence's text beside `file`."""
        return f"{Path(self.file).stem}-OFL.txt"


DISPLAY = Face(
    file="vazirmatn.woff2",
    package=Package(
        "vazirmatn",
        "33.0.3",
        "sha512-fbjNc0CMjazZpIegWzz9OHGzI1APFboT+x7ZecXlUCtDe/nkyx7gtCTZnWS/+eeXG7fbfXymCPKJI8EsnM3iqw==",
    ),
    member="package/fonts/variable/Vazirmatn[wght].ttf",
    licence="package/OFL.txt",
    letters=ARABIC + FIGURES + SPACES + JOINERS,
    weights=(400, 700),
)
TEXT = Face(
    file="noto-naskh-arabic.woff2",
    package=Package(
        "@expo-google-fonts/noto-naskh-arabic",
        "0.4.5",
        "sha512-KN73tROdoKQubTZ/ZsERCdAlZ1cBLRbRIe196tISAcPLgIqMvIgFCUs1xsrS/pe3fIYxT9l+c95sQF8wv48ijA==",
    ),
    member="package/400Regular/NotoNaskhArabic_400Regular.ttf",
    licence="package/LICENSE_FONT",
    # Figures and Latin punctuation are taken from the other face: one set of them on a page.
    letters=ARABIC + SPACES + JOINERS,
)
FACES = (DISPLAY, TEXT)


class PackageChanged(Exception):
    """What the registry sent is not what was pinned."""


def fetch(package: Package, folder: Path) -> bytes:
    """The package's archive (gzipped tar), fetched by npm through `folder`.

    Raises PackageChanged when its hash is another, CalledProcessError when npm fails.
    """
    packed = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = (folder / packed.stdout.split()[-1]).read_bytes()
    found = "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode()
    if found != package.integrity:
        raise PackageChanged(f"{package.name}@{package.version} has the hash {found}")
    return archive


def member(archive: bytes, path: str) -> bytes:
    """One file of a gzipped tar. Raises KeyError when there is none at `path`."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        content = files.extractfile(path)
        if content is None:
            raise KeyError(path)
        return content.read()


def reread(font: TTFont) -> TTFont:
    """The font as its file would say it: each step below leaves tables that the next misreads."""
    file = io.BytesIO()
    font.save(file)
    return TTFont(io.BytesIO(file.getvalue()), recalcTimestamp=False)


def make(source: bytes, face: Face) -> bytes:
    """`source` (TrueType) cut down to the face's letters and weights, as WOFF2."""
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    if face.weights is not None:
        font = reread(instantiateVariableFont(font, {"wght": face.weights}))
    options = Options(
        layout_features=list(FEATURES),
        layout_scripts=list(SCRIPTS),
        name_IDs=list(NAMES),
        hinting=False,
        glyph_names=False,
    )
    options.drop_tables += NEEDLESS_TABLES
    subsetter = Subsetter(options)
    subsetter.populate(text=face.letters)
    subsetter.subset(font)
    font = reread(font)
    scale_upem(font, UNITS_PER_EM)
    font.flavor = "woff2"
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def letters_of(file: Path) -> set[int]:
    """The code points that a font file draws."""
    return set(TTFont(file).getBestCmap())


def unicode_range(points: set[int]) -> str:
    """Code points as CSS writes them: `U+20, U+621-63A`."""
    parts: list[str] = []
    for point in sorted(points):
        if point - 1 not in points:
            parts.append(f"U+{point:X}")
        elif point + 1 not in points:
            parts[-1] += f"-{point:X}"
    return ", ".join(parts)


def main() -> int:
    """Command line; see the module's docstring."""
    FONTS.mkdir(exist_ok=True)
    for face in FACES:
        with tempfile.TemporaryDirectory() as folder:
            archive = fetch(face.package, Path(folder))
        path = FONTS / face.file
        path.write_bytes(make(member(archive, face.member), face))
        (FONTS / face.licence_file).write_bytes(member(archive, face.licence))
        print(f"{face.file}: {path.stat().st_size} bytes")
        print(f"  unicode-range: {unicode_range(letters_of(path))};")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The places where pages show pictures: one line each, as static/css lays them out.

CSS may draw a picture in another width than is said here; the reader then loads one that is too
large or too small, and nothing else happens.
"""

from dataclasses import dataclass

TWICE_IS_ENOUGH = 2.5
"""From this density on (device pixels per CSS pixel) a phone is given the picture of a density of
two: the eye sees no difference at arm's length, and the bytes halve."""


@dataclass(frozen=True)
class Place:
    """A place on a page: the slot its picture is cut for, how wide it is drawn, how soon.

    `narrow` is the width under 48rem, `wide` from there on, `full` from 78rem on (CSS lengths; of
    the reader's window where the unit is vw). `first` marks the largest picture of the first
    screen (it is the page's largest contentful paint): it is asked for at once, before all others.
    """

    slot: str
    narrow: str
    wide: str = ""
    full: str = ""
    first: bool = False

    @property
    def sizes(self) -> str:
        """HTML's attribute of that name."""
        parts = []
        if self.full:
            parts.append(f"(min-width: 78rem) {self.full}")
        if self.wide:
            parts.append(f"(min-width: 48rem) {self.wide}")
        if self.narrow.endswith("vw"):
            share = round(float(self.narrow.removesuffix("vw")) * 2 / 3)
            parts.append(f"(min-resolution: {TWICE_IS_ENOUGH}dppx) {share}vw")
        return ", ".join([*parts, self.narrow])


PLACES = {
    "lead": Place("wide", "100vw", "60vw", "34rem", first=True),
    "cover": Place("wide", "100vw", "43rem", first=True),
    "opening": Place("wide", "100vw", "37rem", first=True),
    "feature": Place("wide", "100vw", "37rem"),
    "second": Place("wide", "10rem", "18rem"),
    "column": Place("standard", "7rem", "18rem"),
    "tile": Place("standard", "45vw", "18rem"),
    "thumb": Place("standard", "7rem", "9rem"),
    "text": Place("text", "100vw", "43rem"),
    "profile": Place("square", "6rem", "10rem"),
    "portrait": Place("square", "5rem"),
    "columnist": Place("square", "4.5rem"),
    "signature": Place("square", "3rem"),
}
"""`opening` is the first story of a list page, drawn as a `feature`. On a phone `second` is drawn
7rem wide and cut to 4:3, for which its 16:9 has to be wider."""

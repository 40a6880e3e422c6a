"""The requests that are sent, and files to compare pages with."""

from urllib.parse import urlencode

from bench.load import PHONE, RUN
from bench.portals import Portal
from scripts.production_stack import Stack

FORM = "application/x-www-form-urlencoded"
EMPTY = "/bench/ok"
"""See bench/empty_view.py."""


def views(portal: Portal, number: int) -> list[bytes]:
    """Views of the story, each by another reader."""
    path = f"/n/{portal.content.story}/views"
    return [
        portal.site.request(
            "POST", path, User_Agent=f"{PHONE} {RUN}/{n}", Sec_Fetch_Site="same-origin"
        )
        for n in range(number)
    ]


def comments(portal: Portal, number: int) -> list[bytes]:
    """Comments under the story, each by another reader from another network."""
    words = "أظن أن المقال أغفل أهم نقطة، فسكان الحي ينتظرون منذ سنوات أن تصلح الجماعة الطريق"
    made = []
    for n, stamp in enumerate(portal.content.stamps(number)):
        typed = {
            "name": f"معلقة القياس {n}",
            "email": f"bench-{n}@readers.example",
            "body": f"{words} {n}",
            "stamp": stamp,
        }
        made.append(
            portal.site.request(
                "POST",
                f"/comments/{portal.content.story}/",
                urlencode(typed).encode(),
                X_Forwarded_For=f"{n % 200 + 11}.{n // 200 % 250}.1.7",
                Content_Type=FORM,
                Sec_Fetch_Site="same-origin",
                X_Requested_With="fetch",
            )
        )
    return made


def as_file(stack: Stack, name: str, body: bytes) -> str:
    """The address at which nginx serves `body`, whichever encoding is asked for."""
    folder = stack.folder / "static" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    for ending in ("", ".gz", ".br"):
        (folder / f"{name.replace(' ', '-')}.txt{ending}").write_bytes(body)
    return f"/static/bench/{name.replace(' ', '-')}.txt"

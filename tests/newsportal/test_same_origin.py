"""Whose form is it: fetch metadata first, then the origin, then nobody knows."""

import pytest

from newsportal.same_origin import Provenance, provenance

OWN, FOREIGN, UNKNOWN = Provenance.OWN, Provenance.FOREIGN, Provenance.UNKNOWN


@pytest.mark.parametrize(
    ("site", "origin", "expected"),
    [
        ("same-origin", "http://testserver", OWN),
        ("same-origin", None, OWN),
        ("same-origin", "null", OWN),
        ("same-origin", "http://evil.example", FOREIGN),
        ("same-site", "http://testserver", FOREIGN),
        ("cross-site", "http://testserver", FOREIGN),
        ("cross-site", None, FOREIGN),
        ("none", None, UNKNOWN),
        ("none", "http://testserver", OWN),
        ("none", "http://evil.example", FOREIGN),
        (None, "http://testserver", OWN),
        (None, "https://testserver", FOREIGN),
        (None, "http://testserver:8001", FOREIGN),
        (None, "http://testserver.evil.example", FOREIGN),
        (None, "http://[broken", FOREIGN),
        (None, "null", UNKNOWN),
        (None, None, UNKNOWN),
    ],
)
def test_provenance(rf, site, origin, expected):
    headers = {"sec-fetch-site": site, "origin": origin}
    request = rf.post("/", headers={name: text for name, text in headers.items() if text})
    assert provenance(request) is expected

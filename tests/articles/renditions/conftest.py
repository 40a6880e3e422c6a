"""What the tests of files and of jobs share: a watch on the encoder."""

import pytest

from articles.renditions import encoding


class Encoded(list[str]):
    """The kinds encoded so far, in their order; a kind in `failing` raises what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.failing: dict[str, BaseException] = {}


@pytest.fixture
def encoded(monkeypatch) -> Encoded:
    """What is encoded from here on."""
    calls = Encoded()
    encode = encoding.encode

    def watched(image, kind):
        calls.append(kind)
        if kind in calls.failing:
            raise calls.failing[kind]
        return encode(image, kind)

    monkeypatch.setattr(encoding, "encode", watched)
    return calls

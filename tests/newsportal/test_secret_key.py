"""The demo's secret: made once, private, the same for everyone who starts."""

from concurrent.futures import ThreadPoolExecutor

from newsportal.secret_key import stored_secret_key


def test_made_once_and_private(tmp_path):
    path = tmp_path / "secret_key"
    key = stored_secret_key(path)
    assert len(key) >= 50
    assert stored_secret_key(path) == key
    assert path.stat().st_mode & 0o077 == 0


def test_processes_that_start_together_agree(tmp_path):
    path = tmp_path / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _number: stored_secret_key(path), range(32)))
    assert len(keys) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["secret_key"]

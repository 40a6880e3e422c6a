"""Writes the files in requirements/ from pyproject.toml: exact versions with hashes.

    python -m scripts.lock [--upgrade]

Without --upgrade the versions locked now are kept wherever pyproject.toml still allows them.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BASE = "requirements/base.txt"
REDIS = "requirements/redis.txt"
S3 = "requirements/s3.txt"
DEV = "requirements/dev.txt"
OLDEST_PYTHON = "3.11"


def compile_lock(lock: str, *options: str) -> None:
    """Resolves for every platform from OLDEST_PYTHON on and writes `lock`.

    Raises CalledProcessError when the dependencies cannot be resolved.
    """
    print(f"locking {lock}", flush=True)
    subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml"]
        # The lock speaks of packages alone, never of where this machine gets them from.
        + ["--no-config", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
        + ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
        + ["--quiet", "--output-file", lock, *options],
        cwd=ROOT,
        check=True,
    )


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Lock the dependencies.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest releases")
    upgrade = ["--upgrade"] if parser.parse_args().upgrade else []
    try:
        compile_lock(BASE, *upgrade)
        compile_lock(REDIS, "--extra", "redis", "--constraints", BASE, *upgrade)
        compile_lock(S3, "--extra", "s3", "--constraints", BASE, *upgrade)
        # Tests run with the very versions that the portal runs with.
        constraints = ("--constraints", BASE, "--constraints", REDIS, "--constraints", S3)
        extras = ("--extra", "redis", "--extra", "s3")
        compile_lock(DEV, "--group", "dev", *extras, *constraints, *upgrade)
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())

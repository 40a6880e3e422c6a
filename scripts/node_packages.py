"""The npm packages that look at pages: axe-core, the Nu HTML checker and Lighthouse.

package.json names them: those of the tests as `dependencies`, Lighthouse, which is ten times as
large, as `devDependencies`. The portal itself needs none of them.
"""

import fcntl
import hashlib
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
# Beside the packages, so that it goes when they go.
STAMP = FOLDER / ".installed-lock"

AXE = FOLDER / "axe-core" / "axe.min.js"
HTML_CHECKER = FOLDER / "vnu-jar" / "build" / "dist" / "vnu.jar"
LIGHTHOUSE = FOLDER / "lighthouse" / "cli" / "index.js"


class NodePackagesMissing(Exception):
    """The packages are not installed; the message says what would help, or why it failed."""


def is_installed(*, lighthouse: bool = False) -> bool:
    """Whether the packages of the lock as it is now are there, with Lighthouse if so asked."""
    if not STAMP.exists():
        return False
    lock, _, extent = STAMP.read_text(encoding="utf-8").partition(" ")
    return lock == _fingerprint() and (extent == "all" or not lighthouse)


def install(*, lighthouse: bool = False) -> None:
    """Installs what the lock names, each package checked against its hash, unless it is there.

    No package runs a script of its own. Raises NodePackagesMissing when npm fails. A second
    process waits for the first.
    """
    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "node_packages.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_installed(lighthouse=lighthouse):
            return
        extent = [] if lighthouse else ["--omit=dev"]
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *extent]
        print(f"installing npm packages: {' '.join(command)}", flush=True)
        done = subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print((done.stdout + done.stderr)[-3000:], flush=True)
            raise NodePackagesMissing("npm ci failed; is the package index reachable?")
        STAMP.write_text(f"{_fingerprint()} {'all' if lighthouse else 'tests'}", encoding="utf-8")


def _fingerprint() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()

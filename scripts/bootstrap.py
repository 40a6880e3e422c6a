"""Makes `.venv` and installs the locked packages into it, when that is not done already.

Runs before anything is installed, so it uses the standard library only and is written for old
interpreters too: one that is too old must be able to say so.

    python3 scripts/bootstrap.py [--dev]

Exit status: 0 ready, 1 not possible (one line on standard error says why), 130 interrupted.
"""

import argparse
import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
STAMP = os.path.join(VENV, "installed-lock")
OLDEST_PYTHON = (3, 11)
TAIL_LINES = 15


class BootstrapError(Exception):
    """What stopped the installation, in one line for a person."""


def check_python(version):
    """Raises BootstrapError when `version`, (major, minor, ...), is older than OLDEST_PYTHON."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        raise BootstrapError(
            "Python {}.{} or newer is needed, this is {}.{} ({}). "
            "Choose another with: make PYTHON=python3.11 run".format(
                *OLDEST_PYTHON, version[0], version[1], sys.executable
            )
        )


def lock_path(dev):
    """Path of the lock file for development (`dev` true) or for running."""
    return os.path.join(ROOT, "requirements", "dev.txt" if dev else "base.txt")


def environment_name():
    """Which environment this interpreter makes: its version and the folder.

    A virtual environment holds both in its scripts, so with another Python or after a move of the
    folder it has to be made anew.
    """
    return "{}.{} {}".format(*sys.version_info[:2], VENV)


def stamp_line(lock):
    """What the stamp says once `lock` is installed: its name, its SHA-256, the environment."""
    with open(lock, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return f"{os.path.basename(lock)} {digest} {environment_name()}"


def installed_stamps():
    """Lines of the stamp; none when the environment is missing or its interpreter is gone."""
    if not os.path.exists(VENV_PYTHON) or not os.path.exists(STAMP):
        return []
    with open(STAMP, encoding="utf-8") as file:
        return file.read().splitlines()


def write_stamp(lines):
    with open(STAMP, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def is_ready(dev):
    """True when the lock asked for is the one installed; the dev lock contains the base lock."""
    stamps = installed_stamps()
    return stamp_line(lock_path(dev)) in stamps


def can_install_system_packages():
    """True where installing Debian packages is both possible and allowed: root with apt-get."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def run_quietly(command, failure, env=None):
    """Runs `command` with its output hidden; on failure shows the output's tail.

    Raises BootstrapError with `failure`.
    """
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        env=env,
    )
    if done.returncode:
        lines = done.stdout.decode("utf-8", "replace").splitlines()
        # pip's errors can stand before pages of notices.
        errors = [line for line in lines[:-TAIL_LINES] if line.startswith("ERROR")]
        print("\n".join(errors[-TAIL_LINES:] + lines[-TAIL_LINES:]), file=sys.stderr)
        raise BootstrapError(failure)


def ensure_venv_module():
    """Sees that `python -m venv` can work: Debian ships ensurepip in a package of its own."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    package = "python{}.{}-venv".format(*sys.version_info[:2])
    hint = "this Python cannot make virtual environments; on Debian: apt-get install " + package
    if not can_install_system_packages():
        raise BootstrapError(hint)
    say(f"installing the system package {package}")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    run_quietly(["apt-get", "update", "-q"], hint, env)
    run_quietly(["apt-get", "install", "-q", "-y", "--no-install-recommends", package], hint, env)
    importlib.invalidate_caches()
    if not importlib.util.find_spec("ensurepip"):
        raise BootstrapError(hint)


def make_venv():
    """Makes `.venv` anew when this interpreter cannot use what is there."""
    if any(stamp.endswith(" " + environment_name()) for stamp in installed_stamps()):
        return
    ensure_venv_module()
    say("making .venv with Python {}.{}".format(*sys.version_info[:2]))
    run_quietly(
        [sys.executable, "-m", "venv", "--clear", VENV],
        "the virtual environment .venv could not be made",
    )


def install(dev):
    """Installs the lock into `.venv`, each file checked against its hash, and writes the stamp."""
    lock = lock_path(dev)
    say(f"installing the packages of {os.path.relpath(lock, ROOT)} (once, takes a minute)")
    write_stamp(["incomplete " + environment_name()])
    run_quietly(
        [VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        + ["--require-hashes", "--requirement", lock],
        "the packages could not be installed; is the package index reachable?",
    )
    stamps = [stamp_line(lock)]
    if dev:
        stamps.append(stamp_line(lock_path(False)))
    write_stamp(stamps)


@contextlib.contextmanager
def only_one():
    """Lets a second bootstrap of the same folder wait for the first."""
    import fcntl

    os.makedirs(os.path.join(ROOT, "var"), exist_ok=True)
    with open(os.path.join(ROOT, "var", "bootstrap.lock"), "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def say(text):
    """Prints one line of progress at once."""
    print("newsportal: " + text, flush=True)


def bootstrap(dev):
    """Makes the environment ready; does nothing when it is. Raises BootstrapError."""
    check_python(sys.version_info)
    if is_ready(dev):
        return
    with only_one():
        if is_ready(dev):
            return
        started = time.monotonic()
        make_venv()
        install(dev)
        say(f"packages ready after {time.monotonic() - started:.0f} s")


def main():
    parser = argparse.ArgumentParser(description="Make .venv and install the locked packages.")
    parser.add_argument("--dev", action="store_true", help="with what tests and linting need")
    arguments = parser.parse_args()
    try:
        bootstrap(arguments.dev)
    except BootstrapError as error:
        print(f"newsportal: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Bootstrap, locks, the test run and the throwaway PostgreSQL."""

import ast
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import psycopg
import pytest

from scripts import bootstrap, lighthouse, node_packages, postgres, system_packages
from scripts import test as test_run

ROOT = Path(__file__).resolve().parent.parent


# --- Bootstrap ---------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A folder with two locks that bootstrap takes for the project's."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("django==5.2\n")
    (tmp_path / "requirements" / "dev.txt").write_text("django==5.2\npytest==9.0\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(bootstrap, "VENV_PYTHON", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setattr(bootstrap, "STAMP", str(tmp_path / ".venv" / "installed-lock"))
    return tmp_path


@pytest.fixture
def commands(monkeypatch):
    """Collects what bootstrap would run instead of running it."""
    collected = []
    monkeypatch.setattr(
        bootstrap, "run_quietly", lambda command, *rest: collected.append(" ".join(command))
    )
    return collected


@pytest.mark.parametrize("version", [(2, 7), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_refused_in_one_line(version):
    with pytest.raises(bootstrap.BootstrapError) as caught:
        bootstrap.check_python(version)
    assert f"{version[0]}.{version[1]}" in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12), (4, 0)])
def test_a_new_enough_python_is_accepted(version):
    bootstrap.check_python(version)


def test_bootstrap_runs_on_old_interpreters_and_without_any_package():
    tree = ast.parse(Path(bootstrap.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    imported |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names


def test_the_first_start_installs_with_hashes_and_the_second_does_nothing(project, commands):
    bootstrap.bootstrap(dev=False)
    venv, install = commands
    assert "-m venv" in venv
    assert "--require-hashes" in install
    assert install.endswith("base.txt")

    commands.clear()
    bootstrap.bootstrap(dev=False)
    assert commands == []


def test_the_dev_lock_also_serves_for_running(project, commands):
    bootstrap.bootstrap(dev=True)
    assert bootstrap.is_ready(dev=True)
    assert bootstrap.is_ready(dev=False)


def test_the_base_lock_does_not_serve_for_tests(project, commands):
    bootstrap.bootstrap(dev=False)
    assert not bootstrap.is_ready(dev=True)


def test_a_changed_lock_is_installed_into_the_same_environment(project, commands):
    bootstrap.bootstrap(dev=False)
    commands.clear()
    (project / "requirements" / "base.txt").write_text("django==5.3\n")
    bootstrap.bootstrap(dev=False)
    (install,) = commands
    assert "pip install" in install


def test_a_failed_installation_is_tried_again(project, monkeypatch):
    def fail(command, failure, env=None):
        if "pip" in command:
            raise bootstrap.BootstrapError(failure)

    monkeypatch.setattr(bootstrap, "run_quietly", fail)
    with pytest.raises(bootstrap.BootstrapError):
        bootstrap.bootstrap(dev=False)
    assert not bootstrap.is_ready(dev=False)


def test_another_python_gets_a_new_environment(project, commands, monkeypatch):
    bootstrap.bootstrap(dev=False)
    commands.clear()
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    bootstrap.bootstrap(dev=False)
    assert "--clear" in commands[0]


def test_a_vanished_interpreter_gets_a_new_environment(project, commands):
    bootstrap.bootstrap(dev=False)
    commands.clear()
    (project / ".venv" / "bin" / "python").unlink()
    bootstrap.bootstrap(dev=False)
    assert "-m venv" in commands[0]


def test_a_python_without_ensurepip_is_told_the_package(monkeypatch):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(bootstrap, "can_install_system_packages", lambda: False)
    with pytest.raises(bootstrap.BootstrapError, match=r"apt-get install python3\.\d+-venv"):
        bootstrap.ensure_venv_module()


def test_a_failing_command_shows_the_tail_of_its_output(capsys):
    script = "print('ERROR: first'); print('noise\\n' * 40); print('the reason'); exit(3)"
    with pytest.raises(bootstrap.BootstrapError, match="did not work"):
        bootstrap.run_quietly([sys.executable, "-c", script], "did not work")
    shown = capsys.readouterr().err
    assert "ERROR: first" in shown
    assert "the reason" in shown
    assert shown.count("noise") < 40


# --- Locks -------------------------------------------------------------------------------------


def locked(name):
    """{package: version} of a lock."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", text, re.MULTILINE))


def named(requirements):
    """Normalised names (PEP 503) of requirement strings."""
    return {
        re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9._-]+", requirement)[0]).lower()
        for requirement in requirements
    }


def pyproject():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_locks_hold_every_dependency():
    assert named(pyproject()["project"]["dependencies"]) <= locked("base.txt").keys()
    assert named(pyproject()["dependency-groups"]["dev"]) <= locked("dev.txt").keys()


def test_the_dev_lock_holds_the_base_lock():
    assert locked("base.txt").items() <= locked("dev.txt").items()


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_a_lock_has_hashes_and_names_no_place(name):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text.strip())
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert not re.search(r"--(extra-)?index|--find-links|://|file:|(^|\s)/", text)


def test_django_is_the_long_term_release():
    assert locked("base.txt")["django"].startswith("5.2.")


def test_the_npm_lock_has_hashes_and_names_no_place():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    (root,) = [packages.pop("")]
    assert [name for name, entry in packages.items() if "integrity" not in entry] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    named = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    for kind in ("dependencies", "devDependencies"):
        assert root[kind] == named[kind]
        locked = {name: packages[f"node_modules/{name}"]["version"] for name in named[kind]}
        assert locked == named[kind]


@pytest.fixture
def npm(tmp_path, monkeypatch):
    """A folder whose lock node_packages takes for the project's; collects what npm would run."""
    collected = []

    def run(command, **options):
        collected.append(command)
        (tmp_path / "node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, npm_status[0], "", "")

    npm_status = [0]
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(node_packages, "ROOT", tmp_path)
    monkeypatch.setattr(node_packages, "LOCK", tmp_path / "package-lock.json")
    monkeypatch.setattr(node_packages, "STAMP", tmp_path / "node_modules" / ".installed-lock")
    monkeypatch.setattr(node_packages.subprocess, "run", run)
    return collected, npm_status


def test_npm_packages_are_installed_once_without_scripts_of_theirs(npm):
    commands, _status = npm
    node_packages.install()
    node_packages.install()
    (command,) = commands
    assert command[:3] == ["npm", "ci", "--ignore-scripts"]
    assert "--omit=dev" in command


def test_lighthouse_comes_when_it_is_asked_for_and_stays(npm):
    commands, _status = npm
    node_packages.install()
    node_packages.install(lighthouse=True)
    assert "--omit=dev" not in commands[1]
    node_packages.install()
    assert len(commands) == 2


def test_a_changed_npm_lock_is_installed_anew(npm):
    commands, _status = npm
    node_packages.install()
    node_packages.LOCK.write_text('{"changed": true}')
    assert not node_packages.is_installed()
    node_packages.install()
    assert len(commands) == 2


def test_a_failed_npm_is_tried_again(npm):
    commands, status = npm
    status[0] = 1
    for _attempt in range(2):
        with pytest.raises(node_packages.NodePackagesMissing):
            node_packages.install()
    assert len(commands) == 2


# --- Lighthouse --------------------------------------------------------------------------------


def lighthouse_report(performance, audit_score):
    names = lighthouse.CATEGORIES
    return {
        "categories": {
            name: {"score": performance if name == "performance" else 1, "auditRefs": []}
            for name in names
        }
        | {
            "seo": {
                "score": 1,
                "auditRefs": [{"id": "robots", "weight": 1}, {"id": "hint", "weight": 0}],
            }
        },
        "audits": {
            "robots": {"score": audit_score, "scoreDisplayMode": "binary"},
            "hint": {"score": 0, "scoreDisplayMode": "binary"},
        },
    }


def test_the_median_of_three_runs_and_what_cost_points():
    reports = [lighthouse_report(score, score) for score in (0.99, 0.4, 0.97)]
    measured = lighthouse.median("/", reports)
    assert measured.scores == (97, 100, 100, 100)
    assert measured.failing == ("seo: robots (0.97): ",)


# --- Make --------------------------------------------------------------------------------------


def test_make_alone_explains_every_target():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[1] for line in shown.splitlines()] == targets


# --- The test run ------------------------------------------------------------------------------


def stage(run):
    return test_run.Stage("a", "a stage", run)


def left_out():
    raise test_run.LeftOut("no database here")


def test_a_stage_passes_fails_or_is_left_out():
    assert test_run.run(stage(list)).result == "passed"
    assert test_run.run(stage(lambda: ["ruff"])).reason == "ruff"
    outcome = test_run.run(stage(left_out))
    assert (outcome.result, outcome.reason) == ("left out", "no database here")


def test_the_summary_is_loud_about_what_was_left_out():
    outcomes = [test_run.run(stage(list)), test_run.run(stage(left_out))]
    assert "NOT EVERYTHING WAS TESTED" in test_run.summary(outcomes)
    assert "NOT EVERYTHING" not in test_run.summary(outcomes[:1])


@pytest.mark.parametrize(
    ("run", "everything", "status"),
    [
        (list, True, 0),
        (lambda: ["x"], False, 1),
        (left_out, False, 0),
        (left_out, True, 1),
    ],
)
def test_the_exit_status(run, everything, status):
    outcomes = [test_run.run(stage(list)), test_run.run(stage(run))]
    assert test_run.exit_status(outcomes, everything=everything) == status


@pytest.mark.parametrize(("status", "fails"), [(0, False), (1, True), (5, True)])
def test_a_selection_without_tests_is_a_failure(monkeypatch, status, fails):
    monkeypatch.setattr(test_run, "call", lambda *command, database_url=None: status)
    assert bool(test_run.pytest("browser")) is fails


def test_stages_ignore_the_database_of_the_environment(monkeypatch):
    seen = []
    monkeypatch.setenv("DATABASE_URL", "postgres://precious")
    monkeypatch.setattr(
        test_run.subprocess,
        "run",
        lambda *arguments, env, **options: (
            seen.append(env.get("DATABASE_URL")) or subprocess.CompletedProcess([], 0)
        ),
    )
    test_run.call("-V")
    test_run.call("-V", database_url="postgres://throwaway")
    assert seen == [None, "postgres://throwaway"]


def test_a_missing_system_package_is_named_where_it_may_not_be_installed(monkeypatch):
    monkeypatch.setattr(system_packages, "can_install_system_packages", lambda: False)
    present = system_packages.SystemPackage("here", lambda: True)
    system_packages.require(present)
    missing = system_packages.SystemPackage("chromium", lambda: False)
    with pytest.raises(system_packages.SystemPackageMissing, match="apt-get install chromium"):
        system_packages.require(present, missing)


# --- PostgreSQL --------------------------------------------------------------------------------


@pytest.fixture
def _postgres_installed():
    try:
        postgres.binaries()
        postgres.unprivileged()
    except postgres.PostgresUnavailable as error:
        pytest.skip(str(error))


def accepts_connections(url):
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_newest_server_is_taken_by_number(tmp_path, monkeypatch):
    for version in ("9.6", "15", "16"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "initdb").touch()
    monkeypatch.setattr(postgres, "DEBIAN_BINARIES", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert postgres.binaries() == tmp_path / "16" / "bin"


def test_a_machine_without_a_server_is_told_the_package(tmp_path, monkeypatch):
    monkeypatch.setattr(postgres, "DEBIAN_BINARIES", tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(postgres.PostgresUnavailable, match="apt-get install postgresql"):
        postgres.binaries()


def test_root_without_the_system_user_is_told_so(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres, "SYSTEM_USER", "no such user")
    with pytest.raises(postgres.PostgresUnavailable, match="ordinary user"):
        postgres.unprivileged()


@pytest.fixture
def temporary(monkeypatch):
    """The system's temporary folder for the test alone; unlike pytest's, others may enter it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        monkeypatch.setenv("TMPDIR", folder)
        yield Path(folder)


@pytest.mark.slow
@pytest.mark.usefixtures("_postgres_installed")
@pytest.mark.parametrize("durable", [False, True])
def test_a_cluster_works_and_leaves_nothing_behind(temporary, durable):
    with postgres.throwaway_cluster(durable=durable) as url:
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 'نص'").fetchone() == ("نص",)
            fsync = connection.execute("SHOW fsync").fetchone()
        assert fsync == ("on" if durable else "off",)
        assert list(temporary.iterdir())
    assert not accepts_connections(url)
    assert list(temporary.iterdir()) == []


@pytest.mark.slow
@pytest.mark.usefixtures("_postgres_installed")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_cluster_ends_with_the_signal(number, temporary):
    process = subprocess.Popen(
        [sys.executable, postgres.__file__], stdout=subprocess.PIPE, text=True
    )
    url = process.stdout.readline().strip().partition("=")[2]
    assert accepts_connections(url)
    process.send_signal(number)
    process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert not accepts_connections(url)
    assert list(temporary.iterdir()) == []


def test_a_command_gets_the_address_and_gives_its_status():
    script = "import os; raise SystemExit(7 if os.environ['DATABASE_URL'] == 'postgres://x' else 1)"
    assert postgres.run_with_database([sys.executable, "-c", script], "postgres://x") == 7
    assert postgres.run_with_database(["no-such-program-here"], "postgres://x") == 127

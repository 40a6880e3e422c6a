"""The files of deploy/ agree with the code and with each other. tests/production/ starts them."""

import ast
import re
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from newsportal import page_cache, periodic
from scripts import nginx, production_stack

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
READERS = {"text", "choice", "integer", "boolean", "writable_folder", "site_address", "time_zone"}
READERS |= {"str", "list", "email_url", "get", "cache_address", "web_address", "bucket"}
# Read by the portal, but no setting of an installation.
INTERNAL = {"DJANGO_SETTINGS_MODULE"}


def read_from_environment() -> set[str]:
    """Names of the variables that settings and gunicorn's configuration read."""
    names = set()
    for path in (ROOT / "newsportal" / "settings.py", DEPLOY / "gunicorn.conf.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in READERS
                and ast.unparse(node.func.value) in {"environment", "env", "os.environ"}
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                names.add(node.args[0].value)
    return names - INTERNAL


def example() -> list[tuple[str, str]]:
    text = (DEPLOY / "production.env.example").read_text(encoding="utf-8")
    return re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", text, re.MULTILINE)


def test_the_example_explains_every_variable_once():
    names = [name for name, _value in example()]
    assert len(names) == len(set(names))
    assert set(names) == read_from_environment()


def test_the_example_holds_no_secret():
    assert dict(example())["SECRET_KEY"] == ""


# --- nginx ---------------------------------------------------------------------------------------


def template() -> str:
    return nginx.TEMPLATE.read_text(encoding="utf-8")


def site(**changes: object) -> nginx.Site:
    values = {
        "site_url": "https://news.example",
        "gunicorns": ("unix:/run/a.sock", "10.0.0.2:8000"),
        "var_dir": Path("/var/lib/newsportal"),
        "cache_dir": Path("/var/cache/nginx/newsportal"),
        "certificate": Path("/c.pem"),
        "certificate_key": Path("/k.pem"),
    }
    return nginx.Site(**values | changes)


def test_the_template_is_filled_in_completely():
    assert nginx.names(template()) == site().values().keys()
    rendered = nginx.render(site())
    assert not re.search(r"\$\{", rendered)
    assert "server unix:/run/a.sock; server 10.0.0.2:8000;" in rendered
    assert "server_name news.example www.news.example;" in rendered
    assert "brotli" not in nginx.render(site(brotli=False))


def test_the_cookies_that_pass_nginx_s_cache_are_those_of_the_page_cache(settings):
    settings.SESSION_COOKIE_NAME = "__Host-session"  # as in production mode
    (names,) = re.findall(r"\(\^\|;\\s\*\)\(([^)]+)\)=", template())
    assert set(names.split("|")) == set(page_cache.personal_cookies())


def test_nginx_takes_forms_as_large_as_django_does():
    sizes = {int(size) * 1024**2 for size in re.findall(r"client_max_body_size (\d+)m", template())}
    assert min(sizes) == settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert 0 < max(sizes) - settings.PICTURE_MAX_BYTES <= 1024**2


def test_nginx_lets_go_of_connections_before_gunicorn_does():
    kept = int(re.search(r"keepalive_timeout (\d+)s;\n}", template())[1])
    gunicorn = (DEPLOY / "gunicorn.conf.py").read_text(encoding="utf-8")
    assert kept < int(re.search(r"^keepalive = (\d+)", gunicorn, re.MULTILINE)[1])


# --- systemd -------------------------------------------------------------------------------------


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / name, encoding="utf-8")
    return parser


@pytest.mark.parametrize("name", ["newsportal.service", "newsportal-worker@.service"])
def test_services_are_no_root_s_and_write_to_their_folder_alone(name):
    service = unit(name)["Service"]
    assert service["User"] == "newsportal"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert f"/var/lib/{service['StateDirectory']}" == dict(example())["VAR_DIR"]
    assert service["EnvironmentFile"] == "/etc/newsportal/production.env"


def test_memory_is_let_go_alike_in_service_image_and_trial(tmp_path):
    allocator = unit("newsportal.service")["Service"]["Environment"]
    assert allocator in dockerfile()
    name, _, value = allocator.partition("=")
    assert production_stack._environment(tmp_path)[name] == value


def test_nginx_asks_at_the_socket_that_systemd_opens():
    path = unit("newsportal.socket")["Socket"]["ListenStream"]
    assert f"unix:{path}" in Path(nginx.__file__).read_text(encoding="utf-8")


def test_every_worker_is_named_where_workers_are_started():
    services = compose()["services"]
    header = (DEPLOY / "newsportal-worker@.service").read_text(encoding="utf-8")
    for name in production_stack.WORKERS:
        assert services[name]["command"][-1] == name
        assert f"newsportal-worker@{name}" in header


def test_the_schedule_names_commands_that_exist():
    for name in periodic.SCHEDULE:
        ours = list(ROOT.glob(f"*/management/commands/{name}.py"))
        assert ours or name == "clearsessions"


# --- Images --------------------------------------------------------------------------------------


def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yml").read_text(encoding="utf-8"))


def dockerfile() -> str:
    return (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")


def test_everything_copied_into_the_image_exists_and_passes_the_ignore_file():
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    sources = re.findall(r"^COPY (?!--from)(\S+) ", dockerfile(), re.MULTILINE)
    assert len(sources) > 5
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source.split('/')[0]}" in ignored, source
    packages = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert packages <= {source.rstrip("/") for source in sources}


def test_packages_are_installed_with_hashes_from_locks_that_exist():
    (install,) = re.findall(r"pip install .*", dockerfile())
    assert "--require-hashes" in install
    locks = re.findall(r"--requirement (\S+)", install)
    assert "requirements/base.txt" in locks
    assert all((ROOT / lock).exists() for lock in locks)


def test_the_image_is_not_root_s_and_no_image_names_a_registry():
    assert re.search(r"^USER newsportal$", dockerfile(), re.MULTILINE)
    images = re.findall(r"^FROM (\S+)", dockerfile(), re.MULTILINE)
    images += [service["image"] for service in compose()["services"].values()]
    assert [image for image in images if "/" in image or ":latest" in image] == []


def test_compose_fills_in_nginx_and_builds_what_the_dockerfile_makes():
    services = compose()["services"]
    assert services["web"]["environment"].keys() == nginx.names(template())
    targets = set(re.findall(r" AS (\w+)$", dockerfile(), re.MULTILINE))
    for service in services.values():
        if "build" in service:
            assert service["build"]["target"] in targets
            assert (DEPLOY / service["build"]["context"] / "deploy" / "Dockerfile").exists()


def test_compose_mounts_volumes_it_declares_and_files_that_exist():
    composed = compose()
    for service in composed["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./") and source != "./certificates":
                assert (DEPLOY / source).exists()
            elif not source.startswith("."):
                assert source in composed["volumes"]
        for other in service.get("depends_on", {}):
            assert other in composed["services"]

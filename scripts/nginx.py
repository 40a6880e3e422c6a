"""deploy/nginx.conf, filled in for one site.

python -m scripts.nginx --site-url https://news.example >/etc/nginx/conf.d/newsportal.conf
"""

import argparse
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "deploy" / "nginx.conf"
# Debian's libnginx-mod-http-brotli-static; without it browsers get gzip.
BROTLI_MODULE = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")

PUBLIC_HTTP = ("80", "[::]:80")
PUBLIC_HTTPS = ("443 ssl http2", "[::]:443 ssl http2")

_PLACE = re.compile(r"\$\{([A-Z_]+)\}")


@dataclass(frozen=True)
class Site:
    """What differs from one installation to another.

    `gunicorns` are addresses as nginx's `server` takes them: `127.0.0.1:8000`, `unix:/run/x.sock`;
    the `…listen`s as its `listen` does.
    """

    site_url: str
    gunicorns: tuple[str, ...]
    var_dir: Path
    cache_dir: Path
    certificate: Path
    certificate_key: Path
    http_listen: tuple[str, ...] = PUBLIC_HTTP
    https_listen: tuple[str, ...] = PUBLIC_HTTPS
    brotli: bool = True

    def values(self) -> dict[str, str]:
        """What takes the place of each name in the template."""
        address = urlsplit(self.site_url)
        return {
            "SITE_HOST": str(address.hostname),
            "SITE_AUTHORITY": address.netloc,
            "GUNICORNS": _directives("server", self.gunicorns),
            "HTTP_LISTEN": _directives("listen", self.http_listen),
            "HTTPS_LISTEN": _directives("listen", self.https_listen),
            "CERTIFICATE": str(self.certificate),
            "CERTIFICATE_KEY": str(self.certificate_key),
            "VAR_DIR": str(self.var_dir),
            "CACHE_DIR": str(self.cache_dir),
            "BROTLI_STATIC": "brotli_static on;" if self.brotli else "",
        }


def _directives(name: str, values: Iterable[str]) -> str:
    return " ".join(f"{name} {value};" for value in values)


def names(template: str) -> set[str]:
    """The names that `template` asks for."""
    return set(_PLACE.findall(template))


def render(site: Site) -> str:
    """The template filled in for `site`. Raises KeyError for a name it does not know."""
    values = site.values()
    return _PLACE.sub(lambda place: values[place[1]], TEMPLATE.read_text(encoding="utf-8"))


def main() -> int:
    """Command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Print nginx's configuration for one site.")
    parser.add_argument("--site-url", required=True, metavar="https://HOST")
    parser.add_argument(
        "--gunicorn",
        action="append",
        metavar="ADDRESS",
        help="unix:/run/newsportal/gunicorn.sock unless given; once for each machine",
    )
    parser.add_argument("--var-dir", type=Path, default=Path("/var/lib/newsportal"))
    parser.add_argument("--cache-dir", type=Path, default=Path("/var/cache/nginx/newsportal"))
    parser.add_argument("--certificate", type=Path, help="of Let's Encrypt unless given")
    parser.add_argument("--certificate-key", type=Path)
    arguments = parser.parse_args()
    host = urlsplit(arguments.site_url).hostname
    if not host or urlsplit(arguments.site_url).scheme != "https":
        parser.error("--site-url must be https:// and a host")
    certificates = Path("/etc/letsencrypt/live") / host
    site = Site(
        site_url=arguments.site_url.rstrip("/"),
        gunicorns=tuple(arguments.gunicorn or ["unix:/run/newsportal/gunicorn.sock"]),
        var_dir=arguments.var_dir,
        cache_dir=arguments.cache_dir,
        certificate=arguments.certificate or certificates / "fullchain.pem",
        certificate_key=arguments.certificate_key or certificates / "privkey.pem",
        brotli=BROTLI_MODULE.exists(),
    )
    print(render(site), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())

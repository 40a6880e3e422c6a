"""What the guarded browser pages notice."""

import http.server
import re
import threading

import pytest

from tests.page_problems import PageProblems


@pytest.fixture
def serve():
    """`serve(body, policy)`: the address of a page served on this machine."""
    servers = []

    def _serve(body, policy):
        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", policy)
                self.end_headers()
                self.wfile.write(f"<!doctype html><title>-</title>{body}".encode())

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/"

    yield _serve
    for server in servers:
        server.shutdown()
        server.server_close()


def problems_of(chromium, address):
    problems = PageProblems()
    context = chromium.new_context()
    try:
        problems.watch(context, address)
        page = context.new_page()
        page.goto(address)
        page.wait_for_load_state("networkidle")
    finally:
        context.close()
    return problems


FREE = "default-src * 'unsafe-inline'"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "policy", "problem"),
    [
        ("<script>console.error('too bad')</script>", FREE, "console: too bad"),
        ("<script>throw new Error('uncaught')</script>", FREE, "exception: .*uncaught"),
        ("<script>alert(1)</script>", "default-src 'self'", "CSP: script-src-elem inline"),
        ("<img src='http://elsewhere.invalid/a.png'>", FREE, "other host: .*elsewhere"),
        ("<img src='/missing.png'>", FREE, "console: .*404"),
    ],
)
def test_a_page_cannot_hide_its_problem(chromium, serve, body, policy, problem):
    problems = problems_of(chromium, serve(body, policy))
    assert any(re.match(problem, seen) for seen in problems.unexpected()), problems.seen

    problems.expect(problem)
    assert not any(re.match(problem, seen) for seen in problems.unexpected())


@pytest.mark.browser
def test_a_good_page_has_no_problem(chromium, serve):
    assert problems_of(chromium, serve("<p>سلام</p>", "default-src 'none'")).seen == []

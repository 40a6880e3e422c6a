"""What a browser complains about while a test uses a page."""

import re
from typing import Any
from urllib.parse import urlsplit


class PageProblems:
    """Collects what must not happen on any page of the site.

    That is: errors on the console, uncaught exceptions, breaches of the content security policy
    and requests to other hosts than the site's (which are refused). A test that provokes one
    names it with `expect`.
    """

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """From now on problems in which the regular expression `pattern` is found are wanted."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        """The problems that no `expect` names, in the order they came, each "kind: text"."""
        return [
            problem
            for problem in self.seen
            if not any(pattern.search(problem) for pattern in self._expected)
        ]

    def watch(self, context: Any, site: str) -> None:
        """Collects from all pages of the Playwright `context`; `site` is the address allowed."""
        host = urlsplit(site).netloc
        context.expose_binding("reportPolicyBreach", lambda source, text: self._add("CSP", text))
        context.add_init_script(
            "document.addEventListener('securitypolicyviolation', (event) =>"
            " window.reportPolicyBreach(`${event.violatedDirective} ${event.blockedURI}`));"
        )
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self._add("exception", str(error.error)))
        context.route(lambda url: urlsplit(url).netloc != host, self._refuse)

    def _on_console(self, message: Any) -> None:
        if message.type == "error":
            self._add("console", message.text)

    def _refuse(self, route: Any) -> None:
        self._add("other host", route.request.url)
        route.abort()

    def _add(self, kind: str, text: str) -> None:
        self.seen.append(f"{kind}: {text}")

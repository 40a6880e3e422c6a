"""A process with the portal's settings that runs scripts as they come, as the newsroom would."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bench.server import ROOT

_LOOP = """
import json, sys, traceback
from django.db import connections
kept = {}
for line in sys.stdin:
    task = json.loads(line)
    names = {"arguments": task["arguments"], "kept": kept, "result": None}
    try:
        exec(task["script"], names)
        answer = {"result": names["result"]}
    except Exception:
        answer = {"error": traceback.format_exc()}
    # The database may be away before the next.
    connections.close_all()
    print(json.dumps(answer), flush=True)
"""


class ScriptFailed(Exception):
    """A script raised; the message is its traceback."""


class Office:
    """See the module."""

    def __init__(self, process: "subprocess.Popen[str]"):
        self._process = process

    def run(self, script: str, *arguments: Any) -> Any:
        """What the script leaves in `result`, as JSON can hold it.

        It finds `arguments`, and `kept`, a dictionary that lasts from script to script. Raises
        ScriptFailed.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(
            json.dumps({"script": script, "arguments": arguments}),
            file=self._process.stdin,
            flush=True,
        )
        line = self._process.stdout.readline()
        if not line:
            raise ScriptFailed("the process has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise ScriptFailed(answer["error"])
        return answer["result"]


@contextmanager
def office(environment: Mapping[str, str]) -> Iterator[Office]:
    """Starts the process, and ends it with the block."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", _LOOP],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdin is not None
    try:
        yield Office(process)
    finally:
        process.stdin.close()
        process.wait()

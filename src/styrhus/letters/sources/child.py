"""Parses a file in a child process, so that a hostile or broken file can't take the caller with it.

The child gets the bytes on its standard input and answers with one JSON object: the source, or why it can't be read.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys

from styrhus.letters.model import UnreadableLetter
from styrhus.letters.sources.guard import MEBIBYTE, FileKind
from styrhus.letters.sources.parse import parse

MEMORY_BYTES = 1024 * MEBIBYTE
MAX_ANSWER_BYTES = 64 * MEBIBYTE

Parsed = tuple[str, tuple[str, ...], tuple[int, ...]]


def parse_in_child(content: bytes, kind: FileKind, name: str, seconds: int) -> Parsed:
    """Media, lines and pages. Raises UnreadableLetter, also took-too-long and reader-failed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "styrhus.letters.sources", kind.value, str(seconds)]
    try:
        # The command is this interpreter and our own package; nothing of the user's is among the arguments.
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableLetter("took-too-long", {"name": name, "seconds": str(seconds)}) from None
    return _answer(done.returncode, done.stdout, name, seconds)


def _answer(status: int, output: bytes, name: str, seconds: int) -> Parsed:
    if status in (-9, -24):  # killed by the limit on processor time
        raise UnreadableLetter("took-too-long", {"name": name, "seconds": str(seconds)})
    if status != 0 or len(output) > MAX_ANSWER_BYTES:
        raise UnreadableLetter("reader-failed", {"name": name})
    answer = json.loads(output)
    if "code" in answer:
        raise UnreadableLetter(answer["code"], {**answer["values"], "name": name})
    return answer["media"], tuple(answer["lines"]), tuple(answer["pages"])


def main(arguments: list[str]) -> int:
    """The child: limits itself, parses, answers. Exit status 3 when the memory limit was reached."""
    kind, seconds = FileKind(arguments[0]), int(arguments[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        source = parse(sys.stdin.buffer.read(), kind, name="")
        answer: dict[str, object] = {"media": source.media, "lines": source.lines, "pages": source.pages}
    except UnreadableLetter as refusal:
        answer = {"code": refusal.code, "values": dict(refusal.values)}
    except MemoryError:
        return 3
    sys.stdout.buffer.write(json.dumps(answer).encode("utf-8"))
    return 0

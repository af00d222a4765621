"""References in the text to posts that the letter's tables do not have."""

from __future__ import annotations

import re
from collections.abc import Iterable

from styrhus.letters.checks.found import error
from styrhus.letters.checks.passages import paragraphs
from styrhus.letters.model import Finding, Letter

_REFERENCE = re.compile(
    r"\bkap(?:ittel|\.)?\s*(?P<chapter>\d{3,4}),?\s*post(?:ene|ane|er|ar)?\.?\s*"
    r"(?P<posts>\d{2}(?!\d)(?:(?:,| og|, og| samt)\s*\d{2}(?!\d|[.,]\d))*)",
    re.IGNORECASE,
)


def check(letter: Letter) -> Iterable[Finding]:
    """Only chapters that the letter gives a table of: other agencies' chapters may be named freely."""
    known = {
        chapter.chapter: {post.post for post in chapter.posts} for chapter in letter.budget.chapters if chapter.posts
    }
    if not known:
        return
    for paragraph in paragraphs(letter.source.lines):
        for match in _REFERENCE.finditer(paragraph.text):
            posts = known.get(match["chapter"])
            for post in re.findall(r"\d{2}", match["posts"]) if posts else ():
                if posts and post not in posts:
                    yield error(
                        "post-unknown", paragraph.lines(match.start(), match.end()), chapter=match["chapter"], post=post
                    )

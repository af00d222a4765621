"""An assignment's printings: its row in a list, and the page that describes it, in an attachment or in the letter."""

from __future__ import annotations

from styrhus.letters.model import Assignment, Mention


def pages(assignment: Assignment) -> tuple[Mention, ...]:
    """The printings that describe the assignment: all but the list that comes first, and every one in an attachment."""
    first = assignment.mentions[:1]
    return tuple(mention for mention in assignment.mentions if mention.where == "attachment" or mention not in first)


def list_and_page(assignment: Assignment) -> tuple[Mention, Mention] | None:
    """The row in the list and the page, None when the letter prints the assignment in one place only."""
    described = pages(assignment)
    listed = next((mention for mention in assignment.mentions if mention not in described), None)
    return (listed, described[0]) if listed is not None and described else None

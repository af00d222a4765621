"""The letter checks: each a function of a read letter that returns what it finds. This list names them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from styrhus.letters.checks import (
    amounts_in_text,
    annual_report_parts,
    appropriation_and_disposal,
    assignment_numbers,
    assignment_references,
    assignment_titles,
    attachment_references,
    carry_over,
    copies,
    cut_sentences,
    dates_contradict,
    deadlines_differ,
    deadlines_in_text,
    deadlines_outside_period,
    funding,
    goal_references,
    heading_wording,
    instruction_name,
    legal_references,
    missing_sums,
    names,
    numbering,
    parameters,
    parliament_references,
    placeholders,
    post_names,
    post_references,
    rd_flags,
    reporting_deadlines,
    section_references,
    self_references,
    sums,
    units,
    word_variants,
)
from styrhus.letters.model import Finding, Letter, Severity

Check = Callable[[Letter], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    sums.check,
    missing_sums.check,
    units.check,
    amounts_in_text.check,
    appropriation_and_disposal.check,
    carry_over.check,
    post_names.check,
    post_references.check,
    funding.check,
    assignment_references.check,
    assignment_titles.check,
    assignment_numbers.check,
    self_references.check,
    rd_flags.check,
    deadlines_differ.check,
    deadlines_in_text.check,
    deadlines_outside_period.check,
    reporting_deadlines.check,
    dates_contradict.check,
    section_references.check,
    goal_references.check,
    attachment_references.check,
    legal_references.check,
    parliament_references.check,
    annual_report_parts.check,
    numbering.check,
    parameters.check,
    placeholders.check,
    names.check,
    instruction_name.check,
    word_variants.check,
    heading_wording.check,
    cut_sentences.check,
    copies.check,
)

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check_letter(letter: Letter) -> tuple[Finding, ...]:
    """Everything that the checks find, in the order of the lines; the gravest first where lines are equal."""
    found = {(one.code, one.lines, one.message): one for check in CHECKS for one in check(letter)}
    return tuple(sorted(found.values(), key=lambda one: (one.lines[:1], _GRAVITY[one.severity], one.code, one.lines)))

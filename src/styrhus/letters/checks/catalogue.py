"""What each finding code is: how grave, which check raises it, and the rule behind it. Read by the documentation."""

from __future__ import annotations

from dataclasses import dataclass

from styrhus.letters.model import Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

_REPORT = "Bestemmelser om økonomistyring i staten 1.6.1 and 2.3.3"
_STEERING = "Reglement for økonomistyring i staten §§ 4, 7 and 9"
_COPY = "Bestemmelser om økonomistyring i staten 1.3"
_CARRY_OVER = "Bevilgningsreglementet, rundskriv R-110"
_DECISION = "The Storting's budget decision: chapters, posts and keywords"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of finding. ``severities`` holds more than one where the case decides."""

    code: str
    severities: tuple[Severity, ...]
    check: str  # the file's name, without ".py"
    source: str = ""  # the rule, empty where the letter is held against itself only


def _kinds(check: str, source: str = "", **codes: Severity | tuple[Severity, ...]) -> tuple[Kind, ...]:
    """The kinds of one check; an underscore in a keyword is a hyphen in the code."""
    return tuple(
        Kind(code.replace("_", "-"), grave if isinstance(grave, tuple) else (grave,), check, source)
        for code, grave in codes.items()
    )


KINDS: tuple[Kind, ...] = (
    *_kinds("sums", sum_differs=ERROR, sum_rounding=(INFO, WARNING), group_amount_differs=ERROR),
    *_kinds("missing_sums", sum_missing=ERROR, sum_row_missing=INFO),
    *_kinds("units", units_differ=INFO, unit_missing=(INFO, WARNING)),
    *_kinds("amounts_in_text", amount_differs_from_table=ERROR),
    *_kinds("appropriation_and_disposal", disposal_above_appropriation=ERROR, disposal_below_appropriation=INFO),
    *_kinds("carry_over", _CARRY_OVER, carry_over_only_in_heading=WARNING, carry_over_only_in_table=WARNING),
    *_kinds("post_names", _DECISION, post_name_differs=(INFO, WARNING)),
    *_kinds("post_references", _DECISION, post_unknown=ERROR),
    *_kinds(
        "funding",
        funding_differs=ERROR,
        funding_post_differs=ERROR,
        funding_part_differs=WARNING,
        funding_without_line=WARNING,
        line_without_funding=WARNING,
        funding_year_missing=INFO,
    ),
    *_kinds(
        "assignment_references",
        assignment_number_wrong=ERROR,
        assignment_part_unknown=ERROR,
        assignment_unknown=ERROR,
        assignment_not_listed=(INFO, WARNING),
        assignment_other_post=WARNING,
    ),
    *_kinds("assignment_titles", assignment_title_differs=(INFO, WARNING), budget_title_differs=(INFO, WARNING)),
    *_kinds(
        "assignment_numbers",
        assignment_number_missing=WARNING,
        assignment_number_repeated=ERROR,
        assignment_order=INFO,
        assignment_not_described=WARNING,
        assignment_not_in_list=WARNING,
    ),
    *_kinds("self_references", self_reference=ERROR),
    *_kinds("rd_flags", rd_flag_differs=WARNING, rd_flag_only_in_budget=WARNING, rd_flag_unsupported=INFO),
    *_kinds("deadlines_differ", deadline_differs=ERROR, deadline_left_out=WARNING),
    *_kinds(
        "deadlines_in_text",
        deadline_text_differs=WARNING,
        deadline_only_in_text=INFO,
        deadline_unlabelled=INFO,
        deadline_recurring_not_listed=INFO,
    ),
    *_kinds(
        "deadlines_outside_period",
        deadline_before_year=ERROR,
        deadline_before_letter=WARNING,
        deadline_far_away=WARNING,
    ),
    *_kinds("reporting_deadlines", _REPORT, annual_report_late=WARNING, annual_report_early=INFO),
    *_kinds(
        "reporting_deadlines",
        reporting_deadline_before_cut_off=ERROR,
        reporting_cut_off_other_year=ERROR,
        reporting_deadline_differs=ERROR,
        reporting_not_in_table=INFO,
        cut_off_of_other_report=WARNING,
    ),
    *_kinds(
        "dates_contradict",
        date_impossible=ERROR,
        weekday_wrong=ERROR,
        decision_date_differs=ERROR,
        letter_date_other_year=WARNING,
        in_force_before_letter=INFO,
        date_stray=WARNING,
    ),
    *_kinds("section_references", section_reference_wrong=ERROR, section_unknown=ERROR),
    *_kinds("goal_references", goal_unknown=ERROR, goal_title_differs=WARNING, assignment_goal_differs=ERROR),
    *_kinds(
        "attachment_references",
        attachment_absent=(ERROR, WARNING),
        attachment_unnumbered=WARNING,
        attachment_title_differs=INFO,
        attachment_unknown=ERROR,
        attachment_reference_unnumbered=INFO,
    ),
    *_kinds("legal_references", legal_reference_form=INFO, law_name_capital=INFO, regulation_name_differs=INFO),
    *_kinds("legal_references", "The circulars and regulations in letters/data", regulation_number_wrong=WARNING),
    *_kinds(
        "parliament_references",
        recommendation_differs=ERROR,
        citation_repeated=WARNING,
        session_impossible=ERROR,
        session_other_year=WARNING,
        citation_form_differs=INFO,
    ),
    *_kinds(
        "annual_report_parts",
        _REPORT,
        annual_report_part_differs=ERROR,
        annual_report_part_missing=ERROR,
        annual_report_part_wrong=ERROR,
    ),
    *_kinds(
        "numbering",
        section_number_missing=WARNING,
        section_number_repeated=ERROR,
        section_order=WARNING,
        section_number_style=INFO,
        goal_number_missing=WARNING,
        goal_number_repeated=ERROR,
        goal_order=INFO,
        parameter_number_missing=WARNING,
        parameter_number_repeated=ERROR,
        parameter_order=INFO,
    ),
    *_kinds(
        "parameters",
        _STEERING,
        parameter_without_baseline_and_target=(INFO, WARNING),
        parameter_without_baseline=(INFO, WARNING),
        parameter_without_target=(INFO, WARNING),
        parameter_without_unit=(INFO, WARNING),
        parameter_without_baseline_and_unit=(INFO, WARNING),
        parameter_without_target_and_unit=(INFO, WARNING),
    ),
    *_kinds(
        "placeholders",
        placeholder=ERROR,
        cross_reference_broken=ERROR,
        link_without_address=INFO,
        reference_unfinished=WARNING,
    ),
    *_kinds("names", name_spelling=INFO, name_genitive=INFO, document_name_differs=INFO),
    *_kinds("word_variants", word_spelled_two_ways=INFO),
    *_kinds("instruction_name", instruction_name_differs=WARNING, instruction_word_differs=INFO),
    *_kinds("heading_wording", heading_wording_differs=INFO),
    *_kinds("cut_sentences", sentence_cut_off=WARNING),
    *_kinds("copies", _COPY, copy_to_auditor_missing=WARNING, copies_missing=INFO),
)

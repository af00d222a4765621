"""The read letter as one JSON object: the shape of docs/letter-format.md and schema/letter.schema.json."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from styrhus.letters.model import (
    Assignment,
    Attachment,
    Budget,
    BudgetLine,
    Chapter,
    Deadline,
    Directive,
    Duty,
    Finding,
    Funding,
    Goal,
    Grant,
    Head,
    Letter,
    Meeting,
    Mention,
    Post,
    ReportingDemand,
    Section,
    SteeringParameter,
)
from styrhus.letters.texts import render

FORMAT = 1  # rises when a key is removed or changes meaning
Json = dict[str, Any]
Item = TypeVar("Item")


def letter_as_json(letter: Letter, findings: Iterable[Finding] = (), language: str = "nb") -> Json:
    """All that was read, in plain lists, strings, whole numbers and ISO dates. Findings speak ``language``."""
    return {
        "format": FORMAT,
        "source": {
            "name": letter.source.name,
            "media": letter.source.media,
            "line_count": len(letter.source.lines),
            "sha256": letter.source.sha256,
        },
        "letter": _head(letter.head),
        "sections": _each(_section, letter.sections),
        "goals": _each(_goal, letter.goals),
        "steering_parameters": _each(_parameter, letter.steering_parameters),
        "assignments": _each(_assignment, letter.assignments),
        "budget": _budget(letter.budget),
        "reporting": _each(_reporting, letter.reporting),
        "meetings": _each(_meeting, letter.meetings),
        "directives": _each(_directive, letter.directives),
        "attachments": _each(_attachment, letter.attachments),
        "duties": _each(_duty, letter.duties),
        "findings": [_finding(finding, language) for finding in findings],
    }


@cache
def schema() -> Json:
    """The published JSON Schema (2020-12) that every output follows."""
    text = files("styrhus.letters").joinpath("schema/letter.schema.json").read_text(encoding="utf-8")
    loaded: Json = json.loads(text)
    return loaded


def _each(shape: Callable[[Item], Json], items: Iterable[Item]) -> list[Json]:
    return [shape(item) for item in items]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _head(head: Head) -> Json:
    return {
        "kind": head.kind.value,
        "title": head.title,
        "number": head.number,
        "budget_year": head.budget_year,
        "date": _iso(head.date),
        "ministry": head.ministry,
        "agency": head.agency,
        "agency_short": head.agency_short,
        "reference": head.reference,
        "your_reference": head.your_reference,
        "copy_to": list(head.copy_to),
        "lines": list(head.lines),
        "confidence": head.confidence,
    }


def _section(section: Section) -> Json:
    return {
        "number": section.number,
        "title": section.title,
        "level": section.level,
        "document": section.document,
        "lines": list(section.lines),
        "confidence": section.confidence,
    }


def _goal(goal: Goal) -> Json:
    return {
        "number": goal.number,
        "title": goal.title,
        "parent": goal.parent,
        "lines": list(goal.lines),
        "confidence": goal.confidence,
    }


def _parameter(parameter: SteeringParameter) -> Json:
    return {
        "id": parameter.id,
        "goal": parameter.goal,
        "text": parameter.text,
        "baseline": parameter.baseline,
        "target": parameter.target,
        "unit": parameter.unit,
        "lines": list(parameter.lines),
        "confidence": parameter.confidence,
    }


def _assignment(assignment: Assignment) -> Json:
    return {
        "id": assignment.id,
        "title": assignment.title,
        "goal": assignment.goal,
        "earlier": assignment.earlier,
        "parts": [{"part": part.part, "text": part.text, "lines": list(part.lines)} for part in assignment.parts],
        "deadlines": _each(_deadline, assignment.deadlines),
        "funding": _each(_funding, assignment.funding),
        "is_rd": assignment.is_rd,
        "lead": assignment.lead,
        "partners": list(assignment.partners),
        "background": assignment.background,
        "description": assignment.description,
        "mentions": _each(_mention, assignment.mentions),
        "lines": list(assignment.lines),
        "confidence": assignment.confidence,
    }


def _deadline(deadline: Deadline) -> Json:
    return {
        "part": deadline.part,
        "date": _iso(deadline.date),
        "kind": deadline.kind.value,
        "text": deadline.text,
        "lines": list(deadline.lines),
        "confidence": deadline.confidence,
    }


def _funding(funding: Funding) -> Json:
    return {
        "amount": funding.amount,
        "chapter": funding.chapter,
        "post": funding.post,
        "part": funding.part,
        "lines": list(funding.lines),
        "confidence": funding.confidence,
    }


def _mention(mention: Mention) -> Json:
    return {
        "where": mention.where,
        "title": mention.title,
        "goal": mention.goal,
        "deadlines": _each(_deadline, mention.deadlines),
        "is_rd": mention.is_rd,
        "lines": list(mention.lines),
    }


def _budget(budget: Budget) -> Json:
    return {
        "chapters": _each(_chapter, budget.chapters),
        "lines": _each(_budget_line, budget.lines),
        "grants": _each(_grant, budget.grants),
        "grant_sums": [{"amount": amount, "lines": list(lines)} for amount, lines in budget.grant_sums],
        "stated": [
            {
                "chapter": stated.chapter,
                "post": stated.post,
                "what": stated.what,
                "group": stated.group,
                "amount": stated.amount,
                "lines": list(stated.lines),
            }
            for stated in budget.stated
        ],
    }


def _chapter(chapter: Chapter) -> Json:
    return {
        "chapter": chapter.chapter,
        "name": chapter.name,
        "stated_sum": chapter.stated_sum,
        "unit": chapter.unit.value,
        "posts": _each(_post, chapter.posts),
        "lines": list(chapter.lines),
        "sum_lines": list(chapter.sum_lines),
        "confidence": chapter.confidence,
    }


def _post(post: Post) -> Json:
    return {
        "post": post.post,
        "name": post.name,
        "appropriation": post.appropriation,
        "at_disposal": post.at_disposal,
        "carry_over": post.carry_over,
        "estimate": post.estimate,
        "lines": list(post.lines),
        "confidence": post.confidence,
    }


def _budget_line(line: BudgetLine) -> Json:
    return {
        "chapter": line.chapter,
        "post": line.post,
        "text": line.text,
        "amount": line.amount,
        "assignment": line.assignment,
        "part": line.part,
        "depth": line.depth,
        "group": line.group,
        "lines": list(line.lines),
        "confidence": line.confidence,
    }


def _grant(grant: Grant) -> Json:
    return {
        "recipient": grant.recipient,
        "amount": grant.amount,
        "chapter": grant.chapter,
        "post": grant.post,
        "lines": list(grant.lines),
        "confidence": grant.confidence,
    }


def _reporting(demand: ReportingDemand) -> Json:
    return {
        "kind": demand.kind,
        "title": demand.title,
        "cut_off": _iso(demand.cut_off),
        "deadline": _iso(demand.deadline),
        "lines": list(demand.lines),
        "confidence": demand.confidence,
    }


def _meeting(meeting: Meeting) -> Json:
    return {
        "kind": meeting.kind,
        "title": meeting.title,
        "count": meeting.count,
        "when": meeting.when,
        "lines": list(meeting.lines),
        "confidence": meeting.confidence,
    }


def _directive(directive: Directive) -> Json:
    return {
        "title": directive.title,
        "text": directive.text,
        "lines": list(directive.lines),
        "confidence": directive.confidence,
    }


def _attachment(attachment: Attachment) -> Json:
    return {
        "number": attachment.number,
        "title": attachment.title,
        "present": attachment.present,
        "lines": list(attachment.lines),
        "confidence": attachment.confidence,
    }


def _duty(duty: Duty) -> Json:
    return {"section": duty.section, "text": duty.text, "lines": list(duty.lines), "confidence": duty.confidence}


def _finding(finding: Finding, language: str) -> Json:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "lines": list(finding.lines),
        "message": finding.message if language == "nb" else render(finding.code, finding.values, language),
        "expected": finding.expected,
    }

"""Issue forms: read from a repository, asked of a person, turned into the Markdown that GitHub makes of them.

Source: Syntax for issue forms; Syntax for GitHub's form schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from multidict import MultiMapping

FOLDER = ".github/ISSUE_TEMPLATE"
_NOTHING = "_No response_"


@dataclass(frozen=True, slots=True)
class Choice:
    """A line of a list of boxes."""

    label: str
    required: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One element of a form: markdown, input, textarea, dropdown or checkboxes."""

    kind: str
    id: str
    label: str
    description: str
    placeholder: str
    value: str
    render: str
    required: bool
    multiple: bool
    options: tuple[str, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A form; `file` is its name in the folder, by which addresses choose it."""

    file: str
    name: str
    description: str
    title: str
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    fields: tuple[Field, ...]


class NotAForm(Exception):
    """The file is no issue form; the text says why."""


def read(file: str, text: str) -> Form:
    """A form from its YAML."""
    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise NotAForm(f"{file} is no YAML: {error}") from error
    if not isinstance(told, dict) or not isinstance(told.get("body"), list):
        raise NotAForm(f"{file} has no `body` list")
    fields = tuple(_field(at, one) for at, one in enumerate(told["body"]) if isinstance(one, dict))
    return Form(file, str(told.get("name", file)), str(told.get("description", "")), str(told.get("title") or ""),
                _words(told.get("labels")), _words(told.get("assignees")), fields)  # fmt: skip


def body(form: Form, given: MultiMapping[str]) -> str:
    """What was filled in, as the Markdown of the new issue."""
    parts = [f"### {field.label}\n\n{_answer(field, given)}" for field in form.fields if field.kind != "markdown"]
    return "\n\n".join(parts)


def missing(form: Form, given: MultiMapping[str]) -> list[str]:
    """The labels of what must be filled in and is not."""
    return [line for field in form.fields for line in _missing(field, given)]


def _missing(field: Field, given: MultiMapping[str]) -> Iterator[str]:
    chosen = given.getall(field.id, [])
    if field.kind == "checkboxes":
        yield from (c.label for at, c in enumerate(field.choices) if c.required and str(at) not in chosen)
    elif field.required and field.kind != "markdown" and not "".join(chosen).strip():
        yield field.label


def _answer(field: Field, given: MultiMapping[str]) -> str:
    chosen = given.getall(field.id, [])
    if field.kind == "checkboxes":
        return "\n".join(f"- [{'X' if str(at) in chosen else ' '}] {c.label}" for at, c in enumerate(field.choices))
    if field.kind == "dropdown":
        return ", ".join(one for one in field.options if one in chosen) or _NOTHING
    text = "".join(chosen).replace("\r\n", "\n").strip()
    return f"```{field.render}\n{text}\n```" if text and field.render else text or _NOTHING


def _field(at: int, told: Mapping[str, Any]) -> Field:
    attributes = told.get("attributes") or {}
    options = attributes.get("options") or []
    return Field(
        kind=str(told.get("type")),
        id=str(told.get("id") or f"field-{at}"),
        label=str(attributes.get("label", "")),
        description=str(attributes.get("description") or ""),
        placeholder=str(attributes.get("placeholder") or ""),
        value=str(attributes.get("value") or ""),
        render=str(attributes.get("render") or ""),
        required=bool((told.get("validations") or {}).get("required")),
        multiple=bool(attributes.get("multiple")),
        options=tuple(str(one) for one in options if not isinstance(one, dict)),
        choices=tuple(Choice(str(o.get("label")), bool(o.get("required"))) for o in options if isinstance(o, dict)),
    )


def _words(told: Any) -> tuple[str, ...]:
    """A list, or words between commas."""
    if isinstance(told, str):
        return tuple(word.strip() for word in told.split(",") if word.strip())
    return tuple(str(one) for one in told or ())

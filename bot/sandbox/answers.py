"""What an operation gives back, and GitHub's ways to refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_DOCS = "https://docs.github.com/rest"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and a body; the body is completed after the description, or sent as it is when it is bytes."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page(Answer):
    """A whole list, of which one page is sent. `wrapped`: the key of an object that holds it beside `total_count`."""

    items: Sequence[Any] = ()
    wrapped: str | None = None


class Refusal(Exception):
    """An answer of 3xx to 4xx; raising it undoes the transaction."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        errors: Sequence[Any] = (),
        headers: Mapping[str, str] | None = None,
        page: str = _DOCS,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.body: dict[str, Any] = {"message": message, "documentation_url": page, "status": str(status)}
        if errors:
            self.body["errors"] = list(errors)


def not_found() -> Refusal:
    """Also what a private thing answers to those who may not know of it."""
    return Refusal(404, "Not Found")


def forbidden(message: str = "Resource not accessible by integration") -> Refusal:
    """Known, but not allowed."""
    return Refusal(403, message)


def invalid(resource: str, field: str, code: str = "invalid", *, message: str | None = None) -> Refusal:
    """422 in GitHub's shape: resource, field, and missing, missing_field, invalid, already_exists or custom."""
    error = {"resource": resource, "code": code, "field": field}
    if message:
        error["message"] = message
    return Refusal(422, "Validation Failed", errors=[error])


def unprocessable(message: str, *errors: Any) -> Refusal:
    """422 with a sentence of its own ("Reference already exists")."""
    return Refusal(422, message, errors=errors)

"""One description by itself: its operations with their marks, and whether its examples hold."""

from collections.abc import Iterator

from bot.contract.description import DescribedOperation, Description, Examples
from bot.contract.openapi.document import Document
from bot.contract.openapi.examples import check_examples
from bot.contract.openapi.judge import unreadable
from bot.contract.openapi.marks import mark_of, sunset_text
from bot.contract.openapi.objects import is_true
from bot.contract.openapi.paths import endpoints
from bot.contract.options import Options, Source
from bot.contract.report import Unread
from bot.contract.schema.nodes import Node


def describe(source: Source, options: Options) -> Description:
    """What a description says about itself. Never raises on what it holds."""
    document = Document(source)
    problems = unreadable(document)
    if problems:
        return Description(False, tuple(problems), None, None, None, None, (), Examples(0, 0))
    info = document.root.fields.get("info")
    said = info if isinstance(info, dict) else {}
    family = "swagger" if document.dialect == "2.0" else "openapi"
    return Description(
        readable=True,
        problems=tuple(_oddities(document)),
        dialect=f"{family} {document.dialect}",
        title=_text(said.get("title")),
        version=_text(said.get("version")),
        document_mark=mark_of((document.root, _info(document)), options.stage_marks),
        operations=_operations(document, options),
        examples=check_examples(document, options),
    )


def _oddities(document: Document) -> Iterator[Unread]:
    for note in document.reading.notes:
        yield Unread(document.name, "", None, f"{note}.")
    for pointer, unit in document.units.items():
        for note in unit.notes:
            yield Unread(document.name, pointer, None, f"{note}.")


def _operations(document: Document, options: Options) -> tuple[DescribedOperation, ...]:
    return tuple(
        DescribedOperation(
            e.method,
            e.path,
            e.operation_id,
            mark_of((e.node, e.path_item), options.stage_marks),
            is_true(e.node, "deprecated"),
            sunset_text(e.node),
        )
        for e in endpoints(document).values()
    )


def _info(document: Document) -> Node:
    return document.root.child("info") if "info" in document.root.fields else document.root


def _text(value: object) -> str | None:
    return None if value is None or isinstance(value, dict | list) else str(value)

"""A file's bytes as a text in parts, or why it is none."""

import yaml

from bot.versioning.json_parts import json_parts
from bot.versioning.parts import BOM, Document, Unreadable
from bot.versioning.walk import MAX_DEPTH, TooDeep
from bot.versioning.yaml_parts import yaml_parts


def read(path: str, data: bytes) -> Document | Unreadable:
    """The file's text in parts. Only the first document of a YAML stream is looked at."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return Unreadable(path, "it is not UTF-8", data.count(b"\n", 0, error.start) + 1)
    marked = text.startswith(BOM)
    text = text.removeprefix(BOM)
    try:
        parts = json_parts(text) if text.lstrip()[:1] == "{" else None
        return Document(text, yaml_parts(text) if parts is None else parts, marked)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return Unreadable(path, error.problem or "it is not YAML", mark.line + 1 if mark else None)
    except yaml.YAMLError as error:
        return Unreadable(path, str(error).splitlines()[0])
    except TooDeep:
        return Unreadable(path, f"it is nested more than {MAX_DEPTH} levels deep")

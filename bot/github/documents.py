"""The GraphQL documents under `queries/`, by the name of their operation, each with just the fragments it needs."""

import re
from functools import cache
from importlib.resources import files

_DEFINITION = re.compile(r"^(?:query|mutation|fragment) (?P<name>\w+).*?^\}$", re.MULTILINE | re.DOTALL)
_SPREAD = re.compile(r"\.\.\.(\w+)")
_PAGE_ONE = "        comments(first: 100) {\n          ...Page\n        }\n"
_PAGE = "        page{n}: comments(first: 100, after: $page{n}) {{\n          ...Page\n        }}\n"
_FILE = "    file{n}: object(expression: $at{n}) {{\n      ...Content\n    }}\n"


@cache
def document(operation: str) -> str:
    """The text to send for an operation. Raises KeyError for a name that no file has."""
    known = _definitions()
    wanted, queue = [operation], [operation]
    while queue:
        for name in _SPREAD.findall(known[queue.pop()]):
            if name not in wanted:
                wanted.append(name)
                queue.append(name)
    return "\n\n".join(known[name] for name in wanted)


@cache
def thread_document(further: int) -> str:
    """The `Thread` operation that also asks for so many further pages of comments, after `$page1`, `$page2` …"""
    pages = "".join(_PAGE.format(n=n) for n in range(1, further + 1))
    variables = "".join(f", $page{n}: String!" for n in range(1, further + 1))
    text = document("Thread").replace("$app: Int!", f"$app: Int!{variables}", 1)
    return text.replace(_PAGE_ONE, _PAGE_ONE + pages)


@cache
def files_document(count: int) -> str:
    """The `Files` operation with its one field repeated: `file0`, `file1` … for the variables `at0`, `at1` …"""
    text = document("Files")
    variables = ", ".join(f"$at{n}: String!" for n in range(count))
    fields = "".join(_FILE.format(n=n) for n in range(count))
    return text.replace("$at0: String!", variables, 1).replace(_FILE.format(n=0), fields, 1)


@cache
def _definitions() -> dict[str, str]:
    texts = [file.read_text("utf-8") for file in files(__package__).joinpath("queries").iterdir()]
    return {found["name"]: found[0] for text in texts for found in _DEFINITION.finditer(text)}

"""Names beyond reason: every place below a name carries it, so what they hold is left out, and that is said."""

from typing import Any

import pytest
import yaml

from bot.contract import Options, Source, compare
from bot.contract.limits import NAME
from tests.unit.contract.describing import api, compared

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}
LONG = "n" * (NAME + 1)
QUOTED = '"' + "n" * (NAME // 2) + '"' + "n" * (NAME // 2)


def _object(name: str, kind: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {name: kind, "short": kind}}


@pytest.mark.parametrize("name", [LONG, QUOTED])
@pytest.mark.parametrize("is_yaml", [False, True])
def test_a_name_beyond_reason_is_said_to_be_unread(name: str, is_yaml: bool) -> None:
    old, new = api(_object(name, TEXT)), api(_object(name, NUMBER))
    if is_yaml:
        texts = [yaml.dump(d, Dumper=yaml.CSafeDumper, width=10**6).encode() for d in (old, new)]
        report = compare(*(Source("api.yaml", text) for text in texts), Options())
    else:
        report = compared(old, new)
    assert report.findings == ()
    assert any("name of more than 4,000 characters" in part.what for part in report.unread)


def test_a_path_beyond_reason_makes_a_description_unreadable() -> None:
    document = api(TEXT)
    document["paths"][f"/{LONG}"] = {}
    report = compared(api(TEXT), document)
    assert not report.readable
    assert report.unread[0].what.endswith("a path or a component with a name of more than 4,000 characters.")


def test_a_text_of_that_length_is_read() -> None:
    old, new = ({**kind, "description": LONG, "const": f'"{LONG}"'} for kind in (TEXT, NUMBER))
    assert compared(api(_object("p", old)), api(_object("p", new))).unread == ()


def test_what_stands_below_many_long_names_is_told_to_be_more_than_is_compared() -> None:
    def nested(kind: Any) -> Any:
        kind = {"type": "object", "properties": {f"p{i}": kind for i in range(2_000)}}
        for _ in range(100):
            kind = {"type": "object", "properties": {"n" * NAME: kind}}
        return kind

    report = compared(api(nested(TEXT)), api(nested(NUMBER)))
    assert report.readable
    assert report.unread != ()

"""What we read of webhooks, held against GitHub's own description of them."""

import lzma
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.forge.facts import Noticed
from bot.github.subjects import Envelope, noticed
from tests.fidelity.reads import complaints
from tests.fidelity.shapes import CONTRACT, fields
from tests.github.moments import NOW

FIELDS = msgspec.structs.fields(Envelope)
HOOKS: dict[str, Any] = CONTRACT["hooks"]
EXAMPLES = Path(__file__).parents[3] / "shared" / "data" / "webhook-examples.json.xz"


@pytest.mark.parametrize("hook", [pytest.param(schema, id=key) for key, schema in HOOKS.items()])
def test_nothing_is_read_of_a_webhook_that_github_does_not_promise(hook: dict[str, Any]) -> None:
    for field in FIELDS:
        for schema, _ in fields(hook, field.encode_name):
            if schema is not None:
                assert list(complaints(field.type, schema, field.encode_name)) == []


@pytest.mark.parametrize("field", [pytest.param(field, id=field.encode_name) for field in FIELDS])
def test_every_field_we_read_is_in_some_webhook(field: Any) -> None:
    assert not field.required
    assert any(schema for hook in HOOKS.values() for schema, _ in fields(hook, field.encode_name))


@pytest.mark.skipif(not EXAMPLES.exists(), reason="the real payloads are not in this checkout's surroundings")
def test_none_of_githubs_own_example_payloads_is_too_strange_for_us(caplog: pytest.LogCaptureFixture) -> None:
    examples = msgspec.json.decode(lzma.decompress(EXAMPLES.read_bytes()))
    payloads = [(event["name"], example) for event in examples for example in event["examples"]]
    told = [noticed(name, msgspec.json.encode(example), "guid", us=None, now=NOW) for name, example in payloads]
    assert len(told) == 329
    assert all(isinstance(one, Noticed) for one in told)
    assert [record.message for record in caplog.records] == []

"""Where a description says which version it is."""

import pytest

from bot.versioning import Place, signals

FILE, FOLDER, DATE = Place.FILE_SUFFIX, Place.DIRECTORY, Place.DATE
INFO, SERVER, PREFIX = Place.INFO_VERSION, Place.SERVER, Place.PATH_PREFIX

CASES = [
    pytest.param("apis/payments_v1.yaml", "", [(FILE, "v1")], id="file suffix"),
    pytest.param("apis/v2/payments.yaml", "", [(FOLDER, "v2")], id="directory"),
    pytest.param("apis/payments.2026-01-15.yaml", "", [(DATE, "2026-01-15")], id="date in the name"),
    pytest.param("a.yaml", "info: {version: 1.4.2}", [(INFO, "v1")], id="info.version"),
    pytest.param("a.yaml", "info: {version: '2026-01-15'}", [(DATE, "2026-01-15")], id="date as info.version"),
    pytest.param("a.yaml", "info: {version: latest}", [], id="a word is no version"),
    pytest.param(
        "a.yaml", "servers: [{url: https://a.example/v1}, {url: /v1}]", [(SERVER, "v1")], id="two servers, one sign"
    ),
    pytest.param(
        "a.yaml", "servers: [{url: /v1}, {url: /v2}]", [(SERVER, "v1"), (SERVER, "v2")], id="servers disagree"
    ),
    pytest.param(
        "a.yaml", "servers: [{url: '/{v}', variables: {v: {default: v1}}}]", [(SERVER, "v1")], id="server variable"
    ),
    pytest.param("a.json", '{"swagger": "2.0", "basePath": "/v3"}', [(SERVER, "v3")], id="Swagger 2.0 base path"),
    pytest.param("a.yaml", "paths: {/v1/a: {}, /v1/b: {}, /health: {}}", [(PREFIX, "v1")], id="path prefix"),
    pytest.param("a.yaml", "paths: {'/{id}/v1': {}}", [], id="behind a parameter it is no prefix"),
    pytest.param("a.yaml", "paths: {/2010-04-01/Accounts: {}}", [(DATE, "2010-04-01")], id="date prefix"),
    pytest.param("a.yaml", "components: {schemas: {info: {version: 1.0}}}", [], id="only the root's info counts"),
    pytest.param("apis/payments_v1.yaml", "a: [", [(FILE, "v1")], id="unreadable: only what the path says"),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_every_place_that_names_a_version_is_seen_once(path: str, text: str, expected: list[tuple[Place, str]]) -> None:
    assert [(signal.kind, signal.version) for signal in signals(path, text.encode())] == expected


def test_each_sign_says_where_it_was_seen() -> None:
    seen = signals("apis/v1/a.yaml", b"info: {version: 1.4.2}\nservers: [{url: https://a.example/v1}]")
    assert [signal.where for signal in seen] == [
        "the directory `v1/`",
        "`info.version: 1.4.2`",
        "the server `https://a.example/v1`",
    ]

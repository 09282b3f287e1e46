"""The new version's file: the version moves on where it is kept, every other byte is the author's."""

import pytest

from bot.versioning import Chosen, Draft, NewVersion, Strategy, Unreadable, new_version

SUFFIX = Chosen(Strategy.FILE_SUFFIX, "v1", "v2", "apis/pay_v2.yaml")
FOLDER = Chosen(Strategy.DIRECTORY, "v1", "v2", "apis/v2/pay.yaml")


def drafted(text: str | bytes, chosen: Chosen = SUFFIX, path: str = "apis/pay_v1.yaml") -> Draft:
    data = text if isinstance(text, bytes) else text.encode()
    draft = new_version(NewVersion(path, data, data, chosen))
    assert isinstance(draft, Draft), draft
    return draft


def written(text: str, chosen: Chosen = SUFFIX, path: str = "apis/pay_v1.yaml") -> str:
    (file,) = drafted(text, chosen, path).files
    assert file.path == chosen.new_path
    return file.data.decode()


EDITS = [
    pytest.param("info: {version: 1.4.2}", "info: {version: 2.0.0}", id="number"),
    pytest.param(
        "info:\n  version: '1.4.2'  # next: 1.5", "info:\n  version: '2.0.0'  # next: 1.5", id="quotes, comment"
    ),
    pytest.param('info: {version: &v !!str "1.0"}', 'info: {version: &v !!str "2.0"}', id="anchor and tag"),
    pytest.param("info:\n  version: >-\n    1.0.0\n", "info:\n  version: >-\n    2.0.0\n", id="block scalar"),
    pytest.param("info: {title: Pay API v1}", "info: {title: Pay API v2}", id="title that says it"),
    pytest.param("info: {title: Pay, level1}", "info: {title: Pay, level1}", id="title that does not"),
    pytest.param("servers: [{url: https://a.example/v1}]", "servers: [{url: https://a.example/v2}]", id="server"),
    pytest.param(
        "servers: [{url: '/{v}', variables: {v: {default: v1, enum: [v1, beta]}}}]",
        "servers: [{url: '/{v}', variables: {v: {default: v2, enum: [v2, beta]}}}]",
        id="server variable",
    ),
    pytest.param(
        "paths: {/a: {servers: [{url: /v1}], get: {servers: [{url: https://b.example/v1}]}}}",
        "paths: {/a: {servers: [{url: /v2}], get: {servers: [{url: https://b.example/v2}]}}}",
        id="servers of a path and of an operation",
    ),
    pytest.param(
        "? [a, {b: c}]\n: {version: 1.0.0}\ninfo: {version: 1.0.0}\n",
        "? [a, {b: c}]\n: {version: 1.0.0}\ninfo: {version: 2.0.0}\n",
        id="behind a key that is a list",
    ),
    pytest.param(
        "%YAML 1.2\n---\ninfo: {version: 1.0.0}\n---\ninfo: {version: 1.0.0}\n",
        "%YAML 1.2\n---\ninfo: {version: 2.0.0}\n---\ninfo: {version: 1.0.0}\n",
        id="first document of two",
    ),
    pytest.param("x: \n- \n- {}\n-\ninfo: {version: 1}", "x: \n- \n- {}\n-\ninfo: {version: 2}", id="empty values"),
    pytest.param("basePath: /pay/v1", "basePath: /pay/v2", id="base path"),
    pytest.param("$self: https://a.example/pay_v1.yaml", "$self: https://a.example/pay_v2.yaml", id="own address"),
    pytest.param(
        "paths:\n  /v1/a: {}\n  '/v1/{id}': {}\n", "paths:\n  /v2/a: {}\n  '/v2/{id}': {}\n", id="path prefix"
    ),
    pytest.param('{"info":{"version":"1.0.0"}}', '{"info":{"version":"2.0.0"}}', id="JSON"),
    pytest.param(
        '{"servers":[{"url":"https:\\/\\/a.example\\/v1"}],"x":"\\ud83d\\ude00"}',
        '{"servers":[{"url":"https:\\/\\/a.example\\/v2"}],"x":"\\ud83d\\ude00"}',
        id="JSON with escapes",
    ),
    pytest.param('{\t"info" : {\n\t"version":\t\'1\'}}', '{\t"info" : {\n\t"version":\t\'2\'}}', id="flow YAML, tabs"),
    pytest.param("x-a: 😀\r\ninfo:\r\n  version: 1.0.0\r\n", "x-a: 😀\r\ninfo:\r\n  version: 2.0.0\r\n", id="CRLF"),
    pytest.param(
        "\ufeffinfo: {version: 1.0.0}", "\ufeffinfo: {version: 2.0.0}", id="byte order mark, no last line end"
    ),
    pytest.param("info: {version: 2.0.0}", "info: {version: 2.0.0}", id="moved on already"),
    pytest.param("info: {version: 7.1.0}", "info: {version: 7.1.0}", id="counts something else"),
    pytest.param("x: {info: {version: 1.0.0}}", "x: {info: {version: 1.0.0}}", id="not the root's info"),
    pytest.param(
        "a: &a /v1\nb: *a\nc: !x {<<: {d: *a}}", "a: &a /v1\nb: *a\nc: !x {<<: {d: *a}}", id="nothing to edit"
    ),
]


@pytest.mark.parametrize(("before", "after"), EDITS)
def test_the_version_moves_on_where_it_is_kept_and_nowhere_else(before: str, after: str) -> None:
    assert written(before) == after


@pytest.mark.parametrize(
    ("reference", "suffix", "folder"),
    [
        pytest.param("#/components/schemas/A", "#/components/schemas/A", "#/components/schemas/A", id="inside"),
        pytest.param("common.yaml#/a", "common.yaml#/a", "../v1/common.yaml#/a", id="beside"),
        pytest.param("./common.yaml", "./common.yaml", "../v1/common.yaml", id="beside, with a dot"),
        pytest.param("../common.yaml#/a", "../common.yaml#/a", "../common.yaml#/a", id="above"),
        pytest.param(
            "https://a.example/v1/x.yaml", "https://a.example/v1/x.yaml", "https://a.example/v1/x.yaml", id="away"
        ),
    ],
)
def test_a_reference_still_leads_to_the_same_file(reference: str, suffix: str, folder: str) -> None:
    text = "components: {schemas: {B: {$ref: '%s'}}}"
    assert written(text % reference) == text % suffix
    assert written(text % reference, FOLDER, "apis/v1/pay.yaml") == text % folder


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        pytest.param("a: {$ref: 'pay_v1.yaml#/b'}", "a: {$ref: 'pay_v2.yaml#/b'}", id="to the file itself"),
        pytest.param(
            "paths: {/v1/a: {get: {$ref: '#/paths/~1v1~1b/get'}}}",
            "paths: {/v2/a: {get: {$ref: '#/paths/~1v2~1b/get'}}}",
            id="to a path",
        ),
        pytest.param(
            "paths: {/v1/a: {x: {operationRef: 'pay_v1.yaml#/paths/~1v1~1a/get'}}}",
            "paths: {/v2/a: {x: {operationRef: 'pay_v2.yaml#/paths/~1v2~1a/get'}}}",
            id="of a link",
        ),
        pytest.param("a: {example: {$ref: pay_v1.yaml}}", "a: {example: {$ref: pay_v1.yaml}}", id="not in an example"),
        pytest.param(
            "examples: {a: {value: {$ref: pay_v1.yaml}}}", "examples: {a: {value: {$ref: pay_v1.yaml}}}", id="value"
        ),
        pytest.param(
            "properties: {example: {$ref: pay_v1.yaml}}",
            "properties: {example: {$ref: pay_v2.yaml}}",
            id="in a property called example",
        ),
        pytest.param(
            "discriminator: {mapping: {a: 'pay_v1.yaml#/A', b: B}}",
            "discriminator: {mapping: {a: 'pay_v2.yaml#/A', b: B}}",
            id="of a discriminator",
        ),
        pytest.param(
            "paths: {/a: {x: {$ref: '#/paths/~1v1'}}}", "paths: {/a: {x: {$ref: '#/paths/~1v1'}}}", id="path stays"
        ),
    ],
)
def test_a_reference_to_what_moves_moves_along(text: str, moved: str) -> None:
    assert written(text) == moved


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("info: {version: 1.0.0}", ()),
        (
            "# payments v1\ninfo: {version: 1.0.0}\nx: version 1 was first",
            ("Lines 1, 3 of `apis/pay_v2.yaml` still say `v1`: I do not touch prose, comments and examples.",),
        ),
        (
            "a: {$ref: common.yaml}",
            (
                "Both versions refer to `apis/common.yaml`. A change there reaches `v1` too, "
                "so what this pull request changes in them is not in the new version.",
            ),
        ),
        ("info: {version: 7.1.0}", ("`info.version: 7.1.0` does not follow `v1` and is left as it is.",)),
        ("info: {x-stage: ga}", ("The description marks itself `x-stage: ga`; a new version starts at private beta.",)),
    ],
)
def test_what_a_person_has_to_look_at_is_said(text: str, notes: tuple[str, ...]) -> None:
    assert drafted(text).notes == notes


def test_a_version_the_author_moved_is_kept_and_said() -> None:
    request = NewVersion("apis/pay_v1.yaml", b"info: {version: 1.4.2}", b"info: {version: 2.0.0-rc.1}", SUFFIX)
    draft = new_version(request)
    assert isinstance(draft, Draft)
    assert draft.files[0].data == request.changed
    assert draft.notes == ("The author moved `info.version` from `1.4.2` to `2.0.0-rc.1` themselves.",)


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        pytest.param(b"a: 1\nb: ]", "did not find", 2, id="broken YAML"),
        pytest.param(b"a: 1\nb: \xff", "not UTF-8", 2, id="not UTF-8"),
        pytest.param(b"a: \x00", "", None, id="control character"),
        pytest.param(b"[" * 100_000, "levels deep", None, id="too deep, YAML"),
        pytest.param(b'{"a":' * 600 + b"1" + b"}" * 600, "levels deep", None, id="too deep, read as JSON"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "levels deep", None, id="too deep, JSON"),
        pytest.param(
            b"paths: {/v1/a: {}, /v2/a: {}}", "the path `/v2/a` of `v2` is in it already", None, id="path is taken"
        ),
    ],
)
def test_a_file_that_cannot_be_edited_is_refused_with_its_line(data: bytes, reason: str, line: int | None) -> None:
    answer = new_version(NewVersion("apis/pay_v1.yaml", b"", data, SUFFIX))
    assert isinstance(answer, Unreadable)
    assert reason in answer.reason
    assert answer.line == line


def test_the_addresses_that_moved_are_told_once_each() -> None:
    text = (
        "servers: [{url: /v1}, {url: /v1}, {url: /}]\npaths: {/v1/a: {}, /b: {}}\ninfo: {title: Pay v1, version: 1.0.0}"
    )
    assert drafted(text).moved == (("/v1/a", "/v2/a"), ("/v1", "/v2"))


def test_the_old_file_is_never_among_the_files() -> None:
    assert [file.path for file in drafted("info: {version: 1.0.0}").files] == ["apis/pay_v2.yaml"]

"""How versions are written, and how each writing moves on."""

import pytest

from bot.versioning import tokens


@pytest.mark.parametrize(
    ("name", "versions"),
    [
        ("payments_v1.yaml", ["v1"]),
        ("payments-v12.yml", ["v12"]),
        ("payments.V2.openapi.json", ["v2"]),
        ("v3.yaml", ["v3"]),
        ("twilio_api_v2010.json", ["v2010"]),
        ("payments.yaml", []),
        ("envoy1.yaml", []),
        ("payments_v1beta1.yaml", []),  # alpha and beta tracks are counted by nobody here
        ("payments_v1.2.yaml", []),
        ("payments.v1", []),  # what looks like an extension is one
    ],
)
def test_a_files_name_carries_a_version_only_as_a_word(name: str, versions: list[str]) -> None:
    assert tokens.versions_in_name(name) == versions


@pytest.mark.parametrize(
    ("url", "moved"),
    [
        ("https://api.acme.example/v1", "https://api.acme.example/v2"),
        ("https://api.acme.example/v1/", "https://api.acme.example/v2/"),
        ("https://api.acme.example/payments/v1?x=v1", "https://api.acme.example/payments/v2?x=v1"),
        ("https://v1.api.acme.example/", "https://v2.api.acme.example/"),
        ("/v1/payments/{payment_id}", "/v2/payments/{payment_id}"),
        ("/v10/payments", "/v10/payments"),
        ("/payments/v1x", "/payments/v1x"),
        ("https://api.acme.example/", "https://api.acme.example/"),
    ],
)
def test_an_address_moves_on_where_a_whole_segment_is_the_version(url: str, moved: str) -> None:
    assert tokens.bumped_url(url, "v1", "v2") == moved


@pytest.mark.parametrize(
    ("text", "major", "moved"),
    [
        ("1.4.2", "v1", "2.0.0"),
        ("1.4", "v1", "2.0"),
        ("1", "v1", "2"),
        ("v1.4.2", "v1", "v2.0.0"),
        ("1.0.0-beta.3+build7", "v1", "2.0.0"),
        ("0.9.1", "v0", "2.0.0"),
        ("2026-03-01", None, None),
        ("latest", None, None),
    ],
)
def test_a_number_begins_again_with_as_many_places(text: str, major: str | None, moved: str | None) -> None:
    assert tokens.major(text) == major
    if moved is None:
        with pytest.raises(ValueError, match="not a version number"):
            tokens.bumped_number(text, "v2")
    else:
        assert tokens.bumped_number(text, "v2") == moved


@pytest.mark.parametrize(
    ("word", "number"), [("v3", 3), ("3", 3), (" V3 ", 3), ("three", None), ("v3.1", None), ("", None)]
)
def test_a_person_may_write_v3_or_3(word: str, number: int | None) -> None:
    assert tokens.wanted_number(word) == number


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("# Acme Payments, version 1.", True),
        ("see /v1/payments", True),
        ("version 1.4", False),
        ("version 12", False),
        ("v11", False),
    ],
)
def test_a_line_says_a_version_in_a_readers_words(line: str, says: bool) -> None:
    assert tokens.says_version(line, "v1") is says

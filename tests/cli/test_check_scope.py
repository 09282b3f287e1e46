"""Which operations a comparison is about: paths, extensions, prefixes."""

from typing import Any

import pytest

from tests.cli.place import NUMBER, TEXT, Place
from tests.unit.contract.describing import api


def _both(place: Place, *paths: str, new_paths: tuple[str, ...] = (), mark_old: str = "", mark_new: str = "") -> None:
    """Descriptions that break every one of these paths; the last one may be marked."""
    for name, schema, at, mark in (("old", TEXT, paths, mark_old), ("new", NUMBER, new_paths or paths, mark_new)):
        document = api()
        document["paths"] = {path: _item(schema) for path in at}
        if mark:
            document["paths"][at[-1]]["post"][mark] = True
        place.write(f"{name}.json", document)


def _item(schema: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = api(schema)["paths"]["/payments"]
    return item


def _broken(place: Place, *words: str) -> list[str]:
    findings = place.check("old.json", "new.json", "--format", "json", *words).json["findings"]
    return sorted(o["path"] for f in findings for o in f["operations"] if f["class"] == "breaking")


def test_only_paths_that_match_are_compared(place: Place) -> None:
    _both(place, "/v1/a", "/v1/b", "/internal/c")
    assert _broken(place, "--match-path", "^/v1/") == ["/v1/a", "/v1/b"]
    assert _broken(place, "--exclude", "^/internal") == ["/v1/a", "/v1/b"]
    assert _broken(place, "--match-path", "/v1", "--exclude", "a$") == ["/v1/b"]


def test_where_no_path_is_left_that_is_said(place: Place) -> None:
    _both(place, "/v1/a")
    for words in (("--match-path", "^/v2"), ("--exclude", ".")):
        ended = place.check("old.json", "new.json", *words)
        assert ended.code == 0
        assert "no path of it is left by --match-path and --exclude" in ended.out.replace("\n", " ")
    assert "no path" not in place.check("old.json", "new.json", "--match-path", "a").out


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_where_no_path_is_left_a_form_for_programs_is_whole_and_it_is_said_beside_it(place: Place, form: str) -> None:
    _both(place, "/v1/a")
    words = ("--match-path", "^/v2", "--format", form)
    ended = place.check("old.json", "new.json", *words)
    assert len(ended.lines) == 1
    assert "no path of it is left by --match-path and --exclude" in ended.err
    assert ("no path of it" in ended.out) == (form == "junit")  # as the reason why its case is skipped
    assert place.check("old.json", "new.json", *words, "--quiet").err == ""


def test_where_no_path_is_left_of_several_that_is_one_note(place: Place) -> None:
    for name in ("a", "b", "c", "d", "e"):
        for folder, schema in (("old", TEXT), ("new", NUMBER)):
            document = {**api(), "paths": {f"/{name}": _item(schema)}}
            place.write(f"{folder}/{name}.json", document)
    told = " ".join(place.check("old", "new", "--match-path", "e").out.split())
    assert "new/a.json, new/b.json, new/c.json and 1 more: no path of them is left by" in told
    assert "Callers break." in told
    told = place.check("old", "new", "--match-path", "z").out
    assert "Nothing was compared: no path is left." in told
    assert "No change" not in told


def test_of_a_shared_cause_only_the_operations_in_scope_are_told(place: Place) -> None:
    shared = {"$ref": "#/components/schemas/Amount"}
    for name, schema in (("old", TEXT), ("new", NUMBER)):
        document = api(components=None, Amount=schema)
        document["paths"] = {path: _item(shared) for path in ("/a", "/b", "/internal")}
        place.write(f"{name}.json", document)
    (finding,) = place.check("old.json", "new.json", "--format", "json", "--exclude", "internal").json["findings"]
    assert (finding["operations_total"], [o["path"] for o in finding["operations"]]) == (2, ["/a", "/b"])


def test_nothing_that_is_told_names_an_operation_out_of_scope(place: Place) -> None:
    shared = {"$ref": "#/components/schemas/Amount"}
    for name, schema in (("old", TEXT), ("new", NUMBER)):
        document = api(components=None, Amount=schema)
        document["paths"] = {path: _item(shared) for path in ("/a-internal", "/b")}
        document["webhooks"] = {"internal": _item(shared)}
        place.write(f"{name}.json", document)
    told = place.check("old.json", "new.json", "--format", "json", "--exclude", "internal").out
    assert "internal" not in told
    assert "/b" in told


def test_an_operation_marked_in_the_old_description_is_left_out(place: Place) -> None:
    _both(place, "/a", "/b", mark_old="x-stagekeeper-exclude")
    assert _broken(place) == ["/a"]


def test_a_mark_that_comes_with_the_break_hides_nothing(place: Place) -> None:
    _both(place, "/a", "/b", mark_new="x-stagekeeper-exclude")
    assert _broken(place) == ["/a", "/b"]


def test_the_extension_may_be_another_one(place: Place) -> None:
    _both(place, "/a", "/b", mark_old="x-internal")
    assert _broken(place) == ["/a", "/b"]
    assert _broken(place, "--exclude-extension", "x-internal") == ["/a"]


def test_a_prefix_is_left_out_of_the_paths_of_both(place: Place) -> None:
    _both(place, "/v1/a", new_paths=("/v2/a",))
    rules = {f["rule"] for f in place.check("old.json", "new.json", "--format", "json").json["findings"]}
    assert "operation-removed" in rules
    found = place.check(
        "old.json", "new.json", "--format", "json", "--strip-prefix", "/v1", "--strip-prefix", "/v2/"
    ).json["findings"]
    assert {f["rule"] for f in found} == {"request-type-changed"}
    assert found[0]["operations"][0]["path"] == "/a"


def test_a_prefix_may_be_written_without_its_slash(place: Place) -> None:
    _both(place, "/v1/a", new_paths=("/a",))
    assert _broken(place, "--strip-prefix", "v1") == ["/a"]


def test_a_prefix_is_whole_segments_and_never_folds_two_paths_into_one(place: Place) -> None:
    _both(place, "/v1/a", "/v10/b", "/a")
    assert _broken(place, "--strip-prefix", "/v1") == ["/a", "/v1/a", "/v10/b"]

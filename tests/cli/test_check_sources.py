"""What OLD and NEW may name, and one clear sentence where they name nothing."""

import errno
import io
import json
import os
import sys

import pytest
import yaml

from tests.cli.place import NUMBER, TEXT, Place, pair
from tests.unit.contract.describing import api


def test_two_directories_are_paired_by_name(place: Place) -> None:
    for folder, schema in (("old", TEXT), ("new", NUMBER)):
        place.write(f"{folder}/a/payments.json", api(schema))
        place.write(f"{folder}/same.yaml", api(TEXT))
        place.write(f"{folder}/package.json", {"dependencies": {"swagger": "2.0.1"}})
    ended = place.check("old", "new", "--format", "json")
    assert ended.code == 1
    assert {f["new"]["file"] for f in ended.json["findings"]} == {"new/a/payments.json"}


def test_a_description_that_moved_within_a_directory_is_still_its_own_successor(place: Place) -> None:
    place.write("old/payments.json", api(TEXT))
    place.write("new/apis/payments.json", api(TEXT))
    assert place.check("old", "new", "--all").code == 0


def test_a_description_put_into_the_other_syntax_within_a_directory_is_its_own_successor(place: Place) -> None:
    place.write("old/pay.json", api(TEXT))
    place.write("new/pay.yaml", yaml.safe_dump(api(NUMBER)))
    found = place.check("old", "new", "--format", "json").json["findings"]
    assert [(f["rule"], f["old"]["file"], f["new"]["file"]) for f in found] == [
        ("request-type-changed", "old/pay.json", "new/pay.yaml")
    ]


def test_a_description_that_is_gone_from_a_directory_breaks_every_caller_of_it(place: Place) -> None:
    place.write("old/payments.json", api(TEXT))
    place.write("old/other.json", api(TEXT))
    place.write("new/other.json", api(TEXT))
    ended = place.check("old", "new", "--format", "json")
    assert ended.code == 1
    assert [f["rule"] for f in ended.json["findings"]] == ["operation-removed"]


@pytest.mark.parametrize("data", [b"", b"{", b"hello: world\n"], ids=["empty", "cut-off", "no-description"])
def test_what_was_a_description_in_a_directory_is_compared_with_what_stands_there_now(
    repository: Place, data: bytes
) -> None:
    repository.commit("First", apis__a_dot_json=api(TEXT), apis__b_dot_json=api(TEXT))
    for folder in ("old", "new"):
        for name in ("a", "b"):
            repository.write(f"{folder}/{name}.json", api(TEXT))
    repository.write("new/a.json", data)
    for words in (("old", "new"), ("HEAD:apis", "new")):
        ended = repository.check(*words, "--format", "json")
        assert (ended.code, ended.json["breaking"], ended.json["findings"]) == (2, None, [])
        assert [one["file"] for one in ended.json["unread"]] == ["new/a.json"]
    repository.write("apis/a.json", data)
    later = repository.commit("Spoil it")
    assert repository.check("old", f"{later}:apis").code == 2


def test_a_file_of_a_directory_too_large_to_look_into_is_said(
    repository: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = {**api(TEXT), "x-long": "a" * 5_000}
    for folder in ("old", "new"):
        repository.write(f"{folder}/a.json", api(TEXT))
        repository.write(f"{folder}/large.json", large)
        repository.write(f"{folder}/film.mp4", b"0" * 5_000)
    commit = repository.commit("First")
    monkeypatch.setattr("bot.checkout.discover.LARGEST", 4_000)
    monkeypatch.setattr("bot.cli.folders.LARGEST", 4_000)
    ended = repository.check("old", "new")
    assert ended.code == 0
    assert [line.split(" was left out")[0] for line in ended.lines] == ["note: old/large.json", "note: new/large.json"]
    assert f"{commit}:old/large.json was left out" in repository.check(f"{commit}:old", "new").err


def test_a_new_description_in_a_directory_only_adds(place: Place) -> None:
    place.write("old/other.json", api(TEXT))
    place.write("new/other.json", api(TEXT))
    place.write("new/payments.json", api(TEXT))
    ended = place.check("old", "new", "--format", "json")
    assert ended.code == 0
    assert [f["rule"] for f in ended.json["findings"]] == ["operation-added"]


def test_a_file_beside_a_directory_is_compared_with_the_file_of_its_name(place: Place) -> None:
    place.write("released/payments.json", api(TEXT))
    place.write("payments.json", api(NUMBER))
    assert place.check("released", "payments.json").code == 1
    assert place.check("payments.json", "released").code == 1
    place.write("other.json", api(TEXT))
    ended = place.check("released", "other.json")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert "no description named other.json" in ended.err


def test_one_side_may_come_from_standard_input(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.write("text.json", api(TEXT))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(api(NUMBER)).encode())))
    assert place.check("text.json", "-").code == 1
    ended = place.check("-", "-")
    assert (ended.code, len(ended.lines)) == (2, 1)


def test_standard_input_that_fails_is_one_sentence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    place.write("text.json", api(TEXT))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Broken()))
    ended = place.check("-", "text.json")
    assert (ended.code, ended.err) == (2, "Standard input could not be read: Input/output error.\n")


@pytest.mark.parametrize("folder", ["/dev/fd", "/proc/self/fd"], ids=["bash", "zsh"])
def test_what_the_shell_hands_over_as_a_pipe_is_read(place: Place, folder: str) -> None:
    if not os.path.isdir(folder):
        pytest.skip("no files by descriptor")
    place.write("text.json", api(TEXT))
    reading, writing = os.pipe()
    try:
        os.write(writing, json.dumps(api(NUMBER)).encode())
        os.close(writing)
        assert place.check("text.json", f"{folder}/{reading}").code == 1
    finally:
        os.close(reading)


def test_ctrl_c_ends_it_without_a_stack_trace(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise KeyboardInterrupt

    place.write("text.json", api(TEXT))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(Interrupted()))
    ended = place.check("-", "text.json")
    assert (ended.code, ended.out, ended.err) == (130, "", "")


def test_a_revision_of_the_checkout_is_compared_with_the_file(repository: Place) -> None:
    repository.commit("First", text_dot_json=api(TEXT), apis__a_dot_json=api(TEXT))
    repository.write("text.json", api(NUMBER))
    repository.write("apis/a.json", api(NUMBER))
    assert repository.check("HEAD:text.json", "text.json").code == 1
    assert repository.check("HEAD:text.json", "HEAD:text.json").code == 0
    assert repository.check("HEAD:apis", "apis").code == 1
    assert repository.check("HEAD:apis", "HEAD:apis").code == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [("HEAD:", "."), ("HEAD:./", "."), ("HEAD:apis", "apis"), ("HEAD:./apis/a.json", "apis/a.json")],
    ids=["the-root", "here", "a-directory", "a-file"],
)
def test_a_revision_path_counts_from_the_root_or_from_here(repository: Place, old: str, new: str) -> None:
    repository.commit("First", apis__a_dot_json=api({"$ref": "parts.json#/A"}), apis__parts_dot_json={"A": TEXT})
    repository.write("apis/parts.json", {"A": NUMBER})
    ended = repository.check(old, new, "--format", "json")
    assert [(f["rule"], f["old"]["file"]) for f in ended.json["findings"]] == [
        ("request-type-changed", "apis/parts.json")
    ]


@pytest.mark.parametrize(
    ("old", "new"), [("HEAD:./", "."), ("HEAD:./a.json", "a.json"), ("HEAD:../apis", ".")], ids=["here", "file", "up"]
)
def test_a_revision_path_from_below_the_root_reads_what_it_refers_to(
    repository: Place, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    repository.commit("First", apis__a_dot_json=api({"$ref": "parts.json#/A"}), apis__parts_dot_json={"A": TEXT})
    repository.write("apis/parts.json", {"A": NUMBER})
    monkeypatch.chdir(repository.directory / "apis")
    ended = repository.check(old, new, "--format", "json")
    assert ended.json["unread"] == []
    assert [f["rule"] for f in ended.json["findings"]] == ["request-type-changed"]
    ended = repository.check("HEAD:a.json", "a.json")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert "HEAD:./a.json" in ended.err


def test_references_to_other_files_are_followed_but_never_out_of_the_root(place: Place) -> None:
    whole = api({"$ref": "shared/money.json#/Amount"})
    outside = api({"$ref": "../../secret.json"})
    (place.directory / "in").mkdir()
    for version, schema in (("old", TEXT), ("new", NUMBER)):
        place.write(f"in/{version}/api.json", whole)
        place.write(f"in/{version}/shared/money.json", {"Amount": schema})
        place.write(f"in/{version}/outside.json", outside)
    place.write("secret.json", TEXT)
    ended = place.check("in/old/api.json", "in/new/api.json", "--format", "json")
    assert ended.code == 1
    assert ended.json["findings"][0]["new"]["file"] == "in/new/shared/money.json"
    os.chdir(place.directory / "in")
    upwards = place.check("old/api.json", "new/outside.json", "--format", "json")
    assert upwards.json["unread"]
    assert "secret" not in json.dumps(upwards.json["findings"])


HOSTILE = {
    "half-a-sign": "\ud800.json",
    "a-nul": "a\0b.json",
    "an-escaped-nul": "%00.json",
    "too-long": "x" * 5_000 + ".json",
    "longer-than-a-command": "x" * 200_000 + ".json",
    "a-circle-of-links": "circle.json",
    "a-directory": "apis",
    "a-pipe": "pipe",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_reference_to_what_no_file_is_called_is_told_and_raises_nothing(repository: Place, name: str) -> None:
    document = api({"$ref": f"{HOSTILE[name]}#/A"})
    (repository.directory / "circle.json").symlink_to("circle.json")
    repository.commit("First", apis__b_dot_json=api(TEXT), a_dot_json=document)
    os.mkfifo(repository.directory / "pipe")
    repository.write("a.json", document | {"info": {"title": "Payments", "version": "2"}, "openapi": "3.1.1"})
    repository.write("new.json", api(TEXT))
    for words in (("--base", "HEAD", "a.json"), ("HEAD:a.json", "new.json"), ("a.json", "new.json")):
        assert repository.check(*words, "--format", "json").code in (0, 1)
    repository.commit("Second")
    assert repository.run("history", "a.json", "--json", "--no-cache").code == 0


def test_references_upwards_are_read_inside_of_a_git_checkout(repository: Place) -> None:
    repository.commit(
        "First", apis__a_dot_json=api({"$ref": "../shared/money.json#/Amount"}), shared__money_dot_json={"Amount": TEXT}
    )
    repository.write("shared/money.json", {"Amount": NUMBER})
    assert repository.check("HEAD:apis/a.json", "apis/a.json").code == 1


NOTHING = (
    pytest.param(("old.json", "none.json"), "none.json", id="a file that is not there"),
    pytest.param(("old.json", "nobody:old.json"), "nobody", id="no such revision"),
    pytest.param(("old.json", "empty"), "empty is a directory with no API description", id="an empty directory"),
    pytest.param(("old.json",), "not in a git checkout", id="one word, no checkout"),
    pytest.param(("-",), "name both: stagekeeper check - FILE", id="standard input alone"),
    pytest.param((), "not in a git checkout", id="no word, no checkout"),
    pytest.param(("--base", "main"), "not in a git checkout", id="a base, no checkout"),
    pytest.param(("old.json", "old.json", "old.json"), "3 files were named", id="three words"),
    pytest.param(("old.json", "gone.json"), "leads nowhere", id="a dangling link"),
    pytest.param(("old.json", "pipe"), "is no file", id="a pipe"),
)


@pytest.mark.parametrize(("words", "said"), NOTHING)
def test_what_names_nothing_is_one_sentence_and_exits_2(place: Place, words: tuple[str, ...], said: str) -> None:
    pair(place, TEXT, TEXT)
    (place.directory / "empty").mkdir()
    (place.directory / "gone.json").symlink_to("nowhere")
    os.mkfifo(place.directory / "pipe")
    ended = place.check(*words)
    assert (ended.code, ended.out, len(ended.lines)) == (2, "", 1)
    assert said in ended.err


@pytest.mark.parametrize("words", [("check", "a", "b"), ("check",), ("history", "a")], ids=" ".join)
def test_a_working_directory_that_is_gone_is_one_sentence(
    place: Place, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    gone = place.directory / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ended = place.run(*words)
    assert (ended.code, ended.err) == (2, "The directory this was started in is gone; go to another one.\n")


def test_a_checkout_of_somebody_else_is_told_with_what_trusts_it(
    repository: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for words in (("check",), ("check", "HEAD:a.json", "a.json"), ("history", "a.json")):
        ended = repository.run(*words)
        assert (ended.code, len(ended.lines)) == (2, 1)
        assert f"`git config --global --add safe.directory {repository.directory}`" in ended.err


def test_without_git_it_is_one_sentence(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(place.directory))
    ended = place.check("--base", "main")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert "git could not be started: No such file or directory" in ended.err


@pytest.mark.parametrize(
    "words",
    [("check", "", ""), ("check", "", "a.json"), ("check", ""), ("check", "--base", "HEAD", ""), ("history", "")],
    ids=["both", "old", "alone", "with-a-base", "history"],
)
def test_a_word_that_is_empty_is_not_taken_for_the_working_directory(repository: Place, words: tuple[str, ...]) -> None:
    """In a CI, a variable that nobody set would compare everything with itself."""
    repository.commit("First", a_dot_json=api(TEXT))
    ended = repository.run(*words)
    assert (ended.code, ended.err) == (2, "One of the words is empty; a variable may be unset.\n")


@pytest.mark.parametrize("word", ["x" * 5_000, "circle", "circle/a.json"], ids=["too-long", "a-circle", "in-a-circle"])
def test_a_word_that_can_be_no_path_is_one_sentence(repository: Place, word: str) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    (repository.directory / "circle").symlink_to("circle")
    for words in (("check", word), ("check", word, word), ("check", "--base", "HEAD", word), ("history", word)):
        ended = repository.run(*words)
        assert (ended.code, len(ended.lines)) == (2, 1)


UNREADABLE = (
    pytest.param(b"openapi: 3.1.0\ninfo: [\n", id="no YAML"),
    pytest.param(b"", id="empty"),
    pytest.param(b"\x7fELF\x02\x01\x00\xff\xfe", id="binary"),
    pytest.param(b"- 1\n- 2\n", id="a list"),
    pytest.param(b"hello: world\n", id="no description"),
)


@pytest.mark.parametrize("data", UNREADABLE)
@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif", "github", "junit", "html"])
def test_what_cannot_be_read_is_said_in_every_form_and_exits_2(place: Place, data: bytes, form: str) -> None:
    pair(place, TEXT, TEXT)
    place.write("bad.yaml", data)
    ended = place.check("old.json", "bad.yaml", "--format", form, "--fail-on", "none")
    assert ended.code == 2
    assert "I could not read it" in ended.out
    if form == "json":
        assert ended.json["breaking"] is None

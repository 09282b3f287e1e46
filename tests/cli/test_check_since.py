"""`--base REV` and no words at all: every description that changed, found by what it holds."""

import json

import pytest
import yaml

from tests.cli.place import NUMBER, TEXT, Place
from tests.unit.contract.describing import api


def _files(place: Place, *words: str) -> tuple[int, set[str]]:
    ended = place.check(*words, "--format", "json", "--all")
    return ended.code, {(f["new"] or f["old"])["file"] for f in ended.json["findings"]}


def test_without_words_the_branch_is_compared_with_where_it_left_the_default_branch(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT), b_dot_json=api(TEXT), notes_dot_json={"swagger": "no"})
    repository.git("checkout", "--quiet", "-b", "work")
    repository.commit("Break it", a_dot_json=api(NUMBER), notes_dot_json={"swagger": "still no"})
    repository.git("checkout", "--quiet", "main")
    repository.commit("Meanwhile", b_dot_json=api(NUMBER))
    repository.git("checkout", "--quiet", "work")
    assert _files(repository) == (1, {"a.json"})


def test_what_is_not_committed_yet_counts_too(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    repository.write("a.json", api(NUMBER))
    assert _files(repository, "--base", "HEAD") == (1, {"a.json"})


def test_a_description_is_known_by_what_it_holds_and_not_by_its_name(repository: Place) -> None:
    repository.commit("First", one_dot_txt=api(TEXT), two=f"# hello\nopenapi: 3.1.0\npaths: {api(TEXT)['paths']}\n")
    repository.write("one.txt", api(NUMBER))
    repository.write("two", f"# hello\nopenapi: 3.1.0\npaths: {api(NUMBER)['paths']}\n")
    assert _files(repository, "--base", "HEAD") == (1, {"one.txt", "two"})


def test_a_text_that_shows_a_description_is_none(repository: Place) -> None:
    shown = "# Guide\n\n```yaml\nopenapi: 3.1.0\npaths: {}\n```\n"
    repository.commit("First", a_dot_json=api(TEXT), readme_dot_md=shown)
    repository.write("readme.md", shown + "More.\n")
    ended = repository.check("--base", "HEAD")
    assert (ended.code, ended.out) == (0, "No API description changed since HEAD.\n")


def test_a_renamed_description_is_compared_with_what_it_was(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    repository.git("mv", "a.json", "b.json")
    ended = repository.check("--base", "HEAD", "--all", "--format", "json")
    assert (ended.code, ended.json["findings"]) == (0, [])


def test_a_description_that_was_moved_is_found_before_git_is_told(repository: Place) -> None:
    repository.commit("begin", api_dot_json=api(TEXT))
    (repository.directory / "api.json").rename(repository.directory / "payments.json")
    repository.write("new.json", api(NUMBER))
    ended = repository.check("--base", "HEAD")
    assert (ended.code, ended.out) == (0, "No change for callers. HEAD:api.json → payments.json\n")
    repository.write(".gitignore", "payments.json\nnew.json\n")
    assert "operation-removed" in repository.check("--base", "HEAD").out


def test_a_description_put_into_the_other_syntax_is_compared_with_what_it_was(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    (repository.directory / "api.json").unlink()
    repository.write("payments.yaml", yaml.safe_dump(api(NUMBER)))
    repository.write("other.yaml", yaml.safe_dump({**api(TEXT), "paths": {"/else": {"get": {"responses": {}}}}}))
    repository.git("add", "--all")
    found = repository.check("--base", "HEAD", "--format", "json").json["findings"]
    assert {f["rule"]: f["new"]["file"] for f in found} == {
        "request-type-changed": "payments.yaml",
        "operation-added": "other.yaml",
    }


def test_a_description_of_other_operations_is_nobodys_successor(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    (repository.directory / "api.json").unlink()
    repository.write("else.yaml", yaml.safe_dump({**api(TEXT), "paths": {"/else": {"get": {"responses": {}}}}}))
    repository.git("add", "--all")
    found = repository.check("--base", "HEAD", "--format", "json").json["findings"]
    assert [f["rule"] for f in found] == ["operation-removed", "operation-added"]


def test_a_description_that_can_no_longer_be_read_is_not_taken_for_a_removed_one(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT), b_dot_yaml="openapi: 3.1.0\npaths: {}\n")
    repository.write("a.json", b'{"info": {}, "openapi": "3.1.0", ')
    ended = repository.check("--base", "HEAD", "--format", "json")
    assert (ended.code, ended.json["breaking"], ended.json["findings"]) == (2, None, [])
    repository.git("checkout", "--quiet", "a.json")
    repository.write("b.yaml", "opnapi: 3.1.0\npaths: {}\n")
    assert repository.check("--base", "HEAD").code == 2
    assert repository.check("--base", "HEAD", "b.yaml").code == 2


@pytest.mark.parametrize("form", ["text", "json", "markdown", "sarif", "github", "junit", "html"])
def test_where_the_old_version_could_not_be_read_the_new_one_is_not_blamed(repository: Place, form: str) -> None:
    repository.commit("First", a_dot_yaml="openapi: 3.1.0\ninfo: x\npaths: [\n")
    repository.write("a.yaml", json.dumps(api(TEXT)))
    ended = repository.check("--base", "HEAD", "--format", form)
    assert ended.code == 2
    assert "the old version, " in (told := " ".join(ended.out.split()))
    assert "HEAD:a.yaml:4" in told
    assert "file=a.yaml,line=" not in ended.out
    repository.write("a.yaml", "openapi: 3.1.0\ninfo: x\npaths: {\n")
    assert repository.check("--base", "HEAD", "--format", "json").out.count("the old version, ") == 1


def test_an_annotation_of_an_old_version_under_another_name_stands_on_the_new_file(repository: Place) -> None:
    lines = "".join(f"# line {number} of many that stay\n" for number in range(40))
    repository.commit("First", a_dot_yaml=f"openapi: 3.1.0\n{lines}paths: [\n")
    repository.git("mv", "a.yaml", "b.yaml")
    repository.write("b.yaml", f"openapi: 3.1.0\n{lines}paths: {{}}\n")
    told = repository.check("--base", "HEAD", "--format", "github").out
    assert told.startswith("::error file=b.yaml,title=not judged::I could not read the old version, `HEAD:a.yaml:")


def test_an_old_version_of_another_name_keeps_its_line_and_lends_it_to_no_other_file(place: Place) -> None:
    place.write("old.yaml", "openapi: 3.1.0\ninfo: x\npaths: [\n")
    place.write("new.json", api(TEXT))
    (unread,) = place.check("old.yaml", "new.json", "--format", "json").json["unread"]
    assert (unread["file"], unread["line"]) == ("old.yaml", 4)
    told = place.check("old.yaml", "new.json", "--format", "github").out
    assert told.startswith("::error file=new.json,title=not judged::I could not read the old version, `old.yaml:4`")


def test_a_new_description_that_cannot_be_read_is_told_once_and_blames_no_old_one(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT), gone_dot_yaml="openapi: 3.1.0\ninfo: [\n")
    repository.write("b.yaml", "swagger: '2.0'\n# another one\nhost: {\n")
    (repository.directory / "gone.yaml").unlink()
    repository.git("add", "--all")
    for name, told in (("b.yaml", "read it"), ("gone.yaml", "read the old version, `HEAD:gone.yaml")):
        ended = repository.check("--base", "HEAD", "--format", "json", name)
        (unread,) = ended.json["unread"]
        assert (ended.code, unread["file"]) == (2, name)
        assert told in unread["what"]


def test_how_many_descriptions_could_not_be_read_is_told_beside_what_the_others_break(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT), b_dot_json=api(TEXT))
    repository.write("b.json", "{")
    repository.write("a.json", api(NUMBER))
    ended = repository.check("--base", "HEAD")
    assert ended.code == 2
    assert "Callers break, and 1 of 2 descriptions could not be read." in ended.out
    repository.write("a.json", {**api(TEXT), "info": {"title": "Payments", "version": "2"}})
    assert "\n1 of 2 descriptions could not be read." in repository.check("--base", "HEAD").out
    repository.write("a.json", "{")
    assert "\nNot compared: a description could not be read." in repository.check("--base", "HEAD").out


def test_a_file_too_large_to_look_into_is_said(repository: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.since.LARGEST", 10)
    repository.commit("First", a_dot_json=api(TEXT))
    repository.write("a.json", api(NUMBER))
    assert "a.json was left out" in repository.check("--base", "HEAD", "--format", "json").err


def test_a_removed_description_breaks_all_its_callers(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT), b_dot_json=api(TEXT))
    repository.git("rm", "--quiet", "a.json")
    ended = repository.check("--base", "HEAD", "--format", "json")
    assert [f["rule"] for f in ended.json["findings"]] == ["operation-removed"]
    assert ended.code == 1


def test_a_description_counts_as_changed_when_a_file_it_refers_to_did(repository: Place) -> None:
    whole = api({"$ref": "deep/b.json#/B"})
    repository.commit("First", a_dot_json=whole, deep__b_dot_json={"B": {"$ref": "c.json"}}, deep__c_dot_json=TEXT)
    repository.write("deep/c.json", NUMBER)
    assert repository.check("--base", "HEAD").code == 1


def test_paths_narrow_it_down(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT), more__b_dot_json=api(TEXT))
    repository.write("a.json", api(NUMBER))
    repository.write("more/b.json", api(NUMBER))
    assert _files(repository, "--base", "HEAD", "a.json") == (1, {"a.json"})
    assert _files(repository, "--base", "HEAD", "more") == (1, {"more/b.json"})
    assert _files(repository, "--base", "HEAD", ".") == (1, {"a.json", "more/b.json"})


def test_a_directory_that_is_gone_names_the_descriptions_it_held(repository: Place) -> None:
    repository.commit("First", apis__v1__a_dot_json=api(TEXT), docs__x=" ", b_dot_json=api(TEXT))
    repository.git("rm", "--quiet", "-r", "apis", "docs")
    for word in ("apis", "apis/v1"):
        ended = repository.check("--base", "HEAD", word)
        assert (ended.code, ended.err) == (1, "")
        assert "`POST /payments` is gone" in ended.out
    assert repository.check("--base", "HEAD", "docs").out == "No API description changed since HEAD.\n"


def test_a_file_that_descriptions_refer_to_names_them(repository: Place) -> None:
    """As a hook names the files that changed."""
    refers = api({"$ref": "parts/money.json#/Amount"})
    parts = {"a_dot_json": refers, "b_dot_json": refers, "c_dot_json": api(TEXT)}
    repository.commit("First", parts__money_dot_json={"Amount": TEXT}, parts__none_dot_json={}, **parts)
    repository.write("parts/money.json", {"Amount": NUMBER})
    repository.write("b.json", refers | {"info": {"title": "Payments", "version": "2"}})
    repository.write("c.json", api(NUMBER))
    ended = repository.check("--base", "HEAD", "parts/money.json", "--format", "github")
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.count("::error file=parts/money.json") == 2
    assert "c.json" not in ended.out
    assert "is no API description" in repository.check("--base", "HEAD", "parts/none.json").err


def test_the_name_a_description_had_names_it_too(repository: Place) -> None:
    repository.commit("First", apis__a_dot_json=api(TEXT), b_dot_json=api(TEXT))
    repository.git("mv", "apis/a.json", "new.json")
    repository.write("new.json", api(NUMBER))
    for word in ("apis/a.json", "apis", "new.json"):
        assert _files(repository, "--base", "HEAD", word) == (1, {"new.json"})


@pytest.mark.parametrize("ignored", ["", "built.json\n"], ids=["not-added", "ignored"])
def test_a_named_description_that_git_does_not_keep_is_not_said_to_be_unchanged(
    repository: Place, ignored: str
) -> None:
    repository.commit("First", a_dot_json=api(TEXT), _dot_gitignore=ignored)
    repository.write("built.json", api(NUMBER))
    ended = repository.check("--base", "HEAD", "built.json")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert "built.json is not in git" in ended.err
    assert "stagekeeper check OLD built.json" in ended.err


def _with_submodule(repository: Place) -> None:
    repository.git("init", "--quiet", "-b", "main", "part")
    repository.write("part/api.json", api(TEXT))
    for words in (("add", "--all"), ("commit", "--quiet", "-m", "Its own")):
        repository.git("-C", "part", *words)
    repository.git("-c", "advice.addEmbeddedRepo=false", "add", "part")
    repository.commit("With a submodule", a_dot_json=api(TEXT))
    repository.write("part/api.json", api(NUMBER))
    repository.git("-C", "part", "commit", "--quiet", "--all", "-m", "Break it")


def test_what_changed_in_a_submodule_is_said_to_be_left_out(repository: Place) -> None:
    _with_submodule(repository)
    ended = repository.check("--base", "HEAD")
    assert (ended.code, ended.out) == (0, "No API description changed since HEAD.\n")
    assert ended.lines == ["note: part is a submodule that changed and was left out: run `stagekeeper check` in it."]


def test_a_named_description_in_a_submodule_is_one_sentence(repository: Place) -> None:
    _with_submodule(repository)
    for word in ("part", "part/api.json"):
        ended = repository.check("--base", "HEAD", word)
        assert (ended.code, len(ended.lines)) == (2, 1)
        assert "part is a submodule" in ended.err


def test_a_submodule_without_descriptions_is_not_spoken_of(repository: Place) -> None:
    _with_submodule(repository)
    repository.git("-C", "part", "rm", "--quiet", "-f", "api.json")
    ended = repository.check("--base", "HEAD")
    assert (ended.code, ended.lines) == (0, [])


def test_one_word_alone_is_compared_with_the_default_branch(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT), b_dot_json=api(TEXT))
    repository.write("a.json", api(NUMBER))
    repository.write("b.json", api(NUMBER))
    assert _files(repository, "a.json") == (1, {"a.json"})


def test_nothing_changed_is_said_and_exits_0(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    ended = repository.check("--base", "HEAD")
    assert ended.code == 0
    assert ended.out == "No API description changed since HEAD.\n"


def test_an_unknown_revision_is_one_sentence(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    ended = repository.check("--base", "v9")
    assert (ended.code, ended.err) == (2, "Nothing was compared: `v9` names no commit here.\n")


def test_a_branch_that_is_only_at_the_remote_is_the_nearest_name(repository: Place) -> None:
    commit = repository.commit("First", a_dot_json=api(TEXT))
    repository.git("update-ref", "refs/remotes/origin/next", commit)
    ended = repository.check("--base", "next")
    assert ended.err == "Nothing was compared: `next` names no commit here; did you mean `origin/next`?\n"


def test_a_revision_that_a_shallow_checkout_lacks_is_told_with_how_to_bring_it(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    repository.commit("Second", a_dot_json=api(NUMBER))
    repository.git("clone", "--quiet", "--depth", "1", f"file://{repository.directory}", "shallow")
    ended = repository.check("--base", "HEAD~1")
    assert ended.code == 1
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(repository.directory / "shallow")
        ended = repository.check("--base", "HEAD~1")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert "git fetch --unshallow" in ended.err
    assert "fetch-depth: 0" in ended.err


def test_an_empty_revision_is_told_as_one(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    ended = repository.check("--base", "")
    assert ended.err == "Nothing was compared: the revision is empty; name one with --base REV.\n"


def test_no_default_branch_is_one_sentence_that_says_what_to_type(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    repository.git("branch", "--quiet", "-m", "trunk")
    ended = repository.check()
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert "--base REV" in ended.err


def test_a_path_that_is_nowhere_is_one_sentence(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT), readme="hello\n")
    for word, said in (("none.json", "no file none.json"), ("readme", "no API description"), ("/etc", "outside")):
        ended = repository.check("--base", "HEAD", word)
        assert (ended.code, len(ended.lines)) == (2, 1)
        assert said in ended.err


def test_a_description_of_a_revision_alone_is_told_what_to_type(repository: Place) -> None:
    repository.commit("First", a_dot_json=api(TEXT))
    for words in (("main:a.json",), ("--base", "HEAD", "main:a.json")):
        ended = repository.check(*words)
        assert (ended.code, len(ended.lines)) == (2, 1)
        assert "There is no file main:a.json" in ended.err
        assert "name both: stagekeeper check REV:path FILE" in ended.err


def test_names_with_blanks_quotes_and_umlauts_are_found(repository: Place) -> None:
    name = 'Zahlung "neu" für alle.json'
    repository.write(name, api(TEXT))
    repository.commit("First")
    repository.write(name, api(NUMBER))
    assert _files(repository, "--base", "HEAD") == (1, {name})


def test_it_works_from_a_folder_below_the_root(repository: Place, monkeypatch) -> None:
    repository.commit("First", apis__a_dot_json=api(TEXT), b_dot_json=api(TEXT))
    repository.write("apis/a.json", api(NUMBER))
    monkeypatch.chdir(repository.directory / "apis")
    assert _files(repository, "--base", "HEAD") == (1, {"apis/a.json"})
    assert _files(repository, "--base", "HEAD", "a.json") == (1, {"apis/a.json"})

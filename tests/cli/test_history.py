"""`stagekeeper history PATH`: the stability figures of a description on this branch, from git alone."""

import pwd
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.checkout import blob_cache
from bot.cli import past as past_module
from bot.contract import compare
from tests.cli.place import NUMBER, TEXT, Place
from tests.unit.contract.describing import api

UNTIL = ("--until", "2026-03-01")


def _figures(place: Place, path: str = "api.json", *words: str) -> dict[str, Any]:
    ended = place.run("history", path, "--json", *(words or UNTIL))
    assert ended.code == 0, ended.err
    found: dict[str, Any] = ended.json
    return found


def _wide(*schemas: Any) -> dict[str, Any]:
    """One operation for each schema."""
    document = api()
    document["paths"] = {f"/things/{n}": api(schema)["paths"]["/payments"] for n, schema in enumerate(schemas)}
    return document


def test_a_break_resets_the_quiet_days_and_is_named(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    broke = repository.commit("Break it", api_dot_json=api(NUMBER))
    repository.commit("Loosen it", api_dot_json=api({"type": ["integer", "string"]}))
    found = _figures(repository)
    assert found["last_break"]["commit"] == broke
    assert found["last_break"]["subject"] == "Break it"
    assert found["quiet_days"] == (datetime(2026, 3, 2, tzinfo=UTC) - datetime(2026, 1, 2, tzinfo=UTC)).days
    assert found["breaks_30_days"] == {"count": 0, "commits": []}
    assert found["breaks_90_days"] == {"count": 1, "commits": [broke]}
    assert found["revisions"] == 3


def test_without_a_break_it_is_quiet_since_it_began(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.commit("Add", api_dot_json=_wide(TEXT, TEXT) | {"paths": {**api(TEXT)["paths"], **_wide(TEXT)["paths"]}})
    found = _figures(repository)
    assert (found["last_break"], found["quiet_since"]) == (None, "2026-01-01T00:00:00+00:00")


def test_a_merge_is_one_step_dated_when_it_was_merged(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.git("checkout", "--quiet", "-b", "work")
    repository.commit("Break it", api_dot_json=api(NUMBER))
    repository.commit("Break it again", api_dot_json=api({"type": "boolean"}))
    repository.commit("And mend it", api_dot_json=api({"type": ["string", "boolean"]}))
    repository.git("checkout", "--quiet", "main")
    repository.commit("Meanwhile", readme="hello\n")
    repository.days = 20
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge work", "work")
    found = _figures(repository)
    assert [step["subject"] for step in found["steps"]] == ["Merge work"]
    assert found["steps"][0]["at"] == "2026-01-21T00:00:00+00:00"
    assert found["steps"][0]["breaks"] == 0


def test_a_change_of_syntax_is_followed_and_compared(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    broke = repository.commit("Break it", api_dot_json=api(NUMBER))
    (repository.directory / "api.json").unlink()
    again = repository.commit("Write it in YAML", api_dot_yaml=yaml.safe_dump(api({"type": "boolean"})))
    for _ in range(2):  # the second time from the cache
        found = _figures(repository, "api.yaml")
        assert [(step["commit"], step["breaks"]) for step in found["steps"]] == [(broke, 1), (again, 1)]


def test_a_description_that_came_when_another_went_is_not_taken_for_it(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    (repository.directory / "api.json").unlink()
    repository.commit("Replace it", else_dot_json={**api(TEXT), "paths": {"/else": {"get": {"responses": {}}}}})
    assert _figures(repository, "else.json")["revisions"] == 1


def test_a_rename_is_followed_by_content(repository: Place) -> None:
    repository.commit("Begin", old__api_dot_json=api(TEXT))
    broke = repository.commit("Break it", old__api_dot_json=api(NUMBER))
    (repository.directory / "new").mkdir()
    repository.git("mv", "old/api.json", "new/payments.json")
    repository.commit("Move it")
    repository.git("mv", "new/payments.json", "payments.json")
    repository.write("payments.json", api({"type": "boolean"}))
    again = repository.commit("Move it and break it")
    found = _figures(repository, "payments.json")
    assert [step["commit"] for step in found["steps"]] == [broke, again]


def test_what_came_back_is_compared_with_what_was_there_before(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.git("rm", "--quiet", "api.json")
    repository.commit("Away")
    back = repository.commit("Back, and broken", api_dot_json=api(NUMBER))
    assert [step["commit"] for step in _figures(repository)["steps"]] == [back]


def test_a_step_that_cannot_be_judged_counts_as_a_break(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    spoilt = repository.commit("Spoil it", api_dot_json=b'{"openapi": "3.1.0", ')
    repository.commit("Mend it", api_dot_json=api(TEXT))
    found = _figures(repository)
    assert found["steps"][0]["breaks"] is None
    assert found["unread"][0]["commit"] == spoilt
    assert found["breaks_90_days"]["count"] == 2
    assert "counted as breaks" in repository.run("history", "api.json", *UNTIL).out


def test_a_removal_is_judged_by_the_day_it_was_made(repository: Place) -> None:
    whole = _wide(TEXT, TEXT)
    whole["paths"]["/things/1"]["post"] |= {"deprecated": True, "x-sunset": "2026-01-10"}
    repository.commit("Begin", early_dot_json=whole, late_dot_json=whole)
    left = {**whole, "paths": {"/things/0": whole["paths"]["/things/0"]}}
    repository.commit("Too early", early_dot_json=left)
    repository.days = 30
    repository.commit("After its sunset", late_dot_json=left)
    assert _figures(repository, "early.json")["breaks_90_days"]["count"] == 1
    assert _figures(repository, "late.json")["breaks_90_days"]["count"] == 0


def test_the_share_of_operations_touched_and_the_churn(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=_wide(TEXT, TEXT, TEXT, TEXT))
    repository.commit("One", api_dot_json=_wide(NUMBER, TEXT, TEXT, TEXT))
    widest = repository.commit("Two", api_dot_json=_wide(NUMBER, NUMBER, NUMBER, TEXT))
    found = _figures(repository)
    assert found["operations"]["share"] == 0.75
    assert (found["operations"]["touched_90_days"], found["operations"]["total"]) == (3, 4)
    assert found["operations"]["widest"]["commit"] == found["churn"]["busiest"]["commit"] == widest
    assert found["churn"]["changes_90_days"] == 3
    assert found["churn"]["changes_in_30_days"] == 1.0


def test_a_change_of_a_file_it_refers_to_is_a_step_of_its_own(repository: Place) -> None:
    whole = api({"$ref": "parts/b.json#/B"})
    repository.commit("Begin", api_dot_json=whole, parts__b_dot_json={"B": TEXT})
    broke = repository.commit("Break a part", parts__b_dot_json={"B": NUMBER})
    repository.commit("Another file", parts__c_dot_json={"C": NUMBER})
    assert [(step["commit"], step["breaks"]) for step in _figures(repository)["steps"]] == [(broke, 1)]


def test_since_leaves_out_what_came_before_but_compares_with_it(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.commit("Break it", api_dot_json=api(NUMBER))
    repository.days = 10
    again = repository.commit("Break it again", api_dot_json=api(TEXT))
    found = _figures(repository, "api.json", *UNTIL, "--since", "2026-01-05")
    assert [step["commit"] for step in found["steps"]] == [again]
    assert found["revisions"] == 1


def test_as_far_as_was_looked_is_not_called_its_beginning(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.commit("Add", api_dot_json=_wide(TEXT) | {"paths": {**api(TEXT)["paths"], **_wide(TEXT)["paths"]}})
    told = repository.run("history", "api.json", "--since", "2026-01-02", *UNTIL).out
    assert "at least: no break since 2026-01-01" in told
    assert "since it began on 2026-01-01" in repository.run("history", "api.json", *UNTIL).out


def test_what_is_gone_is_said_to_be_gone(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    (repository.directory / "api.json").unlink()
    gone = repository.commit("Take it away")
    told = " ".join(repository.run("history", "api.json", *UNTIL).out.split())
    assert f"It is gone: {gone[:7]} of 2026-01-02 took it away." in told


def test_the_name_it_went_on_under_is_said(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.git("mv", "api.json", "payments.json")
    commit = repository.commit("Move it")
    note = f"{commit[:7]} of 2026-01-02 renamed it to payments.json: stagekeeper history payments.json goes on."
    assert note in " ".join(repository.run("history", "api.json", *UNTIL).out.replace("`", "").split())


def test_a_single_day_is_one_day_and_nothing_touched_has_no_widest_step(repository: Place) -> None:
    begun = {**api(TEXT), "paths": {**api(TEXT)["paths"], "/old": {"get": {"responses": {}}}}}
    repository.commit("Begin", api_dot_json=begun)
    repository.commit("Remove one", api_dot_json=api(TEXT))
    told = " ".join(repository.run("history", "api.json", "--until", "2026-01-02").out.split())
    assert "Quiet 1 day since" in told
    assert "0 of 1 operations (0%) in 90 days Churn" in told
    assert "Quiet 2 days since" in " ".join(repository.run("history", "api.json", "--until", "2026-01-03").out.split())


def test_until_tells_the_figures_of_that_day(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.days = 10
    repository.commit("Break it", api_dot_json=api(NUMBER))
    found = _figures(repository, "api.json", "--until", "2026-01-09")
    assert (found["steps"], found["quiet_days"]) == ([], 9)


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    compared: list[str] = []

    def counting(old: Any, new: Any, options: Any) -> Any:
        compared.append(new.name)
        return compare(old, new, options)

    monkeypatch.setattr(past_module, "compare", counting)
    return compared


def test_a_second_run_compares_the_new_commits_only(repository: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = _counted(monkeypatch)
    for number in range(5):
        repository.commit(f"Step {number}", api_dot_json=api((TEXT, NUMBER)[number % 2]))
    first = _figures(repository)
    assert len(compared) == 4
    assert _figures(repository) == first
    assert len(compared) == 4
    repository.commit("One more", api_dot_json=api({"type": "boolean"}))
    _figures(repository)
    assert len(compared) == 5
    assert repository.run("history", "api.json", "--json", *UNTIL, "--no-cache").code == 0
    assert len(compared) == 10


def test_another_engine_compares_anew(repository: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = _counted(monkeypatch)
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.commit("Break it", api_dot_json=api(NUMBER))
    _figures(repository)
    monkeypatch.setattr(past_module, "ENGINE", "another")
    _figures(repository)
    assert len(compared) == 2


def test_a_path_with_half_a_sign_is_kept_or_done_without(repository: Place) -> None:
    for name, schema in (("Begin", TEXT), ("Break it", NUMBER)):
        document = api(schema)
        repository.commit(name, api_dot_json=document | {"paths": {"/\ud800": document["paths"]["/payments"]}})
    first = repository.run("history", "api.json", "--json", *UNTIL)
    assert first.json["breaks_90_days"]["count"] == 1
    assert repository.run("history", "api.json", "--json", *UNTIL) == first


def test_a_spoilt_or_unwritable_cache_is_done_without(repository: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.commit("Break it", api_dot_json=api(NUMBER))
    first = _figures(repository)
    kept = [path for path in blob_cache.cache_directory().rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(b"[7, {}, null]")
    assert _figures(repository) == first
    blocked = repository.write("blocked", "a file where a directory should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert _figures(repository) == first


def test_a_cache_is_kept_in_no_place_that_is_told_relative_to_another(
    repository: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Source: XDG Base Directory Specification: a relative path in these variables is ignored."""
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.commit("Break it", api_dot_json=api(NUMBER))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(repository.directory.parent / "home"))
    assert repository.run("history", "api.json", *UNTIL).code == 0
    assert not (repository.directory / "relative").exists()


def test_who_has_no_home_is_told_the_figures_too(repository: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> None:
        raise KeyError("uid not found")

    repository.commit("Begin", api_dot_json=api(TEXT))
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.delenv("HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert repository.run("history", "api.json", *UNTIL).code == 0


def test_the_text_names_every_figure_and_its_commit(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    broke = repository.commit("Break `it` \x1b[31m", api_dot_json=api(NUMBER))
    told = repository.run("history", "api.json", *UNTIL).out
    assert re.search(rf"Quiet +59 days  since the last break, {broke[:7]} of 2026-01-02", told)
    assert re.search(rf"Breaks +0 in 30 days, 1 in 90 days  {broke[:7]}", told)
    assert "1 of 1 operations (100%)" in told
    assert "\x1b" not in told
    assert max(len(line) for line in told.splitlines()) <= 100


def test_what_a_person_has_set_for_git_changes_nothing(repository: Place) -> None:
    repository.commit("Begin", old_dot_json=api(TEXT))
    repository.git("mv", "old.json", "api.json")
    repository.commit("Move it and break it", api_dot_json=api(NUMBER))
    first = _figures(repository)
    since = repository.check("--base", "HEAD^", "--format", "json").out
    for name, value in (
        *(("color.ui", "always"), ("color.grep", "always"), ("color.diff", "always"), ("log.showSignature", "true")),
        *(("log.follow", "true"), ("diff.external", "false"), ("diff.renames", "false"), ("core.quotepath", "true")),
        *(("diff.noprefix", "true"), ("grep.lineNumber", "true"), ("log.date", "relative"), ("pager.log", "true")),
    ):
        repository.git("config", name, value)
    assert _figures(repository) == first
    assert repository.check("--base", "HEAD^", "--format", "json").out == since


NOTHING = (
    pytest.param(("none.json",), "There is no none.json, here or in any commit of this branch.", id="never there"),
    pytest.param(("new.json",), "No commit on this branch holds new.json; `git add` and commit it", id="not committed"),
    pytest.param(("api.json", *UNTIL, "--since", "2026-04-01"), "lies after 2026-03-01", id="nothing between"),
    pytest.param(("/etc/hosts",), "lies outside", id="outside"),
    pytest.param(("api.json", "--since", "soon"), "is no day", id="no date"),
    pytest.param(("api.json", "--until", "2020-01-01"), "was in no commit of this branch yet", id="before it began"),
)


@pytest.mark.parametrize(("words", "said"), NOTHING)
def test_what_has_no_history_is_one_sentence(repository: Place, words: tuple[str, ...], said: str) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.write("new.json", api(TEXT))
    ended = repository.run("history", *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.lines[-1]


def test_outside_of_a_checkout_and_before_the_first_commit_it_is_one_sentence(place: Place) -> None:
    place.write("api.json", api(TEXT))
    for _ in range(2):
        ended = place.run("history", "api.json")
        assert (ended.code, len(ended.lines)) == (2, 1)
        place.git("init", "--quiet")
    assert ended.err == "The history of api.json could not be read: there is no commit here yet.\n"


def test_a_shallow_checkout_says_so(repository: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.commit("Break it", api_dot_json=api(NUMBER))
    repository.git("clone", "--quiet", "--depth", "1", f"file://{repository.directory}", "shallow")
    monkeypatch.chdir(repository.directory / "shallow")
    assert "git fetch --unshallow" in repository.run("history", "api.json", *UNTIL).out


def test_what_a_shallow_checkout_does_not_hold_is_not_said_to_be_nowhere(
    repository: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.git("rm", "--quiet", "api.json")
    repository.commit("Remove it")
    repository.commit("Go on")
    repository.git("clone", "--quiet", "--depth", "1", f"file://{repository.directory}", "shallow")
    monkeypatch.chdir(repository.directory / "shallow")
    ended = repository.run("history", "api.json")
    assert (ended.code, len(ended.lines)) == (2, 1)
    assert "git fetch --unshallow" in ended.err


def test_a_file_that_never_was_a_description_has_no_figures(repository: Place) -> None:
    repository.commit("Begin", readme="# Hello: there\n")
    repository.commit("Go on", readme="# Hello: here\nand: [\n")
    ended = repository.run("history", "readme")
    assert ended.code == 2
    assert ended.err.startswith("readme was no API description in any commit. I could not read it")


def test_a_description_that_cannot_be_read_just_now_still_has_its_past(repository: Place) -> None:
    repository.commit("Begin", api_dot_json=api(TEXT))
    repository.commit("Break it", api_dot_json=api(NUMBER))
    repository.commit("Spoil it", api_dot_json="{")
    assert _figures(repository)["breaks_90_days"]["count"] == 2


def test_a_directory_has_no_history_of_its_own(repository: Place) -> None:
    (repository.directory / "apis").mkdir()
    ended = repository.run("history", "apis")
    assert (ended.code, ended.err) == (2, "apis is a directory; name one description in it.\n")

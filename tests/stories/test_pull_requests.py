"""Pull requests on the payments API, which is in GA: told over HTTP, read back over REST."""

from datetime import timedelta
from typing import Any

import pytest

from bot.cli.demo.theatre import REPO, Theatre
from bot.sandbox.scenarios import payments

SETTINGS = ".github/stagekeeper.yml"
PATH = payments.DESCRIPTION
FILES = payments.files()
FLOOR = FILES[SETTINGS].replace(b"payments_v1.yaml\n", b"payments_v1.yaml\n    stage: ga\n")
BREAKING = payments.change("breaking").applied(FILES)
QUIET = timedelta(minutes=3)
"""Our own limit of writes per minute is meant for days, not for stories."""


class Stage:
    """What the stories do again and again."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self.lee = theatre.person("lee")

    def push(self, branch: str, files: dict[str, bytes], message: str = "Change") -> None:
        self.theatre.gh.seed.commit(REPO, branch=branch, files=files, message=message, who="lee", hooks=True)

    async def propose(self, branch: str, files: dict[str, bytes]) -> int:
        self.push(branch, files)
        told = {"title": f"Change {branch}", "body": "", "head": branch, "base": "main"}
        number = (await self.lee.post(f"/repos/{REPO}/pulls", told))["number"]
        await self.theatre.settle()
        return number

    async def says(self, login: str, number: int, body: str) -> int:
        made = await self.theatre.person(login).post(f"/repos/{REPO}/issues/{number}/comments", {"body": body})
        await self.theatre.settle()
        return made["id"]

    async def pull(self, number: int) -> dict[str, Any]:
        return await self.lee.get(f"/repos/{REPO}/pulls/{number}")

    async def pulls(self) -> list[dict[str, Any]]:
        return await self.lee.get(f"/repos/{REPO}/pulls?state=all")

    async def check(self, number: int) -> tuple[str, str]:
        head = (await self.pull(number))["head"]["sha"]
        (run,) = (await self.lee.get(f"/repos/{REPO}/commits/{head}/check-runs"))["check_runs"]
        return run["conclusion"], run["output"]["title"]

    async def our_words(self, number: int) -> list[str]:
        comments = await self.lee.get(f"/repos/{REPO}/issues/{number}/comments")
        return [one["body"] for one in comments if one["user"]["login"] == "stagekeeper[bot]"]

    async def reactions(self, comment: int) -> list[str]:
        found = await self.lee.get(f"/repos/{REPO}/issues/comments/{comment}/reactions")
        return [one["content"] for one in found]


@pytest.fixture
async def stage(theatre: Theatre) -> Stage:
    on = Stage(theatre)
    on.push("main", {SETTINGS: FLOOR}, "Say that payments is in GA")
    await theatre.settle()
    return on


async def test_a_break_fails_is_told_once_and_becomes_a_pull_request_of_its_own(stage: Stage) -> None:
    number = await stage.propose("amount-minor", BREAKING)
    assert await stage.check(number) == (
        "failure",
        "5 breaking changes and 1 reader-breaking change to GA operations of payments: needs a new version",
    )
    card, link = await stage.our_words(number)
    assert card.startswith("<!-- stagekeeper:card pull")
    version = next(one for one in await stage.pulls() if one["head"]["ref"].startswith("stagekeeper/"))
    assert f"#{version['number']}" in card
    assert f"#{version['number']}" in link
    assert f"#{number}" in version["body"]
    assert (await stage.check(version["number"]))[0] == "success"


async def test_the_database_may_be_lost_and_nothing_is_said_or_opened_twice(stage: Stage) -> None:
    number = await stage.propose("amount-minor", BREAKING)
    before = await stage.our_words(number), [one["head"]["sha"] for one in await stage.pulls()]
    await stage.theatre.lose_the_database()
    assert (await stage.our_words(number), [one["head"]["sha"] for one in await stage.pulls()]) == before


async def test_the_author_pushes_again_and_the_same_version_is_brought_in_step(stage: Stage) -> None:
    number = await stage.propose("amount-minor", BREAKING)
    was = (await stage.pull(number + 1))["head"]["sha"]
    stage.push("amount-minor", {PATH: BREAKING[PATH].replace(b"maxLength: 140", b"maxLength: 100")})
    await stage.theatre.settle()
    assert (await stage.pull(number + 1))["head"]["sha"] != was
    assert len(await stage.pulls()) == 2


async def test_a_persons_commit_on_the_version_is_never_written_over(stage: Stage) -> None:
    number = await stage.propose("amount-minor", BREAKING)
    branch = (await stage.pull(number + 1))["head"]["ref"]
    stage.push(branch, {"docs/hello.md": b"mine\n"})
    stage.push("amount-minor", {PATH: BREAKING[PATH].replace(b"maxLength: 140", b"maxLength: 100")})
    await stage.theatre.settle()
    files = {one["filename"] for one in await stage.lee.get(f"/repos/{REPO}/pulls/{number + 1}/files")}
    assert "docs/hello.md" in files
    assert "Somebody else has pushed to its branch" in (await stage.our_words(number))[0]


async def test_made_compatible_it_turns_green_and_is_told_so(stage: Stage) -> None:
    number = await stage.propose("amount-minor", BREAKING)
    stage.push("amount-minor", payments.change("repaired").applied(FILES))
    await stage.theatre.settle()
    assert (await stage.check(number))[0] == "success"
    assert "Repaired" in (await stage.our_words(number))[0]
    assert {label["name"] for label in (await stage.pull(number))["labels"]} == {"stage: ga"}


async def test_a_closed_version_is_opened_again_only_on_an_owners_word(stage: Stage) -> None:
    number = await stage.propose("amount-minor", BREAKING)
    await stage.lee.patch(f"/repos/{REPO}/pulls/{number + 1}", {"state": "closed"})
    await stage.theatre.settle()
    stage.theatre.clock.advance(QUIET)
    refused = await stage.says("mallory", number, "/new-version")
    assert await stage.reactions(refused) == ["confused"]
    assert len(await stage.pulls()) == 2
    accepted = await stage.says("lee", number, "/new-version")
    assert await stage.reactions(accepted) == ["+1"]
    assert [one["state"] for one in await stage.pulls()] == ["open", "closed", "open"]


async def test_a_file_that_is_no_description_fails_closed_with_its_line(stage: Stage) -> None:
    number = await stage.propose("oops", {PATH: b"openapi: 3.1.0\ninfo: [\n"})
    assert await stage.check(number) == ("failure", f"I could not read {PATH}")
    assert "line 3" in (await stage.our_words(number))[0]


async def test_settings_with_a_mistake_fail_and_the_good_ones_stay_in_force(stage: Stage) -> None:
    number = await stage.propose("settings", {SETTINGS: FLOOR.replace(b"mode:", b"mood:")})
    assert await stage.check(number) == ("failure", f"{SETTINGS} has 1 problem")
    assert await stage.our_words(number) == []


async def test_what_touches_no_description_passes_in_silence(stage: Stage) -> None:
    number = await stage.propose("readme", {"README.md": b"# Hello\n"})
    assert await stage.check(number) == ("success", "No API description changed")
    assert await stage.our_words(number) == []


async def test_a_fork_is_checked_like_any_other_and_copied_only_on_the_word_of_somebody_who_can_write(
    stage: Stage,
) -> None:
    number = stage.theatre.gh.seed.pull(
        REPO, branch="amount-minor", files=BREAKING, title="From a fork", who="mallory", body="", fork="mallory"
    )
    await stage.theatre.settle()
    assert (await stage.check(number))[0] == "failure"
    assert len(await stage.pulls()) == 1
    refused = await stage.says("mallory", number, "/new-version")
    assert await stage.reactions(refused) == ["confused"]
    assert len(await stage.pulls()) == 1
    await stage.says("lee", number, "/new-version")
    assert len(await stage.pulls()) == 2


async def test_a_rerun_asked_for_in_github_makes_a_new_run(stage: Stage) -> None:
    number = await stage.propose("readme", {"README.md": b"# Hello\n"})
    head = (await stage.pull(number))["head"]["sha"]
    (run,) = (await stage.lee.get(f"/repos/{REPO}/commits/{head}/check-runs"))["check_runs"]
    await stage.lee.post(f"/repos/{REPO}/check-runs/{run['id']}/rerequest")
    await stage.theatre.settle()
    (again,) = (await stage.lee.get(f"/repos/{REPO}/commits/{head}/check-runs"))["check_runs"]
    assert again["id"] > run["id"]
    assert again["conclusion"] == "success"
    assert await stage.our_words(number) == []
    await stage.theatre.catch_up()
    (last,) = (await stage.lee.get(f"/repos/{REPO}/commits/{head}/check-runs"))["check_runs"]
    assert last["id"] == again["id"]


async def test_a_false_alarm_is_an_owners_word_and_is_kept(stage: Stage) -> None:
    number = await stage.propose("shorter", {PATH: FILES[PATH].replace(b"maxLength: 255", b"maxLength: 254")})
    card = (await stage.our_words(number))[0]
    finding = card[card.index("**F-") + 2 :].partition("**")[0]
    refused = await stage.says("mallory", number, f'/not-breaking {finding} reason:"who cares"')
    assert await stage.reactions(refused) == ["confused"]
    accepted = await stage.says("lee", number, f'/not-breaking {finding} reason:"the server cuts it off anyway"')
    assert await stage.reactions(accepted) == ["+1"]
    assert (await stage.check(number))[0] == "success"
    assert "the server cuts it off anyway" in (await stage.our_words(number))[0]

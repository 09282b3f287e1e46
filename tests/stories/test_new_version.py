"""A break of GA becomes a version of its own: by itself, by a button, by a word; by nobody else's."""

from datetime import timedelta

import pytest

from bot.sandbox.scenarios import payments
from tests.stories.story import BREAKING, FILES, PATH, SETTINGS, Story, settings

ADDITIVE = payments.change("additive").applied(FILES)
LATER = {PATH: BREAKING[PATH].replace(b"maxLength: 140", b"maxLength: 100")}


async def test_an_addition_passes_in_silence(in_ga: Story) -> None:
    number = await in_ga.proposes(ADDITIVE, branch="add")
    assert (await in_ga.check(number))["conclusion"] == "success"
    assert await in_ga.annotations(number) == []
    assert await in_ga.bot_comments(number) == []
    assert await in_ga.labels(number) == {"stage: ga"}
    assert await in_ga.versions() == []


async def test_a_break_has_its_lines_its_labels_its_comment_and_its_version(in_ga: Story) -> None:
    number = await in_ga.proposes(BREAKING)
    assert await in_ga.verdict(number) == (
        "failure",
        "5 breaking changes and 1 reader-breaking change to GA operations of payments: needs a new version",
    )
    lines = BREAKING[PATH].decode().splitlines()
    notes = await in_ga.annotations(number)
    assert {note["path"] for note in notes} == {PATH}
    told = {lines[note["start_line"] - 1].strip() for note in notes}
    assert {"required: [amount_minor, currency, method]", "maxLength: 140"} <= told, told
    assert {note["annotation_level"] for note in notes} <= {"failure", "warning"}
    assert await in_ga.labels(number) == {"stage: ga", "api: breaking"}
    card = await in_ga.card(number)
    assert "What you can do" in card
    assert "/not-breaking" in card
    (version,) = await in_ga.versions()
    assert f"#{version['number']}" in card
    assert f"#{version['number']}" in await in_ga.answer(number)
    assert f"#{number}" in version["body"]
    assert version["user"]["login"] == "stagekeeper[bot]"
    files = {one["filename"]: one["status"] for one in await in_ga.read(f"pulls/{version['number']}/files")}
    assert files["apis/payments_v2.yaml"] == "added"
    assert PATH not in files


@pytest.fixture
async def asked(story: Story) -> int:
    """A break for which no version is opened by itself."""
    await story.commits("main", {SETTINGS: settings(stage="ga", versioning="{open: ask}")})
    number = await story.proposes(BREAKING)
    assert "`/new-version`" in await story.card(number)
    assert await story.versions() == []
    return number


async def test_an_owner_presses_the_button_and_the_version_is_opened(story: Story, asked: int) -> None:
    assert story.buttons((await story.check(asked))["id"]) == ["new-version", "recheck"]
    await story.presses("priya", "new-version", asked)
    (version,) = await story.versions()
    assert version["state"] == "open"
    assert f"#{version['number']}" in await story.answer(asked)


async def test_a_stranger_presses_the_button_and_hears_why_not_once(story: Story, asked: int) -> None:
    await story.presses("mallory", "new-version", asked)
    assert "To mallory, who pressed a button" in await story.answer(asked)
    assert await story.versions() == []
    await story.theatre.catch_up()
    assert await story.answers(asked) == []


@pytest.mark.parametrize("login", ["priya", "mallory"])
async def test_anybody_may_ask_for_another_look_and_gets_a_fresh_run(story: Story, asked: int, login: str) -> None:
    """Though the check is only seconds old."""
    before = await story.check(asked)
    await story.presses(login, "recheck", asked)
    after = await story.check(asked)
    assert after["id"] > before["id"]
    assert (after["conclusion"], after["output"]["title"]) == (before["conclusion"], before["output"]["title"])
    assert await story.answers(asked) == []


async def test_a_suite_asked_for_again_gets_a_fresh_run(story: Story, asked: int) -> None:
    before = await story.check(asked)
    path = f"/repos/acme/apis/check-suites/{before['check_suite']['id']}/rerequest"
    await story.theatre.person("lee").post(path)
    await story.theatre.settle()
    assert (await story.check(asked))["id"] > before["id"]


async def test_a_version_can_be_named_and_a_taken_one_is_refused(story: Story, asked: int) -> None:
    refused = await story.says("lee", "/new-version v1", on=asked)
    assert await story.reaction(refused) == "confused"
    assert "`/new-version v1`" in await story.answer(asked)
    named = await story.says("lee", "/new-version v3", on=asked)
    assert await story.reaction(named) == "+1"
    (version,) = await story.versions()
    assert version["head"]["ref"] == f"stagekeeper/payments-v3-from-{asked}"
    assert f"#{version['number']}" in await story.answer(asked)
    files = {one["filename"] for one in await story.read(f"pulls/{version['number']}/files")}
    assert "apis/payments_v3.yaml" in files


async def test_where_nothing_breaks_there_is_nothing_to_version(in_ga: Story) -> None:
    number = await in_ga.proposes(ADDITIVE, branch="add")
    refused = await in_ga.says("lee", "/new-version", on=number)
    assert "it needs no new version" in await in_ga.answer(number)
    assert await in_ga.reaction(refused) == "confused"
    assert await in_ga.versions() == []
    await in_ga.card(number)


async def test_the_author_pushes_again_and_the_version_follows(in_ga: Story) -> None:
    number = await in_ga.proposes(BREAKING)
    (before,) = await in_ga.versions()
    await in_ga.commits("amount-minor", LATER)
    (after,) = await in_ga.versions()
    assert after["number"] == before["number"]
    assert after["head"]["sha"] != before["head"]["sha"]
    new = in_ga.theatre.gh.git("acme/apis").read(after["head"]["ref"], "apis/payments_v2.yaml")
    assert new is not None
    assert b"maxLength: 100" in new[1]
    await in_ga.card(number)
    assert len(await in_ga.answers(number)) == 1


async def test_a_persons_commit_is_never_written_over(in_ga: Story) -> None:
    number = await in_ga.proposes(BREAKING)
    (version,) = await in_ga.versions()
    await in_ga.commits(version["head"]["ref"], {"docs/guide.md": b"By hand.\n"}, login="priya")
    (mine,) = await in_ga.versions()
    await in_ga.commits("amount-minor", LATER)
    (after,) = await in_ga.versions()
    assert after["head"]["sha"] == mine["head"]["sha"]
    assert "Somebody else has pushed to its branch" in await in_ga.card(number)
    await in_ga.answer(number)
    in_ga.theatre.clock.advance(timedelta(minutes=3))
    await in_ga.says("lee", "/new-version", on=number)
    (still,) = await in_ga.versions()
    assert still["head"]["sha"] == mine["head"]["sha"]


async def test_one_that_a_person_closed_is_opened_again_only_on_a_word(in_ga: Story) -> None:
    number = await in_ga.proposes(BREAKING)
    (version,) = await in_ga.versions()
    assert f"#{version['number']}" in await in_ga.answer(number)
    await in_ga.act("priya", f"pulls/{version['number']}", {"state": "closed"}, method="patch")
    await in_ga.commits("amount-minor", LATER)
    await in_ga.theatre.catch_up()
    assert [one["state"] for one in await in_ga.versions()] == ["closed"]
    assert "was closed" in await in_ga.card(number)
    in_ga.theatre.clock.advance(timedelta(minutes=3))
    await in_ga.says("lee", "/new-version", on=number)
    assert sorted(one["state"] for one in await in_ga.versions()) == ["closed", "open"]
    assert "I put this change into" in await in_ga.answer(number)


async def test_a_draft_is_checked_and_versioned_only_on_a_word(in_ga: Story) -> None:
    number = await in_ga.proposes(BREAKING, draft=True)
    assert (await in_ga.verdict(number))[0] == "failure"
    assert await in_ga.versions() == []
    await in_ga.card(number)
    await in_ga.says("lee", "/new-version", on=number)
    assert len(await in_ga.versions()) == 1
    assert "I put this change into" in await in_ga.answer(number)


async def test_a_fork_is_checked_and_copied_only_on_the_word_of_somebody_who_can_write(in_ga: Story) -> None:
    number = await in_ga.proposes(BREAKING | {"docs/evil.md": b"Do not copy me.\n"}, fork="mallory")
    assert (await in_ga.verdict(number))[0] == "failure"
    await in_ga.card(number)
    await in_ga.says("mallory", "/new-version", on=number)
    assert "`/new-version`" in await in_ga.answer(number)
    assert await in_ga.versions() == []
    await in_ga.says("lee", "/new-version", on=number)
    (version,) = await in_ga.versions()
    assert version["head"]["repo"]["full_name"] == "acme/apis"
    files = {one["filename"] for one in await in_ga.read(f"pulls/{version['number']}/files")}
    assert "apis/payments_v2.yaml" in files
    assert "docs/evil.md" not in files
    assert "I put this change into" in await in_ga.answer(number)


async def test_a_false_alarm_is_an_owners_word_with_a_reason(in_ga: Story) -> None:
    number = await in_ga.proposes({PATH: FILES[PATH].replace(b"maxLength: 255", b"maxLength: 254")}, branch="shorter")
    card = await in_ga.card(number)
    assert len(await in_ga.answers(number)) == 1
    finding = card[card.index("**F-") + 2 :].partition("**")[0]
    for login, line, reason in (
        ("mallory", f'/not-breaking {finding} reason:"who cares"', "this is for the owners"),
        ("lee", f"/not-breaking {finding}", "`reason` is missing"),
        ("lee", '/not-breaking F-zzzz reason:"x"', "no such finding"),
    ):
        assert await in_ga.reaction(await in_ga.says(login, line, on=number)) == "confused", line
        assert reason in await in_ga.answer(number)
    assert (await in_ga.verdict(number))[0] == "failure"
    await in_ga.says("lee", f'/not-breaking {finding} reason:"the server cuts it off anyway"', on=number)
    assert (await in_ga.verdict(number))[0] == "success"
    assert "the server cuts it off anyway" in await in_ga.card(number)
    assert await in_ga.labels(number) == {"stage: ga"}


async def test_a_hold_fails_the_check_of_what_is_green_else(in_ga: Story) -> None:
    number = await in_ga.proposes(ADDITIVE, branch="add")
    await in_ga.says("ana", "/hold the docs are not ready", on=number)
    assert (await in_ga.verdict(number))[0] == "failure"
    assert "the docs are not ready" in await in_ga.card(number)
    await in_ga.says("ana", "/unhold", on=number)
    assert (await in_ga.verdict(number))[0] == "success"


async def test_what_cannot_be_read_fails_closed_with_its_line(in_ga: Story) -> None:
    number = await in_ga.proposes({PATH: b"openapi: 3.1.0\ninfo: [\n"}, branch="oops")
    assert await in_ga.verdict(number) == ("failure", f"I could not read {PATH}")
    assert "line 3" in await in_ga.card(number)
    notes = await in_ga.annotations(number)
    assert [(note["path"], note["annotation_level"]) for note in notes] == [(PATH, "failure")]
    assert await in_ga.versions() == []


async def test_made_compatible_it_turns_green_and_is_thanked(in_ga: Story) -> None:
    number = await in_ga.proposes(BREAKING)
    assert len(await in_ga.answers(number)) == 1
    await in_ga.commits("amount-minor", payments.change("repaired").applied(FILES))
    assert (await in_ga.verdict(number))[0] == "success"
    assert "Repaired" in await in_ga.card(number)
    assert await in_ga.labels(number) == {"stage: ga"}


@pytest.mark.parametrize(
    ("stage", "conclusion", "word"),
    [
        ("private-beta", "success", "allowed in this stage"),
        ("public-beta", "action_required", "needs 30 days' notice"),
    ],
)
async def test_before_ga_a_break_is_judged_by_its_stage_and_opens_no_version(
    story: Story, stage: str, conclusion: str, word: str
) -> None:
    await story.commits("main", {SETTINGS: settings(stage=stage)})
    number = await story.proposes(BREAKING)
    found = await story.verdict(number)
    assert found[0] == conclusion
    assert word in found[1]
    assert await story.versions() == []
    assert "amount" in await story.card(number)


async def test_a_pull_request_cannot_lower_its_own_stage(in_ga: Story) -> None:
    number = await in_ga.proposes(BREAKING | {SETTINGS: settings(stage="idea")})
    assert (await in_ga.verdict(number))[0] == "failure"
    await in_ga.card(number)
    assert len(await in_ga.answers(number)) == 1

"""The first days: without settings one issue, then a time of looking on in which nothing is enforced."""

from datetime import timedelta

from bot.cli.demo.theatre import REPO
from tests.stories.story import BREAKING, SETTINGS, Story, settings


async def test_without_settings_one_issue_tells_how_to_begin_and_nothing_else_happens(story: Story) -> None:
    await story.commits("main", {SETTINGS: None})
    await story.theatre.catch_up()
    issues = await story.read("issues?state=all")
    ours = [one for one in issues if one["user"]["login"] == "stagekeeper[bot]"]
    assert [one["title"] for one in ours] == ["Set up Stagekeeper"]
    assert "version: 1" in ours[0]["body"]
    idea = (await story.act("lee", "issues", {"title": "An idea", "labels": ["stage: idea"]}))["number"]
    assert await story.reaction(await story.says("lee", "/promote", on=idea)) == ""
    await story.act("lee", f"issues/{ours[0]['number']}", {"state": "closed"}, method="patch")
    story.theatre.pass_days(2)
    await story.theatre.lose_the_database()
    assert len(await story.read("issues?state=all")) == len(issues) + 1


async def test_without_settings_a_pull_request_gets_nothing(story: Story) -> None:
    await story.commits("main", {SETTINGS: None})
    number = await story.proposes(BREAKING)
    head = (await story.pull(number))["head"]["sha"]
    assert (await story.read(f"commits/{head}/check-runs"))["check_runs"] == []
    assert await story.labels(number) == set()


async def test_while_observing_a_break_is_told_and_nothing_is_enforced(story: Story) -> None:
    await story.commits("main", {SETTINGS: settings(stage="ga", mode="observe")})
    number = await story.proposes(BREAKING)
    conclusion, title = await story.verdict(number)
    assert conclusion == "neutral"
    assert "5 breaking changes to GA operations of payments" in title
    assert "I only observe here still" in (await story.check(number))["output"]["summary"]
    assert "api: breaking" not in await story.labels(number)
    assert await story.versions() == []
    await story.card(number)


async def test_while_observing_commands_are_answered_and_labels_left_alone(story: Story) -> None:
    await story.commits("main", {SETTINGS: settings(mode="observe")})
    await story.opens_proposal()
    assert "nothing is enforced" in await story.card()
    await story.says("lee", "/promote")
    assert "conditions are missing" in await story.answer()
    await story.act("lee", f"issues/{story.proposal}/labels", {"labels": ["stage: ga"]})
    assert await story.labels() == {"stage: idea", "stage: ga"}


async def test_the_day_after_observing_the_rules_hold(story: Story) -> None:
    last = (story.theatre.clock.now() + timedelta(days=3)).date()
    await story.commits("main", {SETTINGS: settings(stage="ga", mode="observe", observe_until=f"{last}")})
    number = await story.proposes(BREAKING)
    assert (await story.verdict(number))[0] == "neutral"
    story.theatre.pass_days(4)
    await story.says("lee", "/recheck", on=number)
    assert (await story.verdict(number))[0] == "failure"
    assert f"{REPO}" in (await story.check(number))["html_url"]
    await story.card(number)
    (version,) = await story.versions()
    assert f"#{version['number']}" in await story.answer(number)

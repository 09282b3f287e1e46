"""The first days: without settings one issue, then a time of looking on in which nothing is enforced."""

from datetime import timedelta

from bot.cli.demo.theatre import REPO
from tests.stories.story import BREAKING, SETTINGS, Story, settings


async def test_without_settings_one_issue_tells_how_to_begin_and_nothing_else_happens(unsettled: Story) -> None:
    issues = await unsettled.read("issues?state=all")
    assert [(one["user"]["login"], one["title"]) for one in issues] == [("stagekeeper[bot]", "Set up Stagekeeper")]
    assert "version: 1" in issues[0]["body"]
    idea = (await unsettled.act("lee", "issues", {"title": "An idea", "labels": ["stage: idea"]}))["number"]
    assert await unsettled.reaction(await unsettled.says("lee", "/promote", on=idea)) == ""
    await unsettled.act("lee", f"issues/{issues[0]['number']}", {"state": "closed"}, method="patch")
    unsettled.theatre.pass_days(2)
    await unsettled.theatre.lose_the_database()
    assert len(await unsettled.read("issues?state=all")) == 2


async def test_without_settings_a_pull_request_gets_nothing(unsettled: Story) -> None:
    number = await unsettled.proposes(BREAKING)
    head = (await unsettled.pull(number))["head"]["sha"]
    assert (await unsettled.read(f"commits/{head}/check-runs"))["check_runs"] == []
    assert await unsettled.labels(number) == set()


async def test_observing_ends_by_itself_a_fortnight_after_the_first_label(unsettled: Story) -> None:
    """Every thread looks again on that day, untouched; the database is lost on the way and forgets nothing."""
    unsettled.theatre.pass_days(40)
    await unsettled.commits("main", {SETTINGS: settings(stage="ga").replace(b"mode: enforce\n", b"")})
    last = (unsettled.theatre.clock.now() + timedelta(days=14)).date()
    number = await unsettled.proposes(BREAKING)
    await unsettled.opens_proposal()
    assert f"Observing until {last}: nothing is enforced" in await unsettled.card()
    assert (await unsettled.verdict(number))[0] == "neutral"
    assert f"I only observe here still until {last}" in (await unsettled.check(number))["output"]["summary"]
    unsettled.theatre.pass_days(13)
    await unsettled.theatre.lose_the_database()
    assert f"Observing until {last}" in await unsettled.card()
    unsettled.theatre.pass_days(2)
    await unsettled.theatre.settle()
    assert "Observing" not in await unsettled.card()
    assert await unsettled.labels() == {"stage: ga"}
    assert (await unsettled.verdict(number))[0] == "failure"


async def test_while_observing_a_break_is_told_and_nothing_is_enforced(story: Story) -> None:
    await story.commits("main", {SETTINGS: settings(stage="ga", mode="observe")})
    number = await story.proposes(BREAKING)
    conclusion, title = await story.verdict(number)
    assert conclusion == "neutral"
    assert "5 breaking changes and 1 reader-breaking change to GA operations of payments" in title
    assert "I only observe here still" in (await story.check(number))["output"]["summary"]
    assert "api: breaking" not in await story.labels(number)
    assert await story.versions() == []
    await story.card(number)


async def test_while_observing_commands_are_answered_and_labels_left_alone(story: Story) -> None:
    await story.commits("main", {SETTINGS: settings(mode="observe")})
    await story.opens_proposal()
    assert "nothing is enforced" in await story.card()
    await story.says("lee", "/promote")
    assert "conditions are not met" in await story.answer()
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

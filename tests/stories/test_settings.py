"""The settings file: a mistake is shown on its line before the merge, and never takes the rules away after it."""

from tests.stories.story import BREAKING, FILES, PATH, SETTINGS, Story, settings


async def test_a_pull_request_that_breaks_the_settings_is_told_the_line_and_the_nearest_key(in_ga: Story) -> None:
    wrong = settings(stage="ga").replace(b"owners: [", b"ownrs: [", 1)
    line = wrong.decode().splitlines().index(next(one for one in wrong.decode().splitlines() if "ownrs" in one)) + 1
    number = await in_ga.proposes({SETTINGS: wrong}, branch="settings")
    assert await in_ga.verdict(number) == ("failure", f"{SETTINGS} has 1 problem")
    (note,) = await in_ga.annotations(number)
    assert (note["path"], note["start_line"], note["annotation_level"]) == (SETTINGS, line, "failure")
    assert "did you mean 'owners'?" in note["message"]
    assert "the last good settings stay in force" in (await in_ga.check(number))["output"]["summary"]
    assert await in_ga.answers(number) == []


async def test_settings_that_are_no_yaml_are_told_the_line_too(in_ga: Story) -> None:
    number = await in_ga.proposes({SETTINGS: b"version: 1\napis: [\n"}, branch="settings")
    assert await in_ga.verdict(number) == ("failure", f"{SETTINGS} has 1 problem")
    (note,) = await in_ga.annotations(number)
    assert note["path"] == SETTINGS
    assert "no YAML" in note["message"]


async def test_a_mended_settings_pull_request_turns_green(in_ga: Story) -> None:
    number = await in_ga.proposes({SETTINGS: settings(stage="ga", mood="enforce")}, branch="settings")
    assert (await in_ga.verdict(number))[0] == "failure"
    await in_ga.commits("settings", {SETTINGS: settings(stage="ga") + b"# Mended\n"})
    assert (await in_ga.verdict(number))[0] == "success"


async def test_merged_all_the_same_the_last_good_settings_stay_in_force_and_the_card_says_so(story: Story) -> None:
    await story.opens_proposal()
    await story.commits("main", {SETTINGS: settings(mood="quiet")})
    await story.says("mallory", "/promote")
    assert "this is for the owners" in await story.answer()
    card = await story.card()
    assert "1 problem" in card or "`mood`" in card
    await story.commits("main", {SETTINGS: settings() + b"# Mended\n"})
    mended = await story.card()
    assert "1 problem" not in mended
    assert "`mood`" not in mended


async def test_deleted_settings_stay_in_force_and_every_card_and_check_says_so(in_ga: Story) -> None:
    await in_ga.opens_proposal()
    removal = await in_ga.proposes({SETTINGS: None}, branch="no-settings")
    assert await in_ga.verdict(removal) == ("success", "The settings are removed: the last good ones stay in force")
    await in_ga.act("priya", f"pulls/{removal}/merge", {}, method="put")
    assert "`.github/stagekeeper.yml` is gone" in await in_ga.card()
    number = await in_ga.proposes(BREAKING)
    assert (await in_ga.verdict(number))[0] == "failure"
    assert "`.github/stagekeeper.yml` is gone" in (await in_ga.check(number))["output"]["summary"]
    await in_ga.card(number)
    await in_ga.answer(number)
    issues = await in_ga.read("issues?state=all")
    assert "Set up Stagekeeper" not in [one["title"] for one in issues]
    await in_ga.commits("main", {SETTINGS: settings(stage="ga")})
    assert "is gone" not in await in_ga.card()


async def test_an_api_that_gets_another_name_keeps_its_protection(story: Story) -> None:
    """The strictest rule already for an idea: the way to GA is long, and the name is what this is about."""
    strict = settings(stages="{idea: {breaking: forbid}}")
    renamed = strict.replace(b"  payments:\n", b"  pay:\n")
    await story.commits("main", {SETTINGS: strict})
    await story.opens_proposal()
    await story.commits("main", {SETTINGS: renamed})
    assert "### pay ·" in await story.card()
    number = await story.proposes(BREAKING)
    conclusion, title = await story.verdict(number)
    assert (conclusion, title.partition("idea operations of ")[2]) == ("failure", "pay: not allowed in idea")
    await story.card(number)


async def test_an_api_that_gets_another_name_and_another_path_is_judged_as_before_and_told_why(story: Story) -> None:
    await story.commits("main", {SETTINGS: settings(stages="{idea: {breaking: forbid}}")})
    await story.opens_proposal()
    moved = settings(stages="{idea: {breaking: forbid}}").replace(b"  payments:\n", b"  pay:\n")
    moved = moved.replace(PATH.encode(), b"apis/pay.yaml")
    await story.commits("main", {SETTINGS: moved, "apis/pay.yaml": FILES[PATH], PATH: None})
    number = await story.proposes({"apis/pay.yaml": BREAKING[PATH]})
    assert (await story.verdict(number))[0] == "failure"
    summary = (await story.check(number))["output"]["summary"]
    assert "is bound to payments, which `.github/stagekeeper.yml` no longer names" in summary
    assert "no longer names `payments`" in await story.card()
    await story.card(number)
    await story.commits("main", {SETTINGS: moved.replace(b"pay.yaml\n", b"pay.yaml\n    stage: private-beta\n")})
    assert (await story.verdict(number))[0] == "success"

"""Where GitHub does not let the bot read who somebody is, it says so; it never says that they may not."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from bot.cli.demo.play import BOT
from bot.sandbox import Sandbox
from bot.sandbox.scenarios import payments
from bot.sandbox.seed import PERMISSIONS
from tests.stories.story import BREAKING, SETTINGS, Story, settings

BY_ROLE = settings().replace(b'owners: ["@acme/payments"]', b'owners: ["permission:write"]')
WITHOUT = {name: level for name, level in PERMISSIONS.items() if name != "members"}


def _teams_refused(gh: Sandbox) -> None:
    gh.faults.add("teams/list-members-in-org", "members-unreadable", actor=BOT, times=1_000)


def _roles_refused(gh: Sandbox) -> None:
    gh.faults.add("repos/get-collaborator-permission-level", "members-unreadable", actor=BOT, times=1_000)


def _not_permitted(gh: Sandbox) -> None:
    """The organization has not granted what the App needs to read its teams."""
    gh.seed.install(payments.ORGANIZATION, permissions=WITHOUT)
    gh.clock.advance(AN_HOUR)


UNREADABLE = [
    pytest.param({}, _teams_refused, "members, read", id="teams answer 403"),
    pytest.param({}, _not_permitted, "members, read", id="the App may not read members"),
    pytest.param({SETTINGS: BY_ROLE}, _roles_refused, "metadata, read", id="roles answer 403"),
]
AN_HOUR = timedelta(hours=1)
"""So long a token has the permissions with which it was minted, and rosters are remembered."""
Files = Mapping[str, bytes]
Unreadable = Callable[[Sandbox], None]


@pytest.mark.parametrize(("files", "unreadable", "permission"), UNREADABLE)
async def test_a_command_of_an_owner_is_not_taken_for_a_strangers(
    story: Story, files: Files, unreadable: Unreadable, permission: str
) -> None:
    if files:
        await story.commits("main", files)
    await story.opens_proposal()
    unreadable(story.theatre.gh)
    asked = await story.says("lee", "/promote")
    answer = await story.answer()
    assert "I could not read whether you are one of" in answer
    assert permission in answer
    assert "this is for" not in answer
    assert await story.reaction(asked) == "confused"
    assert await story.labels() == {"stage: idea"}


@pytest.mark.parametrize(("files", "unreadable", "permission"), UNREADABLE)
async def test_a_label_of_an_owner_is_put_back_and_told_why(
    story: Story, files: Files, unreadable: Unreadable, permission: str
) -> None:
    if files:
        await story.commits("main", files)
    await story.opens_proposal()
    unreadable(story.theatre.gh)
    await story.act("lee", f"issues/{story.proposal}/labels", {"labels": ["stage: private-beta"]})
    answer = await story.answer()
    assert "I could not read whether you are one of the owners" in answer
    assert permission in answer
    assert await story.labels() == {"stage: idea"}


async def test_on_a_pull_request_too_and_once_it_can_be_read_the_line_written_again_is_taken(story: Story) -> None:
    await story.commits("main", {SETTINGS: settings(stage="ga", versioning="{open: ask}")})
    number = await story.proposes(BREAKING)
    _teams_refused(story.theatre.gh)
    await story.says("priya", "/new-version", on=number)
    await story.card(number)
    assert "I could not read whether you are one of" in await story.answer(number)
    assert await story.versions() == []
    story.theatre.gh.faults.clear()
    story.theatre.clock.advance(AN_HOUR)
    await story.says("priya", "/new-version", on=number)
    (version,) = await story.versions()
    assert f"#{version['number']}" in await story.answer(number)

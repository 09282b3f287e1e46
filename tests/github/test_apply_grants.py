"""Invitations, and issues of our own."""

from datetime import timedelta

import pytest

from bot.forge.effects import CommentState, Grant, OpenIssue, Withdraw
from bot.forge.facts import CannotTell, GrantKind, RepositoryLook, ThreadFacts
from bot.forge.faults import BotError, Unreachable
from bot.forge.questions import HasAccess
from bot.forge.subjects import Repository
from bot.github.refused import Refused
from tests.github.conftest import REPO, Stage

TEAM = "acme/developer-network"
ALLOWED = {"members": "write", "administration": "write", "issues": "write", "contents": "write", "metadata": "read"}


async def _facts(stage: Stage) -> ThreadFacts:
    stage.gh.seed.install("acme", permissions=ALLOWED)
    facts = await stage.room.observe(await stage.issue())
    assert isinstance(facts, ThreadFacts)
    return facts


async def test_an_outsider_is_invited_into_the_team(stage: Stage) -> None:
    facts = await _facts(stage)
    assert await stage.apply(Grant(facts.subject, "c1", "mia", GrantKind.TEAM, TEAM), facts) == "pending"


async def test_whoever_is_in_the_team_is_left_as_they_are(stage: Stage) -> None:
    facts = await _facts(stage)
    await stage.gh.acting_as("olga").put("/orgs/acme/teams/developer-network/memberships/ana", {"role": "maintainer"})
    assert await stage.apply(Grant(facts.subject, "c1", "ana", GrantKind.TEAM, TEAM), facts) == "active"
    kept = await stage.gh.acting_as("olga").get("/orgs/acme/teams/developer-network/memberships/ana")
    assert kept["role"] == "maintainer"


async def test_a_private_repository_is_opened_to_a_reader(stage: Stage) -> None:
    facts = await _facts(stage)
    stage.gh.seed.repository("acme/private", {"README.md": b""}, private=True)
    assert (
        await stage.apply(Grant(facts.subject, "c1", "mia", GrantKind.REPOSITORY, "acme/private"), facts) == "invited"
    )


async def test_a_writer_does_not_become_a_reader(stage: Stage) -> None:
    facts = await _facts(stage)
    effect = Grant(facts.subject, "c1", "lee", GrantKind.REPOSITORY, "acme/apis")
    assert await stage.apply(effect, facts) == "present"
    role = await stage.gh.acting_as("olga").get("/repos/acme/apis/collaborators/lee/permission")
    assert role["role_name"] == "write"


async def _access(stage: Stage, facts: ThreadFacts, question: HasAccess) -> object:
    return (await stage.room.answer(facts.subject, [question]))[question]


@pytest.mark.parametrize(
    ("kind", "target"), [(GrantKind.TEAM, TEAM), (GrantKind.REPOSITORY, "acme/private")], ids=["team", "repository"]
)
async def test_who_was_let_in_is_in_until_they_are_taken_out_again(stage: Stage, kind: GrantKind, target: str) -> None:
    facts = await _facts(stage)
    stage.gh.seed.repository("acme/private", {"README.md": b""}, private=True)
    question = HasAccess("mia", kind, target)
    assert await _access(stage, facts, question) is False
    await stage.apply(Grant(facts.subject, "c1", "mia", kind, target), facts)
    assert await stage.apply(Withdraw(facts.subject, "c2", "mia", kind, target), facts) == "removed"
    assert await _access(stage, facts, question) is False


async def test_who_is_gone_already_is_no_fault(stage: Stage) -> None:
    facts = await _facts(stage)
    assert await stage.apply(Withdraw(facts.subject, "c2", "mia", GrantKind.TEAM, TEAM), facts) == "absent"


async def test_an_invitation_that_nobody_answered_yet_counts_as_a_place_in_the_team(stage: Stage) -> None:
    facts = await _facts(stage)
    await stage.apply(Grant(facts.subject, "c1", "mia", GrantKind.TEAM, TEAM), facts)
    stage.gh.clock.advance(timedelta(minutes=1))
    assert await _access(stage, facts, HasAccess("mia", GrantKind.TEAM, TEAM)) is True


async def test_where_the_app_may_not_look_it_cannot_tell(stage: Stage) -> None:
    facts = await _facts(stage)
    assert isinstance(await _access(stage, facts, HasAccess("mia", GrantKind.TEAM, "elsewhere/team")), CannotTell)


async def test_without_the_permission_it_is_refused_in_words(stage: Stage) -> None:
    stage.gh.seed.install("acme", permissions={**ALLOWED, "members": "read"})
    facts = await stage.room.observe(await stage.issue())
    assert isinstance(facts, ThreadFacts)
    with pytest.raises(Refused) as refused:
        await stage.apply(Grant(facts.subject, "c1", "mia", GrantKind.TEAM, TEAM), facts)
    assert refused.value.status == 403


async def test_a_request_edited_meanwhile_lets_nobody_in(stage: Stage) -> None:
    stage.gh.seed.install("acme", permissions=ALLOWED)
    thread = await stage.issue()
    comment = await stage.comment(thread, "/invite mia")
    facts = await stage.room.observe(thread)
    assert isinstance(facts, ThreadFacts)
    stage.gh.clock.advance(timedelta(minutes=1))
    await stage.lee.patch(f"/repos/acme/apis/issues/comments/{comment}", {"body": "/invite ana"})
    state = (CommentState(comment, None),)
    assert await stage.apply(Grant(thread, "c1", "mia", GrantKind.TEAM, TEAM, state), facts) == "changed"
    assert stage.calls("teams/add-or-update-membership-for-user-in-org") == []


async def test_a_target_that_is_no_target_is_said(stage: Stage) -> None:
    facts = await _facts(stage)
    with pytest.raises(BotError, match="neither"):
        await stage.apply(Grant(facts.subject, "c1", "mia", GrantKind.TEAM, "network"), facts)


async def test_an_issue_of_ours_is_opened_once_and_seen_as_ours(stage: Stage) -> None:
    look = await stage.room.observe(Repository(REPO))
    effect = OpenIssue(Repository(REPO), "onboarding", "Stagekeeper is here", "Hello.")
    stage.gh.faults.add("issues/create", "lost-answer")
    with pytest.raises(Unreachable):
        await stage.apply(effect, look)
    number = await stage.apply(effect, look, again=True)
    seen = await stage.room.observe(Repository(REPO))
    assert isinstance(seen, RepositoryLook)
    assert seen.onboarding_issue is not None
    assert str(seen.onboarding_issue.number) == number
    assert len(await stage.lee.get("/repos/acme/apis/issues?state=all")) == 1


async def test_somebody_elses_copy_of_our_issue_is_not_ours(stage: Stage) -> None:
    await stage.issue(body="<!-- stagekeeper:issue onboarding 0123456789abcdef -->\nHello.")
    seen = await stage.room.observe(Repository(REPO))
    assert isinstance(seen, RepositoryLook)
    assert seen.onboarding_issue is None

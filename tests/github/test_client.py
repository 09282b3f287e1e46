"""Limits obeyed, harmless requests repeated, writes never: each against the sandbox and the traps of gidgethub."""

from datetime import timedelta
from typing import Any

import pytest

from bot.forge.effects import Hide, SetLabels
from bot.forge.facts import ThreadFacts
from bot.forge.faults import BotError, Gone, Parked, Unreachable
from bot.forge.questions import AccountOf, RoleOf
from bot.forge.subjects import Repo, Repository
from bot.github.client import Client
from bot.github.endpoints import INSTALLED_REPOSITORIES, LABELS, USER
from bot.github.reading_comments import comments_of
from bot.github.refused import Refused
from bot.github.room import GitHubRoom
from tests.github.conftest import REPO, Stage

HERE = Repository(REPO)


async def _client(stage: Stage) -> Client:
    return await stage.room.installations.of_repo(REPO)


async def test_a_read_is_repeated_after_a_bad_gateway(stage: Stage) -> None:
    client = await _client(stage)
    stage.gh.faults.add("users/get-by-username", "bad-gateway", times=2)
    assert (await client.call(USER, username="lee")).login == "lee"
    assert len(stage.naps.slept) == 2


async def test_a_read_that_stays_broken_is_unreachable(stage: Stage) -> None:
    client = await _client(stage)
    stage.gh.faults.add("users/get-by-username", "bad-gateway", times=9)
    with pytest.raises(Unreachable):
        await client.call(USER, username="lee")
    assert len(stage.calls("users/get-by-username")) == 3


async def test_a_post_is_never_repeated_after_a_bad_gateway(stage: Stage) -> None:
    thread = await stage.issue()
    stage.gh.faults.add("issues/add-labels", "lost-answer")
    with pytest.raises(Unreachable):
        await stage.apply(SetLabels(thread, "verdict", on=("breaking",)), await stage.facts(thread))
    assert len(stage.writes) == 1


async def test_a_broken_connection_is_unreachable(stage: Stage) -> None:
    client = await _client(stage)
    stage.gh.faults.add("users/get-by-username", drop=True, times=5)
    with pytest.raises(Unreachable):
        await client.call(USER, username="lee")


@pytest.mark.parametrize("body", ["<html>no</html>", b"\xff\xfe", "[1,", ""])
async def test_an_answer_that_only_claims_to_be_json_is_unreachable(stage: Stage, body: str | bytes) -> None:
    client = await _client(stage)
    headers = {"Content-Type": "application/json"}
    stage.gh.faults.add("users/get-by-username", status=502, body=body, headers=headers, times=9)
    with pytest.raises(Unreachable):
        await client.call(USER, username="lee")


async def test_a_status_that_python_does_not_know_is_unreachable(stage: Stage) -> None:
    client = await _client(stage)
    stage.gh.faults.add("users/get-by-username", status=520, body="<html></html>")
    with pytest.raises(Unreachable):
        await client.call(USER, username="lee")


@pytest.mark.parametrize("preset", ["too-many-requests", "secondary-limit"])
async def test_a_short_limit_is_waited_out_even_by_a_write(stage: Stage, preset: str) -> None:
    thread = await stage.issue()
    stage.gh.faults.add("issues/add-labels", preset)
    await stage.apply(SetLabels(thread, "verdict", on=("breaking",)), await stage.facts(thread))
    assert stage.naps.slept == [1.0]


async def test_a_long_limit_parks_the_subject_until_github_said(stage: Stage) -> None:
    client = await _client(stage)
    stage.gh.faults.add("users/get-by-username", "too-many-requests", headers={"retry-after": "90"})
    with pytest.raises(Parked) as parked:
        await client.call(USER, username="lee")
    assert parked.value.until == stage.gh.clock.now() + timedelta(seconds=90)
    assert stage.naps.slept == []


async def test_a_used_up_quota_parks_until_it_is_full_again(stage: Stage) -> None:
    client = await _client(stage)
    reset = stage.gh.clock.now() + timedelta(minutes=20)
    headers = {
        "x-ratelimit-limit": "5000",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": f"{reset.timestamp():.0f}",
    }
    stage.gh.faults.add(
        "users/get-by-username", status=403, body={"message": "API rate limit exceeded"}, headers=headers
    )
    with pytest.raises(Parked) as parked:
        await client.call(USER, username="lee")
    assert parked.value.until == reset


async def test_a_secondary_limit_without_an_hour_parks_for_a_minute(stage: Stage) -> None:
    client = await _client(stage)
    stage.gh.faults.add("users/get-by-username", "secondary-limit-silent")
    with pytest.raises(Parked) as parked:
        await client.call(USER, username="lee")
    assert parked.value.until == stage.gh.clock.now() + timedelta(minutes=1)


async def test_a_forbidden_request_is_no_limit(stage: Stage) -> None:
    client = await _client(stage)
    stage.gh.faults.add("users/get-by-username", "members-unreadable")
    with pytest.raises(Refused) as refused:
        await client.call(USER, username="lee")
    assert refused.value.status == 403
    assert stage.naps.slept == []


async def test_a_token_that_github_does_not_take_is_made_anew_once(stage: Stage) -> None:
    client = await _client(stage)
    await client.call(USER, username="lee")
    stage.gh.faults.add("users/get-by-username", status=401, body={"message": "Bad credentials"})
    assert (await client.call(USER, username="lee")).login == "lee"
    assert len(stage.calls("apps/create-installation-access-token")) == 2
    stage.gh.faults.add("users/get-by-username", status=401, body={"message": "Bad credentials"}, times=5)
    with pytest.raises(Refused):
        await client.call(USER, username="lee")
    assert len(stage.calls("apps/create-installation-access-token")) == 3


async def test_a_token_serves_until_five_minutes_before_its_end(stage: Stage) -> None:
    client = await _client(stage)
    await client.call(USER, username="lee")
    stage.gh.clock.advance(timedelta(minutes=54))
    await client.call(USER, username="lee")
    assert len(stage.calls("apps/create-installation-access-token")) == 1
    stage.gh.clock.advance(timedelta(minutes=2))
    await client.call(USER, username="lee")
    assert len(stage.calls("apps/create-installation-access-token")) == 2


async def test_twenty_callers_mint_one_token(stage: Stage) -> None:
    logins = frozenset(AccountOf(login) for login in ["lee", "mia", "ana", "bo", "olga"] * 4)
    roles = frozenset(RoleOf(login) for login in ["lee", "mia", "ana", "bo", "olga"])
    await stage.room.answer(HERE, logins | roles)
    assert len(stage.calls("apps/create-installation-access-token")) == 1


async def test_a_list_is_read_to_its_end(stage: Stage) -> None:
    for number in range(130):
        await stage.lee.post("/repos/acme/apis/labels", {"name": f"area {number}", "color": "ededed"})
    client = await _client(stage)
    assert len([label async for label in client.pages(LABELS, owner="acme", repo="apis")]) == 130


async def test_a_label_with_braces_and_slashes_in_its_name_is_taken_off(stage: Stage) -> None:
    thread = await stage.issue(labels=["a/{b} c?d#e"])
    await stage.apply(SetLabels(thread, "verdict", off=("a/{b} c?d#e",)), await stage.facts(thread))
    assert (await stage.lee.get(f"/repos/acme/apis/issues/{thread.number}"))["labels"] == []


async def test_a_renamed_repository_is_written_to_under_its_old_name(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await stage.facts(thread)
    await stage.room.installations.of_repo(REPO)
    stage.gh.seed.rename("acme/apis", "interfaces")
    await stage.apply(SetLabels(thread, "verdict", on=("breaking",)), facts)
    labels = (await stage.lee.get(f"/repos/acme/interfaces/issues/{thread.number}"))["labels"]
    assert [label["name"] for label in labels] == ["breaking"]


async def test_where_the_app_is_not_installed_there_is_nothing_to_look_at(stage: Stage) -> None:
    stage.gh.seed.repository("other/things", {})
    with pytest.raises(Gone):
        await stage.room.observe(Repository(Repo("other", "things")))


async def test_every_write_passes_the_gate_and_no_read_does(stage: Stage) -> None:
    thread = await stage.issue()
    stage.gh.faults.add("issues/add-labels", "too-many-requests")
    await stage.room.answer(HERE, frozenset({RoleOf("lee")}))
    assert stage.writes == []
    await stage.apply(SetLabels(thread, "verdict", on=("breaking",)), await stage.facts(thread))
    assert len(stage.writes) == 2  # the attempt that was refused, and the one that took


async def test_nothing_we_say_holds_a_token(stage: Stage) -> None:
    fault = Refused(403, "no: ghs_1001_eyJhbGciOiJSUzI1NiJ9.abc-def_ghi.xyz is not allowed")
    assert str(fault) == "GitHub refused with 403: no: [token] is not allowed"
    assert isinstance(fault, BotError)


async def test_the_version_and_media_type_are_sent(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = []
    client = await _client(stage)
    session = client._link.session
    request = session.request

    def noted(method: str, url: str, **more: object) -> object:
        sent.append(more["headers"])
        return request(method, url, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(session, "request", noted)
    await client.call(USER, username="lee")
    assert sent[0]["x-github-api-version"] == "2022-11-28"
    assert sent[0]["accept"] == "application/vnd.github+json"
    assert sent[0]["user-agent"] == "stagekeeper"


async def test_a_used_up_graphql_quota_parks_the_subject(stage: Stage) -> None:
    thread = await stage.issue()
    await stage.room.observe(thread)
    stage.gh.faults.add("graphql:Thread", "graphql-limit")
    with pytest.raises(Parked) as parked:
        await stage.room.observe(thread)
    assert parked.value.until >= stage.gh.clock.now() + timedelta(minutes=1)


async def test_a_query_is_repeated_after_a_bad_gateway_and_a_mutation_is_not(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await stage.room.observe(thread)
    stage.gh.faults.add("graphql:Thread", "bad-gateway")
    assert await stage.room.observe(thread) == facts
    assert len(stage.naps.slept) == 1
    stage.gh.faults.add("graphql:Hide", "bad-gateway")
    with pytest.raises(Unreachable):
        await stage.apply(Hide(thread, "IC_x"), facts)
    assert len(stage.naps.slept) == 1


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        pytest.param({"message": "Something went wrong while executing your query."}, Unreachable, id="githubs-own"),
        pytest.param({"type": "FORBIDDEN", "message": "Resource not accessible"}, BotError, id="not-allowed"),
        pytest.param({"type": "MAX_NODE_LIMIT_EXCEEDED", "message": "too many"}, BotError, id="too-much"),
    ],
)
async def test_an_error_inside_a_good_answer_is_a_fault(stage: Stage, error: object, fault: type[Exception]) -> None:
    thread = await stage.issue()
    stage.gh.faults.add("graphql:Thread", status=200, body={"data": {"repository": None}, "errors": [error]})
    with pytest.raises(fault) as raised:
        await stage.room.observe(thread)
    assert type(raised.value) is fault


async def test_an_answer_of_another_shape_than_described_is_a_fault_in_words(stage: Stage) -> None:
    client = await _client(stage)
    stage.gh.faults.add("users/get-by-username", status=200, body={"login": "lee"})
    with pytest.raises(BotError, match="does not fit its description"):
        await client.call(USER, username="lee")


async def test_a_comment_that_is_gone_is_hidden_enough(stage: Stage) -> None:
    thread = await stage.issue()
    comment = await stage.comment(thread, "soon gone")
    facts = await stage.room.observe(thread)
    assert isinstance(facts, ThreadFacts)
    await stage.lee.delete(f"/repos/acme/apis/issues/comments/{comment}")
    assert await stage.apply(Hide(thread, facts.comments[0].node), facts) is None


async def test_github_not_answering_at_all_is_unreachable(stage: Stage) -> None:
    async with GitHubRoom(
        app_id=stage.gh.app_id,
        private_key=stage.gh.private_key,
        api_url="http://127.0.0.1:9/api/v3",
        graphql_url="http://127.0.0.1:9/api/graphql",
        clock=stage.gh.clock.now,
        blobs=stage.shelf,
    ) as room:
        with pytest.raises(Unreachable):
            await room.observe(HERE)


async def test_an_answer_that_takes_too_long_is_unreachable(stage: Stage) -> None:
    async with GitHubRoom(
        app_id=stage.gh.app_id,
        private_key=stage.gh.private_key,
        api_url=stage.gh.api_url,
        graphql_url=stage.gh.graphql_url,
        clock=stage.gh.clock.now,
        blobs=stage.shelf,
        session_timeout=timedelta(milliseconds=50),
    ) as room:
        stage.gh.faults.add("apps/get-repo-installation", "hang", times=3)
        with pytest.raises(Unreachable):
            await room.observe(HERE)


async def test_a_suspended_installation_is_said_in_words(stage: Stage) -> None:
    stage.gh.faults.add("apps/create-installation-access-token", "suspended")
    with pytest.raises(BotError, match="suspended"):
        await stage.room.observe(HERE)


async def test_a_comment_whose_number_is_too_large_for_graphql_is_known_by_its_address(stage: Stage) -> None:
    thread = await stage.issue()
    number = await stage.comment(thread, "/awesome")
    told = await (await _client(stage)).ask(
        "Comments", dict[str, Any], owner="acme", name="apis", number=thread.number, after=None
    )
    said = told["repository"]["thread"]["comments"]["nodes"][0]
    said["databaseId"] = None
    error = {
        "message": f"Int cannot represent non 32-bit signed integer value: {number}",
        "path": ["repository", "thread", "comments", "nodes", 0, "databaseId"],
    }
    stage.gh.faults.add("graphql:Comments", status=200, body={"data": told, "errors": [error]})
    me = await stage.room.installations.me(await _client(stage))
    assert [one.id for one in await comments_of(await _client(stage), thread, me)] == [number]


async def test_what_has_not_changed_is_not_sent_again(stage: Stage) -> None:
    client = await _client(stage)
    first = await client.call(USER, username="lee")
    assert await client.call(USER, username="lee") == first
    assert [status for _, _, status, _ in stage.calls("users/get-by-username")][-2:] == [200, 304]


async def test_one_installation_never_sees_what_another_was_told(stage: Stage) -> None:
    stage.gh.seed.repository("zeta/things", {})
    stage.gh.seed.install("zeta")
    told = list[set[str]]()
    for repo in (REPO, Repo("zeta", "things"), REPO):
        client = await stage.room.installations.of_repo(repo)
        told.append({found.full_name async for found in client.pages(INSTALLED_REPOSITORIES)})
    assert told == [{"acme/apis"}, {"zeta/things"}, {"acme/apis"}]

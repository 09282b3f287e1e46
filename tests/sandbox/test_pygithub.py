"""A client that nobody here wrote works against the sandbox."""

import asyncio
from datetime import timedelta

import github
import pytest


def promote(url, token, number):
    """What a bot does on /promote, told by PyGithub; the labels and bodies at the end."""
    with github.Github(
        base_url=url, auth=github.Auth.Token(token), per_page=100, seconds_between_requests=0, seconds_between_writes=0
    ) as client:
        repository = client.get_repo("acme/apis")
        issue = repository.get_issue(number)
        repository.create_label("stage: private-beta", "0e8a16", "A few callers may try it")
        issue.add_to_labels("stage: private-beta")
        issue.remove_from_labels("stage: idea")
        card = issue.create_comment("Stage: idea")
        card.edit("Stage: private beta")
        said = next(c for c in issue.get_comments() if c.body == "/promote")
        said.create_reaction("+1")
        role = repository.get_collaborator_permission("ana")
        return [label.name for label in issue.get_labels()], card.body, card.user.login, role


async def test_pygithub_plays_a_promotion(gh, bot):
    lee, ana = gh.acting_as("lee"), gh.acting_as("ana")
    number = (await lee.post("/repos/acme/apis/issues", {"title": "Payments"}))["number"]
    await ana.post(f"/repos/acme/apis/issues/{number}/labels", {"labels": ["stage: idea"]})
    said = await lee.post(f"/repos/acme/apis/issues/{number}/comments", {"body": "/promote"})
    gh.clock.advance(timedelta(seconds=1))
    gh.store.lag = timedelta(0)
    labels, body, author, role = await asyncio.to_thread(promote, gh.api_url, bot.token, number)
    assert labels == ["stage: private-beta"]
    assert (body, author, role) == ("Stage: private beta", "stagekeeper[bot]", "write")
    reactions = await lee.get(f"/repos/acme/apis/issues/comments/{said['id']}/reactions")
    assert [(r["content"], r["user"]["login"]) for r in reactions] == [("+1", "stagekeeper[bot]")]


async def test_pygithub_signs_in_as_the_app(gh):
    def sign_in():
        auth = github.Auth.AppAuth(gh.app_id, gh.private_key)
        with github.GithubIntegration(base_url=gh.api_url, auth=auth) as integration:
            installation = integration.get_repo_installation("acme", "apis")
            return integration.get_app().slug, integration.get_access_token(installation.id).token

    slug, token = await asyncio.to_thread(sign_in)
    assert slug == "stagekeeper"
    assert token.startswith("ghs_1001_")


async def test_pygithub_hears_what_is_refused(gh, bot):
    def ask():
        with github.Github(base_url=gh.api_url, auth=github.Auth.Token(bot.token)) as client:
            client.get_repo("acme/none")

    with pytest.raises(github.UnknownObjectException):
        await asyncio.to_thread(ask)

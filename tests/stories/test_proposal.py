from bot.cli.demo.theatre import REPO, Theatre
from bot.sandbox.scenarios import payments


async def test_a_proposal_gets_its_card(theatre: Theatre):
    lee = theatre.person("lee")
    issue = await lee.post(
        f"/repos/{REPO}/issues",
        {"title": payments.PROPOSAL_TITLE, "body": payments.proposal_body(), "labels": [payments.PROPOSAL_LABEL]},
    )
    await theatre.settle()
    comments = await lee.get(f"/repos/{REPO}/issues/{issue['number']}/comments")
    assert [comment["user"]["login"] for comment in comments] == ["stagekeeper[bot]"]
    assert "idea" in comments[0]["body"]

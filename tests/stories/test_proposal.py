from bot.cli.demo.theatre import REPO, Theatre
from bot.sandbox.scenarios import payments
from tests.stories.story import Story


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


async def test_a_second_proposal_of_an_api_is_answered_once_with_the_link_and_moves_nothing(story: Story) -> None:
    first = await story.opens_proposal()
    form = {"title": "Payments, again", "body": payments.proposal_body(), "labels": [payments.PROPOSAL_LABEL]}
    second = (await story.act("priya", "issues", form))["number"]
    assert f"**#{first} is the proposal of payments**" in await story.answer(second)
    assert f"/issues/{first}) is the proposal of payments**" in await story.card(second)
    await story.says("lee", "/promote", on=second)
    assert f"#{first} is the proposal of payments, and this is a later one" in await story.answer(second)
    await story.act("lee", f"issues/{second}/labels", {"labels": ["stage: private-beta"]})
    assert "its stage is moved there" in await story.answer(second)
    assert await story.labels(second) == {"stage: idea"}
    story.theatre.pass_days(1)
    await story.theatre.lose_the_database()
    assert await story.answers(second) == []
    await story.act("dana", f"issues/{first}/labels/stage: idea", method="delete")
    await story.answer(first)
    await story.says("lee", "/status", on=first)
    assert "idea" in await story.answer(first)


async def test_two_proposals_opened_in_one_moment_come_to_one(story: Story) -> None:
    form = {"title": "Payments", "body": payments.proposal_body(), "labels": [payments.PROPOSAL_LABEL]}
    numbers = [
        (await story.theatre.person(login).post(f"/repos/{REPO}/issues", form))["number"] for login in ("lee", "priya")
    ]
    await story.theatre.settle()
    story.theatre.pass_days(1)
    await story.theatre.lose_the_database()
    cards = [await story.card(number) for number in numbers]
    assert ["is the proposal of payments" in card for card in cards] == [False, True]
    assert len(await story.answers(numbers[1])) == 1


async def test_a_stage_label_that_is_renamed_in_the_repository_comes_back_onto_its_proposal(story: Story) -> None:
    number = await story.opens_proposal()
    await story.act("dana", "labels/stage: idea", {"new_name": "parked"}, method="patch")
    assert await story.labels(number) == {"parked", "stage: idea"}

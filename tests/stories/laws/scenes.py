"""What people do while things go wrong: each scene is laid out in peace, then played."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.cli.demo.play import Play
from bot.cli.demo.story import STORY
from bot.cli.demo.theatre import REPO
from bot.sandbox.scenarios import payments

_CONFIG = ".github/stagekeeper.yml"


@dataclass(frozen=True, slots=True)
class Scene:
    """`laid_out` in peace, then `played`; after it `moved` says that what is played came about at all."""

    name: str
    laid_out: Callable[[Play], Awaitable[None]]
    played: Callable[[Play], Awaitable[None]]
    came_about: Callable[[Play], Awaitable[bool]]


async def _chapters(play: Play, *titles: str) -> None:
    for step in STORY:
        if step.title in titles:
            await step.play(play)


async def _ready(play: Play) -> None:
    await _chapters(
        play, "The App is installed", "An idea is proposed", "The Developer Network answers", "What blocked is settled"
    )


async def _proposed(play: Play) -> None:
    await _chapters(play, "The App is installed", "An idea is proposed")


async def _with_requests(play: Play) -> None:
    await _ready(play)
    await play.says("lee", "/promote")
    await play.all_say(
        ("kim", '/request-access use:"Deposits for our clinic"'),
        ("noor", '/request-access use:"A month of invoices at a time"'),
        ("oli", '/request-access use:"Refunds from the till"'),
        ("pat", '/request-access use:"Tips"'),
    )


async def at_ga(play: Play) -> None:
    """The API has reached GA long ago: the configuration says so."""
    await play.theatre.catch_up()
    path = f"{payments.DESCRIPTION}\n".encode()
    _, before = play.theatre.gh.git(REPO).read("main", _CONFIG)
    after = before.replace(path, path + b"    stage: ga\n")
    assert after != before
    play.theatre.gh.seed.commit(REPO, files={_CONFIG: after}, who="lee", message="Adopt payments at GA", hooks=True)
    play.theatre.clock.advance(timedelta(minutes=5))
    await play.theatre.settle()


_OPEN_GATES = b"""
stages:
  idea: {gate: {reviewers: 0, outside_reviewers: 0, trials: 0, business_days_open: 0, approvals: 0}}
  private-beta: {gate: {days_in_stage: 0, quiet_days: 0, active_participants: 0, approvals: 0}}
  public-beta: {gate: {days_in_stage: 0, quiet_days: 0, outside_voices: 0, approvals: 0}}
"""


async def _before_ga(play: Play) -> None:
    """A proposal in public beta, where every gate is open."""
    await play.theatre.catch_up()
    _, before = play.theatre.gh.git(REPO).read("main", _CONFIG)
    files = {_CONFIG: before + _OPEN_GATES}
    play.theatre.gh.seed.commit(REPO, files=files, who="lee", message="Open the gates", hooks=True)
    await _chapters(play, "An idea is proposed")
    for _ in range(2):
        play.theatre.clock.advance(timedelta(minutes=5))
        await play.says("lee", "/promote")
    play.theatre.clock.advance(timedelta(minutes=5))
    await play.theatre.settle()


async def _promote(play: Play) -> None:
    await play.says("lee", "/promote")


async def _needs_work(play: Play) -> None:
    await play.says("ana", "/needs-work The cursor of listPayments leaks the shard blocker\n/promot")


async def _invite(play: Play) -> None:
    await play.says("lee", "/invite next 2")


async def _talk(play: Play) -> None:
    """Several people, each before the bot has looked at what the others did."""
    thread, comments = f"/repos/{REPO}/issues/{play.proposal}/comments", f"/repos/{REPO}/issues/comments"
    ana, bo, chidi = (play.theatre.person(login) for login in ("ana", "bo", "chidi"))
    first = await ana.post(thread, {"body": "/needs-work The cursor leaks the shard blocker"})
    second = await bo.post(thread, {"body": "/awesome It takes an idempotency key"})
    await chidi.post(thread, {"body": "/try hackathon minutes:25 outcome:worked"})
    await ana.patch(f"{comments}/{first['id']}", {"body": "/needs-work The cursor of listPayments leaks blocker"})
    await bo.delete(f"{comments}/{second['id']}")
    await bo.post(thread, {"body": "/promote"})
    await play.theatre.settle()


async def _refused(play: Play) -> None:
    await play.says("lee", "/promote")


async def _draft(play: Play) -> None:
    await at_ga(play)
    play.breaking_pull = await play.propose(payments.change("breaking"), draft=True)


async def _new_version(play: Play) -> None:
    await play.says("lee", "/new-version", on=play.breaking_pull)


async def _break(play: Play) -> None:
    play.breaking_pull = await play.propose(payments.change("breaking"))


async def _is_private_beta(play: Play) -> bool:
    return await play.labels() == {"stage: private-beta"} and "idea → private beta" in await play.last_word()


async def _is_a_blocker(play: Play) -> bool:
    return "⛔ blocker" in await play.card() and "/promot" in await play.last_word()


async def _is_talked_about(play: Play) -> bool:
    card = await play.card()
    said = "of listPayments leaks" in card and "**25 min** (median of 1)" in card and "Awesome (0)" in card
    return said and "this is for" in await play.last_word()


async def _is_refused(play: Play) -> bool:
    return await play.labels() == {"stage: idea"} and "`/promote`" in await play.last_word()


async def _is_invited(play: Play) -> bool:
    return "2 invited of 20, 2 waiting" in await play.card()


async def _has_version(play: Play) -> bool:
    heads = [pull["head"]["ref"] for pull in await play.read("pulls?state=open")]
    failed = (await play.check(play.breaking_pull))["conclusion"] == "failure"
    return failed and len([head for head in heads if head.startswith("stagekeeper/")]) == 1


async def _has_floor(play: Play) -> bool:
    pulls = [pull for pull in await play.read("pulls?state=open") if "/floor-" in pull["head"]["ref"]]
    linked = len(pulls) == 1 and f"#{pulls[0]['number']}" in await play.card()
    return linked and await play.labels() == {"stage: ga"}


PROMOTE = Scene("promote", _ready, _promote, _is_private_beta)
NEEDS_WORK = Scene("needs-work", _proposed, _needs_work, _is_a_blocker)
INVITE = Scene("invite", _with_requests, _invite, _is_invited)
BREAK = Scene("breaking pull request", at_ga, _break, _has_version)
FLOOR = Scene("floor", _before_ga, _promote, _has_floor)
TALK = Scene("several at once", _proposed, _talk, _is_talked_about)
REFUSED = Scene("refused promote", _proposed, _refused, _is_refused)
NEW_VERSION = Scene("new version of a draft", _draft, _new_version, _has_version)
SCENES = (PROMOTE, NEEDS_WORK, INVITE, BREAK, FLOOR)


async def _nothing(play: Play) -> None:
    pass


async def _road(play: Play) -> None:
    for step in STORY[: TITLES.index("Public beta") + 1]:
        await step.play(play)


async def _is_public_beta(play: Play) -> bool:
    return await play.labels() == {"stage: public-beta"}


TITLES = [step.title for step in STORY]
ROAD = Scene("the demo's road", _nothing, _road, _is_public_beta)

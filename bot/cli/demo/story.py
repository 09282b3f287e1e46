"""The story, step by step: from an idea to GA, and what happens to a change that breaks it. Every step is verified."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.cli.demo.play import Play
from bot.cli.demo.theatre import REPO
from bot.sandbox.scenarios import payments


@dataclass(frozen=True, slots=True)
class Step:
    """One chapter: its title, and what happens in it."""

    title: str
    play: Callable[[Play], Awaitable[None]]


async def _installed(play: Play) -> None:
    await play.theatre.catch_up()
    labels = {label["name"] for label in await play.read("labels?per_page=100")}
    play.verify("the six stage labels exist", {"stage: idea", "stage: ga", "stage: retired"} <= labels, seen=labels)
    play.tell("The App is installed; its labels are there", play.link("labels"))


async def _proposed(play: Play) -> None:
    form = {"title": payments.PROPOSAL_TITLE, "body": payments.proposal_body(), "labels": [payments.PROPOSAL_LABEL]}
    play.proposal = (await play.act("lee", "issues", form))["number"]
    play.tell("lee opens a proposal with the issue form", play.link(f"issues/{play.proposal}"))
    card = await play.card()
    play.verify("the bot keeps one status card on it", "⚪ idea" in card, seen=card)


async def _feedback(play: Play) -> None:
    await play.all_say(
        ("ana", "/awesome POST /payments takes an idempotency key\n\nA retry cannot charge twice."),
        ("ana", "/needs-work The cursor of listPayments leaks the shard blocker"),
        ("bo", "/use-case Split payouts between two sellers"),
        ("chidi", "/try hackathon minutes:25 outcome:worked"),
        ("bo", '/try hackathon minutes:48 outcome:stuck step:"verifying the webhook signature"'),
    )
    card = await play.card()
    play.verify("what the Developer Network says is tallied, and linked", "💚 Awesome (1)" in card, seen=card)
    play.verify("a blocker stands on the card", "⛔ blocker" in card, seen=card)
    play.verify("a stuck trial became something that needs work", "2 open" in card, seen=card)


async def _refused(play: Play) -> None:
    asked = await play.says("lee", "/promote")
    answer = await play.last_word()
    play.verify("`/promote` is refused with what is missing", "No open blocker" in answer, seen=answer)
    play.verify("the refusal is a 😕 on the comment", await play.reaction(asked) == "confused")
    play.verify("the stage stays", "stage: idea" in await play.labels(), seen=await play.labels())


async def _resolved(play: Play) -> None:
    item = await play.item()
    stranger = await play.says("mallory", f"/resolve {item}")
    play.verify("a stranger cannot close a blocker", await play.reaction(stranger) == "confused")
    closed = await play.says("ana", f"/resolve {item} the cursor is opaque now")
    play.verify("who raised the blocker closes it", await play.reaction(closed) == "+1", seen=await play.card())
    await play.says("priya", "/approve")
    play.theatre.pass_days(8)
    play.tell("Eight days go by", "")


async def _private_beta(play: Play) -> None:
    await play.says("lee", "/promote")
    labels = await play.labels()
    play.verify("the gate opens: private beta", labels == {"stage: private-beta"}, seen=labels)
    play.verify("everybody is told once", "idea → private beta" in await play.last_word(), seen=await play.last_word())


async def _access(play: Play) -> None:
    await play.all_say(
        ("kim", '/request-access use:"Deposits for our clinic"'),
        ("noor", '/request-access use:"A month of invoices at a time"'),
        ("oli", '/request-access use:"Refunds from the till"'),
        ("pat", '/request-access use:"Tips"'),
    )
    card = await play.card()
    play.verify("requests are on the list, without names", "4 waiting" in card and "kim" not in card, seen=card)
    await play.says("lee", "/invite next 3")
    said = [comment["body"] for comment in await play.bot_comments()]
    play.verify("three are invited by name", any("@kim" in body and "invited" in body for body in said), seen=said[-1])
    play.verify("the card counts them", "3 invited of 20, 1 waiting" in await play.card(), seen=await play.card())


async def _a_break(play: Play) -> None:
    """Three weeks of a private beta: a compatible change, a break, something unrelated."""
    compatible, breaking, unrelated, _ = payments.history()
    for change, days in ((compatible, 4), (breaking, 12), (unrelated, 5)):
        play.theatre.pass_days(days)
        number = await play.merge(change)
        conclusion = (await play.check(number))["conclusion"]
        play.verify(f"#{number} may be merged in private beta", conclusion == "success", seen=conclusion)
        if change is breaking:
            broke_in = number
    play.theatre.pass_days(10)
    await play.says("noor", "/promote --dry-run")
    answer = await play.last_word()
    play.verify("the break reset the clock, and is linked", f"/pull/{broke_in}" in answer, seen=answer)
    await play.says("lee", "/promote")
    answer = await play.last_word()
    play.verify(
        "30 days are over, but it was not quiet", "quiet days" in answer and "days in this" not in answer, seen=answer
    )


async def _database_lost(play: Play) -> None:
    before = await _everything(play)
    await play.theatre.lose_the_database()
    after = await _everything(play)
    play.verify("the database is deleted, and nothing changes", before == after, seen=after[-1])
    play.tell("The bot's database is deleted; GitHub is the truth", play.link(f"issues/{play.proposal}"))


async def _everything(play: Play) -> list[str]:
    return [*sorted(await play.labels()), *(comment["body"] for comment in await play.bot_comments())]


async def _public_beta(play: Play) -> None:
    await play.merge(payments.history()[3])
    play.theatre.pass_days(21)
    await play.all_say(
        ("kim", "/awesome Holding a deposit took one call"),
        ("noor", "/use-case Monthly invoices"),
        ("oli", "/needs-work The refund webhook came twice"),
        ("priya", "/approve"),
    )
    await play.says("lee", "/promote")
    labels = await play.labels()
    play.verify("quiet with people on it: public beta", labels == {"stage: public-beta"}, seen=await play.last_word())
    said = [comment["body"] for comment in await play.bot_comments()]
    play.verify("who still waited is thanked once", sum("@pat" in body for body in said) == 1, seen=said[-1])


async def _ga(play: Play) -> None:
    play.theatre.pass_days(61)
    voices = ("pat", "quinn", "rosa", "sam", "tove")
    await play.all_say(*((login, "/use-case Checkout in our own shop") for login in voices), ("priya", "/approve"))
    await play.says("lee", "/promote")
    answer = await play.last_word()
    play.verify("one approval is not enough for GA", "2 approvals" in answer, seen=answer)
    await play.all_say(("dana", "/approve"), ("lee", "/promote"))
    labels = await play.labels()
    play.verify(
        "sixty quiet days, five voices, two approvals: GA", labels == {"stage: ga"}, seen=await play.last_word()
    )
    await _written_down(play)


async def _written_down(play: Play) -> None:
    """The pull request that writes GA into the settings, so that a lost issue lowers nothing."""
    pulls = [
        pull for pull in await play.read("pulls?state=open") if pull["head"]["ref"].startswith("stagekeeper/floor-")
    ]
    play.verify("the bot proposes to write GA into the settings", len(pulls) == 1, seen=pulls)
    number = pulls[0]["number"]
    play.tell(f"#{number}: {pulls[0]['title']}", play.link(f"pull/{number}/files"))
    play.verify("the proposal's card links it", f"#{number}" in await play.card(), seen=await play.card())
    said = len(await play.bot_comments())
    await play.act("priya", f"pulls/{number}/merge", {}, method="put")
    entry = play.theatre.gh.git(REPO).read("main", ".github/stagekeeper.yml")
    play.verify("merged, it is written there", entry and b"    stage: ga\n" in entry[1], seen=entry)
    rest = (await play.labels(), len(await play.bot_comments()), f"#{number}" in await play.card())
    play.verify("and nothing else changes", rest == ({"stage: ga"}, said, False), seen=rest)


async def _additive(play: Play) -> None:
    number = await play.propose(payments.change("additive"))
    check = await play.check(number)
    play.verify("an additive pull request is green", check["conclusion"] == "success", seen=check)
    play.verify("and silent", not await play.bot_comments(number), seen=await play.bot_comments(number))


async def _breaking(play: Play) -> None:
    number = play.breaking_pull = await play.propose(payments.change("breaking"))
    check = await play.check(number)
    play.tell("The check", play.link(f"pull/{number}/checks"))
    play.verify("a break of GA fails its check", check["conclusion"] == "failure", seen=check)
    notes = await play.annotations(number)
    play.verify("with annotated lines", notes and all(note["path"].endswith(".yaml") for note in notes), seen=notes)
    comments = await play.bot_comments(number)
    play.verify("one comment says what breaks, with proof", "stagekeeper:card" in comments[0]["body"], seen=comments)
    play.verify("the pull request carries `api: breaking`", "api: breaking" in await play.labels(number))


async def _new_version(play: Play) -> None:
    pulls = await play.read("pulls?state=open")
    ours = [pull for pull in pulls if pull["head"]["ref"].startswith("stagekeeper/payments-")]
    play.verify("the bot opened the versioning pull request", len(ours) == 1, seen=[pull["title"] for pull in pulls])
    play.version_pull = ours[0]["number"]
    play.tell(f"#{play.version_pull}: {ours[0]['title']}", play.link(f"pull/{play.version_pull}/files"))
    files = {file["filename"]: file["status"] for file in await play.read(f"pulls/{play.version_pull}/files")}
    play.verify("the new version stands beside the old", files.get("apis/payments_v2.yaml") == "added", seen=files)
    play.verify("the old description is untouched", payments.DESCRIPTION not in files, seen=files)
    check = await play.check(play.version_pull)
    play.verify("it breaks nobody", check["conclusion"] == "success", seen=check)
    said = " ".join(comment["body"] for comment in await play.bot_comments(play.breaking_pull))
    play.verify(
        "both threads are linked", f"#{play.version_pull}" in said or f"/{play.version_pull}" in said, seen=said
    )


async def _repaired(play: Play) -> None:
    """A draft with the same break is told of it, no more; then its author makes it compatible."""
    broken, mended = payments.change("breaking"), payments.change("repaired")
    whole = await play.files(mended)
    draft = await play.propose(replace(broken, branch="amount-minor-draft"), draft=True)
    check = await play.check(draft)
    play.verify("a draft that breaks GA fails its check too", check["conclusion"] == "failure", seen=check)
    pulls = [pull["head"]["ref"] for pull in await play.read("pulls?state=open")]
    play.verify("no version is opened for a draft", f"stagekeeper/payments-v2-from-{draft}" not in pulls, seen=pulls)
    await play.push("lee", "amount-minor-draft", mended.applied(whole), mended.message)
    play.tell("lee makes the change compatible after all", play.link(f"pull/{draft}"))
    check = await play.check(draft)
    play.verify("made compatible, it turns green", check["conclusion"] == "success", seen=check)


async def _put_back(play: Play) -> None:
    await play.act("lee", f"issues/{play.proposal}/labels", {"labels": ["stage: idea"]})
    play.verify("nobody lowers a stage by label", await play.labels() == {"stage: ga"}, seen=await play.labels())
    play.theatre.gh.seed.grant(REPO, "mallory", "triage")
    await play.act("mallory", f"issues/{play.proposal}/labels", {"labels": ["stage: retired"]})
    play.tell("mallory, a stranger with triage rights, sets a stage label", play.link(f"issues/{play.proposal}"))
    play.verify("a stranger's label is put back", await play.labels() == {"stage: ga"}, seen=await play.labels())
    answer = await play.last_word()
    play.verify("with the reason", "put the stage label back" in answer, seen=answer)


async def _no_problems(play: Play) -> None:
    await play.theatre.gh.deliveries_settled()
    problems = play.theatre.gh.problems
    play.verify("every request, answer and hook fits GitHub's own description", not problems, seen=problems)


STORY = (
    Step("The App is installed", _installed),
    Step("An idea is proposed", _proposed),
    Step("The Developer Network answers", _feedback),
    Step("Too early", _refused),
    Step("What blocked is settled", _resolved),
    Step("Private beta", _private_beta),
    Step("A small group comes in", _access),
    Step("A break resets the clock", _a_break),
    Step("The database is lost", _database_lost),
    Step("Public beta", _public_beta),
    Step("GA", _ga),
    Step("A compatible change", _additive),
    Step("A change that breaks callers", _breaking),
    Step("The new version", _new_version),
    Step("Made compatible after all", _repaired),
    Step("A stranger's hand", _put_back),
    Step("Nothing was faked", _no_problems),
)

"""How a story is told: people speak in threads, and every comment of the bot has to be listened to.

Reads are REST, as a passer-by has them; a comment that no story asked for is found at the end.
"""

import re
from collections.abc import Mapping
from typing import Any

from bot.cli.demo.theatre import REPO, Theatre
from bot.sandbox.acts import checks
from bot.sandbox.code.records import CheckRun
from bot.sandbox.records import Account
from bot.sandbox.scenarios import payments

BOT = "stagekeeper[bot]"
CARD = "<!-- stagekeeper:card"
SETTINGS = ".github/stagekeeper.yml"
PATH = payments.DESCRIPTION
FILES = payments.files()
BREAKING = payments.change("breaking").applied(FILES)


def settings(*, stage: str = "", mode: str = "enforce", **more: str) -> bytes:
    """The repository's settings; `stage` is the least that payments is in, `more` are further top-level lines."""
    text = FILES[SETTINGS].decode().replace("mode: enforce", f"mode: {mode}")
    if stage:
        text = text.replace("payments_v1.yaml\n", f"payments_v1.yaml\n    stage: {stage}\n")
    return (text + "".join(f"{key}: {value}\n" for key, value in more.items())).encode()


class Story:
    """People, threads, and what the bot said that somebody in the story listened to."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self.proposal = 0
        self._heard: set[int] = set()

    async def opens_proposal(self, login: str = "lee") -> int:
        """Somebody sends the issue form; its card is listened to."""
        form = {"title": payments.PROPOSAL_TITLE, "body": payments.proposal_body(), "labels": [payments.PROPOSAL_LABEL]}
        self.proposal = (await self.act(login, "issues", form))["number"]
        await self.card()
        return self.proposal

    async def comes_to_private_beta(self) -> None:
        """The shortest way through the first gate."""
        await self.opens_proposal()
        for login, line in TO_PRIVATE_BETA:
            await self.writes(login, line)
        self.theatre.pass_days(8)
        await self.says("lee", "/promote")
        assert "idea → private beta" in await self.answer()

    async def act(self, login: str, path: str, body: Any = None, *, method: str = "post") -> Any:
        """Somebody does something, and the bot comes to rest."""
        made = await getattr(self.theatre.person(login), method)(f"/repos/{REPO}/{path}", body)
        await self.theatre.settle()
        return made

    async def read(self, path: str) -> Any:
        """What anybody may read."""
        return await self.theatre.person("mallory").get(f"/repos/{REPO}/{path}")

    async def writes(self, login: str, body: str, *, on: int | None = None) -> int:
        """Somebody comments, and the bot is not let look yet; the comment's id."""
        path = f"/repos/{REPO}/issues/{on or self.proposal}/comments"
        return int((await self.theatre.person(login).post(path, {"body": body}))["id"])

    async def says(self, login: str, body: str, *, on: int | None = None) -> int:
        """Somebody comments, and the bot comes to rest; the comment's id."""
        comment = await self.writes(login, body, on=on)
        await self.theatre.settle()
        return comment

    async def edits(self, login: str, comment: int, body: str) -> None:
        """Somebody edits a comment."""
        await self.act(login, f"issues/comments/{comment}", {"body": body}, method="patch")

    async def reaction(self, comment: int) -> str:
        """The bot's reaction; empty where there is none. There is never more than one."""
        found = await self.read(f"issues/comments/{comment}/reactions")
        ours = [one["content"] for one in found if one["user"]["login"] == BOT]
        assert len(ours) <= 1, ours
        return ours[0] if ours else ""

    async def labels(self, number: int | None = None) -> set[str]:
        """A thread's labels."""
        return {label["name"] for label in await self.read(f"issues/{number or self.proposal}/labels")}

    async def bot_comments(self, number: int) -> list[dict[str, Any]]:
        """All that the bot wrote in a thread, oldest first."""
        found = await self.read(f"issues/{number}/comments?per_page=100")
        return [comment for comment in found if comment["user"]["login"] == BOT]

    async def card(self, number: int | None = None) -> str:
        """The card of a thread. There is exactly one."""
        (card,) = [one for one in await self.bot_comments(number or self.proposal) if one["body"].startswith(CARD)]
        self._heard.add(card["id"])
        return str(card["body"])

    async def answer(self, number: int | None = None) -> str:
        """The one new thing that the bot said in a thread since somebody listened last."""
        new = await self.answers(number)
        assert len(new) == 1, new
        return new[0]

    async def answers(self, number: int | None = None) -> list[str]:
        """All that is new, the card aside."""
        said = await self.bot_comments(number or self.proposal)
        new = [one for one in said if one["id"] not in self._heard and not one["body"].startswith(CARD)]
        self._heard |= {one["id"] for one in new}
        return [one["body"].partition("\n")[2] for one in new]

    def listens_to(self, *comments: Mapping[str, Any]) -> None:
        """Somebody heard these."""
        self._heard |= {int(comment["id"]) for comment in comments}

    async def unexpected(self) -> list[str]:
        """What the bot said, in any thread, that nobody in the story listened to."""
        threads = await self.read("issues?state=all&per_page=100")
        said = [(one["number"], said) for one in threads for said in await self.bot_comments(one["number"])]
        return [f"#{number}: {one['body'][:200]}" for number, one in said if one["id"] not in self._heard]

    async def items(self) -> list[str]:
        """The ids of what needs work, as the card lists them."""
        return list(dict.fromkeys(re.findall(r"N-[0-9a-z]{4}", await self.card())))

    async def commits(self, branch: str, files: Mapping[str, bytes], *, login: str = "lee") -> None:
        """Somebody pushes a commit, and the bot comes to rest."""
        self.theatre.gh.seed.commit(REPO, branch=branch, files=files, message="Change", who=login, hooks=True)
        await self.theatre.settle()

    async def proposes(
        self, files: Mapping[str, bytes], *, branch: str = "amount-minor", draft: bool = False, fork: str | None = None
    ) -> int:
        """A pull request of lee's, or from somebody's fork; its number."""
        who = fork or "lee"
        number = self.theatre.gh.seed.pull(
            REPO, branch=branch, files=files, title=f"Change {branch}", who=who, draft=draft, fork=fork
        )
        await self.theatre.settle()
        return number

    async def pull(self, number: int) -> dict[str, Any]:
        """A pull request."""
        found: dict[str, Any] = await self.read(f"pulls/{number}")
        return found

    async def versions(self) -> list[dict[str, Any]]:
        """The versioning pull requests, oldest first."""
        pulls = await self.read("pulls?state=all&direction=asc")
        return [one for one in pulls if one["head"]["ref"].startswith("stagekeeper/payments-")]

    async def check(self, number: int) -> dict[str, Any]:
        """The one check run on a pull request's head."""
        head = (await self.pull(number))["head"]["sha"]
        (run,) = (await self.read(f"commits/{head}/check-runs"))["check_runs"]
        return dict(run)

    async def verdict(self, number: int) -> tuple[str, str]:
        """The check's conclusion and title."""
        run = await self.check(number)
        return run["conclusion"], run["output"]["title"]

    async def annotations(self, number: int) -> list[dict[str, Any]]:
        """The check's annotations."""
        found: list[dict[str, Any]] = await self.read(f"check-runs/{(await self.check(number))['id']}/annotations")
        return found

    def buttons(self, run: int) -> list[str]:
        """The buttons of a check run; REST does not show them."""
        return [action.identifier for action in self.theatre.gh.begin()[CheckRun][run].actions]

    async def presses(self, login: str, button: str, on: int) -> None:
        """Somebody presses a button of a pull request's check, and the bot comes to rest."""
        run = (await self.check(on))["id"]
        tx = self.theatre.gh.begin()
        who = tx[Account].one(login=login)
        assert who is not None
        checks.press(tx, who, tx[CheckRun][run], button)
        self.theatre.gh.commit(tx)
        await self.theatre.settle()


TO_PRIVATE_BETA = (
    ("ana", "/reviewed"),
    ("bo", "/reviewed"),
    ("chidi", "/try hackathon minutes:25 outcome:worked"),
    ("priya", "/approve"),
)

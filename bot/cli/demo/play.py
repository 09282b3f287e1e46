"""What a step of the story can do and see: people acting over REST, and what anybody could read in the thread."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.cli.demo.theatre import REPO, Theatre
from bot.sandbox.scenarios import payments

BOT = "stagekeeper[bot]"
CHECK = "API stage policy"


class StepFailed(Exception):
    """What should be so is not; the text says what was expected and what was there."""


@dataclass(slots=True)
class Play:
    """The story so far. `verified` collects what was read back and found right, step by step."""

    theatre: Theatre
    tell: Callable[[str, str], None] = lambda text, link: None
    verified: list[str] = field(default_factory=list)
    proposal: int = 0
    breaking_pull: int = 0
    version_pull: int = 0

    def verify(self, what: str, so: object, *, seen: object = "") -> None:
        """Note that something is as it should be. Raises StepFailed where it is not."""
        if not so:
            raise StepFailed(f"{what}: not so. Seen: {str(seen)[:600]}")
        self.verified.append(what)

    async def act(self, login: str, path: str, body: Any = None, *, method: str = "post") -> Any:
        """Somebody does something in the repository, and the bot comes to rest."""
        answer = await getattr(self.theatre.person(login), method)(f"/repos/{REPO}/{path}", body)
        await self.theatre.settle()
        return answer

    async def read(self, path: str) -> Any:
        """Something of the repository, as a passer-by reads it."""
        return await self.theatre.person("mallory").get(f"/repos/{REPO}/{path}")

    async def says(self, login: str, body: str, *, on: int | None = None) -> int:
        """Somebody comments; the comment's id."""
        number = on or self.proposal
        comment = await self.act(login, f"issues/{number}/comments", {"body": body})
        self.tell(f"{login}: {body.splitlines()[0]}", comment["html_url"])
        return int(comment["id"])

    async def all_say(self, *lines: tuple[str, str]) -> None:
        """Several people comment, one after the other; the bot looks once at the end."""
        for login, body in lines:
            path = f"/repos/{REPO}/issues/{self.proposal}/comments"
            comment = await self.theatre.person(login).post(path, {"body": body})
            self.tell(f"{login}: {body.splitlines()[0]}", comment["html_url"])
        await self.theatre.settle()

    async def labels(self, number: int | None = None) -> set[str]:
        """The labels of a thread."""
        return {label["name"] for label in await self.read(f"issues/{number or self.proposal}/labels")}

    async def bot_comments(self, number: int | None = None) -> list[dict[str, Any]]:
        """What the bot wrote in a thread, oldest first."""
        comments = await self.read(f"issues/{number or self.proposal}/comments?per_page=100")
        return [comment for comment in comments if comment["user"]["login"] == BOT]

    async def card(self) -> str:
        """The status card."""
        found = [comment["body"] for comment in await self.bot_comments() if "stagekeeper:card" in comment["body"]]
        return found[0] if found else ""

    async def last_word(self, number: int | None = None) -> str:
        """The bot's newest comment that is not the card."""
        said = [one["body"] for one in await self.bot_comments(number) if "stagekeeper:card" not in one["body"]]
        return said[-1] if said else ""

    async def reaction(self, comment: int) -> str:
        """The bot's reaction to a comment."""
        found = await self.read(f"issues/comments/{comment}/reactions")
        return next((one["content"] for one in found if one["user"]["login"] == BOT), "")

    async def item(self) -> str:
        """The id of the first thing that needs work."""
        found = re.search(r"N-[0-9a-z]{4}", await self.card())
        return found[0] if found else ""

    async def merge(self, change: payments.Change) -> int:
        """A pull request with this change, merged by an owner; its number."""
        number = await self.propose(change)
        await self.act("priya", f"pulls/{number}/merge", {}, method="put")
        return number

    async def propose(self, change: payments.Change, *, draft: bool = False) -> int:
        """A pull request with this change; its number."""
        await self.push(change.author, change.branch, change.applied(await self.files(change)), change.message)
        words = {"title": change.title, "body": change.body, "head": change.branch, "base": "main", "draft": draft}
        pull = await self.act(change.author, "pulls", words)
        self.tell(f"{change.author} opens #{pull['number']}: {change.title}", pull["html_url"])
        return int(pull["number"])

    async def push(self, login: str, branch: str, files: Mapping[str, bytes], message: str) -> None:
        """A commit on a branch, which begins at the default branch's head where it is new."""
        person, below = self.theatre.person(login), f"/repos/{REPO}/git"
        is_new = branch not in {one["name"] for one in await self.read("branches?per_page=100")}
        parent = (await person.get(f"{below}/ref/heads/{'main' if is_new else branch}"))["object"]["sha"]
        entries = [
            {"path": path, "mode": "100644", "type": "blob", "content": data.decode()} for path, data in files.items()
        ]
        tree = await person.post(f"{below}/trees", {"base_tree": parent, "tree": entries})
        made = {"message": message, "tree": tree["sha"], "parents": [parent]}
        sha = (await person.post(f"{below}/commits", made))["sha"]
        if is_new:
            await self.act(login, "git/refs", {"ref": f"refs/heads/{branch}", "sha": sha})
        else:
            await self.act(login, f"git/refs/heads/{branch}", {"sha": sha}, method="patch")

    async def files(self, change: payments.Change, ref: str = "main") -> dict[str, bytes]:
        """The files that a change edits, as they are on a branch."""
        git = self.theatre.gh.git(REPO)
        found = {edit.path: git.read(ref, edit.path) for edit in change.edits}
        return {path: entry[1] for path, entry in found.items() if entry}

    async def check(self, number: int) -> dict[str, Any]:
        """The bot's check run on a pull request's head."""
        head = (await self.read(f"pulls/{number}"))["head"]["sha"]
        runs = (await self.read(f"commits/{head}/check-runs"))["check_runs"]
        return next((run for run in runs if run["name"] == CHECK), {"conclusion": None, "output": {"title": ""}})

    async def annotations(self, number: int) -> Sequence[dict[str, Any]]:
        """The annotations of that check run."""
        run = await self.check(number)
        found: list[dict[str, Any]] = await self.read(f"check-runs/{run['id']}/annotations")
        return found

    def link(self, path: str) -> str:
        """A page of the repository."""
        return f"{self.theatre.gh.url}/{REPO}/{path}"

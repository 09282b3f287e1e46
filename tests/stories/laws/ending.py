"""What a passer-by finds in the repository at the end, without what may rightly differ from one run to the next."""

import re
from difflib import unified_diff
from itertools import zip_longest
from typing import Any

from bot.cli.demo.play import Play
from bot.cli.demo.theatre import REPO

OWNER, NAME = REPO.split("/")
_LEDGER = re.compile(r"\n?<!-- stagekeeper:ledger [^>]*-->")
_COMMIT = re.compile(r"/blob/[0-9a-f]{40}|(?<=head=)[0-9a-f]{40}|(?<=from=)[0-9a-f]{40}|(?<=parent=)[0-9a-f]{40}")
_HASHED = re.compile(
    r"(?<=stagekeeper:)((say|issue|card) [\w-]+) [0-9a-f]{12,16}|(?<=word=)[0-9a-f]{12}|(?<=N-)[0-9a-z]{4}\b"
)
"""Made from ids or commits, which tell in which order and second things were made."""
_NUMBER = re.compile(r"(?<![0-9a-f])\d{4,}(?![0-9a-f])")
_PORT = re.compile(r"http://127\.0\.0\.1:\d+")
_HIDDEN = """query Hidden($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { issueOrPullRequest(number: $number) {
    ... on Issue { comments(first: 100) { nodes { databaseId isMinimized } } }
    ... on PullRequest { comments(first: 100) { nodes { databaseId isMinimized } } } } } }"""
Ending = dict[str, Any]


async def ending(play: Play) -> Ending:
    """Labels, comments, reactions, branches, pull requests, checks."""
    issues = await play.read("issues?state=all&per_page=100&sort=created&direction=asc")
    threads = {issue["number"]: await _thread(play, issue) for issue in issues}
    branches = await play.read("branches?per_page=100")
    ids = _ranks(threads)
    return _renamed(
        {
            "labels": sorted(label["name"] for label in await play.read("labels?per_page=100")),
            "threads": threads,
            "branches": {branch["name"]: await _tree(play, branch["commit"]["sha"]) for branch in branches},
            "pulls": {pull["number"]: await _pull(play, pull["number"]) for pull in await play.read("pulls?state=all")},
        },
        ids,
    )


async def _thread(play: Play, issue: dict[str, Any]) -> dict[str, Any]:
    number = issue["number"]
    comments = await play.read(f"issues/{number}/comments?per_page=100")
    hidden = await _hidden(play, number)
    return {
        "title": issue["title"],
        "state": issue["state"],
        "body": issue["body"],
        "labels": sorted(label["name"] for label in issue["labels"]),
        "comments": [
            {
                "id": one["id"],
                "by": one["user"]["login"],
                "body": _LEDGER.sub("", one["body"]),
                "hidden": hidden[one["id"]],
                "reactions": await _reactions(play, one),
            }
            for one in comments
        ],
    }


async def _reactions(play: Play, comment: dict[str, Any]) -> list[tuple[str, str]]:
    if not comment["reactions"]["total_count"]:
        return []
    found = await play.read(f"issues/comments/{comment['id']}/reactions")
    return sorted((one["user"]["login"], one["content"]) for one in found)


async def _hidden(play: Play, number: int) -> dict[int, bool]:
    data = await play.theatre.person("mallory").graphql(_HIDDEN, owner=OWNER, name=NAME, number=number)
    return {
        one["databaseId"]: one["isMinimized"] for one in data["repository"]["issueOrPullRequest"]["comments"]["nodes"]
    }


async def _pull(play: Play, number: int) -> dict[str, Any]:
    pull = await play.read(f"pulls/{number}")
    runs = (await play.read(f"commits/{pull['head']['sha']}/check-runs?filter=all"))["check_runs"]
    return {
        "head": pull["head"]["ref"],
        "base": pull["base"]["ref"],
        "draft": pull["draft"],
        "checks": [await _run(play, run) for run in runs],
    }


async def _tree(play: Play, commit: str) -> str:
    """What the files are; a commit's own id tells its second too."""
    return str((await play.read(f"git/commits/{commit}"))["tree"]["sha"])


async def _run(play: Play, run: dict[str, Any]) -> tuple[Any, ...]:
    notes = await play.read(f"check-runs/{run['id']}/annotations?per_page=100")
    places = [(note["path"], note["start_line"], note["title"], note["message"]) for note in notes]
    output = run["output"]
    return run["name"], run["conclusion"], output["title"], output["summary"], output["text"], places


def _ranks(threads: dict[int, Any]) -> dict[str, str]:
    """Comments are numbered by GitHub in the order of all that is made; here by their place in the thread."""
    return {
        str(one["id"]): f"comment {number}.{place}"
        for number, thread in threads.items()
        for place, one in enumerate(thread["comments"])
    }


def _renamed(value: Any, ids: dict[str, str]) -> Any:
    match value:
        case dict():
            return {key: _renamed(one, ids) for key, one in value.items()}
        case list() | tuple():
            return [_renamed(one, ids) for one in value]
        case str():
            value = _HASHED.sub("", _COMMIT.sub("/blob/…", value))
            return _NUMBER.sub(lambda found: ids.get(found[0], found[0]), _PORT.sub("http://sandbox", value))
        case _:
            return ids.get(str(value), value)


def differences(expected: Any, seen: Any, at: str = "") -> list[str]:
    """Where two endings part: a path, what was expected, what is there."""
    if isinstance(expected, dict) and isinstance(seen, dict):
        keys = sorted({*expected, *seen}, key=str)
        return [line for key in keys for line in differences(expected.get(key), seen.get(key), f"{at}/{key}")]
    if isinstance(expected, list) and isinstance(seen, list):
        pairs = enumerate(zip_longest(expected, seen))
        return [line for i, (one, other) in pairs for line in differences(one, other, f"{at}/{i}")]
    if isinstance(expected, str) and isinstance(seen, str):
        lines = unified_diff(expected.splitlines(), seen.splitlines(), lineterm="", n=0)
        return [f"{at}: {line[:300]}" for line in lines if not line.startswith(("---", "+++", "@@"))]
    return [] if expected == seen else [f"{at}: {expected!r:.300} became {seen!r:.300}"]

"""A branch of ours and the pull request from it. What a person wrote on is never written over."""

import base64
from typing import Any

from bot.forge.effects import CommitWrite, FileWrite, OpenPull
from bot.github import rest
from bot.github.apply.desk import Desk
from bot.github.apply.limits import cut
from bot.github.apply.unchanged import CHANGED, unchanged
from bot.github.endpoints import (
    ADD_LABELS,
    COMMIT,
    CREATE_BLOB,
    CREATE_COMMIT,
    CREATE_PULL,
    CREATE_REF,
    CREATE_TREE,
    PULLS,
    REF,
    UPDATE_PULL,
    UPDATE_REF,
)
from bot.github.refused import Refused

MOVED = "moved"
"""What the journal keeps where somebody else's commit is on the branch: nothing was written."""


async def open_pull(desk: Desk, effect: OpenPull) -> str:
    """Write the branch, open or update the pull request; its number, or `changed`, or `moved`."""
    if not await unchanged(desk, effect.if_unchanged):
        return CHANGED
    head = await _committed(desk, effect)
    if not await _branch_at(desk, effect, head):
        return MOVED
    number = await _pull(desk, effect, head)
    if effect.labels:
        await desk.client.call(ADD_LABELS, {"labels": list(effect.labels)}, issue_number=number, **desk.where)
    return str(number)


async def branch_head(desk: Desk, branch: str) -> str | None:
    """The commit a branch points to."""
    try:
        return (await desk.client.call(REF, ref=["heads", *branch.split("/")], **desk.where)).object.sha
    except Refused as refused:
        if refused.status != 404:
            raise
        return None


def _may_write(now: str | None, effect: OpenPull, head: str | None) -> bool:
    """Whether the branch is not there, or as we left it."""
    return now is None or now in {effect.ours, head}


async def _committed(desk: Desk, effect: OpenPull) -> str:
    """The last of the commits. The same content at the same time by the same author is the same commit."""
    parent = effect.parent
    tree = (await desk.client.call(COMMIT, commit_sha=parent, **desk.where)).tree.sha
    for commit in effect.commits:
        tree = await _tree(desk, tree, commit)
        parent = await _commit(desk, commit, parent=parent, tree=tree)
    return parent


async def _tree(desk: Desk, base: str, commit: CommitWrite) -> str:
    lines = [await _line(desk, file) for file in commit.files]
    return (await desk.client.call(CREATE_TREE, {"base_tree": base, "tree": lines}, **desk.where)).sha


async def _line(desk: Desk, file: FileWrite) -> dict[str, Any]:
    """A line of a tree; an id of null takes the file out. Bytes go as base64, so that none is changed on the way."""
    line: dict[str, Any] = {"path": file.path, "mode": "100644", "type": "blob", "sha": None}
    if file.data is not None:
        body = {"content": base64.b64encode(file.data).decode(), "encoding": "base64"}
        line["sha"] = (await desk.client.call(CREATE_BLOB, body, **desk.where)).sha
    return line


async def _commit(desk: Desk, commit: CommitWrite, *, parent: str, tree: str) -> str:
    """Source for the address: "Commit email addresses", `ID+LOGIN@users.noreply.github.com`."""
    login = f"{desk.me.login}[bot]"
    who = {
        "name": login,
        "email": f"{desk.me.id}+{login}@users.noreply.github.com",
        "date": commit.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    body = {"message": commit.message, "tree": tree, "parents": [parent], "author": who, "committer": who}
    return (await desk.client.call(CREATE_COMMIT, body, **desk.where)).sha


async def _branch_at(desk: Desk, effect: OpenPull, head: str) -> bool:
    """Move the branch to the commit; False where somebody else has moved it meanwhile."""
    now = await branch_head(desk, effect.branch)
    if now is None:
        try:
            body = {"ref": f"refs/heads/{effect.branch}", "sha": head}
            await desk.client.call(CREATE_REF, body, **desk.where)
            return True
        except Refused as refused:
            if refused.status != 422 or not refused.says("already exists"):
                raise
            now = await branch_head(desk, effect.branch)
    if not _may_write(now, effect, head):
        return False
    if now != head:
        ref = ["heads", *effect.branch.split("/")]
        await desk.client.call(UPDATE_REF, {"sha": head, "force": True}, ref=ref, **desk.where)
    return True


async def _pull(desk: Desk, effect: OpenPull, head: str) -> int:
    body = cut(effect.body.replace("{head}", head))
    known = effect.pull or await _open_from(desk, effect, head)
    if known is None:
        try:
            return await _opened(desk, effect, body, draft=effect.draft)
        except Refused as refused:
            if refused.status != 422 or not refused.says("already exists"):
                raise
            known = await _open_from(desk, effect, head)
            if known is None:
                raise
    await desk.client.call(UPDATE_PULL, {"title": effect.title, "body": body}, pull_number=known, **desk.where)
    return known


async def _open_from(desk: Desk, effect: OpenPull, head: str) -> int | None:
    """The open pull request from the branch; after an earlier try also one that was closed since."""
    pulls = [
        pull
        async for pull in desk.client.pages(
            PULLS,
            head=f"{desk.repo.owner}:{effect.branch}",
            state="all" if desk.again else "open",
            sort="created",
            direction="desc",
            **desk.where,
        )
    ]
    return next((pull.number for pull in pulls if _is_it(pull, head)), None)


def _is_it(pull: rest.Pull, head: str) -> bool:
    return pull.state == "open" or pull.head.sha == head


async def _opened(desk: Desk, effect: OpenPull, body: str, *, draft: bool) -> int:
    row = {"title": effect.title, "body": body, "head": effect.branch, "base": effect.base, "draft": draft}
    try:
        return (await desk.client.call(CREATE_PULL, row, **desk.where)).number
    except Refused as refused:
        if not draft or refused.status != 422 or not refused.says("draft"):
            raise
        return await _opened(desk, effect, body, draft=False)

"""What people do to a thread from its page: comment, edit, label, react, close, lock, hide, pin."""

from __future__ import annotations

from aiohttp import web

from bot.sandbox import shapes
from bot.sandbox.acts import comments, issues, labels, pulls, reactions
from bot.sandbox.answers import Refusal
from bot.sandbox.pages import places
from bot.sandbox.pages.places import Home
from bot.sandbox.pages.site import Deed, Doer, Site
from bot.sandbox.records import Comment, Issue, Label, Reaction


def routes(site: Site) -> list[web.RouteDef]:
    """The forms of threads and of their comments."""
    threads, remarks = r"/{owner}/{repo}/issues/{number:\d+}/", r"/{owner}/{repo}/comments/{comment:\d+}/"
    return [web.post(threads + name, site.doing(doer)) for name, doer in _ON_THREADS.items()] + [
        web.post(remarks + name, site.doing(doer)) for name, doer in _ON_COMMENTS.items()
    ]


def write(deed: Deed) -> str:
    """Comment; with another button close or reopen as well, or only that when nothing was written."""
    where, issue = _thread(deed)
    said = None
    then = deed.text("then")
    if deed.text("body").strip() or not then:
        deed.require("issues/create-comment", where.record)
        said = comments.write(deed.tx, deed.me, issue, deed.text("body"))
    if then in {"close", "not_planned", "reopen"}:
        deed.require("issues/update", where.record, author_id=issue.author_id)
        _set_state(deed, deed.tx[Issue][issue.id], then)
    return _page(deed, issue, f"issuecomment-{said.id}" if said else "end")


def edit(deed: Deed) -> str:
    """Change title or opening text, whichever the form has."""
    where, issue = _thread(deed)
    deed.require("issues/update", where.record, author_id=issue.author_id)
    issues.edit_issue(deed.tx, deed.me, issue, title=deed.form.get("title"), body=deed.form.get("body"))
    return _page(deed, issue)


def relabel(deed: Deed) -> str:
    """Put these labels on, take the others off; a new one may be named."""
    where, issue = _thread(deed)
    deed.require("issues/set-labels", where.record)
    wanted = [*deed.form.getall("label", []), *([new] if (new := deed.text("new").strip()) else [])]
    for row in [deed.tx[Label][id] for id in issue.label_ids]:
        if row.name not in wanted:
            issue = labels.remove(deed.tx, deed.me, issue, row.name)
    labels.add(deed.tx, deed.me, issue, wanted)
    return _page(deed, issue)


def lock(deed: Deed) -> str:
    """Lock or unlock the conversation."""
    where, issue = _thread(deed)
    deed.require("issues/lock", where.record)
    issues.set_locked(deed.tx, deed.me, issue, locked=not issue.locked)
    return _page(deed, issue)


def react(deed: Deed) -> str:
    """React to the opening text, or take it back."""
    where, issue = _thread(deed)
    _react(deed, where, issue)
    return _page(deed, issue, f"issue-{issue.id}")


def edit_comment(deed: Deed) -> str:
    """Change a comment."""
    where, row = _comment(deed)
    deed.require("issues/update-comment", where.record, author_id=row.author_id)
    comments.edit(deed.tx, deed.me, row, deed.text("body"))
    return _page_of(deed, row)


def delete_comment(deed: Deed) -> str:
    """Take a comment away."""
    where, row = _comment(deed)
    deed.require("issues/delete-comment", where.record, author_id=row.author_id)
    comments.delete(deed.tx, deed.me, row)
    return _page(deed, deed.tx[Issue][row.issue_id])


def react_to_comment(deed: Deed) -> str:
    """React to a comment, or take it back."""
    where, row = _comment(deed)
    _react(deed, where, row)
    return _page_of(deed, row)


def hide(deed: Deed) -> str:
    """Hide a comment for a reason, or show it again."""
    where, row = _comment(deed)
    deed.require("issues/update-comment", where.record, author_id=row.author_id)
    comments.minimize(deed.tx, row, None if row.minimized_reason else deed.text("reason") or "OUTDATED")
    return _page_of(deed, row)


def pin(deed: Deed) -> str:
    """Pin a comment, or unpin it."""
    where, row = _comment(deed)
    deed.require("issues/pin-comment", where.record)
    comments.pin(deed.tx, deed.me, row, on=row.pinned_at is None)
    return _page_of(deed, row)


_ON_THREADS: dict[str, Doer] = {"comment": write, "edit": edit, "labels": relabel, "lock": lock, "react": react}
_ON_COMMENTS: dict[str, Doer] = {
    "edit": edit_comment,
    "delete": delete_comment,
    "react": react_to_comment,
    "hide": hide,
    "pin": pin,
}


def _thread(deed: Deed) -> tuple[Home, Issue]:
    where = places.home(deed.visit)
    return where, places.issue(deed.visit, where)


def _comment(deed: Deed) -> tuple[Home, Comment]:
    where = places.home(deed.visit)
    return where, places.comment(deed, where)


def _set_state(deed: Deed, issue: Issue, then: str) -> None:
    state = "open" if then == "reopen" else "closed"
    if issue.is_pull:
        pulls.set_state(deed.tx, deed.me, pulls.of_issue(deed.tx, issue), state)
    else:
        reason = {"close": "completed", "not_planned": "not_planned"}.get(then)
        issues.set_state(deed.tx, deed.me, issue, state, reason=reason)


def _react(deed: Deed, where: Home, subject: Issue | Comment) -> None:
    deed.require("reactions/create-for-issue", where.record)
    content = deed.text("content")
    if content not in shapes.REACTIONS:
        raise Refusal(422, f"There is no reaction {content!r}.")
    reaction, is_new = reactions.react(deed.tx, deed.me, subject, content)
    if not is_new:
        reactions.take_back(deed.tx, deed.tx[Reaction][reaction.id])


def _page(deed: Deed, issue: Issue, anchor: str = "") -> str:
    page = shapes.issue_url(deed.tx, issue, web=True).removeprefix(deed.tx.links.web)
    return page + (f"#{anchor}" if anchor else "")


def _page_of(deed: Deed, row: Comment) -> str:
    return _page(deed, deed.tx[Issue][row.issue_id], f"issuecomment-{row.id}")

"""Issues and pull requests as conversations: texts, labels, comments, reactions, timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.code.records import Pull
from bot.sandbox.graphql.connections import Connection, by_id, connection
from bot.sandbox.graphql.fields import Look, field
from bot.sandbox.records import Account, Comment, Edit, Issue, Label, Reaction, Repository, TimelineEvent

CONTENTS = {
    "+1": "THUMBS_UP",
    "-1": "THUMBS_DOWN",
    "laugh": "LAUGH",
    "hooray": "HOORAY",
    "confused": "CONFUSED",
    "heart": "HEART",
    "rocket": "ROCKET",
    "eyes": "EYES",
}
_TYPES = {
    "labeled": "LABELED_EVENT",
    "unlabeled": "UNLABELED_EVENT",
    "comment_deleted": "COMMENT_DELETED_EVENT",
    "closed": "CLOSED_EVENT",
    "reopened": "REOPENED_EVENT",
    "renamed": "RENAMED_TITLE_EVENT",
    "merged": "MERGED_EVENT",
    "head_ref_force_pushed": "HEAD_REF_FORCE_PUSHED_EVENT",
    "transferred": "TRANSFERRED_EVENT",
}


def state_of(record: Issue, look: Look) -> str:
    """OPEN, CLOSED or, for pull requests, MERGED."""
    if record.is_pull and (pull := look.view[Pull].one(issue_id=record.id)) and pull.merged_at:
        return "MERGED"
    return record.state.upper()


@field("Issue PullRequest", "state")
def state(record: Issue, look: Look) -> str:
    """Where it stands."""
    return state_of(record, look)


@field("Issue", "stateReason")
def state_reason(record: Issue, _: Look, **__: Any) -> str | None:
    """Why it was closed."""
    return record.state_reason.upper() if record.state_reason else None


@field("Issue PullRequest", "closed")
def closed(record: Issue, _: Look) -> bool:
    """Closed or merged."""
    return record.state == "closed"


@field("Issue PullRequest", "url")
def thread_url(record: Issue, look: Look) -> str:
    """Its page."""
    return shapes.issue_url(look.view, record, web=True)


@field("Issue PullRequest", "body")
def body(record: Issue, _: Look) -> str:
    """The opening text; never null here, unlike REST."""
    return record.body or ""


@field("Issue PullRequest IssueComment PullRequestReview", "author")
def author(record: Any, look: Look) -> Account | None:
    """Who wrote it; null for a deleted account."""
    return look.account(record.author_id)


@field("Issue PullRequest IssueComment", "editor")
def editor(record: Issue | Comment, look: Look) -> Account | None:
    """Who changed the text last; null when nobody has."""
    return look.account(record.editor_id)


@field("Issue PullRequest", "assignees")
def assignees(record: Issue, look: Look, **page: Any) -> Connection:
    """Who is to do it."""
    return connection([look.view[Account][i] for i in record.assignee_ids], key=by_id, **page)


@field("Issue PullRequest", "labels")
def labels(record: Issue, look: Look, **page: Any) -> Connection:
    """What is on it."""
    found = [row for i in record.label_ids if (row := look.view[Label].get(i))]
    return connection(found, key=by_id, **page)


@field("Issue PullRequest", "comments")
def comments(record: Issue, look: Look, **page: Any) -> Connection:
    """What was said, oldest first."""
    return connection(look.view[Comment].by(issue_id=record.id), key=by_id, **page)


@field("Issue PullRequest", "timelineItems")
def timeline_items(record: Issue, look: Look, item_types: list[str] | None = None, **page: Any) -> Connection:
    """What happened, oldest first; comments only when all kinds or theirs are asked for."""
    items: list[Any] = [e for e in look.view[TimelineEvent].by(issue_id=record.id) if e.event in _TYPES]
    items = [e for e in items if item_types is None or _TYPES[e.event] in item_types]
    if item_types is None or "ISSUE_COMMENT" in item_types:
        items += look.view[Comment].by(issue_id=record.id)
    items.sort(key=lambda e: (e.created_at, e.id))
    found = connection(items, key=by_id, **page)
    return Connection(found.nodes, found.edges, found.page_info, found.total_count, len(items), record.updated_at)


@field(
    "LabeledEvent UnlabeledEvent CommentDeletedEvent ClosedEvent ReopenedEvent RenamedTitleEvent MergedEvent "
    "HeadRefForcePushedEvent TransferredEvent",
    "actor",
)
def event_actor(record: TimelineEvent, look: Look) -> Account | None:
    """Who did it."""
    return look.account(record.actor_id)


@field("LabeledEvent UnlabeledEvent", "label")
def event_label(record: TimelineEvent, look: Look) -> Label:
    """The label as it is now; as it was when it is deleted since (not proven)."""
    found = look.view[Label].get(record.label_id)
    return found or Label(record.label_id or 0, 0, record.label_name or "", record.label_color or "")


@field("CommentDeletedEvent", "deletedCommentAuthor")
def deleted_comment_author(record: TimelineEvent, look: Look) -> Account | None:
    """Whose comment it was."""
    return look.account(record.subject_user_id)


@field("RenamedTitleEvent", "currentTitle")
def current_title(record: TimelineEvent, _: Look) -> str:
    """The new title."""
    return record.after or ""


@field("RenamedTitleEvent", "previousTitle")
def previous_title(record: TimelineEvent, _: Look) -> str:
    """The old one."""
    return record.before or ""


@field("ClosedEvent", "stateReason")
def event_state_reason(record: TimelineEvent, look: Look, **_: Any) -> str | None:
    """Why, as the issue says now."""
    issue = look.view[Issue].get(record.issue_id)
    return issue.state_reason.upper() if issue and issue.state_reason else None


@field("IssueComment", "url")
def comment_url(record: Comment, look: Look) -> str:
    """Its place on the page."""
    return str(shapes.comment(look.view, record)["html_url"])


@field("IssueComment", "issue")
def comment_issue(record: Comment, look: Look) -> Issue:
    """What it is on."""
    return look.view[Issue][record.issue_id]


@field("IssueComment", "pullRequest")
def comment_pull(record: Comment, look: Look) -> Issue | None:
    """The same, when that is a pull request."""
    issue = look.view[Issue][record.issue_id]
    return issue if issue.is_pull else None


@field("IssueComment", "isMinimized")
def is_minimized(record: Comment, _: Look) -> bool:
    """Whether it is hidden."""
    return record.minimized_reason is not None


@field("IssueComment", "viewerDidAuthor")
def viewer_did_author(record: Comment, look: Look) -> bool:
    """Whether the caller wrote it (not proven for installation tokens)."""
    return record.author_id == look.actor.person.id


@field("IssueComment Issue PullRequest", "includesCreatedEdit")
def includes_created_edit(record: Any, look: Look) -> bool:
    """Whether the versions include the first."""
    return len(look.view[Edit].by(subject_id=record.id)) > 1


@field("IssueComment Issue PullRequest", "userContentEdits")
def user_content_edits(record: Any, look: Look, **page: Any) -> Connection:
    """The versions of the text, newest first; none when it was never changed."""
    versions = look.view[Edit].by(subject_id=record.id)
    return connection(versions[::-1] if len(versions) > 1 else [], key=by_id, **page)


@field("UserContentEdit", "editor")
def version_editor(record: Edit, look: Look) -> Account | None:
    """Who wrote this version."""
    return look.account(record.editor_id)


@field("UserContentEdit", "diff")
def version_diff(record: Edit, _: Look) -> str:
    """Despite its name, all of the text."""
    return record.text


@field("UserContentEdit", "createdAt")
def version_created_at(record: Edit, _: Look) -> Any:
    """When it was written."""
    return record.edited_at


@field("UserContentEdit", "deletedAt")
@field("UserContentEdit", "deletedBy")
def version_deleted(_: Edit, __: Look) -> None:
    """Versions are not deleted here."""
    return


@field("IssueComment Issue PullRequest", "reactionGroups")
def reaction_groups(record: Any, look: Look) -> list[dict[str, Any]]:
    """Every kind of reaction, whether anybody chose it or not."""
    return [{"content": CONTENTS[c], "of": record.id, "rest": c} for c in CONTENTS]


@field("ReactionGroup", "viewerHasReacted")
def viewer_has_reacted(group: dict[str, Any], look: Look) -> bool:
    """Whether the caller did."""
    mine = look.view[Reaction].by(subject_id=group["of"], content=group["rest"])
    return any(r.user_id == look.actor.person.id for r in mine)


@field("ReactionGroup", "reactors")
def reactors(group: dict[str, Any], look: Look, **page: Any) -> Connection:
    """Who did."""
    found = look.view[Reaction].by(subject_id=group["of"], content=group["rest"])
    return connection([look.view[Account][r.user_id] for r in found], key=by_id, **page)


@field("IssueComment Issue PullRequest", "reactions")
def reactions(record: Any, look: Look, content: str | None = None, **page: Any) -> Connection:
    """All reactions, one by one."""
    found: Iterable[Reaction] = look.view[Reaction].by(subject_id=record.id)
    return connection([r for r in found if content in {None, CONTENTS[r.content]}], key=by_id, **page)


@field("Reaction", "content")
def reaction_content(record: Reaction, _: Look) -> str:
    """Its kind."""
    return CONTENTS[record.content]


@field("Reaction", "user")
def reaction_user(record: Reaction, look: Look) -> Account | None:
    """Whose it is."""
    return look.account(record.user_id)


def home_of(record: Any, look: Look) -> Repository:
    """The repository something is in."""
    return look.view[Repository][record.repository_id]

"""Records as GitHub's JSON: the fields we mean; `fill` adds the rest."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any, TypeAlias

from bot.sandbox import permissions
from bot.sandbox.code.records import Pull
from bot.sandbox.node_ids import node_id
from bot.sandbox.records import Account, Comment, Issue, Label, Member, Reaction, Repository, Team, TimelineEvent
from bot.sandbox.state import View

Json: TypeAlias = dict[str, Any]
REACTIONS = ("+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes")


def stamp(moment: datetime | None) -> str | None:
    """A moment as GitHub writes it: UTC, whole seconds."""
    return None if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def account(view: View, record: Account | None) -> Json | None:
    """A "simple user"; null for a deleted one."""
    if record is None or record.deleted:
        return None
    path = record.login.replace("[", "%5B").replace("]", "%5D")
    html = (
        f"{view.links.web}/apps/{record.login.removesuffix('[bot]')}"
        if record.type == "Bot"
        else f"{view.links.web}/{record.login}"
    )
    return {
        "login": record.login,
        "id": record.id,
        "node_id": node_id(record),
        "avatar_url": f"{view.links.web}/avatars/{record.id}",
        "gravatar_id": "",
        "url": f"{view.links.api}/{'orgs' if record.type == 'Organization' else 'users'}/{path}",
        "html_url": html,
        "type": record.type,
        "user_view_type": "public",
        "site_admin": False,
        "name": record.name,
        "email": record.email,
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.created_at),
    }


def organization(view: View, record: Account) -> Json:
    """An organization, simple or whole."""
    shaped = account(view, record)
    assert shaped is not None  # organizations are not deleted here
    return {
        **shaped,
        "description": "",
        "is_verified": False,
        "has_organization_projects": True,
        "has_repository_projects": True,
        "archived_at": None,
        "public_repos": len(view[Repository].by(owner_id=record.id, private=False)),
    }


def full_name(view: View, record: Repository) -> str:
    """OWNER/NAME."""
    return f"{view[Account][record.owner_id].login}/{record.name}"


def repository(view: View, record: Repository) -> Json:
    """A repository, in any of its sizes."""
    name = full_name(view, record)
    source = view[Repository].get(record.fork_of_id)
    api, html = f"{view.links.api}/repos/{name}", f"{view.links.web}/{name}"
    return {
        "id": record.id,
        "node_id": node_id(record),
        "name": record.name,
        "full_name": name,
        "private": record.private,
        "visibility": "private" if record.private else "public",
        "owner": account(view, view[Account][record.owner_id]),
        "html_url": html,
        "url": api,
        "git_url": f"{html}.git",
        "clone_url": f"{html}.git",
        "svn_url": html,
        "ssh_url": f"{html}.git",
        "description": record.description,
        "fork": record.fork_of_id is not None,
        **({"parent": repository(view, source), "source": repository(view, source)} if source else {}),
        "default_branch": record.default_branch,
        "archived": record.archived,
        "disabled": False,
        "has_issues": True,
        "has_projects": True,
        "has_wiki": True,
        "open_issues_count": (opened := len(view[Issue].by(repository_id=record.id, state="open"))),
        "open_issues": opened,
        "forks_count": (forks := len(view[Repository].by(fork_of_id=record.id))),
        "forks": forks,
        "topics": [],
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "pushed_at": stamp(record.pushed_at),
    }


def label(view: View, record: Label) -> Json:
    """A label."""
    home = f"{view.links.api}/repos/{full_name(view, view[Repository][record.repository_id])}"
    return {
        "id": record.id,
        "node_id": node_id(record),
        "url": f"{home}/labels/{record.name.replace(' ', '%20')}",
        "name": record.name,
        "color": record.color,
        "default": record.default,
        "description": record.description,
    }


def labels(view: View, record: Issue) -> list[Json]:
    """The labels on an issue, by name as GitHub lists them."""
    found = [row for id in record.label_ids if (row := view[Label].get(id))]
    return [label(view, row) for row in found]


def issue_url(view: View, record: Issue, *, web: bool = False) -> str:
    """The address of an issue or a pull request's issue, for programs or for people."""
    name = full_name(view, view[Repository][record.repository_id])
    if web:
        return f"{view.links.web}/{name}/{'pull' if record.is_pull else 'issues'}/{record.number}"
    return f"{view.links.api}/repos/{name}/issues/{record.number}"


def issue(view: View, record: Issue) -> Json:
    """An issue, or a pull request seen as one."""
    home = view[Repository][record.repository_id]
    html = issue_url(view, record, web=True)
    assignees = [account(view, view[Account].get(id)) for id in record.assignee_ids]
    pull = f"{view.links.api}/repos/{full_name(view, home)}/pulls/{record.number}"
    shaped: Json = {
        "id": record.id,
        "node_id": node_id(record),
        "url": issue_url(view, record),
        "repository_url": f"{view.links.api}/repos/{full_name(view, home)}",
        "labels_url": issue_url(view, record) + "/labels{/name}",
        "html_url": html,
        "number": record.number,
        "state": record.state,
        "state_reason": record.state_reason,
        "title": record.title,
        "body": record.body,
        "user": account(view, view[Account].get(record.author_id)),
        "labels": labels(view, record),
        "assignee": assignees[0] if assignees else None,
        "assignees": assignees,
        "milestone": None,
        "locked": record.locked,
        "active_lock_reason": record.lock_reason,
        "comments": len(view[Comment].by(issue_id=record.id)),
        "author_association": association(view, home, record.author_id),
        "reactions": reaction_summary(view, record.id, issue_url(view, record)),
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "closed_at": stamp(record.closed_at),
        "closed_by": account(view, view[Account].get(record.closed_by_id)),
        "performed_via_github_app": None,
    }
    if record.is_pull:
        shaped["pull_request"] = {
            "url": pull,
            "html_url": html,
            "diff_url": f"{html}.diff",
            "patch_url": f"{html}.patch",
            "merged_at": stamp(part.merged_at if (part := view[Pull].one(issue_id=record.id)) else None),
        }
        shaped["draft"] = part.draft if part else False
    return shaped


def comment(view: View, record: Comment) -> Json:
    """A comment on an issue or a pull request."""
    on = view[Issue].get(record.issue_id)
    home = view[Repository][record.repository_id]
    url = f"{view.links.api}/repos/{full_name(view, home)}/issues/comments/{record.id}"
    pinned = {"pinned_at": stamp(record.pinned_at), "pinned_by": account(view, view[Account].get(record.pinned_by_id))}
    return {
        "id": record.id,
        "node_id": node_id(record),
        "url": url,
        "html_url": f"{issue_url(view, on, web=True)}#issuecomment-{record.id}" if on else url,
        "issue_url": issue_url(view, on) if on else url,
        "body": record.body,
        "user": account(view, view[Account].get(record.author_id)),
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.updated_at),
        "author_association": association(view, home, record.author_id),
        "performed_via_github_app": None,
        "reactions": reaction_summary(view, record.id, url),
        "pin": pinned if record.pinned_at else None,
    }


def reaction(view: View, record: Reaction) -> Json:
    """One person's reaction."""
    return {
        "id": record.id,
        "node_id": node_id(record),
        "user": account(view, view[Account].get(record.user_id)),
        "content": record.content,
        "created_at": stamp(record.created_at),
    }


def reaction_summary(view: View, subject_id: int, url: str) -> Json:
    """How many of each."""
    counted = Counter(r.content for r in view[Reaction].by(subject_id=subject_id))
    return {
        "url": f"{url}/reactions",
        "total_count": counted.total(),
        **{content: counted[content] for content in REACTIONS},
    }


def team(view: View, record: Team) -> Json:
    """A team."""
    home = view[Account][record.organization_id]
    return {
        "id": record.id,
        "node_id": node_id(record),
        "name": record.name,
        "slug": record.slug,
        "description": record.description,
        "privacy": record.privacy,
        "notification_setting": "notifications_enabled",
        "permission": "pull",
        "parent": None,
        "url": f"{view.links.api}/organizations/{home.id}/team/{record.id}",
        "type": "organization",
        "organization_id": home.id,
        "html_url": f"{view.links.web}/orgs/{home.login}/teams/{record.slug}",
        "members_url": "",
        "repositories_url": "",
        "organization": organization(view, home),
        "created_at": stamp(record.created_at),
        "updated_at": stamp(record.created_at),
    }


def timeline_event(view: View, record: TimelineEvent) -> Json:
    """Something that happened on an issue."""
    shaped: Json = {
        "id": record.id,
        "node_id": node_id(record),
        "url": f"{view.links.api}/events/{record.id}",
        "actor": account(view, view[Account].get(record.actor_id)),
        "event": record.event,
        "commit_id": record.commit_id,
        "commit_url": None,
        "created_at": stamp(record.created_at),
        "performed_via_github_app": None,
    }
    if record.label_name is not None:
        shaped["label"] = {"name": record.label_name, "color": record.label_color}
    if record.event == "renamed":
        shaped["rename"] = {"from": record.before, "to": record.after}
    return shaped


def association(view: View, home: Repository, user_id: int) -> str:
    """How somebody stands to a repository, as far as outsiders may know: private members are nobody."""
    if user_id == home.owner_id:
        return "OWNER"
    if view[Member].one(organization_id=home.owner_id, user_id=user_id, state="active", public=True):
        return "MEMBER"
    user = view[Account].get(user_id)
    return "COLLABORATOR" if user and permissions.at_least(permissions.role(view, home, user), "triage") else "NONE"

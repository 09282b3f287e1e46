"""Opening, editing and closing pull requests, and keeping them up to date with their branches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox import permissions
from bot.sandbox.acts import closing, events, issues
from bot.sandbox.answers import Refusal, invalid
from bot.sandbox.code import refs
from bot.sandbox.code import shapes as code_shapes
from bot.sandbox.code.records import Pull, Ref, Size
from bot.sandbox.gitstore import ChangedFile, Commit, GitStore, MergeConflict, Repo
from bot.sandbox.records import Account, Issue, Repository
from bot.sandbox.state import Transaction, View


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a new pull request is to bring where. `head` is a branch, or OWNER:BRANCH for a fork's."""

    title: str
    head: str
    base: str
    body: str | None = None
    draft: bool = False
    maintainer_can_modify: bool | None = None
    head_repository: str | None = None


def open_pull(tx: Transaction, git: GitStore, actor: Account, home: Repository, wanted: Proposed) -> Pull:
    """Open a pull request; a Refusal of 422 says what is wrong with it."""
    issues.check_text("PullRequest", wanted.title, wanted.body)
    source, head, base = _ends(tx, home, wanted)
    if source.id != home.id and wanted.maintainer_can_modify is not False:
        _check_collaboration(tx, actor, source)
    repo = refs.git_of(git, home)
    repo.take(refs.git_of(git, source), head.oid)
    _check_new(tx, repo, home, source, head, base)
    issue = issues.new_issue(tx, actor, home, title=wanted.title, body=wanted.body, is_pull=True)
    pull = Pull(
        id=tx.new_id(),
        issue_id=issue.id,
        repository_id=home.id,
        number=issue.number,
        head_repository_id=source.id,
        head_ref=_short(head),
        head_oid=head.oid,
        base_ref=_short(base),
        base_oid=base.oid,
        size=measured(repo, base.oid, head.oid),
        draft=wanted.draft,
        maintainer_can_modify=source.id != home.id and wanted.maintainer_can_modify is not False,
    )
    tx.put(pull)
    refs.point(tx, git, home, f"refs/pull/{pull.number}/head", head.oid)
    events.about(tx, actor, issue, "opened")
    return pull


def issue_of(view: View, pull: Pull) -> Issue:
    """The part of a pull request that is an issue."""
    return view[Issue][pull.issue_id]


def of_issue(view: View, issue: Issue) -> Pull:
    """The part of a pull request that is not an issue."""
    return view[Pull].by(issue_id=issue.id)[0]


def found(view: View, home: Repository, number: int) -> Pull | None:
    """The pull request of that number."""
    return view[Pull].one(repository_id=home.id, number=number)


def is_open(view: View, pull: Pull) -> bool:
    """Whether it is neither merged nor closed."""
    return issue_of(view, pull).state == "open"


def edit(tx: Transaction, git: GitStore, actor: Account, pull: Pull, *, title: str | None = None,
         body: str | None = None, base: str | None = None) -> Pull:  # fmt: skip
    """Change title, body or base branch."""
    home = tx[Repository][pull.repository_id]
    issues.edit_issue(tx, actor, issue_of(tx, pull), title=title, body=body)
    if base is not None and base != pull.base_ref:
        ref = refs.branch(tx, home, base)
        if ref is None:
            raise invalid("PullRequest", "base")
        told = {"base": {"ref": {"from": pull.base_ref}, "sha": {"from": pull.base_oid}}}
        pull = replace(pull, base_ref=base, base_oid=ref.oid, mergeable=None,
                       size=measured(refs.git_of(git, home), ref.oid, pull.head_oid))  # fmt: skip
        tx.put(pull)
        events.about(tx, actor, issues.touch(tx, issue_of(tx, pull)), "edited", changes=told)
    return tx[Pull][pull.id]


def set_state(tx: Transaction, actor: Account, pull: Pull, state: str) -> Pull:
    """Close or reopen; a merged one, or one whose branch is gone, cannot be reopened."""
    issue = issue_of(tx, pull)
    if state == issue.state:
        return pull
    if state == "open":
        source = tx[Repository].get(pull.head_repository_id)
        if pull.merged_at or source is None or refs.branch(tx, source, pull.head_ref) is None:
            raise invalid(
                "PullRequest", "state", message="state cannot be changed. The pull request cannot be reopened."
            )
    now = tx.now.replace(microsecond=0)
    closing = state == "closed"
    issue = tx.put(replace(issue, state=state, closed_at=now if closing else None,
                           closed_by_id=actor.id if closing else None, updated_at=now))  # fmt: skip
    events.note(tx, issue, actor, "closed" if closing else "reopened")
    events.about(tx, actor, issue, "closed" if closing else "reopened")
    return pull


def set_draft(tx: Transaction, actor: Account, pull: Pull, *, draft: bool) -> Pull:
    """Mark as a draft, or as ready for review."""
    if pull.draft != draft:
        pull = tx.put(replace(pull, draft=draft))
        issue = issues.touch(tx, issue_of(tx, pull))
        events.note(tx, issue, actor, "convert_to_draft" if draft else "ready_for_review")
        events.about(tx, actor, issue, "converted_to_draft" if draft else "ready_for_review")
    return pull


def head_moved(
    tx: Transaction, git: GitStore, actor: Account, source: Repository, branch: str, oid: str | None
) -> None:
    """Someone pushed to a branch: its pull requests follow, or are closed when it is gone."""
    for pull in tx[Pull].by(head_repository_id=source.id, head_ref=branch):
        if not is_open(tx, pull):
            continue
        if oid is None:
            set_state(tx, actor, pull, "closed")
            continue
        home = tx[Repository][pull.repository_id]
        repo = refs.git_of(git, home)
        repo.take(refs.git_of(git, source), oid)
        base = refs.branch(tx, home, pull.base_ref)
        base_oid = base.oid if base else pull.base_oid
        size = measured(repo, base_oid, oid)
        tx.put(replace(pull, head_oid=oid, base_oid=base_oid, mergeable=None, size=size))
        refs.point(tx, git, home, f"refs/pull/{pull.number}/head", oid)
        issue = issues.touch(tx, issue_of(tx, pull))
        if not repo.is_ancestor(pull.head_oid, oid):
            events.note(tx, issue, actor, "head_ref_force_pushed", before=pull.head_oid, after=oid, commit_id=oid)
        events.about(tx, actor, issue, "synchronize", before=pull.head_oid, after=oid)


def base_moved(tx: Transaction, git: GitStore, actor: Account, home: Repository, branch: str, oid: str | None) -> None:
    """Someone pushed to a base branch: what it contains now is merged, the rest is measured again when asked."""
    for pull in tx[Pull].by(repository_id=home.id, base_ref=branch):
        if not is_open(tx, pull):
            continue
        if oid is not None and refs.git_of(git, home).is_ancestor(pull.head_oid, oid):
            mark_merged(tx, actor, pull, commit=oid)
        else:
            tx.put(replace(pull, mergeable=None))


def mark_merged(tx: Transaction, actor: Account, pull: Pull, *, commit: str) -> Pull:
    """It is in: close it as merged and tell the Apps."""
    now = tx.now.replace(microsecond=0)
    pull = tx.put(replace(pull, merged_at=now, merged_by_id=actor.id, merge_commit_oid=commit, mergeable=None))
    issue = issue_of(tx, pull)
    events.note(tx, issue, actor, "merged", commit_id=commit)
    issue = tx.put(replace(issue, state="closed", closed_at=now, closed_by_id=actor.id, updated_at=now))
    events.note(tx, issue, actor, "closed")
    events.about(tx, actor, issue, "closed")
    closing.close(tx, actor, pull)
    return pull


def weigh(tx: Transaction, git: GitStore, pull: Pull) -> Pull:
    """Find out whether it can be merged, as GitHub does in the background once somebody asked."""
    home = tx[Repository][pull.repository_id]
    base = refs.branch(tx, home, pull.base_ref)
    if pull.mergeable is not None or base is None or not is_open(tx, pull):
        return pull
    try:
        refs.git_of(git, home).merged_tree(base.oid, pull.head_oid)
    except MergeConflict:
        return tx.put(replace(pull, mergeable=False))
    return tx.put(replace(pull, mergeable=True))


def files(view: View, git: GitStore, pull: Pull) -> list[ChangedFile]:
    """What it changes since it left its base branch."""
    repo = refs.git_of(git, view[Repository][pull.repository_id])
    return repo.diff(repo.merge_base(pull.base_oid, pull.head_oid) or pull.base_oid, pull.head_oid)


def commits(view: View, git: GitStore, pull: Pull) -> list[Commit]:
    """The commits it brings, oldest first."""
    repo = refs.git_of(git, view[Repository][pull.repository_id])
    return repo.commits(pull.head_oid, without=pull.base_oid, oldest_first=True)


def measured(repo: Repo, base: str, head: str) -> Size:
    """What a pull request from `head` into `base` changes, counted."""
    changed = repo.diff(repo.merge_base(base, head) or base, head)
    ahead, _ = repo.ahead_behind(base, head)
    return Size(ahead, len(changed), sum(f.additions for f in changed), sum(f.deletions for f in changed))


def _ends(tx: Transaction, home: Repository, wanted: Proposed) -> tuple[Repository, Ref, Ref]:
    owner, colon, branch = wanted.head.rpartition(":")
    source = (
        refs.of_network(tx, home, owner=owner or None, name=wanted.head_repository)
        if colon or wanted.head_repository
        else home
    )
    head = refs.branch(tx, source, branch) if source else None
    base = refs.branch(tx, home, wanted.base)
    if base is None:
        raise invalid("PullRequest", "base")
    if source is None or head is None:
        raise invalid("PullRequest", "head")
    return source, head, base


def _check_collaboration(tx: Transaction, actor: Account, source: Repository) -> None:
    if not permissions.at_least(permissions.role(tx, source, actor), "write"):
        message = "Fork collab can't be granted by someone without permission"
        raise invalid("PullRequest", "fork_collab", "custom", message=message)


def _check_new(tx: Transaction, repo: Repo, home: Repository, source: Repository, head: Ref, base: Ref) -> None:
    label = f"{tx[Account][source.owner_id].login}:{_short(head)}"
    twins = tx[Pull].by(
        repository_id=home.id, head_repository_id=source.id, head_ref=_short(head), base_ref=_short(base)
    )
    if any(is_open(tx, twin) for twin in twins):
        raise _custom(f"A pull request already exists for {label}.")
    if repo.merge_base(base.oid, head.oid) is None:
        raise _custom(f"The {_short(head)} branch has no history in common with {_short(base)}")
    if repo.is_ancestor(head.oid, base.oid):
        raise _custom(f"No commits between {_short(base)} and {_short(head)}")


def _custom(message: str) -> Refusal:
    problem: dict[str, Any] = {"resource": "PullRequest", "code": "custom", "message": message}
    return Refusal(422, "Validation Failed", errors=[problem])


def _short(ref: Ref) -> str:
    return ref.name.removeprefix("refs/heads/")


events.PULL_SHAPES.append(code_shapes.pull)

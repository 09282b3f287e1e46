"""Code: git objects, refs, pull requests' own part, checks, the merge queue."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.acts import closing, pulls
from bot.sandbox.code import check_shapes, people, refs
from bot.sandbox.code.records import Annotation, CheckRun, CheckSuite, Pull, QueueEntry, Ref, Review
from bot.sandbox.gitstore import ChangedFile, Commit, Entry, Repo
from bot.sandbox.graphql.connections import Connection, by_id, connection
from bot.sandbox.graphql.fields import Look, field, need
from bot.sandbox.records import Account, Issue, Repository

# GitHub cuts a blob's text without an error (sveltia-cms#950).
TEXT_LIMIT = 512_000
_CHANGES = {
    "added": "ADDED",
    "modified": "MODIFIED",
    "removed": "DELETED",
    "renamed": "RENAMED",
    "copied": "COPIED",
    "changed": "CHANGED",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A git object of a repository; `kind` is blob, tree, commit or tag."""

    repository: Repository
    oid: str
    kind: str


@dataclass(frozen=True, slots=True)
class Named:
    """A tree's entry, or a file of a commit, with its whole path."""

    repository: Repository
    path: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class InPull:
    """A commit of a pull request."""

    commit: Thing


def repo_of(repository: Repository, look: Look) -> Repo:
    """The git repository behind it."""
    return look.sandbox.git_of(repository)


def pull_of(look: Look, thread: Issue) -> Pull:
    """The part of a pull request that is not an issue."""
    return look.view[Pull].by(issue_id=thread.id)[0]


def commit_thing(repository: Repository, oid: str) -> Thing:
    """A commit by its id."""
    return Thing(repository, oid, "commit")


def _read(thing: Thing, look: Look) -> Commit:
    return repo_of(thing.repository, look).commit_of(thing.oid)


@field("Repository", "object")
def git_object(record: Repository, look: Look, oid: str | None = None, expression: str | None = None) -> Thing | None:
    """A git object by id or by an expression such as `HEAD:path`; null when there is none."""
    need(look, "contents")
    repo = repo_of(record, look)
    name = oid or refs.expression(look.view, record, repo, expression or "")
    header = repo.header(name)
    return Thing(record, header.oid, header.kind) if header else None


@field("Repository", "defaultBranchRef")
def default_branch_ref(record: Repository, look: Look) -> Ref | None:
    """The default branch; null in an empty repository."""
    need(look, "contents")
    return refs.branch(look.view, record, record.default_branch)


@field("Repository", "ref")
def repository_ref(record: Repository, look: Look, qualified_name: str) -> Ref | None:
    """A branch or tag by its name."""
    need(look, "contents")
    for prefix in ("", "refs/heads/", "refs/tags/"):
        if found := refs.tip(look.view, record, prefix + qualified_name):
            return found
    return None


@field("Repository", "refs")
def repository_refs(
    record: Repository, look: Look, ref_prefix: str, query: str | None = None, **page: Any
) -> Connection:
    """Refs below a prefix."""
    need(look, "contents")
    found = [r for r in refs.listed(look.view, record, ref_prefix) if query is None or query in r.name]
    return connection(found, key=by_id, **{k: v for k, v in page.items() if k not in {"order_by", "direction"}})


@field("Ref", "name")
def ref_name(record: Ref, _: Look) -> str:
    """The short name."""
    return record.name.split("/", 2)[2]


@field("Ref", "prefix")
def ref_prefix(record: Ref, _: Look) -> str:
    """What stands before it."""
    return "/".join(record.name.split("/", 2)[:2]) + "/"


@field("Ref", "target")
def ref_target(record: Ref, look: Look) -> Thing:
    """What it points at."""
    return commit_thing(look.view[Repository][record.repository_id], record.oid)


@field("Blob Tree Commit Tag", "id")
def object_id(record: Thing, _: Look) -> str:
    """A node id, not to be looked up here."""
    return f"{record.kind[0].upper()}_kwDO{base64.urlsafe_b64encode(record.oid.encode()).decode()}"


@field("Blob", "byteSize")
def byte_size(record: Thing, look: Look) -> int:
    """All of its bytes."""
    return len(_data(record, look))


@field("Blob", "text")
def text(record: Thing, look: Look) -> str | None:
    """The text, cut at 512,000 bytes; null for what is not text."""
    data = _data(record, look)
    if _is_binary(data):
        return None
    return data[:TEXT_LIMIT].decode("utf-8", "ignore")


@field("Blob", "isTruncated")
def is_truncated(record: Thing, look: Look) -> bool:
    """Whether `text` was cut."""
    return len(_data(record, look)) > TEXT_LIMIT


@field("Blob", "isBinary")
def is_binary(record: Thing, look: Look) -> bool:
    """Whether it is not text."""
    return _is_binary(_data(record, look))


def _data(record: Thing, look: Look) -> bytes:
    return repo_of(record.repository, look).blob(record.oid)


def _is_binary(data: bytes) -> bool:
    """As git guesses: a zero byte near the beginning; or bytes that are not UTF-8."""
    if b"\0" in data[:8000]:
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


@field("Tree", "entries")
def entries(record: Thing, look: Look) -> list[Named]:
    """What is in a directory. The path holds only when it is the root's."""
    return [Named(record.repository, e.path, e) for e in repo_of(record.repository, look).tree(record.oid)]


@field("TreeEntry", "name")
def entry_name(record: Named, _: Look) -> str:
    """The last part of its path."""
    return record.path.rsplit("/", 1)[-1]


@field("TreeEntry", "type")
def entry_type(record: Named, _: Look) -> str:
    """blob, tree or commit."""
    return record.entry.kind


@field("TreeEntry", "mode")
def entry_mode(record: Named, _: Look) -> int:
    """The file's mode, read as an octal number."""
    return int(record.entry.mode, 8)


@field("TreeEntry", "oid")
def entry_oid(record: Named, _: Look) -> str:
    """The object's id."""
    return record.entry.oid


@field("TreeEntry", "object")
def entry_object(record: Named, _: Look) -> Thing:
    """The object."""
    return Thing(record.repository, record.entry.oid, record.entry.kind)


@field("Commit", "url")
def commit_url(record: Thing, look: Look) -> str:
    """Its page."""
    return f"{look.view.links.web}/{_full_name(record.repository, look)}/commit/{record.oid}"


def _full_name(home: Repository, look: Look) -> str:
    return f"{look.view[Account][home.owner_id].login}/{home.name}"


@field("Commit", "message")
def message(record: Thing, look: Look) -> str:
    """Its message."""
    return _read(record, look).message.rstrip("\n")


@field("Commit", "messageHeadline")
def message_headline(record: Thing, look: Look) -> str:
    """The first line."""
    return _read(record, look).message.split("\n", 1)[0]


@field("Commit", "committedDate")
def committed_date(record: Thing, look: Look) -> Any:
    """When it was committed, as the commit says."""
    return _read(record, look).committed_at


@field("Commit", "authoredDate")
def authored_date(record: Thing, look: Look) -> Any:
    """When it was written, as the commit says."""
    return _read(record, look).authored_at


@field("Commit", "author")
def commit_author(record: Thing, look: Look) -> dict[str, Any]:
    """Who wrote it; `user` when the e-mail belongs to an account."""
    commit = _read(record, look)
    known = people.account_of(look.view, commit.author)
    user = known if known and known.type == "User" else None
    return {"name": commit.author.name, "email": commit.author.email, "date": commit.authored_at, "user": user}


@field("Commit", "tree")
def commit_tree(record: Thing, look: Look) -> Thing:
    """Its files."""
    return Thing(record.repository, _read(record, look).tree, "tree")


@field("Commit", "parents")
def parents(record: Thing, look: Look, **page: Any) -> Connection:
    """Its parents."""
    found = [commit_thing(record.repository, oid) for oid in _read(record, look).parents]
    return connection(found, key=_oid, **page)


@field("Commit", "file")
def commit_file(record: Thing, look: Look, path: str) -> Named | None:
    """A file at this commit; null when there is none."""
    repo = repo_of(record.repository, look)
    folder, _, name = path.strip("/").rpartition("/")
    place = f"{record.oid}:{folder}" if folder else record.oid
    header = repo.header(place)
    if header is None or (folder and header.kind != "tree"):
        return None
    found = next((e for e in repo.tree(place) if e.path == name), None)
    return Named(record.repository, path, found) if found else None


@field("Commit", "history")
def history(
    record: Thing, look: Look, path: str | None = None, since: str | None = None, until: str | None = None, **page: Any
) -> Connection:
    """The commits behind this one, newest first; with a path those that changed it, renames not followed."""
    need(look, "contents")
    revisions = repo_of(record.repository, look).history(record.oid, path)
    found = [commit_thing(record.repository, r.oid) for r in revisions]
    return connection(found, key=_oid, **{k: v for k, v in page.items() if k != "author"})


@field("Commit", "associatedPullRequests")
def associated_pull_requests(record: Thing, look: Look, **page: Any) -> Connection:
    """The pull requests that brought it, or that hold it while open."""
    need(look, "pull_requests")
    repo = repo_of(record.repository, look)
    found = [p for p in look.view[Pull].by(repository_id=record.repository.id) if _holds(repo, p, record.oid)]
    return connection(
        [look.view[Issue][p.issue_id] for p in found], key=by_id, **{k: v for k, v in page.items() if k != "order_by"}
    )


def _holds(repo: Repo, pull: Pull, oid: str) -> bool:
    if pull.merge_commit_oid == oid:
        return True
    return repo.is_ancestor(oid, pull.head_oid) and not repo.is_ancestor(oid, pull.base_oid)


@field("Commit", "checkSuites")
def check_suites(record: Thing, look: Look, filter_by: dict[str, Any] | None = None, **page: Any) -> Connection:
    """The suites on this commit in this repository."""
    need(look, "checks")
    wanted = (filter_by or {}).get("appId")
    suites = look.view[CheckSuite].by(repository_id=record.repository.id, head_oid=record.oid)
    return connection([s for s in suites if wanted in {None, s.app_id}], key=by_id, **page)


@field("CheckSuite", "app")
def suite_app(record: CheckSuite, look: Look) -> dict[str, Any]:
    """Whose it is."""
    return {
        "databaseId": record.app_id,
        "slug": check_shapes.app(look.view, record.app_id)["slug"],
        "id": f"A_{record.app_id}",
    }


@field("CheckSuite", "checkRuns")
def check_runs(record: CheckSuite, look: Look, filter_by: dict[str, Any] | None = None, **page: Any) -> Connection:
    """Its runs; of one name only the newest, unless all are asked for."""
    runs: Sequence[CheckRun] = look.view[CheckRun].by(suite_id=record.id)
    wanted = filter_by or {}
    if wanted.get("checkType") != "ALL":
        runs = list({r.name: r for r in runs}.values())
    return connection([r for r in runs if wanted.get("checkName") in {None, r.name}], key=by_id, **page)


@field("CheckSuite CheckRun", "status")
def check_status(record: CheckSuite | CheckRun, _: Look) -> str:
    """QUEUED, IN_PROGRESS, COMPLETED."""
    return record.status.upper()


@field("CheckSuite CheckRun", "conclusion")
def check_conclusion(record: CheckSuite | CheckRun, _: Look) -> str | None:
    """How it ended."""
    return record.conclusion.upper() if record.conclusion else None


@field("CheckRun", "url")
def run_url(record: CheckRun, look: Look) -> str:
    """Its page."""
    return check_shapes.run_page(look.view, record)


@field("CheckRun", "annotations")
def run_annotations(record: CheckRun, look: Look, **page: Any) -> Connection:
    """Its remarks on lines."""
    return connection(look.view[Annotation].by(run_id=record.id), key=by_id, **page)


@field("CheckAnnotation", "annotationLevel")
def annotation_level(record: Annotation, _: Look) -> str:
    """NOTICE, WARNING or FAILURE."""
    return record.level.upper()


@field("CheckAnnotation", "location")
def annotation_location(record: Annotation, _: Look) -> dict[str, Any]:
    """From where to where."""
    return {
        "start": {"line": record.start_line, "column": record.start_column},
        "end": {"line": record.end_line, "column": record.end_column},
    }


@field("PullRequest", "databaseId")
def pull_database_id(record: Issue, look: Look) -> int:
    """The id REST's pulls use; its issue has another."""
    return pull_of(look, record).id


@field("PullRequest", "isDraft")
def is_draft(record: Issue, look: Look) -> bool:
    """Whether it is not ready."""
    return pull_of(look, record).draft


@field("PullRequest", "merged")
def merged(record: Issue, look: Look) -> bool:
    """Whether it is in."""
    return pull_of(look, record).merged_at is not None


@field("PullRequest", "mergedAt")
def merged_at(record: Issue, look: Look) -> Any:
    """Since when."""
    return pull_of(look, record).merged_at


@field("PullRequest", "mergeable")
def mergeable(record: Issue, look: Look) -> str:
    """UNKNOWN until somebody asked REST for it."""
    return {None: "UNKNOWN", True: "MERGEABLE", False: "CONFLICTING"}[pull_of(look, record).mergeable]


@field("PullRequest", "mergeCommit")
def merge_commit(record: Issue, look: Look) -> Thing | None:
    """The commit that brought it in."""
    pull = pull_of(look, record)
    return (
        commit_thing(_home(record, look), pull.merge_commit_oid) if pull.merge_commit_oid and pull.merged_at else None
    )


@field("PullRequest", "isCrossRepository")
def is_cross_repository(record: Issue, look: Look) -> bool:
    """Whether it comes from a fork."""
    return pull_of(look, record).is_cross_repository


@field("PullRequest", "maintainerCanModify")
def maintainer_can_modify(record: Issue, look: Look) -> bool:
    """Whether maintainers may push to the fork's branch."""
    return pull_of(look, record).maintainer_can_modify


@field("PullRequest", "headRefName")
def head_ref_name(record: Issue, look: Look) -> str:
    """The branch it comes from."""
    return pull_of(look, record).head_ref


@field("PullRequest", "headRefOid")
def head_ref_oid(record: Issue, look: Look) -> str:
    """The newest commit of it."""
    return pull_of(look, record).head_oid


@field("PullRequest", "baseRefName")
def base_ref_name(record: Issue, look: Look) -> str:
    """The branch it goes to."""
    return pull_of(look, record).base_ref


@field("PullRequest", "baseRefOid")
def base_ref_oid(record: Issue, look: Look) -> str:
    """Where that branch was."""
    return pull_of(look, record).base_oid


@field("PullRequest", "headRepository")
def head_repository(record: Issue, look: Look) -> Repository | None:
    """Where the head branch is; null when the fork is gone."""
    return look.view[Repository].get(pull_of(look, record).head_repository_id)


@field("PullRequest", "baseRef")
def base_ref(record: Issue, look: Look) -> Ref | None:
    """The branch it goes to, as it is now."""
    return refs.branch(look.view, _home(record, look), pull_of(look, record).base_ref)


@field("PullRequest", "headRef")
def head_ref(record: Issue, look: Look) -> Ref | None:
    """The branch it comes from, as it is now; null when deleted."""
    source = head_repository(record, look)
    return refs.branch(look.view, source, pull_of(look, record).head_ref) if source else None


@field("PullRequest", "files")
def files(record: Issue, look: Look, **page: Any) -> Connection:
    """What it changes; neither old names nor patches."""
    found = pulls.files(look.view, look.sandbox.git_store, pull_of(look, record))
    return connection(found, key=lambda file: file.path, **page)


@field("PullRequestChangedFile", "changeType")
def change_type(record: ChangedFile, _: Look) -> str:
    """ADDED, MODIFIED, DELETED, RENAMED, ..."""
    return _CHANGES[record.status]


@field("PullRequest", "commits")
def commits(record: Issue, look: Look, **page: Any) -> Connection:
    """Its commits, oldest first. A fork's are looked at from the base repository, as its checks are made there."""
    found = pulls.commits(look.view, look.sandbox.git_store, pull_of(look, record))
    home = _home(record, look)
    return connection([InPull(commit_thing(home, c.oid)) for c in found], key=lambda c: c.commit.oid, **page)


@field("PullRequest", "reviews")
def reviews(record: Issue, look: Look, states: list[str] | None = None, **page: Any) -> Connection:
    """What reviewers said."""
    found = look.view[Review].by(pull_id=pull_of(look, record).id)
    return connection(
        [r for r in found if states is None or r.state in states],
        key=by_id,
        **{k: v for k, v in page.items() if k != "author"},
    )


@field("PullRequestReview", "createdAt")
def review_created_at(record: Review, _: Look) -> Any:
    """When it was begun; the sandbox knows only when it was sent."""
    return record.submitted_at


@field("PullRequestReview", "commit")
def review_commit(record: Review, look: Look) -> Thing:
    """What was looked at."""
    return commit_thing(look.view[Repository][record.repository_id], record.commit_oid)


@field("PullRequest", "closingIssuesReferences")
def closing_issues(record: Issue, look: Look, **page: Any) -> Connection:
    """The issues that its text says it closes."""
    found = closing.named(look.view, pull_of(look, record))
    places = {k: v for k, v in page.items() if k in {"first", "last", "after", "before"}}
    return connection(found, key=by_id, **places)


@field("MergedEvent", "commit")
@field("HeadRefForcePushedEvent", "afterCommit")
def event_commit(record: Any, look: Look) -> Thing | None:
    """The commit it was about."""
    home = look.view[Repository][look.view[Issue][record.issue_id].repository_id]
    oid = record.commit_id or record.after
    return commit_thing(home, oid) if oid else None


@field("HeadRefForcePushedEvent", "beforeCommit")
def event_before(record: Any, look: Look) -> Thing | None:
    """Where the branch was."""
    home = look.view[Repository][look.view[Issue][record.issue_id].repository_id]
    return commit_thing(home, record.before) if record.before else None


@field("Repository", "mergeQueue")
def merge_queue(record: Repository, look: Look, branch: str | None = None) -> dict[str, Any] | None:
    """The queue of a branch; null when it has none."""
    need(look, "merge_queues")
    entries = look.view[QueueEntry].by(repository_id=record.id, base_ref=branch or record.default_branch)
    return {"of": entries, "id": f"MQ_{record.id}"}


@field("MergeQueue", "entries")
def queue_entries(queue: dict[str, Any], _: Look, **page: Any) -> Connection:
    """Who waits."""
    shaped = [
        {"id": f"MQE_{e.id}", "key": e.id, "position": i, "state": "AWAITING_CHECKS", "entry": e}
        for i, e in enumerate(queue["of"], 1)
    ]
    return connection(shaped, key=lambda entry: entry["key"], **page)


@field("MergeQueueEntry", "headCommit")
def queue_head(entry: dict[str, Any], look: Look) -> Thing:
    """The commit whose checks decide."""
    return commit_thing(look.view[Repository][entry["entry"].repository_id], entry["entry"].head_oid)


@field("MergeQueueEntry", "pullRequest")
def queue_pull(entry: dict[str, Any], look: Look) -> Issue:
    """What it would merge."""
    return look.view[Issue][look.view[Pull][entry["entry"].pull_id].issue_id]


def _home(record: Issue, look: Look) -> Repository:
    return look.view[Repository][record.repository_id]


def _oid(thing: Thing) -> str:
    return thing.oid

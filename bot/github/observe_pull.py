"""What a pull request has beyond an issue: its branches, its files, our check on its head."""

from bot.forge.facts import Change, ChangedFile, CheckRun, PullFacts
from bot.github import nodes, reading
from bot.github.eye import Eye
from bot.github.heads import headed_by

CHANGES = {"ADDED": Change.ADDED, "COPIED": Change.ADDED, "DELETED": Change.REMOVED, "RENAMED": Change.RENAMED}
"""GraphQL's `PatchStatus`; what is not here (`MODIFIED`, `CHANGED`) modifies."""


async def pull_facts(eye: Eye, number: int, node: nodes.ThreadNode) -> PullFacts | None:
    """The pull request's own facts; None for an issue."""
    commits = reading.present(node.commits)
    if node.typename != "PullRequest" or not commits:
        return None
    head = commits[-1].commit
    seen = [head, *(await _in_base(eye, node) if node.is_cross_repository else ())]
    check = next(filter(None, map(_newest, seen)), None)
    headed = [await headed_by(eye, node.head_ref_oid, commit.associated_pull_requests) for commit in seen]
    base = node.base_ref and node.base_ref.target
    return PullFacts(
        draft=node.is_draft,
        merged=node.merged,
        merged_at=node.merged_at and reading.utc(node.merged_at),
        from_fork=node.is_cross_repository,
        head_ref=node.head_ref_name,
        head=node.head_ref_oid,
        head_committed_at=reading.utc(head.committed_date or node.created_at),
        base_ref=node.base_ref_name,
        base=base.oid if base else node.base_ref_oid,
        files=tuple(_file(file) for file in reading.present(node.files)),
        files_total=node.files.total_count if node.files else 0,
        check=check if check and head.oid == node.head_ref_oid else None,
        same_head=tuple(sorted({one for heads in headed for one in heads} - {number})),
    )


def base_config(node: nodes.ThreadNode) -> nodes.Object | None:
    """The base branch's config: what a pull request writes into it does not judge that pull request."""
    tip = node.base_ref and node.base_ref.target
    return tip.file.object if tip and tip.file else None


def _file(file: nodes.Changed) -> ChangedFile:
    return ChangedFile(file.path, CHANGES.get(file.change_type, Change.MODIFIED))


def _newest(head: nodes.Head) -> CheckRun | None:
    runs = [
        (run, suite.status.lower())
        for suite in reading.present(head.check_suites)
        for run in reading.present(suite.check_runs)
    ]
    if not runs:
        return None
    run, suite_status = max(runs, key=lambda pair: pair[0].database_id or 0)
    conclusion = run.conclusion.lower() if run.conclusion else None
    return CheckRun(run.database_id or 0, run.name, run.external_id or "", run.status.lower(), conclusion, suite_status)


async def _in_base(eye: Eye, node: nodes.ThreadNode) -> tuple[nodes.Head, ...]:
    """A fork's head in the base repository: our check stands there, and not at the fork's commit."""
    answer = await eye.client.ask("Head", nodes.HeadAnswer, sha=node.head_ref_oid, app=eye.app, **eye.where)
    found = answer.repository and answer.repository.object
    return (found,) if found else ()

"""Branches, tags and their rules: /repos/{owner}/{repo}/branches, /rules, /merges."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from bot.sandbox import shapes as account_shapes
from bot.sandbox.acts import branches, rules
from bot.sandbox.answers import Answer, Page, Refusal, unprocessable
from bot.sandbox.code import people, refs, shapes
from bot.sandbox.code.records import BranchRule, Ref
from bot.sandbox.gitstore import MergeConflict
from bot.sandbox.rest.git import repo_of
from bot.sandbox.routing import Call, operation


@operation("repos/list-branches")
async def list_branches(call: Call) -> Answer:
    """The branches, by name."""
    found = refs.listed(call.past, call.repository, "refs/heads/")
    if wanted := call.query.get("protected"):
        found = [r for r in found if _protected(call, r) == (wanted == "true")]
    return Page(items=[_branch(call, r) for r in found])


@operation("repos/get-branch")
async def get_branch(call: Call) -> Answer:
    """One branch with its newest commit."""
    found = refs.branch(call.tx, call.repository, call.params["branch"])
    if found is None:
        raise Refusal(404, "Branch not found")
    url = f"{shapes.api(call.tx, call.repository)}/branches/{quote(call.params['branch'])}"
    html = f"{shapes.web(call.tx, call.repository)}/tree/{quote(call.params['branch'])}"
    commit = shapes.commit(call.tx, call.repository, repo_of(call).commit_of(found.oid))
    shaped = {**_branch(call, found), "commit": commit, "_links": {"self": url, "html": html}}
    return Answer(body={**shaped, "protection": {"enabled": _protected(call, found)}})


@operation("repos/list-tags")
async def list_tags(call: Call) -> Answer:
    """The tags, newest name first."""
    repo, base = repo_of(call), shapes.api(call.past, call.repository)
    found = refs.listed(call.past, call.repository, "refs/tags/")[::-1]
    named = [(r.name.removeprefix("refs/tags/"), repo.resolve(r.oid)) for r in found]
    return Page(
        items=[
            {"name": name, "node_id": f"REF_{name}", "commit": {"sha": oid, "url": f"{base}/commits/{oid}"}}
            | {"zipball_url": f"{base}/zipball/{name}", "tarball_url": f"{base}/tarball/{name}"}
            for name, oid in named
        ]
    )


@operation("repos/merge")
async def merge(call: Call) -> Answer:
    """Merge a branch or commit into a branch without a pull request; 204 when it holds it already."""
    repo, home, body = repo_of(call), call.repository, call.body
    base = refs.branch(call.tx, home, body["base"])
    head = refs.commit_oid(call.tx, home, repo, body["head"])
    if base is None or head is None:
        raise Refusal(404, "Base does not exist" if base is None else "Head does not exist")
    if repo.is_ancestor(head, base.oid):
        return Answer(204)
    if refusal := rules.push_refusal(call.tx, home, body["base"], head):
        raise unprocessable(refusal)
    words = body.get("commit_message") or f"Merge {body['head']} into {body['base']}"
    try:
        oid = repo.merge(
            base.name,
            head,
            method="merge",
            message=words,
            who=people.identity(call.actor.person),
            at=call.now.replace(microsecond=0),
            committer=people.WEB_FLOW,
        )
    except MergeConflict:
        raise Refusal(409, "Merge conflict") from None
    move = branches.Move(base.name, base.oid, oid)
    branches.pushed(call.tx, call.sandbox.git_store, call.actor.person, home, [move])
    return Answer(201, shapes.commit(call.tx, home, repo.commit_of(oid)))


@operation("repos/get-branch-rules")
async def get_branch_rules(call: Call) -> Answer:
    """The rules that hold for a branch; it need not exist."""
    told = rules.of_branch(call.past, call.repository, call.params["branch"])
    return Page(items=[line for rule in told for line in _rule(call, rule)])


@operation("repos/get-repo-rulesets")
async def get_rulesets(call: Call) -> Answer:
    """Each branch rule, as a ruleset of its own."""
    found = call.past[BranchRule].by(repository_id=call.repository.id)
    return Page(items=[_ruleset(call, rule) for rule in found])


def _protected(call: Call, ref: Ref) -> bool:
    return bool(rules.of_branch(call.tx, call.repository, ref.name.removeprefix("refs/heads/")))


def _branch(call: Call, ref: Ref) -> dict[str, Any]:
    base = shapes.api(call.tx, call.repository)
    name = ref.name.removeprefix("refs/heads/")
    return {
        "name": name,
        "commit": {"sha": ref.oid, "url": f"{base}/commits/{ref.oid}"},
        "protected": _protected(call, ref),
        "protection_url": f"{base}/branches/{quote(name)}/protection",
    }


def _rule(call: Call, rule: BranchRule) -> list[dict[str, Any]]:
    """A branch rule as the rules of a ruleset."""
    source = {
        "ruleset_source_type": "Repository",
        "ruleset_source": account_shapes.full_name(call.tx, call.repository),
        "ruleset_id": rule.id,
    }
    told: list[dict[str, Any]] = []
    if rule.needs_pull or rule.approvals:
        told.append({"type": "pull_request", "parameters": {
            "dismiss_stale_reviews_on_push": False, "require_code_owner_review": False,
            "require_last_push_approval": False, "required_approving_review_count": rule.approvals,
            "required_review_thread_resolution": False}})  # fmt: skip
    if rule.required_checks:
        wanted = [
            {"context": c.context, **({"integration_id": c.app_id} if c.app_id else {})} for c in rule.required_checks
        ]
        parameters = {"required_status_checks": wanted, "strict_required_status_checks_policy": False}
        told.append({"type": "required_status_checks", "parameters": parameters})
    if rule.merge_queue:
        told.append({"type": "merge_queue", "parameters": {
            "check_response_timeout_minutes": 60, "grouping_strategy": "ALLGREEN", "max_entries_to_build": 5,
            "max_entries_to_merge": 5, "merge_method": "MERGE", "min_entries_to_merge": 1,
            "min_entries_to_merge_wait_minutes": 5}})  # fmt: skip
    return [{**one, **source} for one in told]


def _ruleset(call: Call, rule: BranchRule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": f"Rule for {rule.pattern}",
        "target": "branch",
        "source_type": "Repository",
        "source": account_shapes.full_name(call.past, call.repository),
        "enforcement": "active",
    }

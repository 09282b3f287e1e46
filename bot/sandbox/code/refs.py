"""What the branches and tags of a repository point at, as far as a reader has heard."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox import shapes
from bot.sandbox.code.records import Ref
from bot.sandbox.gitstore import GitStore, Repo
from bot.sandbox.records import Account, Repository
from bot.sandbox.state import Transaction, View


def git_of(git: GitStore, repository: Repository) -> Repo:
    """The git repository behind a repository; by its id, which survives renames."""
    return git.repo(str(repository.id))


def tip(view: View, repository: Repository, name: str) -> Ref | None:
    """The ref of that full name (`refs/heads/main`)."""
    return view[Ref].one(repository_id=repository.id, name=name)


def branch(view: View, repository: Repository, name: str) -> Ref | None:
    """The branch of that name."""
    return tip(view, repository, f"refs/heads/{name}")


def listed(view: View, repository: Repository, prefix: str) -> list[Ref]:
    """The refs whose full name begins so, by name."""
    rows = view[Ref].by(repository_id=repository.id)
    return sorted((r for r in rows if r.name.startswith(prefix)), key=lambda r: r.name)


def commit_oid(view: View, repository: Repository, repo: Repo, rev: str) -> str | None:
    """The commit that a branch, tag, full ref, `HEAD` or (short) id names; None when it names none."""
    if rev == "HEAD":
        rev = f"refs/heads/{repository.default_branch}"
    for name in (rev, f"refs/{rev}", f"refs/heads/{rev}", f"refs/tags/{rev}"):
        if ref := tip(view, repository, name):
            return repo.resolve(ref.oid)
    return repo.resolve(rev)


def expression(view: View, repository: Repository, repo: Repo, text: str) -> str:
    """`REV:path` or `REV` with the revision replaced by what the reader knows it to be."""
    rev, colon, path = text.partition(":")
    oid = commit_oid(view, repository, repo, rev)
    return f"{oid}{colon}{path}" if oid else text


def point(tx: Transaction, git: GitStore, repository: Repository, name: str, oid: str) -> None:
    """Let a ref point here, in git and in what readers see, telling nobody."""
    git_of(git, repository).put_ref(name, oid)
    known = tip(tx, repository, name)
    tx.put(replace(known, oid=oid) if known else Ref(tx.new_id(), repository.id, name, oid))


def of_network(view: View, home: Repository, *, owner: str | None = None, name: str | None = None) -> Repository | None:
    """The repository among this one and its forks that has this owner and (full or short) name; itself first."""
    root = home.fork_of_id or home.id
    found = [r for r in view[Repository] if root in {r.id, r.fork_of_id}]
    found = [r for r in found if owner in {None, view[Account][r.owner_id].login}]
    found = [r for r in found if name in {None, r.name, shapes.full_name(view, r)}]
    return home if home in found else next(iter(found), None)

"""What can be looked at: a thread (issue or pull request), a repository, a commit."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Repo:
    """A repository by its owner's login and its name, as GitHub's addresses have it."""

    owner: str
    name: str

    def __str__(self) -> str:
        return f"{self.owner}/{self.name}"


@dataclass(frozen=True, slots=True, order=True)
class Thread:
    """An issue or a pull request; GitHub numbers both in one row."""

    repo: Repo
    number: int

    def __str__(self) -> str:
        return f"{self.repo}#{self.number}"


@dataclass(frozen=True, slots=True, order=True)
class Repository:
    """A repository as a whole: its config, its labels, its open threads."""

    repo: Repo

    def __str__(self) -> str:
        return str(self.repo)


@dataclass(frozen=True, slots=True, order=True)
class Commit:
    """A commit, where an event names nothing else; the worker finds the pull requests it heads."""

    repo: Repo
    sha: str

    def __str__(self) -> str:
        return f"{self.repo}@{self.sha}"


Subject = Thread | Repository | Commit

_FORM = re.compile(
    r"(?P<owner>[\w.-]+)/(?P<name>[\w.-]+)(?:#(?P<number>[1-9]\d{0,9})|@(?P<sha>[0-9a-f]{40}))?", re.ASCII
)


def subject(text: str) -> Subject:
    """The subject that `str` wrote.

    Raises ValueError when the text is not `owner/name`, `owner/name#7` or `owner/name@<40 hex digits>`.
    """
    if not (found := _FORM.fullmatch(text)):
        raise ValueError(f"{text!r} is not OWNER/REPO, OWNER/REPO#N or OWNER/REPO@SHA")
    repo = Repo(found["owner"], found["name"])
    if found["number"]:
        return Thread(repo, int(found["number"]))
    return Commit(repo, found["sha"]) if found["sha"] else Repository(repo)

"""The versioning pull request in words: its title, its body with a check list, and what the original one is told."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.versioning import Chosen
from bot.words.escape import code, plain
from bot.words.findings import counted, sentence

BUDGET = 60_000


@dataclass(frozen=True, slots=True)
class Opening:
    """What the new pull request is made from. `question` stands where the repository's signs do not agree."""

    api: str
    number: int
    title: str
    author: str
    chosen: Chosen
    old_path: str
    paths: tuple[str, ...]
    breaks: int
    notes: tuple[str, ...]
    question: str
    marker: str


def title(opening: Opening) -> str:
    """As the list of pull requests shows it; plain text."""
    return (
        f"Open {opening.api} {opening.chosen.new_version} beside {opening.chosen.old_version}, from #{opening.number}"
    )


def commit_message(opening: Opening) -> str:
    """The commit's message."""
    return (
        f"Add {opening.api} {opening.chosen.new_version} beside {opening.chosen.old_version}\n\n"
        f"The change of #{opening.number} breaks callers of {opening.chosen.old_version}, so it becomes a version of "
        f"its own. {opening.old_path} stays as it is."
    )


def body(opening: Opening) -> str:
    """What is in it, what a person should see to, and the marker by which it is updated."""
    new, old = opening.chosen.new_version, opening.chosen.old_version
    author = f" by {plain(opening.author)}" if opening.author else ""
    parts = [
        f"#{opening.number}, *{plain(opening.title)}*{author}, has "
        f"{_breaks(opening.breaks)} callers of {plain(opening.api)} {old}, "
        f"which is in GA. Here the same change stands as **{new}**, beside {old}.",
        *(
            [f"**A question first**: {opening.question} This is a draft until that is settled."]
            * bool(opening.question)
        ),
        _files(opening),
        _check_list(opening),
        f"As long as nobody else pushes to this branch I keep it in step with #{opening.number}. "
        f"Merging it does not close #{opening.number}: that one turns green once it leaves {old} as it was.",
    ]
    return "\n\n".join(parts)[:BUDGET] + f"\n\n{opening.marker}"


def _breaks(number: int) -> str:
    return counted(number, "change that breaks", "changes that break") if number else "changes that break some"


def _files(opening: Opening) -> str:
    rows = "\n".join(f"- {code(path)}" for path in opening.paths)
    return f"{code(opening.old_path)} is not touched. Changed:\n\n{rows}"


def _check_list(opening: Opening) -> str:
    """What I cannot see to; the notes are Markdown of our own."""
    new = opening.chosen.new_version
    standing = (
        f"{code(opening.chosen.new_path)} is what {new} shall be",
        f"the migration guide tells callers all they need to come to {new}",
        f"{new} starts in private beta: somebody opens its proposal",
    )
    return "**Before you merge**\n\n" + "\n".join(f"- [ ] {item}" for item in (*opening.notes, *standing))


def opened(api: str, version: str, number: int, *, question: str) -> str:
    """Said once on the original pull request."""
    asked = f" It is a draft: {question}" if question else ""
    return (
        f"I put this change into **{plain(api)} {version}**: #{number}.{asked}\n"
        "To turn this pull request green, take out what breaks the present version; the new one has it all."
    )


def waits(api: str, version: str, number: int) -> str:
    """For the comment: the new version stands open."""
    return (
        f"**Take it out here and merge #{number}**, where I put this change as {plain(api)} {version} "
        "beside the present version."
    )


def is_left(api: str, version: str, number: int) -> str:
    """For the comment: nothing breaks here any more, and the new version still stands open."""
    return f"#{number} with {plain(api)} {version} is open still: merge it, or close it if nobody needs it any more."


def is_others_now(api: str, version: str, number: int) -> str:
    """For the comment: a person pushed to the branch."""
    return (
        f"**Merge #{number}** for {plain(api)} {version}. Somebody else has pushed to its branch, so I leave it as it "
        "is; newer changes of this pull request have to be taken over by hand."
    )


def was_merged(api: str, version: str, number: int) -> str:
    """For the comment: the new version is there."""
    return f"**Take it out here**: {plain(api)} {version} has this change since #{number} was merged."


def was_closed(api: str, version: str, number: int) -> str:
    """For the comment: a person closed it."""
    return (
        f"**Put it into a new version** after all: #{number} with {plain(api)} {version} was closed. "
        "An owner can write `/new-version`, and I open it again."
    )


def will_open(api: str, version: str) -> str:
    """For the comment: it is on its way."""
    return f"**Put it into a new version**: I open {plain(api)} {version} as a pull request of its own."


def cannot(api: str, reason: str) -> str:
    """For the comment: no version can be made."""
    return f"**Put it into a new version** of {plain(api)} by hand; I cannot: {sentence(reason)}"


def nothing_to_version(asked: str) -> str:
    """`/new-version` where nothing breaks."""
    return f"I did not act on {code(asked)}: no change here breaks an API that is in GA, so it needs no new version."


def needs_write_access(asked: str) -> str:
    """A fork's change is copied only on the word of somebody who could push it."""
    return (
        f"I did not act on {code(asked)}: this pull request comes from a fork, and I copy its description into this "
        "repository only on the word of somebody with write access.\nOne of them can write the same line."
    )


def cannot_now(asked: str, reasons: Iterable[str]) -> str:
    """`/new-version` that leads nowhere."""
    return (
        f"I did not act on {code(asked)}: "
        + " ".join(sentence(reason) for reason in reasons)
        + ("\nWrite `/new-version` alone, and I take the next one that is free.")
    )


def to_who_clicked(login: str, objection: str) -> str:
    """A refusal, where there is no comment to answer."""
    return f"To {plain(login)}, who pressed a button on the check: {objection}"

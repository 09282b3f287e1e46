"""GitHub refuses, stumbles, answers and is not heard, tells twice or not at all: once that is over, nothing is changed.

Faults meet the bot's own requests only. The scenes stand for the kinds of commands: one that is granted, one that is
refused, lines that are kept, one that asks people in, and the two roads to a version of its own.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.cli.demo.play import BOT, Play
from bot.worker.sweep import CHANGED_EVERY
from tests.stories.laws.ending import differences
from tests.stories.laws.played import Played, played, undisturbed
from tests.stories.laws.scenes import BREAK, INVITE, NEEDS_WORK, NEW_VERSION, PROMOTE, REFUSED, TALK, Scene

Mishap = Callable[[Play], None]
Mending = Callable[[Play], Awaitable[None]]

COMMANDS = [PROMOTE, REFUSED, NEEDS_WORK, TALK, INVITE, BREAK, NEW_VERSION]
CARD, SAY, REACT = "issues/update-comment", "issues/create-comment", "reactions/create-for-issue-comment"
PULL = ("git/create-blob", "git/create-tree", "git/create-commit", "git/create-ref", "pulls/create")
WRITES = {
    PROMOTE: (CARD, "issues/add-labels", "issues/remove-label", SAY, REACT),
    REFUSED: (CARD, SAY, REACT),
    NEEDS_WORK: (CARD, SAY, REACT),
    TALK: (CARD, SAY, REACT),
    INVITE: (CARD, SAY, REACT),
    BREAK: ("checks/create", "issues/add-labels", *PULL, SAY, CARD),
    NEW_VERSION: (CARD, *PULL, "checks/create", SAY, REACT),
}
"""All that each scene changes, by operation."""
MET_ALREADY = {NEW_VERSION: PULL[:3]}
"""A commit is made by the same effect whoever asks for it: its parts, which nobody sees, are met where it breaks."""
IN_DOUBT = {"lost-answer": {}, "bad-gateway": {}}
"""After these nobody knows whether the write took. Each operation is met alone."""
TOLD = {
    "unavailable": {},
    "secondary-limit": {},
    "too-many-requests": {},
    "primary-limit": {},
    "broken before": {"drop": True},
    "broken after": {"drop": True, "after": True},
}
"""The whole scene is met: each operation once, so that one look fails many times in a row."""
LIKE_ANOTHER = {"too-many-requests": "secondary-limit", "broken before": "unavailable"}
"""What the client makes the same of: a wait that GitHub names, a write that did not take. Met in one scene only."""
TIMEOUT = timedelta(seconds=0.4)
"""The client's, in place of ten seconds."""
JUST_IN_TIME = timedelta(seconds=14)
"""A write that hangs may take so late: the next try waits for fifteen."""


def _faults(match: str, name: str) -> Mishap:
    """A fault of the bot's by the name of a preset, or of one in the tables."""
    options = {**IN_DOUBT, **TOLD}.get(name, {})
    return lambda play: _add(play, match, None if options else name, **options)


def _add(play: Play, match: str, preset: str | None, **options: object) -> None:
    play.theatre.gh.faults.add(match, preset, actor=BOT, **options)


def _all(mishaps: list[Mishap]) -> Mishap:
    return lambda play: [mishap(play) for mishap in mishaps] and None


def _ends_the_same(scene: Scene, mishap: Mishap, mending: Mending | None = None, **options: object) -> Played:
    disturbed = asyncio.run(played(scene, mishap=mishap, mending=mending, **options))
    assert differences(undisturbed(scene).ending, disturbed.ending) == []
    assert disturbed.problems == ()
    assert disturbed.faults_left == 0, "what was to go wrong did not"
    return disturbed


def _pairs(kinds: dict[str, object]) -> list[object]:
    return [
        pytest.param(scene, write, kind, id=f"{scene.name}, {kind}, {write}")
        for scene in COMMANDS
        for write in WRITES[scene]
        if write not in MET_ALREADY.get(scene, ())
        for kind in kinds
    ]


@pytest.mark.parametrize("scene", COMMANDS, ids=lambda scene: scene.name)
def test_every_operation_that_a_command_needs_is_tried(scene: Scene):
    peace = undisturbed(scene)
    assert peace.came_about
    assert set(peace.writes) == set(WRITES[scene])


@pytest.mark.parametrize(("scene", "write", "kind"), _pairs(IN_DOUBT))
def test_a_write_of_which_nobody_knows_whether_it_took_is_done_once(scene: Scene, write: str, kind: str):
    _ends_the_same(scene, _faults(write, kind))


@pytest.mark.parametrize(
    ("scene", "kind"),
    [(scene, kind) for scene in COMMANDS for kind in TOLD if scene is BREAK or kind not in LIKE_ANOTHER],
    ids=lambda value: getattr(value, "name", value),
)
def test_all_that_a_command_writes_may_fail_one_after_the_other(scene: Scene, kind: str):
    _ends_the_same(scene, _all([_faults(write, kind) for write in WRITES[scene]]), _an_hour_later)


async def _an_hour_later(play: Play) -> None:
    """So many failures in a row are tried again after minutes only."""
    for _ in range(4):
        play.theatre.clock.advance(timedelta(minutes=15))
        await play.theatre.settle()


@pytest.mark.parametrize(
    ("scene", "kind"),
    [*((scene, kind) for scene in COMMANDS for kind in ("graphql-limit", "bad-gateway")), (BREAK, "unavailable")],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_look_that_fails_is_made_again(scene: Scene, kind: str):
    _ends_the_same(scene, _faults("graphql:*", kind))


def _late(play: Play) -> None:
    """What hangs takes after all, shortly before the next try."""
    theatre = play.theatre

    async def takes() -> None:
        held = await theatre.gh.faults.held()
        await theatre.clock.wait_until(theatre.clock.now() + JUST_IN_TIME)
        held.go_on()

    theatre.gh.keep_task(asyncio.create_task(takes()))


HANGS = {
    "never takes": [lambda match: _faults(match, "hang")],
    "takes unheard": [lambda match: _faults(match, "hang-after")],
    "takes late": [lambda match: _faults(match, "hang"), lambda match: _late],
}


@pytest.mark.parametrize("kind", HANGS)
@pytest.mark.parametrize(
    ("scene", "write"),
    [(PROMOTE, SAY), (TALK, SAY), (INVITE, CARD), (BREAK, SAY), (BREAK, "pulls/create"), (NEW_VERSION, "pulls/create")],
    ids=lambda value: getattr(value, "name", value),
)
def test_a_write_that_hangs_is_given_up_and_done_once(scene: Scene, write: str, kind: str):
    mishap = _all([make(write) for make in HANGS[kind]])
    _ends_the_same(scene, mishap, http_timeout=TIMEOUT)


@pytest.mark.parametrize("scene", [PROMOTE, BREAK], ids=lambda scene: scene.name)
def test_a_read_that_hangs_is_given_up_and_made_again(scene: Scene):
    """The look has not begun then, whatever somebody wrote: an issue's and a pull request's."""
    _ends_the_same(scene, _faults("graphql:Thread", "hang"), http_timeout=TIMEOUT)


@pytest.mark.parametrize(
    ("scene", "guid"),
    [*((scene, "other") for scene in COMMANDS), (BREAK, "same")],  # a delivery's number decides nothing, but for clicks
    ids=lambda value: getattr(value, "name", value),
)
def test_a_webhook_that_comes_twice_changes_nothing(scene: Scene, guid: str):
    _ends_the_same(scene, lambda play: play.theatre.gh.faults.add("hook:*", duplicate=guid) and None)


@pytest.mark.parametrize(
    ("scene", "match", "times"),
    [
        *((TALK, "hook:*", times) for times in (1, 2, 3, 5)),
        (BREAK, "hook:push", 1),
        (BREAK, "hook:check_suite.*", 1),
    ],
    ids=lambda value: getattr(value, "name", str(value).replace("*", "any")),
)
def test_webhooks_that_change_places_change_nothing(scene: Scene, match: str, times: int):
    _ends_the_same(scene, lambda play: play.theatre.gh.faults.add(match, "out-of-order", times=times) and None)


def _deaf(play: Play) -> None:
    """No webhook comes through."""
    play.theatre.gh.faults.add("hook:*", "lost", times=1_000)


async def _swept_by_the_list_of_failures(play: Play) -> None:
    play.theatre.gh.faults.clear()
    await play.theatre.catch_up()


async def _swept_by_what_changed(play: Play) -> None:
    """Of deliveries of more than three days ago GitHub tells nothing."""
    play.theatre.gh.hooks.log.clear()
    play.theatre.clock.advance(CHANGED_EVERY)
    await _swept_by_the_list_of_failures(play)


@pytest.mark.parametrize(
    ("scene", "mending"),
    [
        *((scene, _swept_by_the_list_of_failures) for scene in COMMANDS),
        *((scene, _swept_by_what_changed) for scene in (PROMOTE, BREAK, NEW_VERSION)),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", value)),
)
def test_where_no_webhook_comes_through_the_sweep_finds_it(scene: Scene, mending: Mending):
    _ends_the_same(scene, _deaf, mending)


@pytest.mark.parametrize("scene", [REFUSED, BREAK], ids=lambda scene: scene.name)
def test_without_webhook_and_sweep_nothing_happens(scene: Scene):
    """Else the test above would prove nothing."""
    deaf = asyncio.run(played(scene, mishap=_deaf))
    assert not deaf.came_about
    assert differences(undisturbed(scene).ending, deaf.ending)

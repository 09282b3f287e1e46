from dataclasses import replace
from datetime import timedelta

import pytest

from bot.forge.effects import (
    Conclusion,
    EnsureLabels,
    Label,
    LookAt,
    Plan,
    React,
    Say,
    SetCheck,
    SetStageLabel,
    WriteCard,
)
from bot.forge.facts import (
    RERUN,
    Actor,
    ActorKind,
    Click,
    CommitLook,
    Noticed,
    Reaction,
    RepositoryFacts,
    RepositoryLook,
)
from bot.forge.faults import Unreachable
from bot.forge.subjects import Commit, Repository, Thread
from bot.store.limits import Rate, SqliteLimits
from tests.unit.worker.scene import BEGIN, REPO

SEVEN = Thread(REPO, 7)
LABEL = SetStageLabel(SEVEN, "stage: idea")
OTHER_LABEL = SetStageLabel(SEVEN, "stage: ga")
SAY = Say(SEVEN, "c1", "moved", "Moved.")
CARD = WriteCard(SEVEN, 5, "card", "ledger 1")
CHECK = SetCheck(SEVEN, "a" * 40, "contract", Conclusion.SUCCESS, "fine", "")
CLICK = Click("guid-1", "recheck", Actor(ActorKind.USER, 5, "lee"), BEGIN)
RERUN_CLICK = replace(CLICK, guid="guid-2", action=RERUN)


def effects(scene):
    return [effect for effect, _ in scene.written]


async def test_effects_are_written_in_the_order_of_the_plan(scene):
    scene.plan = Plan((CARD, LABEL, SAY, React(SEVEN, 5, Reaction.THUMBS_UP)))
    await scene.play()
    assert effects(scene) == list(scene.plan.effects)


async def test_a_one_time_effect_is_never_written_twice_whatever_a_lagging_read_says(scene):
    scene.plan = Plan((SAY,))
    await scene.play()
    scene.clock.move(86400)
    await scene.play()
    assert effects(scene) == [SAY]


async def test_a_state_is_not_written_again_for_a_minute_and_then_looked_at_again(scene):
    scene.plan = Plan((LABEL,))
    await scene.play()
    scene.clock.move(5)
    await scene.play(horizon=timedelta(seconds=60))
    assert effects(scene) == [LABEL, LABEL]
    assert scene.clock.now() == BEGIN + timedelta(seconds=60)


async def test_another_state_is_written_at_once_and_so_is_the_one_before_it(scene):
    for effect in (LABEL, OTHER_LABEL, LABEL):
        scene.plan = Plan((effect,))
        await scene.play()
    assert effects(scene) == [LABEL, OTHER_LABEL, LABEL]


async def test_a_card_without_a_new_entry_is_written_every_ten_seconds_at_most(scene):
    scene.plan = Plan((CARD,))
    await scene.play()
    later = WriteCard(SEVEN, 5, "card, newer", "ledger 1")
    scene.plan = Plan((later, LABEL))
    scene.clock.move(1)
    await scene.play()
    assert effects(scene) == [CARD, LABEL], "the rest of the plan is not held up"
    await scene.worker().drain(horizon=timedelta(seconds=9))
    assert effects(scene) == [CARD, LABEL, later]
    assert scene.clock.now() == BEGIN + timedelta(seconds=10)


async def test_a_card_with_a_new_entry_is_written_at_once(scene):
    entry = WriteCard(SEVEN, 5, "card, newer", "ledger 2", remembers=True)
    for effect in (CARD, entry):
        scene.plan = Plan((effect,))
        await scene.play()
    assert effects(scene) == [CARD, entry]


async def test_a_check_that_was_just_made_is_made_afresh_for_everyone_who_asks_and_once_for_each(scene):
    for plan in (CHECK, _asked("click:1"), _asked("click:1"), _asked("click:1", "cmd:2"), _asked("cmd:2")):
        scene.plan = Plan((plan,))
        await scene.play()
    assert [effect.asked for effect in effects(scene)] == [(), ("click:1",), ("cmd:2",)]


async def test_a_crash_after_a_fresh_check_is_told_so_that_no_second_one_is_made(scene):
    scene.plan = Plan((_asked("click:1"),))
    scene.apply = _crash
    await scene.play()
    scene.apply = scene.applied
    await scene.worker().drain(horizon=timedelta(minutes=1))
    assert scene.written == [(_asked("click:1"), True)]


async def test_a_rerun_that_github_shows_is_made_once_however_long_the_read_trails(scene):
    """The run that is shown is older than the one that we made: the read does not show ours yet."""
    scene.plan = Plan((replace(CHECK, rerun_of=0),))
    await scene.play()
    await scene.play()
    assert [effect.rerun_of for effect in effects(scene)] == [0]


async def test_a_rerun_of_the_run_that_we_just_made_waits_ten_seconds_for_the_suite_to_follow_it(scene):
    scene.plan = Plan((CHECK,))
    await scene.play()
    scene.plan = Plan((replace(CHECK, rerun_of=1),))  # the number that the forge of the scene gave
    await scene.play()
    assert effects(scene) == [CHECK]
    await scene.worker().drain(horizon=timedelta(seconds=10))
    assert [effect.rerun_of for effect in effects(scene)] == [None, 1]


async def test_a_rerun_that_github_told_of_is_kept_until_its_fresh_check_is_made(scene):
    await scene.queue.put(Noticed((SEVEN,), click=RERUN_CLICK))
    scene.apply = _crash
    scene.plan = Plan((_asked(RERUN_CLICK.cause),))
    await scene.play()
    assert await scene.queue.clicks(SEVEN) == (RERUN_CLICK,)
    scene.apply = scene.applied
    await scene.worker().drain(horizon=timedelta(minutes=1))
    assert await scene.queue.clicks(SEVEN) == ()


def _asked(*causes):
    return replace(CHECK, asked=causes)


async def _crash(effect, facts, again):
    raise Unreachable("the process died")


async def test_the_ledger_that_was_written_is_given_to_the_next_look(scene):
    scene.plan = Plan((CARD,))
    await scene.play()
    await scene.play()
    assert [look.remembered for look, _ in scene.looks] == [None, "ledger 1"]


@pytest.mark.parametrize("effect", [LABEL, SAY, CARD, CHECK], ids=lambda effect: type(effect).__name__)
async def test_what_was_begun_and_never_ended_is_looked_for_before_it_is_written_again(scene, effect):
    async def broken(effect, facts, again):
        scene.written.append((effect, again))
        raise Unreachable("no answer")

    scene.plan = Plan((effect,))
    scene.apply = broken
    await scene.play()
    scene.apply = scene.applied
    await scene.worker().drain(horizon=timedelta(seconds=15))
    assert scene.written == [(effect, False), (effect, True)]
    assert scene.clock.now() == BEGIN + timedelta(seconds=15), "and not before the first can no longer arrive"


async def test_a_card_that_a_lagging_read_does_not_show_is_edited_by_the_number_we_were_given(scene):
    new = WriteCard(SEVEN, None, "card", "ledger 1")
    newer = WriteCard(SEVEN, None, "card, newer", "ledger 2", remembers=True)
    for effect in (new, newer):
        scene.plan = Plan((effect,))
        await scene.play()
    assert scene.written == [(new, False), (replace(newer, comment=1), True)]


async def test_effects_after_a_broken_one_wait_for_the_next_try(scene):
    async def broken(effect, facts, again):
        if effect == SAY and not again:
            raise Unreachable("no answer")
        return await scene.applied(effect, facts, again)

    scene.plan = Plan((LABEL, SAY, React(SEVEN, 5, Reaction.THUMBS_UP)))
    scene.apply = broken
    await scene.play(horizon=timedelta(seconds=15))
    assert effects(scene) == list(scene.plan.effects)


async def test_a_click_is_shown_until_a_card_that_remembers_is_written(scene):
    await scene.queue.put(Noticed((SEVEN,), click=CLICK))
    scene.plan = Plan((CARD,))
    await scene.play()
    scene.plan = Plan((WriteCard(SEVEN, 5, "card", "ledger 2", remembers=True),))
    await scene.play()
    await scene.play()
    assert [look.clicks for look, _ in scene.looks] == [(CLICK,), (CLICK,), ()]


async def test_a_click_on_a_commit_reaches_the_pull_requests_it_heads(scene):
    commit = Commit(REPO, "a" * 40)
    scene.facts[commit] = CommitLook(commit, RepositoryFacts(REPO, 1, "main", None), (SEVEN,))
    scene.decide = lambda look, _: Plan((LookAt(SEVEN),) if look.facts.subject == commit else ())
    await scene.queue.put(Noticed((commit,), click=CLICK))
    await scene.worker().drain(horizon=timedelta(0))
    assert await scene.queue.clicks(SEVEN) == (CLICK,)
    assert await scene.queue.clicks(commit) == ()


async def test_our_own_limit_parks_what_is_left_of_a_plan(scene):
    scene.limits = SqliteLimits(scene.database, (Rate("minute", 1, timedelta(minutes=1), burst=2),))
    says = tuple(Say(SEVEN, f"c{number}", "moved", "Moved.") for number in range(3))
    scene.plan = Plan(says)
    await scene.play()
    assert effects(scene) == [*says[:2]]
    await scene.worker().drain(horizon=timedelta(minutes=1))
    assert effects(scene) == [*says]
    assert scene.clock.now() == BEGIN + timedelta(minutes=1)


async def test_a_loop_that_nobody_thought_of_is_slowed_down_and_hurts_no_other_thread(scene, caplog):
    scene.fuse = SqliteLimits(scene.database, (Rate("fuse", 60, timedelta(hours=1), burst=3),))
    scene.decide = lambda look, _: Plan(
        (Say(look.facts.subject, str(len(scene.looks)), "loop", "Again."), LookAt(look.facts.subject))
    )
    await scene.play()
    assert len(scene.written) == 3
    assert "a loop?" in caplog.text
    await scene.play(number=8)
    assert len(scene.written) == 6


async def test_where_a_label_had_to_be_made_anew_every_thread_that_we_wrote_into_is_looked_at(scene):
    """It was deleted or renamed, is off every proposal, and no webhook and no list tells of which."""
    whole, elsewhere = Repository(REPO), Thread(replace(REPO, name="apis-2"), 8)
    house = RepositoryFacts(REPO, 1, "main", None)
    scene.facts[whole] = RepositoryLook(whole, house, scene.facts[SEVEN].me, frozenset(), None, (), ())
    for thread in (SEVEN, elsewhere):
        await scene.journal.remember(thread, "ledger 1")
    labels = EnsureLabels(whole, (Label("stage: ga", "0e8a16", "General availability"),))
    scene.decide = lambda look, _: Plan((labels,) if look.facts.subject == whole else ())
    await scene.queue.put(Noticed((whole,)))
    await scene.worker().drain(horizon=timedelta(0))
    assert [look.facts.subject for look, _ in scene.looks] == [whole, SEVEN]

"""A thread whose ledger outgrows its card: written in pages, read together, nothing lost by a crash or a hand."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.duties.case import said_in
from bot.forge.effects import Say, WriteCard
from bot.forge.facts import Secret
from bot.lifecycle import pages
from bot.lifecycle.ledger import packed
from tests.unit.duties.proposals.scene import SECRETS, Scene, ready_for_private_beta, remembered, stages


@pytest.fixture(autouse=True, scope="module")
def _small_cards() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "LIMIT", 800)
        patch.setattr(pages, "ROOM", 500)
        yield


def reason(number: int) -> str:
    """A line that cannot be packed small."""
    return f"/awesome Reason {number} {sha256(str(number).encode()).hexdigest()[:48]}"


def spoken(scene: Scene, times: int = 12) -> Scene:
    for number in range(times):
        scene.says(("ana", "bo", "chidi")[number % 3], reason(number))
        scene.runs()
    return scene.settled()


def awesome(scene: Scene) -> str:
    found = re.search(r"Awesome \((\d+)\)", scene.card)
    return found[1] if found else ""


def test_a_ledger_that_outgrows_the_card_goes_on_a_page_of_its_own() -> None:
    scene = spoken(Scene(), 24)
    assert len(packed(remembered(scene))) <= pages.LIMIT
    assert len(scene.pages) >= 2
    assert {one.hidden_as for one in scene.pages} == {"outdated"}
    assert {page.comment for page in remembered(scene).pages} == {one.id for one in scene.pages}
    assert awesome(scene) == "24"
    assert scene.plan().look_again_at != scene.now


def test_the_page_is_written_before_the_card_lets_go_of_what_is_on_it() -> None:
    scene = Scene()
    for number in range(12):
        scene.says("ana", reason(number))
        plan = scene.plan()
        if any(isinstance(effect, Say) for effect in plan.effects):
            break
        scene.runs()
    (card,) = (effect for effect in plan.effects if isinstance(effect, WriteCard))
    (page,) = (effect for effect in plan.effects if isinstance(effect, Say))
    assert page.kind == "page"
    scene.apply(card)
    assert len(remembered(scene).entries) > number
    assert remembered(scene).pages == ()
    scene.apply(page)
    assert plan.look_again_at is not None
    assert scene.settled().plan().effects == ()
    assert len(remembered(scene).entries) < number
    assert len(remembered(scene).pages) == 1


def test_a_page_is_not_written_twice_while_it_cannot_be_read() -> None:
    scene = Scene()
    scene.runs()
    for number in range(12):
        scene.says("ana", reason(number))
    first, again = (_pages_of(scene) for _ in range(2))
    assert first
    assert first == again


def _pages_of(scene: Scene) -> list[str]:
    return [effect.key for effect in scene.plan().effects if isinstance(effect, Say) and effect.kind == "page"]


def test_pages_alone_still_tell_what_was_said_when_card_and_database_are_lost() -> None:
    scene = spoken(Scene())
    scene.edits(next(one for one in scene.comments if not one.ours), "/awesome Forged", by="mallory")
    scene.settled()
    scene.loses_all()
    assert len(remembered(scene.settled()).pages) == len(scene.pages)
    assert awesome(scene) == "12"
    assert "Forged" not in scene.card


def test_a_page_that_somebody_deletes_is_written_anew_from_the_journal() -> None:
    scene = spoken(Scene(has_journal=True))
    scene.deletes(scene.pages[0], "mallory")
    scene.says("ana", "/awesome One more")
    assert awesome(scene.settled()) == "13"
    assert "Somebody deleted" not in scene.card
    assert {page.comment for page in remembered(scene).pages} == {one.id for one in scene.pages}
    scene.remembered = None
    assert scene.runs().effects == ()


def test_pages_that_are_all_deleted_at_once_are_written_anew_before_a_card_that_could_not_hold_them() -> None:
    """GitHub takes 65,536 characters: a card with everything in it was refused, and the thread stood still."""
    scene = spoken(Scene(has_journal=True), 40)
    assert len(scene.pages) >= 4
    for _ in range(2):
        for page in scene.pages:
            scene.deletes(page, "mallory")
        for effect in (plan := scene.plan()).effects:
            scene.apply(effect)
            assert len(packed(remembered(scene))) <= 2 * pages.LIMIT
        assert [effect.kind for effect in plan.effects if isinstance(effect, Say)][:2] == ["page", "page"]
        assert awesome(scene.settled()) == "40"
        assert len(packed(remembered(scene))) <= pages.LIMIT
        scene.remembered = None
        assert scene.plan().effects == ()


def test_a_page_that_nobody_has_any_more_is_said_on_the_card() -> None:
    scene = ready_for_private_beta()
    spoken(scene, 14)
    assert "met | 1 approval" in scene.card
    (approval,) = (one for one in scene.comments if one.body == "/approve")
    scene.deletes(next(one for one in scene.pages if said_in(approval.id) in _entries(one.body)), "mallory")
    plan = scene.runs()
    assert "⚠️ Somebody deleted page 1 of what I remember of this thread" in scene.card
    assert not any(isinstance(effect, Say) and effect.kind != "page" for effect in plan.effects)
    assert "met | 1 approval" not in scene.card  # as where the card is lost
    assert awesome(scene) == "15"
    scene.settled()
    assert "Somebody deleted page 1" in scene.card


def _entries(body: str) -> set[str]:
    page = pages.read_page(body, place="55/7", secrets=SECRETS)
    assert page is not None
    return set(page.entries)


def test_a_page_that_somebody_writes_over_is_read_from_its_history() -> None:
    scene = spoken(Scene())
    page = scene.pages[0]
    scene.our_texts[page.node] = page.body
    scene.edits(page, "gone", by="mallory")
    assert awesome(scene.settled()) == "12"
    assert "Somebody deleted" not in scene.card
    assert page.id not in {one.comment for one in remembered(scene).pages}
    scene.our_texts.clear()
    assert scene.runs().effects == ()


def test_a_page_of_another_hand_means_nothing() -> None:
    scene = spoken(Scene())
    page = scene.pages[0]
    scene.says("mallory", page.body)
    scene.deletes(page, "mallory")
    scene.runs()
    assert "Somebody deleted page" in scene.card


def test_pages_outlive_the_key_that_signed_them() -> None:
    scene = spoken(Scene())
    new = Secret("k2", b"fedcba9876543210fedcba9876543210")
    scene.secrets = (new, *SECRETS)
    scene.settled()
    scene.secrets = (new,)
    assert scene.runs().effects == ()
    assert awesome(scene) == "12"


def test_the_stage_is_known_without_any_page() -> None:
    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    spoken(scene, 14)
    assert stages(scene.plan()) == []
    for page in scene.pages:
        scene.deletes(page, "mallory")
    assert stages(scene.runs()) == []
    assert scene.settled().labels == {"stage: private-beta"}
    assert "bind" in remembered(scene).entries


LINES = (
    reason(1),
    reason(2),
    reason(3),
    "/needs-work The cursor leaks blocker",
    "/try hackathon minutes:25 outcome:worked",
    "/approve",
    "/promote",
    "/request-access use:reminders",
    "/hold",
    "/unhold",
    "/awesome Keys\n/hold",
)
happenings = st.lists(st.tuples(st.sampled_from(("lee", "priya", "ana", "kim")), st.sampled_from(LINES)), max_size=10)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(happenings, st.data())
def test_with_pages_a_crash_between_any_two_effects_comes_to_the_same_end(
    happened: list[tuple[str, str]], data: st.DataObject
) -> None:
    whole, broken = Scene(), Scene()
    for place, (who, line) in enumerate(happened):
        for scene in (whole, broken):
            scene.says(who, line)
        if place % 3 == 0:
            plan = broken.plan()
            for effect in plan.effects[: data.draw(st.integers(0, len(plan.effects)))]:
                broken.apply(effect)
            whole.runs()
            broken.runs()
    assert _seen(broken.settled()) == _seen(whole.settled())
    assert broken.plan().effects == ()


@settings(max_examples=12, deadline=None, derandomize=True)
@given(happenings)
def test_with_pages_nothing_else_is_decided_than_without(happened: list[tuple[str, str]]) -> None:
    paged, plain = Scene(), Scene()
    for who, line in happened:
        for scene in (paged, plain):
            scene.says(who, line)
        paged.runs()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pages, "LIMIT", 1_000_000)
            plain.runs()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages, "LIMIT", 1_000_000)
        plain.settled()
    assert _seen(paged.settled()) == _seen(plain)


def _seen(scene: Scene) -> tuple[object, ...]:
    """What a person sees, without numbers of comments: those of pages lie between others."""
    said = [one for one in scene.comments if one not in scene.pages]
    hidden = r"<!-- stagekeeper:.*? -->|N-\w{4}|/c\d+|issuecomment-\d+"
    texts = sorted(re.sub(hidden, "", one.body) for one in said)
    return scene.labels, texts, sorted((one.body, sorted(map(str, one.our_reactions))) for one in said if not one.ours)


def test_the_control_a_page_that_is_lost_with_all_else_is_missed() -> None:
    scene = spoken(Scene())
    edited = next(one for one in scene.comments if not one.ours)
    scene.edits(edited, "Never mind", by="mallory")
    assert awesome(scene.settled()) == "12"
    scene.comments = [one for one in scene.comments if one not in scene.pages]
    scene.settled()
    assert awesome(scene) == "11"

"""Words of the Developer Network: kept, counted, settled."""

import re

from tests.unit.duties.proposals.scene import Scene, said


def item_in(scene: Scene) -> str:
    return re.search(r"N-\w{4}", scene.card)[0]


def test_each_word_is_tallied_on_the_card_with_its_author():
    scene = Scene()
    scene.says("ana", "/awesome Idempotency keys\n/needs-work The cursor leaks the shard blocker")
    scene.says("bo", "/use-case Split payouts")
    scene.runs()
    assert "💚 Awesome (1)" in scene.card
    assert "Idempotency keys · [ana]" in scene.card
    assert "⛔ blocker **N-" in scene.card
    assert "Split payouts · [bo]" in scene.card


def test_an_edit_by_the_author_changes_the_words_and_a_deletion_withdraws_them():
    scene = Scene()
    comment = scene.says("ana", "/awesome Idempotency keys")
    scene.runs()
    scene.edits(comment, "/awesome Retries", by="ana")
    scene.runs()
    assert "Retries" in scene.card
    assert "Idempotency" not in scene.card.split("History")[0].split("Say something")[0]
    scene.deletes(comment, by="ana")
    scene.runs()
    assert "Retries" not in scene.card


def test_a_moderators_edit_or_deletion_does_not_take_a_blocker_away():
    scene = Scene()
    comment = scene.says("ana", "/needs-work The cursor leaks the shard blocker")
    scene.runs()
    scene.edits(comment, "never mind", by="lee")
    scene.runs()
    assert "The cursor leaks the shard" in scene.card
    assert "edited by lee" in scene.card
    scene.deletes(comment, by="lee")
    scene.runs()
    assert "The cursor leaks the shard" in scene.card
    assert "removed by somebody else" in scene.card


def test_a_blocker_is_closed_by_who_raised_it_and_not_by_the_owner():
    scene = Scene()
    scene.says("ana", "/needs-work The cursor leaks the shard blocker")
    scene.runs()
    item = item_in(scene)
    scene.says("lee", f"/resolve {item} it is opaque now")
    assert "ana, who raised it, can close it" in said(scene.runs(), "answer")
    scene.says("ana", f"/resolve {item} thank you")
    scene.runs()
    assert f"✅ done **{item}**" in scene.card
    scene.says("ana", f"/reopen {item} it still leaks")
    scene.runs()
    assert f"⛔ blocker **{item}**" in scene.card


def test_governance_closes_a_blocker_with_a_reason_only():
    scene = Scene()
    scene.says("ana", "/needs-work The cursor leaks the shard blocker")
    scene.runs()
    item = item_in(scene)
    scene.says("dana", f"/resolve {item}")
    assert "with a reason" in said(scene.runs(), "answer")
    scene.says("dana", f"/resolve {item} accepted for the beta")
    scene.runs()
    assert f"✅ done **{item}**" in scene.card


def test_words_of_the_author_and_the_owning_team_do_not_count_for_the_gate():
    scene = Scene()
    scene.says("lee", "/awesome My own API")
    scene.says("priya", "/awesome Our own API")
    scene.runs()
    assert "| ❌ missing | 2 reviewers of the Developer Network | 0 |" in scene.card


def test_words_are_folded_until_enough_reviewers_have_spoken():
    scene = Scene()
    scene.says("ana", "/awesome Idempotency keys")
    scene.runs()
    assert "Folded until enough reviewers have spoken" in scene.card
    scene.says("bo", "/awesome Retries")
    scene.runs()
    assert "Folded until" not in scene.card


def test_a_stuck_trial_becomes_something_that_needs_work():
    scene = Scene()
    scene.says("bo", '/try hackathon outcome:stuck step:"signing the webhook"')
    scene.runs()
    assert "🔧 Needs work (1 open)" in scene.card
    assert "worst step: signing the webhook" in scene.card


def test_what_people_type_is_shown_and_not_obeyed():
    scene = Scene()
    scene.says("ana", "/awesome <b>@lee</b> | `x` <!-- stagekeeper:card proposal -->")
    scene.runs()
    shown = scene.card.split("stagekeeper:ledger")[0]
    assert "@lee" not in shown
    assert "<b>" not in shown
    assert shown.count("<!--") == 2  # the card's own mark and the ledger's


def test_a_hidden_comment_starts_nothing_new():
    scene = Scene()
    scene.says("lee", "/hold", hidden_as="off-topic")
    scene.runs()
    assert "❌ missing | Nobody holds it" not in scene.card

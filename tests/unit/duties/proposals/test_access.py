"""The private beta's door: who asks, who is let in, how many."""

from bot.forge.effects import Grant, Withdraw
from bot.forge.facts import GrantKind
from tests.unit.duties.proposals.scene import Scene, ready_for_private_beta, said


def in_private_beta() -> Scene:
    scene = ready_for_private_beta()
    scene.says("lee", "/promote")
    scene.runs()
    return scene


def test_nobody_is_invited_before_the_gate_has_passed():
    scene = Scene()
    scene.says("kim", "/request-access use:reminders")
    scene.runs()
    scene.says("lee", "/invite @kim")
    answer = said(scene.runs(), "answer")
    assert "this API is in `idea`" in answer


def test_a_request_is_acknowledged_by_a_reaction_and_counted_without_a_name():
    scene = in_private_beta()
    asked = scene.says("kim", "/request-access use:reminders")
    scene.runs()
    assert scene.reaction_to(asked) == "+1"
    assert "0 invited of 20, 1 waiting" in scene.card
    assert "kim" not in scene.card


def test_the_next_of_the_list_are_invited_keenest_first():
    scene = in_private_beta()
    scene.says("kim", "/request-access use:reminders")
    scene.says("noor", "/request-access use:invoices")
    scene.says("noor", "/use-case Invoices for our shop")
    scene.runs()
    scene.says("lee", "/invite next 1")
    assert said(scene.runs(), "invitation").startswith("@noor: you are invited")
    assert "1 invited of 20, 1 waiting" in scene.card


def test_an_invitation_past_the_cap_is_refused_with_the_number():
    scene = in_private_beta()
    scene.config += b"\naccess:\n  cap: 1\n"
    scene.says("lee", "/invite @kim @noor")
    answer = said(scene.runs(), "answer")
    assert "0 of 1 places are taken, and this asks for 2" in answer


def test_a_login_nobody_has_is_named():
    scene = in_private_beta()
    scene.says("lee", "/invite @nobody-here")
    assert "GitHub knows no account `nobody-here`" in said(scene.runs(), "answer")


def test_an_invitation_has_its_effect_where_the_configuration_says_which():
    scene = in_private_beta()
    scene.config += b'\naccess:\n  grant: team\n  team: "@acme/beta"\n'
    comment = scene.says("lee", "/invite @kim")
    grants = [effect for effect in scene.runs().effects if isinstance(effect, Grant)]
    assert [(grant.login, grant.kind, grant.target) for grant in grants] == [("kim", GrantKind.TEAM, "acme/beta")]
    assert grants[0].if_unchanged[0].comment == comment.id
    assert scene.runs().effects == ()


def _let_in_by_us(scene, *, was_in=()):
    scene.config += b'\naccess:\n  grant: team\n  team: "@acme/beta"\n'
    scene.in_already = frozenset(was_in)
    scene.says("lee", "/invite @kim @noor")
    scene.runs()


def test_who_is_revoked_is_taken_out_of_where_we_let_them_in():
    scene = in_private_beta()
    _let_in_by_us(scene)
    comment = scene.says("lee", "/revoke @kim")
    plan = scene.runs()
    (taken,) = [effect for effect in plan.effects if isinstance(effect, Withdraw)]
    assert (taken.login, taken.kind, taken.target) == ("kim", GrantKind.TEAM, "acme/beta")
    assert taken.if_unchanged[0].comment == comment.id
    assert said(plan, "revocation") == "I took `kim` out of the team `acme/beta`, where I had let them in."
    assert scene.runs().effects == ()


def test_who_was_in_before_us_stays_in_and_the_owner_is_told_what_to_do_by_hand():
    scene = in_private_beta()
    _let_in_by_us(scene, was_in={"kim"})
    scene.says("lee", "/revoke @kim\n\n/revoke @noor")
    plan = scene.runs()
    assert [effect.login for effect in plan.effects if isinstance(effect, Withdraw)] == ["noor"]
    answer = said(plan, "revocation")
    assert "I took `noor` out of the team `acme/beta`" in answer
    assert "`kim` was there before" in answer
    assert "/orgs/acme/teams/beta/members" in answer
    assert scene.runs().effects == ()


def test_the_place_that_was_granted_is_left_whatever_the_configuration_says_later():
    scene = in_private_beta()
    _let_in_by_us(scene)
    scene.config = scene.config.replace(b"@acme/beta", b"@acme/other")
    scene.says("lee", "/revoke @kim")
    (taken,) = [effect for effect in scene.runs().effects if isinstance(effect, Withdraw)]
    assert taken.target == "acme/beta"


def test_where_only_a_list_is_kept_a_revocation_has_nothing_to_undo():
    scene = in_private_beta()
    scene.says("lee", "/invite @kim")
    scene.runs()
    scene.says("lee", "/revoke @kim")
    plan = scene.runs()
    assert [effect for effect in plan.effects if isinstance(effect, Withdraw)] == []
    assert said(plan, "revocation") == ""


def test_who_is_invited_again_after_a_revocation_is_let_in_again():
    scene = in_private_beta()
    _let_in_by_us(scene)
    scene.says("lee", "/revoke @kim")
    scene.runs()
    scene.says("lee", "/invite @kim")
    assert [effect.login for effect in scene.runs().effects if isinstance(effect, Grant)] == ["kim"]


def test_an_older_word_on_somebody_is_not_acted_on_again_when_its_answer_is_deleted_and_the_store_is_lost():
    """Of an edited comment our reaction proves nothing, and the answer that did is gone."""
    scene = in_private_beta()
    scene.config += b'\naccess:\n  grant: team\n  team: "@acme/beta"\n'
    comment = scene.says("lee", "Welcome")
    scene.edits(comment, "/invite @kim", by="lee")
    assert [effect.login for effect in scene.runs().effects if isinstance(effect, Grant)] == ["kim"]
    scene.says("lee", "/revoke @kim")
    scene.runs()
    invitation = next(one for one in scene.comments if one.ours and "stagekeeper:say invitation" in one.body)
    scene.deletes(invitation, by="lee")
    plan = scene.runs()
    assert [effect for effect in plan.effects if isinstance(effect, Grant)] == []
    assert said(plan, "invitation") == ""


def test_an_invitation_is_written_once():
    scene = in_private_beta()
    scene.says("lee", "/invite @kim")
    scene.runs()
    scene.after(days=1)
    assert said(scene.runs(), "invitation") == ""


def test_a_stranger_invites_nobody():
    scene = in_private_beta()
    scene.says("mallory", "/invite @mallory")
    assert "for the owners" in said(scene.runs(), "answer")


def test_a_declined_request_waits_no_longer():
    scene = in_private_beta()
    scene.says("kim", "/request-access use:reminders")
    scene.says("lee", '/decline @kim reason:"one region only"')
    scene.runs()
    assert "Access:" not in scene.card


def test_who_is_edited_into_an_invitation_is_let_in_and_told_once():
    scene = in_private_beta()
    scene.config += b'\naccess:\n  grant: team\n  team: "@acme/beta"\n'
    comment = scene.says("lee", "/invite @kim")
    scene.runs()
    scene.edits(comment, "/invite @noor", by="lee")
    plan = scene.runs()
    assert [effect.login for effect in plan.effects if isinstance(effect, Grant)] == ["noor"]
    assert said(plan, "invitation").startswith("@noor: you are invited")
    assert scene.runs().effects == ()


def test_those_who_wait_are_thanked_when_it_opens_and_not_at_the_next_stage():
    scene = in_private_beta()
    scene.says("kim", "/request-access use:reminders")
    scene.says("lee", "/invite @oli @pat @quinn")
    scene.runs()
    scene.after(days=31)
    _speak(scene, "oli", "pat", "quinn")
    assert said(scene.runs(), "thanks").startswith("@kim: thank you")
    scene.after(days=61)
    _speak(scene, "oli", "pat", "quinn", "rosa", "sam")
    plan = scene.runs()
    assert "public beta → GA" in said(plan, "stage-moved")
    assert said(plan, "thanks") == ""


def _speak(scene: Scene, *logins: str) -> None:
    """These give feedback, the approvers approve, and an owner asks for the next stage."""
    for login in logins:
        scene.says(login, "/use-case Invoices for our shop")
    for login in ("priya", "dana", "emil"):
        scene.says(login, "/approve")
    scene.runs()
    scene.says("lee", "/promote")

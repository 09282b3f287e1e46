"""Questions, answered out of the sandbox: how many requests, what is kept, what is "cannot tell"."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar, cast

import pytest

from bot.forge.effects import CARD_MARK, SetStageLabel, WriteCard
from bot.forge.facts import ActorKind, Blob, CannotTell, Change, ChangedFile, Roster, Stale, ThreadFacts
from bot.forge.faults import BotError
from bot.forge.questions import (
    AccountOf,
    BlobOf,
    BranchAt,
    FileAt,
    FilesOf,
    FirstLabelAt,
    MembersOf,
    MergeBase,
    NamesIn,
    OurTextOf,
    ProposalFacts,
    Proposals,
    PullFrom,
    Question,
    RoleOf,
)
from bot.forge.subjects import Repository, Thread
from bot.github.contents import git_oid
from tests.github.conftest import PAYMENTS, REPO, Stage

A = TypeVar("A")
HERE = Repository(REPO)


async def _ask(stage: Stage, question: Question[A]) -> A:
    answers = await stage.room.answer(HERE, frozenset({cast(Question[object], question)}))
    return cast(A, answers[cast(Question[object], question)])


def _head(stage: Stage, branch: str = "main") -> str:
    found = stage.gh.git("acme/apis").resolve(f"refs/heads/{branch}")
    assert found is not None
    return found


def _reads(stage: Stage) -> list[str]:
    return [name for _, name, _, actor in stage.gh.calls if actor == stage.gh.bot_login]


async def test_a_role_is_told_by_its_own_name(stage: Stage) -> None:
    stage.gh.seed.grant("acme/apis", "mia", "triage")
    assert await _ask(stage, RoleOf("mia")) == "triage"
    assert await _ask(stage, RoleOf("lee")) == "write"
    assert await _ask(stage, RoleOf("olga")) == "admin"


async def test_somebody_who_is_nobody_has_no_role(stage: Stage) -> None:
    assert await _ask(stage, RoleOf("nobody-at-all")) == "none"


async def test_a_role_github_will_not_tell_is_not_a_no(stage: Stage) -> None:
    stage.gh.faults.add("repos/get-collaborator-permission-level", "members-unreadable")
    assert isinstance(await _ask(stage, RoleOf("lee")), CannotTell)


async def test_a_team_has_its_active_members(stage: Stage) -> None:
    roster = await _ask(stage, MembersOf("acme", "developer-network"))
    assert isinstance(roster, Roster)
    assert {member.login for member in roster.members} == {"ana", "bo"}


async def test_a_pending_member_is_not_in_the_team(stage: Stage) -> None:
    await stage.gh.acting_as("olga").put("/orgs/acme/teams/developer-network/memberships/mia", {"role": "member"})
    roster = await _ask(stage, MembersOf("acme", "developer-network"))
    assert isinstance(roster, Roster)
    assert {member.login for member in roster.members} == {"ana", "bo"}


@pytest.mark.parametrize(("organization", "slug"), [("acme", "no-such-team"), ("elsewhere", "team")])
async def test_a_team_nobody_can_see_is_cannot_tell(stage: Stage, organization: str, slug: str) -> None:
    assert isinstance(await _ask(stage, MembersOf(organization, slug)), CannotTell)


async def test_a_team_github_will_not_show_is_cannot_tell(stage: Stage) -> None:
    stage.gh.faults.add("teams/list-members-in-org", "members-unreadable")
    answer = await _ask(stage, MembersOf("acme", "developer-network"))
    assert isinstance(answer, CannotTell)
    assert "members, read" in answer.why


async def test_people_are_believed_for_five_minutes_or_until_a_webhook_says_otherwise(stage: Stage) -> None:
    question = RoleOf("mia")
    assert await _ask(stage, question) == "read"
    stage.gh.seed.grant("acme/apis", "mia", "write")
    assert await _ask(stage, question) == "read"
    stage.room.forget({Stale.ROSTERS})
    assert await _ask(stage, question) == "write"
    stage.gh.seed.grant("acme/apis", "mia", "admin")
    stage.gh.clock.advance(timedelta(minutes=5, seconds=1))
    assert await _ask(stage, question) == "admin"


async def test_an_account_is_found_by_its_login_or_is_none(stage: Stage) -> None:
    found = await _ask(stage, AccountOf("mia"))
    assert found is not None
    assert (found.kind, found.login) == (ActorKind.USER, "mia")
    assert await _ask(stage, AccountOf("nobody-at-all")) is None


async def test_files_at_commits_are_fetched_together_and_then_never_again(stage: Stage) -> None:
    head = _head(stage)
    questions = frozenset[Question[object]](
        [
            cast(Question[object], FileAt(head, "apis/payments.yaml")),
            cast(Question[object], FileAt(head, "README.md")),
            cast(Question[object], BlobOf(git_oid(PAYMENTS, like=head))),
        ]
    )
    await _ask(stage, RoleOf("lee"))
    stage.gh.calls.clear()
    answers = await stage.room.answer(HERE, questions)
    assert {blob.data for blob in cast(Mapping[object, Blob], answers).values()} == {PAYMENTS, b"# APIs\n"}
    assert _reads(stage) == ["graphql:Files"]
    stage.gh.calls.clear()
    assert await stage.room.answer(HERE, questions) == answers
    assert _reads(stage) == []


async def test_a_file_that_is_not_there_and_a_folder_are_none(stage: Stage) -> None:
    assert await _ask(stage, FileAt(_head(stage), "apis/orders.yaml")) is None
    assert await _ask(stage, FileAt(_head(stage), "apis")) is None
    assert await _ask(stage, FileAt("0" * 40, "README.md")) is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"x: " + b"y" * 700_000 + b"\n", id="longer-than-graphql-gives"),
        pytest.param("\ufeffopenapi: 3.1.0\r\nné: \u2028\r\n".encode(), id="byte-order-mark-and-crlf"),
        pytest.param("titre: caf\xe9\n".encode("latin-1"), id="not-utf-8"),
        pytest.param(b"\x00\x01\x02", id="binary"),
        pytest.param(b"", id="empty"),
    ],
)
async def test_a_file_comes_byte_for_byte(stage: Stage, data: bytes) -> None:
    commit = stage.gh.seed.commit("acme/apis", files={"apis/odd name #1.yaml": data}, who="lee")
    blob = await _ask(stage, FileAt(commit, "apis/odd name #1.yaml"))
    assert blob is not None
    assert (blob.data, blob.oid) == (data, git_oid(data, like=commit))


async def test_a_blob_that_is_not_there_is_said(stage: Stage) -> None:
    with pytest.raises(BotError, match="no blob"):
        await _ask(stage, BlobOf("1" * 40))


async def test_names_are_told_below_a_folder(stage: Stage) -> None:
    commit = stage.gh.seed.commit(
        "acme/apis", files={"apis/v2/orders.yaml": b"x\n", "apis2/no.yaml": b"x\n"}, who="lee"
    )
    assert await _ask(stage, NamesIn(commit, "apis")) == ("apis/payments.yaml", "apis/v2/orders.yaml")
    assert len(await _ask(stage, NamesIn(commit, ""))) == 5
    assert await _ask(stage, NamesIn(commit, "nothing/here")) == ()


async def test_where_two_branches_parted_is_told(stage: Stage) -> None:
    parted = _head(stage)
    side = stage.gh.seed.commit("acme/apis", files={"a.md": b"a\n"}, who="lee", branch="side")
    main = stage.gh.seed.commit("acme/apis", files={"b.md": b"b\n"}, who="lee")
    assert await _ask(stage, MergeBase(main, side)) == parted


async def test_the_files_of_a_pull_request_come_with_their_old_names(stage: Stage) -> None:
    files = {"apis/payments.yaml": None, "apis/pay.yaml": PAYMENTS}
    number = stage.gh.seed.pull("acme/apis", branch="rename", files=files, title="Rename", who="lee")
    answer = await _ask(stage, FilesOf(number, _head(stage, "rename")))
    assert answer == (ChangedFile("apis/pay.yaml", Change.RENAMED, "apis/payments.yaml"),)


async def test_proposals_are_told_with_their_labels_and_our_card(stage: Stage) -> None:
    first = await stage.issue("Payments", "the body", labels=["stage: idea"])
    await stage.issue("A bug", labels=["bug"])
    closed = await stage.issue("Orders", labels=["stage: ga"])
    await stage.lee.patch(f"/repos/acme/apis/issues/{closed.number}", {"state": "closed"})
    facts = await stage.room.observe(first)
    await stage.comment(first, "/awesome", by="mia")
    await stage.apply(WriteCard(first, None, f"{CARD_MARK} -->", ""), facts)
    await stage.apply(SetStageLabel(first, "stage: private-beta", ("stage: idea",)), facts)
    answer = await _ask(stage, Proposals(("stage: idea", "stage: private-beta", "stage: ga")))
    assert [(one.thread, one.title, one.open) for one in answer] == [
        (first, "Payments", True),
        (closed, "Orders", False),
    ]
    told: ProposalFacts = answer[0]
    assert [card.body for card in told.cards] == [f"{CARD_MARK} -->"]
    assert [(event.label, event.added) for event in told.label_events] == [
        ("stage: idea", True),
        ("stage: private-beta", True),
        ("stage: idea", False),
    ]


async def test_when_the_first_of_our_labels_was_made_is_told_once_it_is_there(stage: Stage) -> None:
    ours = FirstLabelAt(("stage: idea", "api: breaking"))
    await stage.lee.post("/repos/acme/apis/labels", {"name": "mine"})
    assert await _ask(stage, ours) is None
    stage.gh.clock.advance(timedelta(days=3))
    made_at = stage.gh.clock.now().replace(microsecond=0)
    await stage.lee.post("/repos/acme/apis/labels", {"name": "Stage: Idea"})
    stage.gh.clock.advance(timedelta(days=3))
    await stage.lee.post("/repos/acme/apis/labels", {"name": "api: breaking"})
    assert await _ask(stage, ours) == made_at
    stage.gh.calls.clear()
    assert await _ask(stage, ours) == made_at
    assert _reads(stage) == []


async def _late(stage: Stage, *, comments: int) -> tuple[Thread, str]:
    """A proposal that had so many comments before its card, which is `late`."""
    thread = await stage.issue("Payments", labels=["stage: idea"])
    for number in range(comments):
        await stage.comment(thread, f"Comment {number}")
    card = f"{CARD_MARK} --> late"
    await stage.apply(WriteCard(thread, None, card, ""), await stage.room.observe(thread))
    return thread, card


@pytest.mark.parametrize(("comments", "pages"), [(20, 1), (130, 2)])
async def test_a_card_that_came_late_is_found_and_from_then_on_read_by_its_id(
    stage: Stage, comments: int, pages: int
) -> None:
    thread, card = await _late(stage, comments=comments)
    question = Proposals(("stage: idea",))
    stage.gh.calls.clear()
    for reads in (["graphql:Proposals", *["graphql:Comments"] * pages], ["graphql:Proposals", "graphql:Cards"]):
        (told,) = await _ask(stage, question)
        assert [one.body for one in told.cards] == [card]
        assert _reads(stage) == reads
        stage.gh.calls.clear()
    await stage.apply(WriteCard(thread, told.cards[0].id, f"{card}, edited", ""), await stage.room.observe(thread))
    (told,) = await _ask(stage, question)
    assert [one.body for one in told.cards] == [f"{card}, edited"]


async def test_a_late_card_that_is_deleted_and_written_again_is_found_again(stage: Stage) -> None:
    thread, card = await _late(stage, comments=21)
    question = Proposals(("stage: idea",))
    (told,) = await _ask(stage, question)
    await stage.gh.acting_as("olga").delete(f"/repos/acme/apis/issues/comments/{told.cards[0].id}")
    (told,) = await _ask(stage, question)
    assert told.cards == ()
    await stage.apply(WriteCard(thread, None, f"{card} again", ""), await stage.room.observe(thread))
    (told,) = await _ask(stage, question)
    assert [one.body for one in told.cards] == [f"{card} again"]


async def test_a_long_thread_without_a_card_is_read_on_and_not_from_the_start_each_time(stage: Stage) -> None:
    thread = await stage.issue("Payments", labels=["stage: idea"])
    for number in range(130):
        await stage.comment(thread, f"{CARD_MARK} --> {number}, not ours")
    await _ask(stage, Proposals(("stage: idea",)))
    stage.gh.calls.clear()
    (told,) = await _ask(stage, Proposals(("stage: idea",)))
    assert told.cards == ()
    assert _reads(stage) == ["graphql:Proposals", "graphql:Comments"]


async def test_the_newest_pull_request_of_a_branch_is_told(stage: Stage) -> None:
    assert await _ask(stage, PullFrom("change")) is None
    number = stage.gh.seed.pull("acme/apis", branch="change", files={"a.md": b"a\n"}, title="Change", who="lee")
    found = await _ask(stage, PullFrom("change"))
    assert found is not None
    assert (found.number, found.open, found.merged, found.head) == (number, True, False, _head(stage, "change"))


async def test_a_branch_is_where_it_is_or_is_none(stage: Stage) -> None:
    assert await _ask(stage, BranchAt("main")) == _head(stage)
    commit = stage.gh.seed.commit("acme/apis", files={"a.md": b"a\n"}, who="lee", branch="a/b#c")
    assert await _ask(stage, BranchAt("a/b#c")) == commit
    assert await _ask(stage, BranchAt("a")) is None


async def test_what_we_last_wrote_is_told_after_somebody_else_edited_it(stage: Stage) -> None:
    thread = await stage.issue()
    facts = await stage.room.observe(thread)
    number = await stage.apply(WriteCard(thread, None, f"{CARD_MARK} --> one", ""), facts)
    assert number is not None
    stage.gh.clock.advance(timedelta(minutes=1))
    await stage.apply(WriteCard(thread, int(number), f"{CARD_MARK} --> two", ""), facts)
    stage.gh.clock.advance(timedelta(minutes=1))
    await stage.lee.patch(f"/repos/acme/apis/issues/comments/{number}", {"body": "mine now"})
    seen = await stage.room.observe(thread)
    assert isinstance(seen, ThreadFacts)
    assert seen.comments[0].editor is not None
    assert seen.comments[0].editor.login == "lee"
    assert await _ask(stage, OurTextOf(seen.comments[0].node)) == f"{CARD_MARK} --> two"


async def test_an_answer_out_of_one_repository_is_not_given_for_another(stage: Stage) -> None:
    stage.gh.seed.repository("acme/other", {})
    stage.gh.seed.grant("acme/other", "mia", "admin")
    assert await _ask(stage, RoleOf("mia")) == "read"
    other = Thread(type(REPO)("acme", "other"), 1)
    question = cast(Question[object], RoleOf("mia"))
    assert await stage.room.answer(other, frozenset({question})) == {question: "admin"}

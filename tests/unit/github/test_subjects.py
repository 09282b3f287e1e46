"""From webhooks to subjects: a row per event."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from bot.forge.facts import RERUN, Actor, ActorKind, Noticed, RepositoryFacts, RepositoryLook, Stale, Want
from bot.forge.subjects import Commit, Repo, Repository, Subject, Thread
from bot.github.subjects import noticed

NOW = datetime(2026, 9, 2, 10, 0, tzinfo=UTC)
AT = "2026-09-02T09:59:58Z"
MOMENT = datetime(2026, 9, 2, 9, 59, 58, tzinfo=UTC)
REPO = Repo("acme", "apis")
US, LEE = 900, 7
SHA = "a" * 40


def _told(event: str, sender: int = LEE, **payload: Any) -> Noticed:
    body = {
        "repository": {"full_name": "acme/apis"},
        "sender": {"id": sender, "login": "lee", "type": "User"},
        **payload,
    }
    return noticed(event, msgspec.json.encode(body), "guid-1", us=US, now=NOW)


PLACE = {"full_name": "acme/apis", "default_branch": "main"}
ISSUE = {"number": 7, "updated_at": AT}
PULL = {"number": 8, "updated_at": AT, "head": {"sha": SHA}}


@pytest.mark.parametrize(
    ("event", "payload", "subjects"),
    [
        pytest.param("issues", {"action": "opened", "issue": ISSUE}, [Thread(REPO, 7)], id="an-issue"),
        pytest.param("issue_comment", {"action": "created", "issue": ISSUE}, [Thread(REPO, 7)], id="a-comment"),
        pytest.param(
            "pull_request", {"action": "closed", "pull_request": PULL}, [Thread(REPO, 8)], id="a-pull-request"
        ),
        pytest.param(
            "pull_request_review", {"action": "submitted", "pull_request": PULL}, [Thread(REPO, 8)], id="a-review"
        ),
        pytest.param("push", {"ref": "refs/heads/main"}, [Repository(REPO)], id="a-push"),
        pytest.param("push", {"ref": "refs/tags/v1"}, [], id="a-tag"),
        pytest.param("label", {"action": "deleted"}, [Repository(REPO)], id="a-label-of-the-repository"),
        pytest.param("repository", {"action": "edited"}, [Repository(REPO)], id="a-repository"),
        pytest.param(
            "check_run", {"action": "rerequested", "check_run": {"head_sha": SHA}}, [Commit(REPO, SHA)], id="a-rerun"
        ),
        pytest.param("check_run", {"action": "completed", "check_run": {"head_sha": SHA}}, [], id="a-check-that-ended"),
        pytest.param(
            "check_suite", {"action": "requested", "check_suite": {"head_sha": SHA}}, [Commit(REPO, SHA)], id="a-suite"
        ),
        pytest.param(
            "merge_group",
            {"action": "checks_requested", "merge_group": {"head_sha": SHA}},
            [Commit(REPO, SHA)],
            id="a-merge-queue",
        ),
        pytest.param("star", {"action": "created"}, [], id="an-event-we-do-not-know"),
        pytest.param("ping", {"zen": "Speak like a human."}, [], id="a-ping"),
        pytest.param(
            "installation",
            {"action": "created", "repositories": [{"full_name": "acme/apis"}, {"full_name": "acme/docs"}]},
            [Repository(REPO), Repository(Repo("acme", "docs"))],
            id="an-installation",
        ),
        pytest.param(
            "installation",
            {"action": "deleted", "repositories": [{"full_name": "acme/apis"}]},
            [],
            id="an-installation-that-ended",
        ),
        pytest.param(
            "installation_repositories",
            {"action": "added", "repositories_added": [{"full_name": "acme/docs"}]},
            [Repository(Repo("acme", "docs"))],
            id="a-repository-more",
        ),
    ],
)
def test_an_event_says_where_to_look(event: str, payload: dict[str, Any], subjects: list[Subject]) -> None:
    assert list(_told(event, **payload).subjects) == subjects


@pytest.mark.parametrize(
    ("event", "payload", "want"),
    [
        pytest.param("issues", {"action": "edited", "issue": ISSUE}, Want(MOMENT), id="the-issues-time"),
        pytest.param(
            "issue_comment",
            {"action": "created", "issue": ISSUE, "comment": {"id": 55, "updated_at": AT}},
            Want(MOMENT, comment=55),
            id="the-new-comment",
        ),
        pytest.param(
            "issue_comment",
            {"action": "edited", "issue": ISSUE, "comment": {"id": 55, "updated_at": "2026-09-02T09:59:59Z"}},
            Want(MOMENT.replace(second=59), comment=55),
            id="the-edit",
        ),
        pytest.param(
            "issue_comment",
            {"action": "deleted", "issue": ISSUE, "comment": {"id": 55, "updated_at": AT}},
            Want(MOMENT, gone=55),
            id="a-comment-that-is-gone",
        ),
        pytest.param(
            "pull_request", {"action": "synchronize", "pull_request": PULL}, Want(MOMENT, head=SHA), id="the-new-head"
        ),
        pytest.param("pull_request", {"action": "edited", "pull_request": PULL}, Want(MOMENT), id="only-new-heads"),
        pytest.param(
            "push", {"ref": "refs/heads/main", "after": SHA, "repository": PLACE}, Want(head=SHA), id="the-new-settings"
        ),
        pytest.param("push", {"ref": "refs/heads/x", "after": SHA, "repository": PLACE}, Want(), id="another-branch"),
        pytest.param(
            "push", {"ref": "refs/heads/main", "after": "0" * 40, "repository": PLACE}, Want(), id="a-branch-gone"
        ),
    ],
)
def test_an_event_says_how_fresh_the_look_must_be(event: str, payload: dict[str, Any], want: Want) -> None:
    assert _told(event, **payload).want == want


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("issue_comment", {"action": "created", "issue": ISSUE}),
        ("issue_comment", {"action": "edited", "issue": ISSUE}),
        ("issues", {"action": "labeled", "issue": ISSUE}),
        ("issues", {"action": "unlabeled", "issue": ISSUE}),
        ("pull_request", {"action": "labeled", "pull_request": PULL}),
    ],
)
def test_an_echo_of_our_own_words_and_labels_says_nothing(event: str, payload: dict[str, Any]) -> None:
    assert _told(event, sender=US, **payload) == Noticed()
    assert _told(event, sender=LEE, **payload) != Noticed()


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("pull_request", {"action": "opened", "pull_request": PULL}),
        ("issues", {"action": "opened", "issue": ISSUE}),
        ("push", {"ref": "refs/heads/stagekeeper/v2"}),
    ],
)
def test_our_own_pull_request_is_looked_at(event: str, payload: dict[str, Any]) -> None:
    assert _told(event, sender=US, **payload).subjects != ()


def test_a_click_is_kept_with_who_and_what() -> None:
    payload = {
        "action": "requested_action",
        "check_run": {"head_sha": SHA},
        "requested_action": {"identifier": "recheck"},
    }
    told = _told("check_run", **payload)
    assert told.subjects == (Commit(REPO, SHA),)
    assert told.click is not None
    assert (told.click.guid, told.click.action, told.click.at) == ("guid-1", "recheck", NOW)
    assert (told.click.actor.kind, told.click.actor.id, told.click.actor.login) == (ActorKind.USER, LEE, "lee")


@pytest.mark.parametrize("event", ["check_run", "check_suite"])
def test_a_rerun_is_kept_with_who_asked(event: str) -> None:
    told = _told(event, action="rerequested", **{event: {"head_sha": SHA}})
    assert told.subjects == (Commit(REPO, SHA),)
    assert told.click is not None
    assert (told.click.guid, told.click.action, told.click.actor.id) == ("guid-1", RERUN, LEE)


def test_a_click_without_an_identifier_is_a_look_and_no_click() -> None:
    told = _told("check_run", action="requested_action", check_run={"head_sha": SHA}, requested_action={})
    assert (told.subjects, told.click) == ((Commit(REPO, SHA),), None)


@pytest.mark.parametrize(
    ("event", "payload", "stale"),
    [
        ("team", {"action": "edited"}, {Stale.ROSTERS}),
        ("membership", {"action": "removed"}, {Stale.ROSTERS}),
        ("member", {"action": "added"}, {Stale.ROSTERS}),
        ("installation", {"action": "suspend"}, {Stale.TOKENS}),
        ("installation_repositories", {"action": "removed"}, {Stale.TOKENS}),
        ("repository", {"action": "renamed"}, {Stale.TOKENS}),
        ("issues", {"action": "opened", "issue": ISSUE}, set()),
    ],
)
def test_an_event_says_what_is_no_longer_so(event: str, payload: dict[str, Any], stale: set[Stale]) -> None:
    assert _told(event, **payload).stale == stale


@pytest.mark.parametrize("payload", [b"", b"{", b"payload=%7B%7D", b"\xff\xfe", b"{'a': 1}"])
def test_what_is_no_json_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match="not JSON"):
        noticed("issues", payload, "guid", us=None, now=NOW)


@pytest.mark.parametrize(
    "payload",
    [
        b"[]",
        b"7",
        b'{"issue": 7}',
        b'{"repository": {"full_name": "no-slash"}, "issue": {"number": 7}}',
        b'{"repository": {"full_name": "/"}, "issue": {"number": 7}}',
        b'{"repository": {"full_name": "acme/apis"}, "issue": {}}',
        b'{"repository": {"full_name": "acme/apis"}}',
        b"{}",
    ],
)
def test_a_payload_of_a_strange_shape_says_nothing(payload: bytes) -> None:
    for event in ("issues", "pull_request", "check_run", "push", "installation", "issue_comment"):
        assert noticed(event, payload, "guid", us=None, now=NOW).subjects == ()


@pytest.mark.parametrize(
    ("action", "want"), [("created", "+stage: ga"), ("edited", "+stage: ga"), ("deleted", "-stage: ga")]
)
def test_a_label_of_the_repository_is_looked_for_until_it_reads_as_it_was_told(action: str, want: str) -> None:
    """A hook comes before its data: a renamed label was seen under its old name, and nobody made it anew."""
    told = _told("label", action=action, label={"name": "stage: ga"}).want
    assert told == Want(label=want)
    me = Actor(ActorKind.BOT, US, "stagekeeper")
    for labels in (frozenset({"stage: ga"}), frozenset[str]()):
        look = RepositoryLook(Repository(REPO), RepositoryFacts(REPO, 1, "main", None), me, labels, None, (), ())
        assert told.met_by(look) is (bool(labels) is want.startswith("+"))

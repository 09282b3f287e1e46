"""Comments to commands and misunderstandings: one row per thing a person may write."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.command.catalogue import CATALOGUE, Verb, Where
from bot.command.grammar import MOST_COMMANDS, Command, Misunderstanding, Misunderstood, line_hash, read


def one(body: str) -> Command:
    reading = read(body)
    assert reading.misunderstandings == ()
    assert len(reading.commands) == 1
    return reading.commands[0]


def wrong(body: str) -> Misunderstanding:
    reading = read(body)
    assert reading.commands == ()
    assert len(reading.misunderstandings) == 1
    return reading.misunderstandings[0]


TEXTS = [
    ("/awesome POST /messages takes a key: `Idempotency-Key`", "POST /messages takes a key: `Idempotency-Key`"),
    ('/awesome "Idempotency keys"', "Idempotency keys"),
    ('/awesome the "first" and the "second"', 'the "first" and the "second"'),
    ("/use-case see https://acme.example/a?b=c --really", "see https://acme.example/a?b=c --really"),
    ("/use-case for @ana and @bo", "for @ana and @bo"),
    ("/awesome an open \" quote", 'an open " quote'),
    ("/reviewed", ""),
    ("/reviewed nothing blocks", "nothing blocks"),
    ("/resolve N-4m fixed in #12", "fixed in #12"),
    ("/hold waiting for legal", "waiting for legal"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "text"), TEXTS)
def test_free_text_stays_as_it_was_typed(line: str, text: str) -> None:
    assert one(line).text == text


BLOCKERS = [
    ("/needs-work The cursor leaks blocker", True, "The cursor leaks"),
    ("/needs-work The cursor leaks Blocker.", True, "The cursor leaks"),
    ("/needs-work --blocker The cursor leaks", True, "The cursor leaks"),
    ("/needs-work The cursor leaks —blocker", True, "The cursor leaks"),
    ("/needs-work The cursor leaks", False, "The cursor leaks"),
    ("/needs-work thin docs, not a blocker", False, "thin docs, not a blocker"),
    ("/needs-work the blocker list is unsorted", False, "the blocker list is unsorted"),
]


@pytest.mark.parametrize(("line", "blocks", "text"), BLOCKERS)
def test_blocker_counts_as_the_last_word_or_as_a_flag_unless_denied(line: str, blocks: bool, text: str) -> None:
    command = one(line)
    assert ("blocker" in command.flags, command.text) == (blocks, text)


OPTIONS = [
    ("/try hackathon minutes:25 outcome:worked", {"kind": "hackathon", "minutes": "25", "outcome": "worked"}),
    ("/try story points=3 days=2 outcome=stuck", {"kind": "story", "points": "3", "days": "2", "outcome": "stuck"}),
    ("/try hackathon minutes: 25, outcome:Worked.", {"kind": "hackathon", "minutes": "25", "outcome": "worked"}),
    ("/try Hackathon OUTCOME:gave-up", {"kind": "hackathon", "outcome": "gave-up"}),
    ('/try story outcome:stuck step:"the auth page"', {"kind": "story", "outcome": "stuck", "step": "the auth page"}),
    ("/try story minutes:007 outcome:worked", {"kind": "story", "minutes": "7", "outcome": "worked"}),
    ('/request-access use:"Reminders for our clinic"', {"use": "Reminders for our clinic"}),
    ("/request-access use:“Reminders”", {"use": "Reminders"}),
    ("/request-access use: reminders for our clinic", {"use": "reminders for our clinic"}),
    ("/request-access reminders for our clinic", {"use": "reminders for our clinic"}),
    ("/request-access use:reminders for our clinic", {"use": "reminders for our clinic"}),
    ("/resolve n-4M done", {"item": "N-4m"}),
    ("/resolve `N-4m`, done", {"item": "N-4m"}),
    ("/promote", {}),
    ("/promote Public-Beta", {"stage": "public-beta"}),
    ('/demote idea reason:"the payload changes"', {"stage": "idea", "reason": "the payload changes"}),
    ("/demote idea too early", {"stage": "idea", "reason": "too early"}),
    ("/not-breaking F-7K2Q reason:'never sent'", {"finding": "F-7k2q", "reason": "'never sent'"}),
    ("/invite next 5", {"next": "5"}),
    ("/invite next:5", {"next": "5"}),
    ("/new-version V3", {"version": "v3"}),
    ("/new-version 2026-03-10", {"version": "2026-03-10"}),
    ("/help Needs-Work", {"verb": "needs-work"}),
    ("/why no_open_blocker", {"about": "no_open_blocker"}),
    ("/why f-7k2q", {"about": "F-7k2q"}),
    ("/why", {}),
]


@pytest.mark.parametrize(("line", "options"), OPTIONS)
def test_arguments_are_understood(line: str, options: dict[str, str]) -> None:
    command = one(line)
    assert dict(command.options) == options
    assert not (command.text and command.verb in {Verb.REQUEST_ACCESS, Verb.DEMOTE})


PEOPLE = [
    ("/invite @ana", ("ana",)),
    ("/invite @ana, @bo @Ana", ("ana", "bo")),
    ("/decline @octo_corp reason:full", ("octo_corp",)),
    ("/decline @ana the beta is full", ("ana",)),
    ("/revoke @ana", ("ana",)),
    ("/awesome what @ana built", ()),
]


@pytest.mark.parametrize(("line", "mentions"), PEOPLE)
def test_people_are_named_with_an_at_sign_and_counted_once(line: str, mentions: tuple[str, ...]) -> None:
    assert one(line).mentions == mentions


WRONG = [
    # line, kind, understood, wrong, what to type
    ("/try", Misunderstood.MISSING_ARGUMENT, "/try", "", "/try hackathon minutes:25 outcome:worked"),
    ("/try story days:2", Misunderstood.MISSING_ARGUMENT, "/try story days:2", "", "/try story days:2 outcome:worked"),
    ("/try hackaton minutes:5", Misunderstood.BAD_ARGUMENT, "/try", "hackaton",
     "/try hackathon minutes:5 outcome:worked"),
    ("/try story outcome:wrked", Misunderstood.BAD_ARGUMENT, "/try story", "outcome:wrked",
     "/try story outcome:worked"),
    ("/try story outcome:worked minutes:0", Misunderstood.BAD_ARGUMENT, "/try story outcome:worked", "minutes:0",
     "/try hackathon minutes:25 outcome:worked"),
    ("/try story minutes:100001", Misunderstood.BAD_ARGUMENT, "/try story", "minutes:100001",
     "/try hackathon minutes:25 outcome:worked"),
    ("/try story minutes:٣", Misunderstood.BAD_ARGUMENT, "/try story", "minutes:٣",
     "/try hackathon minutes:25 outcome:worked"),
    ("/try story minuts:5 outcome:stuck", Misunderstood.UNKNOWN_ARGUMENT, "/try story", "minuts:5",
     "/try story minutes:5 outcome:stuck"),
    ("/try story days:1 days:2", Misunderstood.REPEATED_ARGUMENT, "/try story days:1", "days:2",
     "/try hackathon minutes:25 outcome:worked"),
    ("/needs-work blocker", Misunderstood.MISSING_ARGUMENT, "/needs-work blocker", "",
     "/needs-work The cursor leaks the shard blocker"),
    ("/awesome", Misunderstood.MISSING_ARGUMENT, "/awesome", "", "/awesome POST /messages takes an idempotency key"),
    ("/request-access", Misunderstood.MISSING_ARGUMENT, "/request-access", "", '/request-access use:"…"'),
    ('/request-access use:"…"', Misunderstood.BAD_ARGUMENT, "/request-access", 'use:"…"',
     '/request-access use:"Reminders for our clinic"'),
    ("/resolve 4m", Misunderstood.BAD_ARGUMENT, "/resolve", "4m", "/resolve N-4m the cursor is opaque now"),
    ("/promote public beta", Misunderstood.BAD_ARGUMENT, "/promote", "public", "/promote public-beta"),
    ("/promote --dryrun", Misunderstood.UNKNOWN_ARGUMENT, "/promote", "--dryrun", "/promote --dry-run"),
    ("/promote ga please", Misunderstood.UNKNOWN_ARGUMENT, "/promote ga", "please", "/promote ga"),
    ("/demote", Misunderstood.MISSING_ARGUMENT, "/demote", "",
     '/demote private-beta reason:"the payload has to change"'),
    ("/demote idea", Misunderstood.MISSING_ARGUMENT, "/demote idea", "", '/demote idea reason:"…"'),
    ('/demote idea reason:"too early', Misunderstood.OPEN_QUOTE, "/demote idea", 'reason:"too',
     '/demote idea reason:"too early"'),
    ("/invite", Misunderstood.MISSING_ARGUMENT, "/invite", "", "/invite next 5"),
    ("/invite bob", Misunderstood.BAD_ARGUMENT, "/invite", "bob", "/invite @bob"),
    ("/invite @acme/team", Misunderstood.BAD_ARGUMENT, "/invite", "@acme/team", "/invite next 5"),
    ("/invite next five", Misunderstood.BAD_ARGUMENT, "/invite next", "five", "/invite next 5"),
    ("/invite @ana next 5", Misunderstood.BAD_ARGUMENT, "/invite", "@ana", "/invite next 5"),
    ("/decline @ana @bo reason:full", Misunderstood.BAD_ARGUMENT, "/decline @ana", "@bo",
     '/decline @octocat reason:"the beta is for one region only"'),
    ("/new-version three", Misunderstood.BAD_ARGUMENT, "/new-version", "three", "/new-version"),
    ("/recheck now", Misunderstood.UNKNOWN_ARGUMENT, "/recheck", "now", "/recheck"),
    ("/help promot", Misunderstood.BAD_ARGUMENT, "/help", "promot", "/help promote"),
    ("/promot", Misunderstood.UNKNOWN_VERB, "", "promot", "/promote"),
    ("/needs_work thin docs", Misunderstood.UNKNOWN_VERB, "", "needs_work", "/needs-work thin docs"),
    ("/stagekeeper dance", Misunderstood.UNKNOWN_VERB, "", "dance", "/help"),
    ("/stagekeeper promot ga", Misunderstood.UNKNOWN_VERB, "", "promot", "/promote ga"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "kind", "understood", "word", "suggestion"), WRONG, ids=[row[0] for row in WRONG])
def test_a_misunderstanding_says_what_was_clear_what_is_wrong_and_what_to_type(
    line: str, kind: Misunderstood, understood: str, word: str, suggestion: str
) -> None:
    found = wrong(line)
    assert (found.kind, found.understood, found.wrong, found.suggestion) == (kind, understood, word, suggestion)
    assert (found.line, found.source) == (1, line)


@pytest.mark.parametrize("line", [row[0] for row in WRONG])
def test_what_is_suggested_is_understood_or_has_a_blank_to_fill_in(line: str) -> None:
    suggestion = wrong(line).suggestion or ""
    assert one(suggestion.replace("…", "because"))


def test_expected_values_and_the_nearest_one_come_along() -> None:
    found = wrong("/try story outcome:wrked")
    assert found.verb is Verb.TRY
    assert (found.argument, found.expected, found.nearest) == ("outcome", ("worked", "stuck", "gave-up"), "worked")
    assert wrong("/try story minutes:x outcome:worked").expected == ("1..100000",)


PATHS = ["/v2/users", "/messages", "/status/{id}", "/status.json", "/status?all=1", "/status:", "/status,", "/invites",
         "/users list them", "/", "//status", "/ status", "/2fa", "text /status", "/статус"]  # fmt: skip


@pytest.mark.parametrize("line", PATHS)
def test_a_path_is_neither_a_command_nor_answered(line: str) -> None:
    assert read(line) == read("")


ADDRESSED = ["/stagekeeper promote", "/stagekeeper /promote", "/Stagekeeper   Promote", "/Promote", "/promote\u00a0",
             "/pro\u200dmote", "/promote\u2028"]  # fmt: skip


@pytest.mark.parametrize("line", ADDRESSED)
def test_a_command_is_understood_however_it_is_addressed(line: str) -> None:
    assert one(line).verb is Verb.PROMOTE


def test_our_bare_name_asks_for_help() -> None:
    assert one("/stagekeeper").verb is Verb.HELP


def test_the_lines_after_a_command_explain_it_up_to_the_next_one() -> None:
    told = "No example\nfor a refund.\n\n```\ncurl\n```\n> quoted\n\n<!-- no -->\n\n/messages"
    body = f"hi\n/needs-work thin docs\n{told}\n/awesome keys\n"
    first, second = read(body).commands
    assert first.explanation == "No example\nfor a refund.\n\n```\ncurl\n```\n\n/messages"
    assert (first.line, second.line) == (2, 14)
    assert second.explanation == ""


def test_a_misunderstood_line_ends_an_explanation_too() -> None:
    assert read("/awesome keys\nyes\n/promot\nno").commands[0].explanation == "yes"


def test_the_eleventh_command_is_refused_with_the_count() -> None:
    reading = read("/recheck\n" * 12)
    assert len(reading.commands) == MOST_COMMANDS
    (found,) = reading.misunderstandings
    assert (found.kind, found.line, found.wrong) == (Misunderstood.TOO_MANY_COMMANDS, 11, "12")


def test_misunderstood_lines_count_towards_the_ten() -> None:
    reading = read("/promot\n" * 30)
    kinds = [found.kind for found in reading.misunderstandings]
    assert kinds == [*[Misunderstood.UNKNOWN_VERB] * 10, Misunderstood.TOO_MANY_COMMANDS]


def test_a_command_beyond_what_is_read_is_mentioned() -> None:
    found = wrong("x" * 65_530 + "\n\n/promote")
    assert (found.kind, found.line, found.suggestion) == (Misunderstood.TOO_LONG, 3, "/promote")


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("/try story outcome:wrked " + "x" * 200, "/try hackathon minutes:25 outcome:worked"),
        ("/promot " + "x" * 200, None),
        ("y" * 65_530 + "\n\n/awesome " + "x" * 200, None),
    ],
    ids=["example", "unknown verb", "unread"],
)
def test_a_line_that_cannot_be_shown_whole_is_not_suggested(line: str, suggestion: str | None) -> None:
    assert wrong(line).suggestion == suggestion


def test_a_long_comment_without_a_command_is_nobodys_business() -> None:
    assert read("x" * 70_000 + "\n/messages") == read("")


def test_a_command_in_the_wrong_place_says_where_it_is_understood() -> None:
    reading = read("/promote\n/hold", where=Where.PULL_REQUEST)
    assert [command.verb for command in reading.commands] == [Verb.HOLD]
    (found,) = reading.misunderstandings
    assert (found.kind, found.verb, found.expected) == (Misunderstood.WRONG_PLACE, Verb.PROMOTE, ("proposals",))


def test_the_hash_of_a_line_does_not_change_with_white_space_but_with_words() -> None:
    hashes = {one(line).line_hash for line in ("/promote ga", "  /promote  ga ", "/promote\u00a0ga\r\n")}
    assert hashes == {line_hash("/promote ga")}
    assert line_hash("/promote ga") != line_hash("/promote")


WORDS = st.sampled_from(
    [*(f"/{row.verb.value}" for row in CATALOGUE), "/stagekeeper", "hackathon", "story", "outcome:worked", "outcome:",
     "minutes:5", "minutes:", "x", "blocker", "--blocker", "--dry-run", "@ana", "@", "next", "5", "N-4m", "F-7k2q",
     "idea", 'reason:"a b"', 'reason:"', '"', "“", "…", "/messages", ">", "```", "<details>", "<!--", "-->", "-", "|",
     "\n", "\n\n", "    ", "\u00a0", "\u200d"]
)  # fmt: skip
BODIES = st.lists(WORDS, max_size=14).map(" ".join) | st.lists(WORDS, max_size=14).map("\n".join) | st.text(max_size=60)


@settings(deadline=None)
@given(BODIES)
def test_whatever_is_written_is_read_the_same_way_twice_and_within_its_lines(body: str) -> None:
    reading = read(body)
    assert reading == read(body)
    lines = body.count("\n") + body.count("\r") + 1
    for item in (*reading.commands, *reading.misunderstandings):
        assert 1 <= item.line <= lines
        assert item.source.startswith("/")


@settings(deadline=None)
@given(BODIES)
def test_every_suggestion_is_understood_once_its_blank_is_filled(body: str) -> None:
    for found in read(body).misunderstandings:
        if found.suggestion and found.kind not in {Misunderstood.UNKNOWN_VERB, Misunderstood.TOO_MANY_COMMANDS}:
            again = read(found.suggestion.replace("…", "because"))
            assert again.commands
            assert not again.misunderstandings


@settings(deadline=None)
@given(BODIES)
def test_quoting_a_comment_takes_every_command_out_of_it(body: str) -> None:
    quoted = "\n".join(f"> {line}" for line in body.replace("\r", "\n").split("\n"))
    assert read(quoted) == read("")

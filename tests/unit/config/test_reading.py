"""Settings laid over their preset, and every mistake with its place: one row per thing that goes wrong."""

from dataclasses import replace
from datetime import date

import pytest

from bot.config import (
    DEFAULT,
    Access,
    Api,
    Breaking,
    Config,
    GateItem,
    GateKind,
    Grant,
    Level,
    Links,
    Login,
    Mode,
    Opens,
    Permission,
    Problem,
    ProblemKind,
    Problems,
    Risky,
    Strategy,
    Team,
    Versioning,
    read_config,
)


def config(text: str) -> Config:
    found = read_config(text)
    assert isinstance(found, Config), found
    return found


def problems(text: str) -> tuple[Problem, ...]:
    found = read_config(text)
    assert isinstance(found, Problems), found
    return found.problems


def stage(settings: Config, name: str):
    found = settings.stage(name)
    assert found is not None
    return found


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "{}", "~", "version: 1", "stages:\napis:\nmode:\n"])
def test_what_is_not_written_has_its_default(text: str) -> None:
    assert config(text) == DEFAULT


def test_the_default_is_what_is_promised() -> None:
    assert (DEFAULT.version, DEFAULT.preset, DEFAULT.mode, DEFAULT.observe_until) == (1, "twilio", Mode.OBSERVE, None)
    assert DEFAULT.developer_network == ()
    assert DEFAULT.owners == (Permission(Level.WRITE),)
    assert DEFAULT.governance == (Permission(Level.ADMIN),)
    assert DEFAULT.versioning == Versioning(Strategy.AUTO, Opens.AUTO)
    assert DEFAULT.access == Access(Grant.RECORD, 20, 5)
    assert dict(DEFAULT.apis) == {}


def test_a_full_file_is_read() -> None:
    settings = config(
        """
version: 1
preset: twilio
mode: enforce
observe_until: 2026-12-31
developer_network: ["@acme/developer-network", ana, "@bo"]
owners: [permission:maintain]
governance: ["@acme/governance"]
apis:
  payments:
    description: apis/payments.yaml
    owners: ["@acme/payments"]
    stage: ga
    links: {docs: https://acme.example/docs, changelog: https://acme.example/log, support: http://acme.example/s}
  mail:
    description: mail.json
versioning: {strategy: directory, open: ask}
access: {grant: team, cap: 7, team: "@acme/beta"}
commands: {bots: [renovate]}
stage_marks: [x-stage]
risky: fail
sunset_days: 400
"""
    )
    assert settings.mode is Mode.ENFORCE
    assert settings.observe_until == date(2026, 12, 31)
    assert settings.developer_network == (Team("acme", "developer-network"), Login("ana"), Login("bo"))
    assert settings.owners == (Permission(Level.MAINTAIN),)
    access = Access(Grant.TEAM, 7, 5, "@acme/beta")
    versioning = Versioning(Strategy.DIRECTORY, Opens.ASK)
    links = Links("https://acme.example/docs", "https://acme.example/log", "http://acme.example/s")
    assert dict(settings.apis) == {
        "payments": Api("apis/payments.yaml", (Team("acme", "payments"),), "ga", links, versioning, access),
        "mail": Api("mail.json", None, None, Links(), versioning, access),
    }
    assert settings.owners_of("payments") == (Team("acme", "payments"),)
    assert settings.owners_of("mail") == settings.owners_of("unknown") == settings.owners
    assert (settings.commands.bots, settings.stage_marks) == (("renovate",), ("x-stage",))
    assert (settings.risky, settings.sunset_days) == (Risky.FAIL, 400)


def test_settings_can_be_hashed_and_not_changed() -> None:
    settings = config("apis: {a: {description: a.yaml}}")
    assert hash(settings) == hash(config("apis: {a: {description: a.yaml}}"))
    with pytest.raises(AttributeError):
        settings.mode = Mode.ENFORCE  # type: ignore[misc]
    with pytest.raises(TypeError):
        settings.apis["b"] = settings.apis["a"]  # type: ignore[index]


def test_one_number_of_one_gate_can_be_changed_and_nothing_else_moves() -> None:
    settings = config("stages: {idea: {gate: {reviewers: 3}}}")
    before, after = stage(DEFAULT, "idea"), stage(settings, "idea")
    assert after.number(GateKind.REVIEWERS) == 3
    changed = tuple(GateItem(item.kind, 3) if item.kind is GateKind.REVIEWERS else item for item in before.gate)
    assert after == replace(before, gate=changed)
    assert settings.stages[1:] == DEFAULT.stages[1:]


NUMBERS = [kind for kind in GateKind if kind is not GateKind.LINK]


@pytest.mark.parametrize("kind", NUMBERS)
def test_every_condition_can_be_added_to_a_gate_and_taken_out(kind: GateKind) -> None:
    number = kind not in {GateKind.DESCRIPTION_PARSES, GateKind.RUNNABLE_EXAMPLE, GateKind.NO_OPEN_BLOCKER,
                          GateKind.SUNSET_PASSED, GateKind.NOT_HELD}  # fmt: skip
    added = stage(config(f"stages: {{ga: {{gate: {{{kind}: {'7' if number else 'true'}}}}}}}"), "ga")
    assert added.number(kind) == (7 if number else 1)
    taken = stage(config(f"stages: {{idea: {{gate: {{{kind}: {'0' if number else 'false'}}}}}}}"), "idea")
    assert taken.item(kind) is None


def test_links_that_a_gate_asks_for_are_conditions_of_their_own() -> None:
    gate = stage(config("stages: {idea: {gate: {links: [support, docs]}}}"), "idea").gate
    assert [item.link for item in gate if item.kind is GateKind.LINK] == ["docs", "support"]
    gate = stage(config("stages: {public-beta: {gate: {links: []}}}"), "public-beta").gate
    assert all(item.kind is not GateKind.LINK for item in gate)


def test_lazy_consensus_can_be_switched_off() -> None:
    item = stage(config("stages: {idea: {gate: {calendar_days_or: 0}}}"), "idea").item(GateKind.BUSINESS_DAYS_OPEN)
    assert item == GateItem(GateKind.BUSINESS_DAYS_OPEN, 5, calendar_days_or=None)


def test_a_team_that_wants_it_strict_says_so_in_one_word() -> None:
    assert stage(config("stages: {public-beta: {breaking: forbid}}"), "public-beta").breaking is Breaking.FORBID


def test_the_cap_of_the_private_beta_is_the_cap_of_access() -> None:
    settings = config("access: {cap: 3}")
    assert [rule.cap for rule in settings.stages] == [None, 3, None, None, None, None]


def test_what_an_api_has_of_its_own_is_laid_over_what_all_have() -> None:
    settings = config(
        """
versioning: {open: ask}
access: {cap: 9, batch: 2}
apis:
  a: {description: a.yaml, versioning: {strategy: directory}, access: {cap: 50}}
  b: {description: b.yaml}
"""
    )
    assert settings.apis["a"].versioning == Versioning(Strategy.DIRECTORY, Opens.ASK)
    assert settings.apis["a"].access == Access(cap=50, batch=2)
    assert settings.access_of("a").cap == 50
    assert settings.access_of("b") == settings.access_of("unknown") == settings.access
    assert (settings.apis["b"].versioning, settings.apis["b"].access) == (settings.versioning, settings.access)


KEYS = "version, preset, mode, observe_until, developer_network, owners, governance, approvers, apis, stages, " \
       "versioning, access, commands, stage_marks, risky, sunset_days"  # fmt: skip
STAGES = "idea, private-beta, public-beta, ga, deprecated, retired"
ROLE = "`@org/team` (quoted), a login, or permission:read|triage|write|maintain|admin"
PATH = "a path from the root of the repository, such as apis/payments.yaml"
NAME = "lower-case letters, digits, `-`, `_` and `.`"
DAY = "a date such as 2026-12-31"
K = ProblemKind

ONE_MISTAKE = [
    # text, line, column, path, kind, value, nearest, expected
    ("version: 2", 1, 10, "version", K.BAD_VALUE, "2", None, "1"),
    ("version: true", 1, 10, "version", K.BAD_VALUE, "true", None, "1"),
    ("\n\nappis: {}", 3, 1, "appis", K.UNKNOWN_KEY, "appis", "apis", KEYS),
    ("appis:", 1, 1, "appis", K.UNKNOWN_KEY, "appis", "apis", KEYS),
    ("<<: {mode: enforce}", 1, 1, "<<", K.UNKNOWN_KEY, "<<", None, KEYS),
    ("preset: twillio", 1, 9, "preset", K.BAD_VALUE, "twillio", "twilio", "twilio"),
    ("mode: on", 1, 7, "mode", K.BAD_VALUE, "on", None, "observe or enforce"),
    ("mode: [observe]", 1, 7, "mode", K.BAD_VALUE, '["observe"]', "observe", "observe or enforce"),
    ("mode: !!binary enforce", 1, 7, "mode", K.WRONG_TYPE, "enforce", None, "a plain value"),
    ("mode: a\nmode: b", 2, 1, "mode", K.DUPLICATE_KEY, "mode", None, "one `mode`; the first is on line 1"),
    ("observe_until: 2026-13-01", 1, 16, "observe_until", K.BAD_VALUE, "2026-13-01", None, DAY),
    ("observe_until: 20261231", 1, 16, "observe_until", K.BAD_VALUE, "20261231", None, DAY),
    ("owners: permission:write", 1, 9, "owners", K.WRONG_TYPE, "permission:write", None, "a list"),
    ("owners: [ana, permission:wrote]", 1, 15, "owners[1]", K.BAD_VALUE, "permission:wrote", None, ROLE),
    ("owners:\n  - acme/team", 2, 5, "owners[0]", K.BAD_VALUE, "acme/team", None, ROLE),
    ("owners:\n  - yes: 1", 2, 5, "owners[0]", K.BAD_VALUE, '{"yes": 1}', None, ROLE),
    ("owners: [~]", 1, 10, "owners[0]", K.BAD_VALUE, "null", None, ROLE),
    ("owners: [@acme/team]", 1, 10, "", K.SYNTAX, "found character '@' that cannot start any token", None,
     "quotes around it"),
    ("apis: [payments]", 1, 7, "apis", K.WRONG_TYPE, '["payments"]', None, "keys with values"),
    ("apis:\n  a:", 2, 3, "apis.a.description", K.MISSING_KEY, "description", None, "description"),
    ("apis:\n  a: {}", 2, 3, "apis.a.description", K.MISSING_KEY, "description", None, "description"),
    ("apis:\n  a: a.yaml", 2, 6, "apis.a", K.WRONG_TYPE, "a.yaml", None, "keys with values"),
    ("apis:\n  A b: {description: a.yaml}", 2, 3, "apis.A b", K.BAD_KEY, "A b", None, NAME),
    ("apis: {a: {description: 5}}", 1, 25, "apis.a.description", K.WRONG_TYPE, "5", None, "text"),
    ("apis: {a: {description: /a}}", 1, 25, "apis.a.description", K.BAD_VALUE, "/a", None, PATH),
    ("apis: {a: {description: ../a}}", 1, 25, "apis.a.description", K.BAD_VALUE, "../a", None, PATH),
    ('apis: {a: {description: ""}}', 1, 25, "apis.a.description", K.BAD_VALUE, "", None, "some text"),
    ("apis: {a: {description: a, stage: gaa}}", 1, 35, "apis.a.stage", K.BAD_VALUE, "gaa", "ga",
     STAGES.replace(", ", " or ")),
    ("apis: {a: {description: a, link: {}}}", 1, 28, "apis.a.link", K.UNKNOWN_KEY, "link", "links",
     "description, owners, stage, links, versioning, access"),
    ("apis: {a: {description: a, links: {docs: acme.example}}}", 1, 42, "apis.a.links.docs", K.BAD_VALUE,
     "acme.example", None, "an address that begins with https://"),
    ("apis: {a: {description: a.yaml}, b: {description: A.yaml}}", 1, 51, "apis.b.description", K.CONFLICT, "A.yaml",
     None, "not the same as for a"),
    ("stages: {beta: {}}", 1, 10, "stages.beta", K.UNKNOWN_KEY, "beta", None, STAGES),
    ("stages:\n  privat-beta:\n    gate: {}", 2, 3, "stages.privat-beta", K.UNKNOWN_KEY, "privat-beta", "private-beta",
     STAGES),
    ("stages: {idea: 5}", 1, 16, "stages.idea", K.WRONG_TYPE, "5", None, "keys with values"),
    ("stages: {idea: {gate: {trials: yes}}}", 1, 32, "stages.idea.gate.trials", K.WRONG_TYPE, "yes", None,
     "a whole number"),
    ("stages: {idea: {gate: {trials: 1.5}}}", 1, 32, "stages.idea.gate.trials", K.WRONG_TYPE, "1.5", None,
     "a whole number"),
    ("stages: {idea: {gate: {trials: -1}}}", 1, 32, "stages.idea.gate.trials", K.BAD_VALUE, "-1", None, "at least 0"),
    ("stages: {idea: {gate: {trials: true}}}", 1, 32, "stages.idea.gate.trials", K.WRONG_TYPE, "true", None,
     "a whole number"),
    ("stages: {idea: {gate: {not_held: yes}}}", 1, 34, "stages.idea.gate.not_held", K.WRONG_TYPE, "yes", None,
     "true or false"),
    ("stages: {idea: {gate: {links: [doc]}}}", 1, 32, "stages.idea.gate.links[0]", K.BAD_VALUE, "doc", "docs",
     "docs or changelog or support"),
    ("stages: {idea: {breaking: forbidden}}", 1, 27, "stages.idea.breaking", K.BAD_VALUE, "forbidden", "forbid",
     "free or notice or new-version or forbid"),
    ("stages: {ga: {label: 'stage: idea'}}", 1, 22, "stages.ga.label", K.CONFLICT, "stage: idea", None,
     "not the same as for idea"),
    ("stages: {idea: {breaking: notice}}", 1, 10, "stages.idea.notice_days", K.CONFLICT, "null", None,
     "at least 1 where `breaking: notice`"),
    ("access: {cap: 0}", 1, 15, "access.cap", K.BAD_VALUE, "0", None, "at least 1"),
    ("access: {grant: team}", 1, 17, "access.grant", K.CONFLICT, "team", None, "`team:` beside `grant: team`"),
    ("access: {grant: repository}", 1, 17, "access.grant", K.CONFLICT, "repository", None,
     "`repository:` beside `grant: repository`"),
    ("access: {team: acme/beta}", 1, 16, "access.team", K.BAD_VALUE, "acme/beta", None,
     "a team such as `@acme/beta` (quoted)"),
    ("versioning: {strategy: suffix}", 1, 24, "versioning.strategy", K.BAD_VALUE, "suffix", "file-suffix",
     "auto or file-suffix or directory"),
    ("commands: {bots: ['renovate[bot]']}", 1, 19, "commands.bots[0]", K.BAD_VALUE, "renovate[bot]", None,
     "a login without @ and without [bot]"),
    ("sunset_days: 179", 1, 14, "sunset_days", K.BAD_VALUE, "179", None, "at least 180"),
    ("sunset_days: 9999", 1, 14, "sunset_days", K.BAD_VALUE, "9999", None, "at most 3650"),
    ("- a", 1, 1, "", K.NOT_A_MAPPING, '["a"]', None, "keys with values"),
    ("hello", 1, 1, "", K.NOT_A_MAPPING, "hello", None, "keys with values"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column", "path", "kind", "value", "nearest", "expected"),
    ONE_MISTAKE,
    ids=[row[0].strip().replace("\n", "⏎") for row in ONE_MISTAKE],
)
def test_a_mistake_is_told_with_its_place_and_what_may_stand_there(
    text: str, line: int, column: int, path: str, kind: ProblemKind, value: str, nearest: str | None, expected: str
) -> None:
    assert problems(text) == (Problem(line, column, path, kind, value, nearest, expected),)


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    found = problems("risky: maybe\nmode: x\nstages:\n  beta: {}\n  idea: {gate: {a: 1}}\nx:\n")
    assert [(problem.line, problem.key_path) for problem in found] == [
        (1, "risky"),
        (2, "mode"),
        (4, "stages.beta"),
        (5, "stages.idea.gate.a"),
        (6, "x"),
    ]


def test_of_many_mistakes_as_many_are_told_as_can_be_annotated() -> None:
    assert len(problems("\n".join(f"key_{number}: 1" for number in range(200)))) == 50


def test_a_mistake_in_what_an_api_inherits_is_told_once_where_it_stands() -> None:
    found = problems("access: {cap: x}\napis: {a: {description: a.yaml, access: {batch: 2}}}")
    assert [problem.key_path for problem in found] == ["access.cap"]


def test_an_api_with_a_grant_of_its_own_needs_what_it_names() -> None:
    found = problems("apis: {a: {description: a.yaml, access: {grant: team}}}")
    assert [(problem.key_path, problem.kind) for problem in found] == [("apis.a.access.grant", K.CONFLICT)]


def test_problems_carry_the_name_of_the_file() -> None:
    found = read_config("mode: x", name="other.yml")
    assert isinstance(found, Problems)
    assert found.name == "other.yml"
    assert len(found) == len(list(found)) == 1

"""The other files of a versioning pull request, on the repository of the payments scenario."""

from dataclasses import replace

from bot.config import Config, read_config
from bot.sandbox.scenarios import payments
from bot.versioning import COMPANION_PATHS, Chosen, Companions, Draft, NewVersion, choose, companions, new_version

FILES = payments.files()
BASE = FILES[payments.DESCRIPTION]


def chosen() -> Chosen:
    answer = choose(payments.DESCRIPTION, BASE, FILES.keys())
    assert isinstance(answer, Chosen)
    return answer


def added(path: str, draft: Draft) -> list[str]:
    """The lines a file has more; all its old lines are still there, in order."""
    (change,) = (file for file in draft.files if file.path == path)
    old = FILES[path].decode().splitlines(keepends=True)
    new = change.data.decode().splitlines(keepends=True)
    more = []
    for line in new:
        if old and line == old[0]:
            old.pop(0)
        else:
            more.append(line.rstrip("\n"))
    assert not old
    return more


def test_the_scenario_gets_its_second_version_with_everything_round_it() -> None:
    draft = companions(Companions("payments", payments.DESCRIPTION, chosen(), ()), FILES)
    assert draft.notes == ()
    assert [file.path for file in draft.files] == [
        ".github/stagekeeper.yml",
        "docs/migrations/payments-v1-to-v2.md",
        "CHANGELOG.md",
        "README.md",
        "CODEOWNERS",
    ]
    assert added(".github/stagekeeper.yml", draft) == [
        "  payments-v2:",
        "    description: apis/payments_v2.yaml",
        '    owners: ["@acme/payments"]',
        "    stage: private-beta",
    ]
    assert added("README.md", draft) == [
        "| Payments | v2 | [apis/payments_v2.yaml](apis/payments_v2.yaml) | @acme/payments |"
    ]
    assert added("CODEOWNERS", draft) == ["/apis/payments_v2.yaml   @acme/payments"]
    assert added("CHANGELOG.md", draft) == [
        "- payments v2, in private beta, beside v1: [what changes for callers](docs/migrations/payments-v1-to-v2.md)."
    ]


def test_the_scenarios_breaking_change_becomes_the_second_version() -> None:
    author = payments.change("breaking").applied(FILES)[payments.DESCRIPTION]
    draft = new_version(NewVersion(payments.DESCRIPTION, BASE, author, chosen()))
    assert isinstance(draft, Draft)
    expected = author.replace(b"version: 1.0.0", b"version: 2.0.0").replace(b".example/v1", b".example/v2")
    assert [(file.path, file.data == expected) for file in draft.files] == [("apis/payments_v2.yaml", True)]
    assert len(draft.notes) == 1
    assert draft.notes[0].startswith("Line 1 of `apis/payments_v2.yaml` still says `v1`")


def test_only_files_that_are_there_are_touched_and_the_guide_and_changelog_made() -> None:
    draft = companions(Companions("payments", payments.DESCRIPTION, chosen(), ()), {})
    assert [file.path for file in draft.files] == ["docs/migrations/payments-v1-to-v2.md", "CHANGELOG.md"]


def test_a_configuration_that_cannot_take_the_entry_is_a_note() -> None:
    draft = companions(Companions("messaging", payments.DESCRIPTION, chosen(), ()), FILES)
    assert draft.notes == (
        "I could not add `messaging-v2` to `.github/stagekeeper.yml`: it has no entry `messaging` under `apis:`. "
        "Please add it under `apis:`.",
    )
    assert ".github/stagekeeper.yml" not in [file.path for file in draft.files]


def test_only_the_codeowners_file_that_github_reads_is_touched() -> None:
    twice = FILES | {".github/CODEOWNERS": FILES["CODEOWNERS"]}
    draft = companions(Companions("payments", payments.DESCRIPTION, chosen(), ()), twice)
    assert [file.path for file in draft.files if "CODEOWNERS" in file.path] == [".github/CODEOWNERS"]


def test_no_workflow_file_is_ever_touched() -> None:
    assert not [path for path in COMPANION_PATHS if path.startswith(".github/workflows")]


def test_the_configuration_model_reads_the_new_entry_as_it_is_meant() -> None:
    draft = companions(Companions("payments", payments.DESCRIPTION, chosen(), ()), FILES)
    text = next(file.data for file in draft.files if file.path == ".github/stagekeeper.yml").decode()
    before, after = read_config(FILES[".github/stagekeeper.yml"].decode()), read_config(text)
    assert isinstance(before, Config)
    assert isinstance(after, Config)
    new = after.apis["payments-v2"]
    assert (new.description, new.stage, new.owners) == (
        "apis/payments_v2.yaml",
        "private-beta",
        before.apis["payments"].owners,
    )
    assert before == replace(after, apis=before.apis)
    assert after.apis["payments"] == before.apis["payments"]

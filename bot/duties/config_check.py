"""A pull request that changes the settings: read as they would be after the merge, every mistake on its line."""

from bot.config import Config, Problems, read_config
from bot.duties.case import Case
from bot.duties.pull_apis import changed_files, pull_of
from bot.duties.standing_stage import lost_under
from bot.forge.effects import Annotation, Level
from bot.forge.questions import FileAt
from bot.lifecycle.assessment import ApiStage
from bot.versioning.config_entry import CONFIG_PATH
from bot.words import config_problems as words


def changes_config(case: Case) -> bool:
    """Whether this pull request touches the settings file."""
    return any(CONFIG_PATH in (file.path, file.before) for file in changed_files(case))


def removes_config(case: Case) -> bool:
    """Whether the settings file is gone at the head."""
    return changes_config(case) and case.ask(FileAt(pull_of(case).head, CONFIG_PATH)) is None


def unnamed(case: Case) -> tuple[ApiStage, ...]:
    """The protected APIs whose proposals lose their name by this pull request; `was` is that name."""
    found = _proposed(case)
    if not isinstance(found, Config) or set(case.config.apis) <= set(found.apis):
        return ()
    before = {one.was for one in lost_under(case, case.config)}
    return tuple(one for one in lost_under(case, found) if one.was not in before)


def added(case: Case) -> tuple[str, ...]:
    """The names that this pull request brings into the settings, such as that of a new version."""
    found = _proposed(case)
    return tuple(sorted(set(found.apis) - set(case.config.apis))) if isinstance(found, Config) else ()


def problems(case: Case) -> Problems | None:
    """What is wrong with the settings at the head; None where they are not changed, are gone, or are in order."""
    found = _proposed(case)
    return found if isinstance(found, Problems) else None


def _proposed(case: Case) -> Config | Problems | None:
    """The settings as they are at the head, where this pull request changes them."""
    if not changes_config(case):
        return None
    blob = case.ask(FileAt(pull_of(case).head, CONFIG_PATH))
    if blob is None or (case.facts.config and blob.oid == case.facts.config.oid):
        return None
    return read_config(blob.data.decode("utf-8", "replace"), name=CONFIG_PATH)


def annotations(found: Problems | None) -> tuple[Annotation, ...]:
    """Each problem on its line."""
    return tuple(
        Annotation(
            found.name, one.line, one.line, Level.FAILURE, one.key_path[:255] or "Settings", words.in_plain_text(one)
        )
        for one in (found or ())
        if found
    )

"""Which comparison a pair of descriptions gets. Today there is one format, OpenAPI."""

from bot.contract.description import Description
from bot.contract.openapi.judge import judge
from bot.contract.options import Options, Source
from bot.contract.report import Report


def compare(old: Source, new: Source, options: Options = Options()) -> Report:  # noqa: B008 - frozen, so shared safely
    """What a change of a description means for the callers of the old one.

    Never raises on what the bytes hold: what cannot be read or judged is in `Report.unread`.
    """
    return judge(old, new, options)


def describe(source: Source, options: Options = Options()) -> Description:  # noqa: B008 - frozen, so shared safely
    """What one description says about itself."""
    # Imported here: what checks examples is a third of the engine, and a comparison does without.
    from bot.contract.openapi.describe import describe as describe_openapi

    return describe_openapi(source, options)

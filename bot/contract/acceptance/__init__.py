"""What a team has agreed to: rules of its own, oasdiff's files, baselines, parts left out. No judging of documents.

What only a file of rules needs is imported from its own module: most comparisons have none.
"""

from bot.contract.acceptance.baseline import Baseline, baseline_text, read_baseline
from bot.contract.acceptance.judged import Accepted, Judged, is_breaking, judged, without_accepted
from bot.contract.acceptance.problem import RulesProblem
from bot.contract.acceptance.rules import TeamRules
from bot.contract.acceptance.scope import Scope

__all__ = [
    "Accepted",
    "Baseline",
    "Judged",
    "RulesProblem",
    "Scope",
    "TeamRules",
    "baseline_text",
    "is_breaking",
    "judged",
    "read_baseline",
    "without_accepted",
]

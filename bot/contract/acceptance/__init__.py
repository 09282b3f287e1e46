"""What a team has agreed to: rules of its own, oasdiff's files, baselines, parts left out. No judging of documents."""

from bot.contract.acceptance.baseline import Baseline, baseline_text, read_baseline
from bot.contract.acceptance.excuses import oasdiff_excuses
from bot.contract.acceptance.judged import Accepted, Judged, is_breaking, judged, without_accepted
from bot.contract.acceptance.problem import RulesProblem
from bot.contract.acceptance.read_rules import read_rules
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
    "oasdiff_excuses",
    "read_baseline",
    "read_rules",
    "without_accepted",
]

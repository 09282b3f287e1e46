"""The model of `.github/stagekeeper.yml`: text to a Config, or its problems. Fetching the file is not its work."""

from bot.config.ladder import ApprovedBy, Audience, Breaking, GateItem, GateKind, Link, StageRule, Timings
from bot.config.model import (
    Access,
    Api,
    Commands,
    Config,
    Grant,
    Links,
    Mode,
    Opens,
    Risky,
    Strategy,
    Versioning,
)
from bot.config.principals import Level, Login, Permission, Principal, Team
from bot.config.problems import Problem, ProblemKind, Problems
from bot.config.reading import DEFAULT, read_config

__all__ = [
    "DEFAULT",
    "Access",
    "Api",
    "ApprovedBy",
    "Audience",
    "Breaking",
    "Commands",
    "Config",
    "GateItem",
    "GateKind",
    "Grant",
    "Level",
    "Link",
    "Links",
    "Login",
    "Mode",
    "Opens",
    "Permission",
    "Principal",
    "Problem",
    "ProblemKind",
    "Problems",
    "Risky",
    "StageRule",
    "Strategy",
    "Team",
    "Timings",
    "Versioning",
    "read_config",
]

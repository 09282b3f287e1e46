"""The first issue in a repository that has no configuration yet."""

from bot.forge.subjects import Repo
from bot.words.escape import plain

TITLE = "Set up Stagekeeper"


def body(repo: Repo) -> str:
    """How to begin, in three steps; nothing is enforced before."""
    return f"""Stagekeeper is installed on {plain(str(repo))} and does nothing yet: it has no configuration.

1. Commit `.github/stagekeeper.yml`. The smallest useful one names your API:

   ```yaml
   version: 1
   apis:
     payments:
       description: apis/payments.yaml
   ```

2. For 14 days it only observes: cards and checks say what they would do. `mode: enforce` begins with the rules at once.
3. Open an issue with the label `stage: idea` and a field `### API` that names the API. Its status card appears there.

Close this issue whenever you like; it is not opened again.
"""

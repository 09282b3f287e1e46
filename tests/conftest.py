"""What holds for every test: examples are drawn the same way each time, and no test is timed."""

import pytest
from hypothesis import settings

settings.register_profile("the same every time", derandomize=True, deadline=None)
settings.load_profile("the same every time")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--seeds 10` draws ten times as many schemas, edits and mutations as the suite does."""
    parser.addoption("--seeds", type=int, default=1, help="how many times as many examples our own dice draw")


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> int:
    """How many times as many examples our own dice draw."""
    return int(request.config.getoption("--seeds"))

"""What holds for every test: examples are drawn the same way each time, and no test is timed."""

import pytest
from hypothesis import HealthCheck, settings

_UNTIMED = settings(
    database=None, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)
settings.register_profile("the same every time", _UNTIMED, derandomize=True)
settings.load_profile("the same every time")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--seeds 10` draws ten times as many schemas, edits and mutations as the suite does, and other ones each time."""
    parser.addoption("--seeds", type=int, default=1, help="how many times as many examples the laws draw")


def pytest_configure(config: pytest.Config) -> None:
    """Where more is asked for than the suite draws, other examples are drawn each time."""
    times = int(config.getoption("--seeds"))
    if times > 1:
        many = settings.default.max_examples * times
        settings.register_profile("others each time", _UNTIMED, derandomize=False, max_examples=many, print_blob=True)
        settings.load_profile("others each time")


@pytest.fixture
def seeds(request: pytest.FixtureRequest) -> int:
    """How many times as many examples our own dice draw."""
    return int(request.config.getoption("--seeds"))

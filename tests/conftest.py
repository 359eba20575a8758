"""What all tests share. `--heavy` asks for the long comparisons in full."""

import pytest
from hypothesis import settings

# How long an example takes says something of the machine alone; what is slow, benchmarks say.
settings.register_profile("caseload", deadline=None)
settings.load_profile("caseload")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one option of ours."""
    parser.addoption("--heavy", action="store_true", help="run the long comparisons in full")


@pytest.fixture(scope="session")
def heavy(request: pytest.FixtureRequest) -> bool:
    """Whether the long comparisons were asked for."""
    return bool(request.config.getoption("--heavy"))

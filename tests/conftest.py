"""What all tests share. `--heavy` asks for the long comparisons in full, `--spark` for Spark."""

import pytest
from hypothesis import settings

# How long an example takes says something of the machine alone; what is slow, benchmarks say.
settings.register_profile("caseload", deadline=None)
settings.load_profile("caseload")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of ours."""
    parser.addoption("--heavy", action="store_true", help="run the long comparisons in full")
    parser.addoption("--spark", action="store_true", help="ask Spark as well, where Java is")


@pytest.fixture(scope="session")
def heavy(request: pytest.FixtureRequest) -> bool:
    """Whether the long comparisons were asked for."""
    return bool(request.config.getoption("--heavy"))

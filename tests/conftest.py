"""What all tests share. `--heavy` asks for the long comparisons in full, `--spark` for Spark."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from bringing import Desk, desk_in
from hypothesis import settings

from caseload import entrance

# How long an example takes says something of the machine alone; what is slow, benchmarks say.
settings.register_profile("caseload", deadline=None)
settings.load_profile("caseload")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of ours."""
    parser.addoption("--heavy", action="store_true", help="run the long comparisons in full")
    parser.addoption("--spark", action="store_true", help="ask Spark as well, where Java is")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests of screens wait more than they work."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def _memory_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keys that `unlock` keeps stay off the memory of whoever runs the tests."""
    os.environ["XDG_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("memory"))


@pytest.fixture(scope="session")
def heavy(request: pytest.FixtureRequest) -> bool:
    """Whether the long comparisons were asked for."""
    return bool(request.config.getoption("--heavy"))


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo of 23 Nov 2026, made once; copy it before it is written to."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASELOAD_TODAY", date(2026, 11, 23).isoformat())
        return entrance.make_demo(folder)


@pytest.fixture
def on_the_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, demo_file: Path) -> Path:
    """A folder to stand in, with a demo of one's own in demo/demo.db, opened as Dana Whitfield."""
    (tmp_path / "demo").mkdir()
    shutil.copy(demo_file, tmp_path / "demo" / "demo.db")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CASELOAD_FILE", str(tmp_path / "demo" / "demo.db"))
    monkeypatch.setenv("CASELOAD_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("CASELOAD_TODAY", "2026-11-23")
    monkeypatch.setenv("CASELOAD_STAFF", "Whitfield")
    return tmp_path


@pytest.fixture
def desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A folder with a new file in it, and commands to run on it; many modules have their own."""
    return desk_in(tmp_path, monkeypatch, capsys)

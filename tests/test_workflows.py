"""The workflows test what the project promises, by the commands that it tells people."""

import re
import tomllib
from pathlib import Path
from typing import Any

import lowest
import pytest
import yaml

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))[
    "project"
]


def workflow(name: str) -> dict[str, Any]:
    text = (ROOT / ".github" / "workflows" / f"{name}.yml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def runs(job: dict[str, Any]) -> list[str]:
    return [step["run"].strip() for step in job["steps"] if "run" in step]


def pythons(name: str) -> set[str]:
    """The versions of Python that a workflow sets up, those of a matrix one by one."""
    found: set[str] = set()
    for job in workflow(name)["jobs"].values():
        for step in job["steps"]:
            version = step.get("with", {}).get("python-version")
            if version == "${{ matrix.python }}":
                found |= set(job["strategy"]["matrix"]["python"])
            elif version is not None:
                found.add(version)
    return found


def classified() -> list[str]:
    """The versions of Python that pyproject.toml names, the oldest first."""
    found = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    return sorted(found, key=lambda one: int(one.split(".")[1]))


def readme_command() -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^python3 -m venv .*pytest$", text, re.MULTILINE)
    assert found is not None
    return found[0]


SUITE = workflow("test")["jobs"]["suite"]


def test_the_oldest_and_the_newest_python_are_tested_on_three_systems() -> None:
    matrix = SUITE["strategy"]["matrix"]
    assert matrix["python"] == [classified()[0], classified()[-1]]
    assert PROJECT["requires-python"] == f">={classified()[0]}"
    assert {one.split("-")[0] for one in matrix["os"]} == {"ubuntu", "macos", "windows"}


def test_no_python_between_the_oldest_and_the_newest_is_forgotten() -> None:
    minors = [int(one.split(".")[1]) for one in classified()]
    assert minors == list(range(minors[0], minors[-1] + 1))


@pytest.mark.parametrize("name", ["test", "release"])
def test_each_python_that_is_set_up_is_one_that_is_supported(name: str) -> None:
    assert pythons(name) <= set(classified())


def test_the_tests_run_by_the_command_of_the_readme() -> None:
    here, windows = runs(SUITE)
    assert here == readme_command()
    assert windows == here.replace("python3 -m", "python -m").replace(".venv/bin", ".venv/Scripts")


def test_the_lowest_versions_are_tested_with_the_oldest_python() -> None:
    job = workflow("test")["jobs"]["lowest"]
    make, test = runs(job)
    assert make == "python3 tools/lowest.py > lowest.txt"
    assert test == readme_command().replace("'.[test]'", "-c lowest.txt '.[test]'")
    assert job["steps"][1]["with"]["python-version"] == classified()[0]


@pytest.mark.parametrize("name", ["test", "release"])
def test_what_others_wrote_is_named_by_its_content_and_may_only_read(name: str) -> None:
    found = workflow(name)
    assert found["permissions"] == {"contents": "read"}
    for job in found["jobs"].values():
        assert "permissions" not in job
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", step["uses"])


def test_a_release_is_built_audited_listed_and_tested_with_tools_that_are_named() -> None:
    assert runs(workflow("release")["jobs"]["build"]) == [".ci/release"]
    script = (ROOT / ".ci" / "release").read_text(encoding="utf-8")
    for tool, used in (
        ("build", "-m build "),
        ("cyclonedx-bom", 'cyclonedx-py" environment'),
        ("pip-audit", "pip-audit"),
    ):
        assert used in script
        assert any(one.startswith(tool) for one in PROJECT["optional-dependencies"]["release"])
    # Without it, what could not be looked up would count as good.
    assert "--strict" in script


def test_every_dependency_has_a_lowest_version() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = dict(one.split("==") for one in lowest.lowest(text))
    for one in PROJECT["dependencies"]:
        name, _, bound = one.partition(">=")
        assert found[name] == bound.split(",")[0]


@pytest.mark.parametrize(
    ("dependencies", "words"),
    [
        ('["a"]', "a has no lowest version"),
        ('["a<2"]', "a<2 has no lowest version"),
        ('["a>1"]', "a>1 has no lowest version"),
        ('["a>=1", "A==2"]', "a has two lowest versions: 1 and 2"),
    ],
)
def test_a_dependency_without_one_is_refused(dependencies: str, words: str) -> None:
    text = f"[project]\ndependencies = {dependencies}\n[project.optional-dependencies]\ntest = []"
    with pytest.raises(ValueError, match=re.escape(words)):
        lowest.lowest(text)

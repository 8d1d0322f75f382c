"""The workflow tries what the book promises, and no version stands in it twice."""

import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml

BOOK = Path(__file__).parents[2]
TEXT = (BOOK / ".github" / "workflows" / "book.yml").read_text("utf-8")
WORKFLOW = yaml.safe_load(TEXT)
JOBS = WORKFLOW["jobs"]
CURRENT = {"python": WORKFLOW["env"]["PYTHON"], "quarto": WORKFLOW["env"]["QUARTO"]}


def tried(tool):
    """The versions of a tool that the tests run with."""
    versions = JOBS["test"]["strategy"]["matrix"][tool]
    return [CURRENT[tool] if version == "current" else version for version in versions]


def lines(job):
    return [step["run"] for step in JOBS[job]["steps"] if "run" in step]


def test_every_python_of_the_book_is_tried():
    allowed = tomllib.loads((BOOK / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    first, after = map(int, re.fullmatch(r">=3\.(\d+),<3\.(\d+)", allowed).groups())
    assert tried("python") == [f"3.{minor}" for minor in range(first, after)]
    assert JOBS["debian"]["container"] == "debian:12", "its own Python is 3.11.2, the oldest that is tried"


def test_the_oldest_and_the_current_quarto_are_tried():
    assert tried("quarto") == ["1.7.34", CURRENT["quarto"]]


@pytest.mark.parametrize("job", ["test", "debian"])
def test_each_job_renders_and_tests(job):
    assert "make site" in lines(job)
    assert {"make test", ".ci/run"} & set(lines(job))


def test_it_publishes_with_the_current_ones():
    given = {
        step["uses"].split("@")[0]: step.get("with", {})
        for step in JOBS["publish"]["steps"]
        if "uses" in step
    }
    assert given["actions/setup-python"]["python-version"] == "${{ env.PYTHON }}"
    assert given["quarto-dev/quarto-actions/setup"]["version"] == "${{ env.QUARTO }}"
    assert sorted(JOBS["publish"]["needs"]) == ["debian", "test"]


def test_no_version_stands_twice():
    found = re.findall(r'"(\d+\.\d[\d.]*)"', TEXT)
    assert len(found) == len(set(found)) >= 6


def test_the_services_use_one_python():
    image = json.loads((BOOK / ".devcontainer" / "devcontainer.json").read_text("utf-8"))["image"]
    runtime = (BOOK / "binder" / "runtime.txt").read_text("utf-8").strip()
    assert image.rpartition(":")[2] == runtime.removeprefix("python-") in tried("python")

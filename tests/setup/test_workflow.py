"""The workflow tries what the book promises, and no version stands in it twice."""

import json
import os
import re
import shutil
import subprocess
import sys
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


RELEASES = yaml.safe_load((BOOK / ".github" / "workflows" / "releases.yml").read_text("utf-8"))
PROPOSE = RELEASES["jobs"]["propose"]
STEPS = {step["name"]: step["run"] for step in PROPOSE["steps"] if "name" in step}


def test_releases_are_asked_for_once_a_week_and_by_hand():
    when = RELEASES[True]  # YAML reads the word `on` so
    assert (
        when["schedule"] and "workflow_dispatch" in when and when.keys() == {"schedule", "workflow_dispatch"}
    )
    (minute, hour, day, month, weekday) = when["schedule"][0]["cron"].split()
    assert (day, month) == ("*", "*") and all(part.isdecimal() for part in (minute, hour, weekday))


def test_every_publisher_with_an_address_is_asked_and_no_other():
    bodies = json.loads((BOOK / "data" / "datapackage.json").read_text("utf-8"))["bodies"]
    asked = PROPOSE["strategy"]["matrix"]["publisher"]
    assert asked == [body for body, about in bodies.items() if "file" in about["release"]] != []


def test_the_diff_comes_before_the_step_and_the_step_before_the_proposal():
    assert list(STEPS) == ["The evidence diff", "The step", "The pull request"]
    assert STEPS["The evidence diff"].startswith('poppybook update "$PUBLISHER" --fetch --dry-run | tee ')
    assert STEPS["The step"] == 'poppybook update "$PUBLISHER" --fetch'
    assert PROPOSE["defaults"]["run"]["shell"] == "bash", "with pipefail: a refused file ends the job"


def test_it_may_push_and_propose_and_nothing_else():
    assert RELEASES["permissions"] == {}
    assert PROPOSE["permissions"] == {"contents": "write", "pull-requests": "write"}
    used = [step["uses"].rpartition("/")[0] for step in PROPOSE["steps"] if "uses" in step]
    assert set(used) == {"actions"}, "nobody's actions but GitHub's own"
    with_token = [step["name"] for step in PROPOSE["steps"] if "GH_TOKEN" in step.get("env", {})]
    assert with_token == ["The pull request"]
    assert "secrets." not in (BOOK / ".github" / "workflows" / "releases.yml").read_text("utf-8")


def test_releases_run_with_the_python_that_publishes():
    (python,) = (
        step["with"]["python-version"] for step in PROPOSE["steps"] if "python" in step.get("uses", "")
    )
    assert python == CURRENT["python"]


@pytest.fixture
def proposed(tmp_path):
    """What the last step does in a book of one table, with a gh that writes down what it is asked."""
    book, origin, tools = tmp_path / "book", tmp_path / "origin.git", tmp_path / "tools"
    (book / "data").mkdir(parents=True)
    tools.mkdir()
    (book / "data" / "sources.csv").write_text("source_id,title\nold,Old\n")
    (tmp_path / "diff.txt").write_text("Data version 1.0.0 -> 1.1.0\n")
    gh = tools / "gh"
    gh.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{tmp_path}/asked"\n')
    gh.chmod(0o755)
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(tmp_path),
        "PUBLISHER": "cdc",
        "GITHUB_REF_NAME": "main",
        "GIT_CONFIG_GLOBAL": os.devnull,
    }

    def git(*words):
        told = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        return subprocess.run(
            ["git", *told, *words], cwd=book, env=env, check=True, capture_output=True, text=True
        ).stdout

    git("init", "--quiet", "-b", "main")
    git("init", "--quiet", "--bare", str(origin))
    git("remote", "add", "origin", str(origin))
    git("add", ".")
    git("commit", "--quiet", "-m", "The book")
    git("push", "--quiet", "origin", "main")

    def run(sources=None):
        git("switch", "--quiet", "main")
        if sources:
            (book / "data" / "sources.csv").write_text(sources)
        command = [
            shutil.which("bash"),
            "--noprofile",
            "--norc",
            "-eo",
            "pipefail",
            "-c",
            STEPS["The pull request"],
        ]
        done = subprocess.run(command, cwd=book, env=env, capture_output=True, text=True)
        asked = (tmp_path / "asked").read_text().splitlines() if (tmp_path / "asked").exists() else []
        (tmp_path / "asked").unlink(missing_ok=True)
        git("checkout", "--quiet", "--", ".")
        return done, asked, git("ls-remote", "--heads", "origin").count("refs/heads/")

    run.text = tmp_path / "text.md"
    return run


@pytest.mark.skipif(sys.platform == "win32", reason="the step is one of bash on Linux")
def test_a_release_is_proposed_once_with_the_diff_as_its_text(proposed):
    new = "source_id,title\ncdc-vsrr-2026-11-18,New\n"
    done, asked, branches = proposed(new)
    assert done.returncode == 0, done.stderr
    assert asked[:4] == ["pr", "create", "--title", "New release: cdc-vsrr-2026-11-18"]
    assert asked[-4:] == ["--base", "main", "--head", "release-cdc-vsrr-2026-11-18"] and branches == 2
    assert "```text\nData version 1.0.0 -> 1.1.0\n" in proposed.text.read_text()
    done, asked, branches = proposed(new)
    assert (done.returncode, asked, branches) == (0, [], 2) and "Proposed before" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="the step is one of bash on Linux")
def test_nothing_new_proposes_nothing(proposed):
    done, asked, branches = proposed()
    assert (done.returncode, done.stdout, asked, branches) == (0, "Nothing new.\n", [], 1)

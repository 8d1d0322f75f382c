"""The pins against their own metadata, as pip reads it: each allows every Python that the book names, each is asked
for, and nothing that is asked for on any of them, or on another system, is without a pin."""

import platform
import re
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

BOOK = Path(__file__).parents[2]
ALLOWED = tomllib.loads((BOOK / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
PINS = {
    canonicalize_name(name): version
    for name, version in re.findall(r"(?m)^([\w.-]+)==(\S+)$", (BOOK / "constraints.txt").read_text("utf-8"))
}
# Every release there has been and those that may come: a pin can leave out a single one.
PYTHONS = [f"3.{minor}.{patch}" for minor in (11, 12, 13, 14) for patch in range(21)]
ENDS = [version for version in PYTHONS if version.endswith((".0", ".20"))]
SYSTEMS = {
    "Linux": {"os_name": "posix", "sys_platform": "linux", "platform_machine": "x86_64"},
    "Darwin": {"os_name": "posix", "sys_platform": "darwin", "platform_machine": "arm64"},
    "Windows": {"os_name": "nt", "sys_platform": "win32", "platform_machine": "AMD64"},
}
# What only Windows or macOS need has no metadata on a Linux machine to look into.
ELSEWHERE = {"appnope", "colorama", "pywinpty"}


@cache
def installed(name):
    """The metadata of an installed package: its version, the Pythons it wants, what it asks for; None without it."""
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    wants = SpecifierSet(found.metadata.get("Requires-Python", ""))
    return SimpleNamespace(version=found.version, wants=wants, asks=[*map(Requirement, found.requires or [])])


@cache
def asked_for(python, system):
    """Each package that a set-up asks for on that Python and system, with the requirements that ask for it."""
    environment = default_environment() | SYSTEMS[system]
    environment |= {"platform_system": system, "python_full_version": python}
    environment |= {"python_version": python.rpartition(".")[0], "implementation_version": python}
    found, waiting, seen = {}, [("poppybook", "test")], set()
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen or not (package := installed(name)):
            continue
        seen.add((name, extra))
        for each in package.asks:
            if each.marker and not each.marker.evaluate(environment | {"extra": extra}):
                continue
            needs = canonicalize_name(each.name)
            if needs != "poppybook":
                found.setdefault(needs, []).append((name, each))
            waiting += [(needs, more) for more in ("", *each.extras)]
    return found


def test_the_book_names_these_pythons():
    assert not [version for version in PYTHONS if version not in SpecifierSet(ALLOWED)]
    assert not [version for version in ("3.10.20", "3.15.0") if version in SpecifierSet(ALLOWED)]


@pytest.mark.parametrize("name", sorted(set(PINS) - ELSEWHERE))
def test_each_pin_allows_every_python_that_the_book_names(name):
    package = installed(name)
    if package is None:  # asked for by other Pythons than this one
        here = asked_for(platform.python_version(), platform.system())
        assert name not in here, f"{name} is pinned and asked for, and not installed"
        return
    refused = [version for version in PYTHONS if version not in package.wants]
    assert not refused, (
        f"{name} {PINS[name]} wants Python {package.wants}: it cannot be set up on {refused[0]}"
    )


def test_what_is_installed_is_what_is_pinned():
    here = {name: found.version for name in PINS if (found := installed(name))}
    assert {name: version for name, version in here.items() if version != PINS[name]} == {}


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", ENDS)
def test_whatever_a_set_up_asks_for_is_pinned_to_a_version_that_will_do(python, system):
    for name, askers in asked_for(python, system).items():
        for asker, requirement in askers:
            assert name in PINS, f"{asker} asks for {requirement}, and constraints.txt does not pin it"
            assert requirement.specifier.contains(PINS[name], prereleases=True), f"{asker}: {requirement}"


def test_each_pin_is_asked_for_somewhere():
    asked = {name for python in ENDS for system in SYSTEMS for name in asked_for(python, system)}
    assert sorted(set(PINS) - asked) == []
